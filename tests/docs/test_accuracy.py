"""Published figures hold, and the page on accuracy prints what the planner computes today."""

from __future__ import annotations

from functools import cache

import pytest

from planner.validation.reference import Comparison, Reference, compare
from tests.docs.accuracy import END, PAGE, START, all_references, row

ROWS = [
    pytest.param(reference, id=reference.id, marks=[pytest.mark.slow] if reference.slow else [])
    for reference in all_references()
]


@cache
def computed(reference: Reference) -> Comparison:
    return compare(reference)


@cache
def printed() -> dict[str, str]:
    """Lines of the page's tables, by what they are about and the section above them."""
    lines, section = {}, ""
    for line in PAGE.read_text(encoding="utf-8").split(START)[1].split(END)[0].splitlines():
        if line.startswith("### "):
            section = line.removeprefix("### ")
        elif line.startswith("| ") and not line.startswith("| what |"):
            lines[f"{section}: {line.split(' | ')[0].removeprefix('| ')}"] = line
    return lines


@pytest.mark.parametrize("reference", ROWS)
def test_the_published_figure_is_met(reference: Reference) -> None:
    comparison = computed(reference)
    assert comparison.holds, (comparison.computed, reference.published, reference.tolerance)


@pytest.mark.parametrize("reference", ROWS)
def test_the_page_prints_what_is_computed(reference: Reference) -> None:
    line = printed()[reference.id]
    shown = line.split(" | ")[2].removesuffix(reference.unit).replace(" ", "")
    # One unit of the last figure printed: rounding may fall either way on another machine.
    step = 1.01 * 10.0**-reference.decimals
    assert computed(reference).computed == pytest.approx(float(shown), abs=step)
    assert line == row(reference, float(shown))


def test_the_page_prints_no_other_row() -> None:
    assert list(printed()) == [reference.id for reference in all_references()]


def test_no_two_rows_are_the_same() -> None:
    ids = [reference.id for reference in all_references()]
    assert len(set(ids)) == len(ids)
