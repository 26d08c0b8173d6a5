"""Every scenario we ship is valid, readable, documented, and keeps its comments."""

from __future__ import annotations

import json
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from planner.scenario import load_scenario
from planner.scenario.bounds import delivered_bound_kg
from planner.scenario.round_trip import rewritten
from planner.scenario.schema import SCHEMA_FILE, schema_text

FOLDER = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
every_scenario = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def ilrs():
    return load_scenario(FOLDER / "ilrs_2035.yaml")


@every_scenario
def test_it_loads_under_its_own_name(path):
    assert load_scenario(path).id == path.stem


@every_scenario
def test_it_comes_back_unchanged_from_the_round_trip(path):
    text = path.read_text(encoding="utf-8")
    assert rewritten(text) == text


@every_scenario
def test_editors_find_the_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE}"


def test_the_committed_schema_is_the_format():
    assert (FOLDER / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()


def test_the_schema_explains_every_key():
    schema = json.loads(schema_text())
    objects = [schema, *schema["$defs"].values()]
    assert len(objects) > 8
    for thing in objects:
        for key, field in thing.get("properties", {}).items():
            kind = schema["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
            assert field.get("description") or kind.get("description"), key


@every_scenario
def test_the_readme_says_what_it_teaches(path):
    assert f"`{path.name}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


@every_scenario
def test_it_can_be_pickled_and_not_changed(path):
    scenario = load_scenario(path)
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "other"
    with pytest.raises(TypeError):
        scenario.sources["x"] = None


@every_scenario
def test_every_value_it_rests_on_can_be_cited(path):
    scenario = load_scenario(path)
    assert {element.spec.mass_kg.source for element in scenario.elements} <= set(scenario.sources)
    assert scenario.site.lat_deg.source in scenario.sources
    assert "scenario_author" not in scenario.sources


def test_minimal_is_short_and_takes_the_defaults():
    path = FOLDER / "minimal.yaml"
    assert len(path.read_text().splitlines()) <= 14
    scenario = load_scenario(path)
    assert [phase.id for phase in scenario.phases] == ["campaign"]
    assert scenario.due == scenario.horizon.end
    assert [option.pad.id for option in scenario.fleet] == ["wenchang_201", "wenchang_101"]
    assert [option.destination for option in scenario.fleet] == ["lunar_orbit", "surface"]
    assert [partner.id for partner in scenario.partners] == ["china"]


def test_ilrs_has_the_published_missions_in_their_years(ilrs):
    first_day = {element.mission: element.earliest for element in ilrs.elements}
    published = {f"ILRS-{number}": date(2030 + number, 1, 1) for number in range(1, 6)}
    published |= {
        "Chang'e-7": date(2026, 8, 1),
        "Luna-26": date(2028, 1, 1),
        "Luna-27.1": date(2029, 1, 1),
        "Chang'e-8": date(2029, 1, 1),
        "Queqiao constellation": date(2030, 1, 1),
    }
    assert {mission: first_day[mission] for mission in published} == published


def test_ilrs_spans_its_phases_and_partners(ilrs):
    assert (ilrs.as_of, ilrs.due) == (date(2026, 7, 1), date(2035, 12, 31))
    used = {element.phase for element in ilrs.elements}
    assert used == {phase.id for phase in ilrs.phases}
    assert {"china", "russia", "pakistan", "egypt", "thailand"} <= {
        e.partner for e in ilrs.elements
    }
    assert all(partner.joined for partner in ilrs.partners)


def test_ilrs_power_and_communication_come_before_what_uses_them(ilrs):
    requires = {element.id: set(element.requires) for element in ilrs.elements}

    def before(key):
        needed = requires.get(key, set())
        return needed.union(*(before(need) for need in needed))

    for element in ilrs.elements:
        if element.mission in {"ILRS-3", "ILRS-4", "ILRS-5"}:
            assert {"power_a", "comm_hub"} <= before(element.id), element.id


def test_ilrs_can_be_carried_with_a_margin(ilrs):
    """Mass per lander against launches there can be: cadence times the years it flies."""
    for option in ilrs.fleet:
        if option.destination != "surface":
            continue
        mine = [element for element in ilrs.elements if element.fleet[0] == option.id]
        if not mine:
            continue
        first = max(option.available_from or ilrs.horizon.start, min(e.earliest for e in mine))
        years = ilrs.due.year - first.year + 1
        lift = years * option.launcher.cadence_per_year.value * delivered_bound_kg(option)
        # With margins a flight delivers about two thirds of the bound; 60 % leaves room.
        assert sum(element.mass_kg for element in mine) < 0.6 * lift, option.id


def test_ilrs_shows_the_power_plant_as_contracted(ilrs):
    plant = next(element for element in ilrs.elements if element.id == "power_plant")
    assert ilrs.due < plant.due <= date(2036, 12, 31)
    assert "ria_2025_plant" in ilrs.sources


def test_ilrs_leaves_time_after_the_last_release(ilrs):
    last = max(element.earliest for element in ilrs.elements)
    slowest = max(element.commissioning_d for element in ilrs.elements)
    assert last + timedelta(days=slowest + 90) < ilrs.due


VARIANTS = [path for path in SHIPPED if "\nbase: " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.stem)
def test_a_variant_differs_from_its_base_only_in_what_it_says(path):
    said = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    changes = said["changes"]
    base, mine = load_scenario(FOLDER / said["base"]), load_scenario(path)
    for name in ("elements", "fleet", "phases", "partners", "in_place"):
        before = {entry.id: entry for entry in getattr(base, name)}
        after = {entry.id: entry for entry in getattr(mine, name)}
        named = changes.get(name, {})
        assert before.keys() - after.keys() == {key for key in named if named[key] is None} & set(
            before
        )
        assert after.keys() - before.keys() <= named.keys()
        for key in (before.keys() & after.keys()) - named.keys():
            assert after[key] == before[key], key
    for name in ("site", "horizon", "due", "objective", "as_of", "budget", "policies", "pins"):
        if name not in changes:
            assert getattr(mine, name) == getattr(base, name), name
