"""What may be left out: alternatives that name the wrong things, and needs nothing can rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.scenario.document import Path
from planner.scenario.faults import Fault, suggestion
from planner.scenario.model import Alternative, StationElement
from planner.scenario.resolve import Draft, written_ids


def alternative_reference_faults(draft: Draft) -> Iterator[Fault]:
    """Return unknown elements, things named twice, and what belongs to two alternatives."""
    optional = {entry.id for entry in draft.file.elements if entry.optional}
    there = {entry.id for entry in draft.file.in_place}
    known = {key for _, key in written_ids(draft, "elements")}
    owner: dict[str, str] = {}
    for at, alternative in draft.alternatives.items():
        for number, choice in enumerate(alternative.choices):
            here: Path = ("alternatives", at, "choices", number)
            if choice.id in {one.id for one in alternative.choices[:number]}:
                twice = f"id '{choice.id}' is used twice in this alternative; ids must differ"
                yield draft.document.fault((*here, "id"), twice)
            for place, name in enumerate(choice.elements):
                first = owner.setdefault(name, alternative.id)
                message = _wrong_member(name, choice.elements[:place], there, optional)
                if message is None and first != alternative.id:
                    message = (
                        f"'{name}' belongs to alternative '{first}' already, allowed is one; take "
                        "it out of one of them"
                    )
                if message is None and name not in known | there:
                    message = f"unknown element '{name}'{suggestion(name, known)}"
                if message is not None:
                    yield draft.document.fault((*here, "elements", place), message)


def _wrong_member(
    name: str, before: tuple[str, ...], there: set[str], optional: set[str]
) -> str | None:
    if name in before:
        return f"'{name}' is written twice, each element once"
    if name in there:
        return f"'{name}' is in place already, allowed are elements to deliver"
    if name in optional:
        return (
            f"'{name}' is optional, not allowed in a choice: the choice says whether it flies; "
            "take out optional or leave it out of the choice"
        )
    return None


def _elements_whole(draft: Draft) -> bool:
    """Whether no element was left out of the draft for a fault of its own."""
    return "elements" not in draft.salvaged.touched


def alternative_faults(draft: Draft) -> Iterator[Fault]:
    """Return choices that are the same, needs that rest on what may not fly, and a fixed past."""
    for at, alternative in draft.alternatives.items():
        yield from _same_choices(draft, at, alternative)
        yield from _flown_twice(draft, at, alternative)
    elements = {element.id: element for element in draft.elements.values()}
    uncertain = _uncertain_elements(draft)
    owner = {name: one for one in draft.alternatives.values() for name in one.members}
    for at, element in draft.elements.items():
        entry = next(entry for entry in draft.file.elements if entry.id == element.id)
        for place, need in enumerate(entry.requires):
            message = None
            if need in uncertain and not element.optional:
                message = _cannot_rest_on(element, elements[need], owner)
            if message is not None:
                yield draft.document.fault(("elements", at, "requires", place), message)
    if elements and _elements_whole(draft) and all(one.optional for one in elements.values()):
        message = "holds optional elements alone, at least one must be delivered"
        yield draft.document.fault(("elements",), message)


def _same_choices(draft: Draft, at: int, alternative: Alternative) -> Iterator[Fault]:
    seen: dict[frozenset[str], str] = {}
    for number, choice in enumerate(alternative.choices):
        first = seen.setdefault(frozenset(choice.elements), choice.id)
        if first != choice.id:
            message = f"'{choice.id}' delivers the same as '{first}', take one of them out"
            yield draft.document.fault(("alternatives", at, "choices", number, "elements"), message)


def _uncertain_elements(draft: Draft) -> frozenset[str]:
    """Elements that may be left out, the past considered."""
    flown = {
        name for past in draft.history.values() if past.outcome == "flown" for name in past.elements
    }
    found = {element.id for element in draft.elements.values() if element.optional} - flown
    for alternative in draft.alternatives.values():
        choices = [frozenset(one.elements) for one in alternative.open_to(flown)]
        if choices:
            found |= set(alternative.members) - choices[0].intersection(*choices[1:])
    return frozenset(found & {element.id for element in draft.elements.values()})


def _cannot_rest_on(
    element: StationElement, need: StationElement, owner: Mapping[str, Alternative]
) -> str | None:
    """Say why an element that is not optional cannot rest on one that may be left out.

    What is optional may: it is left out with what it requires.
    """
    if need.optional:
        return (
            f"'{element.id}' requires '{need.id}', which is optional; make '{element.id}' optional "
            f"too, or let '{need.id}' be delivered for certain"
        )
    theirs = owner[need.id]
    if owner.get(element.id) is not theirs:
        return (
            f"'{element.id}' requires '{need.id}', which flies only if alternative '{theirs.id}' "
            f"is chosen so; require '{theirs.id}', or make '{element.id}' optional"
        )
    without = [
        one.id
        for one in theirs.choices
        if element.id in one.elements and need.id not in one.elements
    ]
    if without:
        return (
            f"'{element.id}' requires '{need.id}', which choice '{without[0]}' of '{theirs.id}' "
            "does not deliver; add it there"
        )
    return None


def _flown_twice(draft: Draft, at: int, alternative: Alternative) -> Iterator[Fault]:
    """Return a past that no choice agrees with: it has flown parts of several."""
    flown = {
        name: past
        for past in draft.history.values()
        if past.outcome == "flown"
        for name in past.elements
        if name in alternative.members
    }
    if not alternative.open_to(flown):
        places = ", ".join(f"'{name}' in {past}" for name, past in flown.items())
        message = f"no choice of '{alternative.id}' has all of it that has flown: {places}"
        yield draft.document.fault(("alternatives", at, "choices"), message)
