"""Flights of several launches and options that need an element, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule.problem import Launch, Launched, Pad, ScheduleProblem
from tests.schedule.handmade import DAY0, answer, element, problem, window


def tanked(*elements, days=(0, 10, 20, 30), after_d=(2,), launcher="lift", pad="west", **fleet):
    """Every flight takes a further launch so many days after its first."""
    windows = [
        replace(
            window(day),
            more=tuple(Launch(launcher=launcher, pad=pad, day=DAY0 + day + d) for d in after_d),
        )
        for day in days
    ]
    asked = problem(*elements, windows=windows, **fleet)
    return replace(asked, pads=(*asked.pads, Pad(id="west", turnaround_d=0)))


def ways(asked: ScheduleProblem) -> list[int]:
    return [int(flight.window[1:]) for flight in answer(asked).flights]


def test_further_launches_count_in_their_launchers_year():
    parts = (element("a"), element("b"))
    for cadence, status in ((4, "optimal"), (3, "infeasible")):
        assert answer(tanked(*parts, cadence=cadence)).status == status
    # day 364 is 2031-12-31: the tanker of that flight is one of 2032's
    split = tanked(*parts, days=(0, 364), cadence=3)
    assert answer(split).status == "optimal"


def test_a_craft_used_again_counts_in_no_year():
    asked = tanked(element("a"), element("b"), launcher="", cadence=2)
    assert answer(asked).status == "optimal"


def test_a_craft_used_again_keeps_its_cycle():
    parts = (element("a"), element("b"))
    asked = tanked(*parts, launcher="", pad="tug")
    for cycle_d, flown in ((10, [0, 10]), (11, [0, 20]), (21, [0, 30])):
        pads = (*asked.pads, Pad(id="tug", turnaround_d=cycle_d))
        assert ways(replace(asked, pads=pads)) == flown


def test_a_pad_is_kept_from_the_further_launches_of_others():
    # further launches leave from the pad of the first ones, 8 days after: 3 days before the next
    asked = tanked(element("a"), element("b"), pad="east", after_d=(8,), turnaround_d=3)
    assert ways(asked) == [0, 20]
    assert ways(replace(asked, pads=(Pad(id="east", turnaround_d=2), asked.pads[1]))) == [0, 10]


def test_a_window_whose_own_launches_are_too_near_is_none():
    asked = tanked(element("a"), after_d=(2, 4), turnaround_d=0)
    pads = (asked.pads[0], Pad(id="west", turnaround_d=3))
    found = answer(replace(asked, pads=pads))
    assert found.status == "infeasible"
    assert "no window" in found.reasons[0]


def test_a_launch_of_the_past_keeps_a_further_launch_away():
    asked = tanked(element("a"))
    pads = (asked.pads[0], Pad(id="west", turnaround_d=5))
    past = (Launched(launcher="lift", pad="west", day=DAY0 - 1),)
    assert ways(replace(asked, pads=pads, launched=past)) == [10]


def test_launches_are_rockets_and_a_flight_with_fewer_is_chosen():
    asked = tanked(element("a"))
    lone = replace(asked.options[0], id="lone", windows=(window(30),))
    both = replace(
        asked,
        elements=(element("a", options=("cargo", "lone")),),
        options=(asked.options[0], lone),
        objective=("launches", "completion"),
    )
    found = answer(both)
    assert [goal.value for goal in found.goals] == [1, DAY0 + 35]
    assert [flight.option for flight in found.flights] == ["lone"]
    dated = answer(replace(both, objective=("completion", "launches")))
    assert [goal.value for goal in dated.goals] == [DAY0 + 5, 2]


def test_the_reason_tells_whose_launches_are_used_up():
    asked = tanked(element("a"), element("b"), days=(0, 10, 364), launcher="tanker", cadence=9)
    launchers = (*asked.launchers, replace(asked.launchers[0], id="tanker", cadence_per_year=1))
    text = "\n".join(answer(replace(asked, launchers=launchers)).reasons)
    assert "tanker has 1 launch a year, used up in 2031 (cargo of 2031-01-01)" in text


def test_a_flight_waits_for_what_its_option_requires():
    asked = problem(
        element("hab"), element("station", options=("ship",), commissioning_d=8),
        windows=map(window, (0, 10, 20)),
    )  # fmt: skip
    ship = replace(asked.options[0], id="ship", windows=(window(0),))
    needing = replace(asked.options[0], requires=("station",))
    found = answer(replace(asked, options=(needing, ship)))
    # station works on day 13, after the launch of day 10
    assert found.completion_day == DAY0 + 25
    assert found.flights[1].window == "d20"


def test_a_flight_that_needs_what_is_late_says_so():
    asked = problem(
        element("hab"),
        element("station", options=("ship",), commissioning_d=8),
        element("tug", options=("ship",)),
        windows=map(window, (0, 10, 20, 30)),
        turnaround_d=4,
    )
    ship = replace(asked.options[0], id="ship", windows=(window(0), window(5)))
    needing = replace(asked.options[0], requires=("station",))
    tight = replace(asked, options=(needing, ship))
    asked = replace(
        tight,
        elements=(
            replace(tight.elements[0], release_day=DAY0),
            replace(tight.elements[1], requires=("tug",), commissioning_d=3),
            tight.elements[2],
        ),
    )
    # tug works on day 5, station is delivered on day 10 and works on day 13
    found = answer(asked)
    assert found.completion_day == DAY0 + 25


def test_an_option_cannot_carry_what_it_requires():
    asked = problem(element("station"), windows=map(window, (0, 10)))
    needing = replace(asked.options[0], requires=("station",))
    assert answer(replace(asked, options=(needing,))).status == "infeasible"


def test_an_optional_depot_flies_for_the_flights_that_need_it():
    asked = problem(
        element("hab"), element("depot", options=("ship",), optional=True),
        windows=map(window, (10, 20)),
    )  # fmt: skip
    ship = replace(asked.options[0], id="ship", windows=(window(0),))
    needing = replace(asked.options[0], requires=("depot",))
    found = answer(replace(asked, options=(needing, ship)))
    assert [flight.elements for flight in found.flights] == [("depot",), ("hab",)]


@pytest.mark.parametrize(
    ("launch", "named"),
    [
        (Launch(launcher="none", pad="east", day=DAY0), "cargo.windows.more.launcher"),
        (Launch(launcher="lift", pad="none", day=DAY0), "cargo.windows.more.pad"),
    ],
)
def test_launches_that_name_nothing_are_refused(launch: Launch, named: str):
    asked = problem(element("a"), windows=[replace(window(0), more=(launch,))])
    with pytest.raises(OutOfRangeError) as refusal:
        answer(asked)
    assert refusal.value.name == named
    needing = replace(asked.options[0], windows=(window(0),), requires=("nobody",))
    with pytest.raises(OutOfRangeError):
        answer(replace(asked, options=(needing,)))
