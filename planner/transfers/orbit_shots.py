"""First guesses of powered flybys to orbits far from the Moon: shots from the orbit.

Days from the Moon the Earth pulls as hard, and two-body arcs mislead; forward shots past
the Moon spread by a hundredfold of what they were changed by. Here the craft leaves places
of the orbit, changed by small burns in all directions, and is flown back to its perilune
(for a flight home: ahead to it). Those that pass low are matched with the ways to the
Earth. Near an unstable orbit these are the neighbours of its stable manifold (unstable, for
a flight home), but no manifold is asked for: a DRO has none.

Source: Gordon 2008, MSc thesis, Purdue ("Transfers to Earth-Moon L2 halo orbits using lunar
proximity and invariant manifolds").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import events
from planner.astro.arc import run
from planner.astro.bplane import cross
from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.ephemeris import MOON
from planner.astro.forces import force_model
from planner.errors import NoConvergenceError
from planner.transfers.flyby_survey import LATE_S, Candidate, Crossing, perilunes
from planner.transfers.leg import moon_state
from planner.transfers.staging_path import OrbitEnd

Array = NDArray[np.float64]

#: Directions of the burns.
_DIRECTIONS: Final = 48
#: Burns at the orbit (km/s).
_BURNS: Final = np.array([0.01, 0.03, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2])
_RTOL: Final = 1e-7
#: Longest flight to the Moon, and from the first distance below to perilune.
_LONGEST_S: Final = 9.0 * SECONDS_PER_DAY
_LAST_S: Final = 0.3 * SECONDS_PER_DAY
#: Distances from the Moon's centre (km): within the first a shot's perilune is looked for,
#: beyond the second it is lost.
_INWARD_KM, _LOST_KM = 12_000.0, 150_000.0
#: Perilune radii that may be matched, as shares of the least one.
_RADII: Final = (0.6, 4.0)
#: Cost (km/s) of turning a shot by a radian about the Moon: about its speed far out.
_TURN_KM_S: Final = 0.35


def _row(kind: int, value: float, way: float) -> list[float]:
    return [float(kind), float(MOON), value, way, 1.0]


_TO_THE_MOON: Final = np.array([
    _row(events.DISTANCE, _INWARD_KM, 0.0), _row(events.DISTANCE, _LOST_KM, 0.0)
])  # fmt: skip
_TO_PERILUNE: Final = np.array([_row(events.PERIAPSIS, 0.0, 0.0)])


class Shot(NamedTuple):
    """A shot that passes low.

    Place it leaves (m,), burn there (3,) in the frame that turns with the Moon (km/s), epoch
    of perilune (TDB s past J2000), Moon-centred state (6,) there in that frame.
    """

    place: Array
    burn: Array
    perilune_s: float
    state: Array


def turning(t_s: float) -> tuple[Array, Array]:
    """Rows of the frame that turns with the Moon, and its rate (rad/s) as a vector (ICRF)."""
    moon = moon_state(t_s)
    r, h = moon[:3], cross(moon[:3], moon[3:])
    x, z = r / np.linalg.norm(r), h / np.linalg.norm(h)
    return np.stack((x, cross(z, x), z)), h / float(r @ r)


def into_turning(t_s: float, state: Array) -> Array:
    """A Moon-centred state (6,), ICRF, in the frame that turns with the Moon."""
    axes, rate = turning(t_s)
    return np.concatenate((axes @ state[:3], axes @ (state[3:] - cross(rate, state[:3]))))


def fly_shot(
    start_s: float, state: Array, sense: float, bodies: tuple[str, ...], rtol: float = _RTOL
) -> tuple[float, Array] | None:
    """Epoch and Moon-centred state (6,) of the perilune of an Earth-centred state, if any."""
    at, y = start_s, state
    for rows, longest in ((_TO_THE_MOON, _LONGEST_S), (_TO_PERILUNE, _LAST_S)):
        try:
            force = force_model(t0_s=at, bodies=bodies)
            arc = run(
                force, y, -sense * longest, rtol=rtol, stm=False, sample_t=(), event_rows=rows,
                unit="s reached", max_events=1,
            )  # fmt: skip
        except NoConvergenceError:
            return None
        if not len(arc.events) or abs(arc.reached) >= longest:
            return None
        at, y = at + arc.reached, arc.y
        relative = y - moon_state(at)
        if np.linalg.norm(relative[:3]) > 1.1 * _INWARD_KM:
            return None
    return at, relative


def _sphere(n: int) -> Array:
    """Unit vectors (n, 3) spread evenly (a Fibonacci lattice)."""
    i = np.arange(n) + 0.5
    z = 1.0 - 2.0 * i / n
    turn = np.pi * (1.0 + np.sqrt(5.0)) * i
    flat = np.sqrt(1.0 - z * z)
    return np.stack((flat * np.cos(turn), flat * np.sin(turn), z), axis=1)


def after_burn(place: Array, burn: Array, orbit_state: Array) -> Array:
    """State (6,) of the orbit with a burn given in the frame that turns."""
    changed = orbit_state.copy()
    changed[3:] += turning(float(place[0]))[0].T @ burn
    return changed


def shots_from(
    *, orbit: OrbitEnd, places: Array, sense: float, bodies: tuple[str, ...]
) -> list[Shot]:
    """Shots from places (n, m) that pass low."""
    burns = [size * way for way in _sphere(_DIRECTIONS) for size in _BURNS]
    found = []
    for place, state in zip(places, orbit.states_at(places), strict=True):
        for burn in burns:
            flown = fly_shot(float(place[0]), after_burn(place, burn, state), sense, bodies)
            if flown is not None:
                found.append(Shot(place, burn, flown[0], into_turning(*flown)))
    return found


def survey_orbit_shots(
    *, crossings: Sequence[Crossing], orbit: OrbitEnd, phases: Array | None, epochs: Array,
    least_radius_km: float, orbit_span_s: tuple[float, float], bodies: tuple[str, ...],
    tof_s: float | None = None,
) -> list[Candidate]:  # fmt: skip
    """Candidates, cheapest first: each shot with each way past the Moon in its time.

    Parameters
    ----------
    crossings : sequence of Crossing
        All with one ``sense``.
    phases, epochs : ndarray
        What shots leave from: all phases at the first epoch where the phase is free (that
        epoch stands for the others: the shots turn with the Moon), else the epochs.
    least_radius_km, orbit_span_s, tof_s
        As in `survey_flybys`.
    """
    sense, free = crossings[0].sense, phases is not None
    places = epochs[:, None]
    if phases is not None:
        places = np.stack((np.full(len(phases), epochs[0]), phases), axis=1)
    shots = [
        shot
        for shot in shots_from(orbit=orbit, places=places, sense=sense, bodies=bodies)
        if _RADII[0] < np.linalg.norm(shot.state[:3]) / least_radius_km < _RADII[1]
    ]
    if not shots:
        return []
    found: list[Candidate] = []
    for crossing in crossings:
        fitting = _in_time(shots, crossing, free, orbit_span_s, tof_s)
        if fitting:
            found += _matched(fitting, crossing, least_radius_km)
    return sorted(found, key=lambda one: one.cost_km_s)


def _in_time(
    shots: Sequence[Shot], crossing: Crossing, free: bool, span_s: tuple[float, float],
    tof_s: float | None,
) -> list[Shot]:  # fmt: skip
    """Shots whose perilune is at a crossing, to within hours; a free orbit is moved in time."""
    found = []
    for shot in shots:
        late_s = crossing.moon_s - shot.perilune_s
        wanted_s = float(shot.place[0]) + (late_s if free else 0.0)
        orbit_s = min(max(wanted_s, span_s[0]), span_s[1])
        if abs(orbit_s - wanted_s) > LATE_S or not (free or abs(late_s) <= LATE_S):
            continue
        if tof_s is not None and abs(abs(orbit_s - crossing.earth_s) - tof_s) > LATE_S:
            continue
        found.append(shot._replace(place=np.array([orbit_s, *shot.place[1:]])))
    return found


def _matched(shots: Sequence[Shot], crossing: Crossing, least_km: float) -> list[Candidate]:
    """Shots joined to the nearest perilune of a crossing: what burns and mismatch cost.

    A flight home is matched in its mirror image, as an arrival.
    """
    sense, arrival = crossing.sense, crossing.sense * crossing.v_inf_km_s
    axes, rate = turning(crossing.moon_s)
    states, burns = np.array([x.state for x in shots]), np.array([x.burn for x in shots])
    places = states[:, :3] @ axes
    speeds = sense * (states[:, 3:] @ axes + np.cross(rate, places))
    radius = np.linalg.norm(places, axis=1)
    joined = np.maximum(radius, least_km)
    s_hat = arrival / np.linalg.norm(arrival)
    t_hat = np.cross(s_hat, [0.0, 0.0, 1.0])
    t_hat /= np.linalg.norm(t_hat)
    angles = np.arctan2(places @ np.cross(s_hat, t_hat), places @ t_hat)
    starts = np.vstack(
        [perilunes(arrival, float(r), np.array([a])) for r, a in zip(joined, angles, strict=True)]
    )
    here, there = places / radius[:, None], starts[:, :3] / joined[:, None]
    turned = _turned(speeds, here, there) * np.sqrt(radius / joined)[:, None]
    turn = np.arccos(np.clip(np.sum(here * there, axis=1), -1.0, 1.0))
    cost = np.linalg.norm(turned - starts[:, 3:], axis=1) + _TURN_KM_S * turn
    cost += np.linalg.norm(burns, axis=1) + crossing.dv_km_s
    return [
        Candidate(
            float(cost[i]), crossing, np.concatenate((starts[i, :3], sense * starts[i, 3:])),
            sense * turned[i], shot.place, float(angles[i]), shot.burn,
        )
        for i, shot in enumerate(shots)
    ]  # fmt: skip


def _turned(vectors: Array, here: Array, there: Array) -> Array:
    """Vectors (n, 3) turned as unit vectors are turned into others (Rodrigues)."""
    axis, cosine = np.cross(here, there), np.sum(here * there, axis=1)[:, None]
    along = np.sum(axis * vectors, axis=1)[:, None]
    turned: Array = cosine * vectors + np.cross(axis, vectors) + axis * along / (1.0 + cosine)
    return turned
