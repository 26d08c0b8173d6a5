"""The judge and the author's pins: each kind kept, each kind broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Addition, Scenario, load_scenario
from planner.scenario.pin_words import pin_entry
from planner.schedule.check import check_plan

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
CARGO = "cz5-cargo_cz5"


def pinned(*words: str) -> Scenario:
    added = [Addition(origin=word, key="pins", entry=pin_entry(word)) for word in words]
    return load_scenario(MINIMAL, additions=added)


def broken(words: tuple[str, ...], plan: CampaignPlan) -> set[tuple[str, str]]:
    """Rule and subject of what the judge finds in a plan made without the pins."""
    document = json.loads(dumps_plan(plan)) | {
        "scenario_sha256": (scenario := pinned(*words)).sha256
    }
    return {(found.rule, found.subject) for found in check_plan(scenario, document)}


@pytest.mark.parametrize(
    ("word", "subject"),
    [
        ("power@2030-03", "F02"),
        (f"{CARGO}@2030-03: power", "F02"),
        ("relay@2030-02..", "F01"),
        ("no launcher cz5@..2030-02", "F02"),
        ("no option cz8@2030-01", "F01"),
    ],
)  # fmt: skip
def test_the_plan_without_the_pin_is_caught(word: str, subject: str, minimal_plan: CampaignPlan):
    launches = [f"{flight.launch_utc:%Y-%m}" for flight in minimal_plan.flights]
    assert launches == ["2030-01", "2030-02", "2030-05"]
    assert ("pin", subject) in broken((word,), minimal_plan)


def test_pins_of_company_are_judged(minimal_scenario: Scenario, minimal_plan: CampaignPlan):
    document = json.loads(dumps_plan(minimal_plan))
    tied = pinned("power/rover").pins[0]
    for subject, wanted in (("together", {"F02", "F03"}), ("apart", set())):
        pin = tied.model_copy(update={"subject": subject})
        found = check_plan(minimal_scenario.model_copy(update={"pins": (pin,)}), document)
        assert {v.subject for v in found if v.rule == "pin"} == wanted
    flights = document["flights"]
    flights[1]["manifest"] += flights[2]["manifest"]
    apart = minimal_scenario.model_copy(update={"pins": (tied,)})
    assert ("pin", "F02") in {(v.rule, v.subject) for v in check_plan(apart, document)}
    alone = tied.model_copy(update={"subject": "flight", "elements": ("power",), "option": CARGO})
    more = minimal_scenario.model_copy(update={"pins": (alone,)})
    assert "carries power, rover" in str(check_plan(more, document))


def test_a_pinned_plan_keeps_its_pins():
    scenario = pinned(
        f"{CARGO}@2030-06..2030-12: rover", "relay@2030-03..", "no launcher cz5@2030-05"
    )
    plan = plan_campaign(scenario)
    assert plan.status == "optimal"
    assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()
    [rover] = [f for f in plan.flights if f.manifest[0].element == "rover"]
    assert "2030-06" <= f"{rover.launch_utc:%Y-%m}" <= "2030-12"
