"""Which of the author's pins leave no plan together: a smallest set, found by leaving out.

Each pin is left out in turn and stays out while what is left is still proven
impossible (deletion filter, Chinneck and Dravnieks 1991). Every statement made
was checked by solving.
"""

from __future__ import annotations

from dataclasses import replace

from planner.schedule import engine, impossible
from planner.schedule.domains import narrow, own_domains, viable
from planner.schedule.greedy import greedy_plan
from planner.schedule.instance import make_instance
from planner.schedule.model import build_model
from planner.schedule.problem import Pin, ScheduleProblem
from planner.schedule.stages import UNITS_PER_S, Budget

#: Part of the time limit each question may take.
SHARE = 0.1


def why_pinned_out(problem: ScheduleProblem, budget: Budget) -> tuple[str, ...]:
    """Sentences on an impossible problem with pins; never empty.

    If it is impossible without any pin too, the pins are not the cause and the
    reasons are those of the problem without them.
    """
    free = replace(problem, pins=())
    if _possible(free, budget) is not True:
        return impossible.why_impossible(make_instance(free), budget)
    core = list(problem.pins)
    for pin in problem.pins:
        rest = [other for other in core if other is not pin]
        if _possible(replace(problem, pins=tuple(rest)), budget) is False:
            core = rest
    return (_clash(core), *_ways_out(problem, core, budget))


def _clash(core: list[Pin]) -> str:
    if len(core) == 1:
        return f"With the pin of {core[0].text} there is no plan; without any pin there is one."
    names = "; ".join(pin.text for pin in core)
    return f"These {len(core)} pins together leave no plan, any fewer of them do: {names}."


def _ways_out(problem: ScheduleProblem, core: list[Pin], budget: Budget) -> tuple[str, ...]:
    ways = []
    for pin in core:
        rest = tuple(other for other in problem.pins if other is not pin)
        if _possible(replace(problem, pins=rest), budget):
            ways.append(f"Without the pin of {pin.text} there is a plan.")
    return tuple(ways)


def _possible(problem: ScheduleProblem, budget: Budget) -> bool | None:
    """Whether any plan exists; None if that was not settled."""
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    if not viable(instance, domains):
        return False
    if (
        greedy_plan(instance, domains, seed=budget.seed, good_enough_day=instance.end_day)
        is not None
    ):
        return True
    model = build_model(instance, domains, completion_days=(instance.start_day, instance.end_day))
    share_s = SHARE * budget.time_limit_s
    limits = engine.Limits(deterministic=UNITS_PER_S * share_s, wall_s=share_s, seed=budget.seed)
    outcome = engine.minimise(model, 0, limits)
    if outcome.manifests is not None:
        return True
    return False if outcome.status == "infeasible" else None
