"""Which of the author's pins leave no plan together: a smallest set, found by leaving out.

Each pin is left out in turn and stays out while what is left is still proven
impossible (deletion filter, Chinneck and Dravnieks 1991). Every statement made
was checked by solving.
"""

from __future__ import annotations

from dataclasses import replace

from planner.schedule import impossible
from planner.schedule.instance import make_instance
from planner.schedule.problem import Pin, ScheduleProblem
from planner.schedule.repairs.feasibility import Judge
from planner.schedule.stages import Budget


def why_pinned_out(problem: ScheduleProblem, budget: Budget) -> tuple[str, ...]:
    """Sentences on an impossible problem with pins; never empty.

    If it is impossible without any pin too, the pins are not the cause and the
    reasons are those of the problem without them.
    """
    judge = Judge(Budget(budget.time_limit_s, budget.seed, budget.stopped))
    free = replace(problem, pins=())
    if judge.has_plan(free) is not True:
        return impossible.why_impossible(make_instance(free), budget)
    core = list(problem.pins)
    for pin in problem.pins:
        rest = [other for other in core if other is not pin]
        if judge.has_plan(replace(problem, pins=tuple(rest))) is False:
            core = rest
    return (_clash(core), *_ways_out(problem, core, judge))


def _clash(core: list[Pin]) -> str:
    if len(core) == 1:
        return f"With the pin of {core[0].text} there is no plan; without any pin there is one."
    names = "; ".join(pin.text for pin in core)
    return f"These {len(core)} pins together leave no plan, any fewer of them do: {names}."


def _ways_out(problem: ScheduleProblem, core: list[Pin], judge: Judge) -> tuple[str, ...]:
    ways = []
    for pin in core:
        rest = tuple(other for other in problem.pins if other is not pin)
        if judge.has_plan(replace(problem, pins=rest)):
            ways.append(f"Without the pin of {pin.text} there is a plan.")
    return tuple(ways)
