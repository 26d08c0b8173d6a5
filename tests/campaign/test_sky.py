"""Directions of Sun and Earth from a site, against SPICE's orientation and astropy's places."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import spiceypy
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.orientation import earth_elevation_deg, sun_elevation_deg
from planner.campaign.compass import azimuth_of_pole_deg, distance_to_pole_km
from planner.campaign.sky import directions
from planner.epochs import utc_to_tdb_jd
from tests.reference.table import read_table

INSTANTS = st.floats(0.0, 90.0 * 365.25).map(
    lambda days: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)
)
LATITUDES = st.floats(-89.9, 89.9)
LONGITUDES = st.floats(-180, 180)


@settings(deadline=None)  # the first example pays for compilation
@given(INSTANTS, LATITUDES, LONGITUDES)
def test_elevations_are_those_of_the_compiled_functions(instant, lat_deg, lon_deg):
    t_tdb_s = (utc_to_tdb_jd(instant) - J2000_JD) * SECONDS_PER_DAY
    for body, elevation in (("sun", sun_elevation_deg), ("earth", earth_elevation_deg)):
        (found,) = directions(body, lat_deg=lat_deg, lon_deg=lon_deg, instants_utc=[instant])
        (expected,) = elevation(lat_deg=lat_deg, lon_deg=lon_deg, t_tdb_s=t_tdb_s)
        # The Moon turns 1e-9 degree in the 40 us a Julian date resolves.
        assert found.elevation_deg == pytest.approx(expected, abs=1e-6)
        assert 0.0 <= found.azimuth_deg < 360.0


@pytest.fixture(scope="module")
def spice_moon():
    """SPICE's kernel pool with the published constants, and nothing else."""
    spiceypy.kclear()
    for row in read_table("moon_pck_iau2015.csv"):
        spiceypy.pdpool(row["variable"], [float(value) for value in row["values"].split()])
    yield
    spiceypy.kclear()


@pytest.mark.usefixtures("spice_moon")
@pytest.mark.parametrize(
    ("lat_deg", "lon_deg"), [(-89.45, 222.7), (0.67, 23.47), (45.0, -120.0), (-20.0, 175.0)]
)
@pytest.mark.parametrize("utc", ["1999-07-11T00:00:00", "2017-03-05T12:00:00"])
def test_the_sun_stands_where_spice_and_astropy_have_it(utc, lat_deg, lon_deg):
    """Independent: the Moon's rotation by SPICE, Sun and Moon by ERFA, angles on the sphere."""
    from astropy.coordinates import get_body_barycentric
    from astropy.time import Time

    instant = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    time = Time(utc, scale="utc").tdb
    sun = get_body_barycentric("sun", time).xyz.to_value("km")
    moon = get_body_barycentric("moon", time).xyz.to_value("km")
    et = (time.jd - J2000_JD) * SECONDS_PER_DAY
    sight = spiceypy.pxform("J2000", "IAU_MOON", et) @ (sun - moon)
    azimuth, elevation = _azimuth_elevation(sight, lat_deg, lon_deg)
    (found,) = directions("sun", lat_deg=lat_deg, lon_deg=lon_deg, instants_utc=[instant])
    # The site's own 1737 km move the Sun by 2.4 arcsec, 7e-4 degree; ERFA's Moon, off by up to
    # 70 arcsec seen from the Earth, by 0.2.
    assert found.elevation_deg == pytest.approx(elevation, abs=1e-3)
    turn = (found.azimuth_deg - azimuth + 180.0) % 360.0 - 180.0
    assert turn * math.cos(math.radians(elevation)) == pytest.approx(0.0, abs=1e-3)


def _azimuth_elevation(sight, lat_deg, lon_deg):
    """By spherical trigonometry from the subsolar point, not by a frame of the site."""
    x, y, z = sight / np.linalg.norm(sight)
    declination, turn = math.asin(z), math.atan2(y, x) - math.radians(lon_deg)
    lat = math.radians(lat_deg)
    height = math.sin(lat) * z + math.cos(lat) * math.cos(declination) * math.cos(turn)
    azimuth = math.atan2(
        math.sin(turn) * math.cos(declination),
        math.cos(lat) * z - math.sin(lat) * math.cos(declination) * math.cos(turn),
    )
    return math.degrees(azimuth) % 360.0, math.degrees(math.asin(height))


def test_the_pole_lies_south_of_a_southern_site():
    assert azimuth_of_pole_deg(-89.5) == 180.0
    assert azimuth_of_pole_deg(89.5) == 0.0
    # A degree of a sphere of 1737.4 km is 30.32 km.
    assert distance_to_pole_km(-89.5) == pytest.approx(15.16, abs=0.01)
