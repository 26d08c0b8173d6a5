"""A first feasible plan in milliseconds: serial schedule generation, several starts.

Elements are taken in an order that respects precedence and each goes to the
earliest delivery still possible: room aboard a booked flight, or a new launch
that cadence and pad allow. Serial generation after Kelley (1963); the priority
rules are the classic latest finish time and longest tail, then seeded
perturbations of them. The best of all starts is kept. Every plan returned is
feasible; None says only that no start worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from planner.schedule.domains import Domains, span
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import completion_day, cost_musd

STARTS = 60

Priority = dict[str, tuple[float, ...]]


def greedy_plan(
    instance: Instance, domains: Domains, *, seed: int, good_enough_day: int
) -> Manifests | None:
    """Best feasible plan of a fixed number of starts, or None.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities left to each element, none empty (see ``narrow``).
    seed : int
        Seed of the perturbed starts.
    good_enough_day : int
        A lower bound on completion; reaching it ends the search.

    Returns
    -------
    dict[int, tuple[str, ...]] | None
        Elements aboard each opportunity flown.
    """
    best: tuple[tuple[int, int], Manifests] | None = None
    for priority in _priorities(instance, domains, Random(seed)):
        plan = _serial(instance, domains, priority)
        if plan is None:
            continue
        score = (completion_day(instance, plan), cost_musd(instance, plan))
        if best is None or score < best[0]:
            best = (score, plan)
        if best[0][0] <= good_enough_day:
            break
    return None if best is None else best[1]


def _priorities(instance: Instance, domains: Domains, random: Random) -> Iterator[Priority]:
    spans = {task.id: span(instance, domains, task.id) for task in instance.elements}
    latest: Priority = {e: (s.latest, s.earliest) for e, s in spans.items()}
    heavy: Priority = {
        task.id: (spans[task.id].latest // 366, -task.mass_kg) for task in instance.elements
    }
    scarce: Priority = {e: (len(domains[e]), s.latest) for e, s in spans.items()}
    rules = (latest, heavy, scarce)
    yield from rules
    width_d = (instance.end_day - instance.start_day) / 4
    for _ in range(STARTS - len(rules)):
        yield {e: (s.latest + random.uniform(0, width_d),) for e, s in spans.items()}


def partial_plan(instance: Instance, domains: Domains) -> Manifests:
    """Feasible flights for the elements that one start can place; the others are left out."""
    priority = next(_priorities(instance, domains, Random(0)))
    return _serial(instance, domains, priority, partial=True) or {}


def _serial(
    instance: Instance, domains: Domains, priority: Priority, *, partial: bool = False
) -> Manifests | None:
    ledger = Ledger(instance)
    ready_day = dict.fromkeys(instance.task, instance.start_day)
    waiting = {task.id: len(set(task.requires)) for task in instance.elements}
    open_ids = sorted(element for element, count in waiting.items() if count == 0)
    for _ in instance.elements:
        if not open_ids:  # what is left requires something left out, or itself in a circle
            return ledger.manifests() if partial else None
        element = min(open_ids, key=lambda e: (priority[e], e))
        index = _earliest(instance, ledger, domains[element], element, ready_day[element])
        open_ids.remove(element)
        if index is None and partial:
            continue
        if index is None:
            return None
        ledger.book(index, element)
        done = instance.opportunities[index].delivery_day + instance.task[element].commissioning_d
        for successor in instance.successors[element]:
            ready_day[successor] = max(ready_day[successor], done)
            waiting[successor] -= 1
            if waiting[successor] == 0:
                open_ids.append(successor)
    return ledger.manifests()


def _earliest(
    instance: Instance, ledger: Ledger, domain: tuple[int, ...], element: str, ready_day: int
) -> int | None:
    """Earliest delivery; at equal dates a booked flight first, then the cheaper one."""
    mass_kg = instance.task[element].mass_kg
    best: tuple[tuple[int, bool, int, int], int] | None = None
    for index in domain:
        here = instance.opportunities[index]
        opens = index not in ledger.aboard
        rank = (here.delivery_day, opens, here.cost_musd if opens else 0, index)
        if here.delivery_day < ready_day or (best is not None and rank >= best[0]):
            continue
        if ledger.may_open(index) if opens else ledger.room_kg(index) >= mass_kg:
            best = (rank, index)
    return None if best is None else best[1]
