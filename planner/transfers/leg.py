"""Coasting legs of a flight: ends, transition matrices and rates, and the arc between two points.

Earth-centred ICRF states (km, km/s) at TDB seconds past J2000, in the point-mass field of
DE440. The two-point arc is Lambert's problem in that field: Newton's method on the
departure velocity with the transition matrix, from a guess of two bodies or of a
neighbour.

Source: Battin 1999, "An Introduction to the Mathematics and Methods of Astrodynamics",
section 11.4 (differential corrections); Montenbruck & Gill 2000, 7.2 (transition matrix).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import events
from planner.astro.arc import run
from planner.astro.ephemeris import MOON, geocentric_state, load_ephemeris, require_covered
from planner.astro.field import compiled, derivative
from planner.astro.forces import ForceModel, force_model
from planner.errors import NoConvergenceError

Array = NDArray[np.float64]

#: Newton's steps on the departure velocity, and the most one may change it by (km/s).
_MAX_ITERATIONS = 20
_STEP_KM_S = 0.3
#: Longest search for a perilune (s).
_LONGEST_S = 12.0 * 86_400.0
_NO_EVENTS = np.empty((0, events.EVENT_COLUMNS))
_PERILUNE = np.array([[events.PERIAPSIS, float(MOON), 0.0, 0.0, 1.0]])


class Leg(NamedTuple):
    """End of a leg: epoch (TDB s past J2000), state (6,) and transition matrix (6, 6)."""

    end_s: float
    state: Array
    stm: Array


class TwoPoint(NamedTuple):
    """Arc between two places: velocity at its start (3,), its end, and the miss left (km)."""

    velocity: Array
    end: Leg
    miss_km: float


def moon_state(t_tdb_s: float) -> Array:
    """The Moon from the Earth's centre (km, km/s) at TDB seconds past J2000."""
    state = np.empty(6)
    geocentric_state(load_ephemeris(), MOON, t_tdb_s, state)
    return state


def coast_leg(
    *, start_s: float, state: Array, duration_s: float, bodies: tuple[str, ...],
    rtol: float = 1e-10, to_perilune: bool = False,
) -> Leg:  # fmt: skip
    """Fly a state for a time (s, negative: backwards), or to the first perilune within it.

    Raises
    ------
    OutOfRangeError
        An end outside the ephemeris.
    NoConvergenceError
        A collision.
    """
    require_covered([start_s, start_s + duration_s])
    arc = run(
        force_model(t0_s=start_s, bodies=bodies),
        state,
        duration_s,
        rtol=rtol,
        stm=True,
        sample_t=(),
        event_rows=_PERILUNE if to_perilune else _NO_EVENTS,
        unit="s reached",
        max_events=1,
    )
    return Leg(start_s + arc.reached, arc.y[:6], arc.y[6:].reshape(6, 6))


def perilune_leg(
    *, start_s: float, state: Array, sense: float, bodies: tuple[str, ...], rtol: float = 1e-10
) -> Leg:
    """Fly to the first perilune, forwards (``sense`` 1) or backwards (-1).

    Raises
    ------
    NoConvergenceError
        None within 12 days, or a collision.
    """
    leg = coast_leg(
        start_s=start_s, state=state, duration_s=sense * _LONGEST_S, bodies=bodies, rtol=rtol,
        to_perilune=True,
    )  # fmt: skip
    if abs(leg.end_s - start_s) >= _LONGEST_S:
        raise NoConvergenceError(
            what="flight to perilune",
            residual=float(np.linalg.norm(leg.state[:3] - moon_state(leg.end_s)[:3])),
            unit="km from the Moon",
            way_out="take a shorter time of flight",
        )
    return leg


def two_point_arc(
    *, start_s: float, start_km: Array, end_s: float, end_km: Array, velocity: Array,
    bodies: tuple[str, ...], tolerance_km: float = 1e-3, rounding_km: float = 0.1,
    rtol: float = 1e-10,
) -> TwoPoint:  # fmt: skip
    """Fly from one place to another in a given time (backwards if the end is earlier).

    Parameters
    ----------
    velocity : ndarray, shape (3,)
        First guess at the start (km/s).
    tolerance_km, rounding_km : float
        Miss that ends it, and miss that will do once Newton's steps gain no more: what is
        left is rounding, which a pass near the Moon amplifies.

    Raises
    ------
    NoConvergenceError
        Newton's method did not close.
    """
    best = TwoPoint(velocity, Leg(start_s, np.full(6, np.nan), np.eye(6)), np.inf)
    for _ in range(_MAX_ITERATIONS):
        leg = coast_leg(
            start_s=start_s,
            state=np.concatenate((start_km, velocity)),
            duration_s=end_s - start_s,
            bodies=bodies,
            rtol=rtol,
        )
        miss = end_km - leg.state[:3]
        gained = np.linalg.norm(miss) < best.miss_km
        if gained:
            best = TwoPoint(velocity, leg, float(np.linalg.norm(miss)))
        if best.miss_km <= tolerance_km or (not gained and best.miss_km <= rounding_km):
            return best
        step = np.linalg.solve(leg.stm[:3, 3:], miss)
        length = float(np.linalg.norm(step))
        if not 0.0 < length < np.inf:
            break  # the end does not depend on the start any more: a pass through a body
        velocity = velocity + step * min(1.0, _STEP_KM_S / length)
    raise NoConvergenceError(
        what="arc between two places", residual=best.miss_km, unit="km",
        way_out="take another time of flight between them",
    )  # fmt: skip


def state_rate(t_tdb_s: float, state: Array, bodies: tuple[str, ...]) -> Array:
    """Velocity and acceleration (6,) of a state in the field."""
    rate: Array = _rate(force_model(t0_s=t_tdb_s, bodies=bodies), state)
    return rate


def moon_rate(t_tdb_s: float, half_step_s: float = 30.0) -> Array:
    """Velocity and acceleration (6,) of the Moon; a central difference of 30 s errs by 1e-9."""
    ahead, behind = moon_state(t_tdb_s + half_step_s), moon_state(t_tdb_s - half_step_s)
    rate: Array = (ahead - behind) / (2.0 * half_step_s)
    return rate


@compiled
def _rate(field: ForceModel, state: Any) -> Any:
    out = np.empty(6)
    derivative(0.0, state, field, np.empty((9, 3)), out)
    return out
