"""Moving one flight or one element, and every rule that stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.schedule.balances import Wait, in_balance, waits_for
from planner.schedule.instance import Instance, Payment
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import operational_days

#: Later than every day: of what is not delivered.
NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Blocker:
    """One rule a launch would break.

    ``rule`` is ``capacity``, ``release``, ``due``, ``pin``, ``precedence``, ``support``
    (what the flight option requires), ``balance``, ``cadence``, ``pad``, ``budget``,
    ``room`` or ``apart``; ``elements`` and ``flights`` (opportunity indices) are what it
    would break it with. ``wait`` says more of a balance, ``payment`` which budget,
    ``launcher_year`` whose launches are used up, ``pad`` which pad is busy.
    """

    rule: str
    elements: tuple[str, ...] = ()
    flights: tuple[int, ...] = ()
    wait: Wait | None = None
    payment: Payment | None = None
    launcher_year: tuple[str, int] | None = None
    pad: str = ""


def launch_blockers(ledger: Ledger, index: int) -> list[Blocker]:
    """Cadence, pad and budget conflicts of one more launch at ``index``."""
    found = [
        Blocker("cadence", flights=ledger.same_year(*key), launcher_year=key)
        for key in ledger.full_years(index)
    ]
    found += [
        Blocker("pad", flights=flights, pad=pad) for pad, flights in ledger.busy_pads(index).items()
    ]
    return found + [
        Blocker("budget", flights=ledger.charged(payment), payment=payment)
        for payment in ledger.short_budgets(index)
    ]


def element_blockers(
    instance: Instance, element: str, index: int, ready: dict[str, int]
) -> list[Blocker]:
    """What the element's own rules say of flying at ``index``.

    ``ready`` gives the operational day of the elements of the plan.
    """
    task, here = instance.task[element], instance.opportunities[index]
    found = []
    if task.mass_kg > here.capacity_kg:
        found.append(Blocker("capacity", (element,)))
    if here.launch_day < task.release_day:
        found.append(Blocker("release", (element,)))
    if here.delivery_day + task.commissioning_d > instance.latest_operational_day(task):
        found.append(Blocker("due", (element,)))
    if not instance.ties.allow(element, option=here.option, launch_day=here.launch_day):
        found.append(Blocker("pin", (element,)))
    waited = [*task.requires, *(e for e in task.awaits if e in ready)]
    found += _late("precedence", waited, ready, here.delivery_day)
    found += _late("support", instance.options[here.option].requires, ready, here.first_day)
    waits = waits_for(instance, element, here.delivery_day + task.commissioning_d, ready)
    found += [Blocker("balance", wait.sources, wait=wait) for wait in waits]
    return found


def _late(rule: str, waited: Sequence[str], ready: dict[str, int], day: int) -> list[Blocker]:
    """One blocker with all that is not at work by the day, the last first."""
    late = {e for e in waited if ready.get(e, NEVER) > day}
    ordered = sorted(late, key=lambda e: (-ready.get(e, NEVER), e))
    return [Blocker(rule, tuple(ordered))] if ordered else []


def moved_earlier(instance: Instance, manifests: Manifests) -> Manifests:
    """Shift flights to earlier windows of their option and elements to earlier flights with room.

    Repeats until nothing moves. Neither cost nor launches rise and no operational day gets
    later, so completion never rises either; the plan stays feasible.
    """
    ledger = Ledger(instance, manifests)
    while any(_shift_flight(ledger, index) for index in sorted(ledger.aboard)) or any(
        _shift_element(ledger, task.id) for task in instance.elements
    ):
        pass
    return ledger.manifests()


def _shift_flight(ledger: Ledger, index: int) -> bool:
    instance = ledger.instance
    here = instance.opportunities[index]
    earlier = (
        other
        for other in instance.by_option[here.option]
        if instance.opportunities[other].delivery_day < here.delivery_day
    )
    load_kg, elements = ledger.load_kg[index], ledger.drop(index)
    days = operational_days(instance, ledger.manifests())
    for other in earlier:
        target = instance.opportunities[other]
        ready = days | {e: target.delivery_day + instance.task[e].commissioning_d for e in elements}
        if (
            load_kg <= target.capacity_kg
            and len(target.launcher_years) <= len(here.launcher_years)
            and ledger.may_open(other)
            and not any(element_blockers(instance, e, other, ready) for e in elements)
            and in_balance(instance, _changed_for_a_time(instance, elements), ready)
        ):
            _book_all(ledger, other, elements)
            return True
    _book_all(ledger, index, elements)
    return False


def _changed_for_a_time(instance: Instance, elements: tuple[str, ...]) -> list[str]:
    """Balances in which moving the elements earlier may take something from others."""
    return [b for b in instance.timed if any(e in instance.profiles[b] for e in elements)]


def _book_all(ledger: Ledger, index: int, elements: tuple[str, ...]) -> None:
    for element in elements:
        ledger.book(index, element)


def _shift_element(ledger: Ledger, element: str) -> bool:
    instance = ledger.instance
    index = next((i for i, aboard in ledger.aboard.items() if element in aboard), None)
    if index is None:  # left out
        return False
    days = operational_days(instance, ledger.manifests())
    task, here = instance.task[element], instance.opportunities[index]
    if element in instance.ties.companions:  # it moves with its flight
        return False
    for other in sorted(ledger.aboard):
        target = instance.opportunities[other]
        if (
            target.delivery_day < here.delivery_day
            and target.option in task.options
            and ledger.room_kg(other) >= task.mass_kg
            and not instance.ties.torn(element, ledger.aboard[other])
            and not element_blockers(instance, element, other, days)
            and in_balance(
                instance,
                _changed_for_a_time(instance, (element,)),
                days | {element: target.delivery_day + task.commissioning_d},
            )
        ):
            stay = tuple(e for e in ledger.drop(index) if e != element)
            _book_all(ledger, index, stay)
            ledger.book(other, element)
            return True
    return False
