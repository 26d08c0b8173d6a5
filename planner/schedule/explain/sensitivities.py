"""What a changed problem has as its best plan, beside the plan of the problem as it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from planner.schedule.explain.variants import Variant
from planner.schedule.instance import make_instance
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Schedule
from planner.schedule.solve import solve_schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a variant does to completion and cost.

    Attributes
    ----------
    outcome : str
        ``plan``; ``no_plan`` (proven) or ``unknown`` (none found in the effort), both
        without figures.
    completion_d : int | None
        Days by which completion moves; negative is earlier.
    cost_musd : int | None
        Change of the cost of flights (M$).
    completion_proven, cost_proven : bool
        Whether no plan of the variant completes earlier, and none that completes then costs
        less. What is not proven may be better still.
    """

    outcome: str
    completion_d: int | None = None
    cost_musd: int | None = None
    completion_proven: bool = False
    cost_proven: bool = False


def weigh(base: Schedule, variant: Variant, *, time_limit_s: float, seed: int) -> Effect:
    """Solve a variant and compare.

    A looser problem has every plan of the base, so it is never told worse than that; a tighter
    one in which the base's plan still stands has no better one.

    Parameters
    ----------
    base : Schedule
        Plan of the problem unchanged.
    variant : Variant
    time_limit_s : float
        Longest search (s), counted in solver work as `solve_schedule` does.
    seed : int
    """
    if variant.tighter and variant.comparable and _stands(variant.problem, base):
        return Effect(
            outcome="plan",
            completion_d=0,
            cost_musd=0,
            completion_proven=_completion_proven(base),
            cost_proven=_cost_proven(base),
        )
    found = solve_schedule(variant.problem, time_limit_s=time_limit_s, seed=seed)
    if not variant.comparable:
        return _beside(base, found)
    if variant.tighter:
        return _after_tightening(base, found)
    return _after_loosening(base, found)


def _beside(base: Schedule, found: Schedule) -> Effect:
    """What was found, where nothing follows from the base."""
    if found.completion_day is None:
        return Effect(outcome="no_plan" if found.status == "infeasible" else "unknown")
    completion_d, cost_musd = _moved(base, found)
    return Effect(
        outcome="plan",
        completion_d=completion_d,
        cost_musd=cost_musd,
        completion_proven=_completion_proven(found),
        cost_proven=_cost_proven(found),
    )


def _after_tightening(base: Schedule, found: Schedule) -> Effect:
    beside = _beside(base, found)
    if found.completion_day is None:
        return beside
    least = base.completion_bound_day  # of the base, so of the variant too
    held = least is not None and least >= found.completion_day
    return replace(beside, completion_proven=held or beside.completion_proven)


def _after_loosening(base: Schedule, found: Schedule) -> Effect:
    kept = found.completion_day is None or _values(base) < _values(found)
    completion_d, cost_musd = (0, 0) if kept else _moved(base, found)
    least = found.completion_bound_day
    held = least is not None and base.completion_day is not None and least >= base.completion_day
    return Effect(
        outcome="plan",
        completion_d=completion_d,
        cost_musd=cost_musd,
        completion_proven=held if kept else _completion_proven(found),
        cost_proven=not kept and _cost_proven(found),
    )


def _values(schedule: Schedule) -> tuple[int, ...]:
    return tuple(goal.value for goal in schedule.goals)


def _moved(base: Schedule, found: Schedule) -> tuple[int, int]:
    completions, costs = (
        (found.completion_day or 0) - (base.completion_day or 0),
        (found.cost_musd or 0) - (base.cost_musd or 0),
    )
    return completions, costs


def _completion_proven(schedule: Schedule) -> bool:
    bound, reached = schedule.completion_bound_day, schedule.completion_day
    return bound is not None and reached is not None and bound >= reached


def _cost_proven(schedule: Schedule) -> bool:
    """Whether the search went for the date first and the cost next, and closed both."""
    first = tuple(goal.goal for goal in schedule.goals[:2])
    return schedule.status == "optimal" and first == ("completion", "cost")


def _stands(problem: ScheduleProblem, schedule: Schedule) -> bool:
    """Whether a plan keeps the windows and the launches a year of a tighter problem."""
    instance = make_instance(problem)
    left = {(here.option, here.window): here for here in instance.opportunities}
    flown = [left.get((flight.option, flight.window)) for flight in schedule.flights]
    years = Counter(key for here in flown if here is not None for key in here.launcher_years)
    return None not in flown and all(
        count <= instance.cadence_left(*key) for key, count in years.items()
    )
