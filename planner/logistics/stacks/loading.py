"""From a stack file to a plan that can be flown, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from planner.catalogue import Catalogue, load_catalogue
from planner.catalogue.models import MarginPolicy
from planner.logistics.stacks.events import EVENTS, AnyEvent, Burn
from planner.logistics.stacks.file import ItemEntry, StackEntry, StackHead
from planner.logistics.stacks.launches import capabilities
from planner.logistics.stacks.membership import Walk
from planner.logistics.stacks.plan import StackPlan
from planner.logistics.stacks.tank_name import tank_complaint
from planner.scenario.document import Path
from planner.scenario.door import Door
from planner.scenario.entries import Parts
from planner.scenario.faults import shown, suggestion


def _stack(parts: Parts) -> StackPlan:
    catalogue = load_catalogue()
    head = parts.one(StackHead, parts.document.data)
    items = parts.listed("items", lambda _value, _path: ItemEntry)
    stacks = parts.listed("stacks", lambda _value, _path: StackEntry)
    events = cast(
        "dict[int, AnyEvent]",
        parts.listed("events", lambda value, path: _event_model(parts, value, path)),
    )
    policy = _policy(parts, catalogue)
    where = _homes(parts, stacks)
    known = _names(parts, items, events)
    _maturity(parts, items, policy, catalogue)
    _thrusts(parts, {item.id: item for item in items.values()}, events)
    if where is not None and known and len(events) == parts.length("events"):
        Walk(where, parts.complain).follow(events.items())
    capability_kg = capabilities(parts, stacks, catalogue)
    parts.settle()
    assert head is not None
    return StackPlan(
        head=head,
        items=tuple(items.values()),
        stacks=tuple(stacks.values()),
        events=tuple(events.values()),
        policy=policy,
        capability_kg=capability_kg,
    )


_DOOR: Final = Door("stack", _stack)
#: Read and check a stack file, by its name or as a text, see :class:`planner.scenario.door.Door`.
load_stack = _DOOR.load
loads_stack = _DOOR.loads


def _event_model(parts: Parts, value: Any, path: Path) -> type[AnyEvent] | None:
    if not isinstance(value, dict):
        parts.complain(path, f"is {shown(value)}, allowed is a mapping with a key 'do'")
        return None
    do = value.get("do")
    if do is None:
        parts.complain(path, f"needs a key 'do'{suggestion('', EVENTS)}")
        return None
    model = EVENTS.get(do) if isinstance(do, str) else None
    if model is None:
        parts.complain((*path, "do"), f"unknown event {shown(do)}{suggestion(do, EVENTS)}")
    return model


def _policy(parts: Parts, catalogue: Catalogue) -> MarginPolicy | None:
    named = parts.document.data.get("margins")
    if not isinstance(named, str):  # none, or the head has complained
        return None
    if named not in catalogue.margin_policies:
        known = suggestion(named, catalogue.margin_policies)
        parts.complain(("margins",), f"unknown margin policy '{named}'{known}")
    return catalogue.margin_policies.get(named)


def _names(parts: Parts, items: Mapping[int, ItemEntry], events: Mapping[int, AnyEvent]) -> bool:
    """Complain of items and tanks the events name and the file does not have.

    Returns whether all names are known.
    """
    before = len(parts.faults)
    written = parts.written_ids("items")
    sound = {item.id: item for item in items.values()}
    for place, item in items.items():
        ids = [tank.id for tank in item.tanks]
        if len(set(ids)) < len(ids):
            parts.complain(("items", place, "tanks"), "two tanks have the same id")
    for place, event in events.items():
        for path, name, is_tank in _named(event, ("events", place)):
            owner = name.partition(".")[0]
            if owner not in written:
                parts.complain(path, f"unknown item '{owner}'{suggestion(owner, written)}")
            elif is_tank and (words := tank_complaint(sound, name)):
                parts.complain(path, words)
        _repeats(parts, ("events", place), event, sound)
    return len(parts.faults) == before


def _named(event: AnyEvent, here: Path) -> Iterator[tuple[Path, str, bool]]:
    """Every item or tank an event names: where, the name, whether it is a tank."""
    for key in ("item", "to", "tank", "source"):
        name = getattr(event, key, None)
        if name is not None:
            yield (*here, key), name, key in {"tank", "source"}
    for key in ("items", "tanks"):
        for index, name in enumerate(getattr(event, key, ())):
            yield (*here, key, index), name, key == "tanks"


def _repeats(parts: Parts, here: Path, event: AnyEvent, items: Mapping[str, ItemEntry]) -> None:
    """Complain of an item or tank that an event names twice."""
    for keys in (("items",), ("tanks",), ("tank", "source"), ("item", "to")):
        names = [_whole(name, items) for path, name, _ in _named(event, here) if path[2] in keys]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            parts.complain((*here, keys[0]), f"'{twice[0]}' is named twice")


def _whole(name: str, items: Mapping[str, ItemEntry]) -> str:
    """Return a name under which a lone tank is the same with and without its own."""
    item, _, _ = name.partition(".")
    return item if item in items and len(items[item].tanks) == 1 else name


def _homes(parts: Parts, stacks: Mapping[int, StackEntry]) -> dict[str, str] | None:
    """Return the stack of every item; None if that is not certain."""
    before = len(parts.faults)
    written = parts.written_ids("stacks")
    known = parts.written_ids("items")
    homes: dict[str, str] = {}
    for place, stack in stacks.items():
        for index, item in enumerate(stack.items):
            here: Path = ("stacks", place, "items", index)
            if item not in known:
                parts.complain(here, f"unknown item '{item}'{suggestion(item, known)}")
            elif item in homes:
                parts.complain(here, f"'{item}' is in stack '{homes[item]}' already")
            homes.setdefault(item, stack.id)
    if len(stacks) == len(written):
        for item, place in known.items():
            if item not in homes:
                parts.complain(("items", place), f"'{item}' is in no stack")
    return homes if len(parts.faults) == before and len(stacks) == len(written) else None


def _maturity(
    parts: Parts,
    items: Mapping[int, ItemEntry],
    policy: MarginPolicy | None,
    catalogue: Catalogue,
) -> None:
    """Complain of classes of maturity the policy, or without one any policy, does not have."""
    policies = catalogue.margin_policies.values() if policy is None else (policy,)
    known = {one.id for each in policies for one in each.growth}
    for place, item in items.items():
        if item.maturity is not None and item.maturity not in known:
            words = f"unknown maturity '{item.maturity}'{suggestion(item.maturity, known)}"
            parts.complain(("items", place, "maturity"), words)


def _thrusts(parts: Parts, items: Mapping[str, ItemEntry], events: Mapping[int, AnyEvent]) -> None:
    """Complain of burns that need a thrust no engine tells."""
    for place, event in events.items():
        if not isinstance(event, Burn):
            continue
        if len(event.tanks) == 1 and event.duration_s is None:
            continue
        for index, name in enumerate(event.tanks):
            item, _, tank = name.partition(".")
            found = [t for t in items[item].tanks if tank in {"", t.id}] if item in items else []
            if found and found[0].thrust_n is None:
                words = f"'{name}' tells no thrust_n, which this burn needs"
                parts.complain(("events", place, "tanks", index), words)
