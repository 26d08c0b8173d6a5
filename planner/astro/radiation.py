"""Pressure of sunlight on a craft, with the shadows of the Earth and the Moon.

A ball: the push points away from the Sun whatever the attitude. The light is dimmed by
the share of the Sun's disc that a body covers, both taken as flat discs (conical shadow).
The gradient leaves out how that share changes across a penumbra.

Source: Montenbruck & Gill 2000, "Satellite Orbits", section 3.4: pressure, shadow, and
coefficients (table 3.5: solar panel 1.21, high-gain antenna 1.30, sail 1.88).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import AU_KM, EARTH_RADIUS_KM, MOON_RADIUS_KM
from planner.astro.field import compiled
from planner.astro.gradient import add_point_gradient
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: Pressure of sunlight at one astronomical unit (pascal): 1367 W/m² over the speed of light.
PRESSURE_AT_AU_PA: Final = 4.56e-6
#: Radius of the Sun, IAU 2015 resolution B3.
SUN_RADIUS_KM: Final = 695700.0
#: Reflectivity where none is given: between a solar panel and a sail.
USUAL_CR: Final = 1.3


def radiation_strength(*, area_m2_kg: float, cr: float = USUAL_CR) -> float:
    """Push times distance squared (km³/s²): sunlight acts as a Sun that repels with this GM.

    Parameters
    ----------
    area_m2_kg : float
        Lit area over mass, 0 (none) to 100 (a bare sail).
    cr : float
        Coefficient of reflectivity, 1 (black) to 2 (mirror).

    Raises
    ------
    OutOfRangeError
        A value outside these ranges.
    """
    if not 0.0 <= area_m2_kg <= 100.0:
        raise OutOfRangeError(name="srp_area_m2_kg", value=area_m2_kg, allowed="0 .. 100")
    if not 1.0 <= cr <= 2.0:
        raise OutOfRangeError(name="srp_cr", value=cr, allowed="1 .. 2")
    return PRESSURE_AT_AU_PA * cr * area_m2_kg * 1e-3 * AU_KM**2


@compiled
def lit_share(craft: Array, sun: Array, body: Array, radius: float) -> float:
    """Share of the Sun's disc that a body of this radius leaves free, 0 to 1.

    ``craft``, ``sun``, ``body``: positions (km) about any centre. On or below the body's
    surface it is 0.
    """
    to_sun = to_body = dot = 0.0
    for i in range(3):
        s, b = sun[i] - craft[i], body[i] - craft[i]
        to_sun += s * s
        to_body += b * b
        dot += s * b
    to_sun, to_body = math.sqrt(to_sun), math.sqrt(to_body)
    if to_body <= radius:
        return 0.0
    a, b = math.asin(SUN_RADIUS_KM / to_sun), math.asin(radius / to_body)
    apart = math.acos(min(1.0, max(-1.0, dot / (to_sun * to_body))))
    if apart >= a + b:
        return 1.0
    if apart <= abs(a - b):
        return 0.0 if b >= a else 1.0 - (b / a) ** 2
    # Two overlapping discs: x is the way from the Sun's centre to the common chord.
    x = (apart * apart + a * a - b * b) / (2.0 * apart)
    half = math.sqrt(max(0.0, a * a - x * x))
    hidden = a * a * math.acos(min(1.0, max(-1.0, x / a))) - apart * half
    hidden += b * b * math.acos(min(1.0, max(-1.0, (apart - x) / b)))
    return 1.0 - hidden / (math.pi * a * a)


@compiled
def add_radiation(
    craft: Array, sun: Array, moon: Array, strength: float, stm: bool, acc: Array, grad: Array
) -> None:
    """Add the push of sunlight, and its gradient if ``stm``; positions from the Earth (km).

    ``strength`` is that of `radiation_strength`; at zero do not call.
    """
    light = lit_share(craft, sun, np.zeros(3), EARTH_RADIUS_KM)
    light *= lit_share(craft, sun, moon, MOON_RADIUS_KM)
    if light == 0.0:
        return
    dx, dy, dz = craft[0] - sun[0], craft[1] - sun[1], craft[2] - sun[2]
    d2 = dx * dx + dy * dy + dz * dz
    k = light * strength / (d2 * math.sqrt(d2))
    acc[0] += k * dx
    acc[1] += k * dy
    acc[2] += k * dz
    if stm:
        add_point_gradient(dx, dy, dz, -light * strength, grad)
