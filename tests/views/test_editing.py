"""What the editor is made of: the draft's past, text boxes, tables and the words of forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario.file import ScenarioFile
from tests.views.conftest import ROOT
from views.editing.checked import check, mend
from views.editing.draft import MOST_CHARACTERS, MOST_STEPS, Draft, as_shown, retyped
from views.editing.names import names_for
from views.editing.places import PLACES
from views.editing.rows import cells, columns_for, entries_after, leaves, mapping_after
from views.editing.shapes import columns_of, scenario_shapes

MINIMAL = (ROOT / "scenarios" / "minimal.yaml").read_text(encoding="utf-8")
DATA = check(MINIMAL, "minimal.yaml").data


def test_every_key_of_the_format_has_one_place():
    placed = [key for keys in PLACES.values() for key in keys]
    assert sorted(placed) == sorted(ScenarioFile.model_fields)


def every(shapes):
    for shape in shapes:
        yield shape
        yield from every(shape.inner)


def test_every_key_has_words_and_a_description():
    for shape in every(scenario_shapes().values()):
        assert "_" not in shape.label
        assert shape.label[0].isupper()
        assert shape.help


def test_nothing_of_an_entry_is_left_out_of_its_table():
    elements = scenario_shapes()["elements"]
    assert {steps[0] for steps, _ in columns_of(elements)} == {one.name for one in elements.inner}
    fleet = dict(columns_of(scenario_shapes()["fleet"]))
    assert ("ship", "wait_d", "max") in fleet
    assert fleet["arrival_orbit", "perilune_alt_km"].kind == "number"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=150), st.integers(0, 3))
def test_undo_and_redo_walk_the_same_texts(moves, size):
    draft = Draft(text="0", start="0", origin="x")
    line, here = ["0"], 0
    for number, move in enumerate(moves, start=1):
        if move == "change":
            line, here = [*line[: here + 1], f"{number}" * 10**size], here + 1
            draft = draft.changed(line[here])
        elif move == "undo":
            here -= bool(draft.past)
            draft = draft.undone()
        else:
            here += bool(draft.future)
            draft = draft.redone()
        assert draft.text == line[here]
        assert len(draft.past) <= MOST_STEPS
    assert draft.start == "0"


def test_a_past_of_long_texts_is_bounded():
    draft = Draft(text="", start="", origin="x")
    for number in range(40):
        draft = draft.changed(f"{number}" + "x" * 250_000)
    assert sum(map(len, draft.past)) <= MOST_CHARACTERS
    assert len(draft.past) > 10


TEXT = st.text("ab\n\r\u2028é", max_size=60)


@given(TEXT, st.booleans(), st.integers(0, 60), st.integers(0, 10), st.text("ab\nx", max_size=9))
def test_a_text_box_changes_only_what_was_typed(text, mark, place, gone, came):
    text = ("\ufeff" if mark else "") + text
    shown = as_shown(text)
    box = shown[:place] + came + shown[place + gone :]
    after = retyped(text, box)
    assert as_shown(after) == box
    assert after.startswith("\ufeff") == mark
    if box == shown:
        assert after == text


def test_a_text_box_keeps_line_ends_and_byte_order_mark():
    text = "\ufeffa: 1\r\nb: 2\r\nc: 3\r\n"
    assert retyped(text, "a: 1\nb: 22\nx: 0\nc: 3\n") == "\ufeffa: 1\r\nb: 22\r\nx: 0\r\nc: 3\r\n"


def table(key, data=DATA):
    shape = scenario_shapes()[key]
    allowed = {steps: names_for(key, steps, data) for steps, _ in columns_of(shape)}
    return columns_for(shape, data.get(key, []), allowed)


def test_columns_have_kinds_units_and_the_names_allowed():
    by_name = {column.name: column for column in table("elements")}
    assert by_name["mass_kg"].label == "Mass (kg)"
    assert by_name["mass_kg"].kind == "number"
    assert by_name["due"].kind == "day"
    assert by_name["optional"].kind == "flag"
    assert by_name["requires"].options == ("relay", "power", "rover")
    assert "rover_small" in by_name["kind"].options
    assert by_name["destination"].options == ("surface", "lunar_orbit")
    fleet = {column.name: column for column in table("fleet")}
    assert fleet["arrival_orbit.perilune_alt_km"].label == "Arrival orbit: perilune altitude (km)"


def test_a_column_with_a_value_of_another_kind_is_typed():
    data = DATA | {"elements": [{"id": "a", "mass_kg": "heavy"}, {"id": "b", "due": [1]}]}
    kinds = {column.name: column.kind for column in table("elements", data)}
    assert (kinds["mass_kg"], kinds["due"], kinds["power_kw"]) == ("typed", "typed", "number")


def test_edits_of_a_table_become_entries():
    columns = table("elements")
    state = {
        "edited_rows": {
            1: {"due": "2031-10-01", "mass_kg": 700.0, "requires": []},
            "2": {"name": "2031", "optional": True},
        },
        "deleted_rows": [0],
        "added_rows": [
            {"id": "scout", "kind": "rover_mini", "requires": ["power"]},
            {"id": "no kind yet"},
            {},
        ],
    }
    assert entries_after(DATA["elements"], columns, state) == [
        {"id": "power", "kind": "solar_vsat10", "due": date(2031, 10, 1), "mass_kg": 700},
        {
            "id": "rover",
            "kind": "rover_small",
            "requires": ["power"],
            "name": "2031",
            "optional": True,
        },
        {"id": "scout", "kind": "rover_mini", "requires": ["power"]},
    ]


def test_parts_of_an_entry_come_and_go_with_their_cells():
    columns = table("fleet")
    gone = {f"arrival_orbit.{key}": None for key in DATA["fleet"][0]["arrival_orbit"]}
    came = {"arrival_orbit.perilune_alt_km": 200.0}
    after = entries_after(DATA["fleet"], columns, {"edited_rows": {0: gone, 1: came}})
    assert after == [
        {"launcher": "cz8"},
        {"launcher": "cz5", "lander": "cargo_cz5", "arrival_orbit": {"perilune_alt_km": 200}},
    ]


@pytest.mark.parametrize("key", ["elements", "fleet"])
def test_a_table_nobody_touched_is_what_is_written(key):
    columns = table(key)
    assert entries_after(DATA[key], columns, {}) == DATA[key]
    assert len(cells(DATA[key], columns)) == len(DATA[key])


def test_a_mapping_is_rows_of_dotted_names():
    changes = {"elements": {"rover": {"due": date(2031, 1, 1)}, "relay": None}, "due": "soon"}
    rows = leaves(changes, of_numbers=False)
    assert [(row["name"], row["value"]) for row in rows] == [
        ("elements.rover.due", "2031-01-01"),
        ("elements.relay", "null"),
        ("due", "soon"),
    ]
    assert mapping_after(rows, {}, of_numbers=False, flat=False) == changes
    state = {
        "edited_rows": {0: {"value": "2031-02-01"}},
        "deleted_rows": [2],
        "added_rows": [{"name": "policies.dv_margin", "value": "0.1"}, {"name": "pending"}],
    }
    assert mapping_after(rows, state, of_numbers=False, flat=False) == {
        "elements": {"rover": {"due": date(2031, 2, 1)}, "relay": None},
        "policies": {"dv_margin": 0.1},
    }


def test_a_suggestion_can_be_written():
    text = MINIMAL.replace("rover_small", "rover_smal").replace("title:", "titel:")
    checked = check(text, "x.yaml")
    found = [mend(checked, one, file_name="x.yaml") for one in checked.faults]
    words = {word for word, _ in filter(None, found)}
    assert words == {"rover_small", "title"}
