"""What may be left out, chosen or awaited, on problems worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.schedule.problem import (
    Alternative,
    Balance,
    ElementTask,
    Pin,
    ScheduleProblem,
    Use,
)
from planner.schedule.schedule import Schedule
from tests.schedule.exhaustive import broken_rules, every_plan, flown_by
from tests.schedule.handmade import DAY0, answer, element, problem, window

WINDOWS = tuple(map(window, (0, 10, 20, 30, 40)))


def flown(schedule: Schedule) -> set[str]:
    return {e for flight in schedule.flights for e in flight.elements}


def asked(*elements: ElementTask, **changes: object) -> ScheduleProblem:
    return replace(problem(*elements, windows=WINDOWS), **changes)


def test_an_optional_element_is_left_out_where_it_only_costs():
    found = answer(asked(element("base"), element("extra", optional=True)))
    assert flown(found) == {"base"}
    assert (found.completion_day, found.cost_musd) == (DAY0 + 5, 7)


def test_an_optional_element_flies_where_a_choice_requires_it():
    ways = Alternative(id="way", choices=(("a",), ("b",)))
    parts = [
        element("a", requires=("extra",)),
        element("b", options=()),
        element("extra", optional=True),
    ]
    found = answer(asked(*parts, alternatives=(ways,)))
    assert flown(found) == {"a", "extra"}


def test_with_no_element_that_must_fly_nothing_does():
    found = answer(asked(element("extra", optional=True)))
    assert (found.status, found.flights, found.cost_musd) == ("optimal", (), 0)
    assert found.reasons


@pytest.mark.parametrize(("cheap", "taken"), [("one", "one"), ("other", "other")])
def test_the_cheaper_choice_is_taken_whole_and_the_other_not_at_all(cheap: str, taken: str):
    parts = {
        name: [element(f"{name}_{n}", mass_kg=5 if name == cheap else 10) for n in (1, 2)]
        for name in ("one", "other")
    }
    ways = Alternative(
        id="way", choices=tuple(tuple(e.id for e in part) for part in parts.values())
    )
    objective = ("cost",)
    found = answer(asked(*parts["one"], *parts["other"], alternatives=(ways,), objective=objective))
    assert flown(found) == {f"{taken}_1", f"{taken}_2"}
    assert found.cost_musd == 7


def test_a_choice_of_nothing_is_a_choice():
    ways = Alternative(id="way", choices=(("a",), ()))
    found = answer(asked(element("a"), alternatives=(ways,), objective=("cost",)))
    assert found.flights == ()


def test_an_element_of_two_alternatives_is_chosen_in_both():
    ways = (
        Alternative(id="power", choices=(("reactor",), ("panels",))),
        Alternative(id="heat", choices=(("reactor",), ("heater",))),
    )
    parts = [element(name) for name in ("heater", "panels", "reactor")]
    found = answer(asked(*parts, alternatives=ways, objective=("launches",)))
    assert flown(found) == {"reactor"}


def test_what_is_awaited_comes_first_and_only_if_it_comes():
    ways = Alternative(id="way", choices=(("a",), ("b",)))
    late = element("a", commissioning_d=12)
    crew = element("crew", awaits=("a", "b"))
    found = answer(asked(late, element("b", options=()), crew, alternatives=(ways,)))
    # a launches on day 0, works on day 17; the first window that delivers then is that of day 20
    assert flown(found) == {"a", "crew"}
    assert found.completion_day == DAY0 + 25
    assert any("It waits for a: cargo of 2031-01-11 would deliver it" in r for r in found.reasons)
    free = answer(asked(element("a", options=()), element("b"), crew, alternatives=(ways,)))
    assert flown(free) == {"b", "crew"}
    assert free.completion_day == DAY0 + 15


def test_no_choice_that_can_fly_is_named_with_its_reason():
    ways = Alternative(id="way", choices=(("a",), ("b", "c")))
    parts = [element("a", mass_kg=11), element("b"), element("c", options=())]
    found = answer(asked(*parts, alternatives=(ways,)))
    assert found.status == "infeasible"
    assert found.reasons[0] == "No choice of way can be flown: a and c cannot."
    assert found.reasons[1].startswith("a weighs 11 kg; the most its options carry is 10 kg")
    assert found.reasons[2].startswith("c cannot fly: it has no window")


def test_completion_does_not_wait_for_what_does_not_complete():
    later = element("supplies", completes=False, release_day=DAY0 + 30)
    found = answer(asked(element("base"), later))
    assert flown(found) == {"base", "supplies"}
    assert found.completion_day == DAY0 + 5
    due = replace(later, due_day=DAY0 + 20)
    assert answer(asked(element("base"), due)).status == "infeasible"


def test_science_is_worth_its_days_up_to_the_science_day():
    lab = element("lab", optional=True, value=3)
    late = element("late", optional=True, value=9, release_day=DAY0 + 30)
    changes = {"objective": ("science", "cost"), "science_day": DAY0 + 35}
    found = answer(asked(lab, late, **changes))
    # lab works on day 5 for 30 days; late would work on day 35, for none
    science, cost = found.goals
    assert (science.value, science.bound, cost.value) == (-90, -90, 7)
    assert flown(found) == {"lab"}
    longer = answer(asked(lab, late, **changes | {"science_day": DAY0 + 40}))
    assert longer.goals[0].value == -(3 * 35 + 9 * 5)


def test_science_goes_along_where_a_flight_has_room():
    base, lab = element("base", mass_kg=6), element("lab", mass_kg=4, optional=True, value=1)
    assert flown(answer(asked(base, lab))) == {"base", "lab"}
    heavy = replace(lab, mass_kg=5)
    found = answer(asked(base, heavy))
    assert flown(found) == {"base"}
    assert [goal.goal for goal in found.goals] == ["completion", "cost"]


def test_elements_tied_to_one_flight_fly_together_or_not_at_all():
    tie = Pin(kind="together", text="tie", elements=("base", "extra"))
    parts = [element("base", mass_kg=4), element("extra", mass_kg=4, optional=True)]
    assert flown(answer(asked(*parts, pins=(tie,)))) == {"base", "extra"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"elements": (element("a", requires=("b",)), element("b", optional=True))}, "a.requires"),
        (
            {
                "elements": (element("a", requires=("b",)), element("b")),
                "alternatives": (Alternative(id="way", choices=(("b",), ())),),
            },
            "a.requires",
        ),
        (
            {
                "elements": (element("a", optional=True),),
                "alternatives": (Alternative(id="way", choices=(("a",),)),),
            },
            "way.choices",
        ),
        (
            {
                "elements": (element("a"),),
                "alternatives": (Alternative(id="way", choices=(("x",),)),),
            },
            "way.choices",
        ),
        (
            {"elements": (element("a"),), "alternatives": (Alternative(id="way", choices=()),)},
            "way.choices",
        ),
        ({"elements": (element("a", awaits=("a",)),)}, "a.awaits"),
        ({"elements": (element("a", value=-1),)}, "a.value"),
    ],
)
def test_choices_that_do_not_hold_together_are_refused(changes: dict[str, object], named: str):
    with pytest.raises(OutOfRangeError) as refusal:
        answer(replace(problem(windows=WINDOWS), **changes))
    assert refusal.value.name == named


def test_an_element_of_every_choice_may_be_required():
    ways = Alternative(id="way", choices=(("b", "c"), ("b",)))
    parts = [element("a", requires=("b",)), element("b"), element("c")]
    assert flown(answer(asked(*parts, alternatives=(ways,)))) == {"a", "b"}


def test_a_helper_whose_companion_flies_already_is_not_dropped():
    """Dropped, the companion would fly alone; the plan would break its pin and pass for proven.

    The base needs the panel's watt, the panel shares its flight with a cable, and the cable
    needs a berth that the habitat gives late.
    """
    posed = problem(
        element("hab", commissioning_d=100, uses=(Use(balance="berths", amount=1),)),
        element("base", uses=(Use(balance="day", amount=-1),)),
        element("panel", optional=True, uses=(Use(balance="day", amount=1),)),
        element("zcable", optional=True, uses=(Use(balance="berths", amount=-1),)),
        windows=[window(day, capacity_kg=20) for day in (0, 10, 20, 105, 110)],
    )
    posed = replace(
        posed,
        balances=(
            Balance(id="day", name="on the surface by day", in_place=0),
            Balance(id="berths", name="in the habitat", in_place=0, unit="people"),
        ),
        pins=(Pin(kind="together", text="panel and cable", elements=("panel", "zcable")),),
        objective=("completion",),
    )
    best = min(max(done.values()) for _, done in every_plan(posed))
    schedule = answer(posed)
    assert broken_rules(posed, flown_by(schedule)) == []
    assert (schedule.status, schedule.completion_day) == ("optimal", best)
