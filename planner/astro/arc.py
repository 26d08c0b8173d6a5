"""One run of the integrator: rooms for its answers, its status as an error.

Shared by the doors of all models of motion.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro import dop853
from planner.errors import NoConvergenceError, OutOfRangeError

Array = NDArray[np.float64]

MAX_EVENTS = 256
MAX_STEPS = 1_000_000
RTOL_RANGE = (1e-13, 1e-3)

_WAY_OUT = "shorten the arc, loosen rtol, or stop before a body's centre is met"
_FAILURES = {
    dop853.TOO_MANY_STEPS: "the number of steps ran out",
    dop853.STEP_TOO_SMALL: "the step became too small, as on a collision course",
    dop853.NOT_FINITE: "the state stopped being finite, as at a body's centre",
}


class Arc(NamedTuple):
    """Time reached and ``y`` there (6 or 42 numbers), samples (m, 6), events (e, 2 + len(y))."""

    reached: float
    y: Array
    samples: Array
    events: Array


def run(
    field: Any,
    y0: Array,
    duration: float,
    *,
    rtol: float,
    stm: bool,
    sample_t: ArrayLike,
    event_rows: Array,
    unit: str,
    max_events: int = MAX_EVENTS,
) -> Arc:
    """Integrate six numbers, with the transition matrix behind them if ``stm``.

    Parameters
    ----------
    field : named tuple
        The model of motion, see `planner.astro.field`.
    unit : str
        Unit of time and what it tells, for the error's text.
    max_events : int
        Events kept; later ones are not looked for.

    Raises
    ------
    OutOfRangeError
        ``rtol`` outside 1e-13 to 1e-3.
    NoConvergenceError
        The step became too small (a collision) or the steps ran out.
    """
    if not RTOL_RANGE[0] <= rtol <= RTOL_RANGE[1]:
        raise OutOfRangeError(name="rtol", value=rtol, allowed="1e-13 .. 1e-3")
    times = np.asarray(sample_t, dtype=np.float64)
    samples = np.empty((len(times), 6))
    start = np.concatenate((y0, np.eye(6).ravel())) if stm else y0
    found = np.empty((max_events if len(event_rows) else 0, 2 + len(start)))
    status, n_samples, n_events, reached, end = dop853.integrate(
        float(duration), start, rtol, field, times, event_rows, MAX_STEPS, samples, found
    )
    if status in _FAILURES:
        raise NoConvergenceError(
            what=f"propagation ({_FAILURES[status]})",
            residual=reached,
            unit=unit,
            way_out=_WAY_OUT,
        )
    return Arc(reached, end, samples[:n_samples], found[:n_events])
