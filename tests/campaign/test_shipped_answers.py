"""The shipped scenarios of their own kind: one too large to finish, one without a plan."""

from __future__ import annotations

import json

import pytest

from planner.exports.plan_json import dumps_plan
from planner.schedule.check import check_plan
from tests.shipped import IMPOSSIBLE, LARGE


@pytest.mark.slow
def test_a_short_search_of_the_large_one_leaves_less_than_a_tenth_and_breaks_no_rule(shelf):
    found = shelf.planned(LARGE)
    assert check_plan(found.scenario, json.loads(dumps_plan(found.plan))) == ()
    assert found.plan.date_gap is not None
    assert found.plan.date_gap < 0.1


@pytest.mark.slow
def test_the_tight_budget_has_no_plan_because_of_the_reactor_and_the_money(shelf):
    refusal = shelf.planned(IMPOSSIBLE).refusal
    assert refusal.proven
    assert "reactor cannot be paid for" in refusal.reasons[0]
    assert "cz9_cargo costs 1500 M$" in refusal.reasons[0]
    assert refusal.minimal
    for conflict in refusal.conflicts:  # the money and the rocket together, in each of them
        paths = {clash.path for clash in conflict}
        assert ("budget", "per_year_musd") in paths
        assert ("elements", "reactor", "fleet") in paths
    told = [repair.says for repair in refusal.repairs]
    assert any("1500 M$ for the programme" in one for one in told)  # what a cz9_cargo costs
    assert any(one.startswith("reactor allowed on") for one in told)


@pytest.mark.slow
def test_progress_goes_on_while_repairs_are_sought(shelf):
    told = list(shelf.planned(IMPOSSIBLE).told)
    assert told == sorted(told)
    assert len({fraction for fraction in told if 0.8 < fraction <= 1.0}) > 10
