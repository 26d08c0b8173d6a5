"""From a circular lunar orbit to a site: when the plane passes over it, and in what light.

After LOI the orbit keeps its plane in space while the Moon turns 13.2 degrees a day
beneath it, so a site comes into the plane twice a sidereal month (once, at a pole of
the orbit). Descent starts from such a pass: no plane change is paid. The plane is
taken as fixed; the Moon's uneven field would turn a polar one by less than a degree
in the fortnight this may last.

Source: Bate, Mueller & White 1971, 7.4 (plane over a site); body orientation after
Archinal et al. 2018 (`planner.astro.orientation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.orientation import moon_icrf_to_fixed, sun_elevation_deg
from planner.errors import OutOfRangeError
from planner.transfers.transfer import frozen

Array = NDArray[np.float64]

_STEP_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPass:
    """A pass of the orbit plane over the site, and the Sun's elevation there."""

    t_tdb_s: float
    sun_elevation_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteTrack:
    """A lunar site hour by hour: its direction in the ICRF, and the Sun's elevation.

    Between the hours values are taken linearly: the site turns 0.55 degrees an hour,
    so the chord leaves the arc by less than 3e-3 degrees.
    """

    start_tdb_s: float
    direction: Array
    sun_deg: Array


def site_track(
    *, lat_deg: float, lon_deg: float, start_tdb_s: float, end_tdb_s: float
) -> SiteTrack:
    """Follow a site (planetocentric degrees, east positive) through a range of dates."""
    times = np.arange(start_tdb_s, end_tdb_s + _STEP_S, _STEP_S)
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    direction = np.empty((len(times), 3))
    _directions(up, times, direction)
    return SiteTrack(
        start_tdb_s=start_tdb_s,
        direction=frozen(direction),
        sun_deg=frozen(sun_elevation_deg(lat_deg=lat_deg, lon_deg=lon_deg, t_tdb_s=times)),
    )


@njit(cache=True)
def _directions(up_fixed: Array, times: Array, out: Array) -> None:
    for i in range(len(times)):
        out[i] = up_fixed @ moon_icrf_to_fixed(times[i])


def landing_passes(
    *, track: SiteTrack, normal: Array, from_tdb_s: float, wait_max_d: float
) -> tuple[LandingPass, ...]:
    """Times at which the site lies in an orbit plane, in order.

    Parameters
    ----------
    track : SiteTrack
    normal : ndarray, shape (3,)
        Unit normal of the plane (ICRF).
    from_tdb_s, wait_max_d : float
        Search from TDB seconds past J2000, for so many days.

    Raises
    ------
    OutOfRangeError
        The search leaves the track.
    """
    first = int((from_tdb_s - track.start_tdb_s) // _STEP_S)
    last = first + int(wait_max_d * 86400.0 // _STEP_S) + 2
    if first < 0 or last > len(track.direction):
        raise OutOfRangeError(
            name="from_tdb_s", value=from_tdb_s, allowed="the days the site was followed for"
        )
    height = track.direction[first:last] @ normal
    crossing = np.nonzero(height[:-1] * height[1:] <= 0.0)[0]
    share = height[crossing] / (height[crossing] - height[crossing + 1])
    sun = track.sun_deg[first:last]
    light = sun[crossing] + share * (sun[crossing + 1] - sun[crossing])
    times = track.start_tdb_s + (first + crossing + share) * _STEP_S
    return tuple(
        LandingPass(t_tdb_s=float(t), sun_elevation_deg=float(up))
        for t, up in zip(times, light, strict=True)
        if t >= from_tdb_s
    )
