"""Choices, stocks and flights in company against exhaustion, each alone and together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.schedule import solve_schedule
from planner.schedule.problem import ScheduleProblem
from tests.schedule.exhaustive import Flown, broken_rules, every_plan, flown_by
from tests.schedule.richer import richer_problems

EFFORT_S = 20.0


def worth(asked: ScheduleProblem, flown: Flown, done: dict[str, int]) -> tuple[int, ...]:
    """What a plan is worth goal by goal, less being better."""
    windows = {(o.id, w.key): (o, w) for o in asked.options for w in o.windows}
    tasks = {task.id: task for task in asked.elements}
    to = asked.end_day if asked.science_day is None else asked.science_day
    rockets = sum(1 + sum(bool(m.launcher) for m in windows[key][1].more) for key in flown)
    values = {
        "completion": max(
            (day for e, day in done.items() if tasks[e].completes), default=asked.start_day
        ),
        "cost": sum(windows[key][0].cost_musd for key in flown),
        "science": -sum(tasks[e].value * max(0, to - day) for e, day in done.items()),
        "launches": rockets,
    }
    return tuple(values[goal] for goal in asked.objective)


FAMILIES = {
    "choices": ("choices",),
    "stocks": ("stocks",),
    "company": ("company",),
    "lots": ("lots",),
    "choices and stocks": ("choices", "stocks"),
    "choices and pins": ("choices", "pins"),
    "lots and company": ("lots", "company"),
    "all": ("stocks", "choices", "company", "pins"),
}


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_every_goal_reaches_the_optimum_of_exhaustion(family: str) -> None:
    @settings(max_examples=300, deadline=None)
    @given(richer_problems(FAMILIES[family]))
    def agree(asked: ScheduleProblem) -> None:
        best = min((worth(asked, *plan) for plan in every_plan(asked)), default=None)
        schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
        if best is None:
            assert schedule.status == "infeasible"
            return
        assert schedule.status == "optimal"
        flown = flown_by(schedule)
        assert broken_rules(asked, flown) == []
        assert tuple(one.value for one in schedule.goals) == best
        assert tuple(one.bound for one in schedule.goals) == best
        assert worth(asked, flown, _done(asked, flown)) == best

    agree()


def _done(asked: ScheduleProblem, flown: Flown) -> dict[str, int]:
    windows = {(o.id, w.key): w for o in asked.options for w in o.windows}
    tasks = {task.id: task for task in asked.elements}
    return {
        e: windows[key].delivery_day + tasks[e].commissioning_d
        for key, aboard in flown.items()
        for e in aboard
    }


@settings(max_examples=60, deadline=None)
@given(richer_problems(("choices", "stocks", "company")), st.randoms(use_true_random=False))
def test_the_order_of_the_problem_does_not_matter(asked: ScheduleProblem, random) -> None:
    def mixed(things: tuple) -> tuple:
        return tuple(random.sample(things, len(things)))

    other = replace(
        asked, elements=mixed(asked.elements), options=mixed(asked.options), pads=mixed(asked.pads)
    )
    assert solve_schedule(other, time_limit_s=EFFORT_S, seed=1) == solve_schedule(
        asked, time_limit_s=EFFORT_S, seed=1
    )
