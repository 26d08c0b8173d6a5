"""The one family of errors a caller of the planner has to know.

Every error names the thing, the value, the rule it broke and the way out, and
carries them as fields, so that a page or a script can act without parsing text.
"""

from __future__ import annotations


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


class InfeasiblePlanError(PlannerError):
    """No plan satisfies the scenario, or none was found in the time allowed.

    Attributes
    ----------
    reasons : tuple[str, ...]
        Statements of the scenario that cannot hold together, in plain words.
    proven : bool
        Whether there is no plan for certain; False if the search only ran out of time.
    """

    def __init__(self, reasons: tuple[str, ...], *, proven: bool = True) -> None:
        self.reasons, self.proven = reasons, proven
        super().__init__("\n".join(reasons))
