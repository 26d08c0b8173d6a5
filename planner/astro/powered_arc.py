"""Constant thrust over the round Moon, steered by linear tangents in and out of plane.

The thrust lies along or against the horizontal motion, pitched up by one tangent and
yawed out of the plane of reference by another, both linear in time: over a flat Moon
with downrange free, the fuel-optimal way between given heights, tracks and velocities
(Lawden 1963, *Optimal Trajectories for Space Navigation*; Bryson & Ho 1975, *Applied
Optimal Control*, section 2.7, with the third dimension). Horizontal and vertical are
those of the place, so that the law turns with the Moon's curve.

Canonical units: any length, and the time in which the gravitational parameter is 1.
Inertial axes. Compiled.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import compiled

Array = NDArray[np.float64]
Triple = tuple[float, float, float]

#: Runge-Kutta steps of an arc: four minutes of arc a step; they leave millimetres, which
#: ``tests/transfers/test_descent.py`` measures.
STEPS = 64
#: With `forward` of `fly`: brake, climb straight up, or drive.
BRAKE, RISE, DRIVE = -1.0, 0.0, 1.0
#: Steering of a rise: the tangent is the whole direction.
STRAIGHT_UP = (1.0, 0.0, 0.0, 0.0)


@compiled
def _pull(
    x: float, y: float, z: float, normal: Array, forward: float, pitch: float, yaw: float
) -> tuple[Triple, Triple]:
    """Gravity, and the unit vector of the thrust."""
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    ux, uy, uz = x / r, y / r, z / r
    # Horizontal in the direction of motion about the normal, then the third axis.
    ax = normal[1] * uz - normal[2] * uy
    ay = normal[2] * ux - normal[0] * uz
    az = normal[0] * uy - normal[1] * ux
    size = math.sqrt(ax * ax + ay * ay + az * az)
    ax, ay, az = ax / size, ay / size, az / size
    nx, ny, nz = uy * az - uz * ay, uz * ax - ux * az, ux * ay - uy * ax
    scale = 1.0 / math.sqrt(forward * forward + pitch * pitch + yaw * yaw)
    push = (
        scale * (forward * ax + pitch * ux + yaw * nx),
        scale * (forward * ay + pitch * uy + yaw * ny),
        scale * (forward * az + pitch * uz + yaw * nz),
    )
    return (-ux / r2, -uy / r2, -uz / r2), push


@compiled
def _rates(
    s: Array, t: float, normal: Array, forward: float, engine: tuple[float, float], p: Array,
    out: Array,
) -> None:  # fmt: skip
    """Rate of the state (6,) at ``t`` after ignition."""
    thrust, exhaust = engine
    a = thrust / (1.0 - thrust / exhaust * t)
    down, push = _pull(s[0], s[1], s[2], normal, forward, p[0] + p[1] * t, p[2] + p[3] * t)
    for k in range(3):
        out[k] = s[k + 3]
        out[k + 3] = down[k] + a * push[k]


@compiled
def fly(
    start: Array, normal: Array, thrust: float, exhaust: float, forward: float, steering: Array
) -> Array:
    """State (6,) at the end of a burn, by classical fourth-order Runge-Kutta.

    Parameters
    ----------
    start : ndarray, (6,)
        Position and velocity at ignition.
    normal : ndarray, (3,)
        Unit normal of the plane that heading is reckoned from.
    thrust, exhaust : float
        Thrust acceleration at ignition (it grows as propellant leaves), exhaust speed.
    forward : float
        `BRAKE`, `RISE` or `DRIVE`.
    steering : ndarray, (5,)
        Tangent of the pitch above the horizontal, its rate; tangent of the yaw towards
        the normal, its rate; duration.
    """
    h = steering[4] / STEPS
    engine = (thrust, exhaust)
    y = start.copy()
    k1, k2, k3, k4 = np.empty(6), np.empty(6), np.empty(6), np.empty(6)
    for i in range(STEPS):
        t = i * h
        _rates(y, t, normal, forward, engine, steering, k1)
        _rates(y + 0.5 * h * k1, t + 0.5 * h, normal, forward, engine, steering, k2)
        _rates(y + 0.5 * h * k2, t + 0.5 * h, normal, forward, engine, steering, k3)
        _rates(y + h * k3, t + h, normal, forward, engine, steering, k4)
        y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return y


@compiled
def fly_each(
    starts: Array, normal: Array, thrust: float, exhaust: float, forward: float, steerings: Array
) -> Array:
    """`fly` for rows of starts (n, 6) and steerings (n, 5); ends (n, 6)."""
    ends = np.empty_like(starts)
    for i in range(len(starts)):
        ends[i] = fly(starts[i], normal, thrust, exhaust, forward, steerings[i])
    return ends
