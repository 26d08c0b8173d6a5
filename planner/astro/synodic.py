"""Arcs in the turning Earth-Moon frame: what the CR3BP and the bicircular problem share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro import events
from planner.astro.arc import run
from planner.astro.synodic_forces import Bcr4bpField, Cr3bpField
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: Closest and farthest points of the Moon, as event rows.
APSIDES = np.array([[events.PERIAPSIS, 0.0, 0.0, 0.0, 0.0], [events.APOAPSIS, 0.0, 0.0, 0.0, 0.0]])
NO_EVENTS = np.empty((0, events.EVENT_COLUMNS))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SynodicArc:
    """Result of a propagation in the turning frame, non-dimensional.

    Attributes
    ----------
    state : ndarray, shape (6,)
        Position and velocity at the end.
    stm : ndarray, shape (6, 6), or None
        Maps a change of the initial state to a change of the final one.
    samples : ndarray, shape (m, 6)
        States at the times asked for.
    events : ndarray, shape (e, 8)
        Index of the event row, time, state.
    """

    state: Array
    stm: Array | None
    samples: Array
    events: Array


def require_mass_ratio(mu: float) -> float:
    """Return ``mu`` if it is a smaller body's share of the mass, 0 < mu <= 0.5."""
    if not 0.0 < mu <= 0.5:
        raise OutOfRangeError(name="mu", value=mu, allowed="0 < mu <= 0.5")
    return float(mu)


def require_state(state: ArrayLike) -> Array:
    """Return six finite numbers as an array."""
    array = np.asarray(state, dtype=np.float64)
    if array.shape != (6,) or not np.isfinite(array).all():
        raise OutOfRangeError(name="state", value=state, allowed="six finite numbers")
    return array


def fly(
    field: Cr3bpField | Bcr4bpField,
    state: ArrayLike,
    duration: float,
    *,
    rtol: float,
    stm: bool,
    sample_t: ArrayLike = (),
    event_rows: Array = NO_EVENTS,
) -> SynodicArc:
    """Integrate a model of the turning frame; see `planner.astro.cr3bp.propagate_cr3bp`."""
    y0 = require_state(state)
    if not np.isfinite(duration):
        raise OutOfRangeError(name="time", value=duration, allowed="finite numbers")
    arc = run(
        field, y0, duration, rtol=rtol, stm=stm, sample_t=sample_t, event_rows=event_rows,
        unit="time units reached",
    )  # fmt: skip
    return SynodicArc(
        state=arc.y[:6].copy(),
        stm=arc.y[6:].reshape(6, 6).copy() if stm else None,
        samples=arc.samples,
        events=arc.events[:, :8],
    )
