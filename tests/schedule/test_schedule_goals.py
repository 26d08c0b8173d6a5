"""Every order of goals against exhaustion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule import solve_schedule
from planner.schedule.problem import ScheduleProblem
from tests import effort
from tests.schedule.exhaustive import Flown, broken_rules, every_plan, flown_by
from tests.schedule.handmade import DAY0, answer, element, problem, window
from tests.schedule.tiny import pinned_problems, problems

EFFORT_S = 20.0
GOALS = ("completion", "cost", "launches", "robustness")


@st.composite
def questions(draw: st.DrawFn) -> ScheduleProblem:
    order = draw(st.permutations(GOALS))
    asked = draw(pinned_problems() if draw(st.booleans()) else problems())
    return replace(asked, objective=tuple(order[: draw(st.integers(1, 4))]))


def worth(asked: ScheduleProblem, flown: Flown, done: dict[str, int]) -> tuple[int, ...]:
    """What a plan is worth goal by goal, less being better."""
    cost = {option.id: option.cost_musd for option in asked.options}
    slacks = [
        min(task.due_day, asked.end_day) - done[task.id]
        for task in asked.elements
        if task.due_day is not None
    ]
    values = {
        "completion": max(done.values()),
        "cost": sum(cost[option] for option, _ in flown),
        "launches": len(flown),
        "robustness": -min(slacks, default=0),
    }
    return tuple(values[goal] for goal in asked.objective)


def test_slack_where_everything_that_is_due_may_be_left_out():
    """To leave all of it out is 0, as the judge counts it; to deliver it early is worth more."""
    due = element("a", due_day=DAY0 + 100, optional=True)
    free = element("b", options=("other",))
    asked = problem(due, free, windows=[window(10), window(50)])
    other = replace(asked.options[0], id="other", windows=(window(20),))
    asked = replace(asked, options=(*asked.options, other), objective=("robustness", "cost"))
    found = [(one.goal, one.value, one.bound) for one in answer(asked).goals]
    assert found == [("robustness", -85, -85), ("cost", 14, 14)]
    cheap = replace(asked, objective=("cost", "robustness"))
    found = [(one.goal, one.value, one.bound) for one in answer(cheap).goals]
    assert found == [("cost", 7, 7), ("robustness", 0, 0)]


@effort.problems(400)
@given(questions())
def test_each_goal_reaches_the_optimum_of_exhaustion(asked: ScheduleProblem):
    best = min((worth(asked, *plan) for plan in every_plan(asked)), default=None)
    schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    if best is None:
        assert schedule.status == "infeasible"
        return
    assert schedule.status == "optimal"
    assert broken_rules(asked, flown_by(schedule)) == []
    assert tuple(one.goal for one in schedule.goals) == asked.objective
    assert tuple(one.value for one in schedule.goals) == best
    assert tuple(one.bound for one in schedule.goals) == best
    assert schedule.reasons


def trade(*objective: str) -> ScheduleProblem:
    """Two elements: at once on two flights for 14, or later on one for 7."""
    asked = problem(
        element("a", due_day=DAY0 + 60), element("b"),
        windows=[window(10), window(20), window(40, capacity_kg=20)],
    )  # fmt: skip
    return replace(asked, objective=objective)


@pytest.mark.parametrize(
    ("objective", "values"),
    [
        (("completion", "cost"), (DAY0 + 25, 14)),
        (("cost", "completion"), (7, DAY0 + 45)),
        (("launches",), (1,)),
        (("robustness", "cost"), (-45, 14)),
        (("cost", "robustness"), (7, -15)),
        (("completion", "robustness", "launches"), (DAY0 + 25, -45, 2)),
    ],
)
def test_what_comes_first_decides(objective: tuple[str, ...], values: tuple[int, ...]):
    schedule = answer(trade(*objective))
    assert tuple(one.value for one in schedule.goals) == values


def test_a_date_given_up_for_money_says_so():
    [reason] = answer(trade("cost", "completion")).reasons
    assert "the plan was chosen for cost before the date" in reason
    assert "windows and precedence alone would allow 2031-01-16" in reason
