"""Windows and landings: what the scan promises holds in the ephemeris and over the site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from planner.astro.lambert import lambert
from planner.astro.orientation import moon_icrf_to_fixed, sun_elevation_deg
from planner.astro.tangential import tangential_departure
from planner.errors import OutOfRangeError
from planner.scenario.policies import TofRange
from planner.transfers.departure import LaunchSite, julian_date, orbit_axes, seconds_past_j2000
from planner.transfers.direct import TOF_RANGE_D
from planner.transfers.landing import landing_passes, site_track
from planner.transfers.request import DirectRequest
from planner.transfers.scan import survey_direct
from planner.transfers.windows import LandingWish, transfer_windows

WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
START = 2462502.5
SITE = {"lat_deg": -88.8, "lon_deg": 123.4}


@pytest.fixture(scope="module")
def wish() -> LandingWish:
    start = seconds_past_j2000(START)
    track = site_track(**SITE, start_tdb_s=start, end_tdb_s=start + 150 * 86400.0)
    return LandingWish(track=track, wait_min_d=2.0, wait_max_d=14.0, min_sun_deg=-1.0)


@pytest.fixture(scope="module")
def windows(wish: LandingWish) -> tuple:
    return transfer_windows(
        start_tdb_jd=START,
        end_tdb_jd=START + 100.0,
        tof_d=(3.0, 6.0),
        per_month=2,
        request=DirectRequest(site=WENCHANG),
        landing=wish,
    )


def test_each_part_of_a_month_gives_at_most_one_window(windows: tuple) -> None:
    part = np.array([(w.transfer.burns[0].epoch_tdb_jd - START) / (365.25 / 24) for w in windows])
    assert 3 <= len(windows) <= 7
    assert np.all(np.diff(part) > 0.0)


def test_landings_pass_over_the_site_in_light(windows: tuple, wish: LandingWish) -> None:
    lat, lon = np.radians(SITE["lat_deg"]), np.radians(SITE["lon_deg"])
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    for window in windows:
        loi = window.transfer.burns[-1]
        normal = np.cross(loi.r_km, loi.v_after_km_s)
        normal /= np.linalg.norm(normal)
        t = window.landing.t_tdb_s
        direction = up @ moon_icrf_to_fixed(t)
        # 0.01 deg, 300 m on the ground: hourly samples joined by straight lines.
        assert abs(np.degrees(np.arcsin(direction @ normal))) < 0.01
        sun = sun_elevation_deg(**SITE, t_tdb_s=t)[0]
        assert sun == pytest.approx(window.landing.sun_elevation_deg, abs=0.01)
        assert sun >= wish.min_sun_deg - 0.01
        waited = julian_date(t) - loi.epoch_tdb_jd
        assert wish.wait_min_d <= waited <= wish.wait_max_d + 0.1


def test_more_light_is_never_more_windows(windows: tuple, wish: LandingWish) -> None:
    brighter = transfer_windows(
        start_tdb_jd=START,
        end_tdb_jd=START + 100.0,
        tof_d=(3.0, 6.0),
        per_month=2,
        request=DirectRequest(site=WENCHANG),
        landing=replace(wish, min_sun_deg=1.0),
    )
    assert len(brighter) < len(windows)
    anything = transfer_windows(
        start_tdb_jd=START,
        end_tdb_jd=START + 100.0,
        tof_d=(3.0, 6.0),
        per_month=2,
        request=DirectRequest(site=WENCHANG),
        landing=None,
    )
    assert len(anything) >= len(windows)
    assert all(window.landing is None for window in anything)


def test_survey_predicts_the_ephemeris_within_tens_of_metres_a_second(windows: tuple) -> None:
    for window in windows:
        tli, loi = window.transfer.burns
        survey = survey_direct(
            tli_tdb_s=np.array([seconds_past_j2000(tli.epoch_tdb_jd)]),
            tof_d=np.array([window.transfer.tof_d]),
            request=DirectRequest(site=WENCHANG),
        )
        # The two-body arc ignores the Moon's pull on the way: measured 5..35 m/s.
        assert np.abs(survey.dv_tli_m_s - tli.dv_m_s).min() < 20.0
        assert np.abs(survey.dv_loi_m_s - loi.dv_m_s).min() < 60.0


def test_a_pad_that_cannot_reach_the_plane_gives_empty_cells() -> None:
    stuck = LaunchSite(id="stuck", lat_deg=2.0, lon_deg=0.0, max_inclination_deg=15.0)
    survey = survey_direct(
        tli_tdb_s=seconds_past_j2000(START) + 86400.0 * np.arange(28.0),
        tof_d=np.array([4.5]),
        request=DirectRequest(site=stuck),
    )
    empty = np.isnan(survey.dv_total_m_s)
    assert empty.any()
    assert not empty.all()  # twice a month the Moon stands near the equator


def test_tangential_arc_is_tangential_and_arrives() -> None:
    axes = orbit_axes(node_rad=1.0, inclination_rad=0.4, t_tdb_s=9.5e8)
    radius, target = 6578.0, 384400.0 * (np.cos(2.0) * axes[0] + np.sin(2.0) * axes[1])
    for tof_d in (2.6, 3.5, 4.98, 6.4):
        status, u, dv, v2 = tangential_departure(radius, target, tof_d * 86400.0, axes)
        assert status == 0
        r1 = radius * (np.cos(u) * axes[0] + np.sin(u) * axes[1])
        v1, again = lambert(
            mu_km3_s2=398600.435507, r1_km=r1, r2_km=target, tof_s=tof_d * 86400.0, normal=axes[2]
        )
        assert abs(v1 @ r1) / radius < 1e-8
        assert np.linalg.norm(v1) - np.sqrt(398600.435507 / radius) == pytest.approx(dv, abs=1e-9)
        assert np.allclose(again, v2, atol=1e-9)
    # Half the Hohmann ellipse (4.978 d at 200 km) turns by 180 degrees, at 3131.3 m/s.
    assert 1e3 * tangential_departure(radius, target, 4.978 * 86400.0, axes)[2] == pytest.approx(
        3131.3, abs=0.2
    )


def test_a_search_outside_the_days_followed_is_refused(wish: LandingWish) -> None:
    with pytest.raises(OutOfRangeError, match="from_tdb_s"):
        landing_passes(
            track=wish.track, normal=np.array([1.0, 0, 0]), from_tdb_s=0.0, wait_max_d=14.0
        )


def test_an_equatorial_plane_never_meets_a_polar_site(wish: LandingWish) -> None:
    pole = moon_icrf_to_fixed(seconds_past_j2000(START))[2]
    assert (
        landing_passes(
            track=wish.track, normal=pole, from_tdb_s=seconds_past_j2000(START), wait_max_d=28.0
        )
        == ()
    )


def test_a_scenario_may_ask_for_no_time_of_flight_that_cannot_be_flown() -> None:
    """Both ends of what a file may say are ends of what the transfer accepts."""
    for field, edge in (("min", TOF_RANGE_D[0]), ("max", TOF_RANGE_D[1])):
        assert getattr(TofRange(**{field: edge}), field) == edge
        beyond = {"min": edge - 0.01, "max": edge + 0.01}[field]
        with pytest.raises(ValidationError, match=r"than or equal"):
            TofRange(**{field: beyond})
