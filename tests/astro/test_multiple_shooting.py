"""Multiple shooting where the answer is known: linear motion, and an orbit that repeats."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.constants import CR3BP_MU
from planner.astro.cr3bp import propagate_cr3bp
from planner.astro.multiple_shooting import draw_to, join, polish
from planner.errors import NoConvergenceError, OutOfRangeError

ONES = np.ones(6)
TINY = np.full(6, 1e-11)
#: 9:2 orbit of JPL's catalogue, far crossing, and its period.
STATE = np.array([1.0196625817475922, 0, -0.18041918731575562, 0, -0.09805982467069076, 0])
PERIOD = 1.4799795545729917


def swing(_i: int, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Three oscillators through a fifth of a turn."""
    c, s = np.cos(0.4 * np.pi), np.sin(0.4 * np.pi)
    stm = np.block([[c * np.eye(3), s * np.eye(3)], [-s * np.eye(3), c * np.eye(3)]])
    return stm @ state, stm


def quarter(_i: int, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    arc = propagate_cr3bp(mu=CR3BP_MU, state=state, time=PERIOD / 4.0, stm=True)
    return arc.state, np.asarray(arc.stm)


def test_linear_motion_is_joined_at_once_by_the_least_step() -> None:
    guess = np.random.default_rng(3).normal(size=(4, 6))
    joined = join(swing, guess, scale=ONES, tolerance=TINY)
    assert joined.iterations == 1
    stm = swing(0, ONES)[1]
    matrix = np.kron(np.eye(3, 4), stm) - np.kron(np.eye(3, 4, k=1), np.eye(6))
    step = np.linalg.pinv(matrix) @ -(matrix @ guess.ravel())
    # Two solvers of one linear system of order 24.
    assert joined.nodes.ravel() == pytest.approx(guess.ravel() + step, abs=1e-12)


def test_scale_says_which_coordinate_moves() -> None:
    guess = np.random.default_rng(4).normal(size=(3, 6))
    stiff = np.array([1e-3, 1, 1, 1, 1, 1])
    free = join(swing, guess, scale=ONES, tolerance=TINY).nodes - guess
    held = join(swing, guess, scale=stiff, tolerance=TINY).nodes - guess
    # Oscillators do not know of each other: the second moves as before.
    assert held[:, 1] == pytest.approx(free[:, 1], abs=1e-10)
    assert np.linalg.norm(swing(0, guess[0] + held[0])[0] - guess[1] - held[1]) < 1e-10
    assert np.linalg.norm(held[:, 0]) < 0.5 * np.linalg.norm(free[:, 0])


def test_a_shaken_orbit_is_joined_again() -> None:
    phases = [0.125 + i / 4.0 for i in range(8)]
    exact = np.array(
        [propagate_cr3bp(mu=CR3BP_MU, state=STATE, time=(p % 1) * PERIOD).state for p in phases]
    )
    shaken = exact + np.random.default_rng(5).normal(size=exact.shape) * 1e-4
    joined = join(quarter, shaken, scale=ONES, tolerance=np.full(6, 1e-9))
    nodes, gaps = polish(quarter, joined.nodes, scale=ONES)
    # 1e-12 steps through perilune, which multiplies by some hundreds.
    assert np.abs(gaps).max() < 1e-10
    # The least step stays near the shaken points: 1e-4 a coordinate, 48 of them.
    assert np.linalg.norm(nodes - shaken) < 1e-3
    drawn = draw_to(quarter, nodes, exact, scale=ONES, tolerance=np.full(6, 1e-9))
    assert np.linalg.norm(drawn - exact) < 0.2 * np.linalg.norm(nodes - exact)


def test_what_does_not_join_in_its_budget_is_told() -> None:
    far = np.array([STATE, STATE + 0.3, STATE])
    with pytest.raises(NoConvergenceError, match="multiple shooting"):
        join(quarter, far, scale=ONES, tolerance=TINY, max_iterations=1)


def test_an_arc_that_meets_a_body_is_stepped_around() -> None:
    tried = []

    def walled(i: int, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        tried.append(state[0])
        if abs(state[0]) > 2.5:
            raise OutOfRangeError(name="state", value=state[0], allowed="inside")
        return swing(i, state)

    guess = np.zeros((2, 6))
    guess[1, 0] = 6.0
    # The wall stands between the guess and the least step, so no share of it gets through.
    with pytest.raises(NoConvergenceError):
        join(walled, np.array([guess[0] + 2.4, guess[1] * 2.0]), scale=ONES, tolerance=TINY)
    assert max(np.abs(tried)) > 2.5
