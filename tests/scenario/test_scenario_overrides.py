"""What-ifs: changes laid over a file, and changes to the catalogue inside one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.scenario import ScenarioError, load_scenario, loads_scenario
from planner.scenario.patch import AUTHOR

FOLDER = Path(__file__).parents[2] / "scenarios"
MINIMAL = FOLDER / "minimal.yaml"
TEXT = MINIMAL.read_text(encoding="utf-8")


def patched(changes):
    return loads_scenario(f"{TEXT}catalogue:\n{changes}", name="patched.yaml")


def launcher(scenario, key):
    return next(option.launcher for option in scenario.fleet if option.launcher.id == key)


def faults_of(call, *arguments, **options):
    with pytest.raises(ScenarioError) as caught:
        call(*arguments, **options)
    return caught.value.faults


@pytest.mark.parametrize(
    "overrides",
    [
        {"policies.dv_margin": 0.1, "elements.rover.due": date(2031, 10, 1)},
        {"policies": {"dv_margin": 0.1}, "elements": {"rover": {"due": "2031-10-01"}}},
        {"policies": {"dv_margin": 0.1}, "elements.2.due": "2031-10-01"},
    ],
)
def test_overrides_nested_dotted_by_id_or_by_position(overrides):
    scenario = load_scenario(MINIMAL, overrides)
    assert scenario.policies.dv_margin == 0.1
    assert scenario.elements[2].due == date(2031, 10, 1)
    assert load_scenario(MINIMAL).policies.dv_margin == 0.05


def test_an_override_replaces_lists_whole_and_takes_values_out():
    scenario = load_scenario(MINIMAL, {"elements.rover.requires": ["relay"]})
    assert scenario.elements[2].requires == ("relay",)
    assert load_scenario(MINIMAL, {"elements.rover.requires": None}).elements[2].requires == ()


def test_overrides_change_the_fingerprint():
    prints = {
        load_scenario(MINIMAL, overrides).sha256
        for overrides in (None, {"title": "a"}, {"title": "b"})
    }
    assert len(prints) == 3
    assert load_scenario(MINIMAL).sha256 == load_scenario(MINIMAL, {}).sha256


@pytest.mark.parametrize(
    ("overrides", "path", "line", "words"),
    [
        ({"policies.dv_margn": 1}, "policies.dv_margn", 1, "did you mean 'dv_margin'?"),
        ({"elements.rovr.due": "2031-10-01"}, "elements.rovr", 10, "did you mean 'rover'?"),
        ({"elements.rover.mass_kg": -1}, "elements.2.mass_kg", 13, "-1, allowed more than 0"),
        ({"title.x": 1}, "title.x", 4, "inside a single value"),
        ({"elements.9": {}}, "elements.9", 10, "no entry '9'"),
        ({"horizon": {"end": 2031}}, "horizon.end", 6, "2031 is not a day"),
        ({"elements.rover.requires": ["powr"]}, "elements.2.requires.0", 13, "mean 'power'?"),
    ],
)
def test_overrides_are_judged_like_the_file(overrides, path, line, words):
    (fault,) = faults_of(load_scenario, MINIMAL, overrides)
    assert (fault.path, fault.line) == (path, line)
    assert words in fault.message


def test_a_bare_day_or_number_becomes_this_scenarios_assumption():
    changes = "  launchers:\n    cz5: {first_flight: 2030-06-01, cost_musd: 500}\n"
    rocket = launcher(patched(changes), "cz5")
    assert rocket.first_flight.date == date(2030, 6, 1)
    assert rocket.cost_musd.value == 500.0
    for value in (rocket.first_flight, rocket.cost_musd):
        assert (value.source, value.confidence) == (AUTHOR, "assumed")
    assert AUTHOR in patched(changes).sources


def test_a_new_value_does_not_keep_the_old_source():
    rocket = launcher(patched("  launchers:\n    cz8: {performance: {mass_kg: 1500}}\n"), "cz8")
    shipped = load_catalogue().launchers["cz8"]
    assert shipped.performance.mass_kg.source == "nssdc_queqiao2"
    assert (rocket.performance.mass_kg.value, rocket.performance.mass_kg.source) == (1500.0, AUTHOR)
    assert rocket.performance.upper_stage_isp_s == shipped.performance.upper_stage_isp_s


def test_a_value_may_bring_its_own_source():
    changes = (
        "  sources:\n    mine: {title: My lecture notes}\n"
        "  launchers:\n    cz8: {cost_musd: {value: 5, source: mine, confidence: sourced}}\n"
    )
    scenario = patched(changes)
    assert launcher(scenario, "cz8").cost_musd.source == "mine"
    assert scenario.sources["mine"].title == "My lecture notes"


def test_a_launcher_may_get_a_table_instead_of_an_anchor():
    table = (
        "{kind: table, c3_km2_s2: [-3, 0], mass_kg: [9000, 8000], "
        "source: memory, confidence: assumed}"
    )
    rocket = launcher(patched(f"  launchers:\n    cz5: {{performance: {table}}}\n"), "cz5")
    assert rocket.performance.kind == "table"
    assert rocket.performance.mass_kg == (9000.0, 8000.0)


def test_the_shipped_catalogue_is_untouched_by_a_patch():
    before = load_catalogue().launchers["cz5"]
    patched("  launchers:\n    cz5: {cost_musd: 500}\n")
    assert load_catalogue().launchers["cz5"] == before


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ("launchers: {cz5: {cost_musd: -1}}", "launchers.cz5.cost_musd", "allowed 0.0 to"),
        ("launchers: {cz5: {cost_musd: dear}}", "launchers.cz5.cost_musd", "a mapping"),
        ("launchers: {cz5: {first_flight: soon}}", "launchers.cz5.first_flight.date", "not a day"),
        (
            "launchers: {cz5: {performance: {valid_c3_km2_s2: [0, -3]}}}",
            "launchers.cz5.performance",
            "must run upwards",
        ),
        (
            "launchers: {cz5: {performance: {kind: curve}}}",
            "launchers.cz5.performance",
            "'anchor', 'table'",
        ),
        ("launchers: {new: {name: New}}", "launchers.new.partner", "is missing"),
        ("launchers: {cz5: {pads: [nowhere]}}", "launchers.cz5.pads.0", "unknown pad 'nowhere'"),
        ("lander: {}", "lander", "did you mean 'landers'?"),
        ("pads: {wenchang_101: {lat_deg: 95}}", "pads.wenchang_101.lat_deg", "-90.0 to 90.0"),
        (
            "landers: {cargo_cz5: {stages: []}}",
            "landers.cargo_cz5.stages",
            "at least 1",
        ),
        ("elements: {rover_small: {mass_kg: .nan}}", "elements.rover_small.mass_kg.value", "nan"),
    ],
)
def test_faults_in_a_patch_carry_their_line(changes, path, words):
    found = faults_of(patched, f"  {changes}\n")
    mine = [fault for fault in found if fault.path == f"catalogue.{path}"]
    assert len(mine) == 1, found
    assert mine[0].line == 15
    assert words in mine[0].message


def test_what_the_caller_gives_stays_as_it_is():
    """An empty mapping that stands twice is not entered on behalf of the other."""
    empty: dict[str, object] = {}
    load_scenario(MINIMAL, {"policies": empty, "solver": empty, "solver.seed": 3})
    assert empty == {}
