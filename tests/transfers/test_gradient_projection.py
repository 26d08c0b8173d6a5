"""Restoring and descending on surfaces whose answers are known in closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from planner.errors import OutOfRangeError
from planner.transfers.gradient_projection import Linear, descend, restore


@dataclass(frozen=True)
class OnASphere:
    """The height z on the unit sphere, with z above ``floor``; undefined beyond ``edge``."""

    floor: float = -2.0
    edge: float = 5.0
    scale = np.array([0.3, 0.3, 0.3])

    def at(self, z: np.ndarray) -> Linear:
        if np.abs(z).max() > self.edge:
            raise OutOfRangeError(name="z", value=z, allowed="the box")
        return Linear(
            float(z[2]), np.array([0.0, 0.0, 1.0]),
            np.array([z @ z - 1.0]), 2.0 * z[None],
            np.array([self.floor - z[2]]), np.array([[0.0, 0.0, -1.0]]),
        )  # fmt: skip


START = np.array([1.5, 0.7, 1.0])


def test_restoring_takes_the_nearest_point() -> None:
    point = restore(OnASphere(), START, goal=1e-12, most_steps=20)
    assert point is not None
    assert point.linear.miss < 1e-12
    # Newton's step is along the gradient, which on a sphere points to the centre all the way.
    np.testing.assert_allclose(point.z, START / np.linalg.norm(START), rtol=0.0, atol=1e-9)


def test_restoring_keeps_limits() -> None:
    problem = OnASphere(floor=0.9)
    point = restore(problem, np.array([1.0, 0.5, 0.1]), goal=1e-9, most_steps=40)
    assert point is not None
    assert point.z[2] >= 0.9 - 1e-9
    assert np.linalg.norm(point.z) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(("floor", "lowest"), [(-2.0, -1.0), (0.25, 0.25)])
def test_descending_finds_the_bottom_or_the_limit(floor: float, lowest: float) -> None:
    problem = OnASphere(floor=floor)
    start = restore(problem, START, goal=1e-9, most_steps=20)
    assert start is not None
    low = descend(problem, start, goal=1e-9, most_steps=60)
    # The shortest step, 0.03 of the scale, leaves (0.03 x 0.3)^2 / 2 of a round bottom.
    assert low.linear.cost == pytest.approx(lowest, abs=1e-4)
    assert low.linear.miss < 1e-9


def test_what_has_no_solution_is_given_up() -> None:
    assert restore(OnASphere(floor=2.0), START, goal=1e-9, most_steps=60) is None
    assert restore(OnASphere(edge=1.0), START, goal=1e-9, most_steps=60) is None
    assert restore(OnASphere(), np.full(3, math.nan), goal=1e-9, most_steps=60) is None
