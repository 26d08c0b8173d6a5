"""A year of daily direct windows, its optima flown, beside scipy flying those optima once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks import judge
from benchmarks.measure import Row, length, median_seconds
from planner.transfers.arrival_light import LandingSite
from planner.transfers.departure import LaunchSite
from planner.transfers.flight import Flown
from planner.transfers.grid import departures, flight_times, grid_blocks, joined, local_optima
from planner.transfers.porkchop_direct import direct_cells, refine_direct
from planner.transfers.request import DirectRequest

_WENCHANG = LaunchSite(id="wenchang", lat_deg=19.6145, lon_deg=110.951)
_GROUND = LandingSite(lat_deg=-88.8, lon_deg=123.4, horizon_deg=-1.6)
_NEW_YEAR = 2462502.5  # 2030
_PERILUNE_KM = 100.0


def _year() -> list[Flown]:
    request = DirectRequest(site=_WENCHANG, perilune_alt_km=_PERILUNE_KM)
    blocks = grid_blocks(
        depart_tdb_jd=departures(
            start_tdb_jd=_NEW_YEAR, end_tdb_jd=_NEW_YEAR + 365.0, step_d=1.0, longest_d=6.0
        ),
        tof_d=flight_times(low_d=3.0, high_d=6.0, step_d=0.25, allowed_d=(3.0, 6.0)),
        survey=direct_cells(request),
        ground=_GROUND,
    )
    grid = joined(list(blocks))
    flown = (refine_direct(grid, cell, request).refined for cell in local_optima(grid))
    return [flight for flight in flown if flight is not None]


def _perilune_km(flight: Flown) -> float:
    tli = flight.burns[0]
    state = np.array([*tli.r_km, *tli.v_after_km_s])
    return judge.perilune_alt_km(state, tli.epoch_tdb_jd, flight.tof_d * judge.DAY_S)


def rows() -> Iterator[Row]:
    """365 departures by 13 times of flight from Wenchang, polar, 100 km."""
    optima = _year()
    ours_s, peer_s = median_seconds(
        _year, lambda: [_perilune_km(flight) for flight in optima], samples=1
    )
    apart = max(abs(_perilune_km(flight) - _PERILUNE_KM) for flight in optima)
    cheapest = min(flight.dv_total_m_s for flight in optima)
    yield Row(
        job=f"year of daily windows, {len(optima)} optima settled",
        unit="year",
        ours_s=ours_s,
        peer="scipy and jplephem, flying the optima once",
        peer_s=peer_s,
        agreement=f"{length(1e3 * apart)} of perilune; cheapest {cheapest:.0f} m/s",
    )
