"""Where the Sun stands over the Moon, from series short enough to write out.

After Meeus 1998, *Astronomical Algorithms*, chapters 25 (Sun), 47 (Moon, its largest terms) and
53 (selenographic position of the Sun, optical libration). The Moon's own place enters divided by
the Sun's distance in lunar distances, 389, so that a tenth of a degree of it moves the Sun by a
second of arc; physical libration, left out, moves it by 0.04 degrees at most.
"""

from __future__ import annotations

from datetime import datetime
from math import asin, atan2, cos, degrees, radians, sin
from typing import Final

J2000_S: Final = 946_728_000.0  # 2000-01-01T12:00 UTC, seconds of the Unix epoch
CENTURY_S: Final = 36_525.0 * 86_400.0
TDB_LESS_UTC_S: Final = 69.184
LUNAR_EQUATOR_DEG: Final = 1.54242  # to the ecliptic, IAU value in Meeus ch. 53
AU_KM: Final = 149_597_870.7  # IAU 2012


def sun_elevation_deg(*, at: datetime, lat_deg: float, lon_deg: float) -> float:
    """Elevation of the Sun's centre over a lunar site's horizontal (deg), within 0.05.

    Parameters
    ----------
    at : datetime
        Instant, UTC.
    lat_deg, lon_deg : float
        Selenographic, east positive.
    """
    sun_lon, sun_lat = (radians(angle) for angle in subsolar_deg(at))
    lat, lon = radians(lat_deg), radians(lon_deg)
    up = sin(lat) * sin(sun_lat) + cos(lat) * cos(sun_lat) * cos(lon - sun_lon)
    return degrees(asin(up))


def subsolar_deg(at: datetime) -> tuple[float, float]:
    """Selenographic longitude and latitude (deg) over which the Sun stands overhead."""
    t = (at.timestamp() + TDB_LESS_UTC_S - J2000_S) / CENTURY_S
    sun_deg, sun_km = _sun(t)
    moon_deg, moon_lat_deg, moon_km = _moon(t)
    ratio = moon_km / sun_km
    apart = radians(sun_deg - moon_deg)
    lon = radians(sun_deg + 180.0) + ratio * cos(radians(moon_lat_deg)) * sin(apart)
    lat = ratio * radians(moon_lat_deg)
    node = radians(125.0445479 - 1934.1362891 * t + 0.0020754 * t * t)
    tilt = radians(LUNAR_EQUATOR_DEG)
    w = lon - node
    around = atan2(sin(w) * cos(lat) * cos(tilt) - sin(lat) * sin(tilt), cos(w) * cos(lat))
    north = asin(-sin(w) * cos(lat) * sin(tilt) - sin(lat) * cos(tilt))
    return degrees(around) - _argument_deg(t), degrees(north)


def _argument_deg(t: float) -> float:
    """Mean distance of the Moon from its node."""
    return 93.2720950 + 483202.0175233 * t - 0.0036539 * t * t


def _sun(t: float) -> tuple[float, float]:
    """Apparent longitude (deg) and distance (km) of the Sun, Meeus 25.2 to 25.5."""
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2.0 * anomaly) + 0.000289 * sin(3.0 * anomaly)
    eccentricity = 0.016708634 - 0.000042037 * t
    away = (1.0 - eccentricity**2) / (1.0 + eccentricity * cos(anomaly + radians(centre)))
    return mean + centre - 0.00569, 1.000001018 * away * AU_KM


def _moon(t: float) -> tuple[float, float, float]:
    """Longitude and latitude (deg) and distance (km) of the Moon: Meeus 47, largest terms."""
    mean = 218.3164477 + 481267.88123421 * t
    d = radians(297.8501921 + 445267.1114034 * t)
    m = radians(357.5291092 + 35999.0502909 * t)
    n = radians(134.9633964 + 477198.8675055 * t)
    f = radians(_argument_deg(t))
    lon = mean + 6.288774 * sin(n) + 1.274027 * sin(2 * d - n) + 0.658314 * sin(2 * d)
    lon += 0.213618 * sin(2 * n) - 0.185116 * sin(m) - 0.114332 * sin(2 * f)
    lat = 5.128122 * sin(f) + 0.280602 * sin(n + f) + 0.277693 * sin(n - f)
    away = 385000.56 - 20905.355 * cos(n) - 3699.111 * cos(2 * d - n) - 2955.968 * cos(2 * d)
    return lon, lat, away
