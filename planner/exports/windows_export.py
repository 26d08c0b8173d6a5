"""A porkchop scan as JSON or CSV: every cell, and the optima as surveyed and as flown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np

from planner.epochs import tdb_jd_to_utc_array
from planner.exports.plan_json import instant_text
from planner.transfers.porkchop import Ground, Optimum, Porkchop, arrival_date
from planner.transfers.scan import CELL_WORDS
from planner.transfers.transfer import Transfer

#: Columns of a cell, in the order of the CSV file.
CELL_COLUMNS: Final = (
    "departure_tdb_jd", "departure_utc", "tof_d", "status", "plane", "dv_total_m_s",
    "dv_tli_m_s", "dv_loi_m_s", "c3_km2_s2", "v_inf_km_s", "declination_deg", "arrival_utc",
    "sun_elevation_deg", "earth_elevation_deg", "earth_visible",
)  # fmt: skip
_VALUES: Final = (
    "dv_total_m_s", "dv_tli_m_s", "dv_loi_m_s", "c3_km2_s2", "v_inf_km_s", "declination_deg",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """What a scan found. ``complete``: it was not interrupted."""

    family: str
    grid: Porkchop
    optima: tuple[Optimum, ...]
    ground: Ground
    complete: bool


def cell_to_dict(grid: Porkchop, cell: tuple[int, int], ground: Ground) -> dict[str, Any]:
    """One cell under the names of `CELL_COLUMNS`; None where it has no value."""
    dates = np.array([grid.tli_tdb_jd[cell[0]], arrival_date(grid, cell)])
    depart, arrive = _instants(dates)
    return _cell(grid, cell, ground, depart, arrive)


def _cell(
    grid: Porkchop, cell: tuple[int, int], ground: Ground, depart_utc: str, arrive_utc: str
) -> dict[str, Any]:
    flown = bool(np.isfinite(grid.dv_total_m_s[cell]))
    values = {name: float(getattr(grid, name)[cell]) if flown else None for name in _VALUES}
    earth = float(grid.earth_deg[cell])
    return {
        "departure_tdb_jd": float(grid.tli_tdb_jd[cell[0]]),
        "departure_utc": depart_utc,
        "tof_d": float(grid.tof_d[cell[1]]),
        "status": CELL_WORDS[int(grid.status[cell])],
        "plane": ("northward" if grid.northward[cell] else "southward") if flown else None,
        **values,
        "arrival_utc": arrive_utc,
        "sun_elevation_deg": float(grid.sun_deg[cell]),
        "earth_elevation_deg": earth,
        "earth_visible": earth > ground.horizon_deg,
    }


def optimum_to_dict(windows: Windows, optimum: Optimum) -> dict[str, Any]:
    """An optimum: ``grid`` as surveyed, ``refined`` as flown (None if it is not)."""
    cell = (optimum.row, optimum.column)
    return {
        "grid": cell_to_dict(windows.grid, cell, windows.ground),
        "refined": None if optimum.refined is None else _refined(optimum.refined),
    }


def windows_to_dict(windows: Windows) -> dict[str, Any]:
    """The whole scan: axes, grids (rows are departures) and optima."""
    grid = windows.grid
    return {
        "family": windows.family,
        "complete": windows.complete,
        "departure_tdb_jd": grid.tli_tdb_jd.tolist(),
        "departure_utc": _instants(grid.tli_tdb_jd),
        "tof_d": grid.tof_d.tolist(),
        **{name: _table(getattr(grid, name)) for name in _VALUES},
        "status": [[CELL_WORDS[code] for code in row] for row in grid.status],
        "sun_elevation_deg": _table(grid.sun_deg),
        "earth_elevation_deg": _table(grid.earth_deg),
        "earth_visible": (grid.earth_deg > windows.ground.horizon_deg).tolist(),
        "optima": [optimum_to_dict(windows, optimum) for optimum in windows.optima],
    }


def windows_csv(windows: Windows) -> str:
    """Every cell as a line of CSV; the last columns hold the flown values of the optima."""
    flown = {(o.row, o.column): o for o in windows.optima}
    text = io.StringIO()
    names = (*CELL_COLUMNS, "optimum", "refined_dv_total_m_s", "refined_tof_d")
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    grid = windows.grid
    departures = _instants(grid.tli_tdb_jd)
    arrivals = _instants(grid.tli_tdb_jd[:, None] + grid.tof_d)
    for arrive, cell in zip(arrivals, np.ndindex(grid.status.shape), strict=True):
        optimum = flown.get(cell)
        refined = None if optimum is None else optimum.refined
        writer.writerow(
            _cell(grid, cell, windows.ground, departures[cell[0]], arrive)
            | {
                "optimum": optimum is not None,
                "refined_dv_total_m_s": None if refined is None else refined.dv_total_m_s,
                "refined_tof_d": None if refined is None else refined.tof_d,
            }
        )
    return text.getvalue()


def _instants(tdb_jd: np.ndarray) -> list[str]:
    """UTC to the nearest second: a Julian date resolves 40 µs, and midnights should look so."""
    half = timedelta(seconds=0.5)
    days = tdb_jd_to_utc_array(tdb_jd.ravel())
    return [instant_text((day + half).replace(microsecond=0)) for day in days]


def _table(values: np.ndarray) -> list[list[float | None]]:
    """Nested lists; what is not finite becomes None, which JSON can hold."""
    return [[float(v) if np.isfinite(v) else None for v in row] for row in values]


def _refined(transfer: Transfer) -> dict[str, Any]:
    tli, loi = transfer.burns
    return {
        "tli_tdb_jd": tli.epoch_tdb_jd,
        "tli_utc": _instants(np.array([tli.epoch_tdb_jd]))[0],
        "tof_d": transfer.tof_d,
        "dv_total_m_s": transfer.dv_total_m_s,
        "dv_tli_m_s": tli.dv_m_s,
        "dv_loi_m_s": loi.dv_m_s,
        "c3_km2_s2": transfer.c3_km2_s2,
        "v_inf_km_s": transfer.arrival.v_inf_km_s,
    }
