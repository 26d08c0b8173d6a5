"""Where Sun and Earth stand over a site: azimuth and elevation on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import J2000_JD, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_icrf_to_fixed
from planner.campaign.compass import Body, Direction
from planner.epochs import utc_to_tdb_jd_array

Axis: TypeAlias = NDArray[np.float64]


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


def _horizon_axes(lat_rad: float, lon_rad: float) -> tuple[Axis, Axis, Axis]:
    """Return east, north and up of a place in the Moon's own axes."""
    s, c = math.sin(lat_rad), math.cos(lat_rad)
    sl, cl = math.sin(lon_rad), math.cos(lon_rad)
    return (
        np.array([-sl, cl, 0.0]),
        np.array([-s * cl, -s * sl, c]),
        np.array([c * cl, c * sl, s]),
    )
