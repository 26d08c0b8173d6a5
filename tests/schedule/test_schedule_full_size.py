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
from tests import effort
from tests.schedule.corruptions import CHOICE_KINDS, KINDS, Plan
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.instances import campaign
from tests.schedule.stations import station, station_of_choices

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


@pytest.fixture(scope="module")
def choosing() -> Scenario:
    return station_of_choices(2, elements=40)


@pytest.fixture(scope="module")
def chosen(choosing: Scenario) -> Plan:
    return planned(choosing)


def test_a_station_with_choices_is_planned_without_a_violation(choosing: Scenario, chosen: Plan):
    assert check_plan(choosing, chosen) == ()
    left_out = {entry["id"] for entry in chosen["left_out"]}
    optional = {element.id for element in choosing.elements if element.optional}
    assert left_out & optional
    assert len(chosen["elements"]) + len(left_out) == 40


@pytest.mark.parametrize("kind", CHOICE_KINDS)
def test_a_choice_spoilt_is_caught(choosing: Scenario, chosen: Plan, kind: str):
    rule, spoil = CHOICE_KINDS[kind]
    for seed in PLACES:
        spoilt = copy.deepcopy(chosen)
        spoil(spoilt, Random(seed))
        found = {violation.rule for violation in check_plan(choosing, spoilt)}
        assert rule in found, (seed, found)


def test_thirty_kinds_of_corruption_are_tried():
    assert len(KINDS) >= 30


@pytest.mark.parametrize("seed", effort.some(range(6), 2))
def test_campaigns_of_all_sizes_break_no_rule(seed: int):
    problem = campaign(seed, elements=60 + 12 * seed, spread_y=3 + seed, due_slack_d=None)
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=seed)
    assert schedule.flights
    assert broken_rules(problem, flown_by(schedule)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "elements"),
    effort.some(((2, 90), (3, 120), (4, 75), (5, 60), (6, 105), (7, 90), (8, 120), (9, 60)), 2),
)
def test_stations_of_all_sizes_are_planned_without_a_violation(seed: int, elements: int):
    asked = station(seed, elements=elements)
    assert check_plan(asked, planned(asked)) == ()
