"""Budgets as a file states them: years as keys, one currency, nobody unknown."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from planner.campaign.budget import budgets, charge_kusd
from planner.scenario import Scenario, ScenarioError, load_scenario, loads_scenario

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
TEXT = MINIMAL.read_text(encoding="utf-8")
ONLY_DOLLARS = "is not in million US dollars, the only money counted here; "
LINES = len(TEXT.splitlines())


def with_budget(lines: str) -> Scenario:
    return loads_scenario(TEXT + dedent(lines), name="trial.yaml")


def faults_of(lines: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        with_budget(lines)
    return [(fault.line - LINES, fault.path, fault.message) for fault in caught.value.faults]


def limits(scenario: Scenario) -> dict[tuple[str | None, int], int]:
    return {(one.payer, one.year): one.limit_kusd for one in budgets(scenario)}


def test_without_a_budget_nothing_is_limited():
    assert budgets(load_scenario(MINIMAL)) == ()


def test_a_year_of_its_own_replaces_the_limit_of_every_year():
    scenario = with_budget("""\
        budget:
          per_year_musd: 600
          by_year_musd: {2031: 750.5}
          partners:
            china: {by_year_musd: {2030: 0}}
        """)
    assert limits(scenario) == {(None, 2030): 600_000, (None, 2031): 750_500, ("china", 2030): 0}


def test_an_override_can_name_a_year():
    scenario = load_scenario(MINIMAL, {"budget.by_year_musd.2031": 5, "budget.per_year_musd": 9})
    assert limits(scenario) == {(None, 2030): 9000, (None, 2031): 5000}


@pytest.mark.parametrize(
    ("price_musd", "limit_musd", "fits"),
    [(0.29, 0.29, True), (0.2901, 0.29, False), (580.0, 580.0004, True), (580.0005, 580.0, False)],
)
def test_rounding_never_makes_money(price_musd, limit_musd, fits):
    changed = {
        "catalogue.launchers.cz8.cost_musd": price_musd,
        "budget.per_year_musd": limit_musd,
    }
    scenario = load_scenario(MINIMAL, changed)
    (relay,) = [option for option in scenario.fleet if option.lander is None]
    assert (charge_kusd(relay) <= limits(scenario)[None, 2030]) is fits


@pytest.mark.parametrize(
    ("lines", "line", "path", "said"),
    [
        (
            "budget: {per_year_meur: 600}\n",
            1,
            "budget.per_year_meur",
            ONLY_DOLLARS + "did you mean 'per_year_musd'?",
        ),
        (
            "budget:\n  currency: EUR\n",
            2,
            "budget.currency",
            ONLY_DOLLARS + "allowed: by_year_musd, per_year_musd",
        ),
        (
            "budget:\n  partners:\n    china: {per_year_mcny: 600}\n",
            3,
            "budget.partners.china.per_year_mcny",
            ONLY_DOLLARS + "did you mean 'per_year_musd'?",
        ),
        (
            "catalogue:\n  launchers:\n    cz8: {cost_meur: 55}\n",
            3,
            "catalogue.launchers.cz8.cost_meur",
            ONLY_DOLLARS + "did you mean 'cost_musd'?",
        ),
        (
            "budget:\n  per_year_musd: 600 EUR\n",
            2,
            "budget.per_year_musd",
            "is '600 EUR', allowed is a number",
        ),
        (
            "budget:\n  per_year_musd: -1\n",
            2,
            "budget.per_year_musd",
            "is -1, allowed 0 or more",
        ),
        (
            "budget:\n  by_year_musd:\n    2030: 600\n    2033: 600\n",
            4,
            "budget.by_year_musd.2033",
            "2033 is outside the horizon, allowed 2030 to 2031",
        ),
        (
            "budget:\n  partners:\n    russia: {per_year_musd: 600}\n",
            3,
            "budget.partners.russia",
            "no launcher of the fleet is paid by 'russia'; allowed: china",
        ),
        (
            "budget:\n  yearly: 600\n",
            2,
            "budget.yearly",
            "is not a known key; allowed: by_year_musd, partners, per_year_musd",
        ),
    ],
)
def test_what_makes_no_budget_is_named_with_its_line(lines, line, path, said):
    assert faults_of(lines) == [(line, path, said)]


def test_a_year_that_is_none_is_refused():
    (fault,) = faults_of("budget:\n  by_year_musd: {soon: 600}\n")
    assert fault[1].startswith("budget.by_year_musd")
    assert fault[2] == "is 'soon', allowed a year, such as 2033"


def test_faults_of_the_budget_come_all_at_once():
    found = faults_of("""\
        budget:
          per_year_meur: 600
          partners:
            chyna: {per_year_musd: lots}
        """)
    assert [line for line, _, _ in found] == [2, 4]
