"""Events on the way: seen by a change of sign over a step, located by shorter steps.

A distance may be passed twice within a step, in and out again: where the way turns
round inside a step (r.v changes sign), the turning point is located first and both
halves are searched. The state at an event comes from a step of that length from the
same start, never from interpolation: it is as accurate as the steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.astro import method
from planner.astro.field import body_state, pace
from planner.astro.kernels import compiled, inlined

Array = NDArray[np.float64]

#: Event kinds: closest and farthest point of a body, and a distance from its centre.
PERIAPSIS, APOAPSIS, DISTANCE = 0, 1, 2
#: Columns of an event row: kind, body, value, direction (-1, 0, +1), stops (0 or 1).
EVENT_COLUMNS = 5

# Columns of what is watched: what changes sign at the event, and r.v (km²/s). Plain integers
# would have functions compiled anew for each value.
_VALUE, _RADIAL = np.intp(0), np.intp(1)


@inlined
def watch(t: float, y: Array, row: Array, field: Any, body: Array, watched: Array) -> None:
    """Write what changes sign (r.v at apsides, else distance less value), and r.v.

    ``body`` (6,) is overwritten with the body's state.
    """
    body_state(t, field, int(row[1]), body)
    distance2 = 0.0
    radial = 0.0
    for i in range(3):
        distance2 += (y[i] - body[i]) ** 2
        radial += (y[i] - body[i]) * (y[3 + i] - body[3 + i])
    watched[_RADIAL] = radial
    watched[_VALUE] = np.sqrt(distance2) - row[2] if int(row[0]) == DISTANCE else radial


@inlined
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


@inlined
def _may_pass_twice(before: Array, after: Array, row: Array, forward: bool) -> bool:
    """Whether the distance turns round within the step, towards the value sought."""
    if int(row[0]) != DISTANCE or not before[_VALUE] * after[_VALUE] > 0.0:
        return False
    nears_first = (before[_RADIAL] < 0.0) == forward
    nears_last = (after[_RADIAL] < 0.0) == forward
    return nears_first != nears_last and nears_first == (before[_VALUE] > 0.0)


@compiled
def _locate(
    t: float,
    low: float,
    high: float,
    f_low: float,
    f_high: float,
    column: np.intp,
    y: Array,
    row: Array,
    field: Any,
    room: Any,
    body: Array,
    watched: Array,
) -> float:
    """Step length at which a column of `watch` is zero; state left in the room.

    Illinois false position between the step lengths ``low`` and ``high``.
    """
    root = pace(field).root
    step = high
    side = 0
    for _ in range(80):
        step = high - f_high * (high - low) / (f_high - f_low)
        method.step(t, step, y, field, room)
        watch(t + step, room.y, row, field, body, watched)
        value = watched[column]
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
def _earliest_stop(
    events: Array, n_before: int, n_events: int, event_rows: Array, t_end: float, forward: bool
) -> tuple[int, float, bool]:
    """Put a step's events in order and drop those behind the first that stops."""
    for i in range(n_before + 1, n_events):
        for j in range(i, n_before, -1):
            if (events[j, 1] < events[j - 1, 1]) != forward or events[j, 1] == events[j - 1, 1]:
                break
            for c in range(events.shape[1]):
                events[j, c], events[j - 1, c] = events[j - 1, c], events[j, c]
    for i in range(n_before, n_events):
        if event_rows[int(events[i, 0]), 4] != 0.0:
            return i + 1, events[i, 1], True
    return n_events, t_end, False


@compiled
def find_events(
    t: float,
    h: float,
    y: Array,
    y_new: Array,
    values: Array,
    event_rows: Array,
    field: Any,
    room: Any,
    events: Array,
    n_before: int,
) -> tuple[int, float, bool]:
    """Write the events of one step; return their number, where to stop, and whether.

    ``values`` (e, 2) holds what `watch` wrote at the start, and then what it writes at
    the end of the step.
    """
    n_events = n_before
    forward = h > 0.0
    body, after, watched = np.empty(6), np.empty(2), np.empty(2)
    for e in range(len(event_rows)):
        row, before = event_rows[e], values[e]
        watch(t + h, y_new, row, field, body, after)
        low, f_low, turn, pieces = 0.0, before[_VALUE], 0.0, 1
        if _may_pass_twice(before, after, row, forward):
            turn = _locate(
                t, 0.0, h, before[_RADIAL], after[_RADIAL], _RADIAL,
                y, row, field, room, body, watched,
            )  # fmt: skip
            pieces = 2
        for piece in range(pieces):
            last = piece == pieces - 1
            high, f_high = (h, after[_VALUE]) if last else (turn, watched[_VALUE])
            if n_events < len(events) and _happened(f_low, f_high, row, forward):
                at = _locate(
                    t, low, high, f_low, f_high, _VALUE, y, row, field, room, body, watched
                )
                events[n_events, 0] = e
                events[n_events, 1] = t + at
                for i in range(len(room.y)):
                    events[n_events, 2 + i] = room.y[i]
                n_events += 1
            low, f_low = high, f_high
        before[_VALUE], before[_RADIAL] = after[_VALUE], after[_RADIAL]
    return _earliest_stop(events, n_before, n_events, event_rows, t + h, forward)
