"""The mass chain of a stack: its events one after another, with every mass after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.logistics.stacks import deeds
from planner.logistics.stacks.events import AnyEvent
from planner.logistics.stacks.firing import Firing
from planner.logistics.stacks.plan import StackPlan
from planner.logistics.stacks.state import ItemMass, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The stacks after one event.

    Attributes
    ----------
    number : int
        Of the event, counted from 1; 0 is the start.
    do, name : str
        Kind of event, and what people call it.
    day_d : float
        Days since the start.
    stack : str | None
        Stack it happens to.
    before_kg, after_kg : float
        Mass of that stack just before and after; of all stacks together if the event is no
        one stack's.
    boiled_kg : float
        Propellant that boiled off since the step before.
    firing : Firing | None
        The burn, if it is one.
    tankers : int | None
        Tanker flights, if they are counted.
    stacks_kg : Mapping[str, float]
        Mass of every stack.
    items : tuple[ItemMass, ...]
        Every item that is still there.
    """

    number: int
    do: str
    name: str
    day_d: float
    stack: str | None
    before_kg: float
    after_kg: float
    boiled_kg: float
    firing: Firing | None
    tankers: int | None
    stacks_kg: Mapping[str, float]
    items: tuple[ItemMass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Everything that happened to the stacks.

    Attributes
    ----------
    plan : StackPlan
    steps : tuple[Step, ...]
        The start and the events, up to the one that could not be done.
    flows_kg : Mapping[str, float]
        What entered (``initial``, ``loaded``, ``refuelled``) and left (``burned``,
        ``boiled``, ``vented``, ``dropped``, ``delivered``), and what is ``left``.
    dv_m_s : float
        Speed changes of all burns, margins included.
    lack : Lack | None
        Why the chain stopped before its end.
    """

    plan: StackPlan
    steps: tuple[Step, ...]
    flows_kg: Mapping[str, float]
    dv_m_s: float
    lack: deeds.Lack | None


@dataclass(slots=True)
class _Book:
    """What entered and left so far (kg)."""

    flows_kg: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("initial", *deeds.FLOWS), 0.0)
    )
    dv_m_s: float = 0.0

    def enter(self, deed: deeds.Deed) -> None:
        for name, kg in deed.flows_kg.items():
            self.flows_kg[name] += kg
        if deed.firing is not None:
            self.dv_m_s += deed.firing.dv_m_s


def fly(plan: StackPlan) -> Chain:
    """Follow the events of a plan; stop at the first that lacks propellant or room.

    Parameters
    ----------
    plan : StackPlan
        As :func:`planner.logistics.stacks.loading.load_stack` gives it: its names are sound.
    """
    state, book = plan.state(), _Book()
    book.flows_kg["initial"] = sum(state.stacks_kg().values())
    steps = [_start(state)]
    lack = plan.overweight()
    for number, event in enumerate(plan.events if lack is None else (), start=1):
        boiled = state.boil(event.after_d)
        before = state.stacks_kg()
        deed = deeds.perform(event, state, plan)
        deed.flows_kg["boiled"] = deed.flows_kg.get("boiled", 0.0) + boiled
        book.enter(deed)
        steps.append(_step(number, event, steps[-1].day_d, before, boiled, deed, state))
        if deed.lack is not None:
            lack = deed.lack.at(number, steps[-1].name)
            break
    left = sum(state.stacks_kg().values())
    flows = book.flows_kg | {"left": left}
    return Chain(plan=plan, steps=tuple(steps), flows_kg=flows, dv_m_s=book.dv_m_s, lack=lack)


def _start(state: State) -> Step:
    masses = state.stacks_kg()
    return Step(
        number=0, do="start", name="start", day_d=0.0, stack=None, boiled_kg=0.0, firing=None,
        before_kg=sum(masses.values()), after_kg=sum(masses.values()), tankers=None,
        stacks_kg=masses, items=state.snapshot(),
    )  # fmt: skip


def _step(
    number: int,
    event: AnyEvent,
    day_d: float,
    before: Mapping[str, float],
    boiled: float,
    deed: deeds.Deed,
    state: State,
) -> Step:
    after = state.stacks_kg()
    parts = deed.parts or (deed.stack or "",)
    return Step(
        number=number,
        do=event.do,
        name=event.name or event.do,
        day_d=day_d + event.after_d + deed.extra_d,
        stack=deed.stack,
        before_kg=_weight(before, parts),
        after_kg=_weight(after, (deed.stack or "",)),
        boiled_kg=boiled + deed.boiled_meanwhile_kg,
        firing=deed.firing,
        tankers=deed.tankers,
        stacks_kg=after,
        items=state.snapshot(),
    )


def _weight(masses: Mapping[str, float], stacks: tuple[str, ...]) -> float:
    """Mass of these stacks; of all for the nameless one, nothing for one that is no more."""
    if stacks == ("",):
        return sum(masses.values())
    return sum(masses.get(stack, 0.0) for stack in stacks)
