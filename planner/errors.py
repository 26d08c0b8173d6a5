"""The one family of errors a caller of the planner has to know.

Every error names the thing, the value, the rule it broke and the way out, and
carries them as fields, so that a page or a script can act without parsing text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class PlannerError(Exception):
    """Base of all errors the planner raises on purpose."""


class OutOfRangeError(PlannerError, ValueError):
    """A value lies outside the range its model is valid for.

    Attributes
    ----------
    name : str
        What was out of range, with its unit, e.g. ``parking_alt_km``.
    value : object
        The value given.
    allowed : str
        The allowed range, in words.
    """

    def __init__(self, *, name: str, value: object, allowed: str) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        super().__init__(f"{name} = {value!r} is outside {allowed}")


class NoConvergenceError(PlannerError):
    """An iteration stopped before its tolerance was met.

    Attributes
    ----------
    what : str
        The computation that did not converge.
    residual : float
        The last residual, in the unit the message states.
    way_out : str
        What the caller can change.
    """

    def __init__(self, *, what: str, residual: float, unit: str, way_out: str) -> None:
        self.what, self.residual, self.unit, self.way_out = what, residual, unit, way_out
        super().__init__(f"{what} did not converge (residual {residual:.3g} {unit}); {way_out}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashingStatement:
    """One statement of a conflict.

    Attributes
    ----------
    says : str
        The statement in words.
    path : tuple[str, ...]
        Where the scenario states it: keys, and ids for items of a list, such as
        ``("elements", "rover", "due")``. What the file leaves to the catalogue or to a
        default is not there.
    """

    says: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedRepair:
    """A change, or changes made together, that gives a plan.

    Attributes
    ----------
    says : str
        The change in words.
    overrides : dict[str, object] | None
        The same as `planner.scenario.load_scenario` takes it, days as ISO text; None if a
        scenario cannot say it. It may allow more than the words ask for: a launch more in
        every year for one more in a single year.
    """

    says: str
    overrides: dict[str, object] | None = None


class InfeasiblePlanError(PlannerError):
    """No plan satisfies the scenario, or none was found in the time allowed.

    Attributes
    ----------
    reasons : tuple[str, ...]
        Statements of the scenario that cannot hold together, in plain words.
    proven : bool
        Whether there is no plan for certain; False if the search only ran out of time.
    conflicts : tuple[tuple[ClashingStatement, ...], ...]
        Sets of statements that cannot hold together even with all others given up. Empty if
        the search found none.
    minimal : bool
        Whether each conflict was shown to lose its force with any one of its statements.
    repairs : tuple[OfferedRepair, ...]
        Changes, each of which alone gives a plan: every one was solved.
    """

    def __init__(
        self,
        reasons: tuple[str, ...],
        *,
        proven: bool = True,
        conflicts: tuple[tuple[ClashingStatement, ...], ...] = (),
        minimal: bool = True,
        repairs: tuple[OfferedRepair, ...] = (),
    ) -> None:
        self.reasons, self.proven = reasons, proven
        self.conflicts, self.minimal, self.repairs = conflicts, minimal, repairs
        super().__init__("\n".join(self.told))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with every field: by default only the message would arrive."""
        return _again, (self.reasons, self.proven, self.conflicts, self.minimal, self.repairs)

    @property
    def told(self) -> tuple[str, ...]:
        """Reasons, conflicts and repairs as sentences."""
        return (
            *self.reasons,
            *(f"Cannot all hold: {_joined(conflict)}." for conflict in self.conflicts),
            *(f"There is a plan with {repair.says}." for repair in self.repairs),
        )


def _again(
    reasons: tuple[str, ...],
    proven: bool,
    conflicts: tuple[tuple[ClashingStatement, ...], ...],
    minimal: bool,
    repairs: tuple[OfferedRepair, ...],
) -> InfeasiblePlanError:
    return InfeasiblePlanError(
        reasons, proven=proven, conflicts=conflicts, minimal=minimal, repairs=repairs
    )


#: Statements of a conflict told in one sentence; the rest is counted.
_MOST_TOLD = 12


def _joined(conflict: tuple[ClashingStatement, ...]) -> str:
    told = "; ".join(one.says for one in conflict[:_MOST_TOLD])
    rest = len(conflict) - _MOST_TOLD
    return f"{told}; and {rest} more" if rest > 0 else told
