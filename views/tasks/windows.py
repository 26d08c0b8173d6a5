"""Surveying departures: a grid of direct transfers, or free returns flown date by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from planner.figures.cells import Cells, Loops
from views.jobs.task import Report, Task, content_key
from views.tasks.search import Search

if TYPE_CHECKING:
    from planner.transfers.arrival_light import LandingSite
    from planner.transfers.free_return import FreeReturn
    from planner.transfers.grid import WindowGrid
    from planner.transfers.request import DirectRequest


@dataclass(frozen=True, slots=True)
class GridTask(Task[Cells]):
    """Survey a grid of direct transfers with two-body arcs."""

    search: Search

    @property
    def key(self) -> str:
        """All of the search."""
        return content_key(self.search)

    @property
    def name(self) -> str:
        """Names the family and the dates."""
        return f"grid of {self.search.family} from {self.search.start} to {self.search.end}"

    def run(self, report: Report) -> Cells:
        """Survey a block of departures at a time."""
        from planner.transfers import grid as grids
        from planner.transfers.direct import TOF_RANGE_D
        from planner.transfers.porkchop_direct import direct_cells

        search = self.search
        dates = departures(search, TOF_RANGE_D[1])
        times = grids.flight_times(
            low_d=search.tof_min_d,
            high_d=search.tof_max_d,
            step_d=search.tof_step_d,
            allowed_d=TOF_RANGE_D,
        )
        survey = direct_cells(direct_request(search))
        blocks: list[WindowGrid] = []
        done = 0
        for block in grids.grid_blocks(
            depart_tdb_jd=dates, tof_d=times, survey=survey, ground=ground(search)
        ):
            blocks.append(block)
            done += len(block.depart_tdb_jd)
            report("Surveying departures", done / len(dates))
        return _cells(grids.joined(blocks))


@dataclass(frozen=True, slots=True)
class LoopsTask(Task[Loops]):
    """Fly a free return on every date, the cheaper of the two planes a day."""

    search: Search

    @property
    def key(self) -> str:
        """All of the search."""
        return content_key(self.search)

    @property
    def name(self) -> str:
        """Names the dates."""
        return f"free returns from {self.search.start} to {self.search.end}"

    def run(self, report: Report) -> Loops:
        """Fly date by date."""
        import numpy as np

        from planner.errors import PlannerError

        dates = departures(self.search, 12.0)
        left = dates.copy()
        rows, reasons = np.full((3, len(dates)), np.nan), []
        for k, date in enumerate(dates.tolist()):
            report("Flying round the Moon", k / len(dates))
            try:
                loop = loop_of(self.search, date)
            except PlannerError as error:
                reasons.append(str(error))
                continue
            reasons.append("")
            left[k] = loop.burns[0].epoch_tdb_jd
            rows[:, k] = loop.dv_total_m_s, loop.tof_d, loop.round_trip_d
        return Loops(
            depart_tdb_jd=dates,
            depart_utc=instants(left),
            dv_m_s=rows[0],
            tof_d=rows[1],
            round_trip_d=rows[2],
            reasons=tuple(reasons),
        )


def departures(search: Search, longest_d: float) -> Any:
    """Dates of a search (TDB Julian dates); flights of ``longest_d`` stay in the ephemeris."""
    from planner.epochs import utc_to_tdb_jd
    from planner.transfers.grid import departures as between

    start, end = (
        utc_to_tdb_jd(datetime.combine(day, time(), tzinfo=UTC))
        for day in (search.start, search.end)
    )
    return between(start_tdb_jd=start, end_tdb_jd=end, step_d=search.step_d, longest_d=longest_d)


def instants(tdb_jd: Any) -> tuple[datetime, ...]:
    """UTC to the second: a Julian date resolves 40 µs, and midnight must keep its day."""
    from planner.epochs import tdb_jd_to_utc_array

    return tuple(
        (moment + timedelta(milliseconds=500)).replace(microsecond=0)
        for moment in tdb_jd_to_utc_array(tdb_jd)
    )


def direct_request(search: Search) -> DirectRequest:
    """The request of a search; a free return keeps to its perilune."""
    from planner.transfers.departure import LaunchSite
    from planner.transfers.request import DirectRequest

    loop = search.family != "direct"
    return DirectRequest(
        site=LaunchSite(
            id=search.pad,
            lat_deg=search.lat_deg,
            lon_deg=search.lon_deg,
            max_inclination_deg=search.max_inclination_deg,
        ),
        perilune_alt_km=search.perilune_alt_km,
        apolune_alt_km=search.perilune_alt_km if loop else search.apolune_alt_km,
        inclination_deg=search.inclination_deg,
    )


def ground(search: Search) -> LandingSite:
    """The site whose light is told."""
    from planner.transfers.arrival_light import LandingSite

    return LandingSite(
        lat_deg=search.site_lat_deg,
        lon_deg=search.site_lon_deg,
        horizon_deg=search.site_horizon_deg,
    )


def loop_of(search: Search, depart_tdb_jd: float) -> FreeReturn:
    """The cheaper free return of a date.

    Raises
    ------
    PlannerError
        Neither plane can be flown.
    """
    from dataclasses import replace

    from planner.transfers.cheapest import cheapest_of
    from planner.transfers.earth_entry import EntryWish
    from planner.transfers.free_return import free_return

    request = direct_request(search)
    return cheapest_of(
        lambda north: free_return(
            depart_tdb_jd=depart_tdb_jd,
            request=replace(request, ascending_at_moon=north),
            entry=EntryWish(),
        ),
        (True, False),
    )[1]


def _cells(grid: WindowGrid) -> Cells:
    import numpy as np

    from planner.transfers.grid import local_optima

    total = grid.dv_total_m_s
    lost = grid.status[np.isnan(total)]
    return Cells(
        depart_tdb_jd=grid.depart_tdb_jd,
        depart_utc=instants(grid.depart_tdb_jd),
        tof_d=grid.tof_d,
        dv_m_s=total,
        sun_deg=grid.sun_deg,
        earth_deg=grid.earth_deg,
        optima=tuple(sorted(local_optima(grid), key=lambda cell: float(total[cell]))),
        reasons=tuple(
            (grid.words[code], int((lost == code).sum())) for code in np.unique(lost).tolist()
        ),
    )
