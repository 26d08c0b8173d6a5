"""The stress case is what its builder writes, and has its size."""

from __future__ import annotations

from pathlib import Path

from benchmarks import build_large_200
from planner.scenario import load_scenario

FILE = Path(__file__).parents[2] / "scenarios" / "large_200.yaml"


def test_the_file_is_what_its_builder_writes():
    assert FILE.read_text(encoding="utf-8") == build_large_200.text()


def test_it_has_two_hundred_elements_of_many_kinds():
    scenario = load_scenario(FILE)
    assert len(scenario.elements) == 200
    assert len({element.kind for element in scenario.elements}) > 25
    assert scenario.policies.power_balance
