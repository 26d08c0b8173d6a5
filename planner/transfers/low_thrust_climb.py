"""The way up: from an orbit about the Earth to one that comes near the Moon's.

Three phases, each with one law:

``belts``
    Along the velocity, without pause but for eclipses and the duty cycle, until perigee is
    above the radiation belts (20 000 km), as SMART-1 did. From a nearly circular orbit the
    same law goes on, yawed by Edelbaum's angle towards the plane of the Moon's orbit.
``apogee``
    Arcs of a quarter turn of eccentric anomaly on each side of perigee raise the apogee;
    the rest of the revolution is a pause. Left out from a nearly circular orbit.
``approach``
    Petropoulos' quotient towards an ellipse below the Moon's orbit and near its plane,
    whose size, shape and tilt the search for a capture chooses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.elements import state_core
from planner.astro.forces import EARTH
from planner.astro.orientation import icrf_to_equator_of_date
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.electric_craft import ElectricCraft, StartOrbit
from planner.transfers.low_thrust_pilot import (
    Duty,
    Leg,
    Moment,
    Orbit,
    Pilot,
    coast_law,
    moon_distance_km,
    moon_orbit_axis,
    orbit_about,
    period_s,
    quotient_law,
    spiral_law,
)

Array = NDArray[np.float64]

#: Perigee (radius, km) above which cells are no longer harmed: SMART-1's first phase.
BELTS_PERIGEE_KM: Final = 20_000.0
#: From this apogee (radius, km) on a climb may leave its law for the approach.
BRANCH_APOGEE_KM: Final = 130_000.0
#: Apogee (radius, km) at which the climb ends.
LAST_APOGEE_KM: Final = 200_000.0
#: Half-width of the arcs about perigee in eccentric anomaly: at e = 0.6 a third of the
#: revolution, which is what ESA's status report 22 tells of SMART-1's.
HALF_ARC_DEG: Final = 90.0
#: An orbit rounder than this has no perigee to speak of.
_ROUND: Final = 0.2
#: Circular speed (km/s) the yaw of a round spiral looks ahead to: that of 240 000 km.
_FAR_KM_S: Final = 1.289
#: Nodes tried where none is given.
_NODES: Final = 6
#: No climb takes longer (d).
LONGEST_D: Final = 3000.0
#: Approach: longest leg (d), longest phase (d), nearest the Moon may come (km), and the
#: lowest perigee that the quotient allows (km).
_STEP_D, _APPROACH_D, _NEAR_KM, _LOWEST_KM = 2.0, 200.0, 66_000.0, 15_000.0
_SOFT_KM_S: Final = 0.025
_EFFECTIVITY: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Ellipse the approach steers for: semi-major axis, eccentricity, tilt to the Moon's orbit."""

    a_km: float
    e: float
    tilt_deg: float


def start_moment(
    *, orbit: StartOrbit, raan_deg: float, craft: ElectricCraft, t_tdb_s: float
) -> Moment:
    """State at perigee of the start orbit with a given node."""
    to_date = icrf_to_equator_of_date(t_tdb_s)
    a, e = orbit.semi_major_axis_km, orbit.eccentricity
    angles = (math.radians(x) for x in (orbit.inclination_deg, raan_deg, orbit.argp_deg))
    of_date = state_core(a * (1.0 - e * e), e, *angles, 0.0, GM_EARTH_KM3_S2)
    place, velocity = to_date.T @ of_date[:3], to_date.T @ of_date[3:]
    return Moment(t_tdb_s, np.concatenate((place, velocity, (craft.mass_kg,))))


def best_node_deg(pilot: Pilot, orbit: StartOrbit, t_tdb_s: float) -> float:
    """Node, of six launch hours, whose climb ends nearest to the plane of the Moon's orbit.

    The oblateness of the Earth turns the node all the way up, so each climb is flown.
    """

    def tilt_deg(raan_deg: float) -> float:
        first = start_moment(orbit=orbit, raan_deg=raan_deg, craft=pilot.craft, t_tdb_s=t_tdb_s)
        return about_earth(climb(pilot, first)[-1].end).tilt_deg

    return min((360.0 * k / _NODES for k in range(_NODES)), key=tilt_deg)


def climb(pilot: Pilot, start: Moment) -> tuple[Leg, ...]:
    """Legs from the start orbit to an apogee of 200 000 km, a leg a revolution.

    Raises
    ------
    OutOfRangeError
        The propellant ends before.
    NoConvergenceError
        The climb takes longer than is allowed.
    """
    legs: list[Leg] = []
    duty, now, phase = Duty(pilot.craft.duty_cycle), start, "belts"
    while True:
        orbit = about_earth(now)
        if orbit.apoapsis_km > LAST_APOGEE_KM:
            return tuple(legs)
        is_round = orbit.e < _ROUND
        if orbit.periapsis_km > BELTS_PERIGEE_KM:
            phase = "spiral" if is_round else "apogee"
        law = _climbing(phase, is_round, now)
        turn_s = period_s(orbit.a_km, GM_EARTH_KM3_S2)
        if phase != "apogee" and not duty.allows(turn_s):
            law = coast_law()
        legs.append(pilot.fly(phase, now, turn_s, law))
        now = legs[-1].end
        _require_going_on(pilot.craft, start, now)


def _climbing(phase: str, is_round: bool, now: Moment) -> Array:
    if phase == "apogee":
        return spiral_law(half_arc_deg=HALF_ARC_DEG)
    if is_round:
        return spiral_law(axis=moon_orbit_axis(now.t_tdb_s), target_km_s=_FAR_KM_S)
    return spiral_law()


def about_earth(moment: Moment) -> Orbit:
    """Osculating orbit about the Earth, its tilt counted from the Moon's orbit."""
    return orbit_about(moment, body=EARTH, axis=moon_orbit_axis(moment.t_tdb_s))


def _require_going_on(craft: ElectricCraft, start: Moment, now: Moment) -> None:
    used_kg = craft.mass_kg - now.y[6]
    if used_kg > craft.propellant_kg:
        raise OutOfRangeError(
            name="propellant_kg",
            value=craft.propellant_kg,
            allowed=f"what the way takes: it was spent at an apogee of "
            f"{about_earth(now).apoapsis_km - EARTH_RADIUS_KM:.0f} km",
        )
    if now.t_tdb_s - start.t_tdb_s > LONGEST_D * SECONDS_PER_DAY:
        raise NoConvergenceError(
            what=f"climb towards the Moon (after {LONGEST_D:.0f} d)",
            residual=LAST_APOGEE_KM - about_earth(now).apoapsis_km,
            unit="km of apogee",
            way_out="more thrust_n or a larger duty_cycle",
        )


def branches(legs: tuple[Leg, ...]) -> tuple[int, ...]:
    """How many legs of a climb to keep before an approach: each apogee high enough."""
    high = [k for k, leg in enumerate(legs, 1) if _high_enough(leg.end)]
    return tuple(high) or (len(legs),)


def _high_enough(moment: Moment) -> bool:
    return about_earth(moment).apoapsis_km > BRANCH_APOGEE_KM


def approach(pilot: Pilot, start: Moment, aim: Aim) -> tuple[Leg, ...]:
    """Legs towards an ellipse, until its size is reached or the Moon is near."""
    legs: list[Leg] = []
    duty, now = Duty(pilot.craft.duty_cycle), start
    while now.t_tdb_s - start.t_tdb_s < _APPROACH_D * SECONDS_PER_DAY:
        orbit = about_earth(now)
        if not 0.0 < orbit.a_km < 0.99 * aim.a_km or moon_distance_km(now) < _NEAR_KM:
            break
        step_s = min(_STEP_D * SECONDS_PER_DAY, 0.2 * period_s(orbit.a_km, GM_EARTH_KM3_S2))
        law = coast_law()
        if duty.allows(step_s):
            law = quotient_law(
                body=EARTH,
                axis=moon_orbit_axis(now.t_tdb_s),
                a_km=aim.a_km,
                e=aim.e,
                turn_rad=math.radians(aim.tilt_deg),
                least_km=_LOWEST_KM,
                soft_km_s=_SOFT_KM_S,
                effectivity=_EFFECTIVITY,
            )
        legs.append(pilot.fly("approach", now, step_s, law))
        now = legs[-1].end
    return tuple(legs)
