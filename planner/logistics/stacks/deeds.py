"""What each kind of event does to the items and tanks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from planner.errors import OutOfRangeError
from planner.logistics.stacks import events as ev
from planner.logistics.stacks.events import AnyEvent
from planner.logistics.stacks.file import StackHead
from planner.logistics.stacks.firing import Dry, Firing, fire
from planner.logistics.stacks.state import State, Tank
from planner.logistics.stacks.tankers import tankers_needed

#: Ways mass enters or leaves after the start.
FLOWS: Final = ("loaded", "refuelled", "burned", "boiled", "vented", "dropped", "delivered")
#: Mass (kg) by which rounding may miss what is there.
_ROUNDING_KG: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Why a chain stopped.

    Attributes
    ----------
    words : str
        What is lacking, in a sentence.
    short_kg : float
        Mass that is missing, or for which there is no room.
    short_m_s : float | None
        Speed change that is missing, for a burn.
    number : int
        Event, counted from 1; 0 for the launch.
    name : str
        What people call the event.
    """

    words: str
    short_kg: float
    short_m_s: float | None = None
    number: int = 0
    name: str = ""

    def at(self, number: int, name: str) -> Lack:
        """Return the same lack at an event."""
        return replace(self, number=number, name=name)

    def __str__(self) -> str:
        return f"event {self.number} ({self.name}): {self.words}"


@dataclass(slots=True, kw_only=True)
class Deed:
    """What an event did.

    ``extra_d`` is time it took, in which ``boiled_meanwhile_kg`` was lost; ``parts`` are the
    stacks that became ``stack``; the other fields are those of a step.
    """

    stack: str | None = None
    parts: tuple[str, ...] = ()
    flows_kg: dict[str, float] = field(default_factory=dict)
    firing: Firing | None = None
    tankers: int | None = None
    extra_d: float = 0.0
    boiled_meanwhile_kg: float = 0.0
    lack: Lack | None = None


class Rules(Protocol):
    """What a deed has to know of its plan."""

    @property
    def head(self) -> StackHead:
        """The file's own settings."""
        ...

    @property
    def dv_fraction(self) -> float:
        """Margin added to speed changes."""
        ...


def perform(event: AnyEvent, state: State, rules: Rules) -> Deed:
    """Do what the event says, as far as it can be done; change ``state`` in place."""
    return _DEEDS[type(event)](event, state, rules)


def _burn(event: ev.Burn, state: State, rules: Rules) -> Deed:
    tanks = [state.tank(name) for name in event.tanks]
    stack = state.stack_of(event.tanks[0])
    firing, dry = fire(
        event,
        tanks,
        mass_kg=state.stacks_kg()[stack],
        dv_fraction=rules.dv_fraction,
        g0_m_s2=rules.head.g0_m_s2,
    )
    for tank in tanks:
        tank.add(-firing.propellant_kg[tank.name])
    return Deed(
        stack=stack,
        firing=firing,
        flows_kg={"burned": firing.burned_kg},
        lack=None if dry is None else _ran_dry(dry),
    )


def _ran_dry(dry: Dry) -> Lack:
    speed = "" if dry.short_m_s is None else f" and {dry.short_m_s:.1f} m/s"
    return Lack(
        words=f"tank '{dry.tank}' runs dry {dry.short_kg:.1f} kg{speed} short",
        short_kg=dry.short_kg,
        short_m_s=dry.short_m_s,
    )


def _separate(event: ev.Separate, state: State, _rules: Rules) -> Deed:
    old = state.stack_of(event.items[0])
    for item in event.items:
        state.items[item].stack = event.into
    return Deed(stack=old)


def _dock(event: ev.Dock, state: State, _rules: Rules) -> Deed:
    for item in state.live():
        if item.stack in event.stacks:
            item.stack = event.into
    return Deed(stack=event.into, parts=event.stacks)


def _drop(event: ev.Drop, state: State, _rules: Rules) -> Deed:
    return _remove(event.items, state, "dropped")


def _deliver(event: ev.Deliver, state: State, _rules: Rules) -> Deed:
    return _remove(event.items, state, "delivered")


def _load(event: ev.Load, state: State, _rules: Rules) -> Deed:
    state.items[event.item].dry_kg += event.kg
    return Deed(stack=state.stack_of(event.item), flows_kg={"loaded": event.kg})


def _wait(_event: ev.Wait, _state: State, _rules: Rules) -> Deed:
    return Deed()


def _remove(items: Iterable[str], state: State, flow: str) -> Deed:
    gone = [state.items[item] for item in items]
    deed = Deed(stack=gone[0].stack, flows_kg={flow: sum(item.mass_kg for item in gone)})
    for item in gone:
        item.stack = None
    return deed


def _refuel(event: ev.Refuel, state: State, _rules: Rules) -> Deed:
    tank, deed = state.tank(event.tank), Deed(stack=state.stack_of(event.tank))
    if event.kg > tank.room_kg + _ROUNDING_KG:
        over = event.kg - tank.room_kg
        deed.lack = Lack(words=f"tank '{tank.name}' is {over:.1f} kg too small", short_kg=over)
    elif event.source is not None:
        source = state.tank(event.source)
        deed.lack = _takes(source.usable_kg, event.kg, f"tank '{source.name}'")
        if deed.lack is None:
            source.add(-event.kg)
            tank.add(event.kg)
    elif event.tanker_kg is None:
        tank.add(event.kg)
        deed.flows_kg = {"refuelled": event.kg}
    else:
        _by_tankers(event, event.tanker_kg, tank, state, deed)
    return deed


def _by_tankers(event: ev.Refuel, tanker_kg: float, tank: Tank, state: State, deed: Deed) -> None:
    """Fill a tank flight by flight; everything boils off in between."""
    wanted = tank.kg + event.kg
    try:
        flights = tankers_needed(
            wanted_kg=wanted,
            tanker_kg=tanker_kg,
            held_kg=tank.kg,
            boiloff_per_d=tank.entry.boiloff_per_d,
            every_d=event.tanker_every_d,
        )
    except OutOfRangeError as error:
        deed.lack = Lack(words=f"tank '{tank.name}': {error}", short_kg=event.kg)
        return
    brought = boiled = 0.0
    for flight in range(flights):
        if flight:
            boiled += state.boil(event.tanker_every_d)
        load = min(tanker_kg, wanted - tank.kg)
        tank.add(load)
        brought += load
    deed.tankers, deed.boiled_meanwhile_kg = flights, boiled
    deed.extra_d = max(0, flights - 1) * event.tanker_every_d
    deed.flows_kg = {"refuelled": brought, "boiled": boiled}


def _vent(event: ev.Vent, state: State, _rules: Rules) -> Deed:
    name = str(event.tank or event.item)
    deed = Deed(stack=state.stack_of(name))
    if event.tank is not None:
        tank = state.tank(event.tank)
        deed.lack = _takes(tank.kg, event.kg, f"tank '{tank.name}'")
        if deed.lack is None:
            tank.add(-event.kg)
    else:
        deed.lack = _lighten(state, name, event.kg)
    if deed.lack is None:
        deed.flows_kg = {"vented": event.kg}
    return deed


def _move(event: ev.Move, state: State, _rules: Rules) -> Deed:
    deed = Deed(stack=state.stack_of(event.item), lack=_lighten(state, event.item, event.kg))
    if deed.lack is None:
        state.items[event.to].dry_kg += event.kg
    return deed


def _lighten(state: State, name: str, kg: float) -> Lack | None:
    item = state.items[name]
    if abs(kg - item.dry_kg) <= _ROUNDING_KG:
        return Lack(words=f"nothing would be left of item '{name}', drop it", short_kg=0.0)
    lack = _takes(item.dry_kg, kg, f"item '{name}'")
    if lack is None:
        item.dry_kg -= kg
    return lack


def _takes(there_kg: float, wanted_kg: float, what: str) -> Lack | None:
    short = wanted_kg - there_kg
    if short <= _ROUNDING_KG:
        return None
    words = f"{what} can give {there_kg:.1f} kg, {short:.1f} kg less than is taken"
    return Lack(words=words, short_kg=short)


_DEEDS: Final[Mapping[type[AnyEvent], Callable[[Any, State, Rules], Deed]]] = {
    ev.Wait: _wait,
    ev.Burn: _burn,
    ev.Separate: _separate,
    ev.Dock: _dock,
    ev.Drop: _drop,
    ev.Deliver: _deliver,
    ev.Refuel: _refuel,
    ev.Vent: _vent,
    ev.Load: _load,
    ev.Move: _move,
}
