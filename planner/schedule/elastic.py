"""The problem with one kind of rule made soft, solved for the least that must give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from planner.schedule import engine
from planner.schedule.domains import Domains, narrow, own_domains
from planner.schedule.greedy import greedy_plan, partial_plan
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.model import add_hint, build_model
from planner.schedule.stages import UNITS_PER_S, Budget

SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The plan that gives way least, and whether that is proven."""

    manifests: Manifests
    proven: bool


def fewest_late(
    instance: Instance, undated: Instance, domains: Domains, budget: Budget
) -> Relaxed | None:
    """Fewest elements late, then the fewest days among plans with the same ones late.

    Parameters
    ----------
    instance, undated : Instance
        The problem with and without its due days.
    domains : Domains
        Opportunities of the undated problem.
    budget : Budget
        A fifth of its limit is spent on each of the two steps.

    Returns
    -------
    Relaxed | None
        None if no plan was found even with every due day soft.
    """
    start = greedy_plan(undated, domains, seed=budget.seed, good_enough_day=undated.start_day)
    dues = {t.id: t.due_day for t in instance.elements if t.due_day is not None}
    model = build_model(undated, domains, completion_days=(undated.start_day, undated.end_day))
    late = {element: model.cp.new_bool_var(f"{element} late") for element in dues}
    for element, due_day in dues.items():
        done = model.variables.delivery[element] + instance.task[element].commissioning_d
        on_time = [~late[element], *model.variables.present(element)]
        model.cp.add(done <= due_day).only_enforce_if(on_time)
    if start is not None:
        add_hint(model, start)
    first = engine.minimise(model, sum(late.values()), _share(budget))
    if first.manifests is None:
        return None if start is None else Relaxed(start, proven=False)
    counted = Relaxed(first.manifests, proven=first.status == "optimal")
    return _fewest_days(instance, undated, counted, budget)


def _fewest_days(
    instance: Instance, undated: Instance, counted: Relaxed, budget: Budget
) -> Relaxed:
    """Least total overrun with only the elements late in ``counted`` allowed to be late."""
    done = {
        element: undated.opportunities[index].delivery_day + undated.task[element].commissioning_d
        for index, aboard in counted.manifests.items()
        for element in aboard
    }
    soft = {
        task.id: task.due_day
        for task in instance.elements
        if task.due_day is not None and done.get(task.id, task.due_day) > task.due_day
    }
    mixed = replace(
        instance,
        elements=tuple(
            undated.task[task.id] if task.id in soft else task for task in instance.elements
        ),
    )
    model = build_model(
        mixed,
        narrow(mixed, own_domains(mixed)),
        completion_days=(mixed.start_day, mixed.end_day),
    )
    overruns = []
    for element, due_day in soft.items():
        overrun = model.cp.new_int_var(0, mixed.end_day - due_day, f"{element} overrun")
        ready = model.variables.delivery[element] + mixed.task[element].commissioning_d
        rule = model.cp.add(ready - due_day <= overrun)
        if present := model.variables.present(element):
            rule.only_enforce_if(present)
        overruns.append(overrun)
    add_hint(model, counted.manifests)
    best = engine.minimise(model, sum(overruns), _share(budget))
    if best.manifests is None:
        return replace(counted, proven=False)
    return Relaxed(best.manifests, proven=counted.proven and best.status == "optimal")


def fewest_left_out(undated: Instance, budget: Budget) -> Relaxed:
    """Fewest elements left undelivered inside the horizon, due days aside.

    Optional elements do not count; an alternative without any of its choices counts one.
    Windows that leave no time for an element's successors stay open to it here: those
    successors may be the ones left out.
    """
    domains = own_domains(undated)
    model = build_model(
        undated,
        domains,
        completion_days=(undated.start_day, undated.end_day),
        optional=True,
    )
    start = partial_plan(undated, domains)
    add_hint(model, start)
    v = model.variables
    missing: list[cp_model.LinearExprT] = [
        v.left_out[task.id] for task in undated.elements if task.id in undated.always
    ]
    missing += [
        1 - sum(v.choice[one.id, n] for n in range(len(one.choices)))
        for one in undated.alternatives
    ]
    best = engine.minimise(model, sum(missing), _share(budget))
    found = start if best.manifests is None else best.manifests
    return Relaxed(found, proven=best.status == "optimal")


def _share(budget: Budget) -> engine.Limits:
    """A fixed part of the limit, whatever the search for a plan has used."""
    share_s = SHARE * budget.time_limit_s
    return engine.Limits(
        deterministic=UNITS_PER_S * share_s,
        wall_s=share_s,
        seed=budget.seed,
        stopped=budget.stopped,
    )
