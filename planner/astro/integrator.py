"""Adaptive integration with events and samples, in compiled code.

The method takes the steps (`planner.astro.method`), the model says where they lead
(`planner.astro.field`). Values inside a step (samples, events) are computed by a
shorter step from the same start, never by interpolation: they are as accurate as
the steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro import method
from planner.astro.events import EVENT_COLUMNS, find_events, watch
from planner.astro.field import pace
from planner.astro.kernels import compiled, inlined

Array = NDArray[np.float64]

DONE, TOO_MANY_STEPS, STEP_TOO_SMALL, NOT_FINITE, STOPPED_BY_EVENT = 0, 1, 2, 3, 4


@inlined
def _copy(source: Array, target: Array) -> None:
    """Copy what fits; numba's own copying of slices takes a second to compile."""
    for i in range(len(target)):
        target[i] = source[i]


@compiled
def _take_samples(
    t: float,
    t_stop: float,
    sign: float,
    y: Array,
    sample_t: Array,
    field: Any,
    room: Any,
    samples: Array,
    n_samples: int,
) -> int:
    """Write the samples due up to ``t_stop``; return how many there are now."""
    while n_samples < len(sample_t) and sign * (sample_t[n_samples] - t_stop) <= 0.0:
        method.step(t, sample_t[n_samples] - t, y, field, room)
        _copy(room.y, samples[n_samples])
        n_samples += 1
    return n_samples


@njit(cache=True, nogil=True, error_model="numpy")
def integrate(
    t_start: float,
    t_end: float,
    y0: Array,
    rtol: float,
    field: Any,
    sample_t: Array,
    event_rows: Array,
    max_steps: int,
    samples: Array,
    events: Array,
) -> tuple[int, int, int, float, Array]:
    """Integrate from ``t_start`` to ``t_end``, forwards or back, in the units of the model.

    Parameters
    ----------
    y0 : ndarray, shape (6,) or (42,)
        Position and velocity, with the transition matrix row-major behind.
    field : named tuple
        The model of motion, see `planner.astro.field`.
    sample_t : ndarray, shape (m,)
        Times from ``t_start`` to ``t_end`` in the order they are met.
    event_rows : ndarray, shape (e, 5)
        See `planner.astro.events.EVENT_COLUMNS`.
    samples : ndarray, shape (m, 6), filled here.
    events : ndarray, shape (max_events, 2 + len(y0)), filled: row index, time, y.

    Returns
    -------
    status, samples filled, events filled, time reached, y there.
    """
    y, y_new = y0.copy(), np.empty(len(y0))
    room = method.make_room(field, len(y0))
    values, body = np.empty((len(event_rows), 2)), np.empty(6)
    for e in range(len(event_rows)):
        watch(t_start, y, event_rows[e], field, body, values[e])
    sign = 1.0 if t_end >= t_start else -1.0
    steps = pace(field)
    t, h = t_start, sign * min(steps.first, abs(t_end - t_start))
    n_samples = n_events = int(np.intp(0))  # a plain 0 would have `find_events` compiled twice
    while n_samples < len(sample_t) and sample_t[n_samples] == t_start:
        _copy(y, samples[n_samples])
        n_samples += 1
    method.begin(t, y, field, room)
    for _ in range(max_steps):
        if sign * (t_end - t) <= 0.0:
            return DONE, n_samples, n_events, t, y
        if sign * (t + h - t_end) > 0.0:
            h = t_end - t
        method.step(t, h, y, field, room)
        excess = method.excess(h, y, rtol, field, room)
        if not np.isfinite(excess):
            return NOT_FINITE, n_samples, n_events, t, y
        if excess > 1.0:
            h *= max(0.2, 0.9 / excess)
            if abs(h) < steps.least:
                return STEP_TOO_SMALL, n_samples, n_events, t, y
            continue
        _copy(room.y, y_new)  # the room serves the shorter steps of events and samples next
        t_stop, stopped = t + h, False
        if len(event_rows) > 0:
            n_events, t_stop, stopped = find_events(
                t, h, y, y_new, values, event_rows, field, room, events, n_events
            )
        n_samples = _take_samples(t, t_stop, sign, y, sample_t, field, room, samples, n_samples)
        if stopped:
            method.step(t, t_stop - t, y, field, room)
            return STOPPED_BY_EVENT, n_samples, n_events, t_stop, room.y
        t += h
        y, y_new = y_new, y
        method.begin(t, y, field, room)
        h *= min(10.0, 0.9 / excess)
    return TOO_MANY_STEPS, n_samples, n_events, t, y


@njit(cache=True, nogil=True, error_model="numpy")
def integrate_many(
    t_start: Array,
    t_end: Array,
    y: Array,
    rtol: float,
    field: Any,
    max_steps: int,
    status: NDArray[np.int64],
) -> None:
    """Integrate many arcs one by one, without events and samples.

    Parameters
    ----------
    t_start, t_end : ndarray, shape (n,)
    y : ndarray, shape (n, 6) or (n, 42)
        See `integrate`; overwritten by what is reached.
    status : ndarray, shape (n,), filled here.
    """
    nothing, no_rows, no_room = np.empty(0), np.empty((0, EVENT_COLUMNS)), np.empty((0, 6))
    for i in range(len(y)):
        status[i], _, _, _, end = integrate(
            t_start[i], t_end[i], y[i], rtol, field, nothing, no_rows, max_steps, no_room, no_room
        )
        _copy(end, y[i])
