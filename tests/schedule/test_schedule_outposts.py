"""Outposts with crews, lots, choices, tankers and a depot: no plan breaks a rule at full size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.schedule import solve_schedule
from planner.schedule.domains import narrow, own_domains
from planner.schedule.greedy import greedy_plan, thrifty_plan
from planner.schedule.instance import Instance, make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.moves import moved_earlier
from planner.schedule.riders import with_riders
from tests import effort
from tests.schedule.exhaustive import Flown, broken_rules, flown_by
from tests.schedule.outposts import CREW, LOT_KG, RATION_KG, outpost

EFFORT_S = 1.0  # what is judged is the plan, not how good it is


def flown(instance: Instance, plan: Manifests) -> Flown:
    opportunities = instance.opportunities
    return {(opportunities[i].option, opportunities[i].window): e for i, e in plan.items()}


@pytest.mark.parametrize("seed", range(8))
def test_first_plans_of_all_sizes_break_no_rule(seed: int):
    asked = outpost(seed, elements=30 + 10 * seed, crews=3 + seed % 3, lots=12)
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    first = greedy_plan(instance, domains, seed=seed, good_enough_day=instance.end_day)
    assert first is not None
    laden = with_riders(instance, domains, first, may_open=seed % 2 == 0)
    thrifty = thrifty_plan(instance, domains, seed=seed, starts=4)
    for plan in (first, thrifty or {}, laden, moved_earlier(instance, laden)):
        assert not plan or broken_rules(asked, flown(instance, plan)) == []


def test_first_plans_bring_no_more_lots_than_the_crews_eat():
    asked = outpost(1, crews=4, lots=12)
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    plan = greedy_plan(instance, domains, seed=1, good_enough_day=instance.end_day)
    assert plan is not None
    brought = sum(e.startswith("lot") for aboard in plan.values() for e in aboard)
    in_place_kg = 400
    assert brought == -(-(4 * RATION_KG - in_place_kg) // LOT_KG)


@pytest.mark.parametrize(
    ("seed", "objective"),
    [
        (0, ("completion", "cost")),
        (1, ("science", "completion")),
        (2, ("launches", "completion", "science")),
    ],
)
def test_plans_of_outposts_break_no_rule(seed: int, objective: tuple[str, ...]):
    asked = replace(outpost(seed, elements=30), objective=objective)
    schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=seed)
    assert schedule.flights
    assert broken_rules(asked, flown_by(schedule)) == []
    assert schedule.reasons


@pytest.mark.slow
@pytest.mark.parametrize("seed", effort.some(range(3, 8), 2))
def test_plans_of_large_outposts_break_no_rule(seed: int):
    asked = outpost(seed, elements=40 + 10 * seed, crews=6, lots=16)
    schedule = solve_schedule(asked, time_limit_s=4 * EFFORT_S, seed=seed)
    assert schedule.flights
    assert broken_rules(asked, flown_by(schedule)) == []


def test_crews_beyond_the_berths_are_told_in_people():
    asked = outpost(0, elements=12, crews=1)
    crew = next(task for task in asked.elements if task.id == "crew_0")
    uses = tuple(
        replace(use, for_d=None, amount=-CREW - 2) if use.balance == "berths" else use
        for use in crew.uses
    )
    crowded = tuple(
        replace(task, uses=uses) if task.id == crew.id else task for task in asked.elements
    )
    found = solve_schedule(replace(asked, elements=crowded), time_limit_s=EFFORT_S, seed=1)
    (reason,) = found.reasons
    assert reason == (
        f"With everything at work there are berths for {CREW + 1} people in the habitat; "
        f"crew_0 needs {CREW + 2} people."
    )
