"""Every change an explanation tells, laid over the file, plans to what it said."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from planner.campaign import explanation as explanation_module
from planner.campaign import plan_campaign
from planner.campaign.explanation import Explanation, Sensitivity, explain_campaign
from planner.scenario import Scenario, load_scenario
from planner.schedule.explain import Variant
from tests import effort

SCENARIOS = Path(__file__).parents[2] / "scenarios"
#: A first flight, an earliest day and a phase hold it, each with windows before and after.
TEXT = """\
schema_version: 1
id: held
title: A relay, power and a rover that several dates hold
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2032-06-30}
catalogue:
  launchers:
    cz8: {first_flight: 2030-05-01}
phases:
  - {id: first, title: First, start: 2030-01-01, end: 2032-06-30}
  - {id: second, title: Second, start: 2031-03-01, end: 2032-06-30}
fleet:
  - launcher: cz8
    arrival_orbit: {perilune_alt_km: 300, apolune_alt_km: 8600, inclination_deg: 54.8}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2, phase: first}
  - {id: power, kind: solar_vsat10, phase: first, requires: [relay]}
  - {id: rover, kind: rover_small, phase: PHASE, requires: [power]}
"""


@pytest.fixture(scope="module", params=["first", "second", "earliest"])
def held(request: pytest.FixtureRequest, tmp_path_factory) -> tuple[Path, Scenario, Explanation]:
    """The rover held by what it waits for, by its phase, or by a day of its own."""
    phase = "second" if request.param == "second" else "first"
    text = TEXT.replace("PHASE", phase)
    if request.param == "earliest":
        text = text.replace("requires: [power]}", "requires: [power], earliest: 2031-02-01}")
    path = tmp_path_factory.mktemp("held") / "held.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path)
    return path, scenario, explain_campaign(scenario)


def test_each_change_laid_over_the_file_plans_to_what_it_says(held):
    path, scenario, explanation = held
    before = plan_campaign(scenario)
    assert explanation.completion_date == before.completion_date
    for told in explanation.sensitivities:
        assert (told.outcome, told.completion_proven, told.cost_proven) == ("plan", True, True)
        after = plan_campaign(load_scenario(path, told.overrides))
        moved_d = (after.completion_date - before.completion_date).days
        assert told.completion_d == moved_d, told.says
        assert told.cost_musd == after.headline.cost_musd - before.headline.cost_musd, told.says


def test_what_holds_the_rover_is_among_the_changes(held):
    _, _, explanation = held
    kinds = {one.kind for one in explanation.sensitivities if (one.completion_d or 0) < 0}
    rules = {one.rule for one in explanation.binding}
    held_by = {"phase", "release"} & {one.kind for one in explanation.sensitivities}
    if "release" in rules:
        assert held_by <= kinds
        assert held_by
    else:
        assert "first_flight" in kinds
        assert not held_by


def test_the_best_changes_come_first_and_no_slack_is_negative(held):
    _, _, explanation = held
    moved = [one.completion_d for one in explanation.sensitivities]
    assert moved == sorted(moved)
    assert all(row.slack_d >= 0 for row in explanation.slack)
    last = explanation.chain[-1]
    assert last.operational == explanation.completion_date
    assert {row.element for row in explanation.slack if row.slack_d == 0} >= {last.element}


def test_an_explanation_goes_through_a_pipe(held):
    _, _, explanation = held
    assert pickle.loads(pickle.dumps(explanation)) == explanation


def test_a_launcher_without_a_launch_is_said_as_a_pin(tmp_path):
    path = tmp_path / "held.yaml"
    path.write_text(TEXT.replace("PHASE", "first"), encoding="utf-8")
    once = {"catalogue.launchers.cz8.cadence_per_year": 1}
    explanation = explain_campaign(load_scenario(path, once))
    (none,) = (one for one in explanation.sensitivities if one.says.startswith("0 launches"))
    assert (none.outcome, none.completion_d) == ("no_plan", None)
    assert explanation.sensitivities[-1] == none
    assert none.overrides == {"pins": [{"forbid_launcher": "cz8"}]}
    assert load_scenario(path, once | none.overrides).pins[0].launcher == "cz8"


def of_the_power_plant_or_a_launch_less(variant: Variant) -> bool:
    """All changes when thorough: of the others each costs a second, and none buys a day."""
    less = variant.kind == "cadence" and variant.tighter
    return effort.THOROUGH or less or variant.subject == "power_plant"


@pytest.mark.slow
def test_the_power_plant_holds_the_station_of_2035(monkeypatch):
    every = explanation_module.variants_of

    def some(*asked: Any) -> list[Variant]:
        return list(filter(of_the_power_plant_or_a_launch_less, every(*asked)))

    monkeypatch.setattr(explanation_module, "variants_of", some)
    told: list[float] = []
    explanation = explain_campaign(
        load_scenario(SCENARIOS / "ilrs_2035.yaml"),
        progress=lambda _, fraction: told.append(fraction),
        time_limit_s=20.0,
    )
    assert told == sorted(told)
    assert [step.element for step in explanation.chain] == ["power_plant"]
    assert [(one.rule, one.by) for one in explanation.binding] == [("release", "power_plant")]
    bought: list[Sensitivity] = [
        one for one in explanation.sensitivities if (one.completion_d or 0) < 0
    ]
    assert [one.overrides for one in bought] == [
        {"elements.power_plant.earliest": "2034-07-03"},
        {"elements.power_plant.commissioning_d": 150},
    ]
    without = {one.subject for one in explanation.sensitivities if one.outcome == "no_plan"}
    assert without == {"angara_a5v", "cz9"}  # each the only rocket of some element
