"""Directions on the Moon in words and numbers that no ephemeris is needed for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from planner.astro.constants import MOON_RADIUS_KM

Body: TypeAlias = Literal["sun", "earth"]
_POLE_DEG: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Where a body is seen from a place on the Moon.

    ``azimuth_deg`` counts from north through east, ``elevation_deg`` from the horizon of the
    mean sphere.
    """

    azimuth_deg: float
    elevation_deg: float


def azimuth_of_pole_deg(lat_deg: float) -> float:
    """Return the azimuth of the nearer pole: 180 in the south, 0 in the north (deg)."""
    return 180.0 if lat_deg < 0 else 0.0


def distance_to_pole_km(lat_deg: float) -> float:
    """Return the way to the nearer pole along the mean sphere (km)."""
    return math.radians(_POLE_DEG - abs(lat_deg)) * MOON_RADIUS_KM
