"""Random direct requests inside the documented ranges converge; others are named."""

from __future__ import annotations

import math

import pytest

from benchmarks.convergence import failures, fly, trials
from planner.errors import OutOfRangeError
from planner.transfers.departure import LaunchSite
from planner.transfers.direct import direct_transfer
from planner.transfers.request import DirectRequest

KOUROU = LaunchSite(id="kourou", lat_deg=5.2322, lon_deg=-52.7693)


@pytest.mark.slow
def test_at_least_995_of_a_thousand_converge() -> None:
    """200 drawn from every pad, 2026 to 2036: one may fail (99.5 %), and says why."""
    failed = failures(count=200, seed=20)
    assert len(failed) <= 1
    assert all(str(error) for _, error in failed)


def test_what_converged_is_what_was_asked() -> None:
    """The request comes back: perilune to a metre, plane to a thousandth of a degree."""
    for trial in trials(count=12, seed=3):
        transfer = fly(trial)
        wanted = trial.request
        assert transfer.arrival.altitude_km == pytest.approx(wanted.perilune_alt_km, abs=2e-3)
        assert transfer.arrival.inclination_deg == pytest.approx(wanted.inclination_deg, abs=1e-3)
        assert transfer.tof_d == pytest.approx(trial.tof_d, abs=1e-6)
        assert abs(transfer.burns[0].epoch_tdb_jd - trial.depart_tdb_jd) < 0.75
        assert transfer.parking.coast_d > 0.0


@pytest.mark.parametrize(
    ("depart_tdb_jd", "tof_d", "options"),
    [
        # The coast is within a degree of none at all: it must not jump by a revolution.
        (2464142.522095985, 3.440568000979545,
         {"parking_alt_km": 251.8941342722342, "north_east": False}),
        (2463186.406996674, 3.046723040338646,
         {"parking_alt_km": 170.13375417412152, "north_east": False}),
    ],
)  # fmt: skip
def test_coasts_next_to_a_full_revolution(
    depart_tdb_jd: float, tof_d: float, options: dict
) -> None:
    wenchang = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
    transfer = direct_transfer(
        depart_tdb_jd=depart_tdb_jd, tof_d=tof_d, request=DirectRequest(site=wenchang, **options)
    )
    revolution_d = 2.0 * math.pi * math.sqrt(6650.0**3 / 398600.4) / 86400.0
    assert 0.0 < transfer.parking.coast_d < 1.1 * revolution_d
    assert abs(transfer.residuals["launch_clock_s"]) < 1.0


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"perilune_alt_km": -5.0}, "perilune_alt_km"),
        ({"perilune_alt_km": math.nan}, "perilune_alt_km"),
        ({"apolune_alt_km": 50.0}, "apolune_alt_km"),
        ({"inclination_deg": 181.0}, "inclination_deg"),
        ({"inclination_deg": math.nan}, "inclination_deg"),
        ({"parking_alt_km": math.inf}, "parking_alt_km"),
        ({"parking_inclination_deg": 2.0}, "parking_inclination_deg"),
        ({"parking_inclination_deg": 120.0}, "parking_inclination_deg"),
    ],
)
def test_requests_no_day_can_serve(options: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        DirectRequest(site=KOUROU, **options)


@pytest.mark.parametrize("tof_d", [0.0, -4.0, math.nan, math.inf])
def test_times_of_flight_that_are_none(tof_d: float) -> None:
    with pytest.raises(OutOfRangeError, match="tof_d"):
        direct_transfer(depart_tdb_jd=2462502.5, tof_d=tof_d, request=DirectRequest(site=KOUROU))


def test_a_parking_plane_below_the_moons_declination_is_refused() -> None:
    """Kourou may fly due east, but the Moon stands at up to 28 degrees in 2026."""
    low = DirectRequest(site=KOUROU, parking_inclination_deg=6.0)
    with pytest.raises(OutOfRangeError, match="declination"):
        direct_transfer(depart_tdb_jd=2461041.5, tof_d=4.5, request=low)


def test_a_place_off_the_earth() -> None:
    with pytest.raises(OutOfRangeError, match="lat_deg"):
        LaunchSite(id="x", lat_deg=91.0, lon_deg=0.0)
