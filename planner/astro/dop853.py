"""Adaptive integration by DOP853 with events, in compiled code.

The pair of order 8(5,3) of Dormand and Prince as given by Hairer, Norsett and Wanner
(1993); step control of their program. Positions and velocities are each judged
against the length of their vector, so that a coordinate passing through zero does
not shorten the step. Values inside a step (samples, events) are computed by a
shorter step from the same start, never by interpolation: they are as accurate as
the steps.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.dop853_tableau import E3, E5, FIRST, STAGES, A, B, C
from planner.astro.field import body_state, compiled, derivative, pace

Array = NDArray[np.float64]

DONE, TOO_MANY_STEPS, STEP_TOO_SMALL, NOT_FINITE, STOPPED_BY_EVENT = 0, 1, 2, 3, 4

#: Event kinds: closest and farthest point of a body, and a distance from its centre.
PERIAPSIS, APOAPSIS, DISTANCE = 0, 1, 2
#: Columns of an event row: kind, body, value, direction (-1, 0, +1), stops (0 or 1).
EVENT_COLUMNS = 5


class Inside(NamedTuple):
    """Room for evaluations within a step; ``k[0]`` holds the derivative at its start."""

    k: Array
    y: Array
    scratch: Array


@compiled
def _combine(
    weights: Array, first: int, count: int, h: float, y: Array, k: Array, out: Array
) -> None:
    """Write ``y + h sum(weights k)``; weights between the zeroth and ``first`` are zero."""
    for i in range(len(y)):
        out[i] = weights[0] * k[0, i]
    for j in range(first, count):
        for i in range(len(y)):
            out[i] += weights[j] * k[j, i]
    for i in range(len(y)):
        out[i] = y[i] + h * out[i]


@compiled
def _stages(
    t: float,
    h: float,
    y: Array,
    field: Any,
    k: Array,
    y_new: Array,
    scratch: Array,
) -> None:
    """Advance ``y`` by ``h`` into ``y_new``; ``k[0]`` holds the derivative at ``t``."""
    for stage in range(1, STAGES):
        _combine(A[stage], FIRST[stage], stage, h, y, k, y_new)
        derivative(t + C[stage] * h, y_new, field, scratch, k[stage])
    _combine(B, 5, STAGES, h, y, k, y_new)


@compiled
def _error(h: float, y: Array, y_new: Array, k: Array, rtol: float) -> float:
    """Hairer's combined error of the state, in units of the tolerance."""
    fifth = 0.0
    third = 0.0
    for half in range(2):
        size = 0.0
        size_new = 0.0
        for i in range(3 * half, 3 * half + 3):
            size += y[i] * y[i]
            size_new += y_new[i] * y_new[i]
        scale = rtol * np.sqrt(max(size, size_new))
        for i in range(3 * half, 3 * half + 3):
            e5 = 0.0
            e3 = 0.0
            for j in range(STAGES):
                e5 += E5[j] * k[j, i]
                e3 += E3[j] * k[j, i]
            fifth += (e5 / scale) ** 2
            third += (e3 / scale) ** 2
    if fifth == 0.0:
        return 0.0
    return abs(h) * fifth / np.sqrt((fifth + 0.01 * third) * 6.0)


@compiled
def event_value(t: float, y: Array, row: Array, field: Any) -> float:
    """What changes sign at the event: r.v for apsides (km²/s), distance less value (km)."""
    body = np.empty(6)
    body_state(t, field, int(row[1]), body)
    distance2 = 0.0
    radial = 0.0
    for i in range(3):
        distance2 += (y[i] - body[i]) ** 2
        radial += (y[i] - body[i]) * (y[3 + i] - body[3 + i])
    if int(row[0]) == DISTANCE:
        return np.sqrt(distance2) - row[2]
    return radial


@compiled
def _happened(before: float, after: float, row: Array, forward: bool) -> bool:
    if not before * after < 0.0 and not (after == 0.0 and before != 0.0):
        return False
    rising = (after > before) == forward
    kind = int(row[0])
    if kind == PERIAPSIS:
        return rising
    if kind == APOAPSIS:
        return not rising
    return row[3] == 0.0 or (row[3] > 0.0) == rising


@compiled
def _locate(
    t: float,
    h: float,
    before: float,
    after: float,
    y: Array,
    row: Array,
    field: Any,
    inside: Inside,
) -> float:
    """Step length at which the event happens (Illinois false position); state left inside."""
    low, high, f_low, f_high = 0.0, h, before, after
    root = pace(field).root
    step = h
    side = 0
    for _ in range(80):
        step = high - f_high * (high - low) / (f_high - f_low)
        _stages(t, step, y, field, inside.k, inside.y, inside.scratch)
        value = event_value(t + step, inside.y, row, field)
        if value * f_high > 0.0:
            moved = abs(high - step)
            high, f_high = step, value
            if side == 1:
                f_low *= 0.5
            side = 1
        else:
            moved = abs(step - low)
            low, f_low = step, value
            if side == -1:
                f_high *= 0.5
            side = -1
        if value == 0.0 or abs(high - low) < root or moved < root:
            break
    return step


@compiled
def _find_events(
    t: float,
    h: float,
    y: Array,
    y_new: Array,
    values: Array,
    event_rows: Array,
    field: Any,
    inside: Inside,
    events: Array,
    n_events: int,
) -> tuple[int, float, bool]:
    """Write the events of one step; return their number, where to stop, and whether."""
    t_stop = t + h
    stopped = False
    for e in range(len(event_rows)):
        row = event_rows[e]
        before = values[e]
        values[e] = event_value(t + h, y_new, row, field)
        if n_events == len(events) or not _happened(before, values[e], row, h > 0.0):
            continue
        step = _locate(t, h, before, values[e], y, row, field, inside)
        if abs(step) > abs(t_stop - t):
            continue  # another event has stopped the flight before
        events[n_events, 0] = e
        events[n_events, 1] = t + step
        events[n_events, 2:] = inside.y
        n_events += 1
        if row[4] != 0.0:
            t_stop = t + step
            stopped = True
    return n_events, t_stop, stopped


@compiled
def _take_samples(
    t: float,
    t_stop: float,
    sign: float,
    y: Array,
    sample_t: Array,
    field: Any,
    inside: Inside,
    samples: Array,
    n_samples: int,
) -> int:
    """Write the samples due up to ``t_stop``; return how many there are now."""
    while n_samples < len(sample_t) and sign * (sample_t[n_samples] - t_stop) <= 0.0:
        _stages(t, sample_t[n_samples] - t, y, field, inside.k, inside.y, inside.scratch)
        samples[n_samples] = inside.y[:6]
        n_samples += 1
    return n_samples


@njit(cache=True, nogil=True, error_model="numpy")
def integrate(
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
    """Integrate from time 0 to ``t_end`` (either sign), in the units of the model.

    Parameters
    ----------
    y0 : ndarray, shape (6,) or (42,)
        Position and velocity, with the transition matrix row-major behind.
    field : named tuple
        The model of motion, see `planner.astro.field`.
    sample_t : ndarray, shape (m,)
        Times between 0 and ``t_end`` in the order they are met.
    event_rows : ndarray, shape (e, 5)
        See `EVENT_COLUMNS`.
    samples : ndarray, shape (m, 6), filled here.
    events : ndarray, shape (max_events, 2 + len(y0)), filled: row index, time, y.

    Returns
    -------
    status, samples filled, events filled, time reached, y there.
    """
    n = len(y0)
    y, y_new = y0.copy(), np.empty(n)
    k = np.empty((STAGES, n))
    inside = Inside(k=np.empty((STAGES, n)), y=np.empty(n), scratch=np.empty((9, 3)))
    values = np.empty(len(event_rows))
    for e in range(len(event_rows)):
        values[e] = event_value(0.0, y, event_rows[e], field)
    sign = 1.0 if t_end >= 0.0 else -1.0
    steps = pace(field)
    t, h = 0.0, sign * min(steps.first, abs(t_end))
    n_samples = n_events = 0
    while n_samples < len(sample_t) and sample_t[n_samples] == 0.0:
        samples[n_samples] = y[:6]
        n_samples += 1
    derivative(t, y, field, inside.scratch, k[0])
    for _ in range(max_steps):
        if sign * (t_end - t) <= 0.0:
            return DONE, n_samples, n_events, t, y
        if sign * (t + h - t_end) > 0.0:
            h = t_end - t
        _stages(t, h, y, field, k, y_new, inside.scratch)
        error = _error(h, y, y_new, k, rtol)
        if not np.isfinite(error):
            return NOT_FINITE, n_samples, n_events, t, y
        if error > 1.0:
            h *= max(0.2, 0.9 * error ** (-0.125))
            if abs(h) < steps.least:
                return STEP_TOO_SMALL, n_samples, n_events, t, y
            continue
        inside.k[0] = k[0]
        n_events, t_stop, stopped = _find_events(
            t, h, y, y_new, values, event_rows, field, inside, events, n_events
        )
        n_samples = _take_samples(t, t_stop, sign, y, sample_t, field, inside, samples, n_samples)
        if stopped:
            _stages(t, t_stop - t, y, field, inside.k, inside.y, inside.scratch)
            return STOPPED_BY_EVENT, n_samples, n_events, t_stop, inside.y
        t += h
        y, y_new = y_new, y
        derivative(t, y, field, inside.scratch, k[0])
        h *= 10.0 if error == 0.0 else min(10.0, 0.9 * error ** (-0.125))
    return TOO_MANY_STEPS, n_samples, n_events, t, y
