"""Meeting equations with as little change as possible, then lowering a cost along them.

Both steps work on values and first derivatives alone. `restore` is Newton's method on fewer
equations than unknowns: of all solutions of the linear equations it takes the nearest, in
units of the problem's scale, and shortens the step until the miss falls. `descend` goes
downhill within the surface on which the equations hold, restoring them after each step.
Inequalities that bind are treated as equations.

Source: J. B. Rosen 1961, "The gradient projection method for nonlinear programming, part II:
nonlinear constraints", J. SIAM 9:514.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.errors import PlannerError

Array = NDArray[np.float64]

#: Longest first step, in units of the scale: beyond, first derivatives mislead.
_FIRST_BOX: Final = 2.0
#: A step is shortened by this so many times before it is given up.
_SHORTER, _TRIES = 0.35, 6
#: A restoration that did not take a quarter off its miss in so many steps will not end.
_PATIENCE: Final = 8
#: Below this (in the limit's own unit) a limit binds: half a minute, a thousandth of a degree.
_BINDS: Final = 1e-4
#: Shortest step downhill, in units of the scale.
_SHORTEST: Final = 0.03


class Linear(NamedTuple):
    """Values and first derivatives at a point.

    Attributes
    ----------
    cost, cost_gradient : float, ndarray (n,)
    misses, miss_gradient : ndarray (m,), (m, n)
        To be zero; in units of which a thousandth is small.
    limits, limit_gradient : ndarray (k,), (k, n)
        To be zero or less.
    """

    cost: float
    cost_gradient: Array
    misses: Array
    miss_gradient: Array
    limits: Array
    limit_gradient: Array

    @property
    def miss(self) -> float:
        """Length of all misses and of the limits overstepped."""
        return float(np.hypot(np.linalg.norm(self.misses), np.linalg.norm(self.overstepped)))

    @property
    def overstepped(self) -> Array:
        """Limits above zero; zero for those that are kept."""
        return np.maximum(self.limits, 0.0)


class Problem(Protocol):
    """Anything with unknowns, equations, limits and a cost."""

    @property
    def scale(self) -> Array:
        """Change of each unknown (n,) over which first derivatives may be trusted."""

    def at(self, z: Array) -> Linear:
        """Values and derivatives; raises a `PlannerError` where there are none."""


class Point(NamedTuple):
    """Unknowns and what holds there."""

    z: Array
    linear: Linear


def restore(problem: Problem, z: Array, *, goal: float, most_steps: int) -> Point | None:
    """The nearby point that meets the equations and keeps the limits; None if not reached.

    Parameters
    ----------
    z : ndarray, shape (n,)
    goal : float
        Miss below which the equations are met.
    most_steps : int
    """
    point = _point(problem, z)
    box, misses = _FIRST_BOX, []
    for _ in range(most_steps):
        if point is None or point.linear.miss < goal:
            return point
        misses.append(point.linear.miss)
        if len(misses) > _PATIENCE and misses[-1] > 0.75 * misses[-1 - _PATIENCE]:
            return None
        point, box = _step(problem, point, box)
    return point if point is not None and point.linear.miss < goal else None


def _point(problem: Problem, z: Array) -> Point | None:
    try:
        point = Point(z, problem.at(z))
    except PlannerError:
        return None
    return point if np.isfinite(point.linear.miss) else None


def _step(problem: Problem, point: Point, box: float) -> tuple[Point | None, float]:
    """One shortened Newton step, and the box for the next."""
    linear = point.linear
    binding = linear.limits > -1e-9
    rows = np.vstack((linear.miss_gradient, linear.limit_gradient[binding])) * problem.scale
    wanted = np.concatenate((linear.misses, linear.overstepped[binding]))
    step = -np.linalg.lstsq(rows, wanted, rcond=1e-10)[0]
    longest = float(np.abs(step).max())
    share = min(1.0, box / longest)
    for _ in range(_TRIES):
        moved = _point(problem, point.z + share * step * problem.scale)
        if moved is not None and moved.linear.miss < (1.0 - 0.05 * share) * linear.miss:
            return moved, max(2.0 * share * longest, 0.05)
        share *= _SHORTER
    return None, box


def descend(problem: Problem, point: Point, *, goal: float, most_steps: int) -> Point:
    """The cheapest point met on the way downhill from one that meets the equations.

    Parameters
    ----------
    goal : float
        As for `restore`.
    most_steps : int
        Steps tried, each with a restoration.
    """
    length = 1.0
    for _ in range(most_steps):
        downhill = _downhill(problem, point.linear)
        steepness = float(np.linalg.norm(downhill))
        if steepness < 1e-9 or length < _SHORTEST:
            break
        ahead = point.z + length / steepness * downhill * problem.scale
        moved = restore(problem, ahead, goal=goal, most_steps=5)
        if moved is None or moved.linear.cost > point.linear.cost:
            length *= 0.4
            continue
        point, length = moved, 1.5 * length
    return point


def _downhill(problem: Problem, linear: Linear) -> Array:
    """Steepest descent along the equations, in units of the scale.

    A binding limit whose multiplier is negative would be left by going downhill, and is let go.
    """
    slope = linear.cost_gradient * problem.scale
    binding = list(np.flatnonzero(linear.limits > -_BINDS))
    while True:
        rows = np.vstack((linear.miss_gradient, linear.limit_gradient[binding])) * problem.scale
        multipliers = np.linalg.lstsq(rows.T, -slope, rcond=1e-12)[0]
        of_limits = multipliers[len(linear.misses) :]
        if not len(of_limits) or of_limits.min() >= 0.0:
            return -(slope + rows.T @ multipliers)
        binding.pop(int(np.argmin(of_limits)))
