"""Checks that what the scenario asks is not contradictory in itself.

Only what can be said for certain, without computing a transfer, is a fault here:
each check compares with a bound that no plan can beat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from graphlib import CycleError, TopologicalSorter

from planner.scenario.bounds import (
    capture_reserve_m_s,
    delivered_bound_kg,
    loi_floor_m_s,
)
from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.model import FlightOption, Phase, StationElement
from planner.scenario.resolve import Draft


def contradiction_faults(draft: Draft) -> Iterator[Fault]:
    """Return everything the draft asks that no plan can give."""
    yield from _spans(draft)
    yield from _options(draft)
    yield from _cycles(draft)
    yield from _days(draft)
    if draft.fleet_is_whole:
        for position, element in draft.elements.items():
            yield from _carriage(draft, ("elements", position), element)


def _spans(draft: Draft) -> Iterator[Fault]:
    file, fault = draft.file, draft.document.fault
    start, end = file.horizon.start, file.horizon.end
    if end < start:
        yield fault(("horizon", "end"), f"{end} is before the start {start}, allowed is later")
        return
    if file.due is not None and not start <= file.due <= end:
        yield fault(("due",), f"{file.due} is outside the horizon, allowed {start} to {end}")
    for index, phase in enumerate(file.phases):
        here: Path = ("phases", draft.position("phases", index))
        if phase.end < phase.start:
            message = f"{phase.end} is before the phase's start {phase.start}, allowed is later"
            yield fault((*here, "end"), message)
        elif phase.end < start or phase.start > end:
            message = (
                f"phase '{phase.id}' ({phase.start} to {phase.end}) lies outside the horizon, "
                f"allowed is an overlap with {start} to {end}"
            )
            yield fault(here, message)
    for index, entry in enumerate(file.in_place):
        if entry.since > start:
            message = (
                f"{entry.since} is after the horizon's start {start}; what comes later is an "
                "element"
            )
            yield fault(("in_place", draft.position("in_place", index), "since"), message)


def _options(draft: Draft) -> Iterator[Fault]:
    for position, option in draft.options.items():
        path: Path = ("fleet", position, "destination")
        lands = option.lander is not None and option.lander.lands
        if option.destination == "surface" and not lands:
            what = option.lander.name if option.lander else "a flight without lander"
            yield draft.document.fault(path, f"{what} cannot land, allowed is lunar_orbit")
        if option.destination == "lunar_orbit" and lands and option.lander:
            message = f"{option.lander.name} lands, allowed is surface"
            yield draft.document.fault(path, message)


def _cycles(draft: Draft) -> Iterator[Fault]:
    graph = {element.id: set(element.requires) for element in draft.elements.values()}
    places = {element.id: position for position, element in draft.elements.items()}
    while cycle := _cycle(graph):
        path = ("elements", places[cycle[0]], "requires")
        yield draft.document.fault(
            path, f"circular prerequisites {' -> '.join(cycle)}; take one of them out"
        )
        for key in cycle:
            graph.pop(key, None)


def _cycle(graph: Mapping[str, set[str]]) -> list[str] | None:
    """Return a circle, each element followed by what it requires, first one first."""
    known = {key: {need for need in needs if need in graph} for key, needs in graph.items()}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))[:-1]
        first = ring.index(min(ring, key=list(graph).index))
        return [*ring[first:], *ring[:first], ring[first]]
    return None


def _days(draft: Draft) -> Iterator[Fault]:
    horizon = draft.file.horizon
    if horizon.end < horizon.start:
        return
    phases = {phase.id: phase for phase in draft.phases}
    for position, element in draft.elements.items():
        here: Path = ("elements", position)
        phase = phases[element.phase]
        yield from _own_days(draft, here, element, phase)
    yield from _chains(draft)


def _own_days(draft: Draft, here: Path, element: StationElement, phase: Phase) -> Iterator[Fault]:
    fault, horizon = draft.document.fault, draft.file.horizon
    earliest, due = element.earliest, element.due
    if earliest and due and earliest > due:
        message = f"{earliest} is after the due day {due}, allowed is before"
        yield fault((*here, "earliest"), message)
    if earliest and earliest > min(phase.end, horizon.end):
        end = min(phase.end, horizon.end)
        message = f"{earliest} is after phase '{phase.id}' or the horizon ends, allowed up to {end}"
        yield fault((*here, "earliest"), message)
    if due and due < max(phase.start, horizon.start):
        start = max(phase.start, horizon.start)
        message = f"{due} is before phase '{phase.id}' or the horizon starts, allowed from {start}"
        yield fault((*here, "due"), message)


def _chains(draft: Draft) -> Iterator[Fault]:
    """Compare each due day with the first day the element could possibly work."""
    if any(True for _ in _cycles(draft)) or not draft.fleet_is_whole:
        return
    last = draft.file.horizon.end
    works = _first_working_days(draft)
    for position, element in draft.elements.items():
        first, why = works[element.id]
        limit = min(element.due or last, last)
        own = element.earliest is None or element.due is None or element.earliest <= element.due
        if first > limit and own:
            message = (
                f"'{element.id}' cannot work before {first} ({why}), but must by {limit}; "
                "allow more time or require less"
            )
            key = "due" if element.due else "id"
            yield draft.document.fault(("elements", position, key), message)


def _first_working_days(draft: Draft) -> dict[str, tuple[date, str]]:
    """Return, for each element, a day before which it cannot work, and the reason."""
    elements = {element.id: element for element in draft.elements.values()}
    phases = {phase.id: phase for phase in draft.phases}
    start, shortest = draft.file.horizon.start, timedelta(days=draft.file.policies.tof_d.min)

    @cache
    def works(key: str) -> tuple[date, str]:
        element = elements[key]
        launch, why = max(
            (start, "the horizon starts then"),
            (phases[element.phase].start, f"phase '{element.phase}' starts then"),
            (element.earliest or start, "its earliest launch"),
            _first_launch(draft, element, start),
        )
        needs = [need for need in element.requires if need in elements]
        delivered, why = max(
            [(_later(launch, shortest), why)]
            + [(works(need)[0], f"'{need}' must work first") for need in needs]
        )
        return _later(delivered, timedelta(days=element.commissioning_d)), why

    # Prerequisites first: a long chain must not run into Python's recursion limit.
    order = TopologicalSorter(
        {key: [need for need in one.requires if need in elements] for key, one in elements.items()}
    ).static_order()
    return {key: works(key) for key in order}


def _first_launch(draft: Draft, element: StationElement, start: date) -> tuple[date, str]:
    able = [option for option in draft.options.values() if element.fits(option)]
    if not able:
        return start, "the horizon starts then"
    first = min(able, key=lambda option: option.available_from or start)
    return first.available_from or start, f"the first flight of '{first.id}'"


def _later(day: date, span: timedelta) -> date:
    """Add days, stopping at the last day Python knows."""
    return day + span if date.max - day > span else date.max


def _carriage(draft: Draft, here: Path, element: StationElement) -> Iterator[Fault]:
    fits = [option for option in draft.options.values() if element.fits(option)]
    if not fits:
        yield draft.document.fault((*here, "id"), _no_option(element))
        return
    best = max(fits, key=delivered_bound_kg)
    bound = delivered_bound_kg(best)
    if element.mass_kg > bound:
        key = "mass_kg" if (*here, "mass_kg") in draft.document.lines else "kind"
        message = (
            f"'{element.id}' weighs {element.mass_kg:.0f} kg, but no option that may carry it "
            f"delivers more than {bound:.0f} kg even without margins ('{best.id}')"
        )
        yield draft.document.fault((*here, key), message)
    elif element.propulsion:
        yield from _capture(draft, here, element, fits)


def _no_option(element: StationElement) -> str:
    way = "without a lander" if element.propulsion else "with a lander or tug"
    named = f" among {', '.join(element.fleet)}" if element.fleet else ""
    return (
        f"'{element.id}' goes to {element.destination} {way}, but no flight option{named} does; "
        "add one to the fleet"
    )


def _capture(
    draft: Draft, here: Path, element: StationElement, fits: list[FlightOption]
) -> Iterator[Fault]:
    least = min(loi_floor_m_s(option.arrival_orbit) for option in fits)
    assert element.propulsion is not None
    reserve = capture_reserve_m_s(element.propulsion, element.mass_kg)
    if element.propulsion.propellant_kg >= element.mass_kg:
        message = (
            f"weighs {element.mass_kg:.0f} kg with {element.propulsion.propellant_kg:.0f} kg of "
            "propellant, allowed is more than the propellant"
        )
        yield draft.document.fault((*here, "mass_kg"), message)
    elif reserve < least:
        message = (
            f"'{element.id}' can change its speed by {reserve:.0f} m/s, but the lunar orbit takes "
            f"at least {least:.0f} m/s"
        )
        yield draft.document.fault((*here, "kind"), message)
