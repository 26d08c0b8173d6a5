"""The power rule on problems worked out by hand: who waits, for whom, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule.problem import Balance, ScheduleProblem, Use
from planner.schedule.schedule import Schedule
from tests.schedule.handmade import DAY0, answer, element, problem, window

DAY = Balance(id="day", name="on the surface by day", in_place=0)
NIGHT = Balance(id="night", name="on the surface at night", in_place=0)


def powered(*elements, balances=(DAY,), windows=(0, 10, 20, 30)) -> ScheduleProblem:
    return replace(problem(*elements, windows=map(window, windows)), balances=balances)


def order(schedule: Schedule) -> list[tuple[str, ...]]:
    return [flight.elements for flight in schedule.flights]


def test_a_user_waits_for_its_source_without_requiring_it():
    user = element("a_user", uses=(Use(balance="day", amount=-3000),))
    source = element("source", commissioning_d=20, uses=(Use(balance="day", amount=5000),))
    # The source works on day 25 and flies first; the user need not wait if power is in place.
    for in_place, day in ((0, "d20"), (2999, "d20"), (3000, "d10")):
        found = answer(powered(user, source, balances=(replace(DAY, in_place=in_place),)))
        assert order(found) == [("source",), ("a_user",)]
        assert found.completion_day == DAY0 + 25
        assert found.flights[1].window == day


def test_power_in_place_is_enough_to_the_last_watt():
    user = element("user", uses=(Use(balance="day", amount=-3000),))
    for in_place, status in ((3000, "optimal"), (2999, "infeasible")):
        asked = powered(user, balances=(replace(DAY, in_place=in_place),))
        assert answer(asked).status == status


def test_a_source_and_its_user_may_start_to_work_on_one_day():
    both = (
        element("source", mass_kg=5, commissioning_d=7, uses=(Use(balance="day", amount=5000),)),
        element("user", mass_kg=5, commissioning_d=7, uses=(Use(balance="day", amount=-5000),)),
    )
    assert order(answer(powered(*both))) == [("source", "user")]


def test_light_alone_does_not_carry_a_user_through_the_night():
    user = element(
        "a_user",
        mass_kg=5,
        uses=(Use(balance="day", amount=-3000), Use(balance="night", amount=-1000)),
    )
    solar = element(
        "solar", mass_kg=5, uses=(Use(balance="day", amount=9000), Use(balance="night", amount=0))
    )
    store = element("store", commissioning_d=9, uses=(Use(balance="night", amount=1000),))
    assert answer(powered(user, solar, balances=(DAY, NIGHT))).status == "infeasible"
    found = answer(powered(user, solar, store, balances=(DAY, NIGHT)))
    works = {e: n for n, flight in enumerate(found.flights) for e in flight.elements}
    assert works["store"] < works["a_user"]
    assert works["solar"] <= works["a_user"]


def test_the_reason_names_the_source_waited_for():
    user = element("a_user", uses=(Use(balance="day", amount=-3000),))
    source = element(
        "source", commissioning_d=15, uses=(Use(balance="day", amount=5000),), release_day=DAY0 + 5
    )
    # The source launches on day 10 and works on day 30; the user flies on day 30, after it.
    _, told, then = answer(powered(user, source)).reasons
    assert told == (
        "a_user is operational on 2031-02-05: cargo of 2031-01-31 delivers it on 2031-02-05, "
        "commissioning takes 0 days. It waits for power until source works: cargo of 2031-01-21 "
        "would have it operational on 2031-01-26, with 0 kW left on the surface by day of the "
        "3 kW it uses, 5 days before source is operational."
    )
    assert then.startswith("source is operational on 2031-01-31")
    assert "It may not launch before 2031-01-06" in then


def test_too_little_power_for_everything_is_counted():
    users = [element(f"user_{n}", uses=(Use(balance="day", amount=-2000 - n),)) for n in (1, 2)]
    source = element("source", uses=(Use(balance="day", amount=2500),))
    (reason,) = answer(powered(*users, source)).reasons
    assert reason == (
        "With everything at work there are 2.5 kW of power on the surface by day; "
        "user_2 and user_1 use 4.003 kW."
    )


def test_power_that_comes_too_late_for_a_due_day_is_named():
    user = element("a_user", due_day=DAY0 + 20, uses=(Use(balance="day", amount=-3000),))
    source = element("source", commissioning_d=20, uses=(Use(balance="day", amount=5000),))
    found = answer(powered(user, source))
    assert found.status == "infeasible"
    text = "\n".join(found.reasons)
    assert "5 days after its due date 2031-01-21" in text
    assert "It waits for power until source works" in text


def test_a_source_that_waits_for_its_own_power_is_never_built():
    user = element("user", uses=(Use(balance="day", amount=-3000),))
    source = element(
        "source", requires=("user",), commissioning_d=1, uses=(Use(balance="day", amount=5000),)
    )
    found = answer(powered(user, source))
    assert found.status == "infeasible"
    assert "left out: source and user" in found.reasons[0]
    assert any("no power for it while source is left out" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("task", "grid", "named"),
    [
        (element("user", uses=(Use(balance="moon", amount=-1),)), DAY, "user.uses"),
        (
            element("user", uses=(Use(balance="day", amount=-1, for_d=0),)),
            DAY,
            "user.uses.for_d",
        ),
        (element("user"), replace(DAY, in_place=-1), "day.in_place"),
    ],
)
def test_power_that_does_not_hold_together_is_refused(task, grid, named):
    with pytest.raises(OutOfRangeError) as refusal:
        answer(powered(task, balances=(grid,)))
    assert refusal.value.name.startswith(named)
