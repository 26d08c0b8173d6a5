"""First feasible plans in milliseconds: serial schedule generation, several starts.

Elements are taken in an order that respects precedence and each is given a
flight that still fits, by one of two choices: the earliest delivery, or the
least new money. Serial generation after Kelley (1963); the orders are the
classic priority rules (latest finish, heaviest, fewest choices) and seeded
perturbations of them. The best of all starts is kept. Every plan returned is
feasible; None says only that no start worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from planner.schedule.domains import Domains, Span, span
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger, Manifests
from planner.schedule.measure import completion_day, cost_musd
from planner.schedule.profiles import gives
from planner.schedule.selection import selections, undisputed
from planner.schedule.serial import Choice, Priority, Serial

EARLY_STARTS = 60
THRIFTY_STARTS = 120


def greedy_plan(
    instance: Instance,
    domains: Domains,
    *,
    seed: int,
    good_enough_day: int,
    starts: int = EARLY_STARTS,
) -> Manifests | None:
    """Best plan, by completion day and then cost, of a fixed number of starts; or None.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities left to each element (see ``narrow``), viable.
    seed : int
        Seed of the perturbed starts.
    good_enough_day : int
        A lower bound on completion; reaching it ends the search.
    starts : int
        Most starts; the rules of order come before the perturbed ones.

    Returns
    -------
    dict[int, tuple[str, ...]] | None
        Elements aboard each opportunity flown.
    """
    best: tuple[tuple[int, int], Manifests] | None = None
    sets = selections(instance, domains)
    priorities = _priorities(instance, domains, Random(seed)) if sets else ()
    for n, priority in enumerate(islice(priorities, starts)):
        selection = sets[n % len(sets)]
        plan = Serial(instance, domains, selection, priority).plan(_earliest_delivery)
        if plan is None:
            continue
        score = (completion_day(instance, plan), cost_musd(instance, plan))
        if best is None or score < best[0]:
            best = (score, plan)
        if best[0][0] <= good_enough_day:
            break
    return None if best is None else best[1]


def thrifty_plan(
    instance: Instance, domains: Domains, *, seed: int, starts: int = THRIFTY_STARTS
) -> Manifests | None:
    """Cheapest plan of a fixed number of seeded starts within ``domains``; or None."""
    random = Random(seed)
    spans, sets = _spans(instance, domains), selections(instance, domains)
    best: tuple[int, Manifests] | None = None
    for n in range(starts if sets else 0):
        width_d = random.choice((0, 200, 600, 1500))
        priority = {e: (s.latest + random.uniform(0, width_d),) for e, s in spans.items()}
        selection = sets[n % len(sets)]
        plan = Serial(instance, domains, selection, priority).plan(_least_new_money(random))
        if plan is not None and (best is None or cost_musd(instance, plan) < best[0]):
            best = (cost_musd(instance, plan), plan)
    return None if best is None else best[1]


def partial_plan(instance: Instance, domains: Domains) -> Manifests:
    """Feasible flights for the elements that one start can place; the others are left out."""
    priority = next(_priorities(instance, domains, Random(0)))
    serial = Serial(instance, domains, undisputed(instance), priority)
    return serial.plan(_earliest_delivery, partial=True) or {}


def _spans(instance: Instance, domains: Domains) -> dict[str, Span]:
    """Earliest and latest day of work of everything that has a window."""
    return {t.id: span(instance, domains, t.id) for t in instance.elements if domains[t.id]}


def _priorities(instance: Instance, domains: Domains, random: Random) -> Iterator[Priority]:
    spans = _spans(instance, domains)
    latest: Priority = {e: (s.latest, s.earliest) for e, s in spans.items()}
    heavy: Priority = {e: (s.latest // 366, -instance.task[e].mass_kg) for e, s in spans.items()}
    scarce: Priority = {e: (len(domains[e]), s.latest) for e, s in spans.items()}
    rules = [latest, heavy, scarce]
    if instance.profiles or instance.supporting:
        rules.append(_sources_first(instance, latest))
    yield from rules
    width_d = (instance.end_day - instance.start_day) / 4
    for _ in range(EARLY_STARTS - len(rules)):
        yield {e: (s.latest + random.uniform(0, width_d),) for e, s in spans.items()}


def _sources_first(instance: Instance, latest: Priority) -> Priority:
    """Sources of balances, what flights require, and whatever these wait for, before the rest."""
    sources = {e for mine in instance.profiles.values() for e, p in mine.items() if gives(p)}
    sources |= instance.supporting
    todo = list(sources)
    while todo:
        required = set(instance.task[todo.pop()].requires) - sources
        sources |= required
        todo += required
    return {element: (element not in sources, *rank) for element, rank in latest.items()}


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
        dates: dict[str, list[int]] = {}
        for index in usable:
            dates.setdefault(opportunities[index].option, []).append(index)
        # Whether a flight can be opened is dear to ask: of most options one date will do.
        prices = {
            option: opportunities[mine[0]].cost_musd
            for option, mine in sorted(dates.items())
            if any(map(ledger.may_open, mine))
        }
        if not prices:
            return None
        option = min(prices, key=lambda o: prices[o] * random.uniform(0.6, 1.6))
        new = [index for index in dates[option] if ledger.may_open(index)]
        return new[int(len(new) * random.random() ** random.choice((0.3, 1.0, 3.0)))]

    return choose
