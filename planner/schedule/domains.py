"""Which windows each element can still use, by its own dates and its precedences alone.

Cadence, pads and shared capacity are left out, so every removal here is a
proof, and every earliest day is a lower bound. Windows are those of an element that
is delivered: one that may be left out can lose all of them, and is then left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.schedule.instance import Instance
from planner.schedule.opportunity import Opportunity
from planner.schedule.presence import live_choices
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
        and task.id not in instance.options[opportunities[index].option].requires
        and opportunities[index].delivery_day <= latest_delivery
        and opportunities[index].capacity_kg >= task.mass_kg
        and instance.ties.allow(
            task.id, option=opportunities[index].option, launch_day=opportunities[index].launch_day
        )
    )


def narrow(instance: Instance, domains: Domains, *, completion_day: int | None = None) -> Domains:
    """Remove what precedence, and a completion day if given, makes impossible.

    Runs to a fixed point: a required element must be operational on or before
    the delivery day of the element that requires it. If the problem is no longer
    `viable`, what follows from that is not computed.
    """
    current = dict(domains)
    if completion_day is not None:
        for task in instance.elements:
            if task.completes:
                current[task.id] = _until(
                    instance, current[task.id], completion_day - task.commissioning_d
                )
    changed = True
    while changed and viable(instance, current):
        changed = False
        for task in instance.elements:
            kept = _precedence_filter(instance, current, task) if current[task.id] else ()
            if len(kept) < len(current[task.id]):
                current[task.id], changed = kept, True
            if not kept and task.id in instance.always:
                break
        changed = _drop_lost_choices(instance, current) or changed
    return current


def viable(instance: Instance, domains: Domains) -> bool:
    """Whether all that every plan delivers has a window, and every alternative a choice."""
    return all(domains[element] for element in instance.always) and all(
        live_choices(alternative, domains) for alternative in instance.alternatives
    )


def earliest_completion(instance: Instance, domains: Domains) -> int:
    """Lower bound on the completion day, for viable domains."""

    def last(elements: Iterable[str]) -> int:
        counted = (e for e in elements if instance.task[e].completes)
        return max(
            (span(instance, domains, e).earliest for e in counted), default=instance.start_day
        )

    chosen = (
        min(map(last, live_choices(alternative, domains))) for alternative in instance.alternatives
    )
    return max(last(instance.always), *chosen, instance.start_day)


def _until(instance: Instance, domain: tuple[int, ...], latest_delivery: int) -> tuple[int, ...]:
    opportunities = instance.opportunities
    return tuple(i for i in domain if opportunities[i].delivery_day <= latest_delivery)


def _drop_lost_choices(instance: Instance, domains: Domains) -> bool:
    """Close every window of elements that no remaining choice contains."""
    dropped = False
    for alternative in instance.alternatives:
        kept = {e for choice in live_choices(alternative, domains) for e in choice}
        for element in {e for choice in alternative.choices for e in choice} - kept:
            if domains[element]:
                domains[element], dropped = (), True
    return dropped


def _precedence_filter(instance: Instance, domains: Domains, task: ElementTask) -> tuple[int, ...]:
    opportunities, always = instance.opportunities, instance.always
    needed = [*task.requires, *(e for e in task.awaits if e in always)]
    if not all(domains[required] for required in needed):
        return ()
    earliest = max(
        (span(instance, domains, required).earliest for required in needed),
        default=instance.start_day,
    )
    latest = min(
        (
            max(opportunities[i].delivery_day for i in domains[successor])
            for successor in instance.successors[task.id]
            if successor in always
        ),
        default=instance.end_day,
    )
    ready = _first_launches(instance, domains)
    return tuple(
        i
        for i in domains[task.id]
        if earliest <= opportunities[i].delivery_day <= latest - task.commissioning_d
        and _served(opportunities[i], ready)
    )


def _first_launches(instance: Instance, domains: Domains) -> dict[str, int | None]:
    """Day from which what an option requires can be at work; None: never."""
    return {
        option.id: max(span(instance, domains, e).earliest for e in option.requires)
        if all(domains[e] for e in option.requires)
        else None
        for option in instance.options.values()
        if option.requires
    }


def _served(here: Opportunity, ready: dict[str, int | None]) -> bool:
    if here.option not in ready:
        return True
    first = ready[here.option]
    return first is not None and first <= here.first_day


def span(instance: Instance, domains: Domains, element: str) -> Span:
    """Earliest and latest operational day over a non-empty domain."""
    days = [instance.opportunities[i].delivery_day for i in domains[element]]
    wait = instance.task[element].commissioning_d
    return Span(min(days) + wait, max(days) + wait)
