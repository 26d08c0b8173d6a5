"""Every value of the catalogue says where it comes from, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from planner.catalogue import CatalogueError, load_catalogue
from planner.catalogue.loading import FOLDER, SECTIONS
from planner.catalogue.models import DatedFact, Quantity, TablePerformance
from planner.scenario import load_scenario
from planner.scenario.patch import AUTHOR

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue()
#: Statements that there is no publication.
NOT_PUBLISHED = {"memory", "engineering", "science_points", AUTHOR}
#: What the name of a field with a value must end in.
UNITS = ("_kg", "_s", "_n", "_kw", "_d", "_deg", "_m", "_musd", "_per_year", "_km2_s2",
         "_fraction")  # fmt: skip


def values(node: object, path: str) -> Iterator[tuple[str, Quantity | DatedFact]]:
    if isinstance(node, Quantity | DatedFact | TablePerformance):
        yield path, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from values(getattr(node, name), f"{path}.{name}")
    elif isinstance(node, tuple):
        for place, item in enumerate(node):
            yield from values(item, f"{path}.{place}")


ALL = [
    found
    for section in SECTIONS
    for key, entry in getattr(CATALOGUE, section).items()
    for found in values(entry, f"{section}.{key}")
]


def test_the_catalogue_is_not_empty():
    # Margins, rates and spares are few: published sets, not things to choose from.
    few = {"margin_policies": 2, "supply_rates": 2, "maintenance_classes": 4, "ships": 2}
    for field in fields(CATALOGUE):
        assert len(getattr(CATALOGUE, field.name)) >= few.get(field.name, 6)
    assert len(ALL) > 400


def test_every_source_exists():
    unknown = [path for path, value in ALL if value.source not in CATALOGUE.sources]
    assert not unknown


def test_sourced_means_published_and_assumed_means_not():
    wrong = [
        path
        for path, value in ALL
        if value.confidence == "sourced" and value.source in NOT_PUBLISHED
    ]
    assert not wrong
    # A published figure may still be used beyond what it says; then the note says so.
    silent = [
        path
        for path, value in ALL
        if value.confidence == "assumed" and value.source not in NOT_PUBLISHED and not value.note
    ]
    assert not silent


def test_publications_have_an_address_and_a_day_and_the_others_say_what_they_are():
    for key, source in CATALOGUE.sources.items():
        if key in NOT_PUBLISHED:
            assert source.note
            assert not source.url
        else:
            assert source.url.startswith("http"), key
            assert source.read is not None, key


def test_no_source_is_listed_in_vain():
    used = {value.source for _, value in ALL} | {AUTHOR}
    for path in (ROOT / "scenarios").glob("*.yaml"):
        used |= set(load_scenario(path).sources)
    assert set(CATALOGUE.sources) == used


def test_every_value_has_its_unit_in_its_name():
    named = {path.rsplit(".", 1)[1] for path, value in ALL if isinstance(value, Quantity)}
    assert {name for name in named if not name.endswith(UNITS)} == {"crew", "crew_berths"}  # people


def test_entries_refer_to_each_other():
    for launcher in CATALOGUE.launchers.values():
        assert set(launcher.pads) <= set(CATALOGUE.pads)
    for section in ("launchers", "landers", "ships", "elements", "stations"):
        partners = {entry.partner for entry in getattr(CATALOGUE, section).values()}
        assert partners <= set(CATALOGUE.partners)


@pytest.mark.parametrize("section", list(SECTIONS))
def test_ids_are_the_keys(section):
    assert all(key == entry.id for key, entry in getattr(CATALOGUE, section).items())


def test_it_is_read_once_and_cannot_be_changed():
    assert load_catalogue() is load_catalogue(FOLDER)
    with pytest.raises(TypeError):
        CATALOGUE.launchers["cz5"] = None
    with pytest.raises(ValidationError, match="frozen"):
        CATALOGUE.launchers["cz5"].name = "other"
    with pytest.raises(AttributeError):
        CATALOGUE.launchers = {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cz5: [", "expected"),
        ("cz5: {title: a, title: b}", "duplicate"),
        ("cz5: {titel: a}", "titel"),
        ("- a", "list"),
    ],
)
def test_a_bad_file_is_named(tmp_path, text, said):
    for section in SECTIONS:
        (tmp_path / f"{section}.yaml").write_text("{}")
    (tmp_path / "sources.yaml").write_text(text)
    with pytest.raises(CatalogueError, match=r"sources\.yaml") as caught:
        load_catalogue(tmp_path)
    assert said in str(caught.value)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"sources\.yaml"):
        load_catalogue(tmp_path / "nowhere")
