"""The page on accuracy prints what the planner computes today."""

from __future__ import annotations

import re

import pytest

from tests.docs.accuracy import PAGE, ROWS, Row


def printed() -> dict[str, str]:
    """Computed cell of each row of the page, by what it is."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    return {what: computed for what, _, _, computed in rows}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_the_page_prints_what_is_computed(row: Row) -> None:
    shown = float(printed()[row.what].replace(" ", ""))
    # One unit of the last figure printed: rounding may fall either way on another machine.
    assert row.compute() == pytest.approx(shown, abs=1.01 * 10.0**-row.decimals)


def test_the_page_prints_no_other_row() -> None:
    assert set(printed()) - {"what", "---"} == {row.what for row in ROWS}
