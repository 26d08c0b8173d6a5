"""How much of the Sun's disc a craft sees past a spherical body, compiled.

Conical shadow with umbra, penumbra and annular eclipses; the discs overlap as circles
on the sky. Light time, refraction and limb darkening are left out: together they move
the edge of the Earth's shadow by some tens of km.

Source: Montenbruck & Gill 2000, "Satellite Orbits", section 3.4.2, eqs. 3.85-3.94.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SUN_RADIUS_KM
from planner.astro.field import compiled

Array = NDArray[np.float64]


@compiled
def _covered_area(a: float, b: float, c: float) -> float:
    """Common area of two circles of radii a, b whose centres are c apart (they cross)."""
    x = (c * c + a * a - b * b) / (2.0 * c)
    y = math.sqrt(max(0.0, a * a - x * x))
    area: float = a * a * math.acos(x / a) + b * b * math.acos((c - x) / b) - c * y
    return area


@compiled
def shadow_margin(
    x: float, y: float, z: float, sx: float, sy: float, sz: float, radius_km: float
) -> float:
    """Angle (rad) from the body's limb up to the Sun's centre; negative in eclipse.

    Arguments as for `visible_sun`. Zero is where about half of the disc is hidden; the
    angle runs smoothly through it, so that eclipses can be timed between samples.
    """
    dx, dy, dz = sx - x, sy - y, sz - z
    r = math.sqrt(x * x + y * y + z * z)
    d = math.sqrt(dx * dx + dy * dy + dz * dz)
    cosine = -(x * dx + y * dy + z * dz) / (r * d)
    margin: float = math.acos(max(-1.0, min(1.0, cosine))) - math.asin(min(1.0, radius_km / r))
    return margin


@compiled
def visible_sun(
    x: float, y: float, z: float, sx: float, sy: float, sz: float, radius_km: float
) -> float:
    """Share of the Sun's disc in sight, 0 (umbra) to 1.

    Parameters
    ----------
    x, y, z : float
        Craft from the centre of the shading body, km.
    sx, sy, sz : float
        Sun from the same centre, km.
    radius_km : float
        Radius of the shading body.
    """
    dx, dy, dz = sx - x, sy - y, sz - z
    along = x * dx + y * dy + z * dz
    if along >= 0.0:
        return 1.0  # the body lies behind, or level with, the craft
    r = math.sqrt(x * x + y * y + z * z)
    d = math.sqrt(dx * dx + dy * dy + dz * dz)
    a = math.asin(min(1.0, SUN_RADIUS_KM / d))
    b = math.asin(min(1.0, radius_km / r))
    c = math.acos(max(-1.0, min(1.0, -along / (r * d))))
    if c >= a + b:
        return 1.0
    if c <= b - a:
        return 0.0
    if c <= a - b:
        return 1.0 - b * b / (a * a)
    return 1.0 - _covered_area(a, b, c) / (math.pi * a * a)
