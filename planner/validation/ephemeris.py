"""The Moon's place, distance and orientation."""

from __future__ import annotations

from functools import cache, partial
from typing import Final

import numpy as np

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_icrf_to_fixed
from planner.validation.reference import Reference

_SECTION: Final = "Ephemeris and orientation"
_TEN_YEARS: Final = (2461041.5, 2464693.5)  # 2026-01-01 to 2036-01-01

#: Geocentric places of the Moon (km), ICRF, by TDB Julian date.
_MOON_KM: Final = {
    "1969-07-16 13:32": (2440419.06388880, (-289293.630, 249228.964, 131688.023)),
    "1992-04-12": (2448724.5, (-252118.712, 253974.507, 87497.137)),
    "1994-04-28": (2449470.5, (-134038.319, -311589.212, -126061.192)),
    "2000-01-01 12:00": (2451545.0, (-291608.385, -266716.833, -76102.487)),
    "2020-01-01": (2458849.5, (390185.638, -76522.599, -70724.655)),
    "2024-05-03 09:27": (2460433.89375, (340696.995, -116112.250, -72212.846)),
    "2030-01-01": (2462502.5, (-193071.601, -277242.344, -136882.894)),
    "2035-01-01": (2464328.5, (-391640.179, -36656.623, -3853.623)),
}
_SUN_KM: Final = {
    "2000-01-01 12:00": (2451545.0, (26499034.0, -132757417.0, -57556718.0)),
    "2030-01-01": (2462502.5, (26008478.0, -132846064.0, -57585428.0)),
    "2035-01-01": (2464328.5, (25267390.0, -132964864.0, -57634490.0)),
}
_MEEUS_JD: Final = 2448724.5


def _miss(
    body: str, tdb_jd: float, published_km: tuple[float, float, float], per_km: float
) -> float:
    place = body_states_km_s(body, tdb_jd)[0, :3]
    return per_km * float(np.linalg.norm(place - published_km))


def _distance_km(tdb_jd: float) -> float:
    return float(np.linalg.norm(body_states_km_s("moon", tdb_jd)[0, :3]))


@cache
def _extremes_km(around_tdb_jd: float) -> tuple[float, float]:
    """Least and greatest distance within half a day, read each minute."""
    minutes = np.arange(-0.5, 0.5, 1.0 / 1440.0)
    states = body_states_km_s("moon", around_tdb_jd + minutes)
    distances = np.linalg.norm(states[:, :3], axis=1)
    return float(distances.min()), float(distances.max())


@cache
def _hourly_moon() -> tuple[np.ndarray, np.ndarray]:
    days = np.arange(*_TEN_YEARS, 1.0 / 24.0)
    return days, body_states_km_s("moon", days)[:, :3]


def _highest_declination_deg() -> float:
    """On the equator of J2000, 2026 to 2035."""
    _, moon = _hourly_moon()
    return float(np.degrees(np.arcsin(np.abs(moon[:, 2] / np.linalg.norm(moon, axis=1)).max())))


def _seen_from_the_moon(body: str, tdb_jd: float) -> tuple[float, float]:
    """Selenographic latitude and east longitude (deg) of the point under a body."""
    moon = body_states_km_s("moon", tdb_jd)[0, :3]
    there = np.zeros(3) if body == "earth" else body_states_km_s(body, tdb_jd)[0, :3]
    turned = moon_icrf_to_fixed((tdb_jd - J2000_JD) * SECONDS_PER_DAY) @ (there - moon)
    x, y, z = turned / np.linalg.norm(turned)
    return float(np.degrees(np.arcsin(z))), float(np.degrees(np.arctan2(y, x)))


@cache
def _librations_deg() -> np.ndarray:
    """Latitude and longitude under the Earth, and latitude under the Sun, every six hours."""
    days = np.arange(*_TEN_YEARS, 0.25)
    return np.array(
        [
            (*_seen_from_the_moon("earth", d), _seen_from_the_moon("sun", d)[0])
            for d in days.tolist()
        ]
    )


def _earth_in_the_south_percent() -> float:
    """Share of the time the Earth's centre stands over the plane of the Moon's south pole."""
    return 100.0 * float(np.mean(_librations_deg()[:, 0] < 0.0))


_FIT: Final = (
    "DE421 and DE440 are fits of 2008 and 2021 to laser ranges; the Moon's place in the plane "
    "of the sky and in the far past and future differs by metres"
)
_PLANETS: Final = "places printed to 1 km; the Sun's distance is fitted to about 1 km"
_PCK: Final = (
    "mean-Earth axes of the IAU series against the integrated librations of DE421: 150 m "
    "on the ground, 0.005 deg"
)


def _rows() -> tuple[Reference, ...]:
    moon = tuple(
        Reference(
            section=_SECTION, what=f"Moon, {date} TDB: distance to DE421's place",
            published=0.0, unit="m", source="JPL DE421", tolerance=10.0, reason=_FIT,
            compute=partial(_miss, "moon", jd, km, 1000.0), decimals=1,
        )
        for date, (jd, km) in _MOON_KM.items()
    )  # fmt: skip
    sun = tuple(
        Reference(
            section=_SECTION, what=f"Sun, {date} TDB: distance to DE421's place",
            published=0.0, unit="km", source="JPL DE421", tolerance=2.0, reason=_PLANETS,
            compute=partial(_miss, "sun", jd, km, 1.0), decimals=1,
        )
        for date, (jd, km) in _SUN_KM.items()
    )  # fmt: skip
    return moon + sun


REFERENCES: Final = (
    *_rows(),
    Reference(
        section=_SECTION, what="Moon's distance, 1992-04-12 0 h TD", published=368409.7,
        unit="km", source="Meeus 1998, example 47.a", tolerance=10.0,
        reason="Meeus keeps the main terms of ELP 2000; he gives 10 arc seconds, 0.3 arc "
        "seconds of parallax, which is 30 km",
        compute=lambda: _distance_km(_MEEUS_JD), decimals=1,
    ),
    Reference(
        section=_SECTION, what="Nearest perigee of 2026 to 2035, 2034-11-25", published=356445.4,
        unit="km", source="JPL DE421", tolerance=0.1, reason="printed to 0.1 km",
        compute=lambda: _extremes_km(2464292.42)[0], decimals=1,
    ),
    Reference(
        section=_SECTION, what="Farthest apogee of 2026 to 2035, 2029-04-12", published=406670.1,
        unit="km", source="JPL DE421", tolerance=0.1, reason="printed to 0.1 km",
        compute=lambda: _extremes_km(2462239.46)[1], decimals=1,
    ),
    Reference(
        section=_SECTION, what="Highest declination of the Moon, 2026 to 2035",
        published=28.416, unit="deg", source="JPL DE421, 2026-02-25", tolerance=0.001,
        reason="printed to 0.001 deg",
        compute=_highest_declination_deg, decimals=3,
    ),
    Reference(
        section=_SECTION, what="Latitude under the Earth, 1992-04-12", published=4.173,
        unit="deg", source="JPL DE421, IAU axes", tolerance=0.01, reason=_PCK,
        compute=lambda: _seen_from_the_moon("earth", _MEEUS_JD)[0], decimals=3,
    ),
    Reference(
        section=_SECTION, what="Longitude under the Earth, 1992-04-12", published=-1.229,
        unit="deg", source="JPL DE421, IAU axes", tolerance=0.01, reason=_PCK,
        compute=lambda: _seen_from_the_moon("earth", _MEEUS_JD)[1], decimals=3,
    ),
    Reference(
        section=_SECTION, what="Latitude under the Sun, 1992-04-12", published=1.46,
        unit="deg", source="Meeus 1998, example 53.a", tolerance=0.02,
        reason="Meeus leaves the physical librations out of the Sun's place: 0.02 deg",
        compute=lambda: _seen_from_the_moon("sun", _MEEUS_JD)[0], decimals=2,
    ),
    Reference(
        section=_SECTION, what="Greatest latitude under the Earth, 2026 to 2035", published=6.87,
        unit="deg", source="JPL DE421, IAU axes", tolerance=0.01, reason="printed to 0.01 deg",
        compute=lambda: float(np.abs(_librations_deg()[:, 0]).max()), decimals=2,
    ),
    Reference(
        section=_SECTION, what="Greatest longitude under the Earth, 2026 to 2035", published=8.08,
        unit="deg", source="JPL DE421, IAU axes", tolerance=0.01, reason="printed to 0.01 deg",
        compute=lambda: float(np.abs(_librations_deg()[:, 1]).max()), decimals=2,
    ),
    Reference(
        section=_SECTION, what="Greatest latitude under the Sun, 2026 to 2035", published=1.586,
        unit="deg", source="JPL DE421, IAU axes", tolerance=0.005, reason=_PCK,
        compute=lambda: float(np.abs(_librations_deg()[:, 2]).max()), decimals=3,
    ),
    Reference(
        section=_SECTION, what="Time the Earth's centre stands south of the Moon's equator",
        published=50.3, unit="%", source="JPL DE421, IAU axes, 2026 to 2035", tolerance=0.1,
        reason="printed to 0.1 %; read every six hours, 27 crossings a year",
        compute=_earth_in_the_south_percent, decimals=1,
    ),
)  # fmt: skip
