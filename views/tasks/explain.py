"""What holds a scenario's plan, and what would move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.scenario import Scenario
from views.jobs.task import Report, Task

if TYPE_CHECKING:
    from planner.campaign import Explanation


@dataclass(frozen=True, slots=True)
class ExplainTask(Task["Explanation"]):
    """Plan one scenario and weigh the changes around its plan."""

    scenario: Scenario

    @property
    def key(self) -> str:
        """The scenario's own fingerprint."""
        return self.scenario.sha256

    @property
    def name(self) -> str:
        """Names the scenario."""
        return f"explanation of {self.scenario.id} {self.key}"

    def run(self, report: Report) -> Explanation:
        """Explain."""
        from planner.campaign import explain_campaign
        from planner.campaign.named import naming

        named = naming(self.scenario)
        return explain_campaign(
            self.scenario, progress=lambda text, fraction: report(named(text), fraction)
        )
