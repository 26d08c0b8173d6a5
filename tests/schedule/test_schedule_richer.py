"""Choices, stocks and flights in company against exhaustion, each alone and together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.schedule import measure, neighbourhood, solve_schedule, stages
from planner.schedule.domains import narrow, own_domains, viable
from planner.schedule.greedy import greedy_plan, partial_plan, thrifty_plan
from planner.schedule.instance import make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.moves import moved_earlier
from planner.schedule.problem import Alternative, ElementTask, Launch, Pad, ScheduleProblem
from planner.schedule.riders import with_riders
from tests import effort
from tests.schedule.exhaustive import Flown, broken_rules, every_plan, flown_by
from tests.schedule.richer import richer_problems
from tests.schedule.tiny import problems

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
    @effort.problems(300)
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


def _plans(asked: ScheduleProblem, seed: int) -> Iterator[Manifests]:
    """First plans as they are, with science taken along, and with everything moved earlier."""
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    assume(viable(instance, domains))
    first = greedy_plan(instance, domains, seed=seed, good_enough_day=instance.start_day, starts=8)
    for plan in (first, thrifty_plan(instance, domains, seed=seed, starts=4)):
        if plan is not None:
            yield plan
            yield moved_earlier(instance, plan)
            laden = with_riders(instance, domains, plan, may_open=seed % 2 == 0)
            assert measure.science(instance, laden) >= measure.science(instance, plan)
            yield laden
            yield measure.in_order(instance, moved_earlier(instance, laden))


def _flown(asked: ScheduleProblem, plan: Manifests) -> Flown:
    opportunities = make_instance(asked).opportunities
    return {(opportunities[i].option, opportunities[i].window): e for i, e in plan.items()}


EVERYTHING = ("stocks", "choices", "company", "pins")


@effort.problems(300)
@given(
    st.one_of(
        richer_problems(EVERYTHING, most_elements=6),
        richer_problems(("choices", "stocks"), most_elements=6),
        richer_problems(("lots", "company")),
    ),
    st.integers(0, 3),
)
def test_first_plans_are_feasible_whenever_there_are_any(asked: ScheduleProblem, seed: int):
    for plan in _plans(asked, seed):
        assert broken_rules(asked, _flown(asked, plan)) == []


@effort.problems(200)
@given(richer_problems(EVERYTHING, most_elements=6))
def test_a_partial_plan_breaks_no_rule_for_what_it_carries(asked: ScheduleProblem):
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    assume(viable(instance, domains))
    plan = partial_plan(instance, domains)
    carried = {e for aboard in plan.values() for e in aboard}
    assert all(set(task.requires) <= carried for task in asked.elements if task.id in carried)
    # what is left out breaks no rule by itself, and no choice has to be made
    kept = replace(
        asked,
        elements=tuple(replace(task, optional=True) for task in asked.elements),
        alternatives=(),
        pins=tuple(pin for pin in asked.pins if set(pin.elements) <= carried),
    )
    assert broken_rules(kept, _flown(asked, plan)) == []


def _reached(asked: ScheduleProblem) -> tuple[object, ...]:
    found = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    return found.status, found.completion_day, found.cost_musd


@settings(max_examples=60, deadline=None)
@given(problems(power=True))
def test_every_addition_that_adds_nothing_changes_nothing(asked: ScheduleProblem):
    """One choice of all, awaiting what always flies, a use without end written with one."""
    names = tuple(task.id for task in asked.elements)
    one = Alternative(id="way", choices=(names,))
    tasks = tuple(replace(t, requires=(), awaits=t.requires, value=0) for t in asked.elements)
    days = asked.end_day - asked.start_day + 1
    ending = tuple(
        replace(t, uses=tuple(replace(use, for_d=days) for use in t.uses)) for t in asked.elements
    )
    dated = tuple(replace(balance, until_day=asked.end_day) for balance in asked.balances)
    free = tuple(
        replace(
            option,
            windows=tuple(
                replace(w, more=(Launch(launcher="", pad="craft", day=w.launch_day),))
                for w in option.windows
            ),
        )
        for option in asked.options
    )
    craft = (*asked.pads, Pad(id="craft", turnaround_d=0))
    unneeded = ElementTask(
        id="unneeded", mass_kg=1, options=(), release_day=asked.start_day, due_day=None,
        commissioning_d=0, requires=(), optional=True,
    )  # fmt: skip
    plain = _reached(asked)
    assert _reached(replace(asked, alternatives=(one,))) == plain
    assert _reached(replace(asked, elements=tasks)) == plain
    assert _reached(replace(asked, elements=ending)) == plain
    assert _reached(replace(asked, balances=dated)) == plain
    assert _reached(replace(asked, options=free, pads=craft)) == plain
    assert _reached(replace(asked, elements=(*asked.elements, unneeded))) == plain


@pytest.mark.slow
@effort.problems(300)
@given(richer_problems(EVERYTHING))
def test_rounds_over_parts_of_a_plan_reach_the_same_date_and_cost(asked: ScheduleProblem):
    asked = replace(asked, objective=("completion", "cost"))
    plain = _reached(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "LARGE", 1)
        patch.setattr(neighbourhood, "MOST_IDLE", 5)
        found = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    assert (found.status, found.completion_day, found.cost_musd) == plain
    assert not found.flights or broken_rules(asked, flown_by(found)) == []
