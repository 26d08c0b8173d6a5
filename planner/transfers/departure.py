"""Leaving the Earth: parking orbits, the plane that leads to the Moon, and the pad's clock.

Angles are measured on the true equator of date from the celestial intermediate
origin. The parking orbit is circular and keeps its plane (its nodes regress by some
0.4 degrees in the one revolution it may last; neglected). Ascent takes a fixed time
and arc from the pad, given by `Ascent`.

Source: Bate, Mueller & White 1971, "Fundamentals of Astrodynamics", 3.3.1 (launch
site and inclination); Vallado 2013, 6.4 (launch windows).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    J2000_JD,
    SECONDS_PER_DAY,
)
from planner.astro.orientation import (
    earth_rotation_angle,
    geocentric_latitude,
    icrf_to_equator_of_date,
)
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: How far (deg) a parking inclination must exceed the declination of the aim, so that
#: the plane through the aim is well defined (at equality its node has no derivative).
PLANE_MARGIN_DEG = 4.0

#: Shortest coast (rad) a first guess may have. The correction moves it by up to 8 degrees;
#: a coast that crossed zero on the way would jump by a revolution, 22 degrees of the
#: Earth's rotation in which the pad's clock would never settle.
LEAST_COAST_RAD = 0.25

#: Rate of the Earth rotation angle (IAU 2000; Capitaine et al. 2000).
EARTH_RATE_RAD_S = 2.0 * np.pi * 1.00273781191135448 / SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascent:
    """Powered ascent to the parking orbit, as a time and an arc from the pad.

    Defaults: typical of two-stage ascents to 200 km (assumed); they shift the launch
    time, not the burns.
    """

    duration_s: float = 600.0
    arc_deg: float = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSite:
    """A pad: geodetic latitude and east longitude (deg), highest inclination (deg)."""

    id: str
    lat_deg: float
    lon_deg: float
    max_inclination_deg: float = 90.0

    @property
    def geocentric_lat_deg(self) -> float:
        """Latitude (deg) of the direction from the Earth's centre, as planes see it."""
        return float(np.degrees(geocentric_latitude(np.radians(self.lat_deg))))

    def __post_init__(self) -> None:
        """Refuse a place that is not on the Earth."""
        if not (abs(self.lat_deg) <= 90.0 and abs(self.lon_deg) <= 360.0):
            raise OutOfRangeError(
                name="lat_deg, lon_deg",
                value=(self.lat_deg, self.lon_deg),
                allowed="latitudes of -90 .. 90 deg, longitudes of -360 .. 360 deg",
            )

    def require_reachable(self, inclination_deg: float) -> None:
        """Refuse an inclination (deg) below the pad's latitude or above its highest.

        Raises
        ------
        OutOfRangeError
        """
        lowest = abs(self.geocentric_lat_deg)
        if not lowest <= inclination_deg <= self.max_inclination_deg:
            raise OutOfRangeError(
                name="parking_inclination_deg",
                value=inclination_deg,
                allowed=f"{lowest:.1f} .. {self.max_inclination_deg:.1f} from {self.id}",
            )


def parking_inclination_deg(*, site: LaunchSite, declination_deg: float) -> float:
    """Lowest inclination reachable from the pad whose plane can pass through the aim.

    Raises
    ------
    OutOfRangeError
        The pad cannot fly to an inclination that high.
    """
    needed = lowest_parking_inclination_deg(site.geocentric_lat_deg, declination_deg)
    site.require_reachable(needed)
    return needed


@njit(cache=True)
def lowest_parking_inclination_deg(lat_deg: float, declination_deg: float) -> float:
    """Lowest inclination over a latitude whose plane can pass through the aim (compiled)."""
    return max(abs(lat_deg), abs(declination_deg) + PLANE_MARGIN_DEG)


@njit(cache=True)
def _along_equator(u_rad: float, inclination_rad: float) -> float:
    """Angle on the equator (rad) from the node to the meridian of a point of the orbit."""
    return np.arctan2(np.cos(inclination_rad) * np.sin(u_rad), np.cos(u_rad))


@njit(cache=True)
def node_through(aim: Array, inclination_rad: float, ascending: bool) -> float:
    """Core of `plane_node_rad` (compiled)."""
    u = np.arcsin(min(1.0, max(-1.0, aim[2] / np.sin(inclination_rad))))
    if not ascending:
        u = np.pi - u
    return np.arctan2(aim[1], aim[0]) - _along_equator(u, inclination_rad)


@njit(cache=True)
def axes_of_plane(node_rad: float, inclination_rad: float, to_date: Array) -> Array:
    """Core of `orbit_axes` (compiled); ``to_date`` turns the ICRF to the axes of date."""
    cn, sn = np.cos(node_rad), np.sin(node_rad)
    ci, si = np.cos(inclination_rad), np.sin(inclination_rad)
    rows = np.array([[cn, sn, 0.0], [-sn * ci, cn * ci, si], [sn * si, -cn * si, ci]])
    return rows @ to_date


def plane_node_rad(*, aim: Array, inclination_rad: float, ascending: bool) -> float:
    """Node (rad) of the plane through the unit vector ``aim`` (axes of date).

    ``ascending``: whether the motion is northward at the aim.
    """
    return float(node_through(aim, inclination_rad, ascending))


def orbit_axes(*, node_rad: float, inclination_rad: float, t_tdb_s: float) -> Array:
    """Rows: unit vectors (ICRF) to the node, 90 degrees ahead in the plane, and normal."""
    axes: Array = axes_of_plane(node_rad, inclination_rad, icrf_to_equator_of_date(t_tdb_s))
    return axes


def injection_state(*, radius_km: float, axes: Array, u_rad: float, dv_km_s: float) -> Array:
    """State (km, km/s; ICRF) after a tangential burn at argument of latitude ``u_rad``."""
    radial = np.cos(u_rad) * axes[0] + np.sin(u_rad) * axes[1]
    forward = cross(axes[2], radial)
    speed = np.sqrt(GM_EARTH_KM3_S2 / radius_km) + dv_km_s
    return np.concatenate((radius_km * radial, speed * forward))


def injection_partials(*, state: Array, axes: Array, t_tdb_s: float) -> Array:
    """Derivative (6, 3) of `injection_state` in node, argument of latitude and Δv."""
    pole = icrf_to_equator_of_date(t_tdb_s)[2]
    forward = cross(axes[2], state[:3])
    columns = [
        np.concatenate((cross(pole, state[:3]), cross(pole, state[3:]))),
        np.concatenate((cross(axes[2], state[:3]), cross(axes[2], state[3:]))),
        np.concatenate((np.zeros(3), forward / np.linalg.norm(forward))),
    ]
    return np.stack(columns, axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchClock:
    """When the pad serves a parking orbit: launch (TDB s past J2000), coast (s and rad)."""

    launch_tdb_s: float
    coast_rad: float
    coast_s: float
    tli_tdb_s: float


def launch_clock(
    *,
    site: LaunchSite,
    ascent: Ascent,
    radius_km: float,
    inclination_rad: float,
    node_rad: float,
    u_rad: float,
    near_tdb_s: float,
    tdb_minus_utc_s: float,
    north_east: bool,
    coast_near_rad: float | None = None,
) -> LaunchClock:
    """Launch, coast and TLI times nearest to ``near_tdb_s`` for one parking orbit.

    The pad passes under the plane twice a sidereal day, once where a launch to the
    north-east joins it, once to the south-east (due east both, at the lowest
    inclination). The coast is the arc from insertion to ``u_rad``: about one revolution
    at most, or the arc nearest to ``coast_near_rad``, so that it changes without a jump.
    """
    lat = np.radians(site.geocentric_lat_deg)
    u_pad = np.arcsin(np.clip(np.sin(lat) / np.sin(inclination_rad), -1.0, 1.0))
    if not north_east:
        u_pad = np.pi - u_pad
    along = _along_equator(u_pad, inclination_rad)
    least = LEAST_COAST_RAD if coast_near_rad is None else coast_near_rad - np.pi
    arc = u_rad - u_pad - np.radians(ascent.arc_deg)
    coast_rad = float(least + (arc - least) % (2.0 * np.pi))
    coast_s = coast_rad / np.sqrt(GM_EARTH_KM3_S2 / radius_km**3)
    lead_s = ascent.duration_s + coast_s
    launch = near_tdb_s - lead_s
    pad = earth_rotation_angle(launch - tdb_minus_utc_s) + np.radians(site.lon_deg)
    behind = (node_rad + along - pad + np.pi) % (2.0 * np.pi) - np.pi
    launch += behind / EARTH_RATE_RAD_S
    return LaunchClock(
        launch_tdb_s=launch, coast_rad=coast_rad, coast_s=coast_s, tli_tdb_s=launch + lead_s
    )


def radius_of(*, parking_alt_km: float) -> float:
    """Radius (km) of a circular orbit at an altitude above the equatorial radius."""
    if not 150.0 <= parking_alt_km <= 2000.0:
        raise OutOfRangeError(name="parking_alt_km", value=parking_alt_km, allowed="150 .. 2000 km")
    return EARTH_RADIUS_KM + parking_alt_km


def seconds_past_j2000(tdb_jd: float) -> float:
    """TDB seconds past J2000 of a TDB Julian date."""
    return (tdb_jd - J2000_JD) * SECONDS_PER_DAY


def julian_date(t_tdb_s: float) -> float:
    """TDB Julian date of TDB seconds past J2000."""
    return J2000_JD + t_tdb_s / SECONDS_PER_DAY


def on_grid(t_tdb_s: float) -> float:
    """The same time as the reported Julian date gives it (its resolution is 40 µs)."""
    return seconds_past_j2000(julian_date(t_tdb_s))
