"""Where Sun and Earth stand over a site: azimuth and elevation on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import J2000_JD, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_icrf_to_fixed
from planner.epochs import utc_to_tdb_jd_array

Axis: TypeAlias = NDArray[np.float64]
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


def directions(
    body: Body, *, lat_deg: float, lon_deg: float, instants_utc: Sequence[datetime]
) -> tuple[Direction, ...]:
    """Return where the Sun or the Earth stands, instant by instant.

    Geometric, from the ground of the mean sphere: no light time, no terrain. At a pole north
    is the direction of the meridian ``lon_deg``, as a limit.

    Parameters
    ----------
    body : str
        ``sun`` or ``earth``.
    lat_deg, lon_deg : float
        Latitude and east longitude of the place.
    instants_utc : sequence of datetime
        Aware instants within 1965..2065.
    """
    tdb_jd = utc_to_tdb_jd_array(instants_utc)
    moon = body_states_km_s("moon", tdb_jd)[:, :3]
    target = body_states_km_s("sun", tdb_jd)[:, :3] if body == "sun" else np.zeros_like(moon)
    east, north, up = _horizon_axes(math.radians(lat_deg), math.radians(lon_deg))
    found = []
    for jd, sight_icrf in zip(tdb_jd, target - moon, strict=True):
        to_fixed = moon_icrf_to_fixed((jd - J2000_JD) * SECONDS_PER_DAY)
        sight = to_fixed @ sight_icrf - MOON_RADIUS_KM * up
        azimuth = math.degrees(math.atan2(sight @ east, sight @ north)) % 360.0
        elevation = math.degrees(math.asin((sight @ up) / np.linalg.norm(sight)))
        found.append(Direction(azimuth_deg=azimuth, elevation_deg=elevation))
    return tuple(found)


def azimuth_of_pole_deg(lat_deg: float) -> float:
    """Return the azimuth of the nearer pole: 180 in the south, 0 in the north (deg)."""
    return 180.0 if lat_deg < 0 else 0.0


def distance_to_pole_km(lat_deg: float) -> float:
    """Return the way to the nearer pole along the mean sphere (km)."""
    return math.radians(_POLE_DEG - abs(lat_deg)) * MOON_RADIUS_KM


def _horizon_axes(lat_rad: float, lon_rad: float) -> tuple[Axis, Axis, Axis]:
    """Return east, north and up of a place in the Moon's own axes."""
    s, c = math.sin(lat_rad), math.cos(lat_rad)
    sl, cl = math.sin(lon_rad), math.cos(lon_rad)
    return (
        np.array([-sl, cl, 0.0]),
        np.array([-s * cl, -s * sl, c]),
        np.array([c * cl, c * sl, s]),
    )
