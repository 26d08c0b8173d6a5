"""Tankers and craft used again: planned, judged, spoilt and refused."""

from __future__ import annotations

import copy
import json
from collections import Counter
from datetime import date, timedelta

import pytest

from planner.campaign import plan_campaign
from planner.errors import InfeasiblePlanError
from planner.exports.plan_json import dumps_plan
from planner.scenario import ScenarioError, loads_scenario
from planner.schedule.check import check_plan

TEXT = """\
schema_version: 1
id: filled
title: A tug that flies again, and landers that are filled
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2032-12-31}
craft:
  - {id: tug, name: Tug, cycle_d: 150, requires: [beacon]}
fleet:
  - {id: plain, launcher: cz5, lander: cargo_cz5}
  - id: filled
    launcher: cz10
    lander: cargo_cz10
    tankers: {launcher: cz8, count: 2, every_d: 70, last_d: 20}
    reuses: tug
elements:
  - {id: beacon, kind: instruments_partner, power_kw: 0, fleet: [plain]}
  - {id: power, kind: reactor_fsp40, fleet: [filled]}
  - {id: store, kind: logistics_module, fleet: [filled]}
"""


def load(text=TEXT, **overrides):
    return loads_scenario(text, name="filled.yaml", overrides=overrides or None)


@pytest.fixture(scope="module")
def scenario():
    return load()


def filled(plan):
    return [flight for flight in plan.flights if flight.option == "filled"]


def test_the_judge_accepts_the_plan(scenario, told):
    assert check_plan(scenario, told) == ()


def test_tankers_are_launches_with_days_and_a_price(plan):
    for flight in filled(plan):
        day = flight.launch_utc.date()
        assert [tanker.launch for tanker in flight.tankers] == [
            day - timedelta(days=90), day - timedelta(days=20),
        ]  # fmt: skip
        assert flight.cost_musd == 400 + 400 + 2 * 60  # rocket, lander, two tankers


def test_the_craft_waits_for_what_it_requires_and_for_its_cycle(plan):
    first, second = filled(plan)
    works = next(e.operational_utc for e in plan.elements if e.id == "beacon").date()
    assert first.tankers[0].launch >= works
    assert (second.launch_utc.date() - first.launch_utc.date()).days >= 150
    assert first.reuses == second.reuses == "tug"


def test_tankers_use_up_the_years_of_their_rocket(plan):
    """With two a year, tankers of two flights cannot leave in one; with one, none closes."""
    slow = plan_campaign(load(**{"catalogue.launchers.cz8.cadence_per_year": 2}))
    years = Counter(t.launch.year for flight in filled(slow) for t in flight.tankers)
    assert max(years.values()) <= 2
    assert slow.completion_date >= plan.completion_date


def test_a_longer_cycle_moves_the_date(plan):
    slow = plan_campaign(load(**{"craft.tug.cycle_d": 500}))
    first, second = filled(slow)
    assert (second.launch_utc.date() - first.launch_utc.date()).days >= 500
    assert slow.completion_date > plan.completion_date


def test_a_flight_of_the_past_took_its_tankers_and_its_craft():
    past = {
        "outcome": "flown", "option": "filled", "launch": "2030-05-10", "delivered": "2030-05-25",
        "elements": ["store"],
    }  # fmt: skip
    scenario = load(as_of="2030-06-01", history=[past])
    plan = plan_campaign(scenario)
    (flight,) = filled(plan)
    assert flight.launch_utc.date() >= date(2030, 5, 10) + timedelta(days=150)
    assert flight.tankers[0].launch >= scenario.as_of
    written = json.loads(dumps_plan(plan))
    assert check_plan(scenario, written) == ()
    later = load(**{"as_of": "2030-06-01", "history": [past], "craft.tug.cycle_d": 1200})
    rules = {violation.rule for violation in check_plan(later, written)}
    assert "craft_cycle" in rules


def entry(plan):
    return next(flight for flight in plan["flights"] if flight["option"] == "filled")


def without_tankers(plan):
    entry(plan)["tankers"] = []


def later_tanker(plan):
    tanker = entry(plan)["tankers"][0]
    tanker["launch"] = str(date.fromisoformat(tanker["launch"]) + timedelta(days=1))


def other_rocket(plan):
    entry(plan)["tankers"][1]["launcher"] = "cz5"


def cheaper(plan):
    entry(plan)["cost_musd"] -= 120.0


def forgotten(plan):
    entry(plan)["reuses"] = None


def other_craft(plan):
    next(f for f in plan["flights"] if f["option"] == "plain")["reuses"] = "tug"


def beacon_late(plan):
    beacon = next(e for e in plan["elements"] if e["id"] == "beacon")
    beacon["operational_utc"] = entry(plan)["landing_utc"]


def unpaid(plan):
    next(row for row in plan["spending"] if row["partner"] is None)["spent_musd"] -= 120.0


def no_text(plan):
    entry(plan)["tankers"] = "two"


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("tankers", without_tankers), ("tankers", later_tanker), ("tankers", other_rocket),
        ("option", cheaper), ("option", forgotten), ("option", other_craft),
        ("precedence", beacon_late), ("spending", unpaid), ("format", no_text),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)  # fmt: skip
def test_a_spoilt_plan_is_caught(scenario, told, rule, spoil):
    broken = copy.deepcopy(told)
    spoil(broken)
    assert rule in {violation.rule for violation in check_plan(scenario, broken)}


@pytest.mark.parametrize(
    ("rule", "overrides"),
    [
        ("cadence", {"catalogue.launchers.cz8.cadence_per_year": 1}),
        ("craft_cycle", {"craft.tug.cycle_d": 1000}),
        ("first_flight", {"catalogue.launchers.cz8.first_flight": "2031-12-30"}),
        ("tankers", {"fleet.filled.tankers.last_d": 21}),
        ("option", {"catalogue.launchers.cz8.cost_musd": 61}),
    ],
)
def test_a_plan_made_for_other_rules_is_caught(told, rule, overrides):
    """The same plan under a tighter scenario: the judge derives the tankers by itself."""
    found = {violation.rule for violation in check_plan(load(**overrides), told)}
    assert rule in found


def test_tankers_keep_their_pad_busy(scenario, told):
    """70 d apart from a pad that needs 71: such a file is refused; the judge relies on nothing."""
    option = next(one for one in scenario.fleet if one.id == "filled")
    pad = option.tankers.pad
    slow = pad.turnaround_d.model_copy(update={"value": 71.0})
    pad = pad.model_copy(update={"turnaround_d": slow})
    tankers = option.tankers.model_copy(update={"pad": pad})
    fleet = tuple(
        one.model_copy(update={"tankers": tankers}) if one is option else one
        for one in scenario.fleet
    )
    found = check_plan(scenario.model_copy(update={"fleet": fleet}), told)
    assert any(v.rule == "pad_turnaround" and "tanker" in v.message for v in found)


BAD = [
    ("launcher: cz8, count", "launcher: cz88, count", "fleet.1.tankers.launcher", "cz8"),
    ("count: 2", "count: 0", "fleet.1.tankers.count", "1 or more"),
    ("count: 2", "count: 2, pad: wenchang_101", "fleet.1.tankers.pad", "does not fly from"),
    ("every_d: 70", "every_d: 3", "fleet.1.tankers.every_d", "from one launch to the next"),
    ("count: 2, every_d: 70", "count: 30, every_d: 50", "fleet.1.tankers.count", "times a year"),
    ("reuses: tug", "reuses: tugg", "fleet.1.reuses", "did you mean 'tug'"),
    ("requires: [beacon]", "requires: [becon]", "craft.0.requires.0", "beacon"),
    ("requires: [beacon]", "requires: [power]", "craft.0.requires.0", "fly on another"),
    ("cycle_d: 150", "cycle_d: -1", "craft.0.cycle_d", "1 or more"),
    ("cycle_d: 150", "cycle_days: 150", "craft.0.cycle_days", "cycle_d"),
    ("- {id: tug, name: Tug, cycle_d: 150, requires: [beacon]}",
     "- {id: tug, cycle_d: 150}\n  - {id: tug, cycle_d: 90}", "craft.1.id", "used twice"),
    ("lander: cargo_cz10\n", "lander: cargo_cz10\n    family: nrho\n", "fleet.1.family",
     "by which crews fly"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "path", "says"), BAD, ids=[f"{b[2]}-{b[1][:12]}" for b in BAD]
)
def test_faults_are_told_with_line_and_way_out(old, new, path, says):
    assert old in TEXT
    with pytest.raises(ScenarioError) as caught:
        load(TEXT.replace(old, new))
    found = [fault for fault in caught.value.faults if fault.path == path]
    assert found, [str(fault) for fault in caught.value.faults]
    assert any(says in fault.message for fault in found), [fault.message for fault in found]
    assert all(fault.line > 1 for fault in found)


def test_a_cycle_too_long_is_mended_in_the_words_of_the_file():
    changes = {"craft.tug.cycle_d": 800, "elements.power.due": "2031-12-31",
               "elements.store.due": "2031-12-31"}  # fmt: skip
    with pytest.raises(InfeasiblePlanError) as caught:
        plan_campaign(load(**changes))
    error = caught.value
    assert "craft tug needs 800 days between launches" in {
        clash.says for conflict in error.conflicts for clash in conflict
    }
    paths = {clash.path for conflict in error.conflicts for clash in conflict}
    assert ("craft", "tug", "cycle_d") in paths
    (mended,) = (
        r.overrides for r in error.repairs if r.overrides and "craft.tug.cycle_d" in r.overrides
    )
    assert 150 < mended["craft.tug.cycle_d"] < 800
    assert plan_campaign(load(**changes | mended)).flights


def test_a_plan_of_nothing_is_said_plainly(scenario):
    """A file like this is refused; a scenario changed in memory is told what it asks for."""
    with pytest.raises(ScenarioError, match="optional elements alone"):
        load(
            TEXT.replace("requires: [beacon]", "requires: []").replace(
                "kind:", "optional: true, kind:"
            )
        )
    optional = tuple(e.model_copy(update={"optional": True, "science_per_year": 0.0})
                     for e in scenario.elements)  # fmt: skip
    with pytest.raises(InfeasiblePlanError, match="Nothing must be delivered"):
        plan_campaign(scenario.model_copy(update={"elements": optional}))
