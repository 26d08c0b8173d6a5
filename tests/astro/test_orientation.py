"""Orientation of the Earth against ERFA and astropy, of the Moon against SPICE."""

from __future__ import annotations

import math
from collections.abc import Iterator

import erfa
import numpy as np
import pytest
import spiceypy
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.constants import J2000_JD, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import FIRST_S, LAST_S, body_states_km_s
from planner.astro.orientation import (
    earth_elevation_deg,
    earth_rotation_angle,
    geocentric_latitude,
    icrf_to_earth_fixed,
    icrf_to_equator_of_date,
    moon_icrf_to_fixed,
    moon_pole,
    pole_of_date,
    sun_elevation_deg,
)
from planner.errors import OutOfRangeError
from tests.reference.table import read_table

ARCSEC = math.pi / 648000.0
#: 2026-01-01..2035-12-31, TDB Julian dates, hour by hour.
DECADE_JD = np.arange(2461041.5, 2464693.5, 1.0 / 24.0)

epochs_s = st.floats(FIRST_S, LAST_S)


def angle(a: np.ndarray, b: np.ndarray) -> float:
    """Angle between unit vectors [rad], exact for small ones."""
    return 2.0 * math.asin(min(1.0, float(np.linalg.norm(a - b)) / 2.0))


def seconds(jd: float) -> float:
    return (jd - J2000_JD) * SECONDS_PER_DAY


def seen_from_moon(body: str, tdb_jd: np.ndarray) -> np.ndarray:
    """Latitude and longitude [deg] on the Moon of the Earth or the Sun overhead: (2, n)."""
    sight = -body_states_km_s("moon", tdb_jd)[:, :3]
    if body == "sun":
        sight = sight + body_states_km_s("sun", tdb_jd)[:, :3]
    x, y, z = np.array(
        [moon_icrf_to_fixed(seconds(jd)) @ r for jd, r in zip(tdb_jd, sight, strict=True)]
    ).T
    return np.degrees([np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x)])


# --- Earth ------------------------------------------------------------------------------


@settings(deadline=None)  # the first example pays for compilation
@given(t_tdb_s=epochs_s)
def test_equator_of_date_is_that_of_the_full_series(t_tdb_s):
    # ERFA sums 4000 terms; those left out here amount to 0.033 arcsec at most.
    full = erfa.c2i06a(J2000_JD, t_tdb_s / SECONDS_PER_DAY)
    np.testing.assert_allclose(icrf_to_equator_of_date(t_tdb_s), full, rtol=0, atol=0.05 * ARCSEC)
    assert angle(pole_of_date(t_tdb_s), full[2]) < 0.05 * ARCSEC


@settings(deadline=None)
@given(ut1_s=epochs_s)
def test_rotation_angle_is_that_of_erfa(ut1_s):
    # 2.4e-7 s is one step of the epoch at the ends: 4e-6 arcsec.
    difference = earth_rotation_angle(ut1_s) - erfa.era00(J2000_JD, ut1_s / SECONDS_PER_DAY)
    assert abs(math.remainder(difference, 2.0 * math.pi)) < 1e-5 * ARCSEC


@settings(deadline=None)
@given(t_s=epochs_s)
def test_rotations_are_rotations(t_s):
    for rotation in (
        icrf_to_equator_of_date(t_s),
        icrf_to_earth_fixed(t_s),
        moon_icrf_to_fixed(t_s),
    ):
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), rtol=0, atol=1e-14)
        assert np.linalg.det(rotation) > 0.0
    np.testing.assert_allclose(icrf_to_equator_of_date(t_s)[2], pole_of_date(t_s), atol=1e-15)
    np.testing.assert_allclose(moon_icrf_to_fixed(t_s)[2], moon_pole(t_s), atol=1e-14)


def test_pole_moves_with_precession():
    # IAU 2006: the pole goes 2004.19 arcsec a century towards the equinox of J2000, in
    # 65 years 0.3619 degree; nutation moves it by less than 10 arcsec of that.
    x, y, _ = pole_of_date(LAST_S)
    assert x / ARCSEC == pytest.approx(0.65 * 2004.19, abs=10.0)
    assert abs(y / ARCSEC) < 0.65**2 * 22.4 + 10.0


def place_fixed(lat_rad, lon_rad):
    c = math.cos(lat_rad)
    return np.array([c * math.cos(lon_rad), c * math.sin(lon_rad), math.sin(lat_rad)])


@pytest.mark.parametrize(
    "utc",
    ["1973-03-01T00:00:00", "1994-12-31T12:00:00", "2010-07-07T07:07:07", "2025-01-15T06:11:39"],
)
@pytest.mark.parametrize(
    ("lat_deg", "lon_deg"), [(19.614, 110.951), (28.608, -80.604), (-5.0, 300.0), (51.88, 128.33)]
)
def test_pads_are_where_astropy_has_them(utc, lat_deg, lon_deg):
    from astropy import units as u
    from astropy.coordinates import GCRS, ITRS, EarthLocation
    from astropy.time import Time
    from astropy.utils import iers

    pad = EarthLocation.from_geodetic(lon_deg * u.deg, lat_deg * u.deg, 0.0 * u.m)
    with iers.conf.set_temp("auto_download", False):
        time = Time(utc, scale="utc")
        fixed = ITRS(pad.get_itrs(time).cartesian, obstime=time)
        expected = fixed.transform_to(GCRS(obstime=time)).cartesian.xyz.value
        ut1_minus_utc_s = float(time.delta_ut1_utc)
    utc_s = (time.jd1 - J2000_JD + time.jd2) * SECONDS_PER_DAY
    up = place_fixed(geocentric_latitude(math.radians(lat_deg)), math.radians(lon_deg))
    got = icrf_to_earth_fixed(utc_s).T @ up
    expected = expected / np.linalg.norm(expected)
    # UT1 - UTC, up to 0.9 s, is left out: 15 arcsec of longitude a second.
    assert angle(got, expected) < 14.0 * ARCSEC
    # Given UT1, only polar motion (0.6 arcsec at most) and the short series are missing.
    with_ut1 = icrf_to_earth_fixed(utc_s + ut1_minus_utc_s).T @ up
    assert angle(with_ut1, expected) < 0.65 * ARCSEC


def test_geocentric_latitude():
    # WGS 84: geodetic 45° is geocentric 44.8076° (NIMA TR8350.2).
    assert math.degrees(geocentric_latitude(math.radians(45.0))) == pytest.approx(44.8076, abs=1e-4)
    for end in (-math.pi / 2, 0.0, math.pi / 2):
        assert geocentric_latitude(end) == pytest.approx(end, abs=1e-15)


# --- Moon -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spice_moon() -> Iterator[None]:
    """SPICE's kernel pool with the published constants, and nothing else."""
    spiceypy.kclear()
    for row in read_table("moon_pck_iau2015.csv"):
        spiceypy.pdpool(row["variable"], [float(value) for value in row["values"].split()])
    yield
    spiceypy.kclear()


@pytest.mark.usefixtures("spice_moon")
def test_moon_frame_is_that_of_spice():
    for t_tdb_s in np.random.default_rng(301).uniform(FIRST_S, LAST_S, 300):
        expected = spiceypy.pxform("J2000", "IAU_MOON", t_tdb_s)
        # W reaches 3e5 degrees: its rounding is 6e-11 degree, 1e-12 rad; the rates, printed
        # per day in one source and per century in the other, agree to 5e-8 degree.
        np.testing.assert_allclose(moon_icrf_to_fixed(t_tdb_s), expected, rtol=0, atol=1e-11)


def test_libration_of_1992_april_12():
    # Computed from DE421 and the report of 2009; rounded to 0.001 degree.
    date = np.array([2448724.5])
    earth, sun = seen_from_moon("earth", date)[:, 0], seen_from_moon("sun", date)[:, 0]
    np.testing.assert_allclose(earth, [4.173, -1.229], rtol=0, atol=6e-4)
    np.testing.assert_allclose(sun, [1.450, 67.900], rtol=0, atol=6e-4)


def test_libration_over_a_decade():
    lat, lon = seen_from_moon("earth", DECADE_JD[::3])
    # Computed from DE421 and the report of 2009, 2026-2035; rounded to 0.01 degree, and
    # three hours pass an extreme by less.
    assert np.abs(lat).max() == pytest.approx(6.87, abs=0.01)
    assert np.abs(lon).max() == pytest.approx(8.08, abs=0.01)
    # The Earth's centre stands south of the lunar equator 50.3 % of the time.
    assert (lat < 0.0).mean() == pytest.approx(0.503, abs=6e-4)
    sun_lat, _ = seen_from_moon("sun", DECADE_JD[::24])
    assert np.abs(sun_lat).max() == pytest.approx(1.586, abs=1e-3)


def test_sun_at_the_south_pole():
    t_tdb_s = seconds(DECADE_JD[::24])
    elevation = sun_elevation_deg(lat_deg=-90.0, lon_deg=0.0, t_tdb_s=t_tdb_s)
    sun_lat, _ = seen_from_moon("sun", DECADE_JD[::24])
    # The Moon's radius over the Sun's distance, 7e-4 degree, is all that parts them.
    np.testing.assert_allclose(elevation, -sun_lat, rtol=0, atol=7e-4)


@settings(deadline=None)
@given(
    lat_deg=st.floats(-90.0, 90.0),
    lon_deg=st.floats(-180.0, 180.0),
    tdb_jd=st.sampled_from(DECADE_JD[::97].tolist()),
)
def test_earth_elevation_by_the_sine_rule(lat_deg, lon_deg, tdb_jd):
    (lat0,), (lon0,) = seen_from_moon("earth", np.array([tdb_jd]))
    distance = float(np.linalg.norm(body_states_km_s("moon", tdb_jd)[0, :3]))
    cos_away = math.sin(math.radians(lat_deg)) * math.sin(math.radians(lat0)) + math.cos(
        math.radians(lat_deg)
    ) * math.cos(math.radians(lat0)) * math.cos(math.radians(lon_deg - lon0))
    # Plane triangle of the place, the Moon's centre and the Earth's.
    height = distance * cos_away - MOON_RADIUS_KM
    across = distance * math.sqrt(max(0.0, 1.0 - cos_away**2))
    expected = math.degrees(math.atan2(height, across))
    got = earth_elevation_deg(lat_deg=lat_deg, lon_deg=lon_deg, t_tdb_s=seconds(tdb_jd))
    # asin near the zenith keeps half the digits: 1e-6 degree.
    assert got[0] == pytest.approx(expected, abs=2e-6)


def test_earth_at_the_south_pole_is_lower_from_the_ground():
    elevation = earth_elevation_deg(lat_deg=-90.0, lon_deg=0.0, t_tdb_s=seconds(DECADE_JD[::3]))
    lat, _ = seen_from_moon("earth", DECADE_JD[::3])
    parallax = -lat - elevation
    # asin(1737.4 / distance), from apogee 0.245 to perigee 0.279 degree.
    assert parallax.min() == pytest.approx(0.243, abs=0.003)
    assert parallax.max() == pytest.approx(0.278, abs=0.003)
    # So the Earth's centre is up less often than the 50.3 % of the Moon's centre.
    assert 0.48 < (elevation > 0.0).mean() < 0.503


@pytest.mark.parametrize("elevation_deg", [sun_elevation_deg, earth_elevation_deg])
def test_elevations_refuse_dates_outside_the_ephemeris(elevation_deg):
    for t_tdb_s in (float("nan"), LAST_S + 1.0, FIRST_S - 1.0):
        with pytest.raises(OutOfRangeError, match=r"1965-01-01\.\.2065-01-01"):
            elevation_deg(lat_deg=0.0, lon_deg=0.0, t_tdb_s=[0.0, t_tdb_s])
