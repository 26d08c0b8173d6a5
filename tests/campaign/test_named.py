"""Sentences with names in place of ids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.campaign.named import naming
from planner.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def artemis():
    return load_scenario(SCENARIOS / "artemis_2026.yaml")


def test_no_id_is_left_and_every_name_is_said(artemis):
    named = naming(artemis)
    things = [*artemis.elements, *artemis.crews.rotations]
    for thing in things:
        said = named(f"{thing.id} waits for {thing.id}, {thing.id}: no more of {thing.id}.")
        assert said.count(thing.name) == 4
        assert not re.search(rf"(?<!\w){thing.id}(?!\w)", said.replace(thing.name, ""))


def test_a_flight_is_told_by_its_day_and_launcher(artemis):
    named = naming(artemis)
    option = next(one for one in artemis.fleet if one.id == "mk2_cargo")
    told = f"the flight of 2033-01-16 on {option.launcher.name}"
    assert named("habitat_fsh: mk2_cargo of 2033-01-16 delivers it").endswith(f"{told} delivers it")
    assert named("mk2_cargo of 2033-01-16 could bring it").startswith(f"T{told[1:]}")


@pytest.mark.parametrize("text", ["elements.reactor.fleet", "reactor_2", "my-reactor", "reactors"])
def test_part_of_a_longer_word_is_no_id(artemis, text):
    assert naming(artemis)(text) == text


def test_the_planners_own_words_stay(artemis):
    power = artemis.elements[0].model_copy(update={"id": "power", "name": "A power plant"})
    scenario = artemis.model_copy(update={"elements": (*artemis.elements, power)})
    named = naming(scenario)
    assert named("no power for reactor") == "no power for Fission power plant, 40 kWe"
    assert named("It waits for power until 2030-01-01.") == "It waits for power until 2030-01-01."
    assert named("power is operational; cable needs power at work") == (
        "A power plant is operational; Power cable, 1 km needs A power plant at work"
    )
    assert (
        named("2 days before power is operational") == "2 days before A power plant is operational"
    )
    assert named("are 2.5 kW of power: too few") == "are 2.5 kW of power: too few"


def test_things_of_one_name_are_told_apart(artemis):
    twins = tuple(one.model_copy(update={"name": "Twin"}) for one in artemis.elements[:2])
    named = naming(artemis.model_copy(update={"elements": twins}))
    first, second = (one.id for one in twins)
    assert named(f"{first} and {second}") == f"Twin ({first}) and Twin ({second})"
