"""Shipped scenarios, each planned once for all tests of a run, in whatever process they stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.campaign import plan_campaign
from planner.errors import InfeasiblePlanError
from planner.plan import CampaignPlan
from planner.scenario import Scenario, load_scenario
from tests.kept import Kept
from views.jobs.messages import Infeasible, infeasible

FOLDER = Path(__file__).parents[1] / "scenarios"
#: It has no plan: that is what it teaches.
IMPOSSIBLE = "tight_budget"
#: Too large to be searched to the end in every run.
LARGE = "large_200"
EVERY = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
SOLVED = tuple(name for name in EVERY if name not in {IMPOSSIBLE, LARGE})
#: Seconds of solver work for the large one.
_LARGE_LIMIT_S = 8.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario and what the planner answered; one of plan and refusal is None."""

    scenario: Scenario
    plan: CampaignPlan | None
    refusal: Infeasible | None
    #: Fractions of progress told while it was planned.
    told: tuple[float, ...]


class Shelf:
    """The answers of a run."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def planned(self, name: str) -> Planned:
        """Return a shipped scenario's answer, computed unless another test has."""
        return self._kept.answer(f"plan_{name}", lambda: _planned(name))


def _planned(name: str) -> Planned:
    scenario = load_scenario(FOLDER / f"{name}.yaml")
    told: list[float] = []
    limit_s = _LARGE_LIMIT_S if name == LARGE else None
    try:
        plan = plan_campaign(
            scenario, progress=lambda _, fraction: told.append(fraction), time_limit_s=limit_s
        )
    except InfeasiblePlanError as error:
        return Planned(scenario, None, infeasible(error), tuple(told))
    return Planned(scenario, plan, None, tuple(told))
