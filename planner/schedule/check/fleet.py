"""What flights share: options, launchers by calendar year, pads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import floor

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.record import FlightRecord, PlanRecord
from planner.schedule.check.support import tanker_days, tankers_musd, tankers_of
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
            option.launcher.cost_musd.value
            + (lander.cost_musd.value if lander else 0.0)
            + tankers_musd(option),
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
    launchers |= {o.tankers.launcher.id: o.tankers.launcher for o in scenario.fleet if o.tankers}
    options = {option.id: option for option in scenario.fleet}
    launches = Counter((flight.launcher, flight.launch.year) for flight in plan.flights)
    for flight in plan.flights:
        launches.update((rocket, day.year) for rocket, _, day in tankers_of(options, flight))
    new = set(launches)  # a year of the past alone may be as full as it was
    for past in scenario.history:
        if past.launch is not None and past.option is not None:
            launches[options[past.option].launcher.id, past.launch.year] += 1
            before = tanker_days(options[past.option], past.launch)
            launches.update((rocket, day.year) for rocket, _, day in before)
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
    turnaround |= {o.tankers.pad.id: o.tankers.pad.turnaround_d.value
                   for o in scenario.fleet if o.tankers}  # fmt: skip
    options = {option.id: option for option in scenario.fleet}
    launches: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for flight in plan.flights:
        launches[flight.pad].append((flight.launch.date(), flight.id))
        for _, pad, day in tankers_of(options, flight):
            launches[pad].append((day, f"a tanker of {flight.id}"))
    for pad in sorted(set(launches) & set(turnaround)):
        yield from _after_the_past(scenario, pad, turnaround[pad], launches[pad])
        for (early, earlier), (late, later) in pairwise(sorted(launches[pad])):
            apart_d = (late - early).days
            if apart_d < turnaround[pad]:
                message = (
                    f"{earlier} and {later} launch {apart_d} d apart, {turnaround[pad]:g} d needed"
                )
                yield Violation("pad_turnaround", pad, message)


def _after_the_past(
    scenario: Scenario, pad: str, turnaround_d: float, launches: list[tuple[date, str]]
) -> Iterator[Violation]:
    options = {option.id: option for option in scenario.fleet}
    for past in scenario.history:
        option = options.get(past.option or "")
        if past.launch is None or option is None:
            continue
        before = [day for _, other, day in tanker_days(option, past.launch) if other == pad]
        for gone in before + [past.launch] * (option.pad.id == pad):
            for day, name in launches:
                apart_d = abs((day - gone).days)
                if apart_d < turnaround_d:
                    message = (
                        f"{past.id} and {name} launch {apart_d} d apart, {turnaround_d:g} d needed"
                    )
                    yield Violation("pad_turnaround", pad, message)
