"""Every shipped scenario, file to schedule: first plan, gap of 5 %, final gap, whole time.

The peer's column holds the time to the first plan, from the start of the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Row, duration
from planner.campaign.question import ask
from planner.scenario import load_scenario
from planner.schedule import solve_schedule
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Incumbent, Schedule, date_gap

_SCENARIOS = Path(__file__).parents[1] / "scenarios"
_LIMIT_S = 60.0
_SEED = 1
#: A plan this near to its bound is good enough for most questions.
_NEAR = 0.05


def _searched(problem: ScheduleProblem) -> tuple[float, float, Schedule]:
    """Seconds to the first plan and to a small gap (NaN: never), and the schedule."""
    began, first, near = perf_counter(), [nan], [nan]

    def told(plan: Incumbent) -> None:
        passed_s = perf_counter() - began
        if plan.kind == "first":
            first[0] = passed_s
        if plan.gap <= _NEAR and near[0] != near[0]:
            near[0] = passed_s

    schedule = solve_schedule(problem, time_limit_s=_LIMIT_S, seed=_SEED, on_plan=told)
    return first[0], near[0], schedule


def _gap(schedule: Schedule, start_day: int) -> str:
    if schedule.completion_day is None or schedule.completion_bound_day is None:
        return "no gap of a date"
    gap = date_gap(
        completion_day=schedule.completion_day,
        bound_day=schedule.completion_bound_day,
        start_day=start_day,
    )
    return f"gap {gap:.1%}"


def rows() -> Iterator[Row]:
    """Each scenario once, with a limit of 60 s of search."""
    for file in sorted(_SCENARIOS.glob("*.yaml")):
        began = perf_counter()
        problem = ask(load_scenario(file), lambda *_: None).problem
        first_s, near_s, schedule = _searched(problem)
        yield Row(
            job=f"{file.name}, {len(schedule.flights)} flights",
            unit="plan",
            ours_s=perf_counter() - began,
            peer="its first plan, from the start of the search",
            peer_s=first_s,
            agreement=f"{schedule.status}; {_gap(schedule, problem.start_day)}; 5 % after "
            f"{duration(near_s)}",
        )
