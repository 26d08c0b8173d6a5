"""The way in: a slow pass near the Moon turned into an orbit about it, then wound down.

``encounter``
    Engine off, until the craft comes within 66 000 km of the Moon, a little outside its
    Hill sphere.
``capture``
    Against the velocity about the Moon without pause, until the orbit about it is smaller
    than 15 000 km. A pass that was too fast, or came too low, leaves again or ends on
    the ground: then there was no capture.
``descent``
    Petropoulos' quotient to the target's size, shape and inclination.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import MOON
from planner.astro.events import PERIAPSIS
from planner.astro.integrator import DONE, STOPPED_BY_EVENT
from planner.astro.orientation import moon_pole
from planner.transfers.electric_craft import LunarTarget
from planner.transfers.low_thrust_pilot import (
    Duty,
    Leg,
    Moment,
    Orbit,
    Pilot,
    coast_law,
    distance_row,
    orbit_about,
    period_s,
    quotient_law,
    spiral_law,
)

Array = NDArray[np.float64]

#: Distance (km) at which an encounter begins, and the one at which it has failed.
ENCOUNTER_KM: Final = 66_000.0
_LOST_KM: Final = 76_000.0
#: Legs of the coast to an encounter, the length of one, and the longest capture (d).
_COASTS: Final = 18
_COAST_D, _CAPTURE_D = 5.0, 25.0
#: An orbit this small (semi-major axis, km) stays inside the Hill sphere by a factor of two.
CAPTURED_KM: Final = 15_000.0
#: No pass comes lower than this (altitude, km).
LOWEST_ALT_KM: Final = 100.0
#: Longest winding down (d); how near the target ends it: share of its size, eccentricity, deg.
_DESCENT_D: Final = 400.0
_SOFT_KM_S: Final = 0.005
_EFFECTIVITY: Final = 0.35
_SIZE, _SHAPE, _TILT_DEG = 5e-3, 5e-3, 0.25


def about_moon(moment: Moment) -> Orbit:
    """Osculating orbit about the Moon, inclination on its true equator."""
    return orbit_about(moment, body=MOON, axis=moon_pole(moment.t_tdb_s))


def encounter(pilot: Pilot, start: Moment) -> tuple[Leg, ...] | None:
    """Coast until the Moon is near; None if it does not come near in 90 days."""
    rows = distance_row(distance_km=ENCOUNTER_KM, direction=-1)
    legs: list[Leg] = []
    now = start
    for _ in range(_COASTS):
        legs.append(pilot.fly("encounter", now, _COAST_D * SECONDS_PER_DAY, coast_law(), rows=rows))
        now = legs[-1].end
        if legs[-1].status == STOPPED_BY_EVENT:
            return tuple(legs)
    return None


def capture(pilot: Pilot, start: Moment) -> tuple[Leg, ...] | None:
    """Brake about the Moon; None if the craft leaves again or comes too low."""
    rows = np.vstack(
        (
            distance_row(distance_km=_LOST_KM, direction=1),
            distance_row(distance_km=MOON_RADIUS_KM + LOWEST_ALT_KM, direction=-1),
            [[PERIAPSIS, MOON, 0.0, 0.0, 0.0]],
        )
    )
    legs: list[Leg] = []
    now = start
    while now.t_tdb_s - start.t_tdb_s < _CAPTURE_D * SECONDS_PER_DAY:
        law = spiral_law(body=MOON, way=-1.0)
        legs.append(pilot.fly("capture", now, SECONDS_PER_DAY, law, rows=rows))
        now = legs[-1].end
        if legs[-1].status != DONE:
            return None
        if 0.0 < about_moon(now).a_km < CAPTURED_KM:
            return tuple(legs)
    return None


def first_perilune_s(legs: tuple[Leg, ...]) -> float:
    """When a capture first passes perilune (TDB seconds past J2000), as ESA dated SMART-1's."""
    for leg in legs:
        for event in leg.events:
            if event[0] == 2:
                return leg.start.t_tdb_s + float(event[1])
    return legs[-1].end.t_tdb_s


def wind_down(pilot: Pilot, start: Moment, target: LunarTarget) -> tuple[Leg, ...] | None:
    """Legs to the target orbit, half a revolution each; None if it is not reached."""
    rows = distance_row(distance_km=MOON_RADIUS_KM + 0.5 * LOWEST_ALT_KM, direction=-1)
    legs: list[Leg] = []
    duty, now = Duty(pilot.craft.duty_cycle), start
    while now.t_tdb_s - start.t_tdb_s < _DESCENT_D * SECONDS_PER_DAY:
        orbit = about_moon(now)
        if not 0.0 < orbit.a_km < 2.0 * CAPTURED_KM:
            return None
        if _reached(orbit, target):
            return tuple(legs)
        step_s = 0.5 * period_s(orbit.a_km, GM_MOON_KM3_S2)
        law = _lunar_law(now, target) if duty.allows(step_s) else coast_law()
        legs.append(pilot.fly("descent", now, step_s, law, rows=rows))
        now = legs[-1].end
        if legs[-1].status != DONE:
            return None
    return None


def _lunar_law(now: Moment, target: LunarTarget) -> Array:
    return quotient_law(
        body=MOON,
        axis=moon_pole(now.t_tdb_s),
        a_km=target.semi_major_axis_km,
        e=target.eccentricity,
        turn_rad=math.radians(target.inclination_deg),
        least_km=MOON_RADIUS_KM + LOWEST_ALT_KM,
        soft_km_s=_SOFT_KM_S,
        effectivity=_EFFECTIVITY,
    )


def _reached(orbit: Orbit, target: LunarTarget) -> bool:
    return (
        orbit.a_km <= target.semi_major_axis_km * (1.0 + _SIZE)
        and abs(orbit.e - target.eccentricity) < _SHAPE
        and abs(orbit.tilt_deg - target.inclination_deg) < _TILT_DEG
    )
