"""What two scenarios say differently: nothing with itself, mirrored when swapped, and exactly
what was changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario import load_scenario
from planner.scenario.compared import MOST, PARTS, differences
from tests.conftest import ROOT

FILE = ROOT / "scenarios" / "minimal.yaml"
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
BASE = load_scenario(FILE)


def shipped(name):
    return load_scenario(ROOT / "scenarios" / f"{name}.yaml")


def told(found):
    return {".".join(one.path): (one.before, one.after) for one in found.told}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_does_not_differ_from_itself(name):
    assert differences(shipped(name), shipped(name)).total == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_swapping_swaps_the_values(name):
    one, two = shipped("ilrs_2035"), shipped(name)
    there, back = differences(one, two, most=10_000), differences(two, one, most=10_000)
    assert told(back) == {path: (b, a) for path, (a, b) in told(there).items()}
    assert [d.path for d in there.told] == [d.path for d in back.told]
    assert there.total == back.total == len(there.told)


days = st.dates(min_value=date(2031, 1, 1), max_value=date(2031, 12, 31))
changes = st.fixed_dictionaries(
    {},
    optional={
        "policies.dv_margin": st.sampled_from([0.0, 0.05, 0.1]),
        "policies.windows_per_month": st.integers(1, 8),
        "policies.power_balance": st.booleans(),
        "budget.per_year_musd": st.integers(100, 9000).map(float),
        "elements.rover.mass_kg": st.integers(1, 400).map(float),
        "elements.rover.due": days,
        "elements.power.commissioning_d": st.integers(0, 99),
        "elements.power.name": st.sampled_from(["Power", "Strom"]),
        "catalogue.launchers.cz5.cadence_per_year": st.integers(1, 9).map(float),
        "catalogue.landers.cargo_cz5.cost_musd": st.integers(1, 900).map(float),
    },
)


def said(path):
    """The base's value at a path, read from the model, not from the comparison."""
    part, *rest = path.split(".")
    if part == "elements":
        element = next(one for one in BASE.elements if one.id == rest[0])
        return getattr(element, rest[1])
    if part == "catalogue":
        owner = {"cz5": lambda o: o.launcher, "cargo_cz5": lambda o: o.lander}[rest[1]]
        thing = next(t for o in BASE.fleet if (t := owner(o)) and t.id == rest[1])
        return getattr(thing, rest[2]).value
    return getattr(BASE.policies if part == "policies" else BASE.budget.programme, rest[0])


@settings(max_examples=40)
@given(changes)
def test_exactly_what_was_changed_is_told(made):
    found = differences(BASE, load_scenario(FILE, made))
    wanted = {path: (said(path), new) for path, new in made.items() if said(path) != new}
    assert told(found) == wanted
    assert [PARTS.index(one.part) for one in found.told] == sorted(
        PARTS.index(one.part) for one in found.told
    )


def test_an_entry_that_only_one_has_is_one_difference():
    found = told(differences(shipped("ilrs_2035"), shipped("ilrs_late_reactor")))
    assert found["elements.fuel_cell_2"] == (None, "Regenerative fuel cell, 100 kWh")
    assert found["phases.utilisation"] == (None, "Utilisation")
    assert found["elements.reactor.earliest"] == (date(2033, 1, 1), date(2036, 1, 1))
    assert not any(path.startswith("elements.fuel_cell_2.") for path in found)


def test_the_order_of_what_is_required_says_nothing():
    one = load_scenario(FILE, {"elements.rover.requires": ["relay", "power"]})
    two = load_scenario(FILE, {"elements.rover.requires": ["power", "relay"]})
    assert differences(one, two).total == 0


def test_pins_and_history_are_told_by_what_they_say():
    pin = {"pins": [{"forbid_launcher": "cz8", "launch": "2030"}]}
    past = {
        "history": [
            {"elements": ["relay"], "outcome": "delayed", "earliest": BASE.as_of + timedelta(90)}
        ]
    }
    found = told(differences(BASE, load_scenario(FILE, pin | past)))
    assert [path.split(".")[0] for path in found] == ["pins", "history"]
    assert "no cz8" in next(iter(found.values()))[1]


def test_more_than_the_most_are_counted():
    one, two = shipped("minimal"), shipped("large_200")
    found = differences(one, two, most=7)
    assert len(found.told) == 7
    assert found.total == differences(one, two, most=10_000).total > 7
    assert len(differences(one, two).told) <= MOST


def test_paths_are_those_of_the_file():
    """Each changed value laid over the base at its path says what the other says."""
    variant = shipped("ilrs_without_super_heavy")
    base = ROOT / "scenarios" / "ilrs_2035.yaml"
    overrides = {
        ".".join(one.path): list(one.after) if isinstance(one.after, tuple) else one.after
        for one in differences(load_scenario(base), variant).told
        if len(one.path) == 3 and one.after is not None
    }
    assert len(overrides) >= 5
    overrides["policies.power_balance"] = False  # the second reactor's power is not there yet
    rest = differences(load_scenario(base, overrides), variant)
    assert [".".join(one.path) for one in rest.told] == [
        "elements.reactor_b",
        "pins.no cz9",
        "policies.power_balance",
    ]
