"""Bounds on the date: never above the optimum of exhaustion, and of use where it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule import bounds
from planner.schedule.domains import earliest_completion, narrow, own_domains, viable
from planner.schedule.instance import make_instance
from planner.schedule.problem import ScheduleProblem
from tests.schedule.exhaustive import best_by_exhaustion
from tests.schedule.handmade import DAY0, element, problem, window
from tests.schedule.small import small

SEEDS, BLOCK = 300, 100


def bound_of(asked: ScheduleProblem) -> int:
    instance = make_instance(asked)
    domains = narrow(instance, own_domains(instance))
    assert viable(instance, domains)
    lowest = earliest_completion(instance, domains)
    found = bounds.least_day(
        instance, domains, lowest=lowest, highest=instance.end_day, seed=1, units=10.0
    )
    assert found.day >= lowest
    return found.day


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_no_bound_is_later_than_the_best_plan(first: int):
    compared = 0
    for seed in range(first, first + BLOCK):
        asked = small(seed)
        best = best_by_exhaustion(asked)
        if best is not None:
            assert bound_of(asked) <= best.completion_day, seed
            compared += 1
    assert compared > BLOCK // 3


def crowded(*, cadence: int) -> ScheduleProblem:
    """Four elements, each over half of any flight; a window a month for four years."""
    parts = [element(name, mass_kg=60) for name in "abcd"]
    asked = problem(*parts, windows=[window(30 * n, capacity_kg=100) for n in range(48)])
    return replace(
        asked,
        end_day=DAY0 + 1500,
        launchers=tuple(replace(one, cadence_per_year=cadence) for one in asked.launchers),
    )


def test_launches_a_year_are_counted():
    """One a year takes until the first window of 2034, day 1110; four need four windows."""
    assert bound_of(crowded(cadence=1)) == DAY0 + 1110 + 5
    assert bound_of(crowded(cadence=4)) == DAY0 + 90 + 5


@given(
    masses=st.lists(st.integers(1, 60), min_size=1, max_size=12),
    capacity=st.integers(20, 60),
    k=st.integers(1, 6),
)
def test_what_fits_together_still_fits_after_rounding(masses: list[int], capacity: int, k: int):
    """The dual feasible functions: of any load within the capacity, the weights are too."""
    aboard: list[int] = []
    for mass in masses:
        if sum(aboard) + mass <= capacity:
            aboard.append(mass)
    assert sum(bounds.kth(mass, capacity, k) for mass in aboard) <= k * capacity
