"""Optional elements, alternatives and science from the file to the plan and to the judge."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from planner.campaign import plan_campaign
from planner.campaign.alternatives import alternatives_of, awaited, ruled_out
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario, loads_scenario
from planner.schedule.check import check_plan
from planner.terminal.door import main
from planner.terminal.summary import summary_text

TEXT = """schema_version: 1
id: choice
title: Choice
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-12-31}
fleet:
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: reactor, kind: reactor_kp10}
  - {id: solar, kind: solar_vsat10, commissioning_d: 200}
  - {id: store, kind: battery_100, requires: [solar]}
  - {id: rover, kind: rover_small, requires: [power], science_per_year: 3}
  - {id: scout, kind: rover_small, requires: [rover], optional: true, science_per_year: 2.5}
  - {id: drill, kind: rover_mini, requires: [scout], optional: true, science_per_year: 0}
alternatives:
  - id: power
    choices:
      - {id: nuclear, elements: [reactor]}
      - {id: sunlight, elements: [solar, store]}
catalogue: {launchers: {cz5: {cadence_per_year: 4}}}
"""
FLOWN = """as_of: 2030-03-01
history:
  - {outcome: flown, option: cz5-cargo_cz5, launch: 2030-01-08, delivered: 2030-01-17,
     elements: [solar]}
elements:
"""


def load(text: str = TEXT, **overrides: object) -> Scenario:
    return loads_scenario(text, name="choice.yaml", overrides=overrides or None)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(objective=["science", "cost", "completion"])


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> CampaignPlan:
    return plan_campaign(scenario)


def test_science_flies_what_earns_it_and_leaves_the_rest(scenario: Scenario, plan: CampaignPlan):
    assert plan.status == "optimal"
    assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()
    assert {element.id for element in plan.elements} == {"reactor", "rover", "scout"}
    assert [(one.id, one.why) for one in plan.left_out] == [
        ("solar", "alternative"),
        ("store", "alternative"),
        ("drill", "optional"),
    ]
    assert [(one.id, one.chosen, one.elements) for one in plan.alternatives] == [
        ("power", "nuclear", ("reactor",))
    ]
    days = {e.id: (date(2030, 12, 31) - e.operational_utc.date()).days for e in plan.elements}
    assert plan.science is not None
    assert plan.science.point_years == pytest.approx(
        (3.0 * days["rover"] + 2.5 * days["scout"]) / 365.25
    )
    assert plan.objective["science_point_years"] == pytest.approx(plan.science.point_years)
    assert plan.lower_bound["science_point_years"] == plan.objective["science_point_years"]


def test_completion_waits_for_no_optional_element(plan: CampaignPlan):
    works = {element.id: element.operational_utc for element in plan.elements}
    assert works["scout"] > works["rover"]
    assert plan.completion_date == works["rover"].date()
    assert plan.headline.sentence.startswith(f"The station stands on {works['rover'].date()}")
    (phase,) = plan.phases
    assert phase.completed_utc == works["rover"]
    assert set(phase.elements) == set(works)


def test_the_summary_says_what_was_chosen_and_left_out(plan: CampaignPlan):
    lines = summary_text(plan).splitlines()
    assert "Chosen for power: nuclear (reactor)" in lines
    assert "Left out, being optional: drill" in lines
    assert plan.science is not None
    assert f"Science to 2030-12-31: {plan.science.point_years:,.1f} point-years" in lines
    assert "Science: proven, no plan brings more." in lines


def test_where_science_is_no_goal_nothing_is_paid_for_it():
    asked = load()
    plan = plan_campaign(asked)
    assert check_plan(asked, json.loads(dumps_plan(plan))) == ()
    assert {element.id for element in plan.elements} == {"reactor", "rover"}
    assert "science_point_years" not in plan.objective


def test_a_choice_that_comes_too_late_is_not_taken():
    """A reactor that is not ready in the year is not chosen."""
    slow = load(**{"elements.reactor.commissioning_d": 360})
    plan = plan_campaign(slow)
    assert [one.chosen for one in plan.alternatives] == ["sunlight"]
    assert check_plan(slow, json.loads(dumps_plan(plan))) == ()


def test_what_has_flown_decides():
    scenario = load(TEXT.replace("elements:\n", FLOWN, 1))
    assert ruled_out(scenario) == {"reactor"}
    assert alternatives_of(scenario) == ()
    rover = next(element for element in scenario.elements if element.id == "rover")
    assert awaited(scenario, rover) == ("solar", "store")
    plan = plan_campaign(scenario)
    assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()
    assert [one.chosen for one in plan.alternatives] == ["sunlight"]
    assert ("reactor", "alternative") in [(one.id, one.why) for one in plan.left_out]


def test_a_lost_part_decides_nothing():
    lost = FLOWN.replace("flown", "lost").replace(" delivered: 2030-01-17,", " rebuild_d: 10,")
    scenario = load(TEXT.replace("elements:\n", lost, 1))
    assert ruled_out(scenario) == frozenset()
    assert len(alternatives_of(scenario)) == 1


def test_what_needs_something_ruled_out_goes_with_it():
    text = TEXT.replace("[scout]", "[reactor]").replace("elements:\n", FLOWN, 1)
    assert ruled_out(load(text)) == {"reactor", "drill"}


def test_a_pin_holds_if_its_element_flies():
    pinned = TEXT + "pins:\n  - {element: scout, launch: 2030-11}\n"
    left = load(pinned, objective=["cost"])
    plan = plan_campaign(left)
    assert check_plan(left, json.loads(dumps_plan(plan))) == ()
    wanted = load(pinned, objective=["science"])
    plan = plan_campaign(wanted)
    assert check_plan(wanted, json.loads(dumps_plan(plan))) == ()
    days = {i.element: f.launch_utc for f in plan.flights for i in f.manifest}
    assert f"{days['scout']:%Y-%m}" == "2030-11"


def test_the_doors_of_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file, out = tmp_path / "choice.yaml", tmp_path / "plan.json"
    file.write_text(TEXT, encoding="utf-8")
    asked = ["--objective", "science,cost"]
    assert main(["plan", str(file), *asked, "--json", str(out)]) == 0
    assert main(["check", str(file), str(out), *asked]) == 0
    assert "no violation; 3 flights, 3 elements" in capsys.readouterr().out


def broken(plan: CampaignPlan, scenario: Scenario, spoil) -> dict[str, str]:
    document = json.loads(dumps_plan(plan))
    spoilt = copy.deepcopy(document)
    spoil(spoilt)
    assert spoilt != document
    return {violation.rule: violation.message for violation in check_plan(scenario, spoilt)}


def test_completion_of_the_optional_ones_is_caught(scenario: Scenario, plan: CampaignPlan):
    last = max(element.operational_utc for element in plan.elements).date()
    later = (last - plan.completion_date).days

    def wait_for_all(document):
        document["headline"]["sentence"] = document["headline"]["sentence"].replace(
            document["completion_date"], last.isoformat()
        )
        document["completion_date"] = last.isoformat()
        document["headline"]["slack_d"] -= later
        for part in ("objective", "lower_bound"):
            document[part]["completion_d"] += later

    found = broken(plan, scenario, wait_for_all)
    assert set(found) == {"completion"}


def test_an_optional_element_without_what_it_requires_is_caught(
    scenario: Scenario, plan: CampaignPlan
):
    needy = scenario.model_copy(
        update={
            "elements": tuple(
                e.model_copy(update={"requires": ("drill",)}) if e.id == "scout" else e
                for e in scenario.elements
            )
        }
    )
    found = check_plan(needy, json.loads(dumps_plan(plan)))
    assert [(v.rule, v.subject) for v in found] == [("precedence", "scout")]
    assert "drill works never" in found[0].message


def test_a_plan_for_other_choices_is_caught(scenario: Scenario, plan: CampaignPlan):
    (power,) = scenario.alternatives
    both = power.choices[0].model_copy(update={"elements": ("reactor", "solar")})
    other = power.model_copy(update={"choices": (both, power.choices[1])})
    found = check_plan(
        scenario.model_copy(update={"alternatives": (other,)}), json.loads(dumps_plan(plan))
    )
    assert {v.rule for v in found} == {"choice"}
    assert "delivered of it: reactor, which is no choice" in found[0].message
