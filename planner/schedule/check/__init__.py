"""The judge, who says whether a plan keeps every rule of its scenario.

Shares nothing with what made the plan but the scenario's types: it imports no
model, solver, payload or transfer code, and works out masses, counts and dates
by itself from the plan's JSON.
"""

from planner.schedule.check.judge import check_plan
from planner.schedule.check.violation import Violation

__all__ = ["Violation", "check_plan"]
