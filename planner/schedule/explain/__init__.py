"""When a plan exists: the chain that holds its date, and what one rule more or less would change."""

from planner.schedule.explain.critical import ChainStep, critical_chain, latest_days
from planner.schedule.explain.sensitivities import Effect, weigh
from planner.schedule.explain.variants import Variant

__all__ = ["ChainStep", "Effect", "Variant", "critical_chain", "latest_days", "weigh"]
