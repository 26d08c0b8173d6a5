"""Power through the years: the steps against a plain sum over everything that works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.campaign.power_years import Step, power_on, power_steps, tightest
from planner.scenario import loads_scenario
from tests.views.sample_plan import sample_plan

TEXT = """\
schema_version: 1
id: lit
title: Two sources and two users
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2035-12-31}
fleet:
  - {launcher: cz5, lander: cargo_cz5}
in_place:
  - {id: old, kind: solar_vsat10, name: Old array, since: 2029-01-01}
elements:
  - {id: a, kind: solar_vsat10}
  - {id: b, kind: rover_small}
  - {id: c, kind: reactor_kp1}
  - {id: d, kind: lab_geo}
"""
SCENARIO = loads_scenario(TEXT.encode(), name="lit.yaml", bases=Path())
START = date(2030, 1, 1)
DAYS = st.integers(0, 2000)
POWERS = st.floats(-50, 50, allow_nan=False).map(lambda kw: round(kw, 3))


def built(days, powers):
    """The scenario with these powers, and a plan in which its elements work on these days."""
    elements = tuple(
        one.model_copy(update={"power_kw": day, "power_night_kw": night})
        for one, (day, night) in zip(SCENARIO.elements, powers, strict=True)
    )
    scenario = SCENARIO.model_copy(update={"elements": elements})
    pattern = sample_plan().elements[0]
    placed = tuple(
        replace(
            pattern,
            id=one.id,
            destination="surface",
            operational_utc=datetime(2030, 1, 1, 15, tzinfo=UTC) + timedelta(days=day),
        )
        for one, day in zip(elements, days, strict=True)
    )
    return scenario, replace(sample_plan(), elements=placed)


def summed(scenario, days, column, until):
    """Powers of all that works on a day, added one by one."""
    powers = [getattr(one, column) for one in scenario.in_place if one.since <= until]
    for one, day in zip(scenario.elements, days, strict=True):
        if START + timedelta(days=day) <= until:
            powers.append(getattr(one, column))
    return sum(p for p in powers if p > 0), -sum(p for p in powers if p < 0)


@given(
    st.lists(DAYS, min_size=4, max_size=4),
    st.lists(st.tuples(POWERS, POWERS), min_size=4, max_size=4),
    DAYS,
)
def test_power_on_a_day_is_the_sum_of_what_works(days, powers, asked):
    scenario, plan = built(days, powers)
    day = START + timedelta(days=asked)
    for light, column in (("day", "power_kw"), ("night", "power_night_kw")):
        steps = power_steps(plan, scenario, destination="surface", light=light)
        found = power_on(steps, day)
        # Sums of at most five figures of 50 kW with three decimals: rounding is below 1e-9 kW.
        assert (found.supply_kw, found.demand_kw) == pytest.approx(
            summed(scenario, days, column, day), abs=1e-9
        )
        worst = tightest(steps)
        if worst is not None:
            assert all(worst.margin_kw <= one.margin_kw for one in steps if one.demand_kw)


def test_another_place_has_power_of_its_own():
    scenario, plan = built([1, 2, 3, 4], [(5.0, 5.0)] * 4)
    assert power_steps(plan, scenario, destination="lunar_orbit", light="day") == ()


def test_nothing_is_tight_where_nothing_is_used():
    assert tightest((Step(day=START, supply_kw=3.0, demand_kw=0.0),)) is None
