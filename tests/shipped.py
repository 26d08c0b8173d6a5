"""Shipped scenarios, each planned once for all tests of a run, in whatever process they stand."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path

from planner.campaign import plan_campaign
from planner.errors import InfeasiblePlanError
from planner.plan import CampaignPlan
from planner.scenario import Scenario, load_scenario
from views.jobs.messages import Infeasible, infeasible

FOLDER = Path(__file__).parents[1] / "scenarios"
#: It has no plan: that is what it teaches.
IMPOSSIBLE = "tight_budget"
#: Too large to be searched to the end in every run.
LARGE = "large_200"
EVERY = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
SOLVED = tuple(name for name in EVERY if name not in {IMPOSSIBLE, LARGE})
#: Seconds of solver work for the large one.
_LARGE_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario and what the planner answered; one of plan and refusal is None."""

    scenario: Scenario
    plan: CampaignPlan | None
    refusal: Infeasible | None
    #: Fractions of progress told while it was planned.
    told: tuple[float, ...]


class Shelf:
    """Answers kept in a folder that all processes of a run share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def planned(self, name: str) -> Planned:
        """Return a shipped scenario's answer, computed unless another test has."""
        file = self._folder / f"{name}.pickle"
        if not file.exists():
            new = file.with_suffix(f".{os.getpid()}")
            new.write_bytes(pickle.dumps(_planned(name)))
            new.replace(file)
        return pickle.loads(file.read_bytes())  # ours, of this run


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
