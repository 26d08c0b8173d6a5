"""What a worker process and the server say to each other, pickled over the worker's pipes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from planner.errors import ClashingStatement, OfferedRepair
from planner.plan import CampaignPlan
from planner.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Order:
    """Plan this scenario."""

    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, and the share of the work that is behind (0 to 1)."""

    text: str
    fraction: float


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer."""

    plan: CampaignPlan


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The scenario cannot be done, and why; not ``proven`` if the search ran out of time.

    ``reasons`` are sentences for people; ``conflicts`` and ``repairs`` say the same, and how a
    repair is made, see `planner.errors.InfeasiblePlanError`.
    """

    reasons: tuple[str, ...]
    proven: bool = True
    conflicts: tuple[tuple[ClashingStatement, ...], ...] = ()
    minimal: bool = True
    repairs: tuple[OfferedRepair, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Something else went wrong; ``where`` names the place in the code, not the stack."""

    kind: str
    message: str
    where: str


Ending: TypeAlias = Planned | Infeasible | Failed
Message: TypeAlias = Progress | Ending
