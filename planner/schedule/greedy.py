"""First feasible plans in milliseconds: serial schedule generation, several starts.

Elements are taken in an order that respects precedence and each is given a
flight that still fits, by one of two choices: the earliest delivery, or the
least new money. Serial generation after Kelley (1963); the orders are the
classic priority rules (latest finish, heaviest, fewest choices) and seeded
perturbations of them. The best of all starts is kept. Every plan returned is
feasible; None says only that no start worked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from planner.schedule.domains import Domains, span
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import completion_day, cost_musd
from planner.schedule.power import PowerBook
from planner.schedule.seats import Seats

EARLY_STARTS = 60
THRIFTY_STARTS = 120

Priority = dict[str, tuple[float, ...]]
Choice = Callable[[Ledger, list[int]], int | None]


def greedy_plan(
    instance: Instance, domains: Domains, *, seed: int, good_enough_day: int
) -> Manifests | None:
    """Best plan, by completion day and then cost, of a fixed number of starts; or None.

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
        plan = _serial(instance, domains, priority, _earliest_delivery)
        if plan is None:
            continue
        score = (completion_day(instance, plan), cost_musd(instance, plan))
        if best is None or score < best[0]:
            best = (score, plan)
        if best[0][0] <= good_enough_day:
            break
    return None if best is None else best[1]


def thrifty_plan(instance: Instance, domains: Domains, *, seed: int) -> Manifests | None:
    """Cheapest plan of a fixed number of seeded starts within ``domains``; or None."""
    random = Random(seed)
    spans = {task.id: span(instance, domains, task.id) for task in instance.elements}
    best: tuple[int, Manifests] | None = None
    for _ in range(THRIFTY_STARTS):
        width_d = random.choice((0, 200, 600, 1500))
        priority: Priority = {e: (s.latest + random.uniform(0, width_d),) for e, s in spans.items()}
        plan = _serial(instance, domains, priority, _least_new_money(random))
        if plan is not None and (best is None or cost_musd(instance, plan) < best[0]):
            best = (cost_musd(instance, plan), plan)
    return None if best is None else best[1]


def partial_plan(instance: Instance, domains: Domains) -> Manifests:
    """Feasible flights for the elements that one start can place; the others are left out."""
    priority = next(_priorities(instance, domains, Random(0)))
    return _serial(instance, domains, priority, _earliest_delivery, partial=True) or {}


def _priorities(instance: Instance, domains: Domains, random: Random) -> Iterator[Priority]:
    spans = {task.id: span(instance, domains, task.id) for task in instance.elements}
    latest: Priority = {e: (s.latest, s.earliest) for e, s in spans.items()}
    heavy: Priority = {
        task.id: (spans[task.id].latest // 366, -task.mass_kg) for task in instance.elements
    }
    scarce: Priority = {e: (len(domains[e]), s.latest) for e, s in spans.items()}
    rules = [latest, heavy, scarce]
    if instance.power_w:
        rules.append(_sources_first(instance, latest))
    yield from rules
    width_d = (instance.end_day - instance.start_day) / 4
    for _ in range(EARLY_STARTS - len(rules)):
        yield {e: (s.latest + random.uniform(0, width_d),) for e, s in spans.items()}


def _sources_first(instance: Instance, latest: Priority) -> Priority:
    """Sources of power, and whatever they wait for, before the rest."""
    sources = {
        e for uses in instance.power_w.values() for e, power_w in uses.items() if power_w > 0
    }
    todo = list(sources)
    while todo:
        required = set(instance.task[todo.pop()].requires) - sources
        sources |= required
        todo += required
    return {element: (element not in sources, *rank) for element, rank in latest.items()}


def _serial(
    instance: Instance,
    domains: Domains,
    priority: Priority,
    choose: Choice,
    *,
    partial: bool = False,
) -> Manifests | None:
    ledger, power = Ledger(instance), PowerBook(instance)
    seats = Seats(ledger, domains)
    ready_day = dict.fromkeys(instance.task, instance.start_day)
    waiting = {task.id: len(set(task.requires)) for task in instance.elements}
    open_ids = [element for element, count in waiting.items() if count == 0]
    for _ in instance.elements:
        served = [element for element in open_ids if power.suffices(element)]
        if not served:  # what is left waits for something left out, or for itself in a circle
            return ledger.manifests() if partial else None
        element = min(served, key=lambda e: (priority[e], e))
        open_ids.remove(element)
        powered_day = power.first_day(element) - instance.task[element].commissioning_d
        earliest = max(ready_day[element], powered_day)
        index = choose(ledger, seats.usable(element, earliest))
        if index is None and partial:
            continue
        if index is None:
            return None
        seats.take(index, element)
        done = instance.opportunities[index].delivery_day + instance.task[element].commissioning_d
        power.book(element, done)
        for successor in instance.successors[element]:
            ready_day[successor] = max(ready_day[successor], done)
            waiting[successor] -= 1
            if waiting[successor] == 0:
                open_ids.append(successor)
    return ledger.manifests()


def _earliest_delivery(ledger: Ledger, usable: list[int]) -> int | None:
    """Earliest delivery; at equal dates a booked flight first, then the cheaper one."""
    opportunities = ledger.instance.opportunities

    def rank(index: int) -> tuple[int, int, int]:
        here = opportunities[index]
        new_money = -1 if index in ledger.aboard else here.cost_musd
        return (here.delivery_day, new_money, index)

    for index in sorted(usable, key=rank):
        if index in ledger.aboard or ledger.may_open(index):
            return index
    return None


def _least_new_money(random: Random) -> Choice:
    """Room aboard a booked flight if there is any, else a cheap option on some date."""

    def choose(ledger: Ledger, usable: list[int]) -> int | None:
        opportunities = ledger.instance.opportunities
        booked = [index for index in usable if index in ledger.aboard]
        if booked:
            return min(booked, key=lambda index: (opportunities[index].delivery_day, index))
        new = [index for index in usable if ledger.may_open(index)]
        if not new:
            return None
        prices = {opportunities[i].option: opportunities[i].cost_musd for i in new}
        option = min(sorted(prices), key=lambda o: prices[o] * random.uniform(0.6, 1.6))
        dates = [index for index in new if opportunities[index].option == option]
        return dates[int(len(dates) * random.random() ** random.choice((0.3, 1.0, 3.0)))]

    return choose
