"""The scheduler on drawn campaigns: first plan, proof, gap. Shipped ones are in ``scenarios``.

Windows and capacities are computed beforehand; the time of the whole job is in ``plan``. The
peer's column holds the time to the first plan, which the greedy starts make.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from time import perf_counter

from benchmarks.campaigns import campaign
from benchmarks.measure import Row
from planner.schedule import solve_schedule
from planner.schedule.domains import narrow, own_domains
from planner.schedule.greedy import greedy_plan
from planner.schedule.instance import make_instance
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Schedule, date_gap

_LIMIT_S = 30.0
_SEED = 1


def _problems() -> Iterator[tuple[str, ScheduleProblem]]:
    for elements, launches in ((60, 30), (120, 60)):
        yield f"drawn, {elements} elements", campaign(elements=elements, launches=launches)


def _first_plan(problem: ScheduleProblem) -> bool:
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    last = instance.end_day
    return greedy_plan(instance, domains, seed=_SEED, good_enough_day=last) is not None


def _gap(reached: int | None, bound: int | None, start: int = 0) -> str:
    if reached is None or bound is None:
        return "no plan"
    return f"{date_gap(completion_day=reached, bound_day=bound, start_day=start):.1%}"


def _seconds(problem: ScheduleProblem) -> tuple[float, float, Schedule]:
    began = perf_counter()
    found = _first_plan(problem)
    first_s = perf_counter() - began if found else nan
    began = perf_counter()
    schedule = solve_schedule(problem, time_limit_s=_LIMIT_S, seed=_SEED)
    return first_s, perf_counter() - began, schedule


def rows() -> Iterator[Row]:
    """Each problem once, with a limit of 30 s."""
    solve_schedule(campaign(elements=6, launches=6), time_limit_s=1.0, seed=_SEED)
    for name, problem in _problems():
        first_s, all_s, schedule = _seconds(problem)
        date = _gap(schedule.completion_day, schedule.completion_bound_day, problem.start_day)
        cost = _gap(schedule.cost_musd, schedule.cost_bound_musd)
        yield Row(
            job=f"{name}, {len(schedule.flights)} flights",
            unit="schedule",
            ours_s=all_s,
            peer="the first plan, by greedy starts",
            peer_s=first_s,
            agreement=f"{schedule.status}; gap of date {date}, of cost {cost}",
        )
