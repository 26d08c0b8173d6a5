"""Planning again with the past frozen: what is kept, and what the judge finds broken."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Addition, Scenario, load_scenario
from planner.schedule.check import check_plan
from planner.terminal.door import main

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
HISTORY = (
    {"outcome": "flown", "option": "cz8", "launch": date(2030, 1, 8), "elements": ["relay"],
     "delivered": date(2030, 1, 13), "capacity_kg": 1300.0},
    {"outcome": "lost", "option": "cz5-cargo_cz5", "launch": date(2030, 2, 10),
     "elements": ["power"], "rebuild_d": 150},
    {"outcome": "delayed", "elements": ["rover"], "earliest": date(2030, 12, 1)},
)  # fmt: skip


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    added = [Addition(origin="test", key="history", entry=entry) for entry in HISTORY]
    return load_scenario(MINIMAL, {"as_of": date(2030, 6, 1)}, added)


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> CampaignPlan:
    return plan_campaign(scenario)


def test_the_rest_is_planned_around_the_past(scenario: Scenario, plan: CampaignPlan):
    assert plan.status == "optimal"
    assert check_plan(scenario, json.loads(dumps_plan(plan))) == ()
    power, rover = plan.flights
    assert power.launch_utc.date() >= date(2030, 7, 10)  # 150 d after the loss
    assert rover.launch_utc.date() >= date(2030, 12, 1)
    assert [past.outcome for past in plan.history] == ["flown", "lost", "delayed"]
    [relay] = [element for element in plan.elements if element.id == "relay"]
    assert (relay.flight, relay.landed_utc.date()) == ("H01", date(2030, 1, 13))
    assert plan.headline.cost_musd == sum(flight.cost_musd for flight in plan.flights)


def test_a_launch_of_the_past_uses_up_its_year(scenario: Scenario):
    """Two launches a year: one lost in 2030 leaves one, and both flights would go in 2030."""
    fleet = tuple(
        option.model_copy(
            update={
                "launcher": option.launcher.model_copy(
                    update={
                        "cadence_per_year": option.launcher.cadence_per_year.model_copy(
                            update={"value": 2.0}
                        )
                    }
                )
            }
        )
        for option in scenario.fleet
    )
    tight = plan_campaign(scenario.model_copy(update={"fleet": fleet}))
    years = [flight.launch_utc.year for flight in tight.flights]
    lost = [past.launch.year for past in tight.history if past.outcome == "lost" and past.launch]
    assert (years + lost).count(2030) == 2


def set_in(place: str, value: object) -> Any:
    def mutate(plan: dict[str, Any]) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        target[last] = value

    return mutate


@pytest.mark.parametrize(
    ("rule", "mutate"),
    [
        ("format", set_in("history", "nothing")),
        ("history", set_in("history", [])),
        ("history", set_in("history.0.launch", "2030-01-09")),
        ("history", set_in("history.0.delivered", "2030-01-12")),
        ("history", set_in("history.0.outcome", "lost")),
        ("history", set_in("history.0.capacity_kg", 1301.0)),
        ("history", set_in("history.1.earliest", "2030-06-01")),
        ("history", set_in("history.1.elements", ["rover"])),
        ("history", set_in("as_of", "2030-05-31")),
        ("history", set_in("flights.0.launch_utc", "2030-07-01T00:00:00.000Z")),
        ("history", set_in("flights.0.manifest.0.element", "relay")),
        ("as_of", set_in("flights.0.launch_utc", "2030-05-01T00:00:00.000Z")),
        ("delivered_once", set_in("flights.0.manifest.0.element", "relay")),
        ("element", set_in("elements.0.flight", "F01")),
        ("element", set_in("elements.0.landed_utc", "2030-01-14T00:00:00.000Z")),
        ("element", set_in("elements.0.name", "Mirror")),
        ("pad_turnaround", set_in("flights.0.launch_utc", "2030-02-12T00:00:00.000Z")),
    ],
)
def test_a_past_rewritten_is_caught(scenario: Scenario, plan: CampaignPlan, rule: str, mutate: Any):
    document = json.loads(dumps_plan(plan))
    broken = copy.deepcopy(document)
    mutate(broken)
    assert broken != document
    assert rule in {violation.rule for violation in check_plan(scenario, broken)}


def test_cadence_counts_what_flew(scenario: Scenario, plan: CampaignPlan):
    one = scenario.fleet[1].launcher.cadence_per_year.model_copy(update={"value": 1.0})
    fleet = tuple(
        option.model_copy(
            update={"launcher": option.launcher.model_copy(update={"cadence_per_year": one})}
        )
        for option in scenario.fleet
    )
    found = check_plan(scenario.model_copy(update={"fleet": fleet}), json.loads(dumps_plan(plan)))
    assert "cadence" in {violation.rule for violation in found}


def test_an_earlier_plan_is_frozen_up_to_the_day(
    minimal_plan: CampaignPlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    earlier, later = tmp_path / "earlier.json", tmp_path / "later.json"
    earlier.write_text(dumps_plan(minimal_plan), encoding="utf-8")
    change = ["--as-of", "2030-03-01", "--history", str(earlier), "--pin", "rover@2030-08.."]
    assert main(["plan", str(MINIMAL), *change, "--json", str(later)]) == 0
    said = capsys.readouterr().out
    assert "H02  power: flew on cz5-cargo_cz5 on 2030-02-13, delivered 2030-02-21" in said
    assert main(["check", str(MINIMAL), str(later), *change]) == 0
    document = json.loads(later.read_text(encoding="utf-8"))
    kept = [
        (p["option"], p["launch"], p["elements"], p["capacity_kg"]) for p in document["history"]
    ]
    assert kept == [
        (f.option, f"{f.launch_utc:%Y-%m-%d}", [i.element for i in f.manifest], f.capacity_kg)
        for f in minimal_plan.flights[:2]
    ]
    again = ["--as-of", "2030-09-01", "--history", str(later)]
    assert main(["plan", str(MINIMAL), *again]) == 0
    assert "0 flights, 740 kg landed" in capsys.readouterr().out
    assert main(["check", str(MINIMAL), str(MINIMAL), "--history", str(MINIMAL)]) == 1
    assert "is not a plan in JSON" in capsys.readouterr().err


def test_what_flew_or_was_lost_counts_in_its_year():
    """60 M$ flew and 430 M$ were lost in 2030: of 920 M$ one flight of 430 M$ is left, not two."""
    added = [Addition(origin="test", key="history", entry=entry) for entry in HISTORY]
    often = {"as_of": date(2030, 6, 1), "catalogue.launchers.cz5.cadence_per_year": 9}
    change = {**often, "budget.by_year_musd": {"2030": 920.0}}
    soon = [{**entry, "earliest": date(2030, 9, 1)} if "earliest" in entry else entry
            for entry in HISTORY]  # fmt: skip
    early = [Addition(origin="test", key="history", entry=entry) for entry in soon]
    limited = load_scenario(MINIMAL, change, early)
    told = plan_campaign(limited)
    document = json.loads(dumps_plan(told))
    assert check_plan(limited, document) == ()
    assert [flight.launch_utc.year for flight in told.flights] == [2030, 2031]
    rows = {(row.year, row.partner): row for row in told.spending}
    assert rows[2030, None].earlier_musd == 490.0
    assert rows[2030, None].spent_musd == 430.0
    assert rows[2031, None].earlier_musd == 0.0
    free = load_scenario(MINIMAL, often, early)
    unlimited = json.loads(dumps_plan(plan_campaign(free)))
    assert [f["launch_utc"][:4] for f in unlimited["flights"]] == ["2030", "2030"]
    broken = {v.message for v in check_plan(limited, unlimited) if v.rule == "budget"}
    assert broken == {"1350 M$ spent in 2030, 920 M$ allowed"}
    document["spending"][0]["earlier_musd"] = 60.0
    assert "spending" in {v.rule for v in check_plan(limited, document)}
    tighter = load_scenario(MINIMAL, {**change, "budget.by_year_musd": {"2030": 100.0}}, added)
    assert [f.launch_utc.year for f in plan_campaign(tighter).flights] == [2031, 2031]
