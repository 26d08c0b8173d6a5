"""A craft flown about the Moon for months: where it was, whether it came down, its apsides.

Mean-element theory is not used: the motion is integrated in the Moon's field of low degree
with the Earth and the Sun (`planner.astro.lunar_forces`), in spans, so that progress can be
told and the flight ends at the surface. Between the samples kept the path is a polynomial of
degree five through positions, velocities and the Moon's central pull at both ends; with
samples 600 s apart it leaves the path by 6 m at 100 km and by 30 m at the perilune of a
relay (checked in the tests).

Validity: the surface is the mean sphere of 1737.4 km, or a floor above it; real ground
reaches from 9 km below to 11 km above. No field of low degree shows the pull of the mass
concentrations on orbits below some 100 km (`planner.astro.moon_gravity`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.astro import events
from planner.astro.arc import Arc, run
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import LAST_S, MOON, require_covered
from planner.astro.lunar_forces import USUAL_BODIES, lunar_model
from planner.astro.radiation import USUAL_CR, radiation_strength
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]
Ending = Literal["in orbit", "came down", "escaped"]

#: Degree of the Moon's field where nothing is said.
USUAL_DEGREE: Final = 4
#: Longest flight (d): three years.
MAX_DAYS: Final = 1096.0
#: Time between samples (s): a twelfth of a turn at 100 km.
SAMPLE_S: Final = 600.0
#: Time between samples of a search (s).
COARSE_S: Final = 21_600.0
#: Greatest height (km over the surface), where a flight ends as one that escapes: about the
#: distance of the libration points, beyond which the Earth holds the craft.
MAX_ALTITUDE_KM: Final = 60_000.0
#: Relative error a step may make. Over a year at 100 km it adds to 2 km along the track.
_RTOL: Final = 1e-10
#: Flown at a time (s): 20 days, a whole number of samples.
_SPAN_S: Final = 20.0 * 86400.0
_IN_ORBIT: Final[Ending] = "in orbit"
_CAME_DOWN: Final[Ending] = "came down"


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarField:
    """What pulls and pushes besides the Moon's mass: degree of its field, bodies, sunlight."""

    degree: int = USUAL_DEGREE
    bodies: tuple[str, ...] = USUAL_BODIES
    srp_area_m2_kg: float = 0.0
    srp_cr: float = USUAL_CR


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LunarFlight:
    """States about the Moon, ICRF axes, from the start to the end of a flight.

    Attributes
    ----------
    t_tdb_s : ndarray, shape (n,)
        TDB seconds past J2000: every `SAMPLE_S` and the end.
    states_km_s : ndarray, shape (n, 6)
        Moon-centred.
    ending : {"in orbit", "came down", "escaped"}
        Why it ends: the days were over, the floor was met (the last state lies on it), or it
        was 60 000 km away.
    """

    t_tdb_s: Array
    states_km_s: Array
    ending: Ending

    @property
    def days(self) -> float:
        """Length of the flight."""
        return float(self.t_tdb_s[-1] - self.t_tdb_s[0]) / SECONDS_PER_DAY

    def apsides(self) -> tuple[Array, Array]:
        """Altitudes (km) over the mean sphere of all perilunes and of all apolunes."""
        low, high = np.empty(len(self.t_tdb_s)), np.empty(len(self.t_tdb_s))
        n_low, n_high = _apsides(self.t_tdb_s, self.states_km_s, low, high)
        return low[:n_low] - MOON_RADIUS_KM, high[:n_high] - MOON_RADIUS_KM

    def altitudes_km(self) -> tuple[float, float]:
        """Lowest and highest altitude over the mean sphere (km)."""
        ends = np.linalg.norm(self.states_km_s[[0, -1], :3], axis=1) - MOON_RADIUS_KM
        low, high = self.apsides()
        return float(min(*ends, *low)), float(max(*ends, *high))


def fly_about_moon(
    *,
    t0_tdb_s: float,
    state_km_s: ArrayLike,
    days: float,
    field: LunarField | None = None,
    floor_alt_km: float = 0.0,
    progress: Progress | None = None,
) -> LunarFlight:
    """Fly a state about the Moon until it comes down or the days are over.

    Parameters
    ----------
    t0_tdb_s : float
        TDB seconds past J2000.
    state_km_s : array_like, shape (6,)
        Moon-centred, ICRF axes.
    days : float
        Longest flight, above 0 to 1096.
    floor_alt_km : float
        Height over the mean sphere that counts as the ground, -10 to 100.

    Raises
    ------
    OutOfRangeError
        A value outside these ranges, a start below the floor or above 60 000 km, or a
        flight past the end of the ephemeris.
    NoConvergenceError
        The integrator failed.
    """
    field = field or LunarField()
    state = _checked(t0_tdb_s, state_km_s, days, floor_alt_km)
    floor_km = MOON_RADIUS_KM + floor_alt_km
    end_s = days * SECONDS_PER_DAY
    light = radiation_strength(area_m2_kg=field.srp_area_m2_kg, cr=field.srp_cr)
    times: list[Array] = [np.zeros(1)]
    states: list[Array] = [state[None, :]]
    done, ending = 0.0, _IN_ORBIT
    while done < end_s and ending == _IN_ORBIT:
        length = min(_SPAN_S, end_s - done)
        inside = np.arange(SAMPLE_S, length, SAMPLE_S)
        model = lunar_model(
            t0_s=t0_tdb_s + done, degree=field.degree, bodies=field.bodies, srp_km3_s2=light
        )
        arc = run(
            model, state, length, rtol=_RTOL, stm=False, sample_t=inside,
            event_rows=_limits(floor_km), unit="s reached", max_events=1,
        )  # fmt: skip
        span_t = np.concatenate(([0.0], inside[: len(arc.samples)], [arc.reached]))
        span_y = np.concatenate((state[None, :], arc.samples, arc.y[None, :6]))
        ending = _ending(arc)
        grazed = _first_below(span_t, span_y, floor_km)
        if grazed >= 0.0:  # a step may pass under the floor and out again
            span_t, span_y, ending = *_cut(span_t, span_y, grazed), _CAME_DOWN
        times.append(done + span_t[1:])
        states.append(span_y[1:])
        done, state = done + span_t[-1], span_y[-1]
        if progress:
            progress("flying", done / end_s)
    return LunarFlight(
        t_tdb_s=np.asarray(np.concatenate(times) + t0_tdb_s, dtype=np.float64),
        states_km_s=np.concatenate(states),
        ending=ending,
    )


def fly_coarsely(
    *, t0_tdb_s: float, state_km_s: ArrayLike, days: float, field: LunarField | None = None
) -> LunarFlight:
    """Fly for a search: a state every six hours, nothing to be read between, no ground.

    As `fly_about_moon`. The flight goes on under the surface, to show where an orbit tends,
    and ends 600 km deep.
    """
    field = field or LunarField()
    state = _checked(t0_tdb_s, state_km_s, days, 0.0)
    light = radiation_strength(area_m2_kg=field.srp_area_m2_kg, cr=field.srp_cr)
    times = np.arange(0.0, days * SECONDS_PER_DAY, COARSE_S)
    arc = run(
        lunar_model(t0_s=t0_tdb_s, degree=field.degree, bodies=field.bodies, srp_km3_s2=light),
        state, days * SECONDS_PER_DAY, rtol=1e-9, stm=False, sample_t=times,
        event_rows=_limits(MOON_RADIUS_KM - 600.0),
        unit="s reached", max_events=1,
    )  # fmt: skip
    return LunarFlight(
        t_tdb_s=np.asarray(t0_tdb_s + times[: len(arc.samples)], dtype=np.float64),
        states_km_s=arc.samples,
        ending=_ending(arc),
    )


def _limits(floor_km: float) -> Array:
    """Events that end a flight: the ground, and the way out."""
    return np.array(
        [
            [events.DISTANCE, MOON, floor_km, -1.0, 1.0],
            [events.DISTANCE, MOON, MOON_RADIUS_KM + MAX_ALTITUDE_KM, 1.0, 1.0],
        ]
    )


def _ending(arc: Arc) -> Ending:
    if not len(arc.events):
        return _IN_ORBIT
    return _CAME_DOWN if arc.events[0, 0] == 0.0 else "escaped"


def _cut(times: Array, states: Array, end: float) -> tuple[Array, Array]:
    """The samples before a time, and the state at it."""
    last = int(np.searchsorted(times, end)) - 1
    state = np.empty(6)
    between(end - times[last], times[last + 1] - times[last], states[last], states[last + 1], state)
    return np.append(times[: last + 1], end), np.concatenate((states[: last + 1], state[None, :]))


def _checked(t0_tdb_s: float, state_km_s: ArrayLike, days: float, floor_alt_km: float) -> Array:
    """Return the start as an array, or say what is wrong with the request."""
    require_days(t0_tdb_s=t0_tdb_s, days=days, floor_alt_km=floor_alt_km)
    state = np.array(state_km_s, dtype=np.float64)
    altitude_km = float(np.linalg.norm(state[:3])) - MOON_RADIUS_KM
    if state.shape != (6,) or not floor_alt_km < altitude_km <= MAX_ALTITUDE_KM:
        raise OutOfRangeError(
            name="altitude_km", value=altitude_km,
            allowed=f"from {floor_alt_km:g} to {MAX_ALTITUDE_KM:g} at the start",
        )  # fmt: skip
    return state


def require_days(*, t0_tdb_s: float, days: float, floor_alt_km: float) -> None:
    """Refuse a length or a floor `fly_about_moon` does not take, before anything is flown.

    Raises
    ------
    OutOfRangeError
    """
    if not 0.0 < days <= MAX_DAYS:
        raise OutOfRangeError(name="days", value=days, allowed=f"above 0, to {MAX_DAYS:g}")
    if not -10.0 <= floor_alt_km <= 100.0:
        raise OutOfRangeError(name="floor_alt_km", value=floor_alt_km, allowed="-10 .. 100")
    require_covered(np.array([t0_tdb_s]))
    if not t0_tdb_s + days * SECONDS_PER_DAY <= LAST_S:
        most = (LAST_S - t0_tdb_s) / SECONDS_PER_DAY
        raise OutOfRangeError(
            name="days", value=days, allowed=f"up to {most:.1f}: the ephemeris ends on 2065-01-01"
        )


@njit(cache=True)
def between(t: float, h: float, first: Array, last: Array, out: Array) -> None:
    """State ``out`` (6,) at time t of an interval of h seconds (compiled).

    Hermite's polynomial of degree five; the second derivatives at the ends are the Moon's
    central pull, which the rest of the field changes by less than one part in a thousand.
    """
    s = t / h
    k0 = -GM_MOON_KM3_S2 / (first[0] ** 2 + first[1] ** 2 + first[2] ** 2) ** 1.5
    k1 = -GM_MOON_KM3_S2 / (last[0] ** 2 + last[1] ** 2 + last[2] ** 2) ** 1.5
    for i in range(3):
        p, v, a = first[i], first[i + 3] * h, 0.5 * k0 * first[i] * h * h
        # What is left for the cubic and higher terms at the end of the interval.
        d = last[i] - p - v - a
        e = last[i + 3] * h - v - 2.0 * a
        f = k1 * last[i] * h * h - 2.0 * a
        c3 = 10.0 * d - 4.0 * e + 0.5 * f
        c4 = -15.0 * d + 7.0 * e - f
        c5 = 6.0 * d - 3.0 * e + 0.5 * f
        out[i] = p + s * (v + s * (a + s * (c3 + s * (c4 + s * c5))))
        slope = v + s * (2.0 * a + s * (3.0 * c3 + s * (4.0 * c4 + s * 5.0 * c5)))
        out[i + 3] = slope / h


@njit(cache=True)
def _radial(state: Array) -> float:
    return float(state[0] * state[3] + state[1] * state[4] + state[2] * state[5])


@njit(cache=True)
def _distance(state: Array) -> float:
    return math.sqrt(state[0] ** 2 + state[1] ** 2 + state[2] ** 2)


@njit(cache=True)
def _turn(h: float, first: Array, last: Array, out: Array) -> float:
    """Time (s) in an interval at which the distance is least or greatest; state left in out."""
    a, b = 0.0, h
    before = _radial(first)
    for _ in range(40):
        middle = 0.5 * (a + b)
        between(middle, h, first, last, out)
        if _radial(out) * before > 0.0:
            a = middle
        else:
            b = middle
    return b


@njit(cache=True)
def _first_below(times: Array, states: Array, floor: float) -> float:
    """Time at which the path first goes under the floor between two samples; -1 if never."""
    out = np.empty(6)
    for j in range(len(times) - 1):
        h = times[j + 1] - times[j]
        if h <= 0.0 or _radial(states[j]) >= 0.0 or _radial(states[j + 1]) <= 0.0:
            continue
        high, low = 0.0, _turn(h, states[j], states[j + 1], out)
        if _distance(out) >= floor:
            continue
        for _ in range(40):
            middle = 0.5 * (high + low)
            between(middle, h, states[j], states[j + 1], out)
            if _distance(out) > floor:
                high = middle
            else:
                low = middle
        return times[j] + high
    return -1.0


@njit(cache=True)
def _apsides(times: Array, states: Array, low: Array, high: Array) -> tuple[int, int]:
    """Write the distances of perilunes and apolunes; return how many of each."""
    n_low = n_high = 0
    out = np.empty(6)
    for j in range(len(times) - 1):
        h = times[j + 1] - times[j]
        before, after = _radial(states[j]), _radial(states[j + 1])
        if h <= 0.0 or before * after >= 0.0:
            continue
        _turn(h, states[j], states[j + 1], out)
        distance = _distance(out)
        if before < 0.0:
            low[n_low] = distance
            n_low += 1
        else:
            high[n_high] = distance
            n_high += 1
    return n_low, n_high
