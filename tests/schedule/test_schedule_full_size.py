"""Stations of 60 to 120 elements: no plan breaks a rule, and a spoilt one is always caught."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.scenario import Scenario
from planner.schedule import solve_schedule
from planner.schedule.check import check_plan
from tests.schedule.corruptions import KINDS, Plan
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.instances import campaign
from tests.schedule.stations import station

EFFORT_S = 1.0  # what is judged is the plan, not how good it is
PLACES = range(5)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return station(1, elements=60)


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> Plan:
    return planned(scenario)


def planned(scenario: Scenario) -> Plan:
    answer: Plan = json.loads(dumps_plan(plan_campaign(scenario, time_limit_s=EFFORT_S)))
    return answer


def test_sixty_elements_are_planned_without_a_violation(scenario: Scenario, plan: Plan):
    assert check_plan(scenario, plan) == ()
    assert len(plan["elements"]) == 60
    assert len(plan["flights"]) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_plan_is_caught_wherever_it_is_spoilt(scenario: Scenario, plan: Plan, kind: str):
    rule, spoil = KINDS[kind]
    for seed in PLACES:
        spoilt = copy.deepcopy(plan)
        spoil(spoilt, Random(seed))
        assert spoilt != plan
        found = {violation.rule for violation in check_plan(scenario, spoilt)}
        assert rule in found, (seed, found)


def test_thirty_kinds_of_corruption_are_tried():
    assert len(KINDS) >= 30


@pytest.mark.parametrize("seed", range(6))
def test_campaigns_of_all_sizes_break_no_rule(seed: int):
    problem = campaign(seed, elements=60 + 12 * seed, spread_y=3 + seed, due_slack_d=None)
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=seed)
    assert schedule.flights
    assert broken_rules(problem, flown_by(schedule)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "elements"),
    [(2, 90), (3, 120), (4, 75), (5, 60), (6, 105), (7, 90), (8, 120), (9, 60)],
)
def test_stations_of_all_sizes_are_planned_without_a_violation(seed: int, elements: int):
    asked = station(seed, elements=elements)
    assert check_plan(asked, planned(asked)) == ()
