"""Elements that can never share a flight, and how to say so in few constraints.

A linear relaxation spreads elements over fractions of flights. Knowing that at
most one of a set may be aboard is what lifts its cost bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from planner.schedule.domains import Domains
from planner.schedule.instance import Instance

Pair = frozenset[str]


def separated(instance: Instance) -> dict[str, frozenset[str]]:
    """For each element, those it waits for by more than zero days, directly or through others."""
    return {task.id: _waits_for(instance, task.id) for task in instance.elements}


def _waits_for(instance: Instance, element: str) -> frozenset[str]:
    """Walk the requirements upwards; a state is (element, any commissioning on the way)."""
    seen: set[tuple[str, bool]] = set()
    todo = [(element, False)]
    while todo:
        current, waited = todo.pop()
        for required in instance.task[current].requires:
            state = (required, waited or instance.task[required].commissioning_d > 0)
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return frozenset(required for required, waited in seen if waited)


def incompatible_pairs(
    instance: Instance, domains: Domains, elements: Iterable[str], *, capacity_kg: int
) -> set[Pair]:
    """Pairs that cannot fly together: too heavy, one waits, no common window, or pinned apart."""
    waits = separated(instance)
    mass = {task.id: task.mass_kg for task in instance.elements}
    windows = {element: set(domains[element]) for element in elements}
    return {
        frozenset((a, b))
        for a, b in combinations(sorted(windows), 2)
        if mass[a] + mass[b] > capacity_kg
        or b in waits[a]
        or a in waits[b]
        or windows[a].isdisjoint(windows[b])
        or b in instance.ties.apart.get(a, ())
    }


def clique_cover(pairs: set[Pair]) -> list[tuple[str, ...]]:
    """Sets of mutually incompatible elements that together contain every pair."""
    others: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        first, then = pair
        others[first].add(then)
        others[then].add(first)
    nodes = sorted(others, key=lambda node: (-len(others[node]), node))
    rank = {node: n for n, node in enumerate(nodes)}
    ordered = sorted(tuple(sorted(rank[node] for node in pair)) for pair in pairs)
    near = [{rank[node] for node in others[name]} for name in nodes]
    covered: set[tuple[int, ...]] = set()
    cliques = []
    for seed in ordered:
        if seed in covered:
            continue
        clique, common = list(seed), near[seed[0]] & near[seed[1]]
        while common:  # the most conflicting first, as nodes are ranked
            node = min(common)
            clique.append(node)
            common &= near[node]
        cliques.append(tuple(nodes[n] for n in clique))
        covered |= set(combinations(sorted(clique), 2))
    return cliques
