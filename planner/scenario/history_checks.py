"""A past that cannot have been: unknown ids, days out of order, things flown twice."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.history import PastFlight
from planner.scenario.pins import Pin
from planner.scenario.resolve import Draft


def history_faults(draft: Draft) -> Iterator[Fault]:
    """Return everything that is wrong with the history of a draft."""
    flown: dict[str, PastFlight] = {}
    for position, past in draft.history.items():
        here: Path = ("history", position)
        unknown = [*_unknown(draft, here, past)]
        yield from unknown
        for message in (*_days(draft, past), *([] if unknown else _load(draft, past))):
            yield draft.document.fault(here, message)
        for name in past.elements:
            earlier = flown.get(name)
            if earlier is not None:
                message = f"'{name}' has flown already in {earlier}; take one of them out"
                yield draft.document.fault(here, message)
            elif past.outcome == "flown":
                flown[name] = past
    for position, pin in draft.pins.items():
        for message in _against_pin(pin, flown):
            yield draft.document.fault(("pins", position), message)


def _unknown(draft: Draft, here: Path, past: PastFlight) -> Iterator[Fault]:
    options = {option.id for option in draft.options.values()}
    if past.option is not None and past.option not in options and draft.fleet_is_whole:
        message = f"unknown flight option '{past.option}'{suggestion(past.option, options)}"
        yield draft.document.fault((*here, "option"), message)
    known = {element.id for element in draft.elements.values()}
    for place, name in enumerate(past.elements):
        if name not in known and "elements" not in draft.salvaged.touched:
            message = f"unknown element '{name}'{suggestion(name, known)}"
            yield draft.document.fault((*here, "elements", place), message)


def _days(draft: Draft, past: PastFlight) -> Iterator[str]:
    horizon, as_of = draft.file.horizon, draft.file.as_of or draft.file.horizon.start
    if past.launch is None:
        return
    if past.launch >= as_of:
        yield f"launched {past.launch}, allowed is before the as-of day {as_of}"
    if past.launch < horizon.start:
        yield (
            f"launched {past.launch}, before the horizon starts ({horizon.start}); what works "
            "already stands under in_place"
        )
    if past.delivered is not None and not past.launch <= past.delivered <= horizon.end:
        yield f"delivered {past.delivered}, allowed {past.launch} to {horizon.end}"


def _load(draft: Draft, past: PastFlight) -> Iterator[str]:
    elements = {element.id: element for element in draft.elements.values()}
    aboard = [elements[name] for name in past.elements if name in elements]
    option = next((one for one in draft.options.values() if one.id == past.option), None)
    for element in aboard:
        if option is not None and not element.fits(option):
            yield f"'{option.id}' cannot carry '{element.id}'"
    total_kg = sum(element.mass_kg for element in aboard)
    if past.capacity_kg is not None and total_kg > past.capacity_kg:
        yield f"carried {total_kg:g} kg, more than its capacity_kg of {past.capacity_kg:g}"


def _against_pin(pin: Pin, flown: dict[str, PastFlight]) -> Iterator[str]:
    """A pin the past has broken already."""
    mine = {name: flown[name] for name in pin.elements if name in flown}
    flights = {past.id for past in mine.values()}
    for name, past in mine.items():
        wrong = pin.subject in {"element", "flight"} and not _as_pinned(pin, past)
        if pin.subject == "together":
            wrong = not set(pin.elements) <= set(past.elements)
        if wrong:
            yield f"'{name}' has flown otherwise, see {past}"
    if pin.subject == "apart" and len(flights) < len(mine):
        yield f"{', '.join(mine)} have flown otherwise, see {next(iter(mine.values()))}"


def _as_pinned(pin: Pin, past: PastFlight) -> bool:
    assert past.launch is not None
    start, end = pin.launch.start, pin.launch.end
    return (
        pin.option in {None, past.option}
        and (start is None or start <= past.launch)
        and (end is None or past.launch <= end)
        and (pin.subject != "flight" or set(pin.elements) == set(past.elements))
    )
