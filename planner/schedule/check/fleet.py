"""What flights share: options, launchers by calendar year, pads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import floor

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.record import FlightRecord, PlanRecord
from planner.schedule.check.violation import Violation


def identity_violations(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """The flight is what its option says, and costs what its launcher and lander cost."""
    lander = option.lander
    facts = {
        "launcher": (flight.launcher, option.launcher.id),
        "lander": (flight.lander, lander.id if lander else None),
        "pad": (flight.pad, option.pad.id),
        "family": (flight.family, option.family),
        "destination": (flight.destination, option.destination),
        "cost_musd": (
            flight.cost_musd,
            option.launcher.cost_musd.value + (lander.cost_musd.value if lander else 0.0),
        ),
    }
    for name, (stated, real) in facts.items():
        if stated != real:
            message = f"{name} is {stated!r}, option {option.id} has {real!r}"
            yield Violation("option", flight.id, message)


def fleet_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Duplicate flights, cadence and pad turnaround over the whole plan."""
    for name, count in Counter(flight.id for flight in plan.flights).items():
        if count > 1:
            yield Violation("duplicate", name, f"{count} flights have this id")
    yield from _cadence(scenario, plan)
    yield from _pads(scenario, plan)


def _cadence(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    launchers = {option.launcher.id: option.launcher for option in scenario.fleet}
    launchers |= {o.ship.launcher.id: o.ship.launcher for o in scenario.fleet if o.ship}
    launches = Counter((flight.launcher, flight.launch.year) for flight in plan.flights)
    new = set(launches)  # a year of the past alone may be as full as it was
    options = {option.id: option for option in scenario.fleet}
    for past in scenario.history:
        if past.launch is not None and past.option is not None:
            launches[options[past.option].launcher.id, past.launch.year] += 1
    for (name, year), count in sorted(launches.items()):
        if name not in launchers or (name, year) not in new:
            continue  # reported with the option
        allowed = floor(launchers[name].cadence_per_year.value)
        if count > allowed:
            yield Violation(
                "cadence", name, f"{count} launches in {year}, {allowed} a year allowed"
            )


def _pads(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Whole days between launch dates (UTC) against the pad's turnaround."""
    turnaround = {option.pad.id: option.pad.turnaround_d.value for option in scenario.fleet}
    turnaround |= {o.ship.pad.id: o.ship.pad.turnaround_d.value for o in scenario.fleet if o.ship}
    launches: dict[str, list[FlightRecord]] = defaultdict(list)
    for flight in plan.flights:
        launches[flight.pad].append(flight)
    for pad in sorted(set(launches) & set(turnaround)):
        yield from _after_the_past(scenario, pad, turnaround[pad], launches[pad])
        in_order = sorted(launches[pad], key=lambda flight: flight.launch)
        for earlier, later in pairwise(in_order):
            apart_d = (later.launch.date() - earlier.launch.date()).days
            if apart_d < turnaround[pad]:
                message = (
                    f"{earlier.id} and {later.id} launch {apart_d} d apart, "
                    f"{turnaround[pad]:g} d needed"
                )
                yield Violation("pad_turnaround", pad, message)


def _after_the_past(
    scenario: Scenario, pad: str, turnaround_d: float, flights: list[FlightRecord]
) -> Iterator[Violation]:
    pads = {option.id: option.pad.id for option in scenario.fleet}
    for past in scenario.history:
        if past.launch is None or pads.get(past.option or "") != pad:
            continue
        for flight in flights:
            apart_d = abs((flight.launch.date() - past.launch).days)
            if apart_d < turnaround_d:
                message = (
                    f"{past.id} and {flight.id} launch {apart_d} d apart, {turnaround_d:g} d needed"
                )
                yield Violation("pad_turnaround", pad, message)
