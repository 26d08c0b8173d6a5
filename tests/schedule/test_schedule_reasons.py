"""The reasons a schedule gives are true: checked by moving, relaxing and leaving out."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.schedule import solve_schedule
from planner.schedule.chain import Link, explain, flights_without, plan_of, resource_blockers
from planner.schedule.domains import narrow, own_domains
from planner.schedule.elastic import fewest_late, fewest_left_out
from planner.schedule.impossible import without_due_days
from planner.schedule.instance import make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.moves import element_blockers, moved_earlier
from planner.schedule.problem import ScheduleProblem
from planner.schedule.stages import Budget
from planner.schedule.supply import shortages
from tests import effort
from tests.schedule import handmade
from tests.schedule.exhaustive import (
    best_by_exhaustion,
    broken_rules,
    every_plan,
    lateness_by_exhaustion,
    most_delivered_by_exhaustion,
)
from tests.schedule.tiny import problems

EFFORT_S = 20.0
ANY = st.one_of(problems(), problems(power=True), problems(money=True))


def manifests_of(problem: ScheduleProblem, flown) -> Manifests:
    opportunities = make_instance(problem).opportunities
    index = {(o.option, o.window): n for n, o in enumerate(opportunities)}
    return {index[key]: tuple(sorted(aboard)) for key, aboard in flown.items()}


def flown_of(instance, manifests: Manifests):
    opportunities = instance.opportunities
    return {(opportunities[i].option, opportunities[i].window): e for i, e in manifests.items()}


@effort.problems(150)
@given(ANY)
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


@effort.problems(100)
@given(ANY)
def test_no_window_is_open_to_the_only_last_element_of_an_optimal_plan(problem):
    schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)
    assume(schedule.status == "optimal")
    flown = {(f.option, f.window): f.elements for f in schedule.flights}
    plan = plan_of(make_instance(problem), manifests_of(problem, flown))
    last = [e for e, day in plan.operational.items() if day == schedule.completion_day]
    assume(len(last) == 1)
    assert explain(plan, Link(last[0], schedule.completion_day - 1)).firmness < 3


@effort.problems(100)
@given(ANY)
def test_moving_earlier_keeps_the_rules_and_costs_nothing(problem):
    flown, done = next(every_plan(problem), (None, None))
    assume(flown is not None)
    instance = make_instance(problem)
    before = manifests_of(problem, flown)
    after = moved_earlier(instance, before)
    assert broken_rules(problem, flown_of(instance, after)) == []
    moved = plan_of(instance, after).operational
    assert all(moved[element] <= day for element, day in done.items())


@effort.problems(100)
@given(ANY)
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
@given(st.one_of(problems(most_elements=3), problems(most_elements=3, power=True, money=True)))
def test_fewest_left_out_are_those_of_exhaustion(problem):
    undated = without_due_days(make_instance(problem))
    domains = narrow(undated, own_domains(undated))
    assume(all(domains.values()))
    found = fewest_left_out(undated, Budget(EFFORT_S, 1))
    assert found.proven
    delivered = sum(len(aboard) for aboard in found.manifests.values())
    assert delivered == most_delivered_by_exhaustion(problem)


def test_a_flight_too_late_for_what_is_left_out_anyway_counts():
    """Two launches for a chain of three: the second may fly after the third's last window."""
    names = ("a", "b", "c")
    chain = [
        handmade.element(name, commissioning_d=2, requires=before)
        for name, before in zip(names, ((), ("a",), ("b",)), strict=True)
    ]
    windows = map(handmade.window, (350, 353, 370))
    asked = handmade.problem(*chain, windows=windows, cadence=1)
    found = fewest_left_out(make_instance(asked), Budget(EFFORT_S, 1))
    assert found.proven
    assert list(found.manifests.values()) == [("a",), ("b",)]


@effort.problems(150)
@given(ANY)
def test_a_shortage_is_a_proof(problem):
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    assume(all(domains.values()))
    if shortages(instance, domains):
        assert best_by_exhaustion(problem) is None
