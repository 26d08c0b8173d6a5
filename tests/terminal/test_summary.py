"""The summary says the answer first, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.plan import CampaignPlan
from planner.terminal.summary import summary_text
from planner.terminal.table import aligned
from tests.views.sample_plan import sample_plan


def open_plan(**bound: float) -> CampaignPlan:
    plan = sample_plan()
    return replace(plan, status="feasible", lower_bound=plan.lower_bound | bound)


def test_the_headline_comes_first() -> None:
    plan = sample_plan()
    assert summary_text(plan).splitlines()[:2] == [plan.title, plan.headline.sentence]


def test_every_flight_has_a_row_with_what_it_carries() -> None:
    plan = sample_plan()
    text = summary_text(plan)
    for flight in plan.flights:
        [row] = [line for line in text.splitlines() if line.startswith(flight.id)]
        assert row.endswith(flight.manifest[0].element)
        assert f"{flight.launch_utc:%Y-%m-%d %H:%M}" in row


def test_columns_are_aligned() -> None:
    lines = summary_text(sample_plan()).splitlines()
    [rule] = [number for number, line in enumerate(lines) if line.startswith("-")]
    starts = {line.index("Test ") for line in lines[rule + 1 : rule + 6]}
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("bound", "sentence"),
    [
        ({}, "Date: proven, no plan completes earlier."),
        (
            {"completion_d": 1400.0},
            "Date: not proven; no plan completes before 2034-11-12 (30 d earlier, gap 2.1%).",
        ),
        ({}, "Cost: proven, no plan that completes on this date costs less."),
        (
            {"cost_musd": 1250.0},
            "Cost: not proven; at most 250 M$ could be saved on this date.",
        ),
    ],
)
def test_the_bound_is_told_in_words(bound: dict[str, float], sentence: str) -> None:
    assert sentence in summary_text(open_plan(**bound)).splitlines()


def test_money_is_told_where_there_is_a_limit() -> None:
    plan = sample_plan()
    [limited] = [row for row in plan.spending if row.limit_musd is not None]
    told = [line for line in summary_text(plan).splitlines() if line.startswith("Programme")]
    assert told == [f"Programme, {limited.year}: {limited.spent_musd:,.0f} M$ of 900 M$"]


def test_reasons_close_the_summary() -> None:
    plan = sample_plan()
    assert summary_text(plan).splitlines()[-1] == f"  - {plan.reasons[0]}"
    assert "holds the date back" not in summary_text(replace(plan, reasons=()))


def test_a_table_without_rows_is_its_head() -> None:
    assert aligned(("a", "bb"), (), right=frozenset({"bb"})) == "a  bb\n-  --"


def test_numbers_stand_to_the_right() -> None:
    text = aligned(("id", "kg"), (("x", "5"), ("y", "1,200")), right=frozenset({"kg"}))
    assert text.splitlines() == ["id     kg", "--  -----", "x       5", "y   1,200"]
