"""A flight as the player in the browser wants it: positions, Sun, speeds, burns, all by time.

The player draws straight lines between samples, so they stand close where the path bends.
Sun direction: low-precision formula of the Astronomical Almanac, 0.01 degrees from 1950 to
2050; it points an arrow and lights two spheres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    GM_MOON_KM3_S2,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.figures.frames import Positions, moon_axes
from planner.figures.trajectory_marks import outbound_burns
from planner.figures.wording import date_text, grouped
from planner.plan import Flight

#: Samples sent to the browser at most: 0.1 MB, and a step of the drawing is below a pixel.
MOST_SAMPLES: Final = 450
#: Share of the samples that is spread evenly in time, so that nothing far out is left bare.
_EVEN: Final = 0.25
#: Points a derivative is taken from: its error falls with the fourth power of the step.
_STENCIL: Final = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneBurn:
    """A burn to be marked: its name, when (s after the first sample), how large (m/s)."""

    label: str
    t_s: float
    dv_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """A path flown, of any family.

    Attributes
    ----------
    id : str
        Changes when anything else does: the player keeps its clock while it stays.
    alt : str
        The flight in words, for readers who do not see it.
    start_utc : datetime
        Of the first sample.
    t_s : ndarray, shape (n,)
        From the first sample; strictly rising, five samples at least.
    jd : float
        TDB Julian date of the first sample.
    craft_km, moon_km : ndarray, shape (n, 3)
        Earth-centred, ICRF axes.
    burns : tuple of SceneBurn
    """

    id: str
    alt: str
    start_utc: datetime
    jd: float
    t_s: Array
    craft_km: Positions
    moon_km: Positions
    burns: tuple[SceneBurn, ...]


def flight_way(flight: Flight) -> Way:
    """Return the way of a plan's flight, from TLI to perilune."""
    path = flight.path
    # Where two legs join at a burn its date stands twice, once at the end of each.
    kept = np.diff(path.epoch_tdb_jd, prepend=-np.inf) > 0.0
    t_s = (path.epoch_tdb_jd[kept] - path.epoch_tdb_jd[0]) * SECONDS_PER_DAY
    return Way(
        id=f"{flight.id} {flight.tli_utc.isoformat()}",
        alt=(
            f"Flight {flight.id} in three dimensions: TLI on {date_text(flight.tli_utc)}, "
            f"perilune {grouped(flight.perilune_alt_km)} km above the Moon after "
            f"{flight.tof_d:.2f} days."
        ),
        start_utc=flight.tli_utc,
        jd=float(path.epoch_tdb_jd[0]),
        t_s=t_s,
        craft_km=path.craft_km[kept],
        moon_km=path.moon_km[kept],
        burns=tuple(
            SceneBurn(label=name, t_s=min(day * SECONDS_PER_DAY, float(t_s[-1])), dv_m_s=dv_m_s)
            for name, day, dv_m_s in outbound_burns(flight)
        ),
    )


def scene(way: Way, *, start_s: float = 0.0) -> dict[str, Any]:
    """Return what the player draws; ``start_s`` is where its clock starts.

    Returns
    -------
    dict
        Plain numbers; positions as flat lists x, y, z, x, …, in km. Fixed axes: x to the Moon
        at the end, z along the Moon's orbital motion. The rotating axes keep the Moon on x.
    """
    times = sample_times(way)
    craft, craft_v = _at(way.t_s, way.craft_km, times)
    moon, moon_v = _at(way.t_s, way.moon_km, times)
    sun = sun_direction(way.jd + times / SECONDS_PER_DAY)
    turning = moon_axes(moon)
    fixed = turning[-1]
    return {
        "id": way.id,
        "alt": way.alt,
        "start_s": start_s,
        "start_utc_ms": way.start_utc.timestamp() * 1000.0,
        "t_s": _flat(times, 1),
        "craft_km": _flat(craft @ fixed.T, 1),
        "moon_km": _flat(moon @ fixed.T, 1),
        "sun": _flat(sun @ fixed.T, 4),
        "rotating": {
            "craft_km": _flat(np.einsum("nij,nj->ni", turning, craft), 1),
            "sun": _flat(np.einsum("nij,nj->ni", turning, sun), 4),
        },
        "speed_earth_km_s": _flat(np.linalg.norm(craft_v, axis=1), 4),
        "speed_moon_km_s": _flat(np.linalg.norm(craft_v - moon_v, axis=1), 4),
        "burns": [
            {"label": burn.label, "t_s": burn.t_s, "dv_m_s": burn.dv_m_s} for burn in way.burns
        ],
        "radii_km": {"earth": EARTH_RADIUS_KM, "moon": MOON_RADIUS_KM},
    }


def sample_times(way: Way) -> Array:
    """Return when to sample a way (s): close together where its acceleration is large.

    A chord over a step h misses a path of acceleration a by a h² / 8, so steps go as one
    over the root of a.
    """
    from_earth = np.linalg.norm(way.craft_km, axis=1)
    from_moon = np.linalg.norm(way.craft_km - way.moon_km, axis=1)
    density = np.sqrt(GM_EARTH_KM3_S2 / from_earth**2 + GM_MOON_KM3_S2 / from_moon**2)
    steps = np.diff(way.t_s)
    bent = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]) * steps)])
    share = (1.0 - _EVEN) * bent / bent[-1] + _EVEN * (way.t_s - way.t_s[0]) / np.ptp(way.t_s)
    return np.asarray(np.interp(np.linspace(0.0, 1.0, MOST_SAMPLES), share, way.t_s))


def sun_direction(tdb_jd: Array) -> Positions:
    """Return the unit vectors to the Sun from the Earth, ICRF axes, shape (n, 3).

    The Almanac counts longitude from the equinox of date; precession, 50.29 arcsec a year,
    brings it back to that of J2000.
    """
    days = np.asarray(tdb_jd, dtype=np.float64) - J2000_JD
    mean = np.radians(357.528 + 0.9856003 * days)
    longitude = np.radians(
        280.460
        + 0.9856474 * days
        + 1.915 * np.sin(mean)
        + 0.020 * np.sin(2.0 * mean)
        - 50.29 / 3600.0 * days / 365.25
    )
    obliquity = np.radians(23.439)
    return np.stack(
        [
            np.cos(longitude),
            np.cos(obliquity) * np.sin(longitude),
            np.sin(obliquity) * np.sin(longitude),
        ],
        axis=-1,
    )


def _at(t_s: Array, places: Positions, times: Array) -> tuple[Positions, Positions]:
    """Interpolate places and their velocities by cubics that meet both at every sample."""
    speeds = _slopes(t_s, places)
    k = np.clip(np.searchsorted(t_s, times, side="right") - 1, 0, len(t_s) - 2)
    step = (t_s[k + 1] - t_s[k])[:, None]
    u = (times - t_s[k])[:, None] / step
    a, b, va, vb = places[k], places[k + 1], speeds[k] * step, speeds[k + 1] * step
    rise = b - a
    at = a + u * (va + u * (3.0 * rise - 2.0 * va - vb + u * (va + vb - 2.0 * rise)))
    slope = va + u * (2.0 * (3.0 * rise - 2.0 * va - vb) + 3.0 * u * (va + vb - 2.0 * rise))
    return at, slope / step


def _slopes(t_s: Array, places: Positions) -> Positions:
    """Derivative at every sample of the quartic through it and its four neighbours."""
    first = np.clip(np.arange(len(t_s)) - _STENCIL // 2, 0, len(t_s) - _STENCIL)
    at = first[:, None] + np.arange(_STENCIL)
    # Powers of the time from the sample, in stencil lengths: five equations each.
    length = np.ptp(t_s[at], axis=1)[:, None]
    powers = ((t_s[at] - t_s[:, None]) / length)[..., None] ** np.arange(_STENCIL)
    return np.asarray(np.linalg.solve(powers, places[at])[:, 1] / length)


def _flat(values: Sequence[float] | Array, decimals: int) -> list[float]:
    flat: list[float] = np.round(np.asarray(values), decimals).ravel().tolist()
    return flat
