"""Which elements every plan delivers, which it may leave out, and what comes with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from planner.schedule.problem import Alternative, ElementTask, FlightOption, Pin


def in_every_choice(alternatives: Iterable[Alternative]) -> frozenset[str]:
    """Elements that some alternative delivers whatever is chosen."""
    return frozenset(
        element
        for alternative in alternatives
        for element in frozenset(alternative.choices[0]).intersection(*alternative.choices[1:])
    )


def always_delivered(
    elements: Iterable[ElementTask],
    alternatives: tuple[Alternative, ...],
    companions: Mapping[str, tuple[str, ...]],
) -> frozenset[str]:
    """Elements of every plan: neither optional nor chosen, and what comes with those."""
    tasks = {task.id: task for task in elements}
    chosen = {e for one in alternatives for choice in one.choices for e in choice}
    certain = {e for e, task in tasks.items() if not task.optional and e not in chosen}
    return brought_along(tasks, companions, certain | in_every_choice(alternatives))


def brought_along(
    tasks: Mapping[str, ElementTask],
    companions: Mapping[str, tuple[str, ...]],
    elements: Iterable[str],
) -> frozenset[str]:
    """The elements with all they require and all that shares their flights."""
    found = set(elements)
    todo = list(found)
    while todo:
        element = todo.pop()
        more = {*tasks[element].requires, *companions.get(element, ())} - found
        found |= more
        todo += more
    return frozenset(found)


def live_choices(
    alternative: Alternative, domains: Mapping[str, Collection[int]]
) -> tuple[tuple[str, ...], ...]:
    """Choices of which every element still has an opportunity."""
    return tuple(c for c in alternative.choices if all(domains[e] for e in c))


def alike(
    elements: Iterable[ElementTask],
    alternatives: Iterable[Alternative],
    options: Iterable[FlightOption],
    pins: Iterable[Pin],
) -> tuple[tuple[str, ...], ...]:
    """Groups of optional elements that differ in nothing but their ids, sorted by id.

    What is named anywhere else is not like another: supplies of one kind are.
    """
    tasks = tuple(elements)
    named = {e for task in tasks for e in (*task.requires, *task.awaits)}
    named |= {e for one in alternatives for choice in one.choices for e in choice}
    named |= {e for option in options for e in option.requires}
    named |= {e for pin in pins for e in pin.elements}
    groups: dict[ElementTask, list[str]] = defaultdict(list)
    for task in tasks:
        if task.optional and task.id not in named:
            groups[replace(task, id="")].append(task.id)
    return tuple(tuple(sorted(ids)) for ids in groups.values() if len(ids) > 1)
