"""Tankers and craft that are used again: stated as asked, in time, and never in two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.record import FlightRecord, PlanRecord
from planner.schedule.check.violation import Violation

#: Rocket, pad and day of a tanker.
Departure: TypeAlias = tuple[str, str, date]


def tanker_days(option: FlightOption, launch: date) -> list[Departure]:
    """Tankers of a flight of a day: the last so long before it, each so long before the next."""
    asked = option.tankers
    if asked is None:
        return []
    found: list[Departure] = []
    day = launch - timedelta(days=asked.last_d)
    while len(found) < asked.count:
        found.insert(0, (asked.launcher.id, asked.pad.id, day))
        day -= timedelta(days=asked.every_d)
    return found


def tankers_of(options: Mapping[str, FlightOption], flight: FlightRecord) -> list[Departure]:
    """The tankers a flight of the plan takes; a crew's ship takes none."""
    option = options.get(flight.option)
    if option is None or flight.ship is not None:
        return []
    return tanker_days(option, flight.launch.date())


def tankers_musd(option: FlightOption) -> float:
    """Price of the tankers of a flight."""
    asked = option.tankers
    return 0.0 if asked is None else asked.launcher.cost_musd.value * asked.count


def tanker_count(scenario: Scenario, plan: PlanRecord) -> int:
    """Tankers of the whole plan."""
    options = {option.id: option for option in scenario.fleet}
    return sum(len(tankers_of(options, flight)) for flight in plan.flights)


def support_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """What flights take besides rocket and lander."""
    options = {option.id: option for option in scenario.fleet}
    for flight in plan.flights:
        option = options.get(flight.option)
        if option is None:
            continue  # reported with the option
        yield from _tankers(scenario, option, flight, tankers_of(options, flight))
        used = None if option.reuses is None or flight.ship is not None else option.reuses.id
        if flight.reuses != used:
            message = f"reuses is {flight.reuses!r}, option {option.id} has {used!r}"
            yield Violation("option", flight.id, message)
    yield from _cycles(scenario, options, plan)
    yield from _craft_works(scenario, options, plan)


def _tankers(
    scenario: Scenario, option: FlightOption, flight: FlightRecord, wanted: list[Departure]
) -> Iterator[Violation]:
    if list(flight.tankers) != wanted:
        stated = ", ".join(f"{rocket} {day}" for rocket, _, day in flight.tankers) or "none"
        asked = ", ".join(f"{rocket} {day}" for rocket, _, day in wanted) or "none"
        yield Violation("tankers", flight.id, f"states {stated}; {asked} follow from its launch")
    if not wanted or option.tankers is None:
        return
    first = wanted[0][2]
    fact = option.tankers.launcher.first_flight
    if fact is not None and first < fact.date:
        message = f"its first tanker leaves on {first}; {wanted[0][0]} first flies {fact.date}"
        yield Violation("first_flight", flight.id, message)
    if first < max(scenario.as_of, scenario.horizon.start):
        message = f"its first tanker leaves on {first}, nothing does before "
        bound = max(scenario.as_of, scenario.horizon.start)
        yield Violation("tankers", flight.id, f"{message}{bound}")


def _cycles(
    scenario: Scenario, options: Mapping[str, FlightOption], plan: PlanRecord
) -> Iterator[Violation]:
    """Between two uses of one craft lies its cycle, uses of the past included."""
    uses: dict[str, list[tuple[date, str]]] = defaultdict(list)
    cycle_d: dict[str, int] = {}
    flown = [(f.option, f.launch.date(), f.id) for f in plan.flights if f.ship is None]
    past = [
        (one.option or "", one.launch, one.id) for one in scenario.history if one.launch is not None
    ]
    for name, day, flight in (*flown, *past):
        option = options.get(name)
        if option is not None and option.reuses is not None:
            uses[option.reuses.id].append((day, flight))
            cycle_d[option.reuses.id] = option.reuses.cycle_d
    for craft in sorted(uses):
        for (early, earlier), (late, later) in pairwise(sorted(uses[craft])):
            if (late - early).days < cycle_d[craft]:
                message = (
                    f"{earlier} and {later} use it {(late - early).days} d apart, "
                    f"{cycle_d[craft]} d needed"
                )
                yield Violation("craft_cycle", craft, message)


def _craft_works(
    scenario: Scenario, options: Mapping[str, FlightOption], plan: PlanRecord
) -> Iterator[Violation]:
    """What a craft waits for works before anything of a flight that uses it leaves."""
    since = {thing.id: thing.since for thing in scenario.in_place}
    since |= {record.id: record.operational.date() for record in plan.elements}
    for flight in plan.flights:
        option = options.get(flight.option)
        if option is None or option.reuses is None or flight.ship is not None:
            continue
        first = min([flight.launch.date(), *(day for *_, day in tankers_of(options, flight))])
        for name in option.reuses.requires:
            works = since.get(name)
            if works is None or works > first:
                message = f"leaves on {first} with {option.reuses.id}; {name} works {works}"
                yield Violation("precedence", flight.id, message)
