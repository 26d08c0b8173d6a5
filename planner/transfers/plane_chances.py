"""When a site comes near enough to an orbit's plane, in light enough, to land or to leave.

The orbit keeps its plane in space while the Moon turns 13.2 degrees a day beneath it. A
craft whose place in the orbit is given comes past the site once a revolution, each time
some 33 km farther along the equator; one whose place is free is taken to be where it is
needed. How far the powered flight may steer sideways is the caller's choice.

Site and Sun are followed hour by hour and taken linearly between (`planner.transfers.landing`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.errors import OutOfRangeError
from planner.transfers.landing import SiteTrack, site_track
from planner.transfers.over_site import Lead, Plane, SurfaceSite
from planner.transfers.request import refuse_unless, require_within

Array = NDArray[np.float64]

#: Longest wait: a sidereal month, in which every site that can be passed over is, and a day.
LONGEST_WAIT_D = 28.5
_HOUR_S = 3600.0
_TURN = 2.0 * math.pi
_LATER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What makes a moment a chance.

    Attributes
    ----------
    cross_range_max_km : float
        How far to the side of the plane the site may lie.
    sun_deg : tuple[float, float]
        Least and greatest elevation of the Sun at the site.
    """

    cross_range_max_km: float
    sun_deg: tuple[float, float] = (-90.0, 90.0)

    def __post_init__(self) -> None:
        """Refuse light that never is, and NaN."""
        low, high = self.sun_deg
        refuse_unless(
            -90.0 <= low < high <= 90.0, name="sun_deg", value=self.sun_deg,
            allowed="a least and a greater elevation within -90 .. 90 deg",
        )  # fmt: skip

    @property
    def off_max_rad(self) -> float:
        """The cross-range as an angle of the mean sphere."""
        return self.cross_range_max_km / MOON_RADIUS_KM

    def has_light(self, sun_deg: Array) -> NDArray[np.bool_]:
        """Which elevations will do."""
        low, high = self.sun_deg
        lit: NDArray[np.bool_] = (sun_deg >= low) & (sun_deg <= high)
        return lit


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A moment, how far to the side of the plane the site lies (rad, signed), and its Sun."""

    t_tdb_s: float
    off_rad: float
    sun_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What a wait offers.

    Attributes
    ----------
    first : Chance
        The first within reach; without one, the moment at which the site is least far off.
    reached : bool
    later : tuple[Chance, ...]
        Up to three that follow when the plane comes over the site anew.
    """

    first: Chance
    reached: bool
    later: tuple[Chance, ...]


def chances_over(
    plane: Plane,
    *,
    site: SurfaceSite,
    first_tdb_s: float,
    wait_max_d: float,
    lead: Lead,
    reach: Reach,
) -> Chances:
    """Look through a wait.

    Once the site is within reach, the revolution that follows is looked through as well,
    for less to be steered. A craft whose place is given may come past once, however short
    the wait.

    Raises
    ------
    OutOfRangeError
        A wait that is negative or longer than a sidereal month.
    """
    require_within("wait_max_d", wait_max_d, 0.0, LONGEST_WAIT_D, "d")
    last = first_tdb_s + wait_max_d * SECONDS_PER_DAY
    looked = _any_time if plane.argument_rad is None else _each_revolution
    times, off, sun = looked(plane, site, first_tdb_s, last, lead)
    lit = reach.has_light(sun)

    def chance(at: int) -> Chance:
        return Chance(t_tdb_s=float(times[at]), off_rad=float(off[at]), sun_deg=float(sun[at]))

    near = np.nonzero((np.abs(off) <= reach.off_max_rad) & lit)[0]
    if not near.size:
        away = np.where(lit, np.abs(off), math.pi) if lit.any() else np.abs(off)
        return Chances(first=chance(int(np.argmin(away))), reached=False, later=())
    revolution_s = _TURN / plane.rate_rad_s
    gaps = np.nonzero(np.diff(times[near]) > 1.5 * max(revolution_s, _HOUR_S))[0] + 1
    best = [chance(_least_off(times, off, group, revolution_s)) for group in np.split(near, gaps)]
    return Chances(first=best[0], reached=True, later=tuple(best[1 : _LATER + 1]))


def _least_off(times: Array, off: Array, group: NDArray[np.intp], revolution_s: float) -> int:
    """Of the chances within a revolution of the first, the one with least to steer."""
    soon = group[times[group] <= times[group[0]] + 1.01 * revolution_s]
    return int(soon[np.argmin(np.abs(off[soon]))])


def first_light_s(
    *, site: SurfaceSite, first_tdb_s: float, wait_max_d: float, reach: Reach
) -> float:
    """First hour of a wait in which the Sun stands as asked.

    Raises
    ------
    OutOfRangeError
        It never does.
    """
    if reach.sun_deg == (-90.0, 90.0):
        return first_tdb_s
    track, hours = _followed(site, first_tdb_s, first_tdb_s + wait_max_d * SECONDS_PER_DAY)
    lit = np.nonzero(reach.has_light(track.sun_deg))[0]
    if not lit.size:
        raise OutOfRangeError(
            name="sun_deg",
            value=reach.sun_deg,
            allowed=f"what the Sun reaches there in {wait_max_d:g} d, "
            f"{track.sun_deg.min():.1f} .. {track.sun_deg.max():.1f} deg",
        )
    return float(hours[lit[0]])


def out_of_reach(
    *, patient: Chances, best: Chances, earliest_tdb_s: float, wait_max_d: float, reach: Reach,
    way_out: str,
) -> OutOfRangeError:  # fmt: skip
    """Say how long a wait would do; or how far the site stays from the plane.

    Parameters
    ----------
    patient, best : Chances
        What the longest wait offers, and what the wait allowed offers.
    earliest_tdb_s : float
        When the wait begins.
    way_out : str
        What else the caller can do.
    """
    light = "" if reach.sun_deg == (-90.0, 90.0) else " in such light"
    if patient.reached:
        wait_d = (patient.first.t_tdb_s - earliest_tdb_s) / SECONDS_PER_DAY
        return OutOfRangeError(
            name="wait_max_d",
            value=wait_max_d,
            allowed=f"at least {math.ceil(1e3 * wait_d) / 1e3:g} d, until the site comes within "
            f"{reach.cross_range_max_km:g} km of the plane{light} (or {way_out})",
        )
    least_km = MOON_RADIUS_KM * min(abs(patient.first.off_rad), abs(best.first.off_rad))
    return OutOfRangeError(
        name="cross_range_max_km",
        value=reach.cross_range_max_km,
        allowed=f"at least {math.ceil(least_km):g} km in this orbit, which the site never comes "
        f"nearer to{light} (or {way_out}, or take another inclination)",
    )


def _followed(site: SurfaceSite, first: float, last: float) -> tuple[SiteTrack, Array]:
    track = site_track(
        lat_deg=site.lat_deg, lon_deg=site.lon_deg, start_tdb_s=first, end_tdb_s=last
    )
    return track, first + _HOUR_S * np.arange(len(track.direction), dtype=np.float64)


def _any_time(
    plane: Plane, site: SurfaceSite, first: float, last: float, _lead: Lead
) -> tuple[Array, Array, Array]:
    """Hours of the wait and the crossings between them; angle off the plane and Sun then."""
    track, hours = _followed(site, first, last)
    off = np.arcsin(np.clip(track.direction @ plane.axes[2], -1.0, 1.0))
    turn = np.nonzero(off[:-1] * off[1:] < 0.0)[0]
    crossing = hours[turn] + _HOUR_S * off[turn] / (off[turn] - off[turn + 1])
    crossing = crossing[crossing <= last]
    inside = hours <= last
    at = np.concatenate((hours[inside], [last], crossing))
    values = np.concatenate((off[inside], [np.interp(last, hours, off)], np.zeros(len(crossing))))
    order = np.argsort(at)
    return at[order], values[order], np.interp(at[order], hours, track.sun_deg)


def _each_revolution(
    plane: Plane, site: SurfaceSite, first: float, last: float, lead: Lead
) -> tuple[Array, Array, Array]:
    """Moments at which the craft comes past the site; angle off the plane and Sun then."""
    assert plane.argument_rad is not None
    period = _TURN / plane.rate_rad_s
    track, hours = _followed(site, first, last + 2.0 * period)

    def direction(times: Array) -> Array:
        parts = [np.interp(times, hours, track.direction[:, k]) for k in range(3)]
        return np.stack(parts, axis=1)

    times: Array = first + period * np.arange(int((last - first) // period) + 2, dtype=np.float64)
    for _ in range(4):  # the site turns 300 times slower than the craft
        craft = plane.argument_rad + plane.rate_rad_s * (times - lead.lag_s - plane.start_tdb_s)
        short = (plane.angle_of(direction(times)) - lead.angle_rad - craft + math.pi) % _TURN
        step = (short - math.pi) / plane.rate_rad_s
        times = times + np.where(times + step < first - 0.5, step + period, step)
    times = np.sort(times[(times >= first - 1.0) & (times <= max(last, float(times.min())))])
    off = np.arcsin(np.clip(direction(times) @ plane.axes[2], -1.0, 1.0))
    return times, off, np.interp(times, hours, track.sun_deg)
