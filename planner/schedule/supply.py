"""Launches, mass, power, berths and stocks there can be against what the elements need.

Each count is a bound that holds for every plan, so a shortage is a proof.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from planner.schedule.conflicts import clique_cover, incompatible_pairs
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance
from planner.schedule.profiles import gives, pieces
from planner.schedule.wording import amount, counted, listed, supplied, taken

LARGEST_GROUP = 3


def shortages(instance: Instance, domains: Domains) -> tuple[str, ...]:
    """Too little in a balance, or launchers too few or too weak for what only they can carry.

    Of groups of launchers only the smallest that fall short are named.
    ``domains`` must be viable.
    """
    if lacking := _lacking(instance, domains):
        return lacking
    served = {
        element: frozenset(instance.opportunities[i].launcher for i in domain)
        for element, domain in domains.items()
        if element in instance.always
    }
    launchers = sorted(frozenset[str]().union(*served.values()))
    short: dict[frozenset[str], str] = {}
    for size in range(1, LARGEST_GROUP + 1):
        for group in map(frozenset, combinations(launchers, size)):
            bound = sorted(element for element, needed in served.items() if needed <= group)
            if not bound or any(smaller <= group for smaller in short):
                continue
            sentence = _shortage(instance, domains, group, bound)
            if sentence:
                short[group] = sentence
    return tuple(short.values())


def _lacking(instance: Instance, domains: Domains) -> tuple[str, ...]:
    """Balances that fall short at the end even with everything delivered that gives."""
    short = []
    for balance, profiles in instance.profiles.items():
        here = instance.balances[balance]
        most = here.in_place + sum(gives(p) for e, p in profiles.items() if domains[e])
        users = {e: n for e in profiles if (n := _taken_at_last(instance, balance, e)) > 0}
        if sum(users.values()) > most:
            names = listed(sorted(users, key=lambda e: (-users[e], e)))
            short.append(
                f"With everything at work there {supplied(here, most)} {here.name}; "
                f"{names} {taken(here, plural=len(users) > 1)} {amount(here, sum(users.values()))}."
            )
    return tuple(short)


def _taken_at_last(instance: Instance, balance: str, element: str) -> int:
    """What an element of every plan takes on the rule's last day, whenever it flies."""
    if element not in instance.always:
        return 0
    last = instance.last_day(balance)
    begin_d, end_d, level = list(pieces(instance.profiles[balance][element]))[-1]
    sure = instance.latest_operational_day(instance.task[element]) + begin_d <= last
    return -level if sure and end_d is None else 0


def _shortage(
    instance: Instance, domains: Domains, group: frozenset[str], elements: list[str]
) -> str | None:
    best_kg = _best_loads(instance, domains, group, elements)
    launches, supply_kg = len(best_kg), sum(best_kg)
    demand_kg = sum(instance.task[element].mass_kg for element in elements)
    names = listed(sorted(group))
    only = f"{counted(len(elements), 'element')} ({listed(elements)}) can fly only on {names}"
    pairs = incompatible_pairs(instance, domains, elements, capacity_kg=max(best_kg, default=0))
    apart = max(clique_cover(pairs), key=len, default=(elements[0],))
    if len(apart) > launches:
        return (
            f"{only}. No two of {listed(apart)} can share a flight, so {len(apart)} launches are "
            f"needed; the horizon has {launches} for them."
        )
    if demand_kg > supply_kg:
        return (
            f"{only} and weigh {demand_kg} kg together; the {counted(launches, 'launch')} "
            f"the horizon has for them deliver {supply_kg} kg at most."
        )
    return None


def _best_loads(
    instance: Instance, domains: Domains, group: frozenset[str], elements: list[str]
) -> list[int]:
    """Capacity of the best windows that each year's cadence lets the group fly (kg)."""
    usable = {index for element in elements for index in domains[element]}
    years: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index in usable:
        opportunity = instance.opportunities[index]
        if opportunity.launcher in group:
            years[opportunity.launcher, opportunity.year].append(opportunity.capacity_kg)
    loads: list[int] = []
    for (launcher, year), capacities in years.items():
        cadence = instance.cadence_left(launcher, year)
        loads += sorted(capacities, reverse=True)[:cadence]
    return loads
