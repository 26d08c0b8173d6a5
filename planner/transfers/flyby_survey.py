"""First guesses of powered flybys: two-body arcs about the Moon, tried by the ten thousand.

For each way to or from the Earth (a velocity past the Moon's at a date) the perilune is
laid all round the asymptote; from each perilune Lambert arcs about the Moon lead to all
places of the staging orbit in all times. Beside the ephemeris they err by some 10 m/s for
arcs of a day. A way home is surveyed with time reversed, as an arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, SECONDS_PER_DAY
from planner.astro.field import compiled
from planner.astro.lambert import SOLVED, izzo2015_core
from planner.astro.orientation import moon_pole
from planner.transfers.leg import moon_state
from planner.transfers.staging_path import OrbitEnd

Array = NDArray[np.float64]

_ANGLES = 24
#: Places kept of each perilune.
_KEPT = 10
#: Perilune altitudes over the least one (km): deep is not always cheapest.
_HIGHER_KM = (0.0, 1200.0)
#: Two guesses nearer than this in all of angle, days at the orbit and phase are one.
_APART = np.array([0.6, 0.6, 0.09])

#: A time of flight asked for is met by the survey within this (s), on grids of half a day.
LATE_S = 0.26 * SECONDS_PER_DAY


class Crossing(NamedTuple):
    """A way to (``sense`` 1) or from (-1) the Earth.

    The epochs at the Earth and the Moon (TDB s past J2000), the velocity (3,) past the
    Moon's (km/s), what the Earth's end costs, and a number to know it by.
    """

    earth_s: float
    moon_s: float
    v_inf_km_s: Array
    sense: float
    dv_km_s: float
    number: int


class Candidate(NamedTuple):
    """A guess.

    Sum of the burns (km/s), crossing, Moon-centred state (6,) at perilune on the Earth's side
    and velocity (3,) on the orbit's, place on the orbit, angle of the B-vector; of a shot from
    the orbit the burn there (3,) in the frame that turns with the Moon (km/s).
    """

    cost_km_s: float
    crossing: Crossing
    perilune: Array
    velocity: Array
    place: Array
    angle_rad: float
    burn: Array | None = None


def branch_of(candidate: Candidate) -> tuple[float, bool]:
    """Inclination (deg) on the Moon's equator, and whether it comes over the north first.

    Of a way home the branch is that of its mirror image, an arrival.
    """
    crossing = candidate.crossing
    pole, arrival = moon_pole(crossing.moon_s), crossing.sense * crossing.v_inf_km_s
    h = cross(candidate.perilune[:3], candidate.perilune[3:])
    b = crossing.sense * cross(arrival, h)
    south = cross(arrival, cross(arrival, pole))
    inclination_deg = float(np.degrees(np.arccos(h @ pole / np.linalg.norm(h))))
    return inclination_deg, bool(b @ south < 0.0)


def perilunes(v_inf_km_s: Array, radius_km: float, angles: Array) -> Array:
    """Moon-centred perilune states (n, 6) of arrivals along a velocity, all round it.

    Angles turn the B-vector from the trace of the ICRF's x-y plane.
    """
    speed = float(np.linalg.norm(v_inf_km_s))
    s_hat = v_inf_km_s / speed
    t_hat = cross(s_hat, np.array([0.0, 0.0, 1.0]))
    t_hat /= np.linalg.norm(t_hat)
    b_hat = np.outer(np.cos(angles), t_hat) + np.outer(np.sin(angles), cross(s_hat, t_hat))
    e = 1.0 + radius_km * speed**2 / GM_MOON_KM3_S2
    lean = np.sqrt(e * e - 1.0)
    p_hat, q_hat = (s_hat + lean * b_hat) / e, (lean * s_hat - b_hat) / e
    fastest = np.sqrt(speed**2 + 2.0 * GM_MOON_KM3_S2 / radius_km)
    return np.hstack((radius_km * p_hat, fastest * q_hat))


def survey_flybys(
    *, crossings: Iterable[Crossing], orbit: OrbitEnd, days: Array, least_radius_km: float,
    orbit_span_s: tuple[float, float], phases: Array | None = None, tof_s: float | None = None,
) -> list[Candidate]:  # fmt: skip
    """Candidates, cheapest first, a few of each perilune.

    Parameters
    ----------
    days : ndarray
        Between perilune and the orbit (d, positive).
    orbit_span_s : tuple of float
        First and last epoch at the orbit (TDB s past J2000).
    phases : ndarray, optional
        Phases to try, if the orbit's phase is free.
    tof_s : float, optional
        Time from the Earth to the orbit (s), to within some hours; any if absent.
    """
    found: list[Candidate] = []
    for crossing in crossings:
        places = _places(crossing, days, phases, orbit_span_s, tof_s)
        if not len(places):
            continue
        wanted = orbit.states_at(places) - np.array([moon_state(t) for t in places[:, 0]])
        wanted[:, 3:] *= crossing.sense
        for higher in _HIGHER_KM:
            found += _of_crossing(crossing, places, wanted, least_radius_km + higher)
    return sorted(found, key=lambda one: one.cost_km_s)


def _of_crossing(
    crossing: Crossing, places: Array, wanted: Array, radius_km: float
) -> list[Candidate]:
    sense = crossing.sense
    angles = np.linspace(0.0, 2.0 * np.pi, _ANGLES, endpoint=False)
    starts = perilunes(sense * crossing.v_inf_km_s, radius_km, angles)
    durations = np.abs(places[:, 0] - crossing.moon_s)
    cost, velocities = np.empty((_ANGLES, len(places))), np.empty((_ANGLES, len(places), 3))
    _arcs(starts, wanted, durations, cost, velocities)
    found: list[Candidate] = []
    for i, start in enumerate(starts):
        perilune = np.concatenate((start[:3], sense * start[3:]))
        best = [j for j in np.argsort(cost[i])[:_KEPT] if np.isfinite(cost[i, j])]
        found += [
            Candidate(
                float(cost[i, j]) + crossing.dv_km_s, crossing, perilune,
                sense * velocities[i, j], places[j], float(angles[i]),
            )
            for j in best
        ]  # fmt: skip
    return found


def _places(
    crossing: Crossing, days: Array, phases: Array | None, span_s: tuple[float, float],
    tof_s: float | None,
) -> Array:  # fmt: skip
    """Places (n, m) to try: epoch, and phase if that is free."""
    epochs = crossing.moon_s + crossing.sense * days * SECONDS_PER_DAY
    epochs = epochs[(epochs >= span_s[0]) & (epochs <= span_s[1])]
    if tof_s is not None:
        epochs = epochs[np.abs(np.abs(epochs - crossing.earth_s) - tof_s) <= LATE_S]
    if phases is None:
        return epochs[:, None]
    grid = np.meshgrid(epochs, phases, indexing="ij")
    return np.stack([axis.ravel() for axis in grid], axis=1)


@compiled
def _arcs(starts: Array, wanted: Array, durations: Array, cost: Array, velocities: Array) -> None:
    """Burns at both ends together (km/s, inf without an arc) and velocities at the start.

    Of ``starts`` [a, 6] to ``wanted`` [n, 6]; the cheaper of the two senses of turning.
    """
    v1, v2 = np.empty(3), np.empty(3)
    for i in range(len(starts)):
        normal = cross(starts[i, :3], starts[i, 3:])
        for j in range(len(wanted)):
            cost[i, j] = np.inf
            for side in (1.0, -1.0):
                status = izzo2015_core(
                    GM_MOON_KM3_S2, starts[i, :3], wanted[j, :3], durations[j], side * normal,
                    0, False, v1, v2,
                )  # fmt: skip
                if status != SOLVED:
                    continue
                first, last = v1 - starts[i, 3:], wanted[j, 3:] - v2
                total = np.sqrt(np.dot(first, first)) + np.sqrt(np.dot(last, last))
                if total < cost[i, j]:
                    cost[i, j] = total
                    velocities[i, j] = v1


def distinct(candidates: Iterable[Candidate], number: int) -> list[Candidate]:
    """The first ``number`` that are not close to an earlier one."""
    chosen: list[Candidate] = []
    for one in candidates:
        if len(chosen) == number:
            break
        if all(_apart(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _apart(one: Candidate, other: Candidate) -> bool:
    turn = abs(np.remainder(one.angle_rad - other.angle_rad + np.pi, 2.0 * np.pi) - np.pi)
    days = abs(one.place[0] - other.place[0]) / SECONDS_PER_DAY
    phase = abs(np.remainder(one.place[-1] - other.place[-1] + 0.5, 1.0) - 0.5)
    if len(one.place) == 1:
        phase = 0.0
    return bool(np.any(np.array([turn, days, phase]) > _APART))
