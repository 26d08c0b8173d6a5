"""What a thing is for, by its kind: read wrongly, the outpost's table of capabilities lies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.campaign.groups import GROUPS, group_of
from planner.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
#: Words of a name that leave no doubt what the thing is for.
PLAIN_WORDS = {
    "sample return": "science",
    "instruments": "science",
    "laboratory": "science",
    "habitat": "habitat",
    "life-support": "habitat",
    "rover": "mobility",
    "terrain vehicle": "mobility",
    "solar array": "power",
    "reactor": "power",
    "fission": "power",
    "relay": "links",
    "oxygen plant": "resources",
}


@pytest.mark.parametrize("name", ["ilrs_2035", "artemis_2024", "artemis_2026"])
def test_a_thing_is_in_the_group_its_name_says(name):
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    seen = 0
    for thing in (*scenario.elements, *scenario.in_place):
        assert group_of(thing) in GROUPS
        words = thing.name.lower()
        said = {group for word, group in PLAIN_WORDS.items() if re.search(rf"\b{word}\b", words)}
        if len(said) == 1:
            assert said == {group_of(thing)}, thing.name
            seen += 1
    assert seen >= 4
