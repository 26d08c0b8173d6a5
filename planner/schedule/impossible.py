"""Why a problem has no plan: computed from what relaxing one rule at a time would give.

In this order, stopping at the first that explains it: elements nothing can
carry in the horizon, or no year's budget can pay for; due days that windows and
precedence alone already break; due days that break once launchers, pads, money,
capacity and power are counted (the problem solved with due days soft); elements
for which the horizon has no launch left (the problem solved with deliveries
optional).
"""

from __future__ import annotations

from dataclasses import replace

from planner.schedule import elastic
from planner.schedule.chain import Link, Plan, chain, explain, plan_of
from planner.schedule.domains import Domains, narrow, own_domains, span, viable
from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger
from planner.schedule.measure import choices_taken
from planner.schedule.presence import live_choices
from planner.schedule.problem import ElementTask
from planner.schedule.stages import Budget
from planner.schedule.supply import shortages
from planner.schedule.wording import counted, day, days, flight, listed, millions

MOST_TOLD = 4


def why_impossible(instance: Instance, budget: Budget) -> tuple[str, ...]:
    """Sentences naming what cannot hold together; never empty."""
    undated = without_due_days(instance)
    own = own_domains(undated)
    certain = [task for task in instance.elements if task.id in instance.always]
    stranded = [_stranded(undated, task) for task in certain if not own[task.id]]
    stranded += _no_choice(undated, own)
    if stranded:
        return tuple(stranded)
    unpaid = [_unpaid(undated, task, own) for task in certain if _too_dear(undated, task, own)]
    if unpaid:
        return tuple(unpaid)
    domains = narrow(undated, own)
    if not viable(undated, domains):
        return (_horizon_too_short(undated, own, domains),)
    late = [task for task in certain if _overrun(undated, domains, task) > 0]
    if late:
        return _late_by_precedence(undated, domains, late)
    return _late_by_resources(instance, undated, domains, budget)


def _no_choice(undated: Instance, own: Domains) -> list[str]:
    """Of each alternative whose every choice has something that cannot fly: what, and why."""
    told = []
    for alternative in undated.alternatives:
        if live_choices(alternative, own):
            continue
        lost = [next(e for e in choice if not own[e]) for choice in alternative.choices]
        told.append(
            f"No choice of {alternative.id} can be flown: "
            f"{listed(list(dict.fromkeys(lost)))} cannot."
        )
        told += [_stranded(undated, undated.task[e]) for e in dict.fromkeys(lost)]
    return told


def without_due_days(instance: Instance) -> Instance:
    """The same problem with no due days; the horizon's end stays."""
    return replace(
        instance, elements=tuple(replace(task, due_day=None) for task in instance.elements)
    )


def _overrun(undated: Instance, domains: Domains, task: ElementTask) -> int:
    """Days by which ``task`` misses its due day, flown alone as early as can be."""
    if task.due_day is None:
        return 0
    return span(undated, domains, task.id).earliest - task.due_day


def _stranded(undated: Instance, task: ElementTask) -> str:
    """Why no window at all carries ``task`` inside the horizon."""
    windows = [i for option in set(task.options) for i in undated.by_option[option]]
    opportunities = undated.opportunities
    if not windows:
        offered = f"its options ({listed(sorted(task.options))}) have" if task.options else "it has"
        return (
            f"{task.id} cannot fly: {offered} no window from {day(undated.start_day)} "
            f"to {day(undated.end_day)}."
        )
    best = max(windows, key=lambda i: (opportunities[i].capacity_kg, -i))
    if opportunities[best].capacity_kg < task.mass_kg:
        return (
            f"{task.id} weighs {task.mass_kg} kg; the most its options carry is "
            f"{opportunities[best].capacity_kg} kg ({flight(undated, best)})."
        )
    released = [i for i in windows if opportunities[i].launch_day >= task.release_day]
    if not released:
        return (
            f"{task.id} may launch from {day(task.release_day)}, but its last window is "
            f"{flight(undated, max(windows))}."
        )
    return (
        f"{task.id} ({task.mass_kg} kg, launch from {day(task.release_day)}, "
        f"{days(task.commissioning_d)} of commissioning) fits none of the "
        f"{counted(len(released), 'window')} left to it by {day(undated.end_day)}."
    )


def _too_dear(undated: Instance, task: ElementTask, own: Domains) -> bool:
    """Whether no window of ``task`` fits its year's budgets, even as their only flight."""
    nothing_booked = Ledger(undated)
    return all(nothing_booked.short_budgets(index) for index in own[task.id])


def _unpaid(undated: Instance, task: ElementTask, own: Domains) -> str:
    nothing_booked, opportunities = Ledger(undated), undated.opportunities
    cheapest = min(own[task.id], key=lambda i: (opportunities[i].charge_kusd, i))
    here = opportunities[cheapest]
    limits = {p: undated.budgets[p] for i in own[task.id] for p in nothing_booked.short_budgets(i)}
    payer, year = max(limits, key=lambda p: (limits[p], -p[1]))
    return (
        f"{task.id} cannot be paid for: a flight of {here.option} costs "
        f"{millions(here.charge_kusd)}, the budget of {payer or 'the programme'} is "
        f"{millions(limits[payer, year])} at most ({year})."
    )


def _horizon_too_short(undated: Instance, own: Domains, domains: Domains) -> str:
    """Precedence alone pushes an element past the last window of the horizon."""
    lost = [e for e in undated.always if not domains[e]]
    if not lost:  # every choice of some alternative lost something
        dead = [one for one in undated.alternatives if not live_choices(one, domains)]
        lost = [e for choice in dead[0].choices for e in choice if own[e] and not domains[e]]
    element = min(lost)
    first = span(undated, own, element).earliest
    needed = _needs(undated, own, element)
    return (
        f"{element} could be operational on {day(first)} by its own windows, but not once what "
        f"it requires ({listed(needed)}) and what requires it "
        f"({listed(undated.successors[element])}) are kept in order before {day(undated.end_day)}."
    )


def _late_by_precedence(
    undated: Instance, domains: Domains, late: list[ElementTask]
) -> tuple[str, ...]:
    return tuple(
        f"{_earliest(undated, domains, task)}, {days(_overrun(undated, domains, task))} after its "
        f"due date {day(task.due_day or 0)}, even with every launch free: "
        f"{_chain_alone(undated, domains, task.id)}."
        for task in late
    )


def _earliest(undated: Instance, domains: Domains, task: ElementTask) -> str:
    first = span(undated, domains, task.id).earliest
    return f"{task.id} can be operational on {day(first)} at the earliest"


def _chain_alone(undated: Instance, domains: Domains, element: str) -> str:
    """The requirement that sets each earliest delivery, back to one that its dates alone set."""
    own, steps = own_domains(undated), [element]
    while (waited := _waits_for(undated, own, domains, steps[-1])) and waited not in steps:
        steps.append(waited)
    told = []
    for step in steps:
        index = min(domains[step], key=lambda i: (undated.opportunities[i].delivery_day, i))
        told.append(f"{step} flies on {flight(undated, index)} at the earliest")
    release = undated.task[steps[-1]].release_day
    return f"{' and waits for its requirement: '.join(told)}, its release being {day(release)}"


def _waits_for(undated: Instance, own: Domains, domains: Domains, element: str) -> str | None:
    """The requirement without which ``element`` could fly earlier, if one sets its date."""
    if span(undated, own, element).earliest == span(undated, domains, element).earliest:
        return None
    needed = [e for e in _needs(undated, own, element) if domains[e]]
    return max(needed, key=lambda e: (span(undated, domains, e).earliest, e), default=None)


def _needs(undated: Instance, own: Domains, element: str) -> tuple[str, ...]:
    """What the element requires, what it awaits that always flies, and what its flights require."""
    task = undated.task[element]
    options = dict.fromkeys(undated.opportunities[i].option for i in own[element])
    awaited = (e for e in task.awaits if e in undated.always)
    supporting = (e for option in options for e in undated.options[option].requires)
    return tuple(dict.fromkeys((*task.requires, *awaited, *supporting)))


def _late_by_resources(
    instance: Instance, undated: Instance, domains: Domains, budget: Budget
) -> tuple[str, ...]:
    if short := shortages(undated, domains):
        return short
    soft = elastic.fewest_late(instance, undated, domains, budget)
    if soft is not None:
        return (
            *_short_of_time(instance),
            *_late_together(instance, plan_of(undated, soft.manifests), proven=soft.proven),
        )
    part = elastic.fewest_left_out(undated, budget)
    return _left_out(plan_of(undated, part.manifests), proven=part.proven)


def _short_of_time(instance: Instance) -> tuple[str, ...]:
    """Shortages of launches or mass that appear only with the due days kept."""
    dated = narrow(instance, own_domains(instance))
    if not all(dated.values()):
        return ()
    return tuple(f"With every due date kept: {found}" for found in shortages(instance, dated))


def _late_together(instance: Instance, plan: Plan, *, proven: bool) -> tuple[str, ...]:
    overruns = {
        task.id: plan.operational[task.id] - task.due_day
        for task in instance.elements
        if task.due_day is not None and plan.operational.get(task.id, 0) > task.due_day
    }
    if not overruns:
        return ("A plan exists that the time limit did not let the search find: raise it.",)
    sentences = []
    if len(overruns) > 1:
        least = "at least" if proven else "in the best plan found"
        sentences.append(
            f"The due dates cannot all be kept: {counted(len(overruns), 'element')} {least} must "
            f"be late ({listed(sorted(overruns))}), {days(sum(overruns.values()))} in all."
        )
    for element, overrun in sorted(overruns.items()):
        due_day = instance.task[element].due_day or 0
        alone = " at the earliest while every other due date holds" if len(overruns) == 1 else ""
        sentences.append(
            f"{element} can be operational on {day(plan.operational[element])}"
            f"{alone if proven else ' in the best plan found'}, {days(overrun)} after its due "
            f"date {day(due_day)}."
        )
        sentences += chain(plan, (Link(element, due_day),))
    return tuple(dict.fromkeys(sentences))


def _left_out(plan: Plan, *, proven: bool) -> tuple[str, ...]:
    instance = plan.instance
    absent = sorted(instance.always - set(plan.operational))
    most = "At most" if proven else "In the best plan found"
    flown = f"{len(instance.always) - len(absent)} of {len(instance.always)} elements"
    by = f"by {day(instance.end_day)}, due dates aside"
    taken = choices_taken(instance, plan.manifests)
    open_ = [one.id for one in instance.alternatives if one.id not in taken]
    undecided = f"; no choice can be made of {listed(open_)}" if open_ else ""
    sentences = [f"{most} {flown} can be operational {by}; left out: {listed(absent)}{undecided}."]
    for element in absent[:MOST_TOLD]:
        missing = [r for r in instance.task[element].requires if r not in plan.operational]
        if missing:
            sentences.append(f"{element} requires {listed(missing)}.")
        else:
            cause = explain(plan, Link(element, instance.end_day)).cause
            sentences.append(f"{element} ({instance.task[element].mass_kg} kg): {cause}")
    return tuple(sentences)
