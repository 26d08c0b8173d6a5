"""Goals from the file to the plan's JSON, and the judge of what it says of them."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario, ScenarioError, load_scenario
from planner.schedule.check import check_plan
from planner.terminal.door import main
from planner.terminal.summary import summary_text

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
ALL = ["launches", "robustness", "cost", "completion"]
NAMES = ["launches", "least_slack_d", "cost_musd", "completion_d"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(MINIMAL, {"objective": ALL, "elements.power.due": date(2030, 12, 31)})


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> CampaignPlan:
    return plan_campaign(scenario, seed=7)


def test_every_goal_is_told_with_its_bound(scenario: Scenario, plan: CampaignPlan):
    document = json.loads(dumps_plan(plan))
    assert check_plan(scenario, document) == ()
    assert list(document["objective"]) == list(document["lower_bound"]) == NAMES
    assert document["objective"] == document["lower_bound"]
    assert document["objective"]["launches"] == 3
    assert document["seed"] == 7
    lines = summary_text(plan).splitlines()
    assert "Launches: proven, no plan takes fewer." in lines
    told = "Slack: proven, no plan as good in what comes before leaves more days to its tightest"
    assert any(line.startswith(told) for line in lines)


@pytest.mark.parametrize(
    ("part", "name", "change", "rule"),
    [
        ("objective", "launches", -1, "objective"),
        ("objective", "least_slack_d", +1, "objective"),
        ("objective", "cost_musd", -50, "objective"),
        ("objective", "completion_d", -1, "objective"),
        ("lower_bound", "launches", +1, "bound"),
        ("lower_bound", "least_slack_d", -1, "bound"),
        ("lower_bound", "least_slack_d", +1, "bound"),
        ("lower_bound", "cost_musd", -1, "bound"),
    ],
)
def test_a_goal_misstated_is_caught(
    scenario: Scenario, plan: CampaignPlan, part: str, name: str, change: int, rule: str
):
    broken = copy.deepcopy(json.loads(dumps_plan(plan)))
    broken[part][name] += change
    assert rule in {violation.rule for violation in check_plan(scenario, broken)}


def test_goals_in_another_order_are_caught(scenario: Scenario, plan: CampaignPlan):
    broken = json.loads(dumps_plan(plan))
    broken["objective"] = dict(reversed(broken["objective"].items()))
    assert "objective" in {violation.rule for violation in check_plan(scenario, broken)}


def test_the_command_chooses_the_goals(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    out = tmp_path / "plan.json"
    words = ["--objective", "cost,completion"]
    assert main(["plan", str(MINIMAL), *words, "--seed", "3", "--json", str(out)]) == 0
    assert "Cost: proven, no plan costs less." in capsys.readouterr().out
    assert main(["check", str(MINIMAL), str(out), *words]) == 0
    assert main(["check", str(MINIMAL), str(out)]) == 1
    assert "objective: objective: is cost_musd, completion_d, asked is completion_d, cost_musd" in (
        capsys.readouterr().err
    )
    with pytest.raises(SystemExit) as usage:
        main(["plan", str(MINIMAL), "--seed", "-1"])
    assert usage.value.code == 2


@pytest.mark.parametrize(
    ("objective", "says"),
    [
        (["fame"], "objective.0: is 'fame', allowed 'completion', 'cost', 'launches', 'robu"),
        (["cost", "cost"], "objective: names a goal twice, allowed is each once"),
        ([], "objective: is an empty list, allowed is one entry or more"),
        ("cost", "objective: is 'cost', allowed is a list"),
    ],
)
def test_goals_that_are_none(objective: object, says: str):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(MINIMAL, {"objective": objective})
    assert says in str(caught.value)
