"""A flight's states and speed changes against two-body bounds that no real transfer beats."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.masses import EARTH_RADIUS_KM, GM_EARTH_KM3_S2
from planner.schedule.check.record import FlightRecord
from planner.schedule.check.violation import Violation

GM_MOON_KM3_S2 = 4_902.8001  # JPL DE440 (Park et al. 2021)
MOON_RADIUS_KM = 1_737.4  # IAU working group 2015, mean
PERILUNE_TOLERANCE_KM, INCLINATION_TOLERANCE_DEG = 1.0, 0.1  # what a transfer is corrected to
C3_TOLERANCE_KM2_S2 = 1e-4  # GM to 9 digits, at 6578 km
PARKING_TOLERANCE_KM = 0.5  # between two published equatorial radii lies 1 m; a plan rounds less
TANGENTIAL_EXCESS_M_S = 100.0  # dearest steering a direct departure still pays
FASTEST_ARRIVAL_KM_S = 2.0  # v-infinity at the Moon; direct flights of 3 to 6 days stay below 1.5
DEAREST_DESCENT = 1.6  # over the impulsive one; gravity loss at the least thrust stays below
TDB_LESS_UTC_S = 69.184  # since 2017-01-01: 37 leap seconds and 32.184 s
EPOCH_TOLERANCE_S = 0.01  # TDB swings 1.7 ms about TT, instants are written to 1 ms
JD_UNIX = 2_440_587.5


def trajectory_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """Arrival orbit, departure state and burns of one flight."""
    yield from _arrival(option, flight)
    yield from _departure(scenario, flight)
    yield from _epoch(flight)
    if option.family == "direct":
        yield from _insertion(option, flight)
    if option.destination == "surface":
        yield from _descent(scenario, option, flight)


def craft_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """Arrival orbit, departure state and LOI, of a lander and of a ship alike."""
    yield from _arrival(option, flight)
    yield from _departure(scenario, flight)
    yield from _epoch(flight)
    yield from _insertion(option, flight)


def departure_violations(scenario: Scenario, flight: FlightRecord) -> Iterator[Violation]:
    """Departure state of a craft that flies to an NRHO."""
    yield from _departure(scenario, flight)
    yield from _epoch(flight)


def descent_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """The descent of a crewed lander."""
    yield from _descent(scenario, option, flight)


def _arrival(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    orbit = option.arrival_orbit
    pairs = (
        ("perilune_alt_km", flight.perilune_alt_km, orbit.perilune_alt_km, PERILUNE_TOLERANCE_KM),
        ("inclination_deg", flight.inclination_deg, orbit.inclination_deg,
         INCLINATION_TOLERANCE_DEG),
    )  # fmt: skip
    for name, stated, asked, tolerance in pairs:
        if abs(stated - asked) > tolerance:
            message = f"{name} is {stated:.3f}, {option.id} arrives at {asked:g}"
            yield Violation("arrival_orbit", flight.id, message)


def _departure(scenario: Scenario, flight: FlightRecord) -> Iterator[Violation]:
    if (flight.state_center, flight.state_frame) != ("earth", "ICRF"):
        message = f"is about {flight.state_center} in {flight.state_frame}, not earth in ICRF"
        yield Violation("tli_state", flight.id, message)
        return
    r_km, v_km_s = math.hypot(*flight.r_km), math.hypot(*flight.v_km_s)
    c3_km2_s2 = v_km_s**2 - 2.0 * GM_EARTH_KM3_S2 / r_km
    if abs(c3_km2_s2 - flight.c3_km2_s2) > C3_TOLERANCE_KM2_S2:
        message = f"has a C3 of {c3_km2_s2:.5f} km2/s2, stated {flight.c3_km2_s2:.5f}"
        yield Violation("tli_state", flight.id, message)
    altitude_km = r_km - EARTH_RADIUS_KM
    if abs(altitude_km - scenario.policies.parking_alt_km) > PARKING_TOLERANCE_KM:
        message = f"at {altitude_km:.2f} km, parking at {scenario.policies.parking_alt_km:g} km"
        yield Violation("tli_state", flight.id, message)
    least_m_s = 1000.0 * (v_km_s - math.sqrt(GM_EARTH_KM3_S2 / r_km))
    spent_m_s = flight.dv_m_s.get("tli", 0.0)
    if not least_m_s - 1.0 <= spent_m_s <= least_m_s + TANGENTIAL_EXCESS_M_S:
        message = f"tli of {spent_m_s:.1f} m/s; a tangential burn takes {least_m_s:.1f} m/s"
        yield Violation("burns", flight.id, message)


def _epoch(flight: FlightRecord) -> Iterator[Violation]:
    """The state's epoch is TLI; before 2017 the leap seconds differ, so only bounds hold."""
    tdb_s = (flight.state_epoch_tdb_jd - JD_UNIX) * 86_400.0
    ahead_s = tdb_s - flight.tli.timestamp()
    recent = flight.tli >= datetime(2017, 1, 1, tzinfo=UTC)
    low_s = TDB_LESS_UTC_S if recent else 32.0
    if not low_s - EPOCH_TOLERANCE_S <= ahead_s <= TDB_LESS_UTC_S + EPOCH_TOLERANCE_S:
        message = f"epoch_tdb_jd lies {ahead_s:.3f} s from tli_utc, {TDB_LESS_UTC_S} s expected"
        yield Violation("tli_state", flight.id, message)


def _apsis_speed_km_s(at_km: float, other_km: float) -> float:
    """Speed at radius ``at_km`` of a lunar orbit with apses ``at_km`` and ``other_km``."""
    return math.sqrt(2.0 * GM_MOON_KM3_S2 * other_km / (at_km * (at_km + other_km)))


def insertion_bounds_m_s(option: FlightOption) -> tuple[float, float]:
    """Least and most that a capture at perilune, or an escape from it, can cost (m/s)."""
    perilune_km = MOON_RADIUS_KM + option.arrival_orbit.perilune_alt_km
    apolune_km = MOON_RADIUS_KM + option.arrival_orbit.apolune_alt_km
    escape2 = 2.0 * GM_MOON_KM3_S2 / perilune_km
    orbit_km_s = _apsis_speed_km_s(perilune_km, apolune_km)
    low_m_s, high_m_s = (
        1000.0 * (math.sqrt(escape2 + v**2) - orbit_km_s) for v in (0.0, FASTEST_ARRIVAL_KM_S)
    )
    return low_m_s, high_m_s


def _insertion(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    low_m_s, high_m_s = insertion_bounds_m_s(option)
    spent_m_s = flight.dv_m_s.get("loi", 0.0)
    if not low_m_s <= spent_m_s <= high_m_s:
        message = f"loi of {spent_m_s:.1f} m/s; {low_m_s:.1f} to {high_m_s:.1f} m/s is possible"
        yield Violation("burns", flight.id, message)


def _descent(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """At least an impulsive transfer to the ground and the hover; at most what thrust can waste."""
    perilune_km = MOON_RADIUS_KM + option.arrival_orbit.perilune_alt_km
    apolune_km = MOON_RADIUS_KM + option.arrival_orbit.apolune_alt_km
    lowered = _apsis_speed_km_s(apolune_km, MOON_RADIUS_KM)
    impulses = _apsis_speed_km_s(apolune_km, perilune_km) - lowered
    impulses += _apsis_speed_km_s(MOON_RADIUS_KM, apolune_km)
    hover = scenario.policies.hover_s * GM_MOON_KM3_S2 / MOON_RADIUS_KM**2
    low_m_s, high_m_s = 1000.0 * (impulses + hover), 1000.0 * (DEAREST_DESCENT * impulses + hover)
    spent_m_s = flight.dv_m_s.get("descent", 0.0)
    if not low_m_s <= spent_m_s <= high_m_s:
        message = f"descent of {spent_m_s:.1f} m/s; {low_m_s:.1f} to {high_m_s:.1f} m/s is possible"
        yield Violation("burns", flight.id, message)
