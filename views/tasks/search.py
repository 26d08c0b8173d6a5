"""What the reader of the transfer lab searches, in plain numbers, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final

from planner.figures.wording import grouped

FAMILIES: Final = {"direct": "Direct", "free-return": "Free return"}
#: Cells of a grid: more cannot be told apart on a screen, and slow the browser down.
MOST_CELLS: Final = 20_000
#: Dates of a family that is flown date by date: a minute, more on a busy machine.
MOST_DATES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Departures between two days (UTC) from a pad to a lunar orbit, or round the Moon.

    ``step_d`` lies between two departures, ``tof_step_d`` between two times of flight. Times
    of flight, apolune and inclination are of no account for a free return.
    """

    family: str
    pad: str
    pad_name: str
    lat_deg: float
    lon_deg: float
    max_inclination_deg: float
    start: date
    end: date
    step_d: float
    tof_min_d: float
    tof_max_d: float
    tof_step_d: float
    perilune_alt_km: float
    apolune_alt_km: float
    inclination_deg: float
    site_lat_deg: float
    site_lon_deg: float
    site_horizon_deg: float

    @property
    def dates(self) -> int:
        """How many departures."""
        return max(0, ceil((self.end - self.start).days / self.step_d))

    @property
    def cells(self) -> int:
        """How many cells; a date is one where it is flown."""
        if self.family != "direct":
            return self.dates
        times = floor((self.tof_max_d - self.tof_min_d) / self.tof_step_d + 1e-9) + 1
        return self.dates * max(0, times)

    def faults(self) -> tuple[str, ...]:
        """Return everything that prevents the search, each with its way out."""
        found = []
        if self.end <= self.start:
            found.append(
                f"The last day, {self.end}, is not after the first, {self.start}. "
                "Choose a later last day."
            )
        if self.family == "direct" and self.tof_max_d < self.tof_min_d:
            found.append(
                f"The longest time of flight, {self.tof_max_d:g} d, is below the shortest, "
                f"{self.tof_min_d:g} d."
            )
        if self.family == "direct" and self.apolune_alt_km < self.perilune_alt_km:
            found.append(
                f"The apolune, {self.apolune_alt_km:g} km, is below the perilune, "
                f"{self.perilune_alt_km:g} km. Make them equal for a circular orbit."
            )
        most, what = (MOST_CELLS, "cells") if self.family == "direct" else (MOST_DATES, "dates")
        if self.cells > most:
            step_d = ceil(100.0 * self.step_d * self.cells / most) / 100.0
            found.append(
                f"{grouped(self.cells)} {what} are asked for; at most {grouped(most)} are "
                f"computed. Take a step of {step_d:g} d or more, or a shorter range."
            )
        return tuple(found)
