"""Adaptive integration by DOP853 with events, in compiled code.

The pair of order 8(5,3) of Dormand and Prince as given by Hairer, Norsett and Wanner
(1993); step control of their program. Positions and velocities are each judged
against the length of their vector, so that a coordinate passing through zero does
not shorten the step. Values inside a step (samples, events) are computed by a
shorter step from the same start, never by interpolation: they are as accurate as
the steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.dop853_tableau import E3, E5, STAGES, A, B, C
from planner.astro.ephemeris import EphemerisTable, geocentric_state
from planner.astro.forces import ForceModel, derivative

Array = NDArray[np.float64]

DONE, TOO_MANY_STEPS, STEP_TOO_SMALL, NOT_FINITE, STOPPED_BY_EVENT = 0, 1, 2, 3, 4

#: Event kinds: closest and farthest point of a body, and a distance from its centre.
PERIAPSIS, APOAPSIS, DISTANCE = 0, 1, 2
#: Body index of the Earth in event rows (others as in the ephemeris).
EARTH = -1
#: Columns of an event row: kind, body, value, direction (-1, 0, +1), stops (0 or 1).
EVENT_COLUMNS = 5

_ROOT_S = 1e-7  # s: at 2.5 km/s a quarter of a millimetre
_FIRST_STEP_S = 30.0
#: A step below this (s) is a fall into a body's centre.
_LEAST_STEP_S = 1e-9


class Inside(NamedTuple):
    """Room for evaluations within a step; ``k[0]`` holds the derivative at its start."""

    k: Array
    y: Array
    scratch: Array


@njit(cache=True)
def _stages(
    t: float,
    h: float,
    y: Array,
    force: ForceModel,
    table: EphemerisTable,
    k: Array,
    y_new: Array,
    scratch: Array,
) -> None:
    """Advance ``y`` by ``h`` into ``y_new``; ``k[0]`` holds the derivative at ``t``."""
    n = len(y)
    for stage in range(1, STAGES):
        for i in range(n):
            total = 0.0
            for j in range(stage):
                total += A[stage, j] * k[j, i]
            y_new[i] = y[i] + h * total
        derivative(t + C[stage] * h, y_new, force, table, scratch, k[stage])
    for i in range(n):
        total = 0.0
        for j in range(STAGES):
            total += B[j] * k[j, i]
        y_new[i] = y[i] + h * total


@njit(cache=True)
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


@njit(cache=True)
def event_value(t: float, y: Array, row: Array, force: ForceModel, table: EphemerisTable) -> float:
    """What changes sign at the event: r.v for apsides (km²/s), distance less value (km)."""
    body = np.zeros(6)
    if int(row[1]) != EARTH:
        geocentric_state(table, int(row[1]), force.t0_s + t, body)
    distance2 = 0.0
    radial = 0.0
    for i in range(3):
        distance2 += (y[i] - body[i]) ** 2
        radial += (y[i] - body[i]) * (y[3 + i] - body[3 + i])
    if int(row[0]) == DISTANCE:
        return np.sqrt(distance2) - row[2]
    return radial


@njit(cache=True)
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


@njit(cache=True)
def _locate(
    t: float,
    h: float,
    before: float,
    after: float,
    y: Array,
    row: Array,
    force: ForceModel,
    table: EphemerisTable,
    inside: Inside,
) -> float:
    """Step length at which the event happens (Illinois false position); state left inside."""
    low, high, f_low, f_high = 0.0, h, before, after
    step = h
    side = 0
    for _ in range(80):
        step = high - f_high * (high - low) / (f_high - f_low)
        _stages(t, step, y, force, table, inside.k, inside.y, inside.scratch)
        value = event_value(t + step, inside.y, row, force, table)
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
        if value == 0.0 or abs(high - low) < _ROOT_S or moved < _ROOT_S:
            break
    return step


@njit(cache=True)
def _find_events(
    t: float,
    h: float,
    y: Array,
    y_new: Array,
    values: Array,
    event_rows: Array,
    force: ForceModel,
    table: EphemerisTable,
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
        values[e] = event_value(t + h, y_new, row, force, table)
        if n_events == len(events) or not _happened(before, values[e], row, h > 0.0):
            continue
        step = _locate(t, h, before, values[e], y, row, force, table, inside)
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


@njit(cache=True)
def _take_samples(
    t: float,
    t_stop: float,
    sign: float,
    y: Array,
    sample_s: Array,
    force: ForceModel,
    table: EphemerisTable,
    inside: Inside,
    samples: Array,
    n_samples: int,
) -> int:
    """Write the samples due up to ``t_stop``; return how many there are now."""
    while n_samples < len(sample_s) and sign * (sample_s[n_samples] - t_stop) <= 0.0:
        _stages(t, sample_s[n_samples] - t, y, force, table, inside.k, inside.y, inside.scratch)
        samples[n_samples] = inside.y[:6]
        n_samples += 1
    return n_samples


@njit(cache=True, nogil=True)
def integrate(
    t_end: float,
    y0: Array,
    rtol: float,
    force: ForceModel,
    table: EphemerisTable,
    sample_s: Array,
    event_rows: Array,
    max_steps: int,
    samples: Array,
    events: Array,
) -> tuple[int, int, int, float, Array]:
    """Integrate from time 0 to ``t_end`` (s, either sign).

    Parameters
    ----------
    y0 : ndarray, shape (6,) or (42,)
        Earth-centred state (km, km/s), with the transition matrix row-major behind.
    sample_s : ndarray, shape (m,)
        Times (s) between 0 and ``t_end`` in the order they are met.
    event_rows : ndarray, shape (e, 5)
        See `EVENT_COLUMNS`.
    samples : ndarray, shape (m, 6), filled here.
    events : ndarray, shape (max_events, 2 + len(y0)), filled: row index, time, y.

    Returns
    -------
    status, samples filled, events filled, time reached (s), y there.
    """
    n = len(y0)
    y, y_new = y0.copy(), np.empty(n)
    k = np.empty((STAGES, n))
    inside = Inside(k=np.empty((STAGES, n)), y=np.empty(n), scratch=np.empty((9, 3)))
    values = np.empty(len(event_rows))
    for e in range(len(event_rows)):
        values[e] = event_value(0.0, y, event_rows[e], force, table)
    sign = 1.0 if t_end >= 0.0 else -1.0
    t, h = 0.0, sign * min(_FIRST_STEP_S, abs(t_end))
    n_samples = n_events = 0
    while n_samples < len(sample_s) and sample_s[n_samples] == 0.0:
        samples[n_samples] = y[:6]
        n_samples += 1
    derivative(t, y, force, table, inside.scratch, k[0])
    for _ in range(max_steps):
        if sign * (t_end - t) <= 0.0:
            return DONE, n_samples, n_events, t, y
        if sign * (t + h - t_end) > 0.0:
            h = t_end - t
        _stages(t, h, y, force, table, k, y_new, inside.scratch)
        error = _error(h, y, y_new, k, rtol)
        if not np.isfinite(error):
            return NOT_FINITE, n_samples, n_events, t, y
        if error > 1.0:
            h *= max(0.2, 0.9 * error ** (-0.125))
            if abs(h) < _LEAST_STEP_S:
                return STEP_TOO_SMALL, n_samples, n_events, t, y
            continue
        inside.k[0] = k[0]
        n_events, t_stop, stopped = _find_events(
            t, h, y, y_new, values, event_rows, force, table, inside, events, n_events
        )
        n_samples = _take_samples(
            t, t_stop, sign, y, sample_s, force, table, inside, samples, n_samples
        )
        if stopped:
            _stages(t, t_stop - t, y, force, table, inside.k, inside.y, inside.scratch)
            return STOPPED_BY_EVENT, n_samples, n_events, t_stop, inside.y
        t += h
        y, y_new = y_new, y
        derivative(t, y, force, table, inside.scratch, k[0])
        h *= 10.0 if error == 0.0 else min(10.0, 0.9 * error ** (-0.125))
    return TOO_MANY_STEPS, n_samples, n_events, t, y
