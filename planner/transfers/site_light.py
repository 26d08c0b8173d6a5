"""The Sun and the Earth in the sky of a place on the Moon.

Geometric, from the sphere at the place's height: no light time, no aberration, no terrain.
"""

from __future__ import annotations

import math

import numpy as np

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_icrf_to_fixed
from planner.transfers.over_site import SurfaceSite


def look_deg(*, site: SurfaceSite, body: str, t_tdb_s: float) -> tuple[float, float]:
    """Elevation and azimuth (deg, from north by east) of ``sun`` or ``earth`` at a site."""
    jd = J2000_JD + t_tdb_s / SECONDS_PER_DAY
    moon = body_states_km_s("moon", jd)[0, :3]
    target = np.zeros(3) if body == "earth" else body_states_km_s(body, jd)[0, :3]
    sight = moon_icrf_to_fixed(t_tdb_s) @ (target - moon - site.state(t_tdb_s)[:3])
    lat, lon = math.radians(site.lat_deg), math.radians(site.lon_deg)
    up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    east = np.array([-math.sin(lon), math.cos(lon), 0.0])
    north = np.cross(up, east)
    elevation = math.asin(float(sight @ up) / float(np.linalg.norm(sight)))
    return math.degrees(elevation), math.degrees(math.atan2(sight @ east, sight @ north)) % 360.0
