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
from planner.transfers.arrival_light import LandingSite
from planner.transfers.flight import Flown
from planner.transfers.grid import Optimum, WindowGrid, arrival_date

#: Arrays of a grid told beside its burns.
_VALUES: Final = ("c3_km2_s2", "v_inf_km_s", "declination_deg")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """What a scan of a grid found. ``complete``: it was not interrupted."""

    family: str
    grid: WindowGrid
    optima: tuple[Optimum, ...]
    ground: LandingSite
    complete: bool


def cell_to_dict(grid: WindowGrid, cell: tuple[int, int], ground: LandingSite) -> dict[str, Any]:
    """One cell by column; None where it has no value."""
    dates = np.array([grid.depart_tdb_jd[cell[0]], arrival_date(grid, cell)])
    depart, arrive = instants(dates)
    return _cell(grid, cell, ground, depart, arrive)


def _cell(
    grid: WindowGrid, cell: tuple[int, int], ground: LandingSite, depart_utc: str, arrive_utc: str
) -> dict[str, Any]:
    flown = bool(np.isfinite(grid.dv_total_m_s[cell]))
    values = {name: float(table[cell]) if flown else None for name, table in _tables(grid).items()}
    earth = float(grid.earth_deg[cell])
    return {
        "departure_tdb_jd": float(grid.depart_tdb_jd[cell[0]]),
        "departure_utc": depart_utc,
        "tof_d": float(grid.tof_d[cell[1]]),
        "status": grid.words[int(grid.status[cell])],
        "plane": ("northward" if grid.northward[cell] else "southward") if flown else None,
        **values,
        "arrival_utc": arrive_utc,
        "sun_elevation_deg": float(grid.sun_deg[cell]),
        "earth_elevation_deg": earth,
        "earth_visible": earth > ground.horizon_deg,
    }


def _tables(grid: WindowGrid) -> dict[str, np.ndarray]:
    """Values of the cells by name, in the order of the columns."""
    return {
        "dv_total_m_s": grid.dv_total_m_s,
        **grid.burns_m_s,
        **{name: getattr(grid, name) for name in _VALUES},
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
        "departure_tdb_jd": grid.depart_tdb_jd.tolist(),
        "departure_utc": instants(grid.depart_tdb_jd),
        "tof_d": grid.tof_d.tolist(),
        **{name: _table(values) for name, values in _tables(grid).items()},
        "status": [[grid.words[code] for code in row] for row in grid.status],
        "sun_elevation_deg": _table(grid.sun_deg),
        "earth_elevation_deg": _table(grid.earth_deg),
        "earth_visible": (grid.earth_deg > windows.ground.horizon_deg).tolist(),
        "optima": [optimum_to_dict(windows, optimum) for optimum in windows.optima],
    }


def windows_csv(windows: Windows) -> str:
    """Every cell as a line of CSV; the last columns hold the flown values of the optima."""
    flown = {(o.row, o.column): o for o in windows.optima}
    text = io.StringIO()
    first = cell_to_dict(windows.grid, (0, 0), windows.ground)
    names = (*first, "optimum", "refined_dv_total_m_s", "refined_tof_d")
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    grid = windows.grid
    departures = instants(grid.depart_tdb_jd)
    arrivals = instants(grid.depart_tdb_jd[:, None] + grid.tof_d)
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


def instants(tdb_jd: np.ndarray) -> list[str]:
    """UTC to the nearest second: a Julian date resolves 40 µs, and midnights should look so."""
    half = timedelta(seconds=0.5)
    days = tdb_jd_to_utc_array(tdb_jd.ravel())
    return [instant_text((day + half).replace(microsecond=0)) for day in days]


def _table(values: np.ndarray) -> list[list[float | None]]:
    """Nested lists; what is not finite becomes None, which JSON can hold."""
    return [[float(v) if np.isfinite(v) else None for v in row] for row in values]


def _refined(flight: Flown) -> dict[str, Any]:
    first = flight.burns[0]
    return {
        "departure_tdb_jd": first.epoch_tdb_jd,
        "departure_utc": instants(np.array([first.epoch_tdb_jd]))[0],
        "tof_d": flight.tof_d,
        "dv_total_m_s": flight.dv_total_m_s,
        **{f"dv_{burn.name}_m_s": burn.dv_m_s for burn in flight.burns},
        "c3_km2_s2": flight.c3_km2_s2,
        "v_inf_km_s": flight.v_inf_km_s,
    }
