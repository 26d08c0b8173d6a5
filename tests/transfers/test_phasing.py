"""Phasing orbits: scipy climbs them, the pad serves them, and they end in the same TLI."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from planner.astro.orientation import pole_of_date
from planner.errors import OutOfRangeError
from planner.transfers.departure import LaunchSite, seconds_past_j2000
from planner.transfers.direct_flight import CaptureWish
from planner.transfers.phasing import (
    Phased,
    PhasingRequest,
    phasing_transfer,
    with_first_apogee,
)
from planner.transfers.phasing_flight import phasing_flight
from planner.transfers.phasing_orbits import PhasingPlan, period_h_of, require_clear
from planner.transfers.request import DirectRequest
from tests.judges.nbody import GM_KM3_S2, _rhs, judge_perilune

XICHANG = LaunchSite(id="xichang", lat_deg=28.246, lon_deg=102.027, max_inclination_deg=60.0)
NEW_YEAR_2030 = 2462502.5
CHANGE_1 = PhasingPlan(periods_h=(16.0, 24.0, 48.0), revolutions=(3, 3, 1))
SUN = ("earth", "moon", "sun")
EARTH_KM = 6378.1366
J2, RE = 1.08262539e-3, 6378.1366  # Park et al. 2021


@cache
def fly(*, j2: bool = False, day: float = 0.0, plan: PhasingPlan = CHANGE_1) -> Phased:
    request = PhasingRequest(direct=DirectRequest(site=XICHANG, j2=j2), plan=plan)
    return phasing_transfer(depart_tdb_jd=NEW_YEAR_2030 + day, tof_d=4.75, request=request)


def with_oblateness(epoch: float, pole: np.ndarray):
    """The judge's n-body pull and the gradient of the J2 potential (Vallado 2013, 8-19)."""
    point = _rhs(epoch, SUN, GM_KM3_S2)

    def rhs(t: float, y: np.ndarray) -> np.ndarray:
        rate = point(t, y)
        r = np.linalg.norm(y[:3])
        s = y[:3] @ pole / r
        k = 1.5 * J2 * GM_KM3_S2["earth"] * RE**2 / r**4
        rate[3:] += -k * ((1.0 - 5.0 * s * s) * y[:3] / r + 2.0 * s * pole)
        return rate

    return rhs


@pytest.mark.parametrize("j2", [False, True])
def test_an_independent_propagator_climbs_to_tli_and_meets_the_moon(j2: bool) -> None:
    transfer = fly(j2=j2).transfer
    leaving = [burn for burn in transfer.burns if burn.center == "earth"]
    assert [burn.name for burn in leaving] == ["injection", "perigee-1", "perigee-2", "tli"]
    tli = leaving[-1]
    pole = pole_of_date(seconds_past_j2000(tli.epoch_tdb_jd))
    for burn, following in itertools.pairwise(leaving):
        rhs = _rhs(burn.epoch_tdb_jd, SUN, GM_KM3_S2)
        flown = solve_ivp(
            with_oblateness(burn.epoch_tdb_jd, pole) if j2 else rhs,
            (0.0, (following.epoch_tdb_jd - burn.epoch_tdb_jd) * 86400.0),
            np.array([*burn.r_km, *burn.v_after_km_s]),
            method="DOP853", rtol=1e-11, atol=1e-9,
        ).y[:, -1]  # fmt: skip
        # 50 m: dates resolve 40 µs (0.4 m at perigee), integrators at 1e-11 over 3 days.
        assert np.linalg.norm(flown[:3] - following.r_km) < 0.05
        assert np.linalg.norm(flown[3:] - following.v_before_km_s) < 5e-5
        assert abs(flown[:3] @ flown[3:]) < 0.05 * np.linalg.norm(flown[:3])  # at perigee
    if not j2:
        distance, _ = judge_perilune(
            tli.epoch_tdb_jd, np.array([*tli.r_km, *tli.v_after_km_s]), transfer.tof_d * 86400.0,
            SUN, GM_KM3_S2,
        )  # fmt: skip
        assert distance - 1737.4 == pytest.approx(100.0, abs=1e-2)  # as for direct transfers


def test_injection_leaves_the_circular_orbit_the_pad_serves() -> None:
    transfer = fly(j2=True).transfer
    injection = transfer.burns[0]
    r, v = np.array(injection.r_km), np.array(injection.v_before_km_s)
    assert np.linalg.norm(r) - EARTH_KM == pytest.approx(200.0, abs=0.011)
    assert v @ v * np.linalg.norm(r) == pytest.approx(GM_KM3_S2["earth"], rel=1e-9)
    h = np.cross(r, v)
    pole = pole_of_date(seconds_past_j2000(injection.epoch_tdb_jd))
    inclination = math.degrees(math.acos(h @ pole / np.linalg.norm(h)))
    assert inclination == pytest.approx(transfer.parking.inclination_deg, abs=1e-6)
    coast = injection.epoch_tdb_jd - transfer.parking.launch_tdb_jd - transfer.parking.coast_d
    assert coast * 86400.0 == pytest.approx(600.0, abs=1.5)  # the ascent; the clock closes to 1 s
    assert abs(injection.epoch_tdb_jd - NEW_YEAR_2030) < 0.7


@pytest.mark.parametrize("day", [0.0, 9.0, 18.0])
def test_the_sum_is_that_of_a_single_burn(day: float) -> None:
    """All burns are tangential at about one perigee, so that speeds add up."""
    phased = fly(day=day)
    leaving = [burn for burn in phased.transfer.burns if burn.center == "earth"]
    # 5 m/s: perigee drifts by up to 50 km on the way, 0.1 m/s for each.
    assert sum(burn.dv_m_s for burn in leaving) == pytest.approx(phased.single_burn_m_s, abs=5.0)
    # From 200 km a half ellipse to the Moon's mean distance takes 3131.3 m/s (closed form).
    assert phased.single_burn_m_s == pytest.approx(3131.3, abs=15.0)
    assert phased.transfer.residuals["tli_place_km"] < 0.02


def test_a_day_later_one_revolution_fewer_gives_the_same_tli() -> None:
    """What phasing is for: several launch days for one flight to the Moon."""
    later = PhasingPlan(periods_h=CHANGE_1.periods_h, revolutions=(3, 2, 1))
    first, second = fly(), fly(day=1.0, plan=later)
    tli = [next(b for b in x.transfer.burns if b.name == "tli") for x in (first, second)]
    # A sidereal day is 4 min short of the 24 h orbit; oblateness and drift add some more.
    assert abs(tli[1].epoch_tdb_jd - tli[0].epoch_tdb_jd) * 1440.0 < 30.0
    launches = [x.transfer.parking.launch_tdb_jd for x in (first, second)]
    assert launches[1] - launches[0] == pytest.approx(1.0, abs=0.02)
    assert second.transfer.dv_total_m_s == pytest.approx(first.transfer.dv_total_m_s, abs=5.0)


def test_oblateness_turns_the_plane_and_shortens_the_round() -> None:
    plain, oblate = fly(), fly(j2=True)
    periods = [[orbit.period_h for orbit in x.ladder.orbits] for x in (plain, oblate)]
    assert periods[0] == pytest.approx([16.0, 24.0, 48.0], rel=2e-3)  # Kepler, but for the Moon
    # Osculating at perigee, J2 shortens the way round by parts in a hundred to a thousand.
    assert all(2e-3 < 1.0 - b / a < 2e-2 for a, b in zip(*periods, strict=True))


def test_launcher_injects_into_the_apogee_given() -> None:
    request = with_first_apogee(
        PhasingRequest(
            direct=DirectRequest(site=XICHANG, j2=True),
            plan=PhasingPlan(periods_h=(24.0, 48.0), revolutions=(3, 1)),
        ),
        apogee_alt_km=50_930.0, revolutions=3,
    )  # fmt: skip
    phased = phasing_transfer(depart_tdb_jd=NEW_YEAR_2030, tof_d=4.75, request=request)
    injection = phased.ladder.burns[0]
    r, v = np.linalg.norm(injection.r_km), np.linalg.norm(injection.v_after_km_s)
    a = 1.0 / (2.0 / r - v * v / GM_KM3_S2["earth"])
    assert 2.0 * a - r - EARTH_KM == pytest.approx(50_930.0, abs=0.11)


def test_flight_tells_ellipses_capture_and_light() -> None:
    request = PhasingRequest(direct=DirectRequest(site=XICHANG), plan=CHANGE_1)
    flight = phasing_flight(
        depart_tdb_jd=NEW_YEAR_2030, tof_d=4.75, request=request, wish=CaptureWish(burns=2)
    )
    assert [burn.name for burn in flight.burns][-3:] == ["tli", "loi-1", "loi-2"]
    assert flight.tof_d == pytest.approx(flight.details["phasing_d"] + 4.75, abs=1e-6)
    assert flight.details["phasing_d"] == pytest.approx(7.0, abs=0.05)
    assert abs(flight.details["loss_m_s"]) < 5.0
    assert len(flight.details["phasing_orbits"]) == 3
    assert len(flight.details["loi_light"]) == 2
    assert flight.path_tdb_jd[0] == flight.burns[0].epoch_tdb_jd
    assert np.all(np.diff(flight.path_tdb_jd) >= 0.0)


@pytest.mark.parametrize(
    ("periods", "hours"), [((74_715.0, 336.0), 25.5), ((164_600.0, 348.0), 73.0)]
)
def test_periods_are_those_told_of_chandrayaan_1(
    periods: tuple[float, float], hours: float
) -> None:
    """ISRO, October 2008, rounded to half an hour and an hour."""
    assert period_h_of(apogee_alt_km=periods[0], perigee_alt_km=periods[1]) == pytest.approx(
        hours, abs=0.5
    )


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"periods_h": ()}, "periods_h"),
        ({"periods_h": (1.0,), "revolutions": (1,)}, "periods_h"),
        ({"periods_h": (24.0, 16.0), "revolutions": (1, 1)}, "rise"),
        ({"periods_h": (math.nan,), "revolutions": (1,)}, "periods_h"),
        ({"periods_h": (24.0,), "revolutions": (0,)}, "revolutions"),
        ({"periods_h": (24.0,), "revolutions": (1, 1)}, "revolutions"),
        ({"periods_h": (140.0,), "revolutions": (30,)}, "phasing_d"),
    ],
    ids=str,
)
def test_plans_nobody_can_fly_are_named(plan: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        PhasingPlan(**({"revolutions": ()} | plan))


def test_what_cannot_be_flown_says_why() -> None:
    good = PhasingRequest(direct=DirectRequest(site=XICHANG), plan=CHANGE_1)
    with pytest.raises(OutOfRangeError, match="tof_d"):
        phasing_transfer(depart_tdb_jd=NEW_YEAR_2030, tof_d=0.0, request=good)
    with pytest.raises(OutOfRangeError, match="1965"):
        phasing_transfer(depart_tdb_jd=2480000.5, tof_d=4.5, request=good)
    with pytest.raises(OutOfRangeError, match="first_apogee_alt_km"):
        with_first_apogee(good, apogee_alt_km=100.0, revolutions=1)
    low = replace(fly().ladder.orbits[0], lowest_alt_km=90.0)
    with pytest.raises(OutOfRangeError, match="perigee stays above 120 km"):
        require_clear(replace(fly().ladder, orbits=(low,)))
