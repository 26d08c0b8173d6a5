"""First guesses between a low lunar orbit and a staging orbit: two-body arcs about the Moon.

A circular orbit of given inclination passes through the direction of a place in two planes;
in each, Lambert arcs of all transfer angles lead from the circle to the place. A flight
down is surveyed with time reversed, as a flight up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2
from planner.astro.lambert import SOLVED, izzo2015_many
from planner.astro.orientation import moon_pole
from planner.transfers.leg import moon_state
from planner.transfers.staging_path import OrbitEnd

Array = NDArray[np.float64]

_ANGLES: Array = np.linspace(0.0, 2.0 * np.pi, 36, endpoint=False)
#: Two guesses are one if nearer than this in both (h, periods).
_APART_H, _APART_PHASE = 6.0, 0.06


class LowCandidate(NamedTuple):
    """A guess.

    Sum of the burns (km/s), epoch in the low orbit (TDB s past J2000), normal of its plane,
    Moon-centred place (3,) of the burn in it, velocity (3,) there on the arc, place on the
    staging orbit; of a shot from that orbit the burn there (3,) in the frame that turns with
    the Moon (km/s).
    """

    cost_km_s: float
    low_s: float
    normal: Array
    low_km: Array
    velocity: Array
    place: Array
    burn: Array | None = None


def survey_low(
    *, orbit: OrbitEnd, places: Array, low_s: Array, sense: float, radius_km: float,
    inclination_rad: float,
) -> list[LowCandidate]:  # fmt: skip
    """Candidates, cheapest first, one of each place and plane.

    Parameters
    ----------
    places : ndarray, shape (n, m)
        On the staging orbit.
    low_s : ndarray, shape (n,)
        Epoch in the low orbit for each.
    sense : float
        1 up to the staging orbit, -1 down from it.
    radius_km, inclination_rad : float
        Of the low orbit, on the Moon's true equator.
    """
    states = orbit.states_at(places)
    found = []
    for place, state, at_s in zip(places, states, low_s, strict=True):
        wanted = state - moon_state(float(place[0]))
        duration = abs(float(place[0]) - float(at_s))
        for normal in planes_through(wanted[:3], moon_pole(float(at_s)), inclination_rad):
            best = _best_arc(wanted, sense, normal, radius_km, duration)
            if best is not None:
                cost, low, velocity = best
                found.append(LowCandidate(cost, float(at_s), normal, low, velocity, place))
    return sorted(found, key=lambda one: one.cost_km_s)


def planes_through(aim: Array, pole: Array, inclination_rad: float) -> list[Array]:
    """Normals of the planes through a direction that have an inclination about the pole."""
    aim = aim / np.linalg.norm(aim)
    side = cross(aim, pole)
    size = float(np.linalg.norm(side))
    along = math.cos(inclination_rad) / size
    if abs(along) > 1.0:
        return []  # the place stands too far from the equator for a plane so low
    up = (pole - float(pole @ aim) * aim) / size
    across = math.sqrt(1.0 - along * along)
    return [along * up + sign * across * side / size for sign in (1.0, -1.0)]


def _best_arc(
    wanted: Array, sense: float, normal: Array, radius_km: float, duration_s: float
) -> tuple[float, Array, Array] | None:
    """Cheapest transfer angle: both burns (km/s), place and velocity in the low orbit."""
    n = len(_ANGLES)
    turn = sense * normal
    aim = wanted[:3] / np.linalg.norm(wanted[:3])
    behind = np.outer(np.cos(_ANGLES), aim) - np.outer(np.sin(_ANGLES), cross(turn, aim))
    low = radius_km * behind
    circular = math.sqrt(GM_MOON_KM3_S2 / radius_km) * np.cross(turn, behind)
    end = np.tile(wanted[:3], (n, 1))
    v1, v2 = np.empty((n, 3)), np.empty((n, 3))
    status = izzo2015_many(GM_MOON_KM3_S2, low, end, np.full(n, duration_s), turn, v1, v2)
    cost = np.linalg.norm(v1 - circular, axis=1)
    cost += np.linalg.norm(sense * wanted[3:] - v2, axis=1)
    cost[status != SOLVED] = np.inf
    i = int(np.argmin(cost))
    return (float(cost[i]), low[i], sense * v1[i]) if np.isfinite(cost[i]) else None


def distinct_low(candidates: Iterable[LowCandidate], number: int) -> list[LowCandidate]:
    """The first ``number`` that are not close to an earlier one."""
    chosen: list[LowCandidate] = []
    for one in candidates:
        if len(chosen) == number:
            break
        if all(_apart(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _apart(one: LowCandidate, other: LowCandidate) -> bool:
    turned = float(one.normal @ other.normal) < math.cos(0.5)
    hours = max(abs(one.place[0] - other.place[0]), abs(one.low_s - other.low_s)) / 3600.0
    phase = abs(np.remainder(one.place[-1] - other.place[-1] + 0.5, 1.0) - 0.5)
    return turned or hours > _APART_H or bool(len(one.place) > 1 and phase > _APART_PHASE)
