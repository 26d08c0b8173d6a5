"""Science taken along: valued elements that may be left out, put where a plan has room.

Aboard flights of the plan in any case; on flights of their own where money and launches are
still open. What is in the plan already stays where it is.
"""

from __future__ import annotations

from planner.schedule.balances import in_balance
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import operational_days
from planner.schedule.moves import element_blockers
from planner.schedule.problem import ElementTask


def with_riders(
    instance: Instance, domains: Domains, manifests: Manifests, *, may_open: bool
) -> Manifests:
    """The plan with what else it can take along, the most valuable first.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities open to each element.
    manifests : dict[int, tuple[str, ...]]
        A plan that keeps every rule.
    may_open : bool
        Whether flights may be added.
    """
    ledger = Ledger(instance, manifests)
    waiting = [task for task in _riders(instance) if not _delivered(ledger, task.id)]
    while taken := next((t for t in waiting if _take(ledger, domains, t, may_open)), None):
        waiting.remove(taken)
    return ledger.manifests()


def _riders(instance: Instance) -> list[ElementTask]:
    """Valued elements that fly or not by themselves, the most valuable first."""
    ties = instance.ties.companions
    free = (t for t in instance.elements if t.value and t.optional and t.id not in ties)
    return sorted(free, key=lambda task: (-task.value, task.id))


def _delivered(ledger: Ledger, element: str) -> bool:
    return any(element in aboard for aboard in ledger.aboard.values())


def _take(ledger: Ledger, domains: Domains, task: ElementTask, may_open: bool) -> bool:
    """Book the element on the first flight that takes it."""
    instance = ledger.instance
    days = operational_days(instance, ledger.manifests())
    latest = _latest(instance, task, days)
    for index in sorted(
        domains[task.id], key=lambda i: (instance.opportunities[i].delivery_day, i)
    ):
        done = instance.opportunities[index].delivery_day + task.commissioning_d
        room = ledger.room_kg(index) >= task.mass_kg if index in ledger.aboard else may_open
        if (
            room
            and done <= latest
            and (index in ledger.aboard or ledger.may_open(index))
            and not instance.ties.torn(task.id, ledger.aboard.get(index, ()))
            and not element_blockers(instance, task.id, index, days)
            and in_balance(instance, instance.profiles, days | {task.id: done})
        ):
            ledger.book(index, task.id)
            return True
    return False


def _latest(instance: Instance, task: ElementTask, days: dict[str, int]) -> int:
    """Last operational day that keeps what is delivered from having to wait."""
    waiting = (e for e in instance.successors[task.id] if e in days)
    return min(
        (days[e] - instance.task[e].commissioning_d for e in waiting), default=instance.end_day
    )
