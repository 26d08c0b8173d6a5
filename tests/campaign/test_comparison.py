"""Two plans beside each other, and what stands on a day: invariants on a made-up plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.campaign.comparison import compare
from planner.campaign.standing import landed_by, standing_on
from planner.figures.moved import moved
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()
SHIFTS = st.lists(
    st.none() | st.integers(-400, 400), min_size=len(PLAN.elements), max_size=len(PLAN.elements)
)


class Bare:
    """A scenario of which only what is in place is asked for."""

    in_place = ()


def shifted(shifts):
    """The plan with each element moved by some days, or left out."""
    kept = [
        replace(element, operational_utc=element.operational_utc + timedelta(days=days))
        for element, days in zip(PLAN.elements, shifts, strict=True)
        if days is not None
    ]
    return replace(PLAN, elements=tuple(kept))


def test_a_plan_differs_from_itself_in_nothing():
    assert compare(PLAN, PLAN).nothing


@given(SHIFTS)
def test_each_shift_is_found_and_the_way_back_is_its_opposite(shifts):
    there, back = compare(PLAN, shifted(shifts)), compare(shifted(shifts), PLAN)
    days = {e.id: d for e, d in zip(PLAN.elements, shifts, strict=True) if d != 0}
    assert {one.id: one.days for one in there.elements} == days
    assert {one.id: one.days for one in back.elements} == {
        name: None if d is None else -d for name, d in days.items()
    }
    assert there.unmoved + len(there.elements) == len(PLAN.elements)


@given(SHIFTS)
def test_the_drawing_has_a_hollow_and_a_solid_mark_for_each_that_moved(shifts):
    change = compare(PLAN, shifted(shifts))
    _, before, after = moved(change).figure.data
    assert list(before.x) == [one.before_utc for one in change.elements]
    assert list(after.x) == [one.after_utc for one in change.elements]


@given(st.integers(-200, 2000))
def test_every_element_has_one_stage_and_none_goes_back(offset):
    day = PLAN.flights[0].launch_utc.date() + timedelta(days=offset)
    order = ("to come", "delivered", "works")
    now = {one.id: order.index(one.stage) for one in standing_on(PLAN, Bare(), day)}
    then = {
        one.id: order.index(one.stage)
        for one in standing_on(PLAN, Bare(), day + timedelta(days=40))
    }
    assert now.keys() == then.keys() == {element.id for element in PLAN.elements}
    assert all(now[name] <= then[name] for name in now)
    assert landed_by(PLAN, day) <= landed_by(PLAN, day + timedelta(days=40))


def test_in_the_end_everything_works_and_the_landed_payload_is_all():
    last = PLAN.completion_date
    assert {one.stage for one in standing_on(PLAN, Bare(), last)} == {"works"}
    assert landed_by(PLAN, last) == sum(
        flight.mass_kg.payload for flight in PLAN.flights if flight.landing_utc
    )
