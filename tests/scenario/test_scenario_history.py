"""The past in a scenario file: what it says, and what cannot have been."""

from __future__ import annotations

from datetime import date

import pytest

from planner.scenario import Scenario, ScenarioError, loads_scenario

HEAD = """schema_version: 1
id: past
title: Past
site: shackleton_ridge
as_of: 2030-06-01
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - {launcher: cz8, arrival_orbit: {perilune_alt_km: 300}}
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: relay, kind: relay_queqiao2}
  - {id: power, kind: solar_vsat10, requires: [relay], due: 2030-01-31}
  - {id: rover, kind: rover_small, requires: [power]}
"""
FLOWN = (
    "{outcome: flown, option: cz5-cargo_cz5, launch: 2030-02-13, delivered: 2030-02-21, "
    "elements: [power]}"
)
LOST = (
    "{outcome: lost, option: cz5-cargo_cz5, launch: 2030-04-01, elements: [rover], rebuild_d: 100}"
)
FIRST = HEAD.count("\n") + 2


def load(*entries: str, pins: str = "") -> Scenario:
    text = HEAD + "history:\n" + "".join(f"  - {entry}\n" for entry in entries) + pins
    return loads_scenario(text, name="f")


def test_the_past_is_read_and_excused_from_what_it_broke():
    scenario = load(FLOWN, LOST, "{outcome: delayed, elements: [relay], earliest: 2031-01-01}")
    flown, lost, delayed = scenario.history
    assert (flown.id, flown.place) == ("H01", f"line {FIRST}")
    assert scenario.flown == {"power": flown}  # 20 d after its due day, and before the relay
    assert lost.earliest == date(2030, 7, 10)
    assert (delayed.earliest, delayed.launch) == (date(2031, 1, 1), None)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (FLOWN.replace("-02-", "-06-"), "allowed is before the as-of day 2030-06-01"),
        (FLOWN.replace("2030-02-13", "2029-12-31"), "before the horizon starts (2030-01-01)"),
        (FLOWN.replace("2030-02-21", "2030-02-12"), "delivered 2030-02-12, allowed 2030-02-13 to"),
        (FLOWN.replace("cz5-cargo_cz5", "cz55"), "history.0.option: unknown flight option 'cz55'"),
        (FLOWN.replace("cz5-cargo_cz5", "cz8"), "'cz8' cannot carry 'power'"),
        (FLOWN.replace("[power]", "[tower]"), "history.0.elements.0: unknown element 'tower'; did"),
        (FLOWN.replace("[power]", "[]"), "history.0.elements: is a list of 0"),
        (FLOWN.replace("[power]", "[power], capacity_kg: 500"), "carried 600 kg, more than its"),
        (FLOWN.replace("delivered: 2030-02-21, ", ""), "is flown and needs delivered"),
        (FLOWN.replace("flown", "crashed"), "history.0.outcome: is 'crashed', allowed 'flown'"),
        (LOST.replace(", rebuild_d: 100", ""), "is lost and needs rebuild_d"),
        ("{outcome: delayed, elements: [rover]}", "is delayed and needs earliest"),
        (
            "{outcome: delayed, elements: [rover], earliest: 2031-01-01, launch: 2030-02-01}",
            "is delayed and has launch, not allowed there",
        ),
    ],
)
def test_what_cannot_have_been_is_told_with_its_line(entry: str, says: str):
    # A due day behind the as-of day is itself a fault unless power has flown.
    text = HEAD.replace(", due: 2030-01-31", "") + f"history:\n  - {entry}\n"
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(text, name="f")
    [fault] = map(str, caught.value.faults)
    assert fault.startswith(f"f:{FIRST}: history.0")
    assert says in fault


def test_nothing_flies_twice():
    for second in (FLOWN, LOST.replace("rover", "power")):
        with pytest.raises(ScenarioError) as caught:
            load(FLOWN, second)
        [fault] = map(str, caught.value.faults)
        assert fault.startswith(f"f:{FIRST + 1}: history.1: 'power' has flown already in line")


@pytest.mark.parametrize(
    "pin",
    [
        "{element: power, launch: 2030-03}",
        "{together: [power, rover]}",
        "{flight: cz5-cargo_cz5, elements: [power], launch: 2030-03..}",
    ],
)
def test_a_pin_the_past_has_broken(pin: str):
    with pytest.raises(ScenarioError) as caught:
        load(FLOWN, pins=f"pins:\n  - {pin}\n")
    faults = [str(fault) for fault in caught.value.faults if "flown otherwise" in fault.message]
    assert len(faults) == 1
    assert f"f:{FIRST + 2}: pins.0: 'power' has flown otherwise, see line {FIRST} (" in faults[0]


def test_a_pin_to_days_gone_by():
    with pytest.raises(ScenarioError, match="nothing launches before the as-of day 2030-06-01"):
        load(FLOWN, pins="pins:\n  - {element: rover, launch: 2030-05}\n")
