"""Small random problems: the optimum is that of trying every plan, every time."""

from __future__ import annotations

import pytest

from planner.schedule import solve_schedule
from tests.schedule.exhaustive import best_by_exhaustion, broken_rules, flown_by
from tests.schedule.small import small

SEEDS = 600
BLOCK = 100
EFFORT_S = 20.0  # far above what a small problem takes, so that every answer is proven


@pytest.fixture(scope="module")
def verdicts() -> dict[int, str]:
    return {}


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_the_optimum_is_that_of_exhaustion(first: int, verdicts: dict[int, str]):
    for seed in range(first, first + BLOCK):
        problem = small(seed)
        best = best_by_exhaustion(problem)
        schedule = solve_schedule(problem, time_limit_s=EFFORT_S, seed=1)
        verdicts[seed] = schedule.status
        if best is None:
            assert (seed, schedule.status) == (seed, "infeasible")
            continue
        reached = (seed, schedule.status, schedule.completion_day, schedule.cost_musd)
        assert reached == (seed, "optimal", best.completion_day, best.cost_musd)
        assert broken_rules(problem, flown_by(schedule)) == []
        assert schedule.completion_bound_day == best.completion_day
        assert schedule.cost_bound_musd == best.cost_musd


def test_the_generator_asks_for_both_answers(verdicts: dict[int, str]):
    """With too many of one kind the other would hardly be tested."""
    if len(verdicts) < SEEDS:
        pytest.skip("counts all blocks; run the whole file")
    solved = sum(status == "optimal" for status in verdicts.values())
    assert SEEDS // 3 < solved < SEEDS * 9 // 10
