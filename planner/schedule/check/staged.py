"""Crewed flights by way of the 9:2 NRHO: which burns are flown, and what bounds hold them.

The NRHO comes down to 3000 to 3500 km of the Moon's centre and goes out to some 71 000 km. Two-body
arcs between such an ellipse and a low circle, or an arrival from afar, give bounds; the pull of
the Earth helps or hinders by less than `EARTH_M_S`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from planner.scenario import FlightOption
from planner.schedule.check.record import FlightRecord
from planner.schedule.check.trajectory import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.schedule.check.violation import Violation

NEAR_KM, FAR_KM = 3_300.0, 75_000.0  # distances of the NRHO's ends, the far one rounded up
EARTH_M_S = 60.0
DEAREST = 1.5  # over two-body arcs: half a day is fast, and planes are turned on the way
FASTEST_ARRIVAL_KM_S = 1.5  # v-infinity; flights of 3 to 7 days arrive at 0.7 to 1.1
LOWEST_FLYBY_KM = 99.9  # 100 km asked, and what a flight is corrected to
FLYBY_D: Final = (2.5, 8.0)  # TLI to the flyby
HOME_D: Final = (3.5, 10.0)
TURN_D = 6.8  # one turn of the orbit, the longest
ARC_D = 0.75  # half a day between the NRHO and the low orbit, and a few turns there

LANDER: Final = frozenset(
    {"tli", "flyby", "insertion", "down", "loi", "plane", "descent", "ascent", "up", "rejoin"}
)
SHIP: Final = frozenset({"tli", "flyby", "insertion", "tei", "tei_flyby"})
DIRECT_LANDER: Final = frozenset({"tli", "loi", "plane", "descent", "ascent"})
DIRECT_SHIP: Final = frozenset({"tli", "loi", "tei"})


def is_staged(option: FlightOption) -> bool:
    """Whether lander and ship meet in the NRHO."""
    return option.family == "nrho"


def burns_of(option: FlightOption, *, ship: bool) -> frozenset[str]:
    """Names of the burns a flight states."""
    if is_staged(option):
        return SHIP if ship else LANDER
    return DIRECT_SHIP if ship else DIRECT_LANDER


def by_stage(option: FlightOption, dv_m_s: Mapping[str, float]) -> dict[str, float]:
    """What a lander's stages burn under the names of the catalogue (m/s).

    The crew boards where the ship waits: before the way down, if that is the NRHO.
    """
    if not is_staged(option):
        return {
            "loi": dv_m_s["loi"] + dv_m_s["plane"],
            "descent": dv_m_s["descent"],
            "ascent": dv_m_s["ascent"],
        }
    return {
        "loi": dv_m_s["flyby"] + dv_m_s["insertion"],
        "descent": sum(dv_m_s[name] for name in ("down", "loi", "plane", "descent")),
        "ascent": sum(dv_m_s[name] for name in ("ascent", "up", "rejoin")),
    }


def ship_burns(option: FlightOption, dv_m_s: Mapping[str, float]) -> tuple[float, float]:
    """What a ship burns to arrive and to leave (m/s)."""
    if not is_staged(option):
        return dv_m_s["loi"], dv_m_s["tei"]
    return dv_m_s["flyby"] + dv_m_s["insertion"], dv_m_s["tei"] + dv_m_s["tei_flyby"]


def _speed_km_s(at_km: float, other_km: float) -> float:
    return math.sqrt(2.0 * GM_MOON_KM3_S2 * other_km / (at_km * (at_km + other_km)))


def low_bounds_m_s(option: FlightOption) -> tuple[float, float]:
    """Least and most between the NRHO and the low circle, by two burns."""
    low_km = MOON_RADIUS_KM + option.arrival_orbit.perilune_alt_km
    turn = _speed_km_s(FAR_KM, NEAR_KM) - _speed_km_s(FAR_KM, low_km)
    join = _speed_km_s(low_km, FAR_KM) - math.sqrt(GM_MOON_KM3_S2 / low_km)
    arc_m_s = 1000.0 * (turn + join)
    return arc_m_s - EARTH_M_S, DEAREST * arc_m_s


def capture_bounds_m_s() -> tuple[float, float]:
    """Least and most between afar and the NRHO, by a burn at the flyby and one to join."""
    flyby_km = MOON_RADIUS_KM + LOWEST_FLYBY_KM
    escape_km_s = math.sqrt(2.0 * GM_MOON_KM3_S2 / flyby_km)
    ellipse = _speed_km_s(flyby_km, FAR_KM)
    turn = _speed_km_s(FAR_KM, NEAR_KM) - _speed_km_s(FAR_KM, flyby_km)
    low_m_s = 1000.0 * (escape_km_s - ellipse)
    fast = math.hypot(escape_km_s, FASTEST_ARRIVAL_KM_S)
    return low_m_s, DEAREST * 1000.0 * (fast - ellipse + turn) + EARTH_M_S


def staged_violations(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """Flyby, insertion and the ways between the NRHO and the low orbit, against the bounds."""
    if flight.joined is None or flight.joined <= flight.arrival:
        message = f"joined_utc is {flight.joined}, the flyby is at {flight.arrival.isoformat()}"
        yield Violation("time_order", flight.id, message)
    if flight.perilune_alt_km < LOWEST_FLYBY_KM:
        message = f"passes the Moon at {flight.perilune_alt_km:.1f} km, 100 km at least"
        yield Violation("arrival_orbit", flight.id, message)
    dv = flight.dv_m_s
    sums = {"flyby and insertion": (dv["flyby"] + dv["insertion"], capture_bounds_m_s())}
    if flight.ship is None:
        bounds = low_bounds_m_s(option)
        sums["down and loi"] = (dv["down"] + dv["loi"], bounds)
        sums["up and rejoin"] = (dv["up"] + dv["rejoin"], bounds)
    else:
        sums["tei and tei_flyby"] = (dv["tei"] + dv["tei_flyby"], capture_bounds_m_s())
    for name, (spent, (low, high)) in sums.items():
        if not low <= spent <= high:
            message = f"{name} of {spent:.1f} m/s; {low:.1f} to {high:.1f} m/s is possible"
            yield Violation("burns", flight.id, message)
