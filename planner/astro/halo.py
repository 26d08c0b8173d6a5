"""Halo orbits about L1 and L2, to the near-rectilinear ones close over the Moon.

Nothing is read from a table: the planar Lyapunov family is followed from the linear
motion about the libration point until it can leave the plane, there the halo family
branches off (Breakwell & Brown 1979, CMDA 20:389; Howell 1984, CMDA 32:53). First
crossings are those far from the Moon, below the plane; the northern family is the
mirror image.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.cr3bp import libration_points
from planner.astro.periodic import PeriodicOrbit, Quantity, above, orbit_where, periodic_orbit
from planner.astro.symmetric import (
    PLANAR,
    SPATIAL,
    correct,
    crossing_state,
    follow,
    half_orbit,
    member_where,
)
from planner.astro.synodic import require_mass_ratio

Array = NDArray[np.float64]
Point = Literal["L1", "L2"]
Branch = Literal["northern", "southern"]

#: Size of the first planar orbit, as a share of the way from the point to the Moon.
_SMALL = 0.01
#: Height of the first halo orbit: small, but above what rounding can tell from the plane.
_FIRST_HEIGHT = 0.001
_MEMBERS = 400
#: The double eigenvalue 1 is known to 1e-5 only: rounding under a square root.
_STABLE = 1.0 + 1e-6


def lyapunov_guess(mu: float, point: Point) -> Array:
    """Small planar orbit of the linear motion: x, vy at the crossing far from the Moon, tau.

    Source: Szebehely 1967, section 5.3.
    """
    place = libration_points(mu=mu)[0 if point == "L1" else 1, 0]
    moon_x = 1.0 - mu
    c2 = (1.0 - mu) / abs(place + mu) ** 3 + mu / abs(place - moon_x) ** 3
    omega = np.sqrt((2.0 - c2 + np.sqrt(9.0 * c2 * c2 - 8.0 * c2)) / 2.0)
    ratio = (omega * omega + 1.0 + 2.0 * c2) / (2.0 * omega)
    outward = _SMALL * (place - moon_x)
    return np.array([place + outward, -ratio * omega * outward, np.pi / omega])


def halo_start(mu: float, point: Point) -> Array:
    """x, z, vy, tau of the first southern halo orbit, off the plane by 0.001.

    On the planar family the branch is where a shift in z brings no vz half a period
    later.
    """
    guess = lyapunov_guess(mu, point)
    outward = np.array([np.sign(guess[0] - (1.0 - mu)), 0.0, 0.0])
    small, _ = correct(mu, PLANAR, guess, outward)
    planar = follow(mu, PLANAR, small, outward, step=0.002, members=_MEMBERS)
    branch = member_where(
        mu, PLANAR, planar, lambda u: half_orbit(mu, PLANAR, u).stm[5, 2],
        target=0.0, name="growth of a shift in z",
    )  # fmt: skip
    off = np.array([branch[0], -_FIRST_HEIGHT, branch[1], branch[2]])
    return correct(mu, SPATIAL, off, np.array([0.0, 1.0, 0.0, 0.0]))[0]


def halo_family(mu: float, point: Point) -> Iterator[Array]:
    """Southern halo orbits as x, z, vy, tau, from the smallest on."""
    down = np.array([0.0, -1.0, 0.0, 0.0])
    return follow(mu, SPATIAL, halo_start(mu, point), down, step=0.005, members=_MEMBERS)


def from_first_stable(mu: float, family: Iterable[Array]) -> Iterator[Array]:
    """Leave out the orbits before the first that is linearly stable.

    What comes after is called near-rectilinear (Zimovan, Howell & Davis 2017, 3rd IAA
    Conference on Dynamics and Control of Space Systems).
    """

    def unstable(unknowns: Array) -> bool:
        state = crossing_state(SPATIAL, unknowns)
        return periodic_orbit(mu, state, 2.0 * unknowns[-1]).stability > _STABLE

    return dropwhile(unstable, family)


def halo_orbit(
    *,
    mu: float,
    point: Point = "L2",
    branch: Branch = "southern",
    quantity: Quantity = "period",
    value: float,
    earth_radius: float,
    moon_radius: float,
    near_rectilinear: bool = False,
) -> PeriodicOrbit:
    """First halo orbit, from the smallest on, at which a quantity takes a value.

    Parameters
    ----------
    mu : float
        The Moon's share of the mass, 0 < mu <= 0.5.
    quantity : {"period", "perilune", "jacobi", "height"}
        See `planner.astro.periodic.orbit_where`; non-dimensional.
    earth_radius, moon_radius : float
        Non-dimensional; orbits below the surface end the family.
    near_rectilinear : bool
        Look among the near-rectilinear orbits only, see `from_first_stable`.

    Raises
    ------
    NotInFamilyError
        No orbit of the family has it; the error tells the range they cover.
    """
    mu = require_mass_ratio(mu)
    family = above(
        mu, SPATIAL, halo_family(mu, point), earth_radius=earth_radius, moon_radius=moon_radius
    )
    if near_rectilinear:
        family = from_first_stable(mu, family)
    orbit = orbit_where(mu, SPATIAL, family, quantity, value)
    if branch == "southern":
        return orbit
    mirrored = orbit.state * [1, 1, -1, 1, 1, -1] + 0.0  # the sum turns -0 into 0
    return periodic_orbit(mu, mirrored, orbit.period)
