"""One hand-made problem a rule, where breaking the rule would give a better plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.schedule.schedule import Schedule
from tests.schedule.handmade import DAY0, answer, element, problem, window


def days(schedule: Schedule) -> int:
    return schedule.completion_day - DAY0


def test_alone_an_element_takes_the_first_window():
    found = answer(problem(element("a", commissioning_d=3), windows=map(window, (10, 20))))
    assert (days(found), found.cost_musd) == (18, 7)


def test_release_counts_at_launch_even_if_a_later_launch_lands_sooner():
    # b may not launch on day 9, though that flight lands after the one of day 10 and has
    # room for both; c sets the completion, so nothing but the release day keeps b off it.
    windows = (
        window(9, transfer_d=6),
        window(10, transfer_d=4, capacity_kg=5),
        window(50, capacity_kg=5),
        window(60),
    )
    asked = problem(
        element("a", mass_kg=5),
        element("b", mass_kg=5, release_day=DAY0 + 10),
        element("c", release_day=DAY0 + 60),
        windows=windows,
    )
    found = answer(asked)
    assert (days(found), found.cost_musd) == (65, 21)


def test_elements_share_a_flight_when_it_costs_no_time():
    found = answer(
        problem(element("a", mass_kg=5), element("b", mass_kg=5), windows=map(window, (10, 20)))
    )
    assert (days(found), found.cost_musd, len(found.flights)) == (15, 7, 1)


def test_time_goes_before_money():
    # Both could fly for 7 on day 20; two flights on days 10 and 12 finish sooner for 14.
    windows = (window(10, capacity_kg=5), window(12, capacity_kg=5), window(20))
    found = answer(problem(element("a", mass_kg=5), element("b", mass_kg=5), windows=windows))
    assert (days(found), found.cost_musd) == (17, 14)


def test_capacity_is_that_of_the_window():
    windows = (window(10, capacity_kg=9), window(20))
    assert days(answer(problem(element("a"), windows=windows))) == 25


def test_cadence_counts_by_calendar_year():
    # Days 360 and 370 fall in different years: two launches ten days apart are allowed.
    asked = problem(element("a"), element("b"), windows=map(window, (360, 370)), cadence=1)
    assert days(answer(asked)) == 375
    same_year = problem(element("a"), element("b"), windows=map(window, (340, 350)), cadence=1)
    assert answer(same_year).status == "infeasible"


@pytest.mark.parametrize(("turnaround_d", "done"), [(10, 25), (11, 35)])
def test_turnaround_is_the_least_distance_of_launches(turnaround_d, done):
    asked = problem(
        element("a"), element("b"), windows=map(window, (10, 20, 30)), turnaround_d=turnaround_d
    )
    assert days(answer(asked)) == done


def test_two_options_share_a_pad_and_a_launcher():
    asked = problem(element("a"), element("b"), windows=[window(10)], turnaround_d=5)
    (cargo,) = asked.options
    other = replace(cargo, id="other", windows=(window(12), window(20)))
    both = replace(asked, options=(cargo, other))
    tasks = (element("a"), element("b", options=("other",)))
    assert days(answer(replace(both, elements=tasks))) == 25
    once = replace(both.launchers[0], cadence_per_year=1)
    refused = answer(replace(both, elements=tasks, launchers=(once,)))
    assert refused.status == "infeasible"


@pytest.mark.parametrize(("commissioning_d", "flights"), [(0, 1), (1, 2)])
def test_one_flight_serves_both_ends_of_a_requirement_only_without_commissioning(
    commissioning_d, flights
):
    asked = problem(
        element("power", mass_kg=5, commissioning_d=commissioning_d),
        element("hab", mass_kg=5, requires=("power",)),
        windows=map(window, (10, 20)),
    )
    assert len(answer(asked).flights) == flights


@pytest.mark.parametrize(("due_d", "status"), [(18, "optimal"), (17, "infeasible")])
def test_a_due_day_is_the_last_day_to_become_operational(due_d, status):
    task = element("a", commissioning_d=3, due_day=DAY0 + due_d)
    assert answer(problem(task, windows=map(window, (10, 20)))).status == status


@pytest.mark.parametrize(("end_d", "status"), [(18, "optimal"), (17, "infeasible")])
def test_everything_is_operational_inside_the_horizon(end_d, status):
    asked = problem(element("a", commissioning_d=3), windows=[window(10)])
    assert answer(replace(asked, end_day=DAY0 + end_d)).status == status


def test_nothing_launches_before_the_horizon():
    asked = problem(element("a", release_day=DAY0), windows=map(window, (10, 20)))
    assert days(answer(replace(asked, start_day=DAY0 + 11))) == 25


def test_among_equal_plans_nothing_waits():
    # c ends the plan on day 105 whatever happens; a could fly on any day before.
    asked = problem(
        element("a"), element("c", release_day=DAY0 + 100), windows=map(window, (10, 50, 100))
    )
    found = answer(asked)
    assert [(f.window, f.elements) for f in found.flights] == [("d10", ("a",)), ("d100", ("c",))]
