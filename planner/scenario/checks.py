"""Checks that what the scenario asks is not contradictory in itself.

Only what can be said for certain, without computing a transfer, is a fault here:
each check compares with a bound that no plan can beat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
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
    places = draft.salvaged.positions.get("fleet", ())
    for position, entry in zip(places, draft.file.fleet, strict=True):
        option = draft.options.get(position)
        if option is None or entry.destination in {None, option.destination}:
            continue
        what = option.lander.name if option.lander else "a flight without lander"
        ends = "lands" if option.destination == "surface" else "cannot land"
        message = f"is {entry.destination}, but {what} {ends}, allowed is {option.destination}"
        yield draft.document.fault(("fleet", position, "destination"), message)


def _cycles(draft: Draft) -> Iterator[Fault]:
    places = dict(zip(draft.ids, draft.salvaged.positions.get("elements", ()), strict=True))
    for cycle in _without_cycles(draft)[1]:
        path = ("elements", places[cycle[0]], "requires")
        message = f"circular prerequisites {' -> '.join(cycle)}; take one of them out"
        yield draft.document.fault(path, message)


def _without_cycles(draft: Draft) -> tuple[dict[str, set[str]], list[list[str]]]:
    """Return the prerequisites of the elements that are in no circle, and the circles."""
    graph = {entry.id: set(entry.requires) for entry in draft.file.elements}
    cycles = []
    while cycle := _cycle(graph):
        cycles.append(cycle)
        graph = {key: needs for key, needs in graph.items() if key not in cycle}
    return {key: {need for need in needs if need in graph} for key, needs in graph.items()}, cycles


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
    sound = []
    for position, element in draft.elements.items():
        found = list(_own_days(draft, ("elements", position), element, phases[element.phase]))
        yield from found
        if not found:
            sound.append(position)
    if draft.fleet_is_whole:
        yield from _chains(draft, sound)


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


def _chains(draft: Draft, positions: list[int]) -> Iterator[Fault]:
    """Compare due days with the first day the elements could possibly work."""
    last = draft.file.horizon.end
    works = _first_working_days(draft)
    for position in positions:
        element = draft.elements[position]
        first, why = works.get(element.id, (date.min, ""))
        limit = min(element.due or last, last)
        if first > limit:
            message = (
                f"'{element.id}' cannot work before {first} ({why}), but must by {limit}; "
                "allow more time or require less"
            )
            key = "due" if element.due else "id"
            yield draft.document.fault(("elements", position, key), message)


def _first_working_days(draft: Draft) -> dict[str, tuple[date, str]]:
    """Return, for each element, a day before which it cannot work, and the reason."""
    elements = {element.id: element for element in draft.elements.values()}
    graph, _ = _without_cycles(draft)
    works: dict[str, tuple[date, str]] = {}
    for key in TopologicalSorter(graph).static_order():
        if key in elements:
            needs = {need: works[need][0] for need in graph[key] if need in works}
            works[key] = _first_working_day(draft, elements[key], needs)
    return works


def _first_working_day(
    draft: Draft, element: StationElement, needs: Mapping[str, date]
) -> tuple[date, str]:
    start, shortest = draft.file.horizon.start, timedelta(days=draft.file.policies.tof_d.min)
    phase = next(phase for phase in draft.phases if phase.id == element.phase)
    launch, why = max(
        (start, "the horizon starts then"),
        (phase.start, f"phase '{phase.id}' starts then"),
        (element.earliest or start, "its earliest launch"),
        _first_launch(draft, element, start),
    )
    delivered, why = max(
        [(_later(launch, shortest), why)]
        + [(day, f"'{need}' must work first") for need, day in needs.items()]
    )
    return _later(delivered, timedelta(days=element.commissioning_d)), why


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
