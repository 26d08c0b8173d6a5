"""Light at the Moon: the Sun and the Earth as a craft, and as a landing site, sees them.

A craft near the Moon loses the Sun as the Moon's disc covers the Sun's
(`planner.astro.shadow`), and the Earth when the Moon stands before the Earth's centre.

Geometric: no light time nor aberration (together under 0.01 degree), no terrain.
Source: Montenbruck & Gill 2000, "Satellite Orbits", 3.4.2 (shadow by apparent discs); body
orientation after Archinal et al. 2018 (`planner.astro.orientation`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import earth_elevation_deg, moon_icrf_to_fixed, sun_elevation_deg
from planner.astro.shadow import visible_sun
from planner.errors import OutOfRangeError
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.landing import landing_passes, site_track
from planner.transfers.transfer import Burn

Array = NDArray[np.float64]

#: Days searched for the plane to pass over a site: a sidereal month and a day.
_SEARCH_D = 28.3


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingSite:
    """A place on the Moon (planetocentric, east positive) and its effective horizon (deg).

    Raises
    ------
    OutOfRangeError
        Coordinates off the sphere, or NaN.
    """

    lat_deg: float
    lon_deg: float
    horizon_deg: float = 0.0

    def __post_init__(self) -> None:
        for name, value, most in (
            ("site_lat_deg", self.lat_deg, 90.0),
            ("site_lon_deg", self.lon_deg, 360.0),
        ):
            if not abs(value) <= most:
                raise OutOfRangeError(name=name, value=value, allowed=f"{-most:g} .. {most:g} deg")


@dataclass(frozen=True, slots=True, kw_only=True)
class CraftLight:
    """What a craft near the Moon sees, and the ground below it.

    Attributes
    ----------
    sun_share : float
        Part of the Sun's disc the Moon leaves free: 0 in the umbra, 1 in full light.
    earth_in_view : bool
        Whether the Moon leaves the Earth's centre free.
    latitude_deg, longitude_deg : float
        Of the point below the craft.
    sun_elevation_deg, earth_elevation_deg : float
        At that point, above the horizon of the mean sphere.
    """

    sun_share: float
    earth_in_view: bool
    latitude_deg: float
    longitude_deg: float
    sun_elevation_deg: float
    earth_elevation_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLight:
    """Light at a landing site when the craft is in orbit, and when it may come down.

    Attributes
    ----------
    sun_elevation_deg, earth_elevation_deg : float
        At the date, above the horizon of the mean sphere.
    sun_is_up : bool
        Whether the Sun's centre stands above the site's effective horizon.
    pass_tdb_jd : float or None
        When the plane of the orbit first passes over the site; None if it does not
        within a sidereal month.
    pass_sun_elevation_deg, pass_earth_elevation_deg : float or None
        Light then.
    """

    sun_elevation_deg: float
    earth_elevation_deg: float
    sun_is_up: bool
    pass_tdb_jd: float | None
    pass_sun_elevation_deg: float | None
    pass_earth_elevation_deg: float | None


def craft_light(*, relative_km: Array, epoch_tdb_jd: float) -> CraftLight:
    """What a craft sees from a Moon-centred position (km, ICRF, above the ground).

    Raises
    ------
    OutOfRangeError
        A position inside the Moon, or a date outside the ephemeris.
    """
    radius = float(np.linalg.norm(relative_km))
    if not radius >= MOON_RADIUS_KM:
        raise OutOfRangeError(
            name="relative_km", value=radius, allowed=f"{MOON_RADIUS_KM:g} km and more"
        )
    t = seconds_past_j2000(epoch_tdb_jd)
    moon = body_states_km_s("moon", epoch_tdb_jd)[0, :3]
    sun = body_states_km_s("sun", epoch_tdb_jd)[0, :3] - moon
    earth = -moon - relative_km
    limb = math.asin(MOON_RADIUS_KM / radius)
    fixed = moon_icrf_to_fixed(t) @ (relative_km / radius)
    lat, lon = math.degrees(math.asin(fixed[2])), math.degrees(math.atan2(fixed[1], fixed[0]))
    return CraftLight(
        sun_share=float(visible_sun(*relative_km, *sun, MOON_RADIUS_KM)),
        earth_in_view=_angle(earth, -relative_km) > limb,
        latitude_deg=lat,
        longitude_deg=lon,
        sun_elevation_deg=float(sun_elevation_deg(lat_deg=lat, lon_deg=lon, t_tdb_s=t)[0]),
        earth_elevation_deg=float(earth_elevation_deg(lat_deg=lat, lon_deg=lon, t_tdb_s=t)[0]),
    )


def burn_light(burn: Burn) -> CraftLight:
    """Light at a burn about the Moon."""
    return craft_light(relative_km=np.array(burn.r_km), epoch_tdb_jd=burn.epoch_tdb_jd)


def site_light(*, site: LandingSite, last_burn: Burn) -> SiteLight:
    """Light at a site after the last burn into lunar orbit, and at the plane's first pass.

    Raises
    ------
    OutOfRangeError
        The month after the burn leaves the ephemeris.
    """
    t = seconds_past_j2000(last_burn.epoch_tdb_jd)
    sun = float(sun_elevation_deg(lat_deg=site.lat_deg, lon_deg=site.lon_deg, t_tdb_s=t)[0])
    passed = _first_pass(site, last_burn, t)
    return SiteLight(
        sun_elevation_deg=sun,
        earth_elevation_deg=_earth_deg(site, t),
        sun_is_up=sun > site.horizon_deg,
        pass_tdb_jd=None if passed is None else julian_date(passed[0]),
        pass_sun_elevation_deg=None if passed is None else passed[1],
        pass_earth_elevation_deg=None if passed is None else _earth_deg(site, passed[0]),
    )


def _first_pass(site: LandingSite, burn: Burn, t_tdb_s: float) -> tuple[float, float] | None:
    normal = cross(np.array(burn.r_km), np.array(burn.v_after_km_s))
    track = site_track(
        lat_deg=site.lat_deg,
        lon_deg=site.lon_deg,
        start_tdb_s=t_tdb_s,
        end_tdb_s=t_tdb_s + (_SEARCH_D + 1.0) * 86400.0,
    )
    found = landing_passes(
        track=track,
        normal=normal / np.linalg.norm(normal),
        from_tdb_s=t_tdb_s,
        wait_max_d=_SEARCH_D,
    )
    return (found[0].t_tdb_s, found[0].sun_elevation_deg) if found else None


def _earth_deg(site: LandingSite, t_tdb_s: float) -> float:
    return float(
        earth_elevation_deg(lat_deg=site.lat_deg, lon_deg=site.lon_deg, t_tdb_s=t_tdb_s)[0]
    )


def _angle(a: Array, b: Array) -> float:
    """Angle (rad) between two vectors, exact near zero too."""
    return math.atan2(float(np.linalg.norm(cross(a, b))), float(a @ b))
