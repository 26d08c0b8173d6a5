"""Problems of the size of a real campaign: proven, repeatable, and told on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule import solve_schedule
from planner.schedule.problem import Pad, ScheduleProblem, Window
from planner.schedule.schedule import Schedule
from tests import effort
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.instances import campaign

EFFORT_S = 60.0  # 36 units; what is solved here takes under 6
TIGHT = campaign(2, spread_y=3, due_slack_d=200)  # 30 elements, 1531 windows
#: What is solved three times over: of 18 elements, or the same when thorough.
AGAIN = TIGHT if effort.THOROUGH else campaign(2, elements=18, spread_y=3, due_slack_d=200)


@pytest.fixture(scope="module")
def told() -> list[tuple[str, float]]:
    return []


@pytest.fixture(scope="module")
def schedule(told) -> Schedule:
    return solve_schedule(
        TIGHT, time_limit_s=EFFORT_S, seed=1, progress=lambda text, part: told.append((text, part))
    )


def test_a_campaign_is_planned_and_proven(schedule):
    assert schedule.status == "optimal"
    assert broken_rules(TIGHT, flown_by(schedule)) == []
    assert schedule.completion_bound_day == schedule.completion_day
    assert schedule.cost_bound_musd == schedule.cost_musd


def test_figures_follow_from_the_flights(schedule):
    windows = {(o.id, w.key): w for o in TIGHT.options for w in o.windows}
    cost = {o.id: o.cost_musd for o in TIGHT.options}
    wait = {task.id: task.commissioning_d for task in TIGHT.elements}
    assert schedule.cost_musd == sum(cost[flight.option] for flight in schedule.flights)
    assert schedule.completion_day == max(
        windows[flight.option, flight.window].delivery_day + wait[element]
        for flight in schedule.flights
        for element in flight.elements
    )
    launches = [windows[flight.option, flight.window].launch_day for flight in schedule.flights]
    assert launches == sorted(launches)


@pytest.mark.usefixtures("schedule")
def test_progress_names_the_stages_and_only_goes_forward(told):
    texts, fractions = zip(*told, strict=True)
    assert list(fractions) == sorted(fractions)
    assert fractions[-1] == 1.0
    first = texts.index("looking for a first plan")
    assert texts[first + 1].startswith("a first plan completes on 20")
    assert any(text.startswith("completion: best 20") for text in texts)
    assert any(text.startswith("cost: best ") and "M$" in text for text in texts)


def test_the_same_seed_gives_the_same_schedule_and_another_the_same_optimum():
    first, same, other = (
        solve_schedule(AGAIN, time_limit_s=EFFORT_S, seed=seed) for seed in (1, 1, 2)
    )
    assert (first.status, other.status) == ("optimal", "optimal")
    assert same == first
    assert (other.completion_day, other.cost_musd) == (first.completion_day, first.cost_musd)


def test_almost_no_time_still_gives_a_plan_and_honest_bounds():
    hurried = solve_schedule(TIGHT, time_limit_s=1e-3, seed=1)
    assert hurried.status == "feasible"
    assert broken_rules(TIGHT, flown_by(hurried)) == []
    assert hurried.completion_bound_day < hurried.completion_day
    assert 0 <= hurried.cost_bound_musd < hurried.cost_musd
    assert "is open" in hurried.reasons[0]


def test_hurried_bounds_hold_for_the_true_optimum(schedule):
    hurried = solve_schedule(TIGHT, time_limit_s=1e-3, seed=1)
    assert hurried.completion_bound_day <= schedule.completion_day <= hurried.completion_day


def test_a_campaign_with_too_few_launches_is_refused_with_numbers():
    once = {"cz5": 1, "cz10": 1, "cz9": 1, "angara": 1, "cz8": 1, "soyuz": 1}
    asked = campaign(2, elements=40, heavy=True, due_slack_d=None, cadence=once)
    refused = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    assert refused.status == "infeasible"
    (reason,) = refused.reasons
    assert "can fly only on cz9" in reason
    assert "5 launches are needed; the horizon has 4 for them" in reason


def test_nothing_to_fly_is_a_finished_plan():
    empty = solve_schedule(replace(TIGHT, elements=()), time_limit_s=EFFORT_S, seed=1)
    assert (empty.status, empty.flights, empty.cost_musd) == ("optimal", (), 0)


def broken(**changes: object) -> ScheduleProblem:
    return replace(TIGHT, **changes)


def with_first(**changes: object) -> ScheduleProblem:
    first, *others = TIGHT.elements
    return broken(elements=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (broken(elements=(*TIGHT.elements, TIGHT.elements[0])), "element id"),
        (broken(options=(*TIGHT.options, TIGHT.options[0])), "flight option id"),
        (broken(launchers=(*TIGHT.launchers, TIGHT.launchers[0])), "launcher id"),
        (broken(pads=(*TIGHT.pads, Pad(id=TIGHT.pads[0].id, turnaround_d=1))), "pad id"),
        (broken(launchers=TIGHT.launchers[1:]), "cz5_medium.launcher"),
        (broken(pads=TIGHT.pads[1:]), "angara_luna.pad"),
        (with_first(options=("saturn_v",)), "e00_orbiter.options"),
        (with_first(requires=("atlantis",)), "e00_orbiter.requires"),
        (with_first(requires=("e00_orbiter",)), "e00_orbiter.requires"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_problem_that_does_not_hold_together_is_refused(asked, named):
    with pytest.raises(OutOfRangeError) as refusal:
        solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    assert refusal.value.name.startswith(named)


def test_a_window_key_is_used_once_in_an_option():
    first, *others = TIGHT.options
    twice = Window(key=first.windows[0].key, launch_day=1, delivery_day=2, capacity_kg=3)
    doubled = replace(first, windows=(*first.windows, twice))
    with pytest.raises(OutOfRangeError, match="used once"):
        solve_schedule(broken(options=(doubled, *others)), time_limit_s=EFFORT_S, seed=1)
