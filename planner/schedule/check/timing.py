"""When a flight flies: order of events, time of flight, stay in orbit, first flights, horizon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.record import FlightRecord
from planner.schedule.check.sun import sun_elevation_deg
from planner.schedule.check.violation import Violation

DAY_S = 86_400.0
TOF_TOLERANCE_D = 1.1 / DAY_S  # a leap second may fall inside; instants are written to 1 ms
LIGHT_TOLERANCE_DEG = 0.06  # of the short series, see sun.py
LONGEST_COAST_D = 1.0  # from launch to TLI


def timing_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """Everything about the instants of one flight."""
    yield from _order(flight)
    yield from _time_of_flight(scenario, flight)
    yield from _landing(scenario, option, flight)
    yield from _first_flights(option, flight)
    horizon = scenario.horizon
    if not horizon.start <= flight.launch.date() <= flight.delivered.date() <= horizon.end:
        yield Violation(
            "horizon",
            flight.id,
            f"launched {flight.launch.date()}, delivered {flight.delivered.date()}; "
            f"the horizon is {horizon.start} to {horizon.end}",
        )


def order_and_light_violations(
    scenario: Scenario, flight: FlightRecord, tof_d: tuple[float, float] | None = None
) -> Iterator[Violation]:
    """What holds of a crewed flight as well: order, time of flight, light, horizon.

    ``tof_d``: shortest and longest way to the Moon; the policy's if absent.
    """
    yield from _order(flight)
    yield from _time_of_flight(scenario, flight, tof_d)
    if flight.landing is not None:
        yield from _light(scenario, flight.id, flight.landing)
    horizon = scenario.horizon
    if not horizon.start <= flight.launch.date() <= flight.delivered.date() <= horizon.end:
        message = f"launched {flight.launch.date()}, delivered {flight.delivered.date()}"
        yield Violation("horizon", flight.id, f"{message}, {horizon.start} to {horizon.end}")


def _order(flight: FlightRecord) -> Iterator[Violation]:
    instants = [("launch", flight.launch), ("tli", flight.tli), ("arrival", flight.arrival)]
    if flight.landing is not None:
        instants.append(("landing", flight.landing))
    for (before, early), (after, late) in pairwise(instants):
        if early >= late:
            message = f"{before} at {early.isoformat()} is not before {after} at {late.isoformat()}"
            yield Violation("time_order", flight.id, message)
    if flight.tli - flight.launch > timedelta(days=LONGEST_COAST_D):
        message = f"{flight.tli - flight.launch} from launch to TLI; a coast lasts hours"
        yield Violation("time_order", flight.id, message)


def _time_of_flight(
    scenario: Scenario, flight: FlightRecord, tof_d: tuple[float, float] | None = None
) -> Iterator[Violation]:
    flown_d = (flight.arrival - flight.tli).total_seconds() / DAY_S
    if abs(flown_d - flight.tof_d) > TOF_TOLERANCE_D:
        message = f"tof_d is {flight.tof_d:.6f}, TLI to arrival takes {flown_d:.6f} d"
        yield Violation("time_of_flight", flight.id, message)
    low, high = tof_d or (scenario.policies.tof_d.min, scenario.policies.tof_d.max)
    if not low - TOF_TOLERANCE_D <= flight.tof_d <= high + TOF_TOLERANCE_D:
        message = f"tof_d is {flight.tof_d:.6f}, {low:g} to {high:g} d are allowed"
        yield Violation("time_of_flight", flight.id, message)


def _landing(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    if (flight.landing is not None) != (option.destination == "surface"):
        message = f"landing_utc is {flight.landing}, {option.id} goes to {option.destination}"
        yield Violation("landing", flight.id, message)
    if flight.landing is None:
        return
    policies = scenario.policies
    stay_d = (flight.landing - flight.arrival).total_seconds() / DAY_S
    if not policies.landing_wait_min_d - TOF_TOLERANCE_D <= stay_d:
        message = f"{stay_d:.3f} d in lunar orbit, {policies.landing_wait_min_d:g} d at least"
        yield Violation("landing", flight.id, message)
    if stay_d > policies.landing_wait_max_d + TOF_TOLERANCE_D:
        message = f"{stay_d:.3f} d in lunar orbit, {policies.landing_wait_max_d:g} d at most"
        yield Violation("landing", flight.id, message)
    yield from _light(scenario, flight.id, flight.landing)


def _light(scenario: Scenario, flight: str, landing: datetime) -> Iterator[Violation]:
    margin_deg = scenario.policies.landing_sun_margin_deg
    if margin_deg is None:
        return
    site = scenario.site
    least_deg = site.effective_horizon_deg.value + margin_deg
    up_deg = sun_elevation_deg(at=landing, lat_deg=site.lat_deg.value, lon_deg=site.lon_deg.value)
    if up_deg < least_deg - LIGHT_TOLERANCE_DEG:
        message = f"lands with the Sun {up_deg:.2f} deg up, {least_deg:g} deg at least"
        yield Violation("light", flight, message)


def _first_flights(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    for craft in (option.launcher, option.lander):
        if craft is None or craft.first_flight is None:
            continue
        if flight.launch.date() < craft.first_flight.date:
            message = (
                f"launched {flight.launch.date()}; {craft.id} first flies {craft.first_flight.date}"
            )
            yield Violation("first_flight", flight.id, message)
