"""An edit changes one value of a text; every other character stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from planner.scenario.document import read_document
from planner.scenario.edits import Drop, Insert, Put, applied, edits_between, same
from planner.scenario.splicing import EditRefusedError, edited
from tests import effort

FOLDER = Path(__file__).parents[2] / "scenarios"
TEXTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.stem in {"minimal", "artemis_2026", "ilrs_late_reactor", "tight_budget"}
}
#: As people write: odd blanks, comments everywhere, every kind of quote and block.
ODD = """\
# head
schema_version: 1   # one
id:    odd
title: 'It''s odd'

teaches: |-
    Two lines,
    kept as they are.

    # no comment

# between
horizon: {start: 2030-01-01,   end: "2031-12-31"} # days
objective:
- completion   # first
# of two
- cost
fleet:
    -   launcher: cz8   # small
        # inside an item
        arrival_orbit:
            perilune_alt_km: 300
    # before the second
    - {launcher: cz5,
       lander: cargo_cz5}
budget:
  by_year_musd:
    2033: 1500 # a year
due:
elements:
  - id: relay
    requires:
      # why
      - a
      - b # why not
  # tail
"""
#: What a form may put anywhere.
VALUES = st.one_of(
    st.booleans(), st.integers(-10**6, 10**6), st.floats(-1e6, 1e6).map(lambda x: round(x, 4)),
    st.dates(date(1965, 1, 1), date(2065, 1, 1)),
    st.text("ab 'é\":#-,{}[]&*!|>%@`\\?0\t\n", max_size=30),
    st.sampled_from(["null", "true", "1e3", "0x10", "2031-01-01", "~", "", "no", "010", "<<"]),
    st.lists(st.sampled_from(["relay", "a, b", "- x", "1"]), max_size=3),
    st.just({}), st.just({"id": "x", "kind": "rover_small", "requires": ["relay"]}),
    st.just([{"id": "x"}, {"id": "y", "choices": [{"id": "z", "elements": ["a"]}]}]),
)  # fmt: skip


def data_of(text):
    return read_document(text, name="t").data


def places(value, path=()):
    """Every path of a document and the value there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield (*path, key), one
        if isinstance(one, dict | list):
            yield from places(one, (*path, key))


def comments(text):
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def edits_of(draw, data):
    found = list(places(data))
    path, value = draw(st.sampled_from(found))
    kind = draw(st.sampled_from(["put", "drop", "insert", "add"]))
    if kind == "drop":
        return Drop(path)
    new = draw(VALUES)
    if kind == "add" and isinstance(value, dict):
        return Put((*path, draw(st.sampled_from(["extra", "2034", "mass_kg"]))), new)
    if kind == "insert" and isinstance(value, list):
        return Insert((*path, draw(st.integers(0, len(value)))), new)
    return Put(path, new)


@settings(effort.problems(160), phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_an_edit_changes_what_it_says_and_keeps_the_rest(data):
    text = data.draw(st.sampled_from([*TEXTS.values(), ODD, ODD]))
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    before = data_of(text)
    edit = edits_of(data.draw, before)
    after = edited(text, [edit])
    assert same(data_of(after), applied(before, [edit]))
    # What stands in the lines of the value goes with it; every other line is as it was.
    first, last = extent(text, before, edit)
    lines = text.splitlines(keepends=True)
    assert after.startswith("".join(lines[:first]))
    assert after.rstrip().endswith("".join(lines[last:]).rstrip())


def extent(text, data, edit):
    """First line an edit may touch, and the one after the last, found from the marks."""
    document = read_document(text, name="t")
    lines = text.split("\n")
    path = edit.path
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    beside_a_dash = isinstance(edit, Drop) and len(path) > 1 and isinstance(path[-2], int)
    if isinstance(edit, Insert) or path not in document.marks or beside_a_dash or len(holder) == 1:
        path = path[:-1]  # somewhere in what holds it
    start = document.line(path) - 1 if path else 0
    later = [mark.line - 1 for p, mark in document.marks.items() if is_after(document, path, p)]
    end = min(later, default=len(lines))
    # Comments and blanks above what follows belong to that, unless they are the value's own words.
    value = next((one for p, one in places(data) if p == path), None)
    own = value.split("\n") if isinstance(value, str) else []
    while end > start + 1 and lines[end - 1].strip().startswith("#") | (not lines[end - 1].strip()):
        if lines[end - 1].strip() in filter(None, own):
            break
        end -= 1
    return start, max(end, start + 1)


def is_after(document, path, other):
    return other[: len(path)] != path and document.line(other) > document.line(path)


@settings(effort.problems(60), phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_many_edits_at_once_are_those_between_the_data(data):
    text = data.draw(st.sampled_from([*TEXTS.values(), ODD]))
    before = data_of(text)
    wanted = before
    for _ in range(data.draw(st.integers(1, 4))):
        wanted = applied(wanted, [edits_of(data.draw, wanted)])
    if not wanted:
        return
    edits = edits_between(before, wanted)
    assert same(applied(before, edits), wanted)
    after = edited(text, edits)
    assert same(data_of(after), wanted)
    # and back: the same data, though not the comments that went
    assert same(data_of(edited(after, edits_between(wanted, before))), before)


def test_no_edit_is_the_same_text():
    assert edits_between(data_of(ODD), data_of(ODD)) == []
    assert edited(ODD, []) == ODD


def changed(text, *edits):
    """Lines that went and lines that came."""
    old, new = text.splitlines(), edited(text, edits).splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_scalar_keeps_the_comment_beside_it_and_its_quotes():
    assert changed(ODD, Put(("id",), "even")) == (["id:    odd"], ["id:    even"])
    assert changed(ODD, Put(("title",), "It's even")) == (
        ["title: 'It''s odd'"],
        ["title: 'It''s even'"],
    )
    assert changed(ODD, Put(("budget", "by_year_musd", "2033"), 1600.0)) == (
        ["    2033: 1500 # a year"],
        ["    2033: 1600 # a year"],
    )


def test_an_item_dropped_leaves_the_comments_of_the_others():
    after = edited(ODD, [Drop(("fleet", 0))])
    assert "    # before the second\n    - {launcher: cz5,\n" in after
    assert comments(after) == [one for one in comments(ODD) if one != "# inside an item"]


def test_what_is_added_stands_where_the_format_has_it():
    text = TEXTS["minimal"]
    after = edited(
        text, [Put(("as_of",), date(2030, 1, 1)), Put(("pins",), [{"together": ["a", "b"]}])]
    )
    assert "on the Moon\nas_of: 2030-01-01\nsite:" in after
    assert after.endswith("requires: [power]}\npins:\n  - together: [a, b]\n")


def test_a_new_item_is_written_as_its_neighbours():
    entry = {"id": "scout", "kind": "rover_mini", "requires": ["power"]}
    after = edited(TEXTS["minimal"], [Insert(("elements", 3), entry)])
    assert after.endswith("\n  - {id: scout, kind: rover_mini, requires: [power]}\n")
    after = edited(TEXTS["tight_budget"].replace("elements", "elements"), [])
    block = edited(TEXTS["artemis_2026"], [Insert(("elements", 1), entry)])
    assert "  - id: scout\n    kind: rover_mini\n    requires: [power]\n" in block
    assert after == TEXTS["tight_budget"]


def test_folded_text_stays_folded():
    text = TEXTS["ilrs_late_reactor"]
    words = "What it costs: " + "mass, " * 40 + "and time."
    after = edited(text, [Put(("teaches",), words)])
    assert "teaches: >-\n  What it costs:" in after
    assert max(map(len, after.splitlines())) <= max(map(len, text.splitlines()))
    assert data_of(after)["teaches"] == words


def test_byte_order_mark_and_line_ends_stay():
    text = "\ufeff" + TEXTS["minimal"].replace("\n", "\r\n")
    after = edited(text, [Drop(("elements", 2)), Put(("due",), date(2031, 1, 1))])
    assert after.startswith("\ufeff#")
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    "edit", [Put(("fleet", 9, "id"), "x"), Drop(("nothing",)), Put(("id", "x"), 1)]
)
def test_a_path_that_names_nothing_is_refused(edit):
    with pytest.raises(EditRefusedError):
        edited(TEXTS["minimal"], [edit])
