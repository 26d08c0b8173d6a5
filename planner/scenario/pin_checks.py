"""Pins that name what is not there, break a rule, or clash, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from planner.scenario.bounds import delivered_bound_kg
from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.model import FlightOption, StationElement
from planner.scenario.pin_entry import PinEntry
from planner.scenario.pins import Pin
from planner.scenario.resolve import Draft, option_id
from planner.scenario.spans import Span

_LISTS = ("together", "apart", "elements")


def pin_reference_faults(draft: Draft) -> Iterator[Fault]:
    """Return every id in a pin that the scenario lacks, and ids written twice in one."""
    elements = set(draft.ids) | {element.id for element in draft.elements.values()}
    options = {key for one in draft.file.fleet if (key := option_id(one.model_dump()))}
    launchers = {one.launcher for one in draft.file.fleet}
    named = {
        "element": ("element", elements),
        "option": ("flight option", options),
        "flight": ("flight option", options),
        "forbid_option": ("flight option", options),
        "forbid_launcher": ("launcher of the fleet", launchers),
    }
    for index, entry in enumerate(draft.file.pins):
        here: Path = ("pins", draft.position("pins", index))
        for key, (what, known) in named.items():
            word = getattr(entry, key)
            # An entry left out for a fault of its own may be the one that is meant.
            if word is not None and word not in known and not _left_out(draft, key):
                message = f"unknown {what} '{word}'{suggestion(word, known)}"
                yield draft.document.fault((*here, key), message)
        yield from _listed(draft, here, entry, elements)


def _left_out(draft: Draft, key: str) -> bool:
    return ("elements" if key == "element" else "fleet") in draft.salvaged.touched


def _listed(draft: Draft, here: Path, entry: PinEntry, elements: set[str]) -> Iterator[Fault]:
    for key in _LISTS:
        names = getattr(entry, key) or ()
        for place, word in enumerate(names):
            if word not in elements and not _left_out(draft, "element"):
                message = f"unknown element '{word}'{suggestion(word, elements)}"
                yield draft.document.fault((*here, key, place), message)
            if word in names[:place]:
                message = f"'{word}' is written twice, each element once"
                yield draft.document.fault((*here, key, place), message)


def pin_faults(draft: Draft) -> Iterator[Fault]:
    """Return pins that break a rule of the scenario, and pairs of pins that clash."""
    elements = {element.id: at for at, element in draft.elements.items()}
    options = {option.id: option for option in draft.options.values()}
    sound: dict[int, Pin] = {}
    for position, pin in draft.pins.items():
        if not set(pin.elements) <= set(elements) or (pin.option and pin.option not in options):
            continue  # a fault already
        broken = [*_broken_rules(draft, pin, elements, options)]
        for message in broken:
            yield draft.document.fault(("pins", position), message)
        if not broken:
            sound[position] = pin
    yield from _clashes(draft, sound)


def _broken_rules(
    draft: Draft, pin: Pin, elements: dict[str, int], options: dict[str, FlightOption]
) -> Iterator[str]:
    members = {name: draft.elements[elements[name]] for name in pin.elements}
    if pin.subject in {"element", "flight"}:
        option = options[pin.option] if pin.option else None
        flown = {n for past in draft.history.values() if past.delivered for n in past.elements}
        for name, element in members.items():
            if name in flown:
                continue  # judged with the history
            line = draft.document.place(("elements", elements[name]))
            if option is not None and not element.fits(option):
                yield (
                    f"'{option.id}' cannot carry '{name}' ({line}): its destination, its way of "
                    "travelling or its fleet forbid it"
                )
            elif why := _outside(draft, element, option, pin.launch):
                yield f"'{name}' ({line}) cannot launch on the days {pin.launch}: {why}"
    if pin.subject in {"together", "flight"}:
        yield from _cannot_share(draft, pin, members, options)


def _outside(
    draft: Draft, element: StationElement, option: FlightOption | None, days: Span
) -> str | None:
    """Say why no day of launch the pin leaves can hold; None if one may."""
    first, last, why = _launch_days(draft, element, option)
    allowed = Span(start=first, end=max(first, last))
    if first > last or not allowed.meets(days):
        return f"{why}, so only {first} to {last} is left"
    return None


def _launch_days(
    draft: Draft, element: StationElement, option: FlightOption | None
) -> tuple[date, date, str]:
    """First and last day of launch that the element's own dates leave, and what sets them."""
    phase = next(phase for phase in draft.phases if phase.id == element.phase)
    horizon, shortest = draft.file.horizon, timedelta(days=draft.file.policies.tof_d.min)
    as_of = draft.file.as_of or horizon.start
    first = max(horizon.start, phase.start, element.earliest or date.min, as_of)
    why = [f"phase '{phase.id}' runs from {phase.start} to {phase.end}"]
    if as_of > horizon.start:
        why.append(f"nothing launches before the as-of day {as_of}")
    if element.earliest:
        why.append(f"its earliest launch is {element.earliest}")
    if option is not None and option.available_from:
        first = max(first, option.available_from)
        why.append(f"'{option.id}' first flies {option.available_from}")
    due = min(element.due or phase.end, horizon.end)
    why.append(f"it must work by {due} after {element.commissioning_d} d of commissioning")
    last = due - shortest - timedelta(days=element.commissioning_d)
    return first, last, ", ".join(why)


def _cannot_share(
    draft: Draft, pin: Pin, members: dict[str, StationElement], options: dict[str, FlightOption]
) -> Iterator[str]:
    for name, element in members.items():
        for needed in set(element.requires) & set(members):
            if members[needed].commissioning_d > 0:
                yield (
                    f"'{name}' requires '{needed}', which works {members[needed].commissioning_d} "
                    "d after its delivery: they cannot share a flight"
                )
    flown = [n for past in draft.history.values() if past.delivered for n in past.elements]
    for alternative in draft.alternatives.values():
        mine = [name for name in members if name in alternative.members]
        left = alternative.open_to(flown)
        if mine and left and not any(set(mine) <= set(one.elements) for one in left):
            yield f"no choice of '{alternative.id}' that is left delivers {' and '.join(mine)}"
    able = [options[pin.option]] if pin.option else list(options.values())
    able = [one for one in able if all(element.fits(one) for element in members.values())]
    total_kg = sum(element.mass_kg for element in members.values())
    most_kg = max(map(delivered_bound_kg, able), default=0.0)
    if draft.fleet_is_whole and total_kg > most_kg:
        yield (
            f"{', '.join(members)} weigh {total_kg:.0f} kg together, but no option that may carry "
            f"them delivers more than {most_kg:.0f} kg even without margins"
        )


def _clashes(draft: Draft, pins: dict[int, Pin]) -> Iterator[Fault]:
    """Return each pair of pins that cannot both hold, at the later of the two."""
    families = _families(pins)
    launchers = {option.id: option.launcher.id for option in draft.options.values()}
    for (_, one), (at, other) in combinations(sorted(pins.items()), 2):
        for why in (
            _placed_twice(one, other, families),
            _torn(one, other, families) or _torn(other, one, families),
            _crowded(one, other, families) or _crowded(other, one, families),
            _closed(one, other, launchers) or _closed(other, one, launchers),
        ):
            if why:
                message = f"clashes with the pin of {one}: {why}; take one of them out"
                yield draft.document.fault(("pins", at), message)
                break


def _families(pins: dict[int, Pin]) -> dict[str, frozenset[str]]:
    """Elements that must share a flight, by element, through any number of pins."""
    family: dict[str, frozenset[str]] = {}
    for pin in pins.values():
        merged = frozenset(pin.elements)
        merged = merged.union(*(family.get(name, frozenset({name})) for name in pin.elements))
        if pin.subject in {"together", "flight"}:
            family |= dict.fromkeys(merged, merged)
        else:
            family |= {name: family.get(name, frozenset({name})) for name in pin.elements}
    return family


def _placed_twice(one: Pin, other: Pin, families: dict[str, frozenset[str]]) -> str | None:
    places = {"element", "flight"}
    if {one.subject, other.subject} - places:
        return None
    shared = families[one.elements[0]] & families[other.elements[0]]
    if not shared:
        return None
    if one.option and other.option and one.option != other.option:
        return f"{', '.join(sorted(shared))} cannot fly on {one.option} and on {other.option}"
    if not one.launch.meets(other.launch):
        return f"no day lies both in {one.launch} and in {other.launch}"
    return None


def _torn(apart: Pin, other: Pin, families: dict[str, frozenset[str]]) -> str | None:
    if apart.subject != "apart" or other.subject not in {"together", "flight"}:
        return None
    family = families[other.elements[0]]
    both = [name for name in apart.elements if name in family]
    return f"{' and '.join(both[:2])} cannot be apart on one flight" if len(both) > 1 else None


def _crowded(flight: Pin, other: Pin, families: dict[str, frozenset[str]]) -> str | None:
    """A fixed manifest that another pin adds to."""
    if flight.subject != "flight" or other.subject not in {"together", "flight"}:
        return None
    if set(flight.elements).isdisjoint(families[other.elements[0]]):
        return None
    more = sorted(set(other.elements) - set(flight.elements))
    return f"{', '.join(more)} would have to be aboard too" if more else None


def _closed(ban: Pin, other: Pin, launchers: dict[str, str]) -> str | None:
    """A place on what is forbidden on all of its days."""
    if not ban.subject.startswith("forbid") or other.option is None:
        return None
    if other.subject not in {"element", "flight"} or not ban.launch.covers(other.launch):
        return None
    if ban.option == other.option:
        return f"{ban.option} is forbidden then"
    if ban.launcher is not None and ban.launcher == launchers.get(other.option):
        return f"{ban.launcher}, which flies {other.option}, is forbidden then"
    return None
