"""The mass part of the model on bin packing: fewest flights, proven, where the answer is known.

A bin is a flight of one option at 1 M$, an item an element; all windows deliver in time, one
window early enough for each bin there could be. With two sizes of bin the cost decides.
"""

from __future__ import annotations

from itertools import product

import pytest

from planner.schedule import solve_schedule
from planner.schedule.problem import FlightOption, ScheduleProblem
from planner.schedule.schedule import Schedule
from tests.schedule.exhaustive import broken_rules, flown_by
from tests.schedule.handmade import DAY0, element, problem, window
from tests.schedule.packing import full_bins, halves, triplets

EFFORT_S = 60.0


def packed(items: list[int], *, capacity: int, bins: int) -> Schedule:
    """Flights for the items, with a window more than the bins needed and one last element.

    The last element weighs nothing to speak of and is released on the last day, so that every
    window before it is as good as any other and only the number of flights counts.
    """
    days = range(bins + 2)
    asked = problem(
        *(element(f"i{n:03d}", mass_kg=mass) for n, mass in enumerate(items)),
        element("last", mass_kg=capacity, release_day=DAY0 + bins + 1),
        windows=[window(day, capacity_kg=capacity) for day in days],
        cadence=len(days),
    )
    schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    assert broken_rules(asked, flown_by(schedule)) == []
    return schedule


def flights(schedule: Schedule) -> int:
    assert schedule.status == "optimal"
    assert schedule.cost_musd == 7 * len(schedule.flights)
    return len(schedule.flights) - 1  # the last element has a flight of its own


@pytest.mark.parametrize(
    ("seed", "bins"), [(1, 6), (2, 8), (3, 10), pytest.param(4, 12, marks=pytest.mark.slow)]
)
def test_full_bins_are_filled_again(seed: int, bins: int):
    items = full_bins(seed, bins=bins, capacity=100)
    assert sum(items) == 100 * bins
    assert flights(packed(items, capacity=100, bins=bins)) == bins


@pytest.mark.parametrize(
    ("seed", "bins"), [(1, 5), (2, 7), pytest.param(3, 9, marks=pytest.mark.slow)]
)
def test_triplets_are_put_together_again(seed: int, bins: int):
    items = triplets(seed, bins=bins)
    assert all(250 < item < 500 for item in items)
    assert sum(items) == 1000 * bins
    assert flights(packed(items, capacity=1000, bins=bins)) == bins


@pytest.mark.parametrize("seed", range(3))
def test_items_above_half_a_bin_fly_alone(seed: int):
    items = halves(seed, bins=9, capacity=100)
    assert flights(packed(items, capacity=100, bins=9)) == 9


def cheapest(items: list[int], sizes: dict[int, int], most: int) -> int:
    """Least cost of bins of two sizes by trying every number of each, largest item first.

    Packing by trying every bin for every item; equal loads are tried once.
    """

    def fits(rest: list[int], rooms: list[int]) -> bool:
        if not rest:
            return True
        for room in sorted(set(rooms)):
            if room >= rest[0]:
                left = [*rooms]
                left[left.index(room)] -= rest[0]
                if fits(rest[1:], left):
                    return True
        return False

    ordered = sorted(items, reverse=True)
    (small, large) = sizes
    costs = [
        (sizes[small] * few + sizes[large] * many, [small] * few + [large] * many)
        for few, many in product(range(most + 1), repeat=2)
    ]
    return next(cost for cost, rooms in sorted(costs) if fits(ordered, rooms))


@pytest.mark.parametrize("seed", range(5))
def test_two_sizes_of_flight_cost_the_least(seed: int):
    items = [item for item in full_bins(seed, bins=5, capacity=90, pieces=3) if item <= 60]
    sizes = {60: 5, 100: 8}
    asked = two_sizes(items, sizes)
    schedule = solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
    assert schedule.status == "optimal"
    assert schedule.cost_musd == cheapest(items, sizes, 6) + 8
    assert broken_rules(asked, flown_by(schedule)) == []


def two_sizes(items: list[int], sizes: dict[int, int]) -> ScheduleProblem:
    """Options of two sizes and prices, six windows each, and a last element for the large one."""
    asked = problem(
        *(
            element(f"i{n:03d}", mass_kg=mass, options=("s60", "s100"))
            for n, mass in enumerate(items)
        ),
        element("last", mass_kg=100, options=("s100",), release_day=DAY0 + 7),
        windows=(),
        cadence=20,
    )
    options = tuple(
        FlightOption(
            id=f"s{size}",
            launcher="lift",
            pad="east",
            destination="surface",
            cost_musd=cost,
            windows=tuple(window(day, capacity_kg=size) for day in range(8)),
        )
        for size, cost in sizes.items()
    )
    return ScheduleProblem(
        elements=asked.elements,
        options=options,
        launchers=asked.launchers,
        pads=asked.pads,
        start_day=asked.start_day,
        end_day=asked.end_day,
    )
