"""Roots of a few smooth functions that cost a flight each: Broyden's method.

The functions are given in such units, and so arranged, that each answers its own unknown
nearly one to one; what couples them is learnt on the way.

Source: Broyden 1965, Mathematics of Computation 19:577 ("good" update, of the inverse).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError, OutOfRangeError

Array = NDArray[np.float64]

_MAX_ROUNDS: Final = 40
_MAX_HALVINGS: Final = 5


def settle(
    miss: Callable[[Array], Array],
    start: Array,
    *,
    tolerance: Array,
    reach: Array,
    what: str,
    way_out: str,
) -> Array:
    """Unknowns at which no miss exceeds its tolerance.

    Parameters
    ----------
    miss : callable
        Misses (n,) of unknowns (n,); it may raise where nothing can be flown, except at
        the start: the step is then shortened.
    start, tolerance, reach : ndarray, shape (n,)
        First guess, what is met, and the largest step of each unknown.
    what, way_out : str
        For the error.

    Raises
    ------
    NoConvergenceError
        40 rounds were not enough; ``residual`` is the largest miss in units of its
        tolerance.
    """
    x, value = start, miss(start)
    inverse = np.eye(len(start))
    for _ in range(_MAX_ROUNDS):
        if np.all(np.abs(value) <= tolerance):
            return x
        step = -inverse @ value
        step *= min(1.0, float(np.min(reach / np.maximum(np.abs(step), 1e-300))))
        step, ahead = _tried(miss, x, step)
        change = inverse @ (ahead - value)
        scale = float(step @ change)
        if scale != 0.0:
            inverse = inverse + np.outer(step - change, step @ inverse) / scale
        x, value = x + step, ahead
    raise NoConvergenceError(
        what=what,
        residual=float(np.max(np.abs(value) / tolerance)),
        unit="times its tolerance",
        way_out=way_out,
    )


def _tried(miss: Callable[[Array], Array], x: Array, step: Array) -> tuple[Array, Array]:
    """The step, shortened as often as it takes to fly, and the misses after it."""
    for _ in range(_MAX_HALVINGS):
        try:
            return step, miss(x + step)
        except (NoConvergenceError, OutOfRangeError):
            step = 0.5 * step
    return step, miss(x + step)
