"""One run of the integrator: rooms for its answers, its status as an error.

Shared by the doors of all models of motion.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro import integrator
from planner.errors import NoConvergenceError, OutOfRangeError

Array = NDArray[np.float64]

MAX_EVENTS = 256
MAX_STEPS = 1_000_000
RTOL_RANGE = (1e-13, 1e-3)

_WAY_OUT = "shorten the arc, loosen rtol, or stop before a body's centre is met"
_FAILURES = {
    integrator.TOO_MANY_STEPS: "the number of steps ran out",
    integrator.STEP_TOO_SMALL: "the step became too small, as on a collision course",
    integrator.NOT_FINITE: "the state stopped being finite, as at a body's centre",
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
    _check_rtol(rtol)
    times = np.asarray(sample_t, dtype=np.float64)
    samples = np.empty((len(times), 6))
    start = np.concatenate((y0, np.eye(6).ravel())) if stm else y0
    found = np.empty((max_events if len(event_rows) else 0, 2 + len(start)))
    status, n_samples, n_events, reached, end = integrator.integrate(
        0.0, float(duration), start, rtol, field, times, event_rows, MAX_STEPS, samples, found
    )
    if status in _FAILURES:
        raise NoConvergenceError(
            what=f"propagation ({_FAILURES[status]})",
            residual=reached,
            unit=unit,
            way_out=_WAY_OUT,
        )
    return Arc(reached, end, samples[:n_samples], found[:n_events])


def run_many(
    field: Any, y0: Array, t_start: Array, t_end: Array, *, rtol: float, stm: bool
) -> Array:
    """Integrate many states, without events and samples.

    Parameters
    ----------
    field : named tuple
        The model of motion, see `planner.astro.field`.
    y0 : ndarray, shape (n, 6)
    t_start, t_end : ndarray, shape (n,)
        In the model's unit of time.

    Returns
    -------
    ndarray, shape (n, 6), or (n, 42) if ``stm``: the matrices row-major behind the states.

    Raises
    ------
    OutOfRangeError
        ``rtol`` outside 1e-13 to 1e-3.
    NoConvergenceError
        An arc ran into a collision or out of steps; names the first.
    """
    _check_rtol(rtol)
    y = np.hstack((y0, np.tile(np.eye(6).ravel(), (len(y0), 1)))) if stm else y0.copy()
    status = np.empty(len(y), dtype=np.int64)
    integrator.integrate_many(t_start, t_end, y, rtol, field, MAX_STEPS, status)
    failed = np.flatnonzero(np.isin(status, tuple(_FAILURES)))
    if failed.size:
        raise NoConvergenceError(
            what=f"propagation of arc {failed[0]} ({_FAILURES[int(status[failed[0]])]})",
            residual=float(failed.size),
            unit=f"of {len(y)} arcs failed",
            way_out=_WAY_OUT,
        )
    return y


def _check_rtol(rtol: float) -> None:
    if not RTOL_RANGE[0] <= rtol <= RTOL_RANGE[1]:
        raise OutOfRangeError(name="rtol", value=rtol, allowed="1e-13 .. 1e-3")
