"""Departure against time of flight: a grid of cheap cells, and its local optima.

What a cell is, a family says (`planner.transfers.porkchop_direct`, `porkchop_return`): a
two-body arc, in the cheaper of the two planes a day. A local optimum is a cell no neighbour
undercuts; it is flown in the ephemeris at its own date, and both values are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.ephemeris import require_covered
from planner.astro.orientation import earth_elevation_deg, sun_elevation_deg
from planner.epochs import tdb_jd_to_utc_array
from planner.errors import OutOfRangeError
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.flight import Flown
from planner.transfers.request import require_within

Array = NDArray[np.float64]

#: More cells than this are refused: they take a minute and no screen shows them.
MAX_CELLS: Final = 500_000
#: Departures surveyed between two reports of progress.
_BLOCK: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A lunar site (deg, east) and the elevation above which it sees Sun and Earth."""

    lat_deg: float
    lon_deg: float
    horizon_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindowGrid:
    """Cells (departures, times of flight); NaN where there is no solution.

    Attributes
    ----------
    depart_tdb_jd, tof_d : ndarray
        Axes.
    northward : ndarray of bool
        Plane of the cell: northward where it meets the Moon, or southward.
    burns_m_s : mapping of str to ndarray
        Cost of each burn, by its name with its unit (``dv_tli_m_s``).
    c3_km2_s2, v_inf_km_s, declination_deg : ndarray
        Geocentric energy; excess speed at the Moon and the declination of its asymptote on
        the Moon's equator.
    status : ndarray of int64
        Index into ``words``.
    words : tuple of str
        What a cell can say.
    sun_deg, earth_deg : ndarray
        Elevations at the site when the flight meets the Moon; known for every cell.
    """

    depart_tdb_jd: Array
    tof_d: Array
    northward: NDArray[np.bool_]
    burns_m_s: Mapping[str, Array]
    c3_km2_s2: Array
    v_inf_km_s: Array
    declination_deg: Array
    status: NDArray[np.int64]
    words: tuple[str, ...]
    sun_deg: Array
    earth_deg: Array

    @property
    def dv_total_m_s(self) -> Array:
        """Sum of the burns (m/s)."""
        total: Array = np.sum(list(self.burns_m_s.values()), axis=0)
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """A cell (row, column) no neighbour undercuts, and the flight flown there.

    ``refined`` None: it does not hold in the ephemeris, or nobody has flown it yet.
    """

    row: int
    column: int
    refined: Flown | None


#: Surveys departures (TDB Julian dates) against times of flight (d).
Survey = Callable[[Array, Array, Ground], WindowGrid]


def departures(*, start_tdb_jd: float, end_tdb_jd: float, step_d: float, longest_d: float) -> Array:
    """Departures (TDB Julian dates) from a date up to another.

    ``longest_d``: of the flights, all of which must end inside the ephemeris.

    Raises
    ------
    OutOfRangeError
        Dates outside the ephemeris or in the wrong order, or a step that is not positive.
    """
    require_covered(seconds_past_j2000(start_tdb_jd))
    require_covered(seconds_past_j2000(end_tdb_jd + longest_d))
    if not end_tdb_jd > start_tdb_jd:
        dates = tdb_jd_to_utc_array((start_tdb_jd, end_tdb_jd))
        start, end = (f"{day:%Y-%m-%d %H:%M}" for day in dates)
        raise OutOfRangeError(name="end", value=end, allowed=f"dates after the start, {start} UTC")
    require_within("step_d", step_d, 0.01, 366.0, "d")
    count = int(np.ceil((end_tdb_jd - start_tdb_jd) / step_d - 1e-6))  # 0.1 s of a day
    days: Array = start_tdb_jd + step_d * np.arange(count, dtype=np.float64)
    return days


def flight_times(
    *, low_d: float, high_d: float, step_d: float, allowed_d: tuple[float, float]
) -> Array:
    """Times of flight (d) from one to another, both included.

    Raises
    ------
    OutOfRangeError
    """
    require_within("tof_min_d", low_d, *allowed_d, "d")
    require_within("tof_max_d", high_d, low_d, allowed_d[1], "d")
    require_within("tof_step_d", step_d, 0.01, 3.0, "d")
    return np.arange(low_d, high_d + 1e-9, step_d, dtype=np.float64)


def grid_blocks(
    *, depart_tdb_jd: Array, tof_d: Array, survey: Survey, ground: Ground
) -> Iterator[WindowGrid]:
    """Survey the grid a block of departures at a time, so that it can be watched and stopped.

    Raises
    ------
    OutOfRangeError
        More than `MAX_CELLS` cells.
    """
    if depart_tdb_jd.size * tof_d.size > MAX_CELLS:
        raise OutOfRangeError(
            name="cells", value=depart_tdb_jd.size * tof_d.size,
            allowed=f"1 .. {MAX_CELLS}; take longer steps",
        )  # fmt: skip
    for first in range(0, depart_tdb_jd.size, _BLOCK):
        yield survey(depart_tdb_jd[first : first + _BLOCK], tof_d, ground)


def joined(blocks: list[WindowGrid]) -> WindowGrid:
    """One grid of consecutive blocks (at least one)."""
    first = blocks[0]
    whole = ("tof_d", "words", "burns_m_s")
    names = [name for name in WindowGrid.__slots__ if name not in whole]
    columns = {name: np.concatenate([getattr(block, name) for block in blocks]) for name in names}
    burns = {
        name: np.concatenate([block.burns_m_s[name] for block in blocks])
        for name in first.burns_m_s
    }
    return WindowGrid(tof_d=first.tof_d, words=first.words, burns_m_s=burns, **columns)


def light(*, at_moon_tdb_s: Array, ground: Ground) -> dict[str, Array]:
    """Elevations of Sun and Earth (deg) at the site, in the shape of the epochs."""
    seconds = at_moon_tdb_s.ravel()
    place = {"lat_deg": ground.lat_deg, "lon_deg": ground.lon_deg}
    return {
        "sun_deg": sun_elevation_deg(**place, t_tdb_s=seconds).reshape(at_moon_tdb_s.shape),
        "earth_deg": earth_elevation_deg(**place, t_tdb_s=seconds).reshape(at_moon_tdb_s.shape),
    }


def cheaper_plane(total_m_s: Array) -> Callable[[NDArray[Any]], NDArray[Any]]:
    """How to pick, of the last axis (southward, northward), the plane that costs less."""
    plane = np.argmin(np.where(np.isnan(total_m_s), np.inf, total_m_s), axis=2)[..., None]

    def chosen(values: NDArray[Any]) -> NDArray[Any]:
        picked: NDArray[Any] = np.take_along_axis(values, plane, axis=2)[..., 0]
        return picked

    return chosen


def local_optima(grid: WindowGrid) -> tuple[tuple[int, int], ...]:
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


def arrival_date(grid: WindowGrid, cell: tuple[int, int]) -> float:
    """TDB Julian date a cell arrives at."""
    depart_s = seconds_past_j2000(float(grid.depart_tdb_jd[cell[0]]))
    return julian_date(depart_s + float(grid.tof_d[cell[1]]) * SECONDS_PER_DAY)
