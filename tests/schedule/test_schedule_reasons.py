"""The reasons a schedule gives are true: checked by moving, relaxing and leaving out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings

from planner.schedule import solve_schedule
from planner.schedule.chain import Link, explain, flights_without, plan_of, resource_blockers
from planner.schedule.domains import narrow, own_domains
from planner.schedule.elastic import fewest_late, fewest_left_out
from planner.schedule.impossible import without_due_days
from planner.schedule.instance import make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.measure import total_days
from planner.schedule.moves import element_blockers, moved_earlier
from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)
from planner.schedule.stages import Budget
from planner.schedule.supply import shortages
from tests.schedule.exhaustive import (
    best_by_exhaustion,
    broken_rules,
    every_plan,
    lateness_by_exhaustion,
    most_delivered_by_exhaustion,
)
from tests.schedule.tiny import problems

EFFORT_S = 20.0


def manifests_of(problem: ScheduleProblem, flown) -> Manifests:
    opportunities = make_instance(problem).opportunities
    index = {(o.option, o.window): n for n, o in enumerate(opportunities)}
    return {index[key]: tuple(sorted(aboard)) for key, aboard in flown.items()}


def flown_of(instance, manifests: Manifests):
    opportunities = instance.opportunities
    return {(opportunities[i].option, opportunities[i].window): e for i, e in manifests.items()}


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_window_is_called_closed_exactly_when_moving_there_breaks_a_rule(problem):
    flown, _ = next(every_plan(problem), (None, None))
    assume(flown is not None)
    instance = make_instance(problem)
    plan = plan_of(instance, manifests_of(problem, flown))
    for element, at in plan.flight_of.items():
        ledger = flights_without(plan, element)
        for option in instance.task[element].options:
            for index in instance.by_option[option]:
                here, now = instance.opportunities[index], instance.opportunities[at]
                if index == at or here.delivery_day > now.delivery_day:
                    continue  # moving later can break what requires it, which is not asked
                blockers = element_blockers(instance, element, index, plan.operational)
                blockers += resource_blockers(plan, ledger, index, element)
                kept = {i: list(aboard) for i, aboard in ledger.manifests().items()}
                kept.setdefault(index, []).append(element)
                moved = {i: tuple(aboard) for i, aboard in kept.items()}
                assert bool(blockers) == bool(broken_rules(problem, flown_of(instance, moved)))


@settings(max_examples=100, deadline=None)
@given(problems())
def test_no_window_is_open_to_the_only_last_element_of_an_optimal_plan(problem):
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)
    assume(schedule.status == "optimal")
    flown = {(f.option, f.window): f.elements for f in schedule.flights}
    plan = plan_of(make_instance(problem), manifests_of(problem, flown))
    last = [e for e, day in plan.operational.items() if day == schedule.completion_day]
    assume(len(last) == 1)
    assert explain(plan, Link(last[0], schedule.completion_day - 1)).firmness < 3


@settings(max_examples=100, deadline=None)
@given(problems())
def test_moving_earlier_keeps_the_rules_and_costs_nothing(problem):
    flown, done = next(every_plan(problem), (None, None))
    assume(flown is not None)
    instance = make_instance(problem)
    before = manifests_of(problem, flown)
    after = moved_earlier(instance, before)
    assert broken_rules(problem, flown_of(instance, after)) == []
    assert total_days(instance, after) <= total_days(instance, before)
    moved = plan_of(instance, after).operational
    assert all(moved[element] <= day for element, day in done.items())


@settings(max_examples=100, deadline=None)
@given(problems())
def test_fewest_late_elements_and_days_are_those_of_exhaustion(problem):
    instance = make_instance(problem)
    undated = without_due_days(instance)
    domains = narrow(undated, own_domains(undated))
    assume(all(domains.values()))
    found = fewest_late(instance, undated, domains, Budget(EFFORT_S, 1))
    totals = lateness_by_exhaustion(problem)
    if found is None:
        assert totals == {}
        return
    assert found.proven
    done = plan_of(undated, found.manifests).operational
    due = {task.id: task.due_day for task in problem.elements if task.due_day is not None}
    late = frozenset(element for element, day in due.items() if done[element] > day)
    assert len(late) == min(map(len, totals))
    assert sum(done[element] - due[element] for element in late) == totals[late]


@settings(max_examples=60, deadline=None)
@given(problems(most_elements=3))
def test_fewest_left_out_are_those_of_exhaustion(problem):
    undated = without_due_days(make_instance(problem))
    domains = narrow(undated, own_domains(undated))
    assume(all(domains.values()))
    found = fewest_left_out(undated, domains, Budget(EFFORT_S, 1))
    assert found.proven
    delivered = sum(len(aboard) for aboard in found.manifests.values())
    assert delivered == most_delivered_by_exhaustion(problem)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_shortage_is_a_proof(problem):
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    assume(all(domains.values()))
    if shortages(instance, domains):
        assert best_by_exhaustion(problem) is None


# Hand-made problems. Day 0 is 2031-01-01; one option "cargo" on launcher "lift", pad "east".

DAY0 = date(2031, 1, 1).toordinal()


def window(day: int, *, capacity_kg: int = 10, transfer_d: int = 5) -> Window:
    return Window(
        key=f"d{day}",
        launch_day=DAY0 + day,
        delivery_day=DAY0 + day + transfer_d,
        capacity_kg=capacity_kg,
    )


def element(name: str, **changes: object) -> ElementTask:
    task = ElementTask(
        id=name, mass_kg=10, options=("cargo",), release_day=DAY0, due_day=None,
        commissioning_d=0, requires=(),
    )  # fmt: skip
    return replace(task, **changes)


def problem(*elements: ElementTask, windows, cadence: int = 9, turnaround_d: int = 0):
    return ScheduleProblem(
        elements=elements,
        options=(
            FlightOption(
                id="cargo", launcher="lift", pad="east", destination="surface", cost_musd=7,
                windows=tuple(windows),
            ),
        ),
        launchers=(Launcher(id="lift", cadence_per_year=cadence),),
        pads=(Pad(id="east", turnaround_d=turnaround_d),),
        start_day=DAY0,
        end_day=DAY0 + 1000,
    )  # fmt: skip


def answer(asked: ScheduleProblem):
    return solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)


def test_release_date_is_named():
    found = answer(problem(element("hab", release_day=DAY0 + 40), windows=map(window, (10, 50))))
    opening, hab = found.reasons
    assert opening == (
        "Completion on 2031-02-25: no plan can complete earlier; dates, windows and precedence "
        "alone already require it."
    )
    assert hab == (
        "hab is operational on 2031-02-25: cargo of 2031-02-20 delivers it on 2031-02-25, "
        "commissioning takes 0 days. It may not launch before 2031-02-10, after every window in "
        "time to be operational by 2031-02-24."
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
