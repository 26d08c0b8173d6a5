"""Accelerations in the frame that turns with the Earth and the Moon, compiled.

Non-dimensional: the Earth-Moon distance, the sum of their masses and the rate of the
frame are 1. The origin is their barycentre; x points from the Earth, at -mu, to the
Moon, at 1 - mu; z along their angular momentum.

Sources: Szebehely 1967, "Theory of Orbits", chapter 1 (restricted problem); Simó,
Gómez, Jorba & Masdemont 1995, "The bicircular model near the triangular libration
points of the RTBP"; Topputo 2013, CMDA 117:279, eqs. 5-7 (its planar form with the
Sun), taken here with z as well.
"""

# ruff: noqa: ARG001 -- the signatures are those of planner.astro.field
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import Pace, bind, compiled
from planner.astro.gradient import add_point_gradient, transition

Array = NDArray[np.float64]

#: Bodies of event rows; the Moon has the index it has in the ephemeris.
EARTH, MOON = -1, 0


class Cr3bpField(NamedTuple):
    """The circular restricted three-body problem: ``mu``, the Moon's share of the mass."""

    mu: float


class Bcr4bpField(NamedTuple):
    """The bicircular problem: the Sun on a circle about the Earth-Moon barycentre.

    Attributes
    ----------
    mu, sun_mass, sun_distance : float
        The Moon's share of the mass, the Sun's mass and distance, non-dimensional.
    sun_rate : float
        Rate of the Sun's angle in the turning frame (rad per time unit), negative.
    t0 : float
        The model's time at integration time zero; the Sun's angle is ``sun_rate * t``.
    """

    mu: float
    sun_mass: float
    sun_distance: float
    sun_rate: float
    t0: float


@compiled
def _turning(y: Array, mu: float, scratch: Array, dydt: Array) -> None:
    """Primaries and the turning frame; the gradient is left in ``scratch`` if asked for."""
    earth_x, moon_x = y[0] + mu, y[0] - (1.0 - mu)
    side2 = y[1] * y[1] + y[2] * y[2]
    r1_2, r2_2 = earth_x * earth_x + side2, moon_x * moon_x + side2
    pull1 = (1.0 - mu) / (r1_2 * np.sqrt(r1_2))
    pull2 = mu / (r2_2 * np.sqrt(r2_2))
    dydt[0], dydt[1], dydt[2] = y[3], y[4], y[5]
    dydt[3] = y[0] + 2.0 * y[4] - pull1 * earth_x - pull2 * moon_x
    dydt[4] = y[1] - 2.0 * y[3] - (pull1 + pull2) * y[1]
    dydt[5] = -(pull1 + pull2) * y[2]
    if len(y) > 6:
        grad = scratch[:3]
        grad[:] = 0.0
        grad[0, 0] = grad[1, 1] = 1.0
        add_point_gradient(earth_x, y[1], y[2], 1.0 - mu, grad)
        add_point_gradient(moon_x, y[1], y[2], mu, grad)


def cr3bp_rate(t: float, y: Array, field: Cr3bpField, scratch: Array, dydt: Array) -> None:
    """Right-hand side, see `planner.astro.field.derivative`."""
    _turning(y, field.mu, scratch, dydt)
    if len(y) > 6:
        transition(y, scratch[:3], 1.0, dydt)


def bcr4bp_rate(t: float, y: Array, field: Bcr4bpField, scratch: Array, dydt: Array) -> None:
    """Right-hand side: as without the Sun, plus its pull less that on the barycentre."""
    _turning(y, field.mu, scratch, dydt)
    angle = field.sun_rate * (field.t0 + t)
    ux, uy = np.cos(angle), np.sin(angle)
    x, y_, z = field.sun_distance * ux - y[0], field.sun_distance * uy - y[1], -y[2]
    d2 = x * x + y_ * y_ + z * z
    pull = field.sun_mass / (d2 * np.sqrt(d2))
    on_frame = field.sun_mass / (field.sun_distance * field.sun_distance)
    dydt[3] += pull * x - on_frame * ux
    dydt[4] += pull * y_ - on_frame * uy
    dydt[5] += pull * z
    if len(y) > 6:
        add_point_gradient(x, y_, z, field.sun_mass, scratch[:3])
        transition(y, scratch[:3], 1.0, dydt)


def primary(t: float, field: Cr3bpField | Bcr4bpField, body: int, state: Array) -> None:
    """State of the Earth or the Moon, which rest in this frame."""
    state[:] = 0.0
    state[0] = -field.mu if body == EARTH else 1.0 - field.mu


# 1e-12 of the time unit is half a microsecond for the Earth and the Moon.
_PACE = Pace(first=1e-4, least=1e-14, root=1e-12)
bind(Cr3bpField, rate=cr3bp_rate, places=primary, steps=_PACE)
bind(Bcr4bpField, rate=bcr4bp_rate, places=primary, steps=_PACE)
