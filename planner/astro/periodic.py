"""Periodic orbits about the Moon and the libration points: what is asked, what is told.

Non-dimensional, in the frame of `planner.astro.cr3bp`. Orbits are found by following
their family (`planner.astro.symmetric`) until the quantity asked for takes its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.cr3bp import jacobi_constant, propagate_cr3bp
from planner.astro.symmetric import Shape, crossing_state, member_between, member_where
from planner.astro.synodic import APSIDES

Array = NDArray[np.float64]
Quantity = Literal["period", "perilune", "jacobi", "height"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeriodicOrbit:
    """A periodic orbit of the CR3BP, non-dimensional.

    Attributes
    ----------
    mu : float
    state : ndarray, shape (6,)
        At a crossing of the x-z plane at a right angle.
    period, jacobi, perilune, apolune : float
        Perilune and apolune are distances from the Moon's centre.
    eigenvalues : ndarray of complex, shape (6,)
        Of the monodromy matrix, largest first.
    stability : float
        Largest modulus of (lambda + 1/lambda) / 2: 1 for an orbit that is linearly stable.
    closure : float
        Largest difference of the states one period apart.
    """

    mu: float
    state: Array
    period: float
    jacobi: float
    perilune: float
    apolune: float
    eigenvalues: NDArray[np.complex128]
    stability: float
    closure: float


def periodic_orbit(mu: float, state: Array, period: float) -> PeriodicOrbit:
    """Fly one period and tell what it was like."""
    arc = propagate_cr3bp(mu=mu, state=state, time=period, stm=True)
    perilune, apolune = apsides(mu, state, period)
    eigenvalues = np.linalg.eigvals(np.asarray(arc.stm)).astype(np.complex128)
    eigenvalues = eigenvalues[np.argsort(-np.abs(eigenvalues), kind="stable")]
    # Eigenvalues come in pairs lambda, 1/lambda; the larger is the better known. On the unit
    # circle rounding decides which is larger: both are taken.
    outer = eigenvalues[np.abs(eigenvalues) > 0.9]
    return PeriodicOrbit(
        mu=mu,
        state=state,
        period=period,
        jacobi=jacobi_constant(mu=mu, state=state),
        perilune=perilune,
        apolune=apolune,
        eigenvalues=eigenvalues,
        stability=float(np.abs(outer + 1.0 / outer).max() / 2.0),
        closure=float(np.abs(arc.state - state).max()),
    )


def apsides(mu: float, state: Array, period: float) -> tuple[float, float]:
    """Least and greatest distance from the Moon's centre over a period."""
    arc = propagate_cr3bp(mu=mu, state=state, time=period, event_rows=APSIDES)
    places = np.vstack((state, arc.events[:, 2:]))[:, :3]
    distances = np.linalg.norm(places - [1.0 - mu, 0.0, 0.0], axis=1)
    return float(distances.min()), float(distances.max())


def above(
    mu: float, shape: Shape, family: Iterable[Array], *, earth_radius: float, moon_radius: float
) -> Iterator[Array]:
    """Members of a family, the last being the one that grazes the Moon.

    An orbit that starts within the Earth ends the family too.
    """

    def perilune(unknowns: Array) -> float:
        return apsides(mu, crossing_state(shape, unknowns), 2.0 * unknowns[-1])[0]

    last: Array | None = None
    for unknowns in family:
        if abs(unknowns[0] + mu) < earth_radius:
            return
        if perilune(unknowns) < moon_radius:
            if last is not None:
                yield member_between(mu, shape, last, unknowns, perilune, moon_radius)
            return
        yield unknowns
        last = unknowns


def orbit_where(
    mu: float, shape: Shape, family: Iterable[Array], quantity: Quantity, value: float
) -> PeriodicOrbit:
    """First orbit of a family at which a quantity takes a value.

    Parameters
    ----------
    quantity : {"period", "perilune", "jacobi", "height"}
        ``height`` is the distance of the first crossing from the x-y plane.

    Raises
    ------
    NotInFamilyError
        No member has it; the error tells the range they cover.
    """

    def measure(unknowns: Array) -> float:
        state = crossing_state(shape, unknowns)
        match quantity:
            case "period":
                return float(2.0 * unknowns[-1])
            case "jacobi":
                return jacobi_constant(mu=mu, state=state)
            case "height":
                return float(abs(state[2]))
            case _:
                return apsides(mu, state, 2.0 * unknowns[-1])[0]

    found = member_where(mu, shape, family, measure, target=value, name=quantity)
    return periodic_orbit(mu, crossing_state(shape, found), float(2.0 * found[-1]))
