"""Power of a scenario as the scheduler sees it, and as the file may state it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.campaign.power import grids, power_of
from planner.scenario import Scenario, ScenarioError, load_scenario

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
ON = {"policies.power_balance": True}
DARK = [{"id": "lamp", "kind": "solar_vsat10", "since": "2029-01-01"}]


def amounts(uses):
    return {use.balance: use.amount for use in uses}


def minimal(**changes: object) -> Scenario:
    return load_scenario(MINIMAL, ON | changes)


def used(scenario: Scenario) -> dict[str, dict[str, int]]:
    return {element.id: amounts(power_of(scenario, element)) for element in scenario.elements}


def test_without_the_policy_nothing_is_asked():
    scenario = load_scenario(MINIMAL)
    assert grids(scenario) == ()
    assert [power_of(scenario, element) for element in scenario.elements] == [(), (), ()]


def test_day_and_night_are_counted_apart():
    assert used(minimal()) == {
        "relay": {},
        "power": {"surface.power_kw": 10_000},
        "rover": {"surface.power_kw": -150},
    }


def test_the_night_follows_the_day_where_nothing_else_is_stated():
    scenario = minimal(**{"elements.relay.power_kw": 0.5})
    assert used(scenario)["relay"] == {
        "lunar_orbit.power_kw": 500,
        "lunar_orbit.power_night_kw": 500,
    }


def test_rounding_never_makes_power():
    scenario = minimal(**{"elements.power.power_kw": 9.9999, "elements.rover.power_kw": -0.1500001})
    assert used(scenario)["power"]["surface.power_kw"] == 9_999
    assert used(scenario)["rover"]["surface.power_kw"] == -151


@pytest.mark.parametrize(
    ("name", "stated", "watts"),
    [("power", 0.29, 290), ("power", 0.57, 570), ("rover", -0.29, -290)],
)
def test_rounding_forgives_what_is_only_binary(name, stated, watts):
    scenario = minimal(**{"elements.rover.power_kw": 0, f"elements.{name}.power_kw": stated})
    assert used(scenario)[name] == {"surface.power_kw": watts}


def test_what_is_in_place_counts():
    found = grids(
        minimal(in_place=[*DARK, {"id": "rtg", "kind": "rtg_small", "since": "2029-01-01"}])
    )
    assert {grid.name: grid.in_place for grid in found} == {
        "on the surface by day": 10_110,
        "on the surface at night": 110,
        "in lunar orbit by day": 0,
        "in lunar orbit at night": 0,
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"elements.rover.power_night_kw": -0.1},
            "everything at work on the surface gives 0 kW and uses 0.1 kW at night",
        ),
        (
            {"elements.rover.power_kw": -10.5},
            "everything at work on the surface gives 10 kW and uses 10.5 kW by day",
        ),
        (
            {"in_place": [{"id": "lab", "kind": "lab_geo", "since": "2029-01-01"}]},
            "what is in place on the surface gives 0 kW and uses 1.5 kW by day",
        ),
        (
            {"elements.relay.power_kw": -1},
            "everything at work in lunar orbit gives 0 kW and uses 1 kW by day",
        ),
    ],
)
def test_power_that_can_never_suffice_is_a_fault_of_the_file(changes, said):
    load_scenario(MINIMAL, changes)  # without the policy nobody minds
    with pytest.raises(ScenarioError) as caught:
        load_scenario(MINIMAL, ON | changes)
    fault = caught.value.faults[0]
    assert fault.path == "policies.power_balance"
    assert said in fault.message


def test_the_policy_is_true_or_false():
    with pytest.raises(ScenarioError, match="is 1, allowed is true or false"):
        load_scenario(MINIMAL, {"policies.power_balance": 1})
