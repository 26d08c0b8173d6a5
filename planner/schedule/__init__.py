"""Which flights fly when, with what aboard: problem → solve → schedule → check."""

from planner.schedule.solve import solve_schedule

__all__ = ["solve_schedule"]
