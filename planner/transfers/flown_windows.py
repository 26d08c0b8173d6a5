"""Departures of families too dear for a grid: each date is flown, the cheap ones marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.errors import PlannerError
from planner.transfers.arrival_light import LandingSite
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.flight import Flown, at_moon_tdb_jd
from planner.transfers.grid import light

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlownDeparture:
    """A date asked for, and the flight of it or the reason why there is none.

    ``sun_deg`` and ``earth_deg`` are elevations at the site when the flight meets the Moon.
    """

    depart_tdb_jd: float
    flight: Flown | None
    reason: str | None
    sun_deg: float | None
    earth_deg: float | None


def fly_departures(
    *, depart_tdb_jd: Array, fly: Callable[[float], Flown], ground: LandingSite
) -> Iterator[FlownDeparture]:
    """Fly each date in turn; a date that cannot be flown says why."""
    for date in depart_tdb_jd.tolist():
        try:
            flight = fly(date)
        except PlannerError as error:
            yield FlownDeparture(
                depart_tdb_jd=date, flight=None, reason=str(error), sun_deg=None, earth_deg=None
            )
            continue
        when = np.array([seconds_past_j2000(at_moon_tdb_jd(flight))])
        seen = light(at_moon_tdb_s=when, ground=ground)
        yield FlownDeparture(
            depart_tdb_jd=date,
            flight=flight,
            reason=None,
            sun_deg=float(seen["sun_deg"][0]),
            earth_deg=float(seen["earth_deg"][0]),
        )


def cheapest_dates(flown: Sequence[FlownDeparture]) -> tuple[int, ...]:
    """Indices of dates that neither neighbour undercuts."""
    cost = np.array([np.inf if d.flight is None else d.flight.dv_total_m_s for d in flown])
    around = np.pad(cost, 1, constant_values=np.inf)
    least = np.isfinite(cost) & (cost <= around[:-2]) & (cost <= around[2:])
    return tuple(np.flatnonzero(least).tolist())
