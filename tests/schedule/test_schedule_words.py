"""The words of the reasons on problems whose answer can be worked out by hand."""

from __future__ import annotations

from tests.schedule.handmade import DAY0, answer, element, problem, window


def test_release_date_is_named():
    found = answer(problem(element("hab", release_day=DAY0 + 40), windows=map(window, (10, 50))))
    opening, hab = found.reasons
    assert opening == (
        "Completion on 2031-02-25: no plan can complete earlier; dates, windows and precedence "
        "alone already require it."
    )
    assert hab == (
        "hab is operational on 2031-02-25: cargo of 2031-02-20 delivers it on 2031-02-25, "
        "commissioning takes 0 days. It may not launch before 2031-02-10, and no window from then "
        "on delivers in time to be operational by 2031-02-24."
    )


def test_first_window_is_named():
    found = answer(problem(element("hab"), windows=[window(50)]))
    assert found.reasons[1].endswith("the first window of all is cargo of 2031-02-20.")


def test_capacity_is_named():
    found = answer(problem(element("hab"), windows=[window(10, capacity_kg=9), window(50)]))
    assert "carry 9 kg at most; it weighs 10 kg" in found.reasons[1]


def test_precedence_is_followed_to_its_start():
    asked = problem(
        element("power", commissioning_d=8),
        element("hab", requires=("power",)),
        windows=map(window, (0, 7, 14)),
    )
    _, hab, power = answer(asked).reasons
    # power works on day 13; the window of day 7 would deliver hab on day 12.
    assert "It waits for power: cargo of 2031-01-08 would deliver it on 2031-01-13" in hab
    assert "1 day before power is operational" in hab
    assert power.startswith("power is operational on 2031-01-14")
    assert "the first window of all is cargo of 2031-01-01" in power


def test_cadence_is_named_with_the_flights_that_use_it_up():
    asked = problem(element("a"), element("b"), windows=map(window, (10, 20, 30, 400)), cadence=1)
    opening, last, first = answer(asked).reasons
    assert "dates, windows and precedence alone would allow 2031-01-16, 390 days earlier" in opening
    assert "3 windows would have it operational" in last
    assert "lift has 1 launch a year, used up in 2031 (cargo of 2031-01-11)" in last
    assert first.startswith(("a is operational on 2031-01-16", "b is operational on 2031-01-16"))


def test_pad_turnaround_is_named():
    asked = problem(element("a"), element("b"), windows=map(window, (10, 20)), turnaround_d=10)
    assert "windows and precedence" in answer(asked).reasons[0]
    tighter = problem(
        element("a"), element("b"), windows=map(window, (10, 20, 30)), turnaround_d=11
    )
    assert "pad east needs 11 days between launches" in answer(tighter).reasons[1]


def test_a_missed_due_date_says_by_how_much_and_why():
    asked = problem(
        element("a", due_day=DAY0 + 20),
        element("b", due_day=DAY0 + 20),
        windows=map(window, (10, 30)),
    )
    found = answer(asked)
    assert found.status == "infeasible"
    text = "\n".join(found.reasons)
    assert "on 2031-02-05 at the earliest while every other due date holds, 15 days after" in text
    assert "its due date 2031-01-21" in text
    assert (
        "the flights already there are full (cargo of 2031-01-11 has most room left, 0 kg)" in text
    )


def test_a_due_date_that_precedence_alone_breaks_names_the_requirement():
    asked = problem(
        element("power", commissioning_d=30),
        element("hab", requires=("power",), due_day=DAY0 + 20),
        windows=map(window, (0, 10, 40)),
    )
    (reason,) = answer(asked).reasons
    # power works on day 35, so hab lands on day 45: 25 days late.
    assert reason.startswith("hab can be operational on 2031-02-15 at the earliest, 25 days after")
    assert "waits for its requirement: power flies on cargo of 2031-01-01" in reason


def test_what_nothing_can_carry_is_named_with_its_mass():
    found = answer(problem(element("hab", mass_kg=11), windows=[window(10)]))
    assert found.status == "infeasible"
    assert found.reasons == (
        "hab weighs 11 kg; the most its options carry is 10 kg (cargo of 2031-01-11).",
    )


def test_too_few_launches_in_the_horizon_are_counted():
    asked = problem(
        element("a"), element("b"), element("c"), windows=map(window, (10, 20, 400)), cadence=1
    )
    (reason,) = answer(asked).reasons
    assert reason == (
        "3 elements (a, b and c) can fly only on lift. No two of a, b and c can share a flight, "
        "so 3 launches are needed; the horizon has 2 for them."
    )


def test_too_little_mass_in_the_horizon_is_counted():
    elements = [element(name, mass_kg=5) for name in ("a", "b", "c", "d", "e")]
    (reason,) = answer(problem(*elements, windows=map(window, (10, 20)), cadence=9)).reasons
    assert reason == (
        "5 elements (a, b, c, d and e) can fly only on lift and weigh 25 kg together; the 2 "
        "launches the horizon has for them deliver 20 kg at most."
    )


def test_elements_that_require_one_another_say_so():
    asked = problem(
        element("a", requires=("b",), commissioning_d=1),
        element("b", requires=("a",), commissioning_d=1),
        windows=map(window, (10, 20)),
    )
    found = answer(asked)
    assert found.status == "infeasible"
    assert "what it requires" in found.reasons[0]
