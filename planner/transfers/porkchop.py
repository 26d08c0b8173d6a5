"""Porkchop of direct transfers: departure by time of flight, and its local optima.

A cell is the two-body survey of `planner.transfers.scan`, the cheaper of the two planes
a day. A local optimum is a cell no neighbour undercuts; it is flown in the ephemeris at
its own date, with the time of flight settled anew, and both values are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.ephemeris import require_covered
from planner.astro.orientation import earth_elevation_deg, sun_elevation_deg
from planner.errors import OutOfRangeError
from planner.transfers.cheapest import SEARCH_TOF_D, cheapest_between
from planner.transfers.departure import julian_date, radius_of, seconds_past_j2000
from planner.transfers.direct import TOF_RANGE_D, direct_transfer
from planner.transfers.request import DirectRequest, require_within
from planner.transfers.scan import Survey, survey_direct
from planner.transfers.transfer import Transfer

Array = NDArray[np.float64]

#: More cells than this are refused: they take a minute and no screen shows them.
MAX_CELLS: Final = 500_000
#: Departures surveyed between two reports of progress.
_BLOCK: Final = 32
#: Days about a cell's time of flight in which the flown optimum is looked for.
_REACH_D: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A lunar site (deg, east) and the elevation above which it sees Sun and Earth."""

    lat_deg: float
    lon_deg: float
    horizon_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Porkchop:
    """Cells (departures, times of flight); NaN where there is no solution.

    Attributes
    ----------
    tli_tdb_jd, tof_d : ndarray
        Axes.
    northward : ndarray of bool
        Plane of the cell: northward at the Moon, or southward.
    dv_tli_m_s, dv_loi_m_s, c3_km2_s2, v_inf_km_s, declination_deg : ndarray
        Declination of the arrival asymptote on the Moon's equator.
    status : ndarray of int64
        Index into `planner.transfers.scan.CELL_WORDS`.
    sun_deg, earth_deg : ndarray
        Elevations at the site on arrival; known for every cell.
    """

    tli_tdb_jd: Array
    tof_d: Array
    northward: NDArray[np.bool_]
    dv_tli_m_s: Array
    dv_loi_m_s: Array
    c3_km2_s2: Array
    v_inf_km_s: Array
    declination_deg: Array
    status: NDArray[np.int64]
    sun_deg: Array
    earth_deg: Array

    @property
    def dv_total_m_s(self) -> Array:
        """TLI plus LOI (m/s)."""
        total: Array = self.dv_tli_m_s + self.dv_loi_m_s
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """A cell (row, column) no neighbour undercuts, and the transfer flown there.

    ``refined`` None: it does not hold in the ephemeris, or nobody has flown it yet.
    """

    row: int
    column: int
    refined: Transfer | None


def departures(*, start_tdb_jd: float, end_tdb_jd: float, step_d: float) -> Array:
    """Departures (TDB Julian dates) from a date up to another.

    Raises
    ------
    OutOfRangeError
        Dates outside the ephemeris or in the wrong order, or a step that is not positive.
    """
    require_covered(seconds_past_j2000(start_tdb_jd))
    require_covered(seconds_past_j2000(end_tdb_jd + TOF_RANGE_D[1]))
    if not end_tdb_jd > start_tdb_jd:
        raise OutOfRangeError(name="end", value=end_tdb_jd, allowed=f"dates after {start_tdb_jd}")
    require_within("step_d", step_d, 0.01, 366.0, "d")
    count = int(np.ceil((end_tdb_jd - start_tdb_jd) / step_d - 1e-6))  # 0.1 s of a day
    days: Array = start_tdb_jd + step_d * np.arange(count, dtype=np.float64)
    return days


def flight_times(*, low_d: float, high_d: float, step_d: float) -> Array:
    """Times of flight (d) from one to another, both included.

    Raises
    ------
    OutOfRangeError
    """
    require_within("tof_min_d", low_d, *TOF_RANGE_D, "d")
    require_within("tof_max_d", high_d, low_d, TOF_RANGE_D[1], "d")
    require_within("tof_step_d", step_d, 0.01, 3.0, "d")
    return np.arange(low_d, high_d + 1e-9, step_d, dtype=np.float64)


def porkchop_blocks(
    *, tli_tdb_jd: Array, tof_d: Array, request: DirectRequest, ground: Ground
) -> Iterator[Porkchop]:
    """Survey the grid a block of departures at a time, so that it can be watched and stopped.

    Raises
    ------
    OutOfRangeError
        More than `MAX_CELLS` cells.
    """
    if tli_tdb_jd.size * tof_d.size > MAX_CELLS:
        raise OutOfRangeError(
            name="cells", value=tli_tdb_jd.size * tof_d.size,
            allowed=f"1 .. {MAX_CELLS}; take longer steps",
        )  # fmt: skip
    for first in range(0, tli_tdb_jd.size, _BLOCK):
        yield _block(tli_tdb_jd[first : first + _BLOCK], tof_d, request, ground)


def joined(blocks: list[Porkchop]) -> Porkchop:
    """One grid of consecutive blocks (at least one)."""
    names = [name for name in Porkchop.__slots__ if name != "tof_d"]
    columns = {name: np.concatenate([getattr(block, name) for block in blocks]) for name in names}
    return Porkchop(tof_d=blocks[0].tof_d, **columns)


def _block(jd: Array, tof_d: Array, request: DirectRequest, ground: Ground) -> Porkchop:
    survey = survey_direct(
        tli_tdb_s=np.array([seconds_past_j2000(date) for date in jd]),
        tof_d=tof_d,
        request=request,
    )
    arrive = (survey.tli_tdb_s[:, None] + survey.tof_s).ravel()
    shape = len(jd), len(tof_d)
    lat, lon = ground.lat_deg, ground.lon_deg
    sun_deg = sun_elevation_deg(lat_deg=lat, lon_deg=lon, t_tdb_s=arrive)
    earth_deg = earth_elevation_deg(lat_deg=lat, lon_deg=lon, t_tdb_s=arrive)
    return Porkchop(
        tli_tdb_jd=jd,
        tof_d=tof_d,
        sun_deg=sun_deg.reshape(shape),
        earth_deg=earth_deg.reshape(shape),
        **_cheaper_plane(survey, radius_of(parking_alt_km=request.parking_alt_km)),
    )


def _cheaper_plane(survey: Survey, radius_km: float) -> dict[str, Any]:
    total = np.where(np.isnan(survey.dv_total_m_s), np.inf, survey.dv_total_m_s)
    plane = np.argmin(total, axis=2)[..., None]

    def chosen(values: NDArray[Any]) -> NDArray[Any]:
        picked: NDArray[Any] = np.take_along_axis(values, plane, axis=2)[..., 0]
        return picked

    dv_tli = chosen(survey.dv_tli_m_s)
    speed = np.sqrt(GM_EARTH_KM3_S2 / radius_km) + 1e-3 * dv_tli
    return {
        "northward": plane[..., 0] == 1,
        "dv_tli_m_s": dv_tli,
        "dv_loi_m_s": chosen(survey.dv_loi_m_s),
        "c3_km2_s2": speed**2 - 2.0 * GM_EARTH_KM3_S2 / radius_km,
        "v_inf_km_s": chosen(survey.v_inf_km_s),
        "declination_deg": chosen(survey.declination_deg),
        "status": chosen(survey.status),
    }


def local_optima(grid: Porkchop) -> tuple[tuple[int, int], ...]:
    """Cells (row, column) that none of their eight neighbours undercuts, by departure."""
    cost = np.where(np.isnan(grid.dv_total_m_s), np.inf, grid.dv_total_m_s)
    padded = np.pad(cost, 1, constant_values=np.inf)
    rows, columns = cost.shape
    around = [
        padded[i : i + rows, j : j + columns]
        for i in range(3)
        for j in range(3)
        if (i, j) != (1, 1)
    ]
    found = np.isfinite(cost) & (cost <= np.min(around, axis=0))
    return tuple((int(row), int(column)) for row, column in np.argwhere(found))


def refine(grid: Porkchop, cell: tuple[int, int], request: DirectRequest) -> Optimum:
    """Fly a cell in the ephemeris, its time of flight settled within half a day."""
    row, column = cell
    tof_d = float(grid.tof_d[column])
    low, high = min(SEARCH_TOF_D[0], tof_d), max(SEARCH_TOF_D[1], tof_d)
    way = replace(request, ascending_at_moon=bool(grid.northward[cell]))
    refined = cheapest_between(
        partial(direct_transfer, depart_tdb_jd=float(grid.tli_tdb_jd[row]), request=way),
        max(low, tof_d - _REACH_D),
        min(high, tof_d + _REACH_D),
    )
    return Optimum(row=row, column=column, refined=refined)


def arrival_date(grid: Porkchop, cell: tuple[int, int]) -> float:
    """TDB Julian date a cell arrives at."""
    depart_s = seconds_past_j2000(float(grid.tli_tdb_jd[cell[0]]))
    return julian_date(depart_s + float(grid.tof_d[cell[1]]) * SECONDS_PER_DAY)
