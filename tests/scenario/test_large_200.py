"""The stress case is what its builder writes, has its size, and is planned within bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import build_large_200
from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.scenario import load_scenario
from planner.schedule.check import check_plan

FILE = Path(__file__).parents[2] / "scenarios" / "large_200.yaml"


def test_the_file_is_what_its_builder_writes():
    assert FILE.read_text(encoding="utf-8") == build_large_200.text()


def test_it_has_two_hundred_elements_of_many_kinds():
    scenario = load_scenario(FILE)
    assert len(scenario.elements) == 200
    assert len({element.kind for element in scenario.elements}) > 25
    assert scenario.policies.power_balance


@pytest.mark.slow
def test_a_short_search_leaves_less_than_a_tenth_and_breaks_no_rule():
    scenario = load_scenario(FILE)
    plan = plan_campaign(scenario, time_limit_s=20.0)
    assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()
    assert plan.date_gap is not None
    assert plan.date_gap < 0.1
