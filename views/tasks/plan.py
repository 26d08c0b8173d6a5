"""Planning a scenario."""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.jobs.task import Report, Task


@dataclass(frozen=True, slots=True)
class PlanTask(Task[CampaignPlan]):
    """Plan one scenario from end to end."""

    scenario: Scenario

    @property
    def key(self) -> str:
        """The scenario's own fingerprint."""
        return self.scenario.sha256

    @property
    def name(self) -> str:
        """Names the scenario."""
        return f"plan of {self.scenario.id} {self.key}"

    def run(self, report: Report) -> CampaignPlan:
        """Plan; early answers are what is known of the first plan and each better one."""
        from planner.campaign import plan_campaign

        return plan_campaign(self.scenario, progress=report, on_plan=report.partial)
