"""Plans side by side: money by year against the flights themselves, words and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.figures.side_by_side import side_by_side, yearly_spending
from tests.views.sample_plan import sample_plan


@pytest.fixture(scope="module")
def plans():
    plan = sample_plan()
    later = replace(plan, completion_date=plan.completion_date + timedelta(days=400))
    moved = replace(
        later,
        spending=tuple(replace(one, year=one.year + 2) for one in plan.spending),
    )
    return {"A": plan, "B": moved}


def test_every_year_is_there_and_the_sum_is_the_plans(plans):
    spent = yearly_spending(plans)
    assert list(spent) == list(range(min(spent), max(spent) + 1))
    for name, plan in plans.items():
        whole = sum(one.spent_musd for one in plan.spending if one.partner is None)
        assert sum(row[name] for row in spent.values()) == pytest.approx(whole, abs=1e-9)


def test_a_plan_that_spends_nothing_has_no_years(plans):
    assert yearly_spending({"A": replace(plans["A"], spending=())}) == {}


def test_each_plan_has_a_lane_and_bars_of_its_own_hatching(plans):
    chart = side_by_side(plans)
    bars = [trace for trace in chart.figure.data if trace.type == "bar"]
    assert [bar.name for bar in bars] == ["A", "B"]
    assert len({bar.marker.pattern.shape for bar in bars}) == 2
    ends = [t.x[-1].date() for t in chart.figure.data if t.type == "scatter" and not t.showlegend]
    assert ends[:2] == [plan.completion_date for plan in plans.values()]


def test_bars_lie_within_their_year(plans):
    for bar in (trace for trace in side_by_side(plans).figure.data if trace.type == "bar"):
        for middle, year in zip(bar.x, bar.customdata, strict=True):
            half = timedelta(milliseconds=bar.width / 2)
            assert (middle - half).year == (middle + half).year == year


def test_the_words_tell_completion_and_dearest_year(plans):
    alt = side_by_side(plans).alt
    for plan in plans.values():
        assert plan.completion_date.isoformat() in alt
    assert "M$" in alt


def test_one_plan_alone_can_be_drawn(plans):
    assert side_by_side({"A": plans["A"]}).figure.data
