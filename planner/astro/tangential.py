"""The two-body arc from a circular parking orbit to a point, leaving along the orbit.

In a given plane one Lambert arc for each transfer angle reaches the point in the given
time; one of them leaves without radial speed. It is the cheapest in all but name (the
optimum lies within a few cm/s) and the burn then only adds speed. For times of flight
about half the transfer ellipse's period the angle is close to 180 degrees, where the
plane must be given, not derived.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2
from planner.astro.lambert import NOT_CONVERGED, SOLVED, izzo2015_core

Array = NDArray[np.float64]

_LOW, _HIGH = np.radians(125.0), np.radians(235.0)
_TOLERANCE_KM_S = 1e-9


@njit(cache=True)
def _radial_speed(
    angle: float,
    radius: float,
    u_target: float,
    target: Array,
    tof: float,
    axes: Array,
    r1: Array,
    v1: Array,
    v2: Array,
) -> float:
    c = radius * np.cos(u_target - angle)
    s = radius * np.sin(u_target - angle)
    for i in range(3):
        r1[i] = c * axes[0, i] + s * axes[1, i]
    if izzo2015_core(GM_EARTH_KM3_S2, r1, target, tof, axes[2], 0, False, v1, v2) != SOLVED:
        return np.nan
    return (v1[0] * r1[0] + v1[1] * r1[1] + v1[2] * r1[2]) / radius


@njit(cache=True)
def tangential_departure(
    radius_km: float, target_km: Array, tof_s: float, axes: Array
) -> tuple[int, float, float, Array]:
    """Solve for the arc (compiled; Illinois false position on the transfer angle).

    Parameters
    ----------
    radius_km : float
        Parking orbit.
    target_km : ndarray, shape (3,)
        Point to reach, in the plane of ``axes``.
    tof_s : float
    axes : ndarray, shape (3, 3)
        Rows: towards the node, 90 degrees ahead, normal.

    Returns
    -------
    status : int
        A code of `planner.astro.lambert`.
    u_rad, dv_km_s : float
        Argument of latitude of the burn and its size.
    v2_km_s : ndarray, shape (3,)
        Velocity on reaching the point.
    """
    u_target = np.arctan2(np.dot(target_km, axes[1]), np.dot(target_km, axes[0]))
    r1, v1, v2 = np.empty(3), np.empty(3), np.empty(3)
    low, high = _LOW, _HIGH
    f_low = _radial_speed(low, radius_km, u_target, target_km, tof_s, axes, r1, v1, v2)
    f_high = _radial_speed(high, radius_km, u_target, target_km, tof_s, axes, r1, v1, v2)
    if not f_low * f_high < 0.0:
        return NOT_CONVERGED, np.nan, np.nan, v2
    angle = low
    side = 0
    for _ in range(60):
        angle = high - f_high * (high - low) / (f_high - f_low)
        value = _radial_speed(angle, radius_km, u_target, target_km, tof_s, axes, r1, v1, v2)
        if abs(value) < _TOLERANCE_KM_S:
            break
        if value * f_high > 0.0:
            high, f_high = angle, value
            if side == 1:
                f_low *= 0.5
            side = 1
        else:
            low, f_low = angle, value
            if side == -1:
                f_high *= 0.5
            side = -1
    speed = np.sqrt(np.dot(v1, v1))
    return SOLVED, u_target - angle, speed - np.sqrt(GM_EARTH_KM3_S2 / radius_km), v2
