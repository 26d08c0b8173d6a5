"""Rounds over parts of a plan, what the search tells, and its end when asked."""

from __future__ import annotations

import time
from functools import cache

import pytest

from planner.schedule import neighbourhood, solve_schedule
from planner.schedule.domains import Domains, narrow, own_domains
from planner.schedule.greedy import greedy_plan
from planner.schedule.instance import Instance, make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.measure import completion_day, cost_musd
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Incumbent, date_gap
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.instances import campaign

UNITS = 0.8


def crowded(seed: int) -> ScheduleProblem:
    return campaign(seed, elements=60, spread_y=3, due_slack_d=None)


def begun(asked: ScheduleProblem) -> tuple[Instance, Domains, Manifests]:
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    plan = greedy_plan(instance, domains, seed=1, good_enough_day=instance.end_day)
    assert plan is not None
    return instance, domains, plan


def improved(asked: ScheduleProblem, *, cost: bool, seed: int = 1) -> list[Manifests]:
    """The start and every better plan, in the order found."""
    instance, domains, plan = begun(asked)
    day = completion_day(instance, plan) if cost else instance.start_day
    effort = neighbourhood.Effort(
        units=UNITS, seed=seed, wall_left_s=lambda: 60.0, stopped=lambda: False
    )
    found = [plan]
    aim = neighbourhood.Aim(day=day, cost=cost)
    last = neighbourhood.improve(instance, domains, plan, aim, effort, found.append)
    assert last.manifests == found[-1]
    return found


@cache
def rounds(seed: int, *, cost: bool) -> list[Manifests]:
    """What the rounds find of a crowded station, once for all tests."""
    return improved(crowded(seed), cost=cost)


def faults(asked: ScheduleProblem, plan: Manifests) -> list[str]:
    opportunities = make_instance(asked).opportunities
    flown = {(opportunities[i].option, opportunities[i].window): ids for i, ids in plan.items()}
    return broken_rules(asked, flown)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cost", [False, True])
def test_every_plan_of_the_rounds_is_better_and_breaks_no_rule(seed: int, cost: bool):
    asked = crowded(seed)
    instance = make_instance(asked)
    plans = rounds(seed, cost=cost)
    worth = [(cost_musd if cost else completion_day)(instance, plan) for plan in plans]
    assert worth == sorted(set(worth), reverse=True)
    if cost:
        assert all(completion_day(instance, p) <= completion_day(instance, plans[0]) for p in plans)
    assert [faults(asked, plan) for plan in plans] == [[]] * len(plans)


def test_rounds_find_something():
    """Else the two tests above would hold of a search that does nothing."""
    assert any(len(rounds(seed, cost=True)) > 1 for seed in range(3))


def test_the_same_seed_gives_the_same_rounds():
    assert improved(crowded(1), cost=True) == rounds(1, cost=True)


def test_the_search_tells_of_a_first_plan_and_better_ones():
    asked, told = crowded(2), list[Incumbent]()
    schedule = solve_schedule(asked, time_limit_s=2.0, seed=1, on_plan=told.append)
    assert told[0].kind == "first"
    assert [one.kind for one in told[1:]].count("first") == 0
    reached = [(one.completion_day, one.cost_musd) for one in told]
    assert reached == sorted(reached, reverse=True)
    assert all(one.bound_day <= one.completion_day and 0.0 <= one.gap <= 1.0 for one in told)
    proofs = [one for one in told if one.kind == "proven"]
    assert len(proofs) <= 1
    assert all(one.gap == 0.0 for one in proofs)
    assert schedule.completion_day == told[-1].completion_day


def test_a_search_that_is_ended_keeps_its_best_plan():
    asked, told = crowded(0), list[Incumbent]()
    schedule = solve_schedule(
        asked, time_limit_s=600.0, seed=1, on_plan=told.append, stop=lambda: bool(told)
    )
    assert schedule.status == "feasible"
    assert broken_rules(asked, flown_by(schedule)) == []
    assert schedule.completion_day is not None
    assert schedule.completion_day <= told[0].completion_day
    bounds = [schedule.completion_bound_day, schedule.cost_bound_musd]
    assert all(bound is not None for bound in bounds)


def test_an_end_asked_for_in_the_middle_of_a_run_comes_soon():
    """CP-SAT may be seconds away from its next callback; the end does not wait for it."""
    asked = campaign(4, elements=40, spread_y=3, due_slack_d=None)
    began = time.monotonic()
    schedule = solve_schedule(
        asked, time_limit_s=600.0, seed=1, stop=lambda: time.monotonic() - began > 3.0
    )
    # 12 s: building a model and tidying go on after the end is asked, on a busy machine too.
    assert time.monotonic() - began < 15.0
    assert schedule.flights


def test_the_gap_counts_days_open_since_the_start():
    assert date_gap(completion_day=200, bound_day=150, start_day=100) == pytest.approx(0.5)
    assert date_gap(completion_day=100, bound_day=100, start_day=100) == 0.0
