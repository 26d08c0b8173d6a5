"""Planes over sites: geometry by other formulas, the light, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.orientation import (
    earth_elevation_deg,
    moon_icrf_to_fixed,
    moon_pole,
    sun_elevation_deg,
)
from planner.transfers.landing import landing_passes, site_track
from planner.transfers.over_site import Lead, LunarOrbit, SurfaceSite, plane_of
from planner.transfers.plane_chances import Reach, chances_over
from planner.transfers.site_light import look_deg

START = 9.5e8
ANY = Lead(lag_s=0.0, angle_rad=0.0)


def laid(site, **orbit):
    return plane_of(LunarOrbit(**orbit), site=site, start_tdb_s=START, first_tdb_s=START, lead=ANY)


@given(
    lat=st.floats(-80.0, 80.0), lon=st.floats(-180.0, 180.0), more=st.floats(0.1, 0.9),
    ascending=st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=50)
def test_a_plane_without_a_node_goes_through_the_site(lat, lon, more, ascending):
    site = SurfaceSite(lat_deg=lat, lon_deg=lon)
    inclination = abs(lat) + more * (180.0 - 2.0 * abs(lat))
    plane = laid(site, inclination_deg=inclination, ascending=ascending)
    up = site.state(START)[:3] / 1737.4
    assert up @ plane.axes[2] == pytest.approx(0.0, abs=1e-9)
    assert plane.axes @ plane.axes.T == pytest.approx(np.eye(3), abs=1e-12)
    tilt = math.degrees(math.acos(plane.axes[2] @ moon_pole(START)))
    assert tilt == pytest.approx(inclination, abs=1e-6)
    north = plane.ahead(float(plane.angle_of(up))) @ moon_pole(START)
    assert (north > 0.0) == ascending or abs(north) < 1e-6


def test_a_node_given_is_where_it_was_asked():
    plane = laid(SurfaceSite(lat_deg=0.0, lon_deg=0.0), inclination_deg=40.0, node_deg=77.0)
    assert plane.node_deg() == pytest.approx(77.0, abs=1e-9)
    node = moon_icrf_to_fixed(START) @ plane.axes[0]
    assert node[2] == pytest.approx(0.0, abs=1e-12)
    ahead = moon_icrf_to_fixed(START) @ plane.axes[1]
    assert math.degrees(math.asin(ahead[2])) == pytest.approx(40.0, abs=1e-9)


def test_a_site_moves_with_the_ground():
    site = SurfaceSite(lat_deg=30.0, lon_deg=50.0, alt_km=2.0)
    state = site.state(START)
    # Sidereal month 27.321661 d; librations change the rate by under 1 %.
    east = 2.0 * math.pi / (27.321661 * 86400.0) * 1739.4 * math.cos(math.radians(30.0))
    assert np.linalg.norm(state[3:]) == pytest.approx(east, rel=0.01)
    assert np.linalg.norm(state[:3]) == pytest.approx(1739.4, abs=1e-9)
    later = site.state(START + 200.0)
    assert later[:3] == pytest.approx(state[:3] + 200.0 * state[3:], abs=1e-3)


def test_crossings_are_those_of_the_landing_passes():
    site = SurfaceSite(lat_deg=-20.0, lon_deg=200.0)
    plane = laid(site, inclination_deg=70.0, node_deg=15.0)
    found = chances_over(
        plane, site=site, first_tdb_s=START, wait_max_d=27.0, lead=ANY,
        reach=Reach(cross_range_max_km=1e-6),
    )  # fmt: skip
    track = site_track(
        lat_deg=-20.0, lon_deg=200.0, start_tdb_s=START, end_tdb_s=START + 28.0 * 86400.0
    )
    passes = landing_passes(track=track, normal=plane.axes[2], from_tdb_s=START, wait_max_d=27.0)
    assert found.reached
    # Both go linearly between hours: one in the sine of the angle, one in the angle.
    for chance, there in zip((found.first, *found.later), passes, strict=True):
        assert chance.t_tdb_s == pytest.approx(there.t_tdb_s, abs=1.0)
        assert chance.sun_deg == pytest.approx(there.sun_elevation_deg, abs=1e-3)


@pytest.mark.parametrize("argument_deg", [0.0, 90.0, 250.0])
def test_a_craft_is_over_the_site_when_the_chance_says(argument_deg):
    site = SurfaceSite(lat_deg=10.0, lon_deg=100.0)
    lead = Lead(lag_s=1000.0, angle_rad=0.7)
    plane = laid(site, inclination_deg=80.0, node_deg=90.0, argument_deg=argument_deg)
    found = chances_over(
        plane, site=site, first_tdb_s=START + 5000.0, wait_max_d=27.0, lead=lead,
        reach=Reach(cross_range_max_km=20.0),
    )  # fmt: skip
    assert found.reached
    chance = found.first
    assert START + 4999.0 <= chance.t_tdb_s <= START + 5000.0 + 27.0 * 86400.0
    rate = math.sqrt(4902.800118 / 1837.4**3)
    craft = math.radians(argument_deg) + rate * (chance.t_tdb_s - 1000.0 - START)
    direction = site.state(chance.t_tdb_s)[:3] / 1737.4
    there = float(plane.angle_of(direction)) - 0.7
    # Places between the hours of the track are on a chord: 3e-3 degrees.
    assert math.sin(0.5 * (craft - there)) == pytest.approx(0.0, abs=1e-4)
    assert math.asin(direction @ plane.axes[2]) == pytest.approx(chance.off_rad, abs=1e-4)


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (-89.45, 222.7), (40.0, -100.0)])
def test_elevations_are_those_of_the_orientation(lat, lon):
    site = SurfaceSite(lat_deg=lat, lon_deg=lon)
    for body, elevation in (("sun", sun_elevation_deg), ("earth", earth_elevation_deg)):
        ours, _ = look_deg(site=site, body=body, t_tdb_s=START)
        (other,) = elevation(lat_deg=lat, lon_deg=lon, t_tdb_s=START)
        # Both from DE440; a Julian date resolves 40 µs.
        assert ours == pytest.approx(float(other), abs=1e-7)


def test_the_sun_moves_west_over_an_equatorial_morning():
    site = SurfaceSite(lat_deg=0.0, lon_deg=23.5)
    # 1969-07-20 20:18 UTC: low in the east at Tranquility Base.
    up, azimuth = look_deg(site=site, body="sun", t_tdb_s=(2440423.3463 - 2451545.0) * 86400.0)
    assert 10.0 < up < 12.0
    assert azimuth == pytest.approx(90.0, abs=2.0)
