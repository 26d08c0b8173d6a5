"""What a change would do, and how late an element may be, against every plan there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from planner.schedule.explain import critical_chain, latest_days, weigh
from planner.schedule.explain.variants import (
    Variant,
    cadences,
    closed_before,
    commissionings,
    opened_from,
    releases,
    turnarounds,
)
from planner.schedule.problem import ScheduleProblem
from planner.schedule.repairs import Slack
from planner.schedule.schedule import Schedule
from tests.schedule.exhaustive import best_by_exhaustion, every_plan
from tests.schedule.handmade import DAY0, EFFORT_S, answer, element, problem, window
from tests.schedule.tiny import problems

#: Three elements on one pad and two launches a year: the third waits for the new year.
THREE = problem(
    element("a", commissioning_d=20),
    element("b", requires=("a",)),
    element("c", release_day=DAY0 + 40, requires=("b",)),
    windows=map(window, (10, 25, 45, 60, 75, 100, 380, 400, 750)),
    cadence=2,
    turnaround_d=30,
)


def every_variant(asked: ScheduleProblem) -> list[Variant]:
    names = [task.id for task in asked.elements]
    sooner = {t.id: t.release_day - 10 for t in asked.elements if t.release_day > asked.start_day}
    return [
        *cadences(asked),
        *turnarounds(asked, (pad.id for pad in asked.pads)),
        *commissionings(asked, names, by_d=30),
        *releases(asked, sooner),
        _later_first_flight(asked),
    ]


def _later_first_flight(asked: ScheduleProblem) -> Variant:
    option = asked.options[0].id
    return Variant(
        kind="first_flight",
        subject=option,
        tighter=True,
        says=f"{option} later",
        problem=closed_before(asked, {option: asked.start_day + 20}),
    )


def agrees(asked: ScheduleProblem, base: Schedule, variant: Variant) -> None:
    """The effect is that of the best plan of the variant, found by trying every plan."""
    effect = weigh(base, variant, time_limit_s=EFFORT_S, seed=1)
    before, after = best_by_exhaustion(asked), best_by_exhaustion(variant.problem)
    assert before is not None
    if after is None:
        assert effect.outcome == "no_plan", variant.says
        return
    assert (effect.outcome, effect.completion_proven, effect.cost_proven) == ("plan", True, True)
    assert effect.completion_d == after.completion_day - before.completion_day, variant.says
    assert effect.cost_musd == after.cost_musd - before.cost_musd, variant.says


@pytest.mark.parametrize("variant", every_variant(THREE), ids=lambda variant: variant.says)
def test_each_change_of_a_problem_by_hand_does_what_exhaustion_says(variant: Variant):
    agrees(THREE, answer(THREE), variant)


def test_the_changes_by_hand_buy_days_and_cost_days():
    """The oracle above is no use if nothing ever changes."""
    before = best_by_exhaustion(THREE)
    found = [best_by_exhaustion(variant.problem) for variant in every_variant(THREE)]
    moved = [after.completion_day - before.completion_day for after in found if after]
    assert min(moved) < 0 < max(moved)


@settings(max_examples=30, deadline=None)
@given(problems(most_elements=3))
def test_changes_of_random_problems_do_what_exhaustion_says(asked: ScheduleProblem):
    base = answer(asked)
    assume(base.flights)
    for variant in every_variant(asked):
        agrees(asked, base, variant)


def test_a_first_flight_sooner_opens_the_windows_it_withholds():
    asked = problem(element("a"), windows=[window(100)])
    slack = Slack(withheld={"cargo": (window(10), window(50))})
    sooner = opened_from(asked, {"cargo": DAY0 + 20}, slack)
    assert [one.launch_day - DAY0 for one in sooner.options[0].windows] == [50, 100]
    says = "cargo sooner"
    variant = Variant(
        kind="first_flight", subject="cargo", tighter=False, says=says, problem=sooner
    )
    assert weigh(answer(asked), variant, time_limit_s=EFFORT_S, seed=1).completion_d == -50


def test_without_effort_a_looser_problem_is_never_told_worse():
    base = answer(THREE)
    for variant in every_variant(THREE):
        effect = weigh(base, variant, time_limit_s=1e-6, seed=1)
        if not variant.tighter:
            assert effect.completion_d is not None
            assert effect.completion_d <= 0


def test_no_launch_left_is_no_plan():
    asked = problem(element("a"), windows=[window(10)], cadence=1)
    (fewer,) = (one for one in cadences(asked) if one.tighter)
    assert fewer.says == "0 launches a year of lift instead of 1"
    assert weigh(answer(asked), fewer, time_limit_s=EFFORT_S, seed=1).outcome == "no_plan"


@settings(max_examples=40, deadline=None)
@given(problems(most_elements=3))
def test_no_plan_that_completes_as_early_has_an_element_later(asked: ScheduleProblem):
    base = answer(asked)
    assume(base.flights)
    latest = latest_days(asked, base)
    for _, done in every_plan(asked):
        if max(done.values()) <= base.completion_day:
            assert all(done[name] <= latest[name] for name in done)


def test_slack_is_reached_where_nothing_is_shared():
    roomy = [window(day, capacity_kg=30) for day in (10, 20, 30, 40)]
    asked = problem(element("a"), element("b", requires=("a",)), windows=roomy)
    asked = replace(asked, elements=(*asked.elements, element("c", release_day=DAY0 + 35)))
    base = answer(asked)
    most = dict.fromkeys("abc", 0)
    for _, done in every_plan(asked):
        if max(done.values()) <= base.completion_day:
            most = {name: max(day, done[name]) for name, day in most.items()}
    assert latest_days(asked, base) == most


def test_the_chain_runs_from_the_first_element_to_the_last_and_names_its_rules():
    base = answer(THREE)
    chain = critical_chain(THREE, base)
    assert [step.element for step in chain][-1] == "c"
    assert chain[-1].operational_day == base.completion_day
    days = [step.operational_day for step in chain]
    assert days == sorted(days)
    for step, sentence in zip(reversed(chain), base.reasons[1:], strict=True):
        assert step.element in sentence
        assert sentence.endswith(step.says)
        assert step.bound_by


def test_rules_of_a_chain_by_hand():
    asked = problem(
        element("a"), element("b", requires=("a",)), windows=map(window, (10, 30, 380)), cadence=1
    )
    *_, last = critical_chain(asked, answer(asked))
    assert last.element == "b"
    assert [(b.rule, b.by) for b in last.bound_by] == [("cadence", "lift"), ("room", "cargo")]


def test_a_plan_chosen_for_cost_first_has_no_chain():
    asked = replace(THREE, objective=("cost", "completion"))
    assert critical_chain(asked, answer(asked)) == ()
