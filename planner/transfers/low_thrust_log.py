"""What a low-thrust mission did: phases, eclipses, path, and how exact its legs are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.low_thrust import MASS, shadow_margins
from planner.transfers.departure import julian_date
from planner.transfers.electric_craft import ElectricCraft, LunarTarget
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.low_thrust_capture import about_moon, first_perilune_s
from planner.transfers.low_thrust_climb import Aim, about_earth
from planner.transfers.low_thrust_pilot import Leg, Moment, Pilot, moon_state, period_s
from planner.transfers.transfer import Burn

Array = NDArray[np.float64]

#: Phases flown about the Moon; the others are about the Earth.
_LUNAR: Final = ("capture", "descent")
#: Points of the path at most, and the time between looks at the shadow (s): an eclipse of
#: a low orbit lasts half an hour, and its limb is crossed nearly straight in this time.
_PATH_POINTS: Final = 12_000
_WATCH_S: Final = 300.0
#: Tolerance at which each leg is flown again to see how exact it is.
_JUDGE_RTOL: Final = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search for a capture tried and took."""

    tried: int
    encounters: int
    captures: int
    aim: Aim


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mission:
    """A chain of legs from departure to the target orbit."""

    pilot: Pilot
    legs: tuple[Leg, ...]
    target: LunarTarget
    search: Search
    start_raan_deg: float

    @property
    def start(self) -> Moment:
        """Departure."""
        return self.legs[0].start

    @property
    def end(self) -> Moment:
        """Arrival in the target orbit."""
        return self.legs[-1].end

    @property
    def phases(self) -> tuple[tuple[Leg, ...], ...]:
        """Legs by phase, in the order flown."""
        return tuple(tuple(legs) for _, legs in groupby(self.legs, key=lambda leg: leg.phase))

    @property
    def capture_s(self) -> float:
        """First perilune after which the craft stays (TDB seconds past J2000)."""
        return first_perilune_s(tuple(leg for leg in self.legs if leg.phase == "capture"))


def mission_to_flight(mission: Mission) -> Flight:
    """Tell a mission as every family does."""
    final = about_moon(mission.end)
    watch = _watch(mission)
    times, places = watch.path()
    return Flight(
        family="low-thrust",
        model="ephemeris",
        burns=tuple(
            _burn(mission.pilot.craft, legs) for legs in mission.phases if _used_kg(legs) > 0.0
        ),
        tof_d=_days(mission.start, mission.end.t_tdb_s),
        c3_km2_s2=None,
        arrival=FlightEnd(
            altitude_km=final.periapsis_km - MOON_RADIUS_KM, inclination_deg=final.tilt_deg
        ),
        residuals=_residuals(mission),
        details=_details(mission, watch.eclipses()),
        path_tdb_jd=times,
        path_earth_km=places,
        path_moon_km=body_states_km_s("moon", times)[:, :3],
    )


def _days(start: Moment, t_tdb_s: float) -> float:
    return (t_tdb_s - start.t_tdb_s) / SECONDS_PER_DAY


def _used_kg(legs: tuple[Leg, ...]) -> float:
    return sum(leg.used_kg for leg in legs)


def _burn(craft: ElectricCraft, legs: tuple[Leg, ...]) -> Burn:
    """A phase as one entry: its speed change, along the velocity it began with."""
    first, last = legs[0], legs[-1]
    lunar = first.phase in _LUNAR
    state = first.start.y[:6] - (moon_state(first.start.t_tdb_s) if lunar else 0.0)
    dv_m_s = _dv_m_s(craft, first.start, last.end)
    ahead = state[3:] / np.linalg.norm(state[3:]) * (-1.0 if lunar else 1.0)
    return Burn(
        name=first.phase,
        epoch_tdb_jd=julian_date(first.start.t_tdb_s),
        dv_m_s=dv_m_s,
        center="moon" if lunar else "earth",
        r_km=_vector(state[:3]),
        v_before_km_s=_vector(state[3:]),
        v_after_km_s=_vector(state[3:] + 1e-3 * dv_m_s * ahead),
    )


def _vector(values: Array) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _dv_m_s(craft: ElectricCraft, start: Moment, end: Moment) -> float:
    return craft.dv_m_s(before_kg=float(start.y[MASS]), after_kg=float(end.y[MASS]))


def _residuals(mission: Mission) -> dict[str, float]:
    final, target = about_moon(mission.end), mission.target
    return {
        "semi_major_axis_km": final.a_km - target.semi_major_axis_km,
        "eccentricity": final.e - target.eccentricity,
        "inclination_deg": final.tilt_deg - target.inclination_deg,
        "joints_km": _widest_joint_km(mission.legs),
        "worst_leg_km": _worst_leg_km(mission),
    }


def _widest_joint_km(legs: tuple[Leg, ...]) -> float:
    """Largest gap between the end of a leg and the start of the next."""
    return max(float(np.linalg.norm(b.start.y[:3] - a.end.y[:3])) for a, b in pairwise(legs))


def _worst_leg_km(mission: Mission) -> float:
    """Largest change of a leg's end when it is flown again with a tighter tolerance."""
    judge = replace(mission.pilot, rtol=_JUDGE_RTOL)
    worst = 0.0
    for leg in mission.legs:
        again = judge.fly(leg.phase, leg.start, leg.duration_s, leg.law)
        worst = max(worst, float(np.linalg.norm(again.end.y[:3] - leg.end.y[:3])))
    return worst


def _details(mission: Mission, eclipses: Array) -> dict[str, Detail]:
    craft, search = mission.pilot.craft, mission.search
    final = about_moon(mission.end)
    caught = next(leg for leg in mission.legs if leg.phase == "descent").start
    earthly = sum(_turns(leg) for leg in mission.legs if leg.phase not in _LUNAR)
    return {
        "start_raan_deg": mission.start_raan_deg,
        "propellant_kg": float(mission.start.y[MASS] - mission.end.y[MASS]),
        "propellant_to_capture_kg": float(mission.start.y[MASS] - _mass_at(mission)),
        "final_mass_kg": float(mission.end.y[MASS]),
        "thrust_h": _used_kg(mission.legs) / craft.flow_kg_s / 3600.0,
        "eclipses": len(eclipses),
        "eclipse_h": float(np.sum(eclipses[:, 1] - eclipses[:, 0])) / 3600.0,
        "longest_eclipse_h": float(np.max(eclipses[:, 1] - eclipses[:, 0], initial=0.0)) / 3600.0,
        "revolutions_about_earth": round(earthly),
        "revolutions_about_moon": round(sum(map(_turns, mission.legs)) - earthly),
        "capture_tdb_jd": julian_date(mission.capture_s),
        "capture_after_d": _days(mission.start, mission.capture_s),
        "captured_orbit": {
            "perilune_alt_km": about_moon(caught).periapsis_km - MOON_RADIUS_KM,
            "apolune_alt_km": about_moon(caught).apoapsis_km - MOON_RADIUS_KM,
            "inclination_deg": about_moon(caught).tilt_deg,
        },
        "final_perilune_alt_km": final.periapsis_km - MOON_RADIUS_KM,
        "final_apolune_alt_km": final.apoapsis_km - MOON_RADIUS_KM,
        "phases": [_phase(craft, legs, eclipses) for legs in mission.phases],
        "search": {
            "approaches_tried": search.tried,
            "encounters": search.encounters,
            "captures": search.captures,
            "aim_semi_major_axis_km": search.aim.a_km,
            "aim_eccentricity": search.aim.e,
            "aim_tilt_deg": search.aim.tilt_deg,
        },
    }


def _mass_at(mission: Mission) -> float:
    """Mass at the first perilune, on a straight line inside the leg (the flow is constant)."""
    t_tdb_s = mission.capture_s
    leg = next(x for x in mission.legs if x.phase == "capture" and x.end.t_tdb_s >= t_tdb_s)
    share = (t_tdb_s - leg.start.t_tdb_s) / leg.duration_s
    return float(leg.start.y[MASS] - share * leg.used_kg)


def _phase(craft: ElectricCraft, legs: tuple[Leg, ...], eclipses: Array) -> dict[str, Detail]:
    first, last = legs[0], legs[-1]
    orbit = (about_moon if first.phase in _LUNAR else about_earth)(last.end)
    return {
        "phase": first.phase,
        "start_tdb_jd": julian_date(first.start.t_tdb_s),
        "duration_d": _days(first.start, last.end.t_tdb_s),
        "revolutions": float(sum(map(_turns, legs))),
        "thrust_h": _used_kg(legs) / craft.flow_kg_s / 3600.0,
        "eclipse_h": _eclipse_h(eclipses, first.start.t_tdb_s, last.end.t_tdb_s),
        "propellant_kg": _used_kg(legs),
        "dv_m_s": _dv_m_s(craft, first.start, last.end),
        "periapsis_km": orbit.periapsis_km,
        "apoapsis_km": orbit.apoapsis_km if orbit.e < 1.0 else None,
    }


def _turns(leg: Leg) -> float:
    """Revolutions of a leg, by the period it began with."""
    lunar = leg.phase in _LUNAR
    a_km = (about_moon if lunar else about_earth)(leg.start).a_km
    if a_km <= 0.0:
        return 0.0
    return leg.duration_s / period_s(a_km, GM_MOON_KM3_S2 if lunar else GM_EARTH_KM3_S2)


def _watch(mission: Mission) -> _Watch:
    """Look at the whole way every five minutes."""
    times, places, margins = [], [], []
    for leg in mission.legs:
        looks = 1 + int(leg.duration_s / _WATCH_S)
        within = np.linspace(0.0, leg.duration_s, looks, endpoint=False)
        seen = np.ascontiguousarray(mission.pilot.places(leg, within)[:, :3])
        margin = np.empty(len(within))
        force = mission.pilot.field_at(leg.start.t_tdb_s, leg.law).force
        shadow_margins(within, seen, force, margin)
        times.append(leg.start.t_tdb_s + within)
        places.append(seen)
        margins.append(margin)
    return _Watch(np.concatenate(times), np.vstack(places), np.concatenate(margins))


class _Watch(NamedTuple):
    """TDB seconds past J2000 (n,), places (n, 3) and shadow margins (n,) along the way."""

    t_tdb_s: Array
    places_km: Array
    margins: Array

    def eclipses(self) -> Array:
        """Start and end of each eclipse (m, 2); edges on a straight line between samples."""
        dark = self.margins < 0.0
        edges = np.flatnonzero(dark[1:] != dark[:-1])
        a, b = self.margins[edges], self.margins[edges + 1]
        t, after = self.t_tdb_s[edges], self.t_tdb_s[edges + 1]
        crossings = t + (after - t) * a / (a - b)
        first = [self.t_tdb_s[0]] if dark[0] else []
        last = [self.t_tdb_s[-1]] if dark[-1] else []
        edges_s: Array = np.concatenate((first, crossings, last))
        return edges_s.reshape(-1, 2)

    def path(self) -> tuple[Array, Array]:
        """Julian dates and places of a share of the samples."""
        some = slice(None, None, 1 + len(self.t_tdb_s) // _PATH_POINTS)
        days = np.array([julian_date(float(t)) for t in self.t_tdb_s[some]])
        return days, self.places_km[some]


def _eclipse_h(eclipses: Array, start_s: float, end_s: float) -> float:
    """Hours of eclipse that begin in a span."""
    begun = (eclipses[:, 0] >= start_s) & (eclipses[:, 0] < end_s)
    return float(np.sum(eclipses[begun, 1] - eclipses[begun, 0])) / 3600.0
