"""Low-energy transfers of a given month, found from scratch in the ephemeris.

TLI sends the craft to four times the Moon's distance, where the Sun's tide raises its perigee
to the Moon's orbit; it comes back slowly and the Moon all but captures it (weak stability
boundary). The search flies arrivals in the lunar orbit wanted back for months
(`planner.transfers.low_energy_scan`), joins those that nearly meet the parking orbit to one the
pad can serve (`planner.transfers.low_energy_nodes`), lowers the cost of the cheapest, and flies
each forward in one arc (`planner.transfers.low_energy_flight`).

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns, no other burn on
the way. Validity: flights of 60 to 200 days that go out beyond 900 000 km and are with the Moon
for less than 25 days before LOI. It is a search: what it returns is the cheapest it met, not
the global optimum. The same budget gives the same answer, however many cores work on it.
Flights that pass the Moon on the way out, and save 30 m/s more, are met only now and then.

Source: Belbruno & Miller 1993, J. Guid. Control Dyn. 16:770; Parker & Anderson 2014,
"Low-Energy Lunar Trajectory Design", ch. 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.ephemeris import require_covered
from planner.epochs import tdb_minus_utc_s
from planner.errors import NoConvergenceError, OutOfRangeError, PlannerError
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.flight import Detail, Flight
from planner.transfers.gradient_projection import Point, descend, restore
from planner.transfers.low_energy_flight import flown_forward
from planner.transfers.low_energy_nodes import Chain
from planner.transfers.low_energy_scan import Seed, Span, survey
from planner.transfers.low_energy_start import chain_of
from planner.transfers.planar_search import Progress
from planner.transfers.request import DirectRequest, require_within

Array = NDArray[np.float64]

#: Length of the window (d), times of flight (d) and arrivals flown back that may be asked for.
WINDOW_RANGE_D: Final = (0.5, 60.0)
TOF_RANGE_D: Final = (60.0, 200.0)
ARCS_RANGE: Final = (500, 1_000_000)
#: Arrivals flown back unless told otherwise: twenty seconds on two cores.
USUAL_ARCS: Final = 16_000
#: Arrivals flown back for one chain joined, and chains joined for one lowered.
_ARCS_A_CHAIN: Final = 80
_CHAINS_A_DESCENT: Final = 3
_FEWEST: Final = 4
#: Joined well enough to compare costs (gaps of a kilometre, a centimetre a second, four seconds
#: of the pad's clock), and for the last time (a thousandth of these).
_JOINED, _CLOSELY = 1e-3, 1e-6
_MOST_STEPS: Final = 30
_MOST_DOWNHILL: Final = 40
#: Flights that differ by less in TLI and in time of flight (d) are one.
_SAME_D: Final = 0.25
_Given = TypeVar("_Given")
_Done = TypeVar("_Done")


def low_energy_transfer(
    *,
    start_tdb_jd: float,
    request: DirectRequest,
    days: float = 30.0,
    tof_d: tuple[float, float] = (60.0, 150.0),
    arcs: int = USUAL_ARCS,
    progress: Progress | None = None,
) -> Flight:
    """The cheapest flight met by `low_energy_optima`, with the same arguments and errors."""
    return low_energy_optima(
        start_tdb_jd=start_tdb_jd, request=request, days=days, tof_d=tof_d, arcs=arcs,
        progress=progress,
    )[0]  # fmt: skip


def low_energy_optima(
    *,
    start_tdb_jd: float,
    request: DirectRequest,
    days: float = 30.0,
    tof_d: tuple[float, float] = (60.0, 150.0),
    arcs: int = USUAL_ARCS,
    progress: Progress | None = None,
) -> tuple[Flight, ...]:
    """Every flight of a window that the search's budget meets and flies forward.

    Parameters
    ----------
    start_tdb_jd : float
        Earliest TLI (TDB, Julian date), 1965 to 2065.
    request : DirectRequest
        Its ``ascending_at_moon`` and ``north_first`` are not read: the search takes either.
        Without a parking inclination any the pad can fly may be chosen.
    days : float
        Length of the window in which TLI lies (d), 0.5 to 60.
    tof_d : (float, float)
        Shortest and longest time from TLI to perilune (d), within 60 to 200.
    arcs : int
        Budget: arrivals flown back, 500 to a million. What follows is in proportion.
    progress : callable, optional
        Told what is being done and the share behind, 0 to 1.

    Returns
    -------
    tuple of Flight
        At least one, cheapest first.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or dates outside the ephemeris.
    NoConvergenceError
        The budget met no flight that closes.
    """
    if request.parking_inclination_deg is None:
        request.site.require_reachable(abs(request.site.geocentric_lat_deg))
    span = _span(start_tdb_jd, days, tof_d, arcs)
    seeds = survey(request=request, span=span, arcs=arcs, progress=progress)
    tried = seeds[: arcs // _ARCS_A_CHAIN]
    offset_s = tdb_minus_utc_s(start_tdb_jd)

    def joined(seed: Seed) -> tuple[Chain, Point] | None:
        return _joined(seed, request, span, offset_s)

    chains = [way for way in _told(joined, tried, "joining arcs", progress) if way is not None]
    chains.sort(key=lambda way: way[1].linear.cost)
    low = chains[: max(len(tried) // _CHAINS_A_DESCENT, _FEWEST)]
    best = list(_told(_lowered, low, "lowering the cost", progress))
    flown = _told(lambda way: flown_forward(way[0], way[1].z), best, "flying forward", progress)
    flights = _distinct(flight for flight in flown if flight is not None)
    if not flights:
        raise NoConvergenceError(
            what=f"low-energy search ({arcs} arrivals flown back, {len(seeds)} from near the "
            f"Earth, {len(chains)} joined to the pad)",
            residual=float(len(chains)), unit="chains, none flown forward",
            way_out="allow more arcs, a longer window or other times of flight",
        )  # fmt: skip
    spent: dict[str, Detail] = {
        "arrivals_flown_back": arcs,
        "from_near_the_earth": len(seeds),
        "joined": len(chains),
        "flown_forward": len(flights),
    }
    return tuple(replace(f, details={**f.details, "search": spent}) for f in flights)


def _span(start_tdb_jd: float, days: float, tof_d: tuple[float, float], arcs: int) -> Span:
    require_within("days", days, *WINDOW_RANGE_D, "d")
    shortest_d, longest_d = tof_d
    for name, value in (("tof_min_d", shortest_d), ("tof_max_d", longest_d)):
        require_within(name, value, *TOF_RANGE_D, "d")
    if not shortest_d < longest_d:
        raise OutOfRangeError(
            name="tof_max_d", value=longest_d, allowed=f"above tof_min_d, {shortest_d:g} d"
        )
    require_within("arcs", arcs, *ARCS_RANGE, "arrivals flown back")
    first_s, day = seconds_past_j2000(start_tdb_jd), SECONDS_PER_DAY
    last_s = first_s + days * day
    require_covered([first_s - day, last_s + (longest_d + 1.0) * day])
    return Span(
        first_s=first_s, last_s=last_s, shortest_s=shortest_d * day, longest_s=longest_d * day
    )


def _told(
    work: Callable[[_Given], _Done], items: list[_Given], text: str, progress: Progress | None
) -> Iterator[_Done]:
    """Work done on all items, in their order, on all cores."""
    with ThreadPoolExecutor(cpu_count()) as pool:
        for i, done in enumerate(pool.map(work, items)):
            if progress is not None:
                progress(text, i / len(items))
            yield done


def _joined(
    seed: Seed, request: DirectRequest, span: Span, offset_s: float
) -> tuple[Chain, Point] | None:
    """Join the arcs, then make the pad's clock agree."""
    try:
        chain, z = chain_of(seed, request=request, span=span, tdb_minus_utc_s=offset_s)
    except PlannerError:
        return None
    point = restore(chain, z, goal=_JOINED, most_steps=_MOST_STEPS)
    if point is None:
        return None
    on_time = replace(chain, coast_near_rad=chain.clock(point.z[:5]).coast_rad)
    point = restore(on_time, point.z, goal=_JOINED, most_steps=_MOST_STEPS)
    return None if point is None else (on_time, point)


def _lowered(way: tuple[Chain, Point]) -> tuple[Chain, Point]:
    chain, point = way
    low = descend(chain, point, goal=_JOINED, most_steps=_MOST_DOWNHILL)
    exact = restore(chain, low.z, goal=_CLOSELY, most_steps=_MOST_STEPS)
    return chain, low if exact is None else exact


def _distinct(flights: Iterator[Flight]) -> list[Flight]:
    """Cheapest first, without those another nearly equals."""
    kept: list[Flight] = []
    for flight in sorted(flights, key=lambda f: f.dv_total_m_s):
        if not any(_same(flight, other) for other in kept):
            kept.append(flight)
    return kept


def _same(one: Flight, other: Flight) -> bool:
    apart_d = abs(one.burns[0].epoch_tdb_jd - other.burns[0].epoch_tdb_jd)
    return apart_d < _SAME_D and abs(one.tof_d - other.tof_d) < _SAME_D
