"""Periodic orbits that mirror in the x-z plane: correction and continuation, compiled arcs.

An orbit of the CR3BP that crosses the plane y = 0 at a right angle twice is periodic
(Roy & Ovenden 1955). The unknowns are the first crossing and the time to the second:
x, z, vy and tau, or x, vy and tau in the plane. What must vanish at the second are y,
vx and vz. One more unknown than conditions leaves a family, which is followed by
pseudo-arclength (Keller 1977). Howell 1984, CMDA 32:53, has the differential correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.cr3bp import jacobi_gradient, propagate_cr3bp
from planner.errors import NoConvergenceError, OutOfRangeError, PlannerError

Array = NDArray[np.float64]


class Shape(NamedTuple):
    """Which of x, y, z, vx, vy, vz are free at the first crossing, and vanish at the second."""

    free: tuple[int, ...]
    held: tuple[int, ...]


PLANAR = Shape(free=(0, 4), held=(1, 3))
SPATIAL = Shape(free=(0, 2, 4), held=(1, 3, 5))

#: Miss at the second crossing at which Newton stops: rounding of an arc near the Moon.
_CONVERGED = 1e-13
#: Miss that still counts where rounding stops Newton earlier.
_ACCEPTED = 1e-11
_MAX_ITERATIONS = 12
_LONGEST_STEP, _SHORTEST_STEP = 0.02, 1e-6
_EASY = 4  # Newton iterations up to which the next step may be longer


class NotInFamilyError(OutOfRangeError):
    """No orbit of a family has what was asked for.

    Attributes
    ----------
    low, high : float
        What the family's members cover.
    """

    def __init__(self, *, name: str, value: float, low: float, high: float) -> None:
        self.low, self.high = low, high
        super().__init__(
            name=name, value=value, allowed=f"{low:.6g} .. {high:.6g}, what this family covers"
        )


class EmptyFamilyError(PlannerError):
    """A family has no orbit above the surfaces of the two bodies."""

    def __init__(self) -> None:
        super().__init__(
            "this family has no orbit above the surfaces of the Earth and the Moon; "
            "check mu and the unit of length"
        )


class HalfOrbit(NamedTuple):
    """Miss at the second crossing, its derivatives by the unknowns, the transition matrix."""

    miss: Array
    jacobian: Array
    stm: Array


def crossing_state(shape: Shape, unknowns: Array) -> Array:
    """Full state [6] at the first crossing."""
    state = np.zeros(6)
    state[list(shape.free)] = unknowns[:-1]
    return state


def half_orbit(mu: float, shape: Shape, unknowns: Array) -> HalfOrbit:
    """Fly from the first crossing to the second."""
    arc = propagate_cr3bp(mu=mu, state=crossing_state(shape, unknowns), time=unknowns[-1], stm=True)
    stm, held = np.asarray(arc.stm), list(shape.held)
    columns = stm[np.ix_(held, shape.free)]
    rate = _rate(mu, arc.state)[held]
    return HalfOrbit(arc.state[held], np.column_stack((columns, rate)), stm)


def _rate(mu: float, state: Array) -> Array:
    """Time derivative of a state, from the gradient of the Jacobi constant."""
    slope = 0.5 * jacobi_gradient(mu=mu, state=state)[:3]
    coriolis = 2.0 * np.array([state[4], -state[3], 0.0])
    return np.concatenate((state[3:], slope + coriolis))


def correct(mu: float, shape: Shape, guess: Array, along: Array) -> tuple[Array, int]:
    """Newton's method to the family, in the plane through ``guess`` normal to ``along``.

    Returns
    -------
    unknowns, iterations taken

    Raises
    ------
    NoConvergenceError
        The miss stays above 1e-11.
    """
    unknowns, miss = guess.copy(), np.inf
    for iteration in range(_MAX_ITERATIONS):
        half = half_orbit(mu, shape, unknowns)
        before, miss = miss, float(np.abs(half.miss).max())
        if miss < _CONVERGED or (miss < _ACCEPTED and miss > 0.5 * before):
            return unknowns, iteration
        matrix = np.vstack((half.jacobian, along))
        residual = np.append(half.miss, along @ (unknowns - guess))
        try:
            unknowns = unknowns - np.linalg.solve(matrix, residual)
        except np.linalg.LinAlgError:
            break  # the plane does not cut the family in one point
        if not (np.isfinite(unknowns).all() and unknowns[-1] > 0.0):
            break
    raise NoConvergenceError(
        what="differential correction of a periodic orbit",
        residual=miss,
        unit="at the second crossing",
        way_out="begin nearer to the family",
    )


def follow(
    mu: float, shape: Shape, start: Array, direction: Array, *, step: float, members: int
) -> Iterator[Array]:
    """Yield members of a family, beginning with ``start``, which must belong to it.

    Parameters
    ----------
    direction : ndarray
        Which of the two ways to go.
    step : float
        First step in the space of unknowns; adapted from then on.
    members : int
        Most to yield.
    """
    here = start
    for _ in range(members):
        yield here
        direction = _tangent(half_orbit(mu, shape, here).jacobian, direction)
        found = _next(mu, shape, here, direction, step)
        if found is None:
            return
        there, step = found
        here, direction = there, there - here


def _tangent(jacobian: Array, direction: Array) -> Array:
    """Unit vector along the family, on the side of ``direction``."""
    tangent: Array = np.linalg.svd(jacobian)[2][-1]
    return tangent if tangent @ direction > 0.0 else -tangent


def _next(
    mu: float, shape: Shape, here: Array, tangent: Array, step: float
) -> tuple[Array, float] | None:
    """Next member and the step to try after it; None where the family cannot be followed."""
    while step > _SHORTEST_STEP:
        try:
            there, iterations = correct(mu, shape, here + step * tangent, tangent)
        except (NoConvergenceError, OutOfRangeError):
            step *= 0.5
            continue
        return there, min(_LONGEST_STEP, step * 1.5) if iterations <= _EASY else 0.7 * step
    return None


def member_where(
    mu: float,
    shape: Shape,
    family: Iterable[Array],
    quantity: Callable[[Array], float],
    *,
    target: float,
    name: str,
) -> Array:
    """First member of a family at which a quantity takes a value.

    Raises
    ------
    NotInFamilyError
        The members never pass the value; the error tells the range they cover.
    EmptyFamilyError
        There are no members, as when the first is below the surface already.
    """
    seen: list[float] = []
    last: Array | None = None
    for here in family:
        value = quantity(here)
        if value == target:
            return here
        if last is not None and (value - target) * (seen[-1] - target) < 0.0:
            return member_between(mu, shape, last, here, quantity, target)
        seen.append(value)
        last = here
    if not seen:
        raise EmptyFamilyError
    raise NotInFamilyError(name=name, value=target, low=min(seen), high=max(seen))


def member_between(
    mu: float,
    shape: Shape,
    last: Array,
    here: Array,
    quantity: Callable[[Array], float],
    target: float,
) -> Array:
    """Return the member between two others at which a quantity takes a value in between."""
    from scipy.optimize import brentq

    way = here - last
    along = way / np.linalg.norm(way)

    def at(share: float) -> Array:
        return correct(mu, shape, last + share * way, along)[0]

    return at(brentq(lambda s: quantity(at(s)) - target, 0.0, 1.0, xtol=1e-15, rtol=1e-14))
