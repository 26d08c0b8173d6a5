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


def test_dates_and_units_are_not_broken():
    assert unbroken("On 2035-08-10, 143 days to spare") == (
        "On 2035\u201108\u201110, 143\xa0days to spare"
    )
