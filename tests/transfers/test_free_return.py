"""Free returns: one burn, and an independent propagator comes round the Moon and home."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from planner.errors import OutOfRangeError
from planner.transfers.departure import LaunchSite
from planner.transfers.earth_entry import EntryWish
from planner.transfers.free_return import FreeReturn, free_return
from planner.transfers.request import DirectRequest
from tests.judges.nbody import GM_KM3_S2, _rhs, geocentric_km

KSC = LaunchSite(id="ksc", lat_deg=28.608, lon_deg=-80.604, max_inclination_deg=57.0)
NEW_YEAR_2030 = 2462502.5
SUN = ("earth", "moon", "sun")


def fly(**changes: object) -> FreeReturn:
    entry = changes.pop("entry", EntryWish())
    depart = changes.pop("depart", NEW_YEAR_2030)
    options = {"site": KSC, "parking_alt_km": 185.0, "perilune_alt_km": 200.0,
               "apolune_alt_km": 12_000.0} | changes  # fmt: skip
    return free_return(depart_tdb_jd=depart, request=DirectRequest(**options), entry=entry)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"depart": NEW_YEAR_2030 + 8, "ascending_at_moon": False},
        {"perilune_alt_km": 1500.0, "entry": EntryWish(path_angle_deg=-5.8)},
    ],
    ids=str,
)
def test_an_independent_propagator_comes_home(options: dict) -> None:
    """scipy over jplephem from the state after TLI alone: flyby, corridor and time."""
    wish = options.get("entry", EntryWish())
    loop = fly(**options)
    tli = loop.burns[0]
    flown = solve_ivp(
        _rhs(tli.epoch_tdb_jd, SUN, GM_KM3_S2), (0.0, loop.round_trip_d * 86400.0),
        np.array([*tli.r_km, *tli.v_after_km_s]), method="DOP853", rtol=1e-12, atol=1e-9,
        dense_output=True,
    )  # fmt: skip
    times = loop.tof_d * 86400.0 + np.arange(-120.0, 121.0)
    heights = [
        np.linalg.norm(flown.sol(t)[:3] - geocentric_km("moon", tli.epoch_tdb_jd, t / 86400.0))
        for t in times
    ]
    # 50 m: a second's sampling at perilune, and the integrators' own difference.
    assert min(heights) - 1737.4 == pytest.approx(options.get("perilune_alt_km", 200.0), abs=0.05)
    r, v = flown.y[:3, -1], flown.y[3:, -1]
    # The flyby multiplies what integrators differ by: 5 km and 0.1 degrees, where an entry
    # corridor is some 2 degrees (20 km of perigee) wide.
    assert np.linalg.norm(r) - 6378.1366 == pytest.approx(121.92, abs=5.0)
    angle = math.degrees(math.asin(r @ v / np.linalg.norm(r) / np.linalg.norm(v)))
    assert angle == pytest.approx(wish.path_angle_deg, abs=0.1)


def test_figures_are_of_the_class_apollo_flew() -> None:
    """From 185 km round a perilune of 200 km: TLI 3.05 to 3.2 km/s, home in five to six days.

    Apollo 11: 10 433 ft/s class, 3.05 to 3.2 km/s; the least that reaches the Moon is
    3.135 km/s (half ellipse from 185 km). Apollo 11 entered at 11.03 km/s. The flyby is
    retrograde.
    """
    for day in (0, 10, 20):
        loop = fly(depart=NEW_YEAR_2030 + day)
        assert 3120.0 < loop.dv_total_m_s < 3200.0
        assert 2.5 < loop.tof_d < 3.3
        assert 5.2 < loop.round_trip_d < 6.5
        assert 10.9 < loop.entry.speed_km_s < 11.1
        assert loop.perilune_inclination_deg > 150.0
        # Vacuum perigee of the corridor: about 38 km for -6.48 degrees at 121.92 km.
        assert 30.0 < loop.perigee_alt_km < 50.0
        assert abs(loop.residuals["launch_clock_s"]) < 1.0


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"perilune_alt_km": 20.0}, "perilune_alt_km"),
        ({"perilune_alt_km": math.nan}, "perilune_alt_km"),
        ({"depart": 2480000.5}, "1965"),
        ({"entry": EntryWish(latitude_deg=10.0)}, "entry_lat_deg"),
        ({"parking_inclination_deg": 10.0}, "parking_inclination_deg"),
    ],
)
def test_loops_nobody_can_fly_are_named(options: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        fly(**options)
