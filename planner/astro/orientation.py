"""Orientation of the Earth and of the Moon in the ICRF.

Earth: the true equator of date from the IAU 2006 precession (whole polynomials) and
the ten largest terms of the IAU 2000A nutation, the origin of right ascensions from
the celestial intermediate origin, and the Earth rotation angle. Left out: smaller
terms, polar motion (0.6 arcsec at most since 1965) and, in the argument of the
rotation angle, UT1 - UTC, for which UTC is used: at most 0.9 s, 14 arcsec of
longitude, 420 m on the equator. The pole itself is good to 0.05 arcsec in 1965..2065
(measured against the full series of ERFA).

Moon: the mean-Earth/polar-axis frame of the IAU working group, pole and prime
meridian with all thirteen libration terms. The report gives its own error against the
integrated libration as about 150 m on the ground, 0.005 degree. Latitudes and
longitudes are planetocentric, longitudes positive to the east.

Angles in rad unless a name says deg. Times: TDB or UTC seconds past J2000, as named.

References
----------
Capitaine, Wallace & Chapront 2003, A&A 412:567; Wallace & Capitaine 2006, A&A 459:981.
IERS Conventions 2010, eqs. 5.10 and 5.15, tables 5.2a, b, d (X, Y, s), eq. 5.43
(arguments). Capitaine, Guinot & McCarthy 2000, A&A 355:398 (rotation angle).
Archinal et al. 2018, CMDA 130:22, table 2 (Moon, as in the report of 2009).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.astro.constants import (
    DAYS_PER_CENTURY,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
    WGS84_FLATTENING,
)
from planner.astro.ephemeris import (
    MOON,
    SUN,
    EphemerisTable,
    geocentric_position,
    load_ephemeris,
    require_covered,
)

FloatArray = NDArray[np.float64]

_SECONDS_PER_CENTURY: Final = SECONDS_PER_DAY * DAYS_PER_CENTURY
_ARCSEC: Final = math.pi / 648000.0
_DEG: Final = math.pi / 180.0

# Powers of t (centuries) from 0 to 5, arcsec: tables 5.2a and 5.2b, polynomial part.
_X_POLY = np.array([-0.016617, 2004.191898, -0.4297829, -0.19861834, 7.578e-6, 5.9285e-6])
_Y_POLY = np.array([-0.006951, -0.025896, -22.4072747, 0.00190059, 0.001112526, 1.358e-7])

# l, l', F, D, node: value at J2000 [deg], rate [arcsec/century], square [arcsec]: eq. 5.43.
_ARGUMENTS = np.array(
    [
        [134.96340251, 1717915923.2178, 31.8792],
        [357.52910918, 129596581.0481, -0.5532],
        [93.27209062, 1739527262.8478, -12.7512],
        [297.85019547, 1602961601.2090, -6.3706],
        [125.04455501, -6962890.5431, 7.4722],
    ]
)

# Multipliers of the arguments; sine of X and cosine of Y [arcsec], then the parts that
# grow with t: cosine of X and sine of Y [arcsec/century]. Tables 5.2a and 5.2b.
_NUTATION = np.array(
    [
        [0, 0, 0, 0, 1, -6.844318, 9.205236, 0.205833, 0.153042],
        [0, 0, 2, -2, 2, -0.523908, 0.573033, 0.012814, 0.011714],
        [0, 0, 2, 0, 2, -0.090552, 0.097847, 0.0, 0.0],
        [0, 0, 0, 0, 2, 0.082169, -0.089618, 0.0, 0.0],
        [0, 1, 0, 0, 0, 0.058707, 0.007387, 0.0, 0.0],
        [1, 0, 0, 0, 0, 0.028288, 0.0, 0.0, 0.0],
        [0, 1, 2, -2, 2, -0.020558, 0.022438, 0.0, 0.0],
        [0, 0, 2, 0, 1, -0.015407, 0.020070, 0.0, 0.0],
        [1, 0, 2, 0, 2, -0.011992, 0.012903, 0.0, 0.0],
        [0, 1, -2, 2, -2, -0.008585, -0.009593, 0.0, 0.0],
    ]
)

# E1..E13: value at J2000 [deg], rate [deg/day]; amplitudes [deg] of the pole's right
# ascension (sine), its declination (cosine), the prime meridian (sine).
_LIBRATION = np.array(
    [
        [125.045, -0.0529921, -3.8787, 1.5419, 3.5610],
        [250.089, -0.1059842, -0.1204, 0.0239, 0.1208],
        [260.008, 13.0120009, 0.0700, -0.0278, -0.0642],
        [176.625, 13.3407154, -0.0172, 0.0068, 0.0158],
        [357.529, 0.9856003, 0.0, 0.0, 0.0252],
        [311.589, 26.4057084, 0.0072, -0.0029, -0.0066],
        [134.963, 13.0649930, 0.0, 0.0009, -0.0047],
        [276.617, 0.3287146, 0.0, 0.0, -0.0046],
        [34.226, 1.7484877, 0.0, 0.0, 0.0028],
        [15.134, -0.1589763, -0.0052, 0.0008, 0.0052],
        [119.743, 0.0036096, 0.0, 0.0, 0.0040],
        [239.961, 0.1643573, 0.0, 0.0, 0.0019],
        [25.053, 12.9590088, 0.0043, -0.0009, -0.0044],
    ]
)


@njit(cache=True)
def _rotate_z(angle: float) -> FloatArray:
    """Matrix that turns the axes by an angle about z."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


@njit(cache=True)
def _product(a: FloatArray, b: FloatArray) -> FloatArray:
    """Matrix product a b of (3, 3) by (3, 3); numba's own ``@`` would load SciPy."""
    out = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                out[i, j] += a[i, k] * b[k, j]
    return out


@njit(cache=True)
def _to_icrf(rotation: FloatArray, fixed: FloatArray) -> FloatArray:
    """Vector of the rotated frame in ICRF axes."""
    out = np.zeros(3)
    for i in range(3):
        for k in range(3):
            out[i] += rotation[k, i] * fixed[k]
    return out


@njit(cache=True)
def _direction(lat_rad: float, lon_rad: float) -> FloatArray:
    """Unit vector of a latitude and a longitude."""
    c = math.cos(lat_rad)
    return np.array([c * math.cos(lon_rad), c * math.sin(lon_rad), math.sin(lat_rad)])


@njit(cache=True)
def _polynomial(coefficients: FloatArray, t: float) -> float:
    value = 0.0
    for i in range(coefficients.size - 1, -1, -1):
        value = value * t + coefficients[i]
    return value


@njit(cache=True)
def _argument(row: FloatArray, t: float) -> float:
    return float(row[0] * _DEG + (row[1] + row[2] * t) * t * _ARCSEC)


@njit(cache=True)
def _pole_xy(t: float) -> tuple[float, float]:
    """X and Y of the celestial intermediate pole [rad], t in centuries past J2000."""
    x, y = _polynomial(_X_POLY, t), _polynomial(_Y_POLY, t)
    for row in _NUTATION:
        angle = 0.0
        for i in range(5):
            angle += row[i] * _argument(_ARGUMENTS[i], t)
        x += row[5] * math.sin(angle) + row[7] * t * math.cos(angle)
        y += row[6] * math.cos(angle) + row[8] * t * math.sin(angle)
    return x * _ARCSEC, y * _ARCSEC


@njit(cache=True)
def pole_of_date(t_tdb_s: float) -> FloatArray:
    """Earth's celestial intermediate pole (compiled).

    Parameters
    ----------
    t_tdb_s : float
        TDB seconds past J2000, 1965..2065.

    Returns
    -------
    ndarray, (3,)
        ICRF unit vector, good to 0.05 arcsec.
    """
    x, y = _pole_xy(t_tdb_s / _SECONDS_PER_CENTURY)
    return np.array([x, y, math.sqrt(1.0 - x * x - y * y)])


@njit(cache=True)
def icrf_to_equator_of_date(t_tdb_s: float) -> FloatArray:
    """Rotation from the ICRF to the intermediate frame of date (compiled).

    Parameters
    ----------
    t_tdb_s : float
        TDB seconds past J2000, 1965..2065.

    Returns
    -------
    ndarray, (3, 3)
        Its rows are the axes: x to the celestial intermediate origin, z to the pole of
        date. IERS Conventions 2010, eq. 5.10, with s short of its terms below 0.1 mas.
    """
    t = t_tdb_s / _SECONDS_PER_CENTURY
    x, y = _pole_xy(t)
    node = _argument(_ARGUMENTS[4], t)
    s = (0.003809 * t - 0.072574 * t**3 - 0.002641 * math.sin(node)) * _ARCSEC - x * y / 2.0
    z = math.sqrt(1.0 - x * x - y * y)
    a = 1.0 / (1.0 + z)
    to_pole = np.array(
        [[1.0 - a * x * x, -a * x * y, -x], [-a * x * y, 1.0 - a * y * y, -y], [x, y, z]]
    )
    rotation: FloatArray = _product(_rotate_z(-s), to_pole)
    return rotation


@njit(cache=True)
def earth_rotation_angle(ut1_s: float) -> float:
    """Earth rotation angle (compiled), Capitaine et al. 2000; IERS 2010, eq. 5.15.

    Parameters
    ----------
    ut1_s : float
        UT1 (or UTC, see the module) seconds past 2000-01-01 12:00.

    Returns
    -------
    float
        Angle [rad] in 0..2 pi from the celestial to the terrestrial intermediate origin.
    """
    days = ut1_s / SECONDS_PER_DAY
    turns = 0.7790572732640 + 0.00273781191135448 * days + days % 1.0
    return 2.0 * math.pi * (turns % 1.0)


@njit(cache=True)
def icrf_to_earth_fixed(utc_s: float) -> FloatArray:
    """Rotation from the ICRF to axes fixed in the Earth, without polar motion (compiled).

    Parameters
    ----------
    utc_s : float
        UTC seconds past 2000-01-01 12:00, days of 86400 s (Julian date minus J2000,
        times 86400). It stands for UT1, and for TDB in the pole: 70 s move it 1e-4 arcsec.

    Returns
    -------
    ndarray, (3, 3)
        Rows: longitude 0, longitude 90 degrees east, pole of date. Good to 15 arcsec.
    """
    spin = _rotate_z(earth_rotation_angle(utc_s))
    rotation: FloatArray = _product(spin, icrf_to_equator_of_date(utc_s))
    return rotation


@njit(cache=True)
def geocentric_latitude(lat_rad: float) -> float:
    """Latitude (rad) of the direction from the Earth's centre to a place (compiled).

    ``lat_rad`` is geodetic, as maps give it, on the WGS 84 ellipsoid at sea level. The
    geocentric one is what an orbit's plane must contain, up to 0.19 degree nearer the equator.
    """
    return math.atan((1.0 - WGS84_FLATTENING) ** 2 * math.tan(lat_rad))


@njit(cache=True)
def _moon_angles(t_tdb_s: float) -> tuple[float, float, float]:
    """Right ascension and declination of the pole, prime meridian W [rad]."""
    d = t_tdb_s / SECONDS_PER_DAY
    t = d / DAYS_PER_CENTURY
    ra = 269.9949 + 0.0031 * t
    dec = 66.5392 + 0.0130 * t
    w = 38.3213 + (13.17635815 - 1.4e-12 * d) * d
    for row in _LIBRATION:
        angle = (row[0] + row[1] * d) * _DEG
        sine = math.sin(angle)
        ra += row[2] * sine
        dec += row[3] * math.cos(angle)
        w += row[4] * sine
    return ra * _DEG, dec * _DEG, w * _DEG


@njit(cache=True)
def moon_pole(t_tdb_s: float) -> FloatArray:
    """Moon's north pole of rotation (compiled).

    Parameters
    ----------
    t_tdb_s : float
        TDB seconds past J2000, 1965..2065.

    Returns
    -------
    ndarray, (3,)
        ICRF unit vector.
    """
    ra, dec, _ = _moon_angles(t_tdb_s)
    pole: FloatArray = _direction(dec, ra)
    return pole


@njit(cache=True)
def write_moon_fixed(t_tdb_s: float, out: FloatArray) -> None:
    """`moon_icrf_to_fixed` into ``out`` (3, 3), for right-hand sides: no room is asked for."""
    ra, dec, w = _moon_angles(t_tdb_s)
    cw, sw = math.cos(w), math.sin(w)
    # The equator's node on the ICRF's, and what lies 90 degrees east of it.
    node_x, node_y = -math.sin(ra), math.cos(ra)
    c, s = math.sin(dec), math.cos(dec)
    east_x, east_y, east_z = -c * node_y, c * node_x, s
    out[0, 0], out[0, 1], out[0, 2] = (
        cw * node_x + sw * east_x,
        cw * node_y + sw * east_y,
        sw * east_z,
    )
    out[1, 0], out[1, 1], out[1, 2] = (
        cw * east_x - sw * node_x,
        cw * east_y - sw * node_y,
        cw * east_z,
    )
    out[2, 0], out[2, 1], out[2, 2] = s * node_y, -s * node_x, c


@njit(cache=True)
def moon_icrf_to_fixed(t_tdb_s: float) -> FloatArray:
    """Rotation from the ICRF to the Moon's mean-Earth/polar-axis frame (compiled).

    Parameters
    ----------
    t_tdb_s : float
        TDB seconds past J2000, 1965..2065.

    Returns
    -------
    ndarray, (3, 3)
        Rows: the prime meridian (towards the mean Earth), 90 degrees east, north.
        Archinal et al. 2018: axes turned by 90 deg + ra about z, by 90 deg - dec about
        x, by W about z.
    """
    rotation = np.empty((3, 3))
    write_moon_fixed(t_tdb_s, rotation)
    return rotation


@njit(cache=True)
def _elevations(
    table: EphemerisTable,
    of_sun: bool,
    lat_rad: float,
    lon_rad: float,
    t_tdb_s: FloatArray,
    out: FloatArray,
) -> None:
    """Elevations [deg] of the Sun's or the Earth's centre above a sphere's horizon."""
    up_fixed = _direction(lat_rad, lon_rad)
    moon, target = np.zeros(3), np.zeros(3)
    for i in range(t_tdb_s.size):
        up = _to_icrf(moon_icrf_to_fixed(t_tdb_s[i]), up_fixed)
        geocentric_position(table, MOON, t_tdb_s[i], moon)
        if of_sun:
            geocentric_position(table, SUN, t_tdb_s[i], target)
        height = distance2 = 0.0
        for k in range(3):
            sight = target[k] - moon[k] - MOON_RADIUS_KM * up[k]
            height += sight * up[k]
            distance2 += sight * sight
        out[i] = math.asin(height / math.sqrt(distance2)) / _DEG


def _elevation_deg(of_sun: bool, lat_deg: float, lon_deg: float, t_tdb_s: ArrayLike) -> FloatArray:
    epochs = np.atleast_1d(np.asarray(t_tdb_s, dtype=np.float64)).ravel()
    require_covered(epochs)
    out = np.empty(epochs.size)
    _elevations(load_ephemeris(), of_sun, lat_deg * _DEG, lon_deg * _DEG, epochs, out)
    return out


def sun_elevation_deg(*, lat_deg: float, lon_deg: float, t_tdb_s: ArrayLike) -> FloatArray:
    """Elevation of the Sun's centre at a place on the Moon.

    Geometric: no light time nor aberration (together under 0.01 degree), no terrain;
    the Sun's disc reaches 0.27 degree higher.

    Parameters
    ----------
    lat_deg, lon_deg : float
        Planetocentric latitude and east longitude of the place, on the mean sphere.
    t_tdb_s : array_like, (n,) or scalar
        TDB seconds past J2000.

    Returns
    -------
    ndarray, (n,)
        Degrees above the horizon of the sphere.

    Raises
    ------
    OutOfRangeError
        An epoch that is NaN or outside 1965-01-01..2065-01-01.
    """
    return _elevation_deg(True, lat_deg, lon_deg, t_tdb_s)


def earth_elevation_deg(*, lat_deg: float, lon_deg: float, t_tdb_s: ArrayLike) -> FloatArray:
    """Elevation of the Earth's centre at a place on the Moon, seen from the ground.

    As `sun_elevation_deg`. The Earth's disc reaches 0.95 degree higher; the place lies
    1737 km from the Moon's centre, which lowers the Earth near the horizon by 0.26 degree.
    """
    return _elevation_deg(False, lat_deg, lon_deg, t_tdb_s)
