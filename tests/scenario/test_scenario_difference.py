"""What differs from a base, told as a variant, as a link, or as edits of the text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from planner.scenario import load_scenario, loads_scenario
from planner.scenario.difference import (
    InexpressibleError,
    changes_from,
    link_changes,
    text_with,
    variant_text_of,
)
from planner.scenario.document import read_document
from planner.scenario.edits import Drop, Insert, Put, applied, same
from planner.scenario.overrides import with_overrides
from planner.scenario.splicing import edited
from planner.scenario.variants import read_scenario

FOLDER = Path(__file__).parents[2] / "scenarios"
MINIMAL = (FOLDER / "minimal.yaml").read_text(encoding="utf-8")
BASE = read_document(MINIMAL, name="minimal.yaml")
ENTRY = {"id": "scout", "kind": "rover_mini", "requires": ["power"]}
#: Edits of minimal.yaml a person might make, each sound by itself.
EDITS = [
    Put(("policies",), {"dv_margin": 0.08, "tof_d": {"min": 3.5}}),
    Put(("horizon", "end"), date(2032, 12, 31)),
    Put(("elements", 1, "due"), date(2031, 10, 1)),
    Put(("elements", 0, "mass_kg"), 900),
    Drop(("elements", 1, "requires")),
    Put(("elements", 2, "requires"), ["relay"]),
    Drop(("fleet", 0, "arrival_orbit", "inclination_deg")),
    Put(("fleet", 1, "pad"), "wenchang_101"),
    Put(("pins",), [{"element": "rover", "launch": 2031}]),
    Put(("objective",), ["cost"]),
    Put(("catalogue",), {"launchers": {"cz5": {"first_flight": date(2030, 6, 1)}}}),
    Put(("budget",), {"by_year_musd": {"2031": 900}}),
    Insert(("elements", 3), ENTRY),
    Insert(("elements", 0), ENTRY),
    Put(("title",), "Another"),
    Drop(("elements", 0)),
]  # fmt: skip


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.sampled_from(EDITS), min_size=1, max_size=5, unique_by=repr))
def test_a_variant_and_a_link_say_the_same_scenario(edits):
    # Dropping comes last, so that positions hold.
    wanted = applied(BASE.data, sorted(edits, key=lambda one: one.path[:2] == ("elements", 0)))
    text = edited(MINIMAL, edits_in(wanted))
    flat = link_changes(BASE, wanted)
    carried = json.loads(json.dumps(flat, default=str))  # days go as text
    assert as_text(with_overrides(BASE, carried).data) == as_text(wanted)
    assert same(read_document(text_with(MINIMAL, carried), name="t").data, wanted)
    if set(flat) - {"title"}:
        variant = variant_text_of(text, base="minimal.yaml", bases=FOLDER)
        read = read_scenario(variant, name="v.yaml", bases=FOLDER).document
        assert not read.faults
        assert same(read.data, wanted)


def edits_in(wanted):
    from planner.scenario.edits import edits_between

    return edits_between(BASE.data, wanted)


def as_text(data):
    return json.dumps(data, default=str, sort_keys=True)


def test_a_variant_says_only_what_differs():
    text = edited(MINIMAL, [Put(("elements", 2, "due"), date(2031, 9, 1)), Put(("id",), "mine")])
    variant = read_document(variant_text_of(text, base="minimal.yaml", bases=FOLDER), name="v").data
    assert variant.pop("title").startswith("A relay")
    assert variant == {
        "schema_version": 1,
        "base": "minimal.yaml",
        "id": "mine",
        "changes": {"elements": {"rover": {"due": date(2031, 9, 1)}}},
    }


def test_nothing_to_say_is_no_variant():
    with pytest.raises(InexpressibleError, match="nothing"):
        variant_text_of(MINIMAL, base="minimal.yaml", bases=FOLDER)


def test_an_explicit_null_cannot_be_a_change():
    data = applied(BASE.data, [Put(("policies",), {"landing_sun_margin_deg": None})])
    with pytest.raises(InexpressibleError, match="policies"):
        changes_from(BASE, data)


def test_entries_in_another_order_are_the_whole_list():
    data = applied(BASE.data, [Put(("elements",), BASE.data["elements"][::-1])])
    assert list(changes_from(BASE, data)) == ["elements"]
    assert isinstance(changes_from(BASE, data)["elements"], list)


def test_overrides_written_into_a_text_keep_its_comments():
    path = FOLDER / "ilrs_2035.yaml"
    text = path.read_text(encoding="utf-8")
    overrides = {
        "catalogue.launchers.cz9.cadence_per_year": 2,
        "elements.luna26": None,
        "elements.luna27.requires": [],
        "policies.dv_margin": 0.08,
    }
    after = text_with(text, overrides)
    marks = [line for line in text.splitlines() if "#" in line]
    assert [line for line in after.splitlines() if "#" in line] == marks
    mine, theirs = loads_scenario(after, name="a"), load_scenario(path, overrides)
    assert (mine.elements, mine.policies, mine.fleet) == (
        theirs.elements,
        theirs.policies,
        theirs.fleet,
    )


def test_overrides_of_a_variant_join_its_changes():
    path = FOLDER / "ilrs_late_reactor.yaml"
    text = path.read_text(encoding="utf-8")
    overrides = {"elements.reactor.earliest": "2036-06-01", "policies.dv_margin": 0.08}
    after = text_with(text, overrides)
    assert "      earliest: 2036-06-01\n" in after
    mine, theirs = loads_scenario(after, name="a", bases=FOLDER), load_scenario(path, overrides)
    assert (mine.elements, mine.policies) == (theirs.elements, theirs.policies)
    assert sum(a != b for a, b in zip(text.splitlines(), after.splitlines(), strict=False)) == 1
