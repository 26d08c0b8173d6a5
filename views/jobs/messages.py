"""What a worker process and the server say to each other, pickled over the worker's pipes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from planner.errors import ClashingStatement, InfeasiblePlanError, OfferedRepair


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, and the share of the work that is behind (0 to 1)."""

    text: str
    fraction: float
    #: The compiler is at work, once on a machine: no part of what the job itself takes.
    preparing: bool = False


@dataclass(frozen=True, slots=True)
class Partial:
    """An early answer; a better one follows."""

    answer: object


@dataclass(frozen=True, slots=True)
class Done:
    """The answer, and how much room it takes (bytes, as pickled; set by the server)."""

    answer: object
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The scenario cannot be done, and why; not ``proven`` if the search ran out of time.

    ``reasons`` tells everything in sentences; ``conflicts`` and ``repairs`` are the same
    for a page that draws them (see :class:`planner.errors.InfeasiblePlanError`).
    """

    reasons: tuple[str, ...]
    proven: bool = True
    conflicts: tuple[tuple[ClashingStatement, ...], ...] = ()
    minimal: bool = True
    repairs: tuple[OfferedRepair, ...] = ()


def infeasible(error: InfeasiblePlanError) -> Infeasible:
    """Return the message that carries an error's fields; an exception pickles without them."""
    return Infeasible(
        error.told,
        error.proven,
        conflicts=error.conflicts,
        minimal=error.minimal,
        repairs=error.repairs,
    )


@dataclass(frozen=True, slots=True)
class Declined:
    """The planner cannot compute this, and says why in words for the reader."""

    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something else went wrong; ``where`` names the place in the code, not the stack."""

    kind: str
    message: str
    where: str


Ending: TypeAlias = Done | Infeasible | Declined | Failed
Message: TypeAlias = Progress | Partial | Ending
