"""Direct transfers: an independent propagator meets the Moon, and costs lie where flown ones do."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import product

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import GCRS, ITRS, EarthLocation
from astropy.time import Time

from planner.astro.constants import GM_EARTH_KM3_S2, MOON_RADIUS_KM
from planner.astro.orientation import moon_pole, pole_of_date
from planner.astro.propagate import propagate
from planner.epochs import tdb_jd_to_utc
from planner.errors import OutOfRangeError
from planner.transfers.departure import LaunchSite, julian_date, seconds_past_j2000
from planner.transfers.direct import direct_transfer
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Transfer
from tests.judges.nbody import GM_KM3_S2, judge_perilune

WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
VOSTOCHNY = LaunchSite(id="vostochny", lat_deg=51.8844, lon_deg=128.3334)
NEW_YEAR_2030 = 2462502.5


def fly(**changes: object) -> Transfer:
    options = {"site": WENCHANG} | changes
    depart = options.pop("depart", NEW_YEAR_2030)
    tof = options.pop("tof_d", 4.5)
    return direct_transfer(depart_tdb_jd=depart, tof_d=tof, request=DirectRequest(**options))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"tof_d": 3.2},
        {"tof_d": 6.0, "north_first": False},
        {"site": VOSTOCHNY, "ascending_at_moon": False},
        {"inclination_deg": 54.8, "perilune_alt_km": 300.0, "apolune_alt_km": 8600.0},
        {"inclination_deg": 140.0, "parking_alt_km": 400.0},
        {"north_east": False, "parking_inclination_deg": 42.0},
    ],
    ids=str,
)
def test_an_independent_propagator_meets_the_moon(options: dict) -> None:
    """scipy's DOP853 over jplephem from the state after TLI: same perilune, same time."""
    transfer = fly(**options)
    tli, loi = transfer.burns
    state = np.array([*tli.r_km, *tli.v_after_km_s])
    distance, when = judge_perilune(
        tli.epoch_tdb_jd, state, transfer.tof_d * 86400.0, ("earth", "moon", "sun"), GM_KM3_S2
    )
    wanted = options.get("perilune_alt_km", 100.0)
    # 10 m: both integrators at 1e-11..1e-12, amplified a thousandfold by the flyby.
    assert distance - MOON_RADIUS_KM == pytest.approx(wanted, abs=1e-2)
    assert when == pytest.approx(transfer.tof_d * 86400.0, abs=0.1)
    assert transfer.arrival.inclination_deg == pytest.approx(
        options.get("inclination_deg", 90.0), abs=1e-3
    )
    assert loi.epoch_tdb_jd - tli.epoch_tdb_jd == pytest.approx(transfer.tof_d, abs=1e-9)


def test_a_year_of_costs_lies_where_published_ones_do() -> None:
    """167 km to 100 km, 3 to 6 days: 3.94 to 4.01 km/s in the published table and beside it.

    Topputo 2013: 3945 m/s in 5 d, planar and optimal in phase; Sweetser 1991: nothing
    below 3726; Mengali & Quarta 2005: 4005 m/s in 3 d. The real Moon is nearer or
    farther by 7 % and the lunar orbit here is polar, so the band is 3.90 to 4.10 km/s
    for 4.5 days. TLI itself is within 15 m/s of the closed-form 3139.7 m/s.
    """
    costs, tlis, lois = [], [], []
    for day in range(0, 365, 7):
        transfer = fly(depart=NEW_YEAR_2030 + day, parking_alt_km=167.0)
        tlis.append(transfer.burns[0].dv_m_s)
        lois.append(transfer.burns[1].dv_m_s)
        costs.append(transfer.dv_total_m_s)
    print(f"TLI {min(tlis):.1f}..{max(tlis):.1f} m/s, LOI {min(lois):.1f}..{max(lois):.1f} m/s")
    assert min(costs) > 3900.0
    assert max(costs) < 4100.0
    assert abs(np.array(tlis) - 3139.7).max() < 15.0
    # Flown polar insertions: 810 (theory) to 970 m/s; IM-1 about 800 m/s into 92 km.
    assert 780.0 < min(lois) < max(lois) < 970.0


def test_burns_and_orbits_are_what_they_say() -> None:
    transfer = fly()
    tli, loi = transfer.burns
    r, before, after = (np.array(x) for x in (tli.r_km, tli.v_before_km_s, tli.v_after_km_s))
    radius = np.linalg.norm(r)
    assert radius == pytest.approx(6378.1366 + 200.0, abs=1e-6)
    assert np.linalg.norm(before) == pytest.approx(np.sqrt(GM_EARTH_KM3_S2 / radius), abs=1e-9)
    assert 1e3 * np.linalg.norm(after - before) == pytest.approx(tli.dv_m_s, abs=1e-6)
    assert r @ before == pytest.approx(0.0, abs=1e-6)
    h = np.cross(r, before)
    pole = pole_of_date(seconds_past_j2000(tli.epoch_tdb_jd))
    inclination = np.degrees(np.arccos(h @ pole / np.linalg.norm(h)))
    assert inclination == pytest.approx(transfer.parking.inclination_deg, abs=1e-6)
    assert transfer.c3_km2_s2 == pytest.approx(
        after @ after - 2 * GM_EARTH_KM3_S2 / radius, abs=1e-9
    )
    r, before, after = (np.array(x) for x in (loi.r_km, loi.v_before_km_s, loi.v_after_km_s))
    assert 1e3 * np.linalg.norm(before - after) == pytest.approx(loi.dv_m_s, abs=1e-6)
    # Circular after LOI: v²r = GM (Park et al. 2021).
    assert after @ after * np.linalg.norm(r) == pytest.approx(4902.800118, rel=1e-9)
    pole = moon_pole(seconds_past_j2000(loi.epoch_tdb_jd))
    h = np.cross(r, before)
    assert np.degrees(np.arccos(h @ pole / np.linalg.norm(h))) == pytest.approx(90.0, abs=1e-3)


def test_pad_lies_in_the_parking_plane_at_launch() -> None:
    """astropy (measured UT1 of 2020) is the judge of the pad's clock."""
    for ascending, north in product((True, False), repeat=2):
        branch = DirectRequest(site=WENCHANG, ascending_at_moon=ascending, north_first=north)
        transfer = direct_transfer(depart_tdb_jd=2458849.5, tof_d=4.5, request=branch)
        launch = tdb_jd_to_utc(transfer.parking.launch_tdb_jd)
        time = Time(launch.replace(tzinfo=None), scale="utc")
        place = EarthLocation.from_geodetic(WENCHANG.lon_deg * u.deg, WENCHANG.lat_deg * u.deg)
        pad = (
            ITRS(*place.to_geocentric(), obstime=time)
            .transform_to(GCRS(obstime=time))
            .cartesian.xyz.to_value(u.km)
        )
        tli = transfer.burns[0]
        normal = np.cross(tli.r_km, tli.v_before_km_s)
        normal /= np.linalg.norm(normal)
        off_deg = np.degrees(np.arcsin(normal @ pad / np.linalg.norm(pad)))
        # 0.02 deg: UT1 is taken as UTC (up to 0.9 s, 0.004 deg) and the clock closes to 1 s.
        assert abs(off_deg) < 0.02
        assert launch < tdb_jd_to_utc(tli.epoch_tdb_jd) < launch + timedelta(hours=2)


def test_bodies_switched_off_and_on_change_the_answer() -> None:
    """Without the Sun the same controls miss; corrected anew they hit, at another cost."""
    with_sun, without = fly(), fly(bodies=("earth", "moon"))
    tli = with_sun.burns[0]
    state = np.array([*tli.r_km, *tli.v_after_km_s])
    end = [
        propagate(
            epoch_tdb_jd=tli.epoch_tdb_jd, state_km_s=state, duration_s=3.8e5, bodies=bodies
        ).state_km_s[:3]
        for bodies in (("earth", "moon", "sun"), ("earth", "moon"))
    ]
    assert 100.0 < np.linalg.norm(end[0] - end[1]) < 5000.0  # km: the solar tide in four days
    assert without.residuals["perilune_km"] == pytest.approx(0.0, abs=1e-3)
    assert abs(without.dv_total_m_s - with_sun.dv_total_m_s) > 0.1


def test_path_runs_from_the_burn_to_perilune() -> None:
    transfer = fly()
    assert np.allclose(transfer.path_earth_km[0], transfer.burns[0].r_km, atol=1e-6)
    at_moon = transfer.path_earth_km[-1] - transfer.path_moon_km[-1]
    # 4 cm: what the Moon moves in the 40 µs a Julian date resolves.
    assert np.allclose(at_moon, transfer.burns[1].r_km, atol=1e-3)
    assert np.all(np.diff(transfer.path_tdb_jd) > 0.0)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"tof_d": 1.0}, "tof_d"),
        ({"parking_alt_km": 20.0}, "parking_alt_km"),
        ({"inclination_deg": 0.5}, "inclination_deg"),
        ({"depart": 2480000.5}, "1965"),
        (
            {"site": LaunchSite(id="x", lat_deg=5.0, lon_deg=0.0, max_inclination_deg=10.0)},
            "parking_inclination_deg",
        ),
    ],
)
def test_bad_requests_are_named(changes: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        fly(**changes)


def test_julian_dates_round_trip() -> None:
    assert seconds_past_j2000(julian_date(9.5e8)) == pytest.approx(9.5e8, abs=4e-5)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"perilune_alt_km": -100.0}, "perilune_alt_km"),
        ({"perilune_alt_km": math.nan}, "perilune_alt_km"),
        ({"apolune_alt_km": 50.0}, "apolune_alt_km"),
        ({"apolune_alt_km": math.nan}, "apolune_alt_km"),
        ({"inclination_deg": 200.0}, "inclination_deg"),
        ({"inclination_deg": math.nan}, "inclination_deg"),
        ({"parking_alt_km": math.nan}, "parking_alt_km"),
        ({"parking_inclination_deg": 5.0}, "parking_inclination_deg"),
        ({"bodies": ("moon", "sun")}, "bodies"),
    ],
)
def test_a_request_outside_its_ranges_is_refused_before_anything_is_flown(change, name) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        DirectRequest(site=LaunchSite(id="pad", lat_deg=19.6, lon_deg=110.9), **change)
    assert caught.value.name == name


def test_nobody_can_change_a_transfer_that_others_share() -> None:
    transfer = fly()
    for path in (transfer.path_tdb_jd, transfer.path_earth_km, transfer.path_moon_km):
        with pytest.raises(ValueError, match="read-only"):
            path[0] = 0.0


def test_a_pad_is_somewhere() -> None:
    for lat_deg, lon_deg in ((math.nan, 0.0), (91.0, 0.0), (0.0, math.inf)):
        with pytest.raises(OutOfRangeError):
            LaunchSite(id="pad", lat_deg=lat_deg, lon_deg=lon_deg)
