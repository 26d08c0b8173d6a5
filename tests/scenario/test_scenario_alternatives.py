"""What may be left out, in a scenario file: what it says, and what cannot be meant."""

from __future__ import annotations

from datetime import date

import pytest

from planner.scenario import Choice, Scenario, ScenarioError, loads_scenario

TEXT = """schema_version: 1
id: choice
title: Choice
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2031-12-31}
fleet:
  - {launcher: cz5, lander: cargo_cz5}
elements:
  - {id: reactor, kind: reactor_kp10}
  - {id: solar, kind: solar_vsat10}
  - {id: store, kind: battery_100, requires: [solar]}
  - {id: rover, kind: rover_small, requires: [power]}
  - {id: scout, kind: rover_small, optional: true}
alternatives:
  - id: power
    choices:
      - {id: nuclear, elements: [reactor]}
      - {id: sunlight, elements: [solar, store]}
"""
FLOWN = (
    "{{outcome: flown, option: cz5-cargo_cz5, launch: 2030-01-14, delivered: 2030-01-24, "
    "elements: [{}]}}"
)


def load(text: str = TEXT, **overrides: object) -> Scenario:
    return loads_scenario(text, name="f", overrides=overrides or None)


def with_past(*flights: str, text: str = TEXT) -> str:
    past = "".join(f"  - {FLOWN.format(one)}\n" for one in flights)
    return text.replace("fleet:", f"as_of: 2030-06-01\nhistory:\n{past}fleet:", 1)


def faults(text: str, **overrides: object) -> list[str]:
    with pytest.raises(ScenarioError) as refusal:
        load(text, **overrides)
    return [str(fault) for fault in refusal.value.faults]


def test_what_it_says():
    scenario = load()
    (power,) = scenario.alternatives
    assert power.name == "power"
    assert power.choices == (
        Choice(id="nuclear", elements=("reactor",)),
        Choice(id="sunlight", elements=("solar", "store")),
    )
    assert power.members == ("reactor", "solar", "store")
    elements = {element.id: element for element in scenario.elements}
    assert (elements["rover"].requires, elements["rover"].awaits) == ((), ("power",))
    assert [e.id for e in scenario.elements if e.optional] == ["scout"]
    assert not elements["scout"].completes
    assert elements["store"].completes


def test_science_is_the_kinds_unless_the_file_says_otherwise():
    changes = {
        "elements.scout.science_per_year": 0.25,
        "catalogue.elements.rover_small.science_per_year": 7,
    }
    elements = {element.id: element for element in load(**changes).elements}
    assert elements["scout"].science_per_year == 0.25
    assert elements["rover"].science_per_year == 7.0
    assert elements["solar"].science_per_year == 0.0
    kind = {element.id: element for element in load().elements}["rover"].spec
    assert kind.science_per_year is not None
    assert kind.science_per_year.confidence == "assumed"
    assert "science_points" in load().sources


def test_science_is_counted_to_the_due_day():
    assert load().science_to == date(2031, 12, 31)
    assert load(due="2031-06-01").science_to == date(2031, 6, 1)
    assert load(due="2031-06-01", science_to="2031-07-01").science_to == date(2031, 7, 1)
    assert (
        "science_to: 2032-01-01 is outside the horizon" in faults(TEXT, science_to="2032-01-01")[0]
    )


def test_what_ifs_reach_every_part():
    free = load(
        **{
            "elements.store.requires": [],
            "alternatives.power.choices.nuclear.elements": ["reactor", "store"],
            "alternatives.power.choices.sunlight.elements": ["solar"],
            "elements.rover.optional": True,
            "elements.rover.requires": ["reactor"],
        }
    )
    assert free.alternatives[0].choices[0].elements == ("reactor", "store")
    assert free.elements[3].optional


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[reactor]", "[reaktor]", ("f:17: alternatives.0.choices.0.elements.0: unknown element "
         "'reaktor'; did you mean 'reactor'?")),
        ("[reactor]", "[reactor, reactor]", "'reactor' is written twice"),
        ("[reactor]", "[]", "alternatives.0.choices.0.elements: is a list of 0"),
        ("[reactor]", "[store, solar]", "'sunlight' delivers the same as 'nuclear'"),
        ("[reactor]", "[scout]", "'scout' is optional, not allowed in a choice"),
        ("id: sunlight", "id: nuclear", "id 'nuclear' is used twice in this alternative"),
        ("      - {id: nuclear, elements: [reactor]}\n", "", "is a list of 1, allowed are 2 to 8"),
        ("- id: power", "- id: rover", "alternatives.0.id: id 'rover' is used twice, first in"),
        ("[power]", "[pover]", "elements.3.requires.0: unknown element 'pover'; did you mean"),
        ("[power]", "[reactor]", ("'rover' requires 'reactor', which flies only if alternative "
         "'power' is chosen so; require 'power', or make 'rover' optional")),
        ("[power]", "[scout]", "'rover' requires 'scout', which is optional"),
        ("reactor_kp10}", "reactor_kp10, requires: [rover]}",
         "circular prerequisites reactor -> rover -> power -> reactor"),
        ("reactor_kp10}", "reactor_kp10, requires: [power]}",
         "circular prerequisites reactor -> power -> reactor"),
        ("[reactor]", "[reactor, store]", "'store' requires 'solar', which choice 'nuclear' of"),
        ("reactor_kp10}", "reactor_kp10, requires: [scout]}", "'reactor' requires 'scout', which"),
        ("optional: true", "optional: 1", "elements.4.optional: is 1, allowed is true or false"),
        ("optional: true", "science_per_year: -1", "science_per_year: is -1, allowed 0 or more"),
        ("reactor_kp10}", "reactor_kp10, due: 2030-01-31}", "'reactor' cannot work before"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_fault(old: str, new: str, says: str):
    assert old in TEXT
    found = faults(TEXT.replace(old, new, 1))
    assert any(says in one for one in found), found
    assert len(found) == 1 + ("rover" in new and "id:" in new)


def test_every_fault_at_once():
    text = TEXT.replace("[reactor]", "[reaktor]").replace("[power]", "[pover]")
    assert len(faults(text.replace("optional: true", "optional: maybe"))) == 3


def test_an_element_in_two_alternatives():
    text = TEXT + (
        "  - id: night\n    choices:\n"
        "      - {id: one, elements: [reactor]}\n      - {id: two, elements: [scout]}\n"
    )
    found = faults(text.replace(", optional: true", ""))
    assert len(found) == 1
    assert "'reactor' belongs to alternative 'power' already" in found[0]


def test_what_is_in_place_is_no_choice():
    text = TEXT.replace(
        "fleet:", "in_place: [{id: old, kind: rtg_small, since: 2029-01-01}]\nfleet:"
    )
    assert "'old' is in place already" in faults(text.replace("[reactor]", "[old]"))[0]


def test_something_has_to_be_delivered():
    text = TEXT[: TEXT.index("elements:")] + (
        "elements:\n  - {id: scout, kind: rover_small, optional: true}\n"
    )
    assert "holds optional elements alone" in faults(text)[0]


def test_the_goal_science_needs_science():
    none = {f"elements.{name}.science_per_year": 0 for name in ("rover", "scout")}
    asked = {"objective": ["science", "cost"]}
    assert load(**asked).objective == ("science", "cost")
    assert "names science, but no element has any" in faults(TEXT, **asked, **none)[0]


def test_whoever_waits_for_a_choice_waits_for_the_quickest():
    text = TEXT.replace("requires: [power]", "requires: [power], due: DAY")
    # Quickest: 3 d of flight, then solar, store and rover commission one after the other.
    quick = {f"elements.{name}.commissioning_d": 20 for name in ("solar", "store")}
    slow = {"elements.reactor.commissioning_d": 600}
    assert load(text.replace("DAY", "2030-03-15"), **quick, **slow)
    found = faults(text.replace("DAY", "2030-02-20"), **quick, **slow)
    assert "'rover' cannot work before 2030-02-27" in found[0]


def test_what_has_flown_decides():
    assert load(with_past("reactor"))
    named = TEXT.replace("requires: [power]", "requires: [reactor]")
    assert load(with_past("reactor", text=named))  # it cannot be left out any more
    (found,) = faults(with_past("reactor", "store"))
    assert "no choice of 'power' has all of it that has flown: 'reactor' in line" in found


def test_pins_of_what_never_flies_together():
    apart = TEXT + "pins:\n  - {together: [reactor, solar]}\n"
    assert "no choice of 'power' that is left delivers reactor and solar" in faults(apart)[0]
    gone = TEXT + "pins:\n  - {together: [solar, scout]}\n"
    assert load(gone)
    assert "that is left delivers solar" in faults(with_past("reactor", text=gone))[0]


POWERED = {"policies.power_balance": True}


def test_power_of_some_combination_is_enough():
    hungry = {"elements.rover.power_kw": -9.5, "elements.rover.power_night_kw": -9.5}
    assert load(**POWERED, **hungry)  # the reactor carries it, the battery does not
    (found,) = faults(TEXT, **POWERED, **hungry, **{"elements.reactor.power_night_kw": 5.0})
    assert "everything at work on the surface with 'nuclear' for 'power' gives 5 kW" in found
    assert "uses 9.5 kW at night" in found


def test_of_what_is_optional_only_what_it_gives_counts():
    hungry = {"elements.rover.power_kw": -50.0, "elements.rover.power_night_kw": -50.0}
    assert faults(TEXT, **POWERED, **hungry)
    giving = {"elements.scout.power_kw": 90.0, "elements.scout.power_night_kw": 90.0}
    assert load(**POWERED, **hungry, **giving)
    assert load(**POWERED, **{"elements.scout.power_kw": -500.0})
