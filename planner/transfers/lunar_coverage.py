"""What a craft about the Moon sees of a site and of the Earth.

The site sees it above an elevation on the mean sphere (terrain enters as that elevation);
it sees the Earth's centre where the Moon's disc does not hide it. A relay works while both
hold. The path is followed in half minutes; where a condition changes, time is shared
linearly, so that the ends of a pass are good to half a second.

Validity: geometry alone; no light time, no antennas, the Earth a point (stations on its far
side see nothing for half a day, whatever the relay does).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.constants import MOON_RADIUS_KM
from planner.astro.ephemeris import MOON, EphemerisTable, geocentric_position, load_ephemeris
from planner.astro.orientation import write_moon_fixed
from planner.transfers.lunar_flight import LunarFlight, between
from planner.transfers.request import require_within

Array = NDArray[np.float64]

_STEP_S: Final = 30.0
#: Conditions: the site sees the craft, the craft sees the Earth, both.
_CONDITIONS: Final = 3
_HOUR_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How a condition holds along a flight.

    Attributes
    ----------
    share : float
        Of the time, 0 to 1.
    passes : int
        Unbroken stretches; one that has begun before the start counts.
    longest_pass_h, longest_gap_h : float
        Hours; stretches cut by the ends of the flight are counted as cut.
    """

    share: float
    passes: int
    longest_pass_h: float
    longest_gap_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a site gets of a craft: its own sight, the Earth's, and both at once."""

    lat_deg: float
    lon_deg: float
    min_elevation_deg: float
    site: Sight
    earth: Sight
    relay: Sight

    def as_dict(self) -> dict[str, Any]:
        """Return what a script reads; shares of time from 0 to 1, hours."""
        told: dict[str, Any] = {
            "lat_deg": self.lat_deg,
            "lon_deg": self.lon_deg,
            "min_elevation_deg": self.min_elevation_deg,
        }
        for name in ("site", "earth", "relay"):
            sight: Sight = getattr(self, name)
            told |= {
                f"{name}_share": sight.share,
                f"{name}_passes": sight.passes,
                f"{name}_longest_pass_h": sight.longest_pass_h,
                f"{name}_longest_gap_h": sight.longest_gap_h,
            }
        return told


def require_site(*, lat_deg: float, lon_deg: float, min_elevation_deg: float) -> None:
    """Refuse a site `site_coverage` does not take, before anything is flown.

    Raises
    ------
    OutOfRangeError
    """
    require_within("site_lat_deg", lat_deg, -90.0, 90.0, "deg")
    require_within("site_lon_deg", lon_deg, -180.0, 360.0, "deg")
    require_within("min_elevation_deg", min_elevation_deg, -10.0, 89.0, "deg")


def site_coverage(
    flight: LunarFlight, *, lat_deg: float, lon_deg: float, min_elevation_deg: float = 5.0
) -> Coverage:
    """Follow a flight and tell what a site gets of it.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Planetocentric latitude (-90 to 90) and east longitude (-180 to 360).
    min_elevation_deg : float
        Lowest elevation at which the site sees the craft, -10 to 89.

    Raises
    ------
    OutOfRangeError
        A value outside these ranges.
    """
    require_site(lat_deg=lat_deg, lon_deg=lon_deg, min_elevation_deg=min_elevation_deg)
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    tally = np.zeros((_CONDITIONS, 5))
    _follow(
        load_ephemeris(), flight.t_tdb_s, flight.states_km_s, up,
        math.sin(math.radians(min_elevation_deg)), tally,
    )  # fmt: skip
    whole_s = float(flight.t_tdb_s[-1] - flight.t_tdb_s[0])
    site, earth, relay = (_sight(row, whole_s) for row in tally)
    return Coverage(
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        min_elevation_deg=min_elevation_deg,
        site=site,
        earth=earth,
        relay=relay,
    )


def _sight(row: Array, whole_s: float) -> Sight:
    seen_s, passes, longest_s, gap_s = row[:4]
    return Sight(
        share=min(1.0, float(seen_s / whole_s)),
        passes=int(passes),
        longest_pass_h=float(longest_s) / _HOUR_S,
        longest_gap_h=float(gap_s) / _HOUR_S,
    )


@njit(cache=True)
def _margins(
    table: EphemerisTable, t: float, craft: Array, up: Array, least: float, out: Array
) -> None:
    """How far each condition is met: positive where it holds."""
    axes, moon = np.empty((3, 3)), np.empty(3)
    write_moon_fixed(t, axes)
    geocentric_position(table, MOON, t, moon)
    height = sight2 = r2 = earth2 = towards = 0.0
    for i in range(3):
        u = up[0] * axes[0, i] + up[1] * axes[1, i] + up[2] * axes[2, i]
        sight = craft[i] - MOON_RADIUS_KM * u
        height += sight * u
        sight2 += sight * sight
        to_earth = -moon[i] - craft[i]
        r2 += craft[i] * craft[i]
        earth2 += to_earth * to_earth
        towards -= craft[i] * to_earth
    out[0] = height / math.sqrt(sight2) - least
    # Cosine of the angle between the Moon's centre and the Earth, against the Moon's limb.
    limb = math.sqrt(max(0.0, 1.0 - MOON_RADIUS_KM * MOON_RADIUS_KM / r2))
    out[1] = limb - towards / math.sqrt(r2 * earth2)
    out[2] = min(out[0], out[1])


@njit(cache=True)
def _count(tally: Array, seconds: float, seen: bool) -> None:
    """Add a stretch of one kind: seen s, passes, longest pass, longest gap, running stretch.

    The running stretch is positive in a pass and negative in a gap.
    """
    if seconds <= 0.0:
        return
    running = tally[4]
    if seen:
        tally[0] += seconds
        if running <= 0.0:
            tally[1] += 1.0
        tally[4] = max(running, 0.0) + seconds
        tally[2] = max(tally[2], tally[4])
    else:
        tally[4] = min(running, 0.0) - seconds
        tally[3] = max(tally[3], -tally[4])


@njit(cache=True)
def _follow(
    table: EphemerisTable, times: Array, states: Array, up: Array, least: float, tally: Array
) -> None:
    """Walk along the flight in steps of half a minute or less and count."""
    craft = np.empty(6)
    before, after = np.empty(_CONDITIONS), np.empty(_CONDITIONS)
    _margins(table, times[0], states[0], up, least, before)
    for j in range(len(times) - 1):
        h = times[j + 1] - times[j]
        if h <= 0.0:
            continue
        steps = math.ceil(h / _STEP_S)
        for n in range(1, steps + 1):
            between(h * n / steps, h, states[j], states[j + 1], craft)
            _margins(table, times[j] + h * n / steps, craft, up, least, after)
            for c in range(_CONDITIONS):
                seen = before[c] > 0.0
                if seen == (after[c] > 0.0):
                    _count(tally[c], h / steps, seen)
                else:
                    first = h / steps * before[c] / (before[c] - after[c])
                    _count(tally[c], first, seen)
                    _count(tally[c], h / steps - first, not seen)
            before[:] = after
