"""Conflicts are minimal and repairs work: ten by hand, and random ones judged by exhaustion."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given

from planner.schedule.problem import FlightOption, ScheduleProblem
from planner.schedule.repairs import Diagnosis, Slack, Statement, diagnose
from planner.schedule.repairs.changes import changed
from planner.schedule.repairs.statements import statements_of
from tests import effort
from tests.schedule.exhaustive import best_by_exhaustion
from tests.schedule.handmade import DAY0, EFFORT_S, answer, element, problem, window
from tests.schedule.tiny import problems
from tests.schedule.without import without


@dataclass(frozen=True)
class Impossible:
    """A problem without a plan, the one conflict in it, and repairs worked out by hand."""

    name: str
    asked: ScheduleProblem
    conflict: frozenset[str]
    repairs: tuple[str, ...]
    slack: Slack = Slack()  # noqa: RUF009 - frozen


def two_ways(*elements, cargo, other, cadence=9) -> ScheduleProblem:
    """Windows ``cargo`` and ``other`` on options of these names; ``other`` has its own pad."""
    asked = problem(*elements, windows=map(window, cargo), cadence=cadence)
    second = FlightOption(
        id="other", launcher="lift", pad="west", destination="surface", cost_musd=9,
        windows=tuple(map(window, other)),
    )  # fmt: skip
    pads = (*asked.pads, replace(asked.pads[0], id="west"))
    return replace(asked, options=(*asked.options, second), pads=pads)


LATE = {"due_day": DAY0 + 20}
CASES = (
    Impossible(
        "the first window lands after the due day",
        problem(element("a", **LATE), windows=[window(30)]),
        frozenset({"a is due 2031-01-21"}),
        ("a due 2031-02-05 instead of 2031-01-21, 15 days later",),
    ),
    Impossible(
        "too heavy for its lander",
        problem(element("a", mass_kg=13), windows=map(window, (10, 20))),
        frozenset({"a weighs 13 kg", "cargo carries 10 kg a flight at most"}),
        ("a of 10 kg at most instead of 13", "3 kg more on every flight of cargo"),
    ),
    Impossible(
        "two launches wanted in a year of one",
        problem(
            element("a"),
            element("b"),
            windows=map(window, (10, 40)),
            cadence=1,
        ),
        frozenset(
            {
                "lift has 1 launch a year", "a weighs 10 kg", "b weighs 10 kg",
                "cargo carries 10 kg a flight at most",
            }
        ),
        ("one more lift in 2031", "10 kg more on every flight of cargo"),
    ),
    Impossible(
        "the pad is not ready for the second flight",
        problem(
            element("a", mass_kg=6),
            element("b", mass_kg=6),
            windows=map(window, (10, 20)),
            turnaround_d=11,
        ),
        frozenset(
            {
                "pad east needs 11 days between launches", "a weighs 6 kg", "b weighs 6 kg",
                "cargo carries 10 kg a flight at most",
            }
        ),
        (
            "a of 4 kg at most instead of 6",
            "b of 4 kg at most instead of 6",
            "2 kg more on every flight of cargo",
            "10 days between launches from pad east instead of 11",
        ),
    ),
    Impossible(
        "what it waits for takes too long",
        problem(
            element("power", commissioning_d=30),
            element("hab", requires=("power",), **LATE),
            windows=map(window, (0, 10, 40)),
        ),
        frozenset(
            {
                "hab is due 2031-01-21", "power takes 30 days to commission",
                "hab needs power at work when it arrives",
            }
        ),
        (
            "hab due 2031-02-15 instead of 2031-01-21, 25 days later",
            "10 days to commission power instead of 30",
            "hab without waiting for power",
        ),
    ),
    Impossible(
        "released after its due day",
        problem(
            element("a", release_day=DAY0 + 16, **LATE), windows=map(window, (5, 15, 30))
        ),
        frozenset({"a is due 2031-01-21", "a may not launch before 2031-01-17"}),
        (
            "a due 2031-02-05 instead of 2031-01-21, 15 days later",
            "a free to launch from 2031-01-16 instead of 2031-01-17",
        ),
    ),
    Impossible(
        "commissioning beyond the horizon",
        replace(
            problem(element("a", commissioning_d=9), windows=map(window, (10,))),
            end_day=DAY0 + 20,
        ),
        frozenset({"the horizon ends on 2031-01-21", "a takes 9 days to commission"}),
        (
            "a horizon until 2031-01-25 instead of 2031-01-21",
            "5 days to commission a instead of 9",
        ),
    ),
    Impossible(
        "its author named the later way",
        two_ways(element("a", options=("other",), **LATE), cargo=(10,), other=(30,)),
        frozenset({"a is due 2031-01-21", "a flies only on other"}),
        ("a due 2031-02-05 instead of 2031-01-21, 15 days later", "a allowed on cargo too"),
        Slack(forbidden={"a": ("cargo",)}),
    ),
    Impossible(
        "the launcher comes too late",
        problem(element("a", **LATE), windows=[window(30)]),
        frozenset({"a is due 2031-01-21", "cargo has not flown yet on 2031-01-21"}),
        (
            "a due 2031-02-05 instead of 2031-01-21, 15 days later",
            "cargo flying by 2031-01-13",
        ),
        Slack(withheld={"cargo": (window(4), window(12), window(20))}),
    ),
    Impossible(
        "three dates, two flights",
        problem(
            *(element(name, mass_kg=9, due_day=DAY0 + 30) for name in "abc"),
            windows=map(window, (10, 20, 380)),
        ),
        frozenset(
            {
                *(f"{name} is due 2031-01-31" for name in "abc"),
                *(f"{name} weighs 9 kg" for name in "abc"),
                "cargo carries 10 kg a flight at most",
            }
        ),
        (
            *(f"{n} due 2032-01-21 instead of 2031-01-31, 355 days later" for n in "abc"),
            *(f"{n} of 1 kg at most instead of 9" for n in "abc"),
            "8 kg more on every flight of cargo",
        ),
    ),
)  # fmt: skip


def diagnosed(asked: ScheduleProblem, slack: Slack | None = None):
    return diagnose(asked, time_limit_s=EFFORT_S, seed=1, slack=slack)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_conflict_and_the_repairs_are_those_worked_out_by_hand(case: Impossible):
    assert answer(case.asked).status == "infeasible"
    found = diagnosed(case.asked, case.slack)
    (conflict,) = found.conflicts
    assert {clash.says for clash in conflict} == case.conflict
    assert found.minimal
    assert tuple(repair.says for repair in found.repairs) == case.repairs


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_striking_out_any_one_statement_gives_a_plan(case: Impossible):
    (conflict,) = diagnosed(case.asked, case.slack).conflicts
    assert best_by_exhaustion(case.asked) is None
    for clash in conflict:
        struck = without(case.asked, clash.statement, slack=case.slack)
        assert best_by_exhaustion(struck) is not None, clash.says


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_repair_gives_a_plan_that_exhaustion_finds_too(case: Impossible):
    for repair in diagnosed(case.asked, case.slack).repairs:
        mended = changed(case.asked, repair.changes, case.slack)
        assert best_by_exhaustion(mended) is not None, repair.says
        assert answer(mended).status == "optimal", repair.says


def test_two_conflicts_are_told_apart_and_mended_together():
    asked = problem(
        element("a", due_day=DAY0 + 13), element("c", mass_kg=12), windows=map(window, (10, 20, 30))
    )
    found = diagnosed(asked)
    assert [{clash.says for clash in conflict} for conflict in found.conflicts] == [
        {"a is due 2031-01-14"},
        {"c weighs 12 kg", "cargo carries 10 kg a flight at most"},
    ]
    (repair,) = found.repairs
    assert repair.says == (
        "a due 2031-01-16 instead of 2031-01-14, 2 days later and c of 10 kg at most instead of 12"
    )
    assert best_by_exhaustion(changed(asked, repair.changes, Slack())) is not None
    for change in repair.changes:
        assert best_by_exhaustion(changed(asked, (change,), Slack())) is None


def test_two_a_year_is_offered_when_one_more_is_not_enough():
    asked = problem(
        *(element(name) for name in "abcd"), windows=map(window, (10, 20, 375, 385)), cadence=1
    )
    says = [repair.says for repair in diagnosed(asked).repairs]
    assert "2 launches a year of lift instead of 1" in says
    assert not any(say.startswith("one more lift") for say in says)


def test_nothing_at_all_to_fly_on_is_no_ones_statement():
    found = diagnosed(problem(element("a"), windows=()))
    assert (found.conflicts, found.repairs) == ((), ())


def conflict_is_minimal_and_repairs_repair(asked: ScheduleProblem, found: Diagnosis) -> None:
    everything = statements_of(asked, Slack())
    for conflict in found.conflicts[:1]:
        held = {clash.statement for clash in conflict}
        rest = [statement for statement in everything if statement not in held]
        assert best_by_exhaustion(without(asked, *rest)) is None
        for one in held:
            assert best_by_exhaustion(without(asked, *rest, one)) is not None
    for repair in found.repairs:
        assert best_by_exhaustion(changed(asked, repair.changes, Slack())) is not None


@effort.problems(120)
@given(problems(most_elements=3))
def test_conflicts_of_random_problems_are_minimal(asked: ScheduleProblem):
    assume(best_by_exhaustion(asked) is None)
    found = diagnosed(asked)
    assert found.minimal
    conflict_is_minimal_and_repairs_repair(asked, found)


@effort.problems(80)
@given(problems(most_elements=3, power=True, money=True))
def test_conflicts_over_power_and_money_are_minimal(asked: ScheduleProblem):
    assume(best_by_exhaustion(asked) is None)
    conflict_is_minimal_and_repairs_repair(asked, diagnosed(asked))


@effort.problems(60)
@given(problems(most_elements=3))
def test_a_due_date_put_off_is_put_off_by_no_day_too_many(asked: ScheduleProblem):
    assume(best_by_exhaustion(asked) is None)
    for repair in diagnosed(asked).repairs:
        (*_, change) = repair.changes
        if len(repair.changes) == 1 and change.statement.kind == "due":
            sooner = replace(change, value=change.value - 1)
            assert best_by_exhaustion(changed(asked, (sooner,), Slack())) is None


def test_a_conflict_names_statements_the_problem_makes():
    asked = CASES[0].asked
    (conflict,) = diagnosed(asked).conflicts
    assert [clash.statement for clash in conflict] == [Statement(kind="due", subject="a")]
