"""When a plan exists: the chain that holds its date, and what a changed rule would do to it."""

from planner.schedule.explain.critical import ChainStep, critical_chain, latest_days
from planner.schedule.explain.sensitivities import Effect, weigh
from planner.schedule.explain.variants import Variant

__all__ = ["ChainStep", "Effect", "Variant", "critical_chain", "latest_days", "weigh"]
