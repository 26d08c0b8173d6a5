"""The porkchop grid: cells that say why, optima that are ones, values that hold when flown."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.orientation import sun_elevation_deg
from planner.errors import OutOfRangeError
from planner.transfers.arrival_light import LandingSite
from planner.transfers.departure import LaunchSite, seconds_past_j2000
from planner.transfers.direct import TOF_RANGE_D
from planner.transfers.earth_entry import EntryWish
from planner.transfers.earth_return import ReturnRequest
from planner.transfers.grid import (
    WindowGrid,
    arrival_date,
    departures,
    flight_times,
    grid_blocks,
    joined,
    local_optima,
)
from planner.transfers.porkchop_direct import direct_cells, refine_direct
from planner.transfers.porkchop_return import refine_return, return_cells
from planner.transfers.request import DirectRequest
from planner.transfers.scan import CELL_WORDS, FLOWN, INCLINATION_TOO_LOW, PAD_TOO_LOW

WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
GROUND = LandingSite(lat_deg=-88.8, lon_deg=123.4, horizon_deg=-1.6)
START = 2462502.5


def scan(days: float = 40.0, **options: object) -> tuple[WindowGrid, DirectRequest]:
    request = DirectRequest(**({"site": WENCHANG} | options))
    jd = departures(start_tdb_jd=START, end_tdb_jd=START + days, step_d=1.0, longest_d=6.0)
    tof = flight_times(low_d=3.0, high_d=6.0, step_d=0.25, allowed_d=TOF_RANGE_D)
    survey = direct_cells(request)
    blocks = grid_blocks(depart_tdb_jd=jd, tof_d=tof, survey=survey, ground=GROUND)
    return joined(list(blocks)), request


def test_optima_are_undercut_by_no_neighbour_and_hold_when_flown() -> None:
    grid, request = scan()
    cells = local_optima(grid)
    cost = grid.dv_total_m_s
    assert 1 <= len(cells) <= 6
    assert np.unravel_index(np.nanargmin(cost), cost.shape) in cells
    for row, column in cells:
        around = cost[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        assert cost[row, column] == np.nanmin(around)
        refined = refine_direct(grid, (row, column), request).refined
        # Two bodies ignore the Moon's pull on the way: LOI alone errs by up to 60 m/s.
        assert 0.1 < abs(refined.dv_total_m_s - cost[row, column]) < 60.0
        assert abs(refined.burns[0].epoch_tdb_jd - grid.depart_tdb_jd[row]) < 0.75
        assert refined.v_inf_km_s == pytest.approx(grid.v_inf_km_s[row, column], abs=0.15)
        assert refined.c3_km2_s2 == pytest.approx(grid.c3_km2_s2[row, column], abs=0.15)


def test_a_cell_is_consistent_with_itself() -> None:
    """C3 and v-infinity follow from the burns by vis-viva (Bate, Mueller & White 1971)."""
    grid, _ = scan(3.0)
    radius = 6378.1366 + 200.0
    speed = np.sqrt(398600.435507 / radius) + grid.burns_m_s["dv_tli_m_s"] / 1e3
    assert np.allclose(grid.c3_km2_s2, speed**2 - 2 * 398600.435507 / radius, atol=1e-9)
    perilune = 1737.4 + 100.0
    fast = np.sqrt(grid.v_inf_km_s**2 + 2 * 4902.800118 / perilune)
    loi = 1e3 * (fast - np.sqrt(4902.800118 / perilune))
    assert np.allclose(grid.burns_m_s["dv_loi_m_s"], loi, atol=1e-6)
    when = seconds_past_j2000(arrival_date(grid, (1, 2)))
    assert sun_elevation_deg(lat_deg=-88.8, lon_deg=123.4, t_tdb_s=when)[0] == pytest.approx(
        grid.sun_deg[1, 2], abs=1e-6
    )


def test_cells_without_a_solution_say_why() -> None:
    low, _ = scan(inclination_deg=4.0)
    assert {FLOWN, INCLINATION_TOO_LOW} <= set(low.status.ravel().tolist())
    too_low = low.status == INCLINATION_TOO_LOW
    assert np.all(np.isnan(low.dv_total_m_s[too_low]))
    assert np.all(np.abs(low.declination_deg[too_low]) > 4.0)
    assert np.all(np.abs(low.declination_deg[low.status == FLOWN]) <= 4.0)
    stuck = LaunchSite(id="stuck", lat_deg=2.0, lon_deg=0.0, max_inclination_deg=15.0)
    pad, _ = scan(site=stuck)
    unreached = pad.status == PAD_TOO_LOW
    assert 0.0 < unreached.mean() < 1.0
    assert np.all(np.isnan(pad.dv_total_m_s[unreached]))
    assert len(CELL_WORDS) > max(FLOWN, INCLINATION_TOO_LOW, PAD_TOO_LOW)


def test_an_empty_grid_has_no_optimum() -> None:
    stuck = LaunchSite(id="stuck", lat_deg=0.0, lon_deg=0.0, max_inclination_deg=1.0)
    grid, _ = scan(5.0, site=stuck)
    assert local_optima(grid) == ()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"start_tdb_jd": START, "end_tdb_jd": START, "step_d": 1.0}, "end"),
        ({"start_tdb_jd": START, "end_tdb_jd": START + 9, "step_d": 0.0}, "step_d"),
        ({"start_tdb_jd": START, "end_tdb_jd": np.nan, "step_d": 1.0}, "1965"),
        ({"start_tdb_jd": START, "end_tdb_jd": 2475286.0, "step_d": 1.0}, "1965"),
    ],
)
def test_bad_dates(options: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        departures(**options, longest_d=6.0)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"low_d": 0.0, "high_d": 5.0, "step_d": 0.25}, "tof_min_d"),
        ({"low_d": 5.0, "high_d": 4.0, "step_d": 0.25}, "tof_max_d"),
        ({"low_d": 3.0, "high_d": 4.0, "step_d": np.nan}, "tof_step_d"),
    ],
)
def test_bad_times_of_flight(options: dict, word: str) -> None:
    with pytest.raises(OutOfRangeError, match=word):
        flight_times(**options, allowed_d=TOF_RANGE_D)


def test_a_grid_too_large_is_refused() -> None:
    blocks = grid_blocks(
        depart_tdb_jd=START + np.arange(1000.0), tof_d=np.linspace(3, 6, 1000),
        survey=direct_cells(DirectRequest(site=WENCHANG)), ground=GROUND,
    )  # fmt: skip
    with pytest.raises(OutOfRangeError, match="longer steps"):
        next(blocks)


def home_grid(request: ReturnRequest, days: float = 30.0) -> WindowGrid:
    return return_cells(request)(START + np.arange(days), np.arange(2.5, 5.6, 0.25), GROUND)


def test_flights_home_hold_when_flown() -> None:
    request = ReturnRequest()
    grid = home_grid(request)
    cells = local_optima(grid)
    assert cells
    for cell in cells:
        refined = refine_return(grid, cell, request).refined
        # Two bodies ignore the Moon's pull on the way and the Sun's: TEI errs by up to 60 m/s.
        assert 0.1 < abs(refined.dv_total_m_s - grid.dv_total_m_s[cell]) < 60.0
        assert refined.v_inf_km_s == pytest.approx(grid.v_inf_km_s[cell], abs=0.15)
        assert refined.c3_km2_s2 == pytest.approx(grid.c3_km2_s2[cell], abs=0.15)


def test_a_cell_home_is_consistent_with_itself() -> None:
    """TEI follows from the excess speed by vis-viva (Bate, Mueller & White 1971)."""
    grid = home_grid(ReturnRequest(orbit_alt_km=250.0), days=3.0)
    radius = 1737.4 + 250.0
    fast = np.sqrt(grid.v_inf_km_s**2 + 2 * 4902.800118 / radius)
    tei = 1e3 * (fast - np.sqrt(4902.800118 / radius))
    assert np.allclose(grid.dv_total_m_s, tei, atol=1e-6)


def test_flights_home_that_cannot_be_say_why() -> None:
    low = home_grid(ReturnRequest(orbit_inclination_deg=5.0))
    assert {"ok", "the lunar inclination is below the declination of departure"} <= {
        low.words[code] for code in low.status.ravel()
    }
    assert np.all(np.isnan(low.dv_total_m_s) == (low.status != 0))
    flat = home_grid(ReturnRequest(entry=EntryWish(inclination_deg=15.0)))
    unreached = flat.status == 1
    assert 0.0 < unreached.mean() < 1.0
