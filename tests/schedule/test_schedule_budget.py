"""Budgets on problems worked out by hand: when a flight can be paid, and the words if not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule.problem import ElementTask, ScheduleProblem, YearBudget
from tests.schedule.handmade import DAY0, answer, element, problem, window

FIRST_YEAR, SECOND_YEAR = 2031, 2032


def charged(
    *elements: ElementTask,
    limits: Iterable[tuple[str | None, int, int]],
    windows=(10, 20, 380, 390),
) -> ScheduleProblem:
    """A flight costs 7 M$ and is charged to ``north``."""
    asked = problem(*elements, windows=map(window, windows))
    (cargo,) = asked.options
    return replace(
        asked,
        options=(replace(cargo, payer="north", charge_kusd=7000),),
        budgets=tuple(YearBudget(payer=p, year=y, limit_kusd=limit) for p, y, limit in limits),
    )


@pytest.mark.parametrize("payer", [None, "north"])
@pytest.mark.parametrize(("limit_kusd", "days"), [(14_000, 25), (13_999, 385)])
def test_a_flight_waits_for_the_year_that_can_pay(payer, limit_kusd, days):
    asked = charged(element("a"), element("b"), limits=[(payer, FIRST_YEAR, limit_kusd)])
    assert answer(asked).completion_day == DAY0 + days


def test_the_money_of_others_does_not_count():
    asked = charged(element("a"), element("b"), limits=[("south", FIRST_YEAR, 0)])
    assert answer(asked).completion_day == DAY0 + 25


def test_the_programme_and_the_payer_both_have_to_agree():
    limits = [(None, FIRST_YEAR, 14_000), ("north", FIRST_YEAR, 7000), (None, SECOND_YEAR, 7000)]
    found = answer(charged(element("a"), element("b"), element("c"), limits=limits))
    assert found.status == "infeasible"
    found = answer(charged(element("a"), element("b"), limits=limits))
    assert found.completion_day == DAY0 + 385


def test_the_year_whose_money_holds_the_date_is_named():
    asked = charged(element("a"), element("b"), limits=[(None, FIRST_YEAR, 9500)])
    opening, last, first = answer(asked).reasons
    assert "windows and precedence alone would allow 2031-01-16, 370 days earlier" in opening
    assert (
        "all closed: the budget of the programme has 2.5 M$ of 9.5 M$ left in 2031 (spent on "
        "cargo of 2031-01-11), cargo costs 7 M$; "
    ) in last
    assert first.startswith(("a is operational on 2031-01-16", "b is operational on 2031-01-16"))


def test_the_payer_whose_money_is_missing_is_named():
    asked = charged(element("a"), element("b"), limits=[("north", FIRST_YEAR, 9500)])
    assert "the budget of north has 2.5 M$ of 9.5 M$ left in 2031" in answer(asked).reasons[1]


def test_a_flight_no_year_can_pay_for_is_named_with_its_price():
    limits = [(None, FIRST_YEAR, 6000), (None, SECOND_YEAR, 6500)]
    found = answer(charged(element("a"), limits=limits))
    assert found.status == "infeasible"
    (reason,) = found.reasons
    assert reason == (
        "a cannot be paid for: a flight of cargo costs 7 M$, the budget of the programme is "
        "6.5 M$ at most (2032)."
    )


def test_a_due_date_missed_for_want_of_money_says_so():
    limits = [(None, FIRST_YEAR, 7000)]
    tasks = (element("a", due_day=DAY0 + 30), element("b", due_day=DAY0 + 30))
    found = answer(charged(*tasks, limits=limits))
    assert found.status == "infeasible"
    assert "355 days after its due date 2031-01-31" in found.reasons[0]
    assert "0 M$ of 7 M$ left in 2031" in found.reasons[1]


def test_two_limits_for_one_year_are_refused():
    with pytest.raises(OutOfRangeError, match="budget id"):
        answer(charged(element("a"), limits=[(None, FIRST_YEAR, 1), (None, FIRST_YEAR, 2)]))
