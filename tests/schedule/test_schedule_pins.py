"""Pins against exhaustion; what they leave impossible is said and checked."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.schedule import solve_schedule
from planner.schedule.domains import narrow, own_domains
from planner.schedule.greedy import greedy_plan, thrifty_plan
from planner.schedule.instance import Instance, make_instance
from planner.schedule.problem import Pin, ScheduleProblem
from tests import effort
from tests.schedule.exhaustive import best_by_exhaustion, broken_rules, every_plan, flown_by
from tests.schedule.handmade import DAY0, answer, element, problem, window
from tests.schedule.instances import campaign
from tests.schedule.tiny import pinned_problems, problems_with_a_past

EFFORT_S = 20.0


@effort.problems(300)
@given(pinned_problems())
def test_the_optimum_with_pins_is_that_of_exhaustion(pinned: ScheduleProblem):
    best = best_by_exhaustion(pinned)
    schedule = solve_schedule(pinned, time_limit_s=EFFORT_S, seed=1)
    if best is None:
        assert schedule.status == "infeasible"
        assert schedule.reasons
        return
    assert schedule.status == "optimal"
    assert broken_rules(pinned, flown_by(schedule)) == []
    assert (schedule.completion_day, schedule.cost_musd) == (best.completion_day, best.cost_musd)
    assert schedule.completion_bound_day == best.completion_day


@effort.problems(200)
@given(problems_with_a_past())
def test_launches_of_the_past_count(asked: ScheduleProblem):
    best = best_by_exhaustion(asked)
    schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    if best is None:
        assert schedule.status == "infeasible"
        return
    assert broken_rules(asked, flown_by(schedule)) == []
    assert (schedule.completion_day, schedule.cost_musd) == (best.completion_day, best.cost_musd)


@effort.problems(200)
@given(pinned_problems(most_elements=6), st.integers(0, 3))
def test_greedy_keeps_pins_whenever_it_answers(pinned: ScheduleProblem, seed: int):
    instance = make_instance(pinned)
    domains = narrow(instance, own_domains(instance))
    assume(all(domains.values()))
    plans = (
        greedy_plan(instance, domains, seed=seed, good_enough_day=instance.start_day),
        thrifty_plan(instance, domains, seed=seed),
    )
    opportunities = instance.opportunities
    for plan in filter(None, plans):
        flown = {(opportunities[i].option, opportunities[i].window): e for i, e in plan.items()}
        assert broken_rules(pinned, flown) == []


def has_plan(asked: ScheduleProblem) -> bool:
    return next(every_plan(asked), None) is not None


@effort.problems(150)
@given(pinned_problems(most_elements=3))
def test_pins_that_clash_are_a_smallest_set(pinned: ScheduleProblem):
    assume(not has_plan(pinned))
    free = replace(pinned, pins=())
    reasons = solve_schedule(pinned, time_limit_s=EFFORT_S, seed=1).reasons
    named = [pin for pin in pinned.pins if re.search(rf"\b{pin.text}\b", reasons[0])]
    if not has_plan(free):
        assert named == []
        return
    assert not has_plan(replace(free, pins=tuple(named)))
    for pin in named:
        rest = tuple(other for other in named if other is not pin)
        assert has_plan(replace(free, pins=rest))
        without = tuple(other for other in pinned.pins if other is not pin)
        told = f"Without the pin of {pin.text} there is a plan." in reasons
        assert told == has_plan(replace(free, pins=without))


def pinned(*pins: Pin) -> ScheduleProblem:
    roomy = [window(day, capacity_kg=20) for day in (10, 20, 30)]
    return replace(problem(element("a"), element("b"), windows=roomy), pins=pins)


def test_the_reason_names_the_pin_that_holds_the_date():
    late = Pin(kind="place", text="line 9 (b, launch 2031-01-31)", elements=("b",),
               first_day=DAY0 + 30)  # fmt: skip
    reasons = answer(pinned(late)).reasons
    assert "No window that its pins leave (line 9 (b, launch 2031-01-31)) delivers" in reasons[1]


def test_the_reason_names_elements_kept_apart():
    apart = Pin(kind="apart", text="line 9 (a, b apart)", elements=("a", "b"))
    later = answer(pinned(apart))
    assert len(later.flights) == 2
    assert "pins keep it from what flies on cargo of 2031-01-11" in later.reasons[1]


def test_the_reason_names_companions():
    roomy = [window(day, capacity_kg=20) for day in (10, 20, 30)]
    asked = problem(element("a"), element("b", release_day=DAY0 + 15), windows=roomy)
    tie = Pin(kind="together", text="line 9 (a, b together)", elements=("a", "b"))
    schedule = answer(replace(asked, pins=(tie,)))
    assert len(schedule.flights) == 1
    assert "It may not launch before 2031-01-16" in schedule.reasons[1]


def test_a_flight_is_fixed_with_all_that_is_aboard():
    alone = Pin(kind="flight", text="line 9", elements=("a",), options=("cargo",),
                first_day=DAY0 + 20, last_day=DAY0 + 20)  # fmt: skip
    flights = answer(pinned(alone)).flights
    assert {(flight.window, flight.elements) for flight in flights} == {
        (window(10).key, ("b",)), (window(20).key, ("a",)),
    }  # fmt: skip


def drawn_from(plan: dict[int, tuple[str, ...]], instance: Instance, random: Random) -> list[Pin]:
    """Pins that a plan of some dozen flights keeps, so that one exists."""
    flights = [(instance.opportunities[index], aboard) for index, aboard in plan.items()]
    pins = [Pin(kind="together", text="", elements=aboard) for _, aboard in flights if aboard[1:]]
    for here, aboard in random.sample(flights, 4):
        around = {"first_day": here.launch_day - 200, "last_day": here.launch_day + 200}
        kind = random.choice(("place", "flight"))
        pins.append(Pin(kind=kind, text="", elements=aboard, options=(here.option,), **around))
    for _ in range(4):
        (_, some), (_, others) = random.sample(flights, 2)
        pins.append(Pin(kind="apart", text="", elements=(some[0], others[0])))
    return pins


@pytest.mark.parametrize("seed", range(6))
def test_a_first_plan_is_found_under_pins_of_a_whole_campaign(seed: int):
    asked = campaign(seed, due_slack_d=600)
    free = make_instance(asked)
    plan = greedy_plan(free, narrow(free, own_domains(free)), seed=1, good_enough_day=free.end_day)
    assert plan is not None
    pins = tuple(drawn_from(plan, free, Random(seed)))
    tied = make_instance(replace(asked, pins=pins))
    domains = narrow(tied, own_domains(tied))
    first = greedy_plan(tied, domains, seed=1, good_enough_day=tied.end_day)
    assert first is not None
    opportunities = tied.opportunities
    flown = {(opportunities[i].option, opportunities[i].window): e for i, e in first.items()}
    assert broken_rules(replace(asked, pins=pins), flown) == []
