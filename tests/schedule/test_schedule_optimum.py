"""The scheduler against exhaustion, and properties every schedule must have."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.schedule import solve_schedule
from planner.schedule.domains import narrow, own_domains
from planner.schedule.greedy import greedy_plan, partial_plan
from planner.schedule.instance import make_instance
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Schedule
from tests import effort
from tests.schedule.exhaustive import best_by_exhaustion, broken_rules, flown_by
from tests.schedule.tiny import problems

EFFORT_S = 20.0  # far above what a tiny problem takes, so that every answer is proven


def solved(problem: ScheduleProblem) -> Schedule:
    return solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)


@effort.problems(300)
@given(problems())
def test_both_stages_reach_the_optimum_of_exhaustion(problem: ScheduleProblem):
    assert_optimal(problem)


@effort.problems(500)
@given(problems(power=True))
def test_power_costs_no_more_than_exhaustion_says(problem: ScheduleProblem):
    assert_optimal(problem)


@effort.problems(500)
@given(problems(money=True))
def test_budgets_cost_no_more_than_exhaustion_says(problem: ScheduleProblem):
    assert_optimal(problem)


@effort.problems(100)
@given(problems(power=True, money=True))
def test_both_rules_together_reach_the_optimum_of_exhaustion(problem: ScheduleProblem):
    assert_optimal(problem)


def assert_optimal(problem: ScheduleProblem) -> None:
    """Date and cost are those of the best of all plans, proven; or there is none."""
    best, schedule = best_by_exhaustion(problem), solved(problem)
    if best is None:
        assert schedule.status == "infeasible"
        assert schedule.flights == ()
        assert schedule.reasons
        return
    assert schedule.status == "optimal"
    assert broken_rules(problem, flown_by(schedule)) == []
    assert (schedule.completion_day, schedule.cost_musd) == (best.completion_day, best.cost_musd)
    assert schedule.completion_bound_day == best.completion_day
    assert schedule.cost_bound_musd == best.cost_musd
    assert schedule.reasons


@effort.problems(300)
@given(
    st.one_of(problems(most_elements=6), problems(most_elements=6, power=True, money=True)),
    st.integers(0, 3),
)
def test_greedy_is_feasible_whenever_it_answers(problem: ScheduleProblem, seed: int):
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    assume(all(domains.values()))
    plan = greedy_plan(instance, domains, seed=seed, good_enough_day=instance.start_day)
    if plan is None:
        return
    opportunities = instance.opportunities
    flown = {(opportunities[i].option, opportunities[i].window): e for i, e in plan.items()}
    assert broken_rules(problem, flown) == []


@effort.problems(100)
@given(st.one_of(problems(most_elements=6), problems(most_elements=6, power=True, money=True)))
def test_partial_plan_breaks_no_rule_for_what_it_carries(problem: ScheduleProblem):
    instance = make_instance(problem)
    domains = narrow(instance, own_domains(instance))
    assume(all(domains.values()))
    plan = partial_plan(instance, domains)
    flown = {
        (instance.opportunities[i].option, instance.opportunities[i].window): e
        for i, e in plan.items()
    }
    carried = {e for aboard in plan.values() for e in aboard}
    kept = tuple(task for task in problem.elements if task.id in carried)
    assert all(set(task.requires) <= carried for task in kept)
    assert broken_rules(replace(problem, elements=kept), flown) == []


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 10**6))
def test_order_of_the_input_does_not_matter(problem: ScheduleProblem, seed: int):
    shuffled = _shuffled(problem, Random(seed))
    assert solved(shuffled) == solved(problem)


def _shuffled(problem: ScheduleProblem, random: Random) -> ScheduleProblem:
    def mixed(items: tuple) -> tuple:
        return tuple(random.sample(items, len(items)))

    return replace(
        problem,
        elements=mixed(
            tuple(
                replace(task, options=mixed(task.options), requires=mixed(task.requires))
                for task in problem.elements
            )
        ),
        options=mixed(tuple(replace(o, windows=mixed(o.windows)) for o in problem.options)),
        launchers=mixed(problem.launchers),
        pads=mixed(problem.pads),
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_one_more_launch_a_year_never_worsens_completion(problem: ScheduleProblem):
    before = solved(problem)
    assume(before.completion_day is not None)
    more = tuple(replace(x, cadence_per_year=x.cadence_per_year + 1) for x in problem.launchers)
    after = solved(replace(problem, launchers=more))
    assert after.completion_day <= before.completion_day
    if after.completion_day == before.completion_day:
        assert after.cost_musd <= before.cost_musd
