"""Capture by several burns and the light at arrival, against scipy, jplephem and astropy."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from planner.astro.shadow import visible_sun
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.arrival_light import LandingSite, burn_light, craft_light
from planner.transfers.capture_sequence import (
    CapturePlan,
    apolune_of_period_km,
    equal_burns_km,
    fly_capture,
    require_clear,
)
from planner.transfers.conic import conic_transfer
from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.direct_flight import CaptureWish, direct_flight
from planner.transfers.flight import Flight
from planner.transfers.request import DirectRequest
from planner.transfers.settle import settle
from planner.transfers.transfer import Burn, Transfer
from tests.judges.nbody import GM_KM3_S2, _rhs, geocentric_km

WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
NEW_YEAR_2030 = 2462502.5
REQUEST = DirectRequest(site=WENCHANG, perilune_alt_km=200.0, apolune_alt_km=200.0)
MOON_KM = 1737.4


@cache
def one_burn(day: int = 0) -> Transfer:
    return direct_transfer(depart_tdb_jd=NEW_YEAR_2030 + day, tof_d=4.5, request=REQUEST)


@cache
def three_burns() -> Flight:
    wish = CaptureWish(periods_h=(12.0, 3.5), revolutions=(2, 6))  # as Chang'e-1
    return direct_flight(transfer=one_burn(), request=REQUEST, wish=wish)


def moon_at(jd: float) -> np.ndarray:
    """Position and velocity of the Moon by jplephem; velocity by central difference of 1 s."""
    step = 1.0 / 86400.0
    ahead, behind = geocentric_km("moon", jd, step), geocentric_km("moon", jd, -step)
    return np.concatenate((geocentric_km("moon", jd), (ahead - behind) / 2.0))


def judged_next(burn: Burn, following: Burn) -> tuple[float, float]:
    """Fly from a burn to the next one by scipy: distance from its place (km), and r.v there."""
    span = (following.epoch_tdb_jd - burn.epoch_tdb_jd) * 86400.0
    start = moon_at(burn.epoch_tdb_jd) + np.array([*burn.r_km, *burn.v_after_km_s])
    answer = solve_ivp(
        _rhs(burn.epoch_tdb_jd, ("earth", "moon", "sun"), GM_KM3_S2), (0.0, span), start,
        method="DOP853", rtol=1e-11, atol=1e-9,
    )  # fmt: skip
    relative = answer.y[:, -1] - moon_at(following.epoch_tdb_jd)
    off = float(np.linalg.norm(relative[:3] - following.r_km))
    return off, float(relative[:3] @ relative[3:])


def test_an_independent_propagator_flies_from_burn_to_burn() -> None:
    lois = three_burns().burns[1:]
    assert [loi.name for loi in lois] == ["loi-1", "loi-2", "loi-3"]
    for burn, following in itertools.pairwise(lois):
        off_km, radial = judged_next(burn, following)
        # 0.2 km: the Moon's velocity by differences (1e-7 km/s) over a day and a half, and
        # dates that resolve 40 µs; r.v of 0.1 km²/s is a fifth of a second from perilune.
        assert off_km < 0.2
        assert abs(radial) < 0.5


def test_the_last_orbit_is_the_one_asked_for() -> None:
    flight = three_burns()
    last = flight.burns[-1]
    r, v = np.array(last.r_km), np.array(last.v_after_km_s)
    assert np.linalg.norm(r) - MOON_KM == pytest.approx(200.0, abs=0.01)
    # Circular: v²r = GM (Park et al. 2021).
    assert v @ v * np.linalg.norm(r) == pytest.approx(4902.800118, rel=1e-5)
    periods = [orbit["period_h"] for orbit in flight.details["capture_orbits"]]
    # The Earth's tide shortens a 12 h orbit by some 0.3 %.
    assert periods == pytest.approx([12.0, 3.5], rel=5e-3)
    assert flight.details["capture_d"] == pytest.approx((2 * 12.0 + 6 * 3.5) / 24.0, rel=5e-3)


def test_several_burns_cost_what_one_does() -> None:
    """All are tangential at one perilune, so speeds add up, but for the drift of perilune."""
    single = one_burn().dv_total_m_s
    for wish in (
        CaptureWish(burns=2),
        CaptureWish(burns=4, revolutions=(2,)),
        CaptureWish(apolunes_alt_km=(8600.0, 1700.0)),
    ):
        flight = direct_flight(transfer=one_burn(), request=REQUEST, wish=wish)
        # 10 m/s: the tide lifts perilune by up to 40 km on the way, 0.25 m/s each; that the
        # first burns happen so much lower is the Earth's gift.
        assert flight.dv_total_m_s == pytest.approx(single, abs=10.0)
    for count, equal in ((2, 2), (5, 4)):  # the first of five would hardly capture
        wish = CaptureWish(burns=count)
        flight = direct_flight(transfer=one_burn(), request=REQUEST, wish=wish)
        sizes = [burn.dv_m_s for burn in flight.burns[-equal:]]
        assert max(sizes) - min(sizes) < 1.0  # what perilune drifts by meanwhile


def test_the_tide_off_leaves_kepler_and_on_moves_perilune() -> None:
    loi = one_burn().burns[1]
    state = np.array([*loi.r_km, *loi.v_before_km_s])
    plan = CapturePlan(apolunes_alt_km=(20_000.0,), revolutions=(1,))
    # Even without the Sun the Earth always pulls; far from the tide an orbit 200 x 400 km is
    # Kepler's within a part in 1e4.
    low = CapturePlan(apolunes_alt_km=(400.0,), revolutions=(3,))
    [leg] = fly_capture(
        relative_km_s=state, epoch_tdb_jd=loi.epoch_tdb_jd, apolune_alt_km=200.0, plan=low
    ).legs
    a = MOON_KM + 300.0
    assert leg.period_h == pytest.approx(
        2 * math.pi * math.sqrt(a**3 / 4902.800118) / 3600.0, rel=1e-4
    )
    assert abs(leg.perilune_drift_km) < 0.05
    [high] = fly_capture(
        relative_km_s=state, epoch_tdb_jd=loi.epoch_tdb_jd, apolune_alt_km=200.0, plan=plan
    ).legs
    assert 1.0 < abs(high.perilune_drift_km) < 50.0
    assert abs(high.highest_alt_km - 20_000.0) > 50.0


def test_changs_orbits_have_their_published_apolunes() -> None:
    """Chang'e-1 at 200 km: 12 h is 8600 km, 3.5 h is 1700 km (Xinhua, 2007-11-05); rounded."""
    assert apolune_of_period_km(period_h=12.0, perilune_alt_km=200.0) == pytest.approx(8600, abs=50)
    assert apolune_of_period_km(period_h=3.5, perilune_alt_km=200.0) == pytest.approx(1700, abs=50)
    with pytest.raises(OutOfRangeError, match="loi_periods_h"):
        apolune_of_period_km(period_h=1.0, perilune_alt_km=200.0)


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 8), final=st.floats(200.0, 1500.0))
def test_shares_fall_and_stay_below_what_the_tide_allows(count: int, final: float) -> None:
    loi = one_burn().burns[1]
    apolunes = equal_burns_km(
        relative_km_s=np.array([*loi.r_km, *loi.v_before_km_s]), apolune_alt_km=final, count=count
    )
    assert len(apolunes) == count - 1
    assert list(apolunes) == sorted(apolunes, reverse=True)
    assert all(final < apolune <= 15_000.001 for apolune in apolunes)


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"burns": 0}, "loi_burns"),
        ({"burns": 9}, "loi_burns"),
        ({"burns": 2, "periods_h": (12.0,)}, "one of the three"),
        ({"apolunes_alt_km": (1000.0, 5000.0)}, "fall"),
        ({"apolunes_alt_km": (100.0,)}, "above the final"),
        ({"apolunes_alt_km": (math.nan,)}, "loi_apolune_alt_km"),
        ({"apolunes_alt_km": (5000.0,), "revolutions": (0,)}, "loi_revolutions"),
        ({"apolunes_alt_km": (5000.0,), "revolutions": (1, 2)}, "loi_revolutions"),
        ({"apolunes_alt_km": (59_000.0,)}, "tide"),
    ],
    ids=str,
)
def test_captures_nobody_can_fly_are_named(wish: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        direct_flight(transfer=one_burn(), request=REQUEST, wish=CaptureWish(**wish))


def test_an_orbit_that_comes_down_to_the_mountains_is_refused() -> None:
    loi = one_burn().burns[1]
    capture = fly_capture(
        relative_km_s=np.array([*loi.r_km, *loi.v_before_km_s]), epoch_tdb_jd=loi.epoch_tdb_jd,
        apolune_alt_km=200.0, plan=CapturePlan(apolunes_alt_km=(8600.0,), revolutions=(1,)),
    )  # fmt: skip
    require_clear(capture)
    low = replace(capture, legs=(replace(capture.legs[0], lowest_alt_km=3.0),))
    with pytest.raises(OutOfRangeError, match="perilune falls to 3 km"):
        require_clear(low)


def test_a_conic_has_one_burn() -> None:
    conic = conic_transfer(depart_tdb_jd=NEW_YEAR_2030, tof_d=4.5, request=REQUEST)
    with pytest.raises(OutOfRangeError, match="ephemeris"):
        direct_flight(transfer=conic, request=REQUEST, wish=CaptureWish(burns=2))
    assert direct_flight(transfer=conic, request=REQUEST).burns == conic.burns


def hidden(relative: np.ndarray, target: np.ndarray) -> bool:
    """Whether the way to a point passes through the Moon: least distance of the line."""
    way = target - relative
    nearest = relative + way * np.clip(-(relative @ way) / (way @ way), 0.0, 1.0)
    return bool(np.linalg.norm(nearest) < MOON_KM)


def test_light_at_insertion_is_what_lines_of_sight_say() -> None:
    """Every second day of a month: shadow and occultation by jplephem and a straight line."""
    seen = set()
    for day in range(0, 29, 4):
        loi = one_burn(day).burns[1]
        light = burn_light(loi)
        moon = geocentric_km("moon", loi.epoch_tdb_jd)
        sun = geocentric_km("sun", loi.epoch_tdb_jd) - moon
        r = np.array(loi.r_km)
        assert light.earth_in_view is not hidden(r, -moon)
        if light.sun_share in (0.0, 1.0):
            assert (light.sun_share == 0.0) is hidden(r, sun)
        # Elevations below the craft: the angle between up and the body, from the ground.
        up = r / np.linalg.norm(r)
        for found, body in ((light.sun_elevation_deg, sun), (light.earth_elevation_deg, -moon)):
            sight = body - MOON_KM * up
            expected = math.degrees(math.asin(up @ sight / np.linalg.norm(sight)))
            assert found == pytest.approx(expected, abs=1e-6)
        seen.add(light.sun_share > 0.5)
    assert seen == {True, False}  # a month brings both


def test_penumbra_lies_between() -> None:
    sun = np.array([1.496e8, 0.0, 0.0])
    behind = -2000.0
    shares = [visible_sun(behind, y, 0.0, *sun, MOON_KM) for y in np.linspace(1700.0, 1780.0, 41)]
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert np.all(np.diff(shares) >= 0.0)
    # Half the disc is free where the line to the Sun's centre touches the limb, at y = R.
    half = float(np.interp(0.5, shares, np.linspace(1700.0, 1780.0, 41)))
    assert half == pytest.approx(MOON_KM, abs=1.0)


def test_a_site_is_told_its_light_and_the_first_pass() -> None:
    site = LandingSite(lat_deg=-88.8, lon_deg=123.4, horizon_deg=-1.6)
    light = direct_flight(transfer=one_burn(), request=REQUEST, site=site).details["site_light"]
    # Near the pole the Sun stays within 1.6 + 1.2 degrees of the horizon, the Earth within 8.
    assert abs(light["sun_elevation_deg"]) < 2.8
    assert abs(light["earth_elevation_deg"]) < 8.2
    assert light["sun_is_up"] is (light["sun_elevation_deg"] > -1.6)
    loi = one_burn().burns[1]
    assert loi.epoch_tdb_jd < light["pass_tdb_jd"] < loi.epoch_tdb_jd + 14.5
    equatorial = replace(REQUEST, inclination_deg=160.0)
    flight = direct_flight(
        transfer=direct_transfer(depart_tdb_jd=NEW_YEAR_2030, tof_d=4.5, request=equatorial),
        request=equatorial, site=site,
    )  # fmt: skip
    assert flight.details["site_light"]["pass_tdb_jd"] is None


@pytest.mark.parametrize("values", [(91.0, 0.0), (math.nan, 0.0), (0.0, 400.0)])
def test_sites_off_the_moon_are_refused(values: tuple[float, float]) -> None:
    with pytest.raises(OutOfRangeError, match="site_l"):
        LandingSite(lat_deg=values[0], lon_deg=values[1])
    with pytest.raises(OutOfRangeError, match="relative_km"):
        craft_light(relative_km=np.array([1000.0, 0.0, 0.0]), epoch_tdb_jd=NEW_YEAR_2030)


def test_oblateness_on_request_changes_the_burn_and_still_meets_the_moon() -> None:
    plain = one_burn()
    with_j2 = direct_transfer(
        depart_tdb_jd=NEW_YEAR_2030, tof_d=4.5, request=replace(REQUEST, j2=True)
    )
    assert with_j2.residuals["perilune_km"] == pytest.approx(0.0, abs=1e-3)
    # J2 takes some m/s at perigee: 1.5 J2 (R/r)² of the potential, 1e-3 of 60 km²/s².
    assert 0.5 < abs(with_j2.burns[0].dv_m_s - plain.burns[0].dv_m_s) < 5.0


def test_settling_tells_when_it_cannot() -> None:
    def miss(x: np.ndarray) -> np.ndarray:
        return np.array([x[0] ** 2 + 1.0])

    with pytest.raises(NoConvergenceError, match="times its tolerance"):
        settle(miss, np.array([1.0]), tolerance=np.array([1e-9]), reach=np.array([1.0]),
               what="a root", way_out="there is none")  # fmt: skip
    root = settle(
        lambda x: np.array([x[0] + 0.3 * x[1] - 1.0, x[1] + 0.2 * x[0] ** 2 - 2.0]),
        np.zeros(2), tolerance=np.full(2, 1e-10), reach=np.full(2, 10.0), what="", way_out="",
    )  # fmt: skip
    assert root[0] + 0.3 * root[1] == pytest.approx(1.0, abs=1e-9)
