"""When no plan exists: the fewest statements that clash, and changes that mend it, each tried."""

from planner.schedule.repairs.diagnose import Diagnosis, Repair, diagnose
from planner.schedule.repairs.statements import Slack, Statement

__all__ = ["Diagnosis", "Repair", "Slack", "Statement", "diagnose"]
