"""The description of the format is true: its examples load, its list of keys is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.scenario import Policies, crew_entry, loads_scenario, variant_file
from planner.scenario import file as format_of

DOC = (Path(__file__).parents[2] / "docs" / "scenario_format.md").read_text(encoding="utf-8")
SHIPPED = Path(__file__).parents[2] / "scenarios"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOC, flags=re.DOTALL)
MODELS = [
    format_of.ScenarioFile,
    variant_file.VariantFile,
    format_of.HorizonEntry,
    format_of.PhaseEntry,
    format_of.PartnerEntry,
    format_of.FleetEntry,
    format_of.OrbitEntry,
    format_of.ElementEntry,
    format_of.InPlaceEntry,
    format_of.PinEntry,
    format_of.HistoryEntry,
    format_of.CatalogueEntry,
    format_of.LimitsEntry,
    crew_entry.WaitEntry,
    crew_entry.ShipEntry,
    crew_entry.EvasEntry,
    crew_entry.RotationEntry,
    crew_entry.CrewEntry,
    crew_entry.SupplyEntry,
    format_of.BudgetEntry,
    format_of.Policies,
    format_of.SolverSettings,
]


def test_there_are_examples():
    assert len(EXAMPLES) == 8


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_load(text):
    assert loads_scenario(text, name="docs/scenario_format.md", bases=SHIPPED).elements


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_described(model):
    assert {key for key in model.model_fields if f"`{key}`" not in DOC} == set()


def test_the_defaults_of_the_policies_are_the_ones_printed():
    defaults = Policies()
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", DOC, flags=re.MULTILINE))
    assert len(rows) == len(Policies.model_fields) - 2  # tof_d is a pair, power_balance is a word
    for key, printed in rows.items():
        assert getattr(defaults, key) == float(printed), key
    assert (defaults.tof_d.min, defaults.tof_d.max) == (3.0, 6.0)
    assert "`{min: 3, max: 6}`" in DOC
    assert "| `power_balance` | false |" in DOC
    assert defaults.power_balance is False
