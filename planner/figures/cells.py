"""What a search of departures found, in plain arrays: light enough for the page's process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Departures (rows) against times of flight (columns), surveyed with two-body arcs.

    Attributes
    ----------
    depart_tdb_jd : ndarray, shape (n,)
    depart_utc : tuple of datetime
        The same instants.
    tof_d : ndarray, shape (m,)
    dv_m_s, sun_deg, earth_deg : ndarray, shape (n, m)
        Sum of the burns, NaN where nothing can be flown; elevations at the landing site on
        arrival.
    optima : tuple of (int, int)
        Cells no neighbour undercuts, cheapest first.
    reasons : tuple of (str, int)
        Why cells cannot be flown, and how many.
    """

    depart_tdb_jd: Array
    depart_utc: tuple[datetime, ...]
    tof_d: Array
    dv_m_s: Array
    sun_deg: Array
    earth_deg: Array
    optima: tuple[tuple[int, int], ...]
    reasons: tuple[tuple[str, int], ...]

    def nearest(self, departs: datetime, tof_d: float) -> tuple[int, int]:
        """Return the cell nearest to a departure and a time of flight (d)."""
        away = [abs((one - departs).total_seconds()) for one in self.depart_utc]
        return int(np.argmin(away)), int(np.argmin(np.abs(self.tof_d - tof_d)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loops:
    """Free returns flown date by date in the ephemeris.

    ``depart_tdb_jd`` is what was asked for, ``depart_utc`` when the craft then leaves: the pad
    has to be under the plane, hours off.
    ``dv_m_s``, ``tof_d`` (TLI to perilune) and ``round_trip_d`` are NaN where none was found;
    ``reasons`` says why, empty where one was.
    """

    depart_tdb_jd: Array
    depart_utc: tuple[datetime, ...]
    dv_m_s: Array
    tof_d: Array
    round_trip_d: Array
    reasons: tuple[str, ...]

    @property
    def optima(self) -> tuple[int, ...]:
        """Dates neither neighbour undercuts, cheapest first."""
        cost = np.where(np.isnan(self.dv_m_s), np.inf, self.dv_m_s)
        around = np.pad(cost, 1, constant_values=np.inf)
        least = np.isfinite(cost) & (cost <= around[:-2]) & (cost <= around[2:])
        return tuple(sorted(np.flatnonzero(least).tolist(), key=lambda k: float(cost[k])))
