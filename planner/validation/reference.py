"""A published figure, how the planner computes it, and how far apart they may lie."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One row of the validation table.

    Attributes
    ----------
    section : str
        What kind of motion it belongs to.
    what : str
        The quantity, without its unit.
    published : float
    unit : str
        Empty for a pure number.
    source : str
        Who published it; "closed form" and "definition" are sources too.
    tolerance : float
        Largest difference that the reason explains, in the same unit.
    reason : str
        Why the two may differ by that much: physics, or figures lost in print.
    compute : callable
        Works the figure out with the planner, from inputs alone.
    decimals : int
        Figures printed behind the point.
    kind : {"value", "at most", "at least"}
        A bound is met on one side, and may be missed by the tolerance on the other.
    slow : bool
        Whether it takes more than a few seconds.
    """

    section: str
    what: str
    published: float
    unit: str
    source: str
    tolerance: float
    reason: str
    compute: Callable[[], float]
    decimals: int
    kind: Literal["value", "at most", "at least"] = "value"
    slow: bool = False

    @property
    def tolerance_text(self) -> str:
        """The tolerance to two figures, never as a power of ten when it has three."""
        return f"{self.tolerance:.0f}" if self.tolerance >= 10.0 else f"{self.tolerance:.2g}"

    @property
    def id(self) -> str:
        """Section and quantity, which no other row has together."""
        return f"{self.section}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A reference with the figure computed for it."""

    reference: Reference
    computed: float

    @property
    def difference(self) -> float:
        """Computed less published, in the unit of both."""
        return self.computed - self.reference.published

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance; never for NaN."""
        tolerance = self.reference.tolerance
        match self.reference.kind:
            case "at most":
                return self.difference <= tolerance
            case "at least":
                return self.difference >= -tolerance
            case _:
                return math.isfinite(self.computed) and abs(self.difference) <= tolerance


def compare(reference: Reference) -> Comparison:
    """Compute what a reference asks for."""
    return Comparison(reference=reference, computed=float(reference.compute()))
