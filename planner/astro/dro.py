"""Distant retrograde orbits: planar, about the Moon, against the sense of its motion.

The family is followed from small orbits, which are circles about the Moon, outward
(Hénon 1969, A&A 1:223, family f). First crossings are between the Earth and the Moon.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.astro.periodic import PeriodicOrbit, Quantity, above, orbit_where
from planner.astro.symmetric import PLANAR, correct, follow
from planner.astro.synodic import require_mass_ratio

Array = NDArray[np.float64]

#: Radius of the first orbit, as a share of the Moon's sphere of influence (mu/3)^(1/3).
_SMALL = 0.04
_MEMBERS = 400


def circle(mu: float, radius: float) -> Array:
    """x, vy, tau of a retrograde circle about the Moon alone, seen in the turning frame."""
    speed = np.sqrt(mu / radius) + radius
    return np.array([1.0 - mu - radius, speed, np.pi * radius / speed])


def dro_family(mu: float) -> Iterator[Array]:
    """Orbits as x, vy, tau, outward."""
    inward = np.array([1.0, 0.0, 0.0])
    guess = circle(mu, _SMALL * (mu / 3.0) ** (1.0 / 3.0))
    small, _ = correct(mu, PLANAR, guess, inward)
    return follow(mu, PLANAR, small, -inward, step=0.002, members=_MEMBERS)


def dro_orbit(
    *, mu: float, quantity: Quantity = "perilune", value: float, earth_radius: float,
    moon_radius: float,
) -> PeriodicOrbit:  # fmt: skip
    """First orbit, from the smallest on, at which a quantity takes a value.

    Parameters and errors as in `planner.astro.halo.halo_orbit`.
    """
    mu = require_mass_ratio(mu)
    family = above(mu, PLANAR, dro_family(mu), earth_radius=earth_radius, moon_radius=moon_radius)
    return orbit_where(mu, PLANAR, family, quantity, value)
