"""Follows who is stacked with whom through the events, before any mass is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from planner.logistics.stacks import events as ev
from planner.logistics.stacks.events import AnyEvent
from planner.scenario.document import Path

_Complain = Callable[[Path, str], None]
_GONE: Final = "has left before"


class Walk:
    """The stack of every item, event by event.

    Parameters
    ----------
    where : Mapping[str, str]
        Stack of each item at the start.
    complain : callable
        Takes a path and what is wrong there.
    """

    def __init__(self, where: Mapping[str, str], complain: _Complain) -> None:
        self.where: dict[str, str | None] = dict(where)
        self.complain = complain

    def follow(self, events: Iterable[tuple[int, AnyEvent]]) -> None:
        """Complain of every event that speaks of what is not there, or not together."""
        for place, event in events:
            self._event(("events", place), event)

    def _event(self, here: Path, event: AnyEvent) -> None:
        match event:
            case ev.Burn():
                self._together((*here, "tanks"), [name.partition(".")[0] for name in event.tanks])
            case ev.Separate():
                self._separate(here, event)
            case ev.Dock():
                self._dock(here, event)
            case ev.Drop() | ev.Deliver():
                if self._together((*here, "items"), event.items):
                    self.where |= dict.fromkeys(event.items)
            case ev.Refuel():
                names = [name for name in (event.tank, event.source) if name is not None]
                self._together((*here, "tank"), [name.partition(".")[0] for name in names])
            case ev.Vent():
                key = "item" if event.tank is None else "tank"
                self._together((*here, key), [str(event.tank or event.item).partition(".")[0]])
            case ev.Load():
                self._together((*here, "item"), [event.item])
            case ev.Move():
                self._together((*here, "item"), [event.item, event.to])
            case ev.Wait():
                pass

    def _together(self, here: Path, items: Sequence[str]) -> bool:
        """Whether all items are there and in one stack; complain if not."""
        stacks = {item: self.where.get(item) for item in items}
        gone = [item for item, stack in stacks.items() if stack is None]
        if gone:
            self.complain(here, f"'{gone[0]}' {_GONE}")
        elif len(set(stacks.values())) > 1:
            said = ", ".join(f"'{item}' is in '{stack}'" for item, stack in stacks.items())
            self.complain(here, f"these are not docked to each other: {said}")
        return not gone and len(set(stacks.values())) == 1

    def _separate(self, here: Path, event: ev.Separate) -> None:
        if not self._together((*here, "items"), event.items):
            return
        old = self.where[event.items[0]]
        stay = [i for i, stack in self.where.items() if stack == old and i not in event.items]
        if not stay:
            self.complain((*here, "items"), f"are all of stack '{old}', nothing would stay")
        elif event.into in self.where.values():
            self.complain((*here, "into"), f"stack '{event.into}' exists already")
        else:
            self.where |= dict.fromkeys(event.items, event.into)

    def _dock(self, here: Path, event: ev.Dock) -> None:
        there = {stack for stack in self.where.values() if stack is not None}
        unknown = [stack for stack in event.stacks if stack not in there]
        if unknown:
            listed = ", ".join(sorted(there)) or "none is left"
            words = f"there is no stack '{unknown[0]}' at this point; there are: {listed}"
            self.complain((*here, "stacks"), words)
        elif len(set(event.stacks)) < len(event.stacks):
            self.complain((*here, "stacks"), "a stack cannot dock to itself")
        elif event.into in there - set(event.stacks):
            self.complain((*here, "into"), f"stack '{event.into}' exists already")
        else:
            joined = {i: event.into for i, stack in self.where.items() if stack in event.stacks}
            self.where |= joined
