"""What a plan may be chosen for, by name, one after another.

Each goal is a whole number to be made least; robustness (the least slack of all
due days) and science (thousandths of a point-day) have their sign turned. A later
goal is sought only among the plans that keep what the earlier ones reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from ortools.sat.python import cp_model

from planner.schedule import engine, measure
from planner.schedule.domains import Domains, narrow, own_domains
from planner.schedule.greedy import thrifty_plan
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.model import (
    ScheduleModel,
    add_hint,
    build_model,
    flight_cost,
    launch_count,
    science,
)
from planner.schedule.riders import with_riders
from planner.schedule.stages import Budget, Stage

Reached = Mapping[str, int]


def value_of(instance: Instance, manifests: Manifests, goal: str) -> int:
    """What a plan is worth for a goal; less is better."""
    match goal:
        case "completion":
            return measure.completion_day(instance, manifests)
        case "cost":
            return measure.cost_musd(instance, manifests)
        case "launches":
            return measure.launches(instance, manifests)
        case "science":
            return -measure.science(instance, manifests)
        case _:
            return -measure.least_slack_d(instance, manifests)


def within(instance: Instance, reached: Reached) -> tuple[Instance, Domains]:
    """The problem with dates tightened to keep what earlier goals reached."""
    if "robustness" in reached:
        slack_d = -reached["robustness"]
        instance = replace(
            instance,
            elements=tuple(
                task
                if task.due_day is None
                else replace(task, due_day=instance.latest_operational_day(task) - slack_d)
                for task in instance.elements
            ),
        )
    domains = own_domains(instance)
    return instance, narrow(instance, domains, completion_day=reached.get("completion"))


def least(
    instance: Instance,
    goal: str,
    reached: Reached,
    start: Manifests | None,
    budget: Budget,
    *,
    share: float,
    watch: engine.Watch | None = None,
) -> Stage:
    """The best plan for a goal among those that keep what is reached.

    ``share`` is the part of the effort left, less the last stage's, to be spent.
    ``proven`` with no plan means that there is none.
    """
    limited, domains = within(instance, reached)
    if goal == "science" and start is not None:
        may_open = reached.keys().isdisjoint({"cost", "launches"})
        start = with_riders(limited, domains, start, may_open=may_open)
    if start is not None and budget.is_over():
        return Stage(start, worst_bound(instance, goal), proven=False)
    if goal in {"cost", "launches"} and start is not None:
        start = _thriftier(limited, domains, goal, reached, start, budget.seed)
    model = build_model(
        limited,
        domains,
        completion_days=(instance.start_day, reached.get("completion", instance.end_day)),
        cost_limit_musd=reached.get("cost"),
    )
    if reached.get("robustness", 0) < 0 and (uncertain := _uncertain(model)):
        model.cp.add_bool_or(uncertain)  # with none of them the slack would be gone
    if "launches" in reached:
        model.cp.add(launch_count(model) <= reached["launches"])
    if "science" in reached:
        model.cp.add(science(model) >= -reached["science"])
    objective = _expression(model, goal)
    if start is not None:
        add_hint(model, start)
    limits = budget.limits(share * (budget.units - budget.tidy_units))
    outcome = engine.minimise(model, objective, limits, watch=watch)
    budget.units -= outcome.spent
    bound = worst_bound(instance, goal) if outcome.bound is None else outcome.bound
    if outcome.manifests is None and start is None:
        return Stage(None, bound, proven=outcome.status == "infeasible")
    plans = [plan for plan in (start, outcome.manifests) if plan is not None]
    best = min(plans, key=lambda plan: value_of(instance, plan, goal))
    return Stage(best, bound, proven=outcome.status == "optimal")


def worst_bound(instance: Instance, goal: str) -> int:
    """What no plan can beat, without any search."""
    days = instance.end_day - instance.start_day
    match goal:
        case "completion":
            return instance.start_day
        case "robustness":
            return -days
        case "science":
            days = max(0, instance.last_science_day - instance.start_day)
            return -days * sum(task.value for task in instance.elements)
        case _:
            return 0


def _thriftier(
    instance: Instance,
    domains: Domains,
    goal: str,
    reached: Reached,
    start: Manifests,
    seed: int,
) -> Manifests:
    """A cheap plan as a better start, if it keeps what is reached."""
    found = thrifty_plan(instance, domains, seed=seed)
    plans = [start] + [found] * (found is not None)
    kept = [
        plan
        for plan in plans
        if plan is not None
        and all(value_of(instance, plan, name) <= most for name, most in reached.items())
    ]
    return min(kept or [start], key=lambda plan: value_of(instance, plan, goal))


def _expression(model: ScheduleModel, goal: str) -> cp_model.LinearExprT:
    v = model.variables
    match goal:
        case "completion":
            return v.completion
        case "cost":
            return flight_cost(model)
        case "launches":
            return launch_count(model)
        case "science":
            return -science(model)
        case _:
            return -_slack(model)


def _uncertain(model: ScheduleModel) -> list[cp_model.LiteralT]:
    """Presence of each element with a due day; nothing if one of them is always delivered."""
    dated = [t.id for t in model.instance.elements if t.due_day is not None]
    present = [model.variables.present(name) for name in dated]
    return list(chain.from_iterable(present)) if all(present) else []


def _slack(model: ScheduleModel) -> cp_model.LinearExprT:
    """Days every element with a due day has to spare."""
    instance, dated = model.instance, [t for t in model.instance.elements if t.due_day is not None]
    if not dated:
        return 0
    span_d = instance.end_day - instance.start_day
    slack = model.cp.new_int_var(0, span_d, "slack")
    if uncertain := _uncertain(model):  # with none of them delivered there is no slack to tell
        model.cp.add(slack <= span_d * sum(uncertain))
    for task in dated:
        works = model.variables.delivery[task.id] + task.commissioning_d
        rule = model.cp.add(works + slack <= instance.latest_operational_day(task))
        if present := model.variables.present(task.id):
            rule.only_enforce_if(present)
    return slack
