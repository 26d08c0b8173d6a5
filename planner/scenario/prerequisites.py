"""Order of the elements: no circle, and enough time for each chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.model import Alternative, Phase, StationElement
from planner.scenario.resolve import Draft


def cycle_faults(draft: Draft) -> Iterator[Fault]:
    """Return each circle of prerequisites, by name."""
    places = dict(zip(draft.ids, draft.salvaged.positions.get("elements", ()), strict=True))
    for cycle in _without_cycles(draft)[1]:
        first = next(name for name in cycle if name in places)
        path = ("elements", places[first], "requires")
        message = f"circular prerequisites {' -> '.join(cycle)}; take one of them out"
        yield draft.document.fault(path, message)


def _without_cycles(draft: Draft) -> tuple[dict[str, set[str]], list[list[str]]]:
    """Return the prerequisites of the elements that are in no circle, and the circles.

    An alternative is there once what is chosen works: it rests on all it may deliver.
    """
    graph = {entry.id: set(entry.requires) for entry in draft.file.elements}
    for alternative in draft.alternatives.values():
        graph.setdefault(alternative.id, set(alternative.members))
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


def day_faults(draft: Draft) -> Iterator[Fault]:
    """Return the days of elements that contradict phases, horizon or each other."""
    horizon = draft.file.horizon
    if horizon.end < horizon.start:
        return
    phases = {phase.id: phase for phase in draft.phases}
    sound = []
    flown = _flown(draft)
    for position, element in draft.elements.items():
        if element.id in flown:  # the past may have broken any rule
            continue
        found = list(_own_days(draft, ("elements", position), element, phases[element.phase]))
        yield from found
        if not found:
            sound.append(position)
    if draft.fleet_is_whole:
        yield from _chains(draft, sound)


def _flown(draft: Draft) -> dict[str, date]:
    """Return the day of delivery of what has flown."""
    return {
        name: past.delivered
        for past in draft.history.values()
        if past.delivered is not None
        for name in past.elements
    }


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
    alternatives = {one.id: one for one in draft.alternatives.values()}
    graph, _ = _without_cycles(draft)
    flown = _flown(draft)
    works: dict[str, tuple[date, str]] = {}
    for key in TopologicalSorter(graph).static_order():
        if key in elements and key in flown:
            wait = timedelta(days=elements[key].commissioning_d)
            works[key] = _later(flown[key], wait), "it has flown"
        elif key in elements:
            needs = {need: works[need][0] for need in graph[key] if need in works}
            works[key] = _first_working_day(draft, elements[key], needs)
        elif key in alternatives:
            works[key] = _first_choice(alternatives[key], works)
    return works


def _first_choice(
    alternative: Alternative, works: Mapping[str, tuple[date, str]]
) -> tuple[date, str]:
    """Return the day before which no choice can work; none if one of them is not known."""
    last = [
        max((works.get(name, (date.min, "")) for name in choice.elements), key=lambda one: one[0])
        for choice in alternative.choices
    ]
    return min(last, key=lambda one: one[0])


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
