"""Which windows each element can still use, by its own dates and its precedences alone.

Cadence, pads and shared capacity are left out, so every removal here is a
proof, and every earliest day is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.schedule.instance import Instance
from planner.schedule.problem import ElementTask

Domains = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Span:
    """Earliest and latest operational day of one element (ordinals)."""

    earliest: int
    latest: int


def own_domains(instance: Instance) -> Domains:
    """Opportunities that can carry each element by mass, release, due date and pins alone."""
    own = {task.id: _own(instance, task) for task in instance.elements}
    for element, others in instance.ties.companions.items():
        shared = set(own[element]).intersection(*(own[other] for other in others))
        own |= {e: tuple(i for i in own[e] if i in shared) for e in (element, *others)}
    return own


def _own(instance: Instance, task: ElementTask) -> tuple[int, ...]:
    latest_delivery = instance.latest_operational_day(task) - task.commissioning_d
    flown = sorted(index for option in set(task.options) for index in instance.by_option[option])
    opportunities = instance.opportunities
    return tuple(
        index
        for index in flown
        if opportunities[index].launch_day >= task.release_day
        and opportunities[index].delivery_day <= latest_delivery
        and opportunities[index].capacity_kg >= task.mass_kg
        and instance.ties.allow(
            task.id, option=opportunities[index].option, launch_day=opportunities[index].launch_day
        )
    )


def narrow(instance: Instance, domains: Domains, *, completion_day: int | None = None) -> Domains:
    """Remove what precedence, and a completion day if given, makes impossible.

    Runs to a fixed point: a required element must be operational on or before
    the delivery day of the element that requires it. An element left without
    any opportunity has an empty tuple; what follows from it is not computed.
    """
    current = dict(domains)
    if completion_day is not None:
        for task in instance.elements:
            current[task.id] = _until(
                instance, current[task.id], completion_day - task.commissioning_d
            )
    changed = True
    while changed and all(current.values()):
        changed = False
        for task in instance.elements:
            kept = _precedence_filter(instance, current, task)
            if len(kept) < len(current[task.id]):
                current[task.id], changed = kept, True
            if not kept:
                break
    return current


def _until(instance: Instance, domain: tuple[int, ...], latest_delivery: int) -> tuple[int, ...]:
    opportunities = instance.opportunities
    return tuple(i for i in domain if opportunities[i].delivery_day <= latest_delivery)


def _precedence_filter(instance: Instance, domains: Domains, task: ElementTask) -> tuple[int, ...]:
    opportunities = instance.opportunities
    earliest = max(
        (span(instance, domains, required).earliest for required in task.requires),
        default=instance.start_day,
    )
    latest = min(
        (
            max(opportunities[i].delivery_day for i in domains[successor])
            for successor in instance.successors[task.id]
        ),
        default=instance.end_day,
    )
    return tuple(
        i
        for i in domains[task.id]
        if earliest <= opportunities[i].delivery_day <= latest - task.commissioning_d
    )


def span(instance: Instance, domains: Domains, element: str) -> Span:
    """Earliest and latest operational day over a non-empty domain."""
    days = [instance.opportunities[i].delivery_day for i in domains[element]]
    wait = instance.task[element].commissioning_d
    return Span(min(days) + wait, max(days) + wait)
