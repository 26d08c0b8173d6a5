"""Returns: an independent propagator reaches the interface; Apollo 11 came the same way."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from planner.astro.orientation import moon_pole, pole_of_date
from planner.errors import OutOfRangeError
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_entry import EntryWish, entry_reading, since_perigee_s
from planner.transfers.earth_return import EarthReturn, ReturnRequest, earth_return
from tests.judges.nbody import GM_KM3_S2, _rhs, geocentric_km, judge_propagate

NEW_YEAR_2030 = 2462502.5
EARTH_RADIUS_KM = 6378.1366
SUN = ("earth", "moon", "sun")
#: TEI of Apollo 11, GET 135:23:42.3, and entry, GET 195:03:05.7 (Mission Report MSC-00171),
#: after 1969-07-16 13:32 UTC; TDB was 40 s ahead of UTC then.
RANGE_ZERO_TDB_JD = 2440419.06388889 + 40.0 / 86400.0
TEI_H, ENTRY_H = 135 + 23 / 60 + 42.3 / 3600, 195 + 3 / 60 + 5.7 / 3600


def geocentric_after_tei(home: EarthReturn) -> np.ndarray:
    """Earth-centred state after TEI, the Moon's velocity from jplephem by differences."""
    tei = home.burns[0]
    jd = tei.epoch_tdb_jd
    moon = geocentric_km("moon", jd)
    step = 10.0 / 86400.0
    speed = (geocentric_km("moon", jd, step) - geocentric_km("moon", jd, -step)) / 20.0
    return np.concatenate((np.array(tei.r_km) + moon, np.array(tei.v_after_km_s) + speed))


@pytest.mark.parametrize(
    ("tof_d", "options", "entry"),
    [
        (3.0, {}, {}),
        (4.6, {"northward": False, "orbit_alt_km": 200.0}, {"inclination_deg": 43.0}),
        (2.5, {"orbit_inclination_deg": 160.0, "north_first": False}, {"path_angle_deg": -5.5}),
        (5.5, {"orbit_inclination_deg": 70.0}, {"inclination_deg": 120.0}),
        (3.5, {}, {"latitude_deg": 33.0}),
    ],
    ids=str,
)
def test_an_independent_propagator_meets_the_interface(
    tof_d: float, options: dict, entry: dict
) -> None:
    """scipy's DOP853 over jplephem from the state after TEI: height, angle, plane, time."""
    wish = EntryWish(**entry)
    home = earth_return(
        depart_tdb_jd=NEW_YEAR_2030, tof_d=tof_d, request=ReturnRequest(entry=wish, **options)
    )
    end = judge_propagate(
        home.burns[0].epoch_tdb_jd, geocentric_after_tei(home), home.tof_d * 86400.0, SUN
    )
    r, v = end[:3], end[3:]
    # 0.2 km: at 11 km/s it is 20 ms, the tolerance of the time of flight, and its double.
    assert np.linalg.norm(r) - EARTH_RADIUS_KM == pytest.approx(121.92, abs=0.2)
    angle = math.degrees(math.asin(r @ v / np.linalg.norm(r) / np.linalg.norm(v)))
    assert angle == pytest.approx(wish.path_angle_deg, abs=0.01)
    pole = pole_of_date(seconds_past_j2000(home.entry.epoch_tdb_jd))
    if wish.latitude_deg is None:
        h = np.cross(r, v)
        inclination = math.degrees(math.acos(h @ pole / np.linalg.norm(h)))
        assert inclination == pytest.approx(wish.inclination_deg, abs=0.01)
    else:
        latitude = math.degrees(math.asin(r @ pole / np.linalg.norm(r)))
        assert latitude == pytest.approx(wish.latitude_deg, abs=0.01)
    assert home.tof_d == pytest.approx(tof_d, abs=1e-6)


def test_the_burn_leaves_the_orbit_asked_for() -> None:
    home = earth_return(
        depart_tdb_jd=NEW_YEAR_2030, tof_d=3.2,
        request=ReturnRequest(orbit_alt_km=180.0, orbit_inclination_deg=110.0),
    )  # fmt: skip
    tei = home.burns[0]
    r, before, after = (np.array(x) for x in (tei.r_km, tei.v_before_km_s, tei.v_after_km_s))
    assert np.linalg.norm(r) == pytest.approx(1737.4 + 180.0, abs=1e-6)
    # Circular: v²r = GM (Park et al. 2021), and no radial speed.
    assert before @ before * np.linalg.norm(r) == pytest.approx(4902.800118, rel=1e-9)
    assert r @ before == pytest.approx(0.0, abs=1e-9)
    assert 1e3 * np.linalg.norm(after - before) == pytest.approx(tei.dv_m_s, abs=1e-6)
    h = np.cross(r, before)
    cosine = h @ moon_pole(seconds_past_j2000(tei.epoch_tdb_jd)) / np.linalg.norm(h)
    assert math.degrees(math.acos(cosine)) == pytest.approx(110.0, abs=1e-6)


def test_apollo_11_came_home_this_way() -> None:
    """TEI 999.4 m/s, entry at 11 032 m/s, 3.19 S 171.96 E (Mission Report; Orloff SP-2000-4029).

    Given: the two epochs, the interface, the angle, and a plane home of 40 degrees. Lunar
    orbit as 60 n mi circular, inclined 170 degrees here, since the flown node is not asked
    for. 15 m/s: the flown orbit was elliptical by some km and nearly equatorial, so that its
    plane was turned by a few degrees, and the burn lasted 151 s. 10 m/s at entry is 8 km of
    height. One degree on the ground: the plane home is rounded.
    """
    home = earth_return(
        depart_tdb_jd=RANGE_ZERO_TDB_JD + TEI_H / 24.0,
        tof_d=(ENTRY_H - TEI_H) / 24.0,
        request=ReturnRequest(
            orbit_alt_km=111.1, orbit_inclination_deg=170.0, northward=False,
            entry=EntryWish(path_angle_deg=-6.48, inclination_deg=40.0),
        ),
    )  # fmt: skip
    assert home.dv_total_m_s == pytest.approx(999.4, abs=15.0)
    assert 1e3 * home.entry.speed_km_s == pytest.approx(11_032.0, abs=10.0)
    assert home.entry.latitude_deg == pytest.approx(-3.19, abs=1.0)
    assert home.entry.longitude_deg == pytest.approx(171.96, abs=1.0)


def test_chang_e_5_could_come_home_for_what_lunar_returns_cost() -> None:
    """TEI-2 on 2020-12-13 01:51 UTC at 230 km (CNSA), home three and a half days later.

    The burn was flown in two parts on two days. From a circular orbit the whole costs 0.8
    to 1.0 km/s, as the 0.9 km/s of planning tables for LOI does the other way.
    """
    home = earth_return(
        depart_tdb_jd=2459196.577, tof_d=3.66,
        request=ReturnRequest(
            orbit_alt_km=230.0, orbit_inclination_deg=137.0,
            entry=EntryWish(path_angle_deg=-5.8, inclination_deg=45.0),
        ),
    )  # fmt: skip
    assert 780.0 < home.dv_total_m_s < 1000.0
    assert 10.95 < home.entry.speed_km_s < 11.1  # every lunar return: just below escape, 11.07


def test_bodies_switched_off_change_the_answer() -> None:
    """Without the Sun the burn differs, and the state with it misses the interface's height."""
    request = ReturnRequest()
    with_sun = earth_return(depart_tdb_jd=NEW_YEAR_2030, tof_d=3.5, request=request)
    without = earth_return(
        depart_tdb_jd=NEW_YEAR_2030, tof_d=3.5, request=replace(request, bodies=("earth", "moon"))
    )
    assert 0.001 < abs(with_sun.dv_total_m_s - without.dv_total_m_s) < 20.0


def test_time_from_perigee_against_quadrature() -> None:
    """scipy integrates the conic itself: ellipse and hyperbola."""
    for speed in (10.9, 11.3):
        state = np.array([6428.0, 0.0, 0.0, 0.0, speed, 0.0])
        after = 5000.0
        flown = solve_ivp(
            _rhs(NEW_YEAR_2030, ("earth",), GM_KM3_S2), (0.0, after), state, rtol=1e-12,
            atol=1e-9, method="DOP853",
        ).y[:3, -1]  # fmt: skip
        e = speed**2 * 6428.0 / 398600.435507 - 1.0
        ours = since_perigee_s(
            radius_km=float(np.linalg.norm(flown)), perigee_km=6428.0, eccentricity=e
        )
        assert ours == pytest.approx(after, abs=1e-3)


def test_the_reading_is_zero_at_the_interface_asked_for() -> None:
    wish = EntryWish(path_angle_deg=-6.0, inclination_deg=30.0)
    angle, speed = math.radians(-6.0), 11.03
    tilt = math.radians(30.0)
    forward = np.array([0.0, math.cos(tilt), math.sin(tilt)])
    outward = np.array([1.0, 0.0, 0.0])
    state = np.concatenate(
        (wish.radius_km * outward,
         speed * (math.sin(angle) * outward + math.cos(angle) * forward))
    )  # fmt: skip
    reading = entry_reading(state, np.array([0.0, 0.0, 1.0]), wish)
    assert np.allclose(reading, 0.0, atol=1e-6)


@pytest.mark.parametrize(
    ("tof_d", "options", "entry", "word"),
    [
        (0.0, {}, {}, "tof_d"),
        (-3.0, {}, {}, "tof_d"),
        (math.nan, {}, {}, "tof_d"),
        (3.0, {"orbit_alt_km": -10.0}, {}, "orbit_alt_km"),
        (3.0, {"orbit_inclination_deg": 1.0}, {}, "orbit_inclination_deg"),
        (3.0, {}, {"inclination_deg": 5.0}, "return_inclination_deg"),
        (3.0, {}, {"latitude_deg": 89.0}, "entry_lat_deg"),
        (3.0, {}, {"latitude_deg": math.nan}, "entry_lat_deg"),
        (3.0, {}, {"path_angle_deg": 2.0}, "entry_path_angle_deg"),
        (3.0, {}, {"altitude_km": 0.0}, "entry_alt_km"),
    ],
)
def test_returns_nobody_can_fly_are_named(
    tof_d: float, options: dict, entry: dict, word: str
) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        earth_return(
            depart_tdb_jd=NEW_YEAR_2030, tof_d=tof_d,
            request=ReturnRequest(entry=EntryWish(**entry), **options),
        )  # fmt: skip


def test_dates_outside_the_ephemeris() -> None:
    with pytest.raises(OutOfRangeError, match="1965"):
        earth_return(depart_tdb_jd=2480000.5, tof_d=3.0, request=ReturnRequest())
