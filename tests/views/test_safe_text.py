from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.parts.safe_text import plain, unbroken


@given(st.text(max_size=80))
def test_no_punctuation_stays_bare(text):
    bare = re.sub(r"\\.", "", plain(text))
    assert not set(bare) & set(string.punctuation)


@given(st.text(alphabet="abcXYZ 019éМ", max_size=40))
def test_words_stay_as_they_are(text):
    assert plain(text) == " ".join(text.split())


@pytest.mark.parametrize("link", ["http://a.example/x.png", "www.a.example", "me@a.example"])
def test_bare_links_are_broken(link):
    # GitHub's Markdown makes links of these after the escapes have been taken away.
    assert link not in plain(link).replace("\\", "")


def test_the_direction_of_reading_is_not_turned():
    assert plain("\u202eabc\u202c \u2067def\u2069 \u0645\u0631\u0643\u0628\u0629") == (
        "abc def \u0645\u0631\u0643\u0628\u0629"
    )


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["kW", "kg", "d", "days", "M$"]))
def test_a_date_and_a_number_with_its_unit_stay_on_one_line(day, number, unit):
    said = unbroken(f"On {day.isoformat()}, {number} {unit} to spare.")
    assert " ".join(said.split(" ")[2:3]) == f"{number}\N{NO-BREAK SPACE}{unit}"
    assert "-" not in said
    assert said.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{NO-BREAK SPACE}", " ") == (
        f"On {day.isoformat()}, {number} {unit} to spare."
    )


def test_what_is_no_date_keeps_its_hyphens():
    assert unbroken("Change-5 of 12-2030-01-02-x") == "Change-5 of 12-2030-01-02-x"


def test_markdown_keeps_a_number_and_its_unit_together():
    assert plain(unbroken("after  45 days")) == "after 45\N{NO-BREAK SPACE}days"
