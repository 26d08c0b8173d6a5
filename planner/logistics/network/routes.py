"""Routes between nodes: every way without a node twice, each edge flown when it is reached.

What an edge costs depends on the day it is left, so a route that is best up to a node need not
be part of the best one beyond it: no shortest-path rule holds, and every route is travelled.
Edges are flown once for each date they are reached on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from planner.epochs import utc_to_tdb_jd
from planner.errors import OutOfRangeError
from planner.logistics.network.file import EdgeEntry, TripEntry
from planner.logistics.network.legs import Flights, Leg, after_leg
from planner.logistics.network.loading import Network

#: Flights and routes a network may take; a low-energy search alone takes ten seconds.
MOST_FLIGHTS = 600
MOST_ROUTES = 2_000

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Legs from the start of a trip to its end."""

    legs: tuple[Leg, ...]

    @property
    def dv_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(leg.dv_m_s for leg in self.legs)

    @property
    def days(self) -> float:
        """From the first departure to the last arrival (d)."""
        return self.legs[-1].arrive_tdb_jd - self.legs[0].depart_tdb_jd


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a trip.

    Attributes
    ----------
    trip : TripEntry
    routes : tuple[Route, ...]
        Best first: of every way, its best departure.
    departures : tuple[tuple[float, Route | None], ...]
        Best route of each departure tried (TDB, Julian date); None if there was none.
    closed : tuple[str, ...]
        Edges that could not be travelled on some date, and why, each once.
    """

    trip: TripEntry
    routes: tuple[Route, ...]
    departures: tuple[tuple[float, Route | None], ...]
    closed: tuple[str, ...]


def answer_trips(network: Network, progress: Progress | None = None) -> tuple[Answer, ...]:
    """Find the routes of every trip of a network.

    Raises
    ------
    OutOfRangeError
        The trips take more routes or flights than are allowed.
    """
    tell = progress or _silent
    ways = _all_ways(network)
    flights = Flights(network, most=MOST_FLIGHTS)
    return tuple(
        _answer(network, trip, routes, flights, tell)
        for trip, routes in zip(network.trips, ways, strict=True)
    )


def _all_ways(network: Network) -> list[list[tuple[EdgeEntry, ...]]]:
    """The ways of every trip; their number grows without bound, so counting stops early."""
    found, left = [], MOST_ROUTES
    for trip in network.trips:
        departures = len(_departures(trip))
        allowed = left // departures
        ways = list(islice(_ways(network, trip.start, trip.end), allowed + 1))
        if len(ways) > allowed:
            raise OutOfRangeError(
                name="routes times departures",
                value=f"more than {MOST_ROUTES}",
                allowed=f"{MOST_ROUTES} or fewer; fewer edges, or departures further apart",
            )
        left -= len(ways) * departures
        found.append(ways)
    return found


def _ways(network: Network, start: str, end: str) -> Iterator[tuple[EdgeEntry, ...]]:
    """Every way that meets no node twice.

    Only nodes from which the end can still be reached are entered, so that time is spent
    on ways that are found, not on dead ends.
    """
    way: list[EdgeEntry] = []
    seen = [start]

    def onward(node: str) -> Iterator[tuple[EdgeEntry, ...]]:
        if node == end:
            yield tuple(way)
            return
        hopeful = _reaching(network, end, seen)
        for edge in network.edges:
            if edge.start == node and edge.end not in seen and edge.end in hopeful:
                way.append(edge)
                seen.append(edge.end)
                yield from onward(edge.end)
                way.pop()
                seen.pop()

    return onward(start)


def _reaching(network: Network, end: str, closed: list[str]) -> set[str]:
    """Nodes outside ``closed`` from which the end is reached without meeting one in it."""
    found, todo = {end}, [end]
    while todo:
        here = todo.pop()
        for edge in network.edges:
            if edge.end == here and edge.start not in found and edge.start not in closed:
                found.add(edge.start)
                todo.append(edge.start)
    return found


def _departures(trip: TripEntry) -> list[float]:
    first = datetime.combine(trip.depart, time(), tzinfo=UTC)
    steps = range(0, trip.days, trip.every_d)
    return [utc_to_tdb_jd(first + timedelta(days=step)) for step in steps]


def _answer(
    network: Network,
    trip: TripEntry,
    ways: list[tuple[EdgeEntry, ...]],
    flights: Flights,
    tell: Progress,
) -> Answer:
    closed: dict[str, None] = {}
    best: dict[int, Route] = {}
    departures: list[tuple[float, Route | None]] = []
    days = _departures(trip)
    for number, depart in enumerate(days):
        today: list[Route] = []
        for place, way in enumerate(ways):
            tell(f"{trip.start} to {trip.end}", (number + place / len(ways)) / len(days))
            route = _travel(network, way, depart, trip.stay_d, flights, closed)
            if route is None:
                continue
            today.append(route)
            best[place] = min(best.get(place, route), route, key=lambda one: _worth(trip, one))
        today.sort(key=lambda one: _worth(trip, one))
        departures.append((depart, today[0] if today else None))
    ranked = sorted(best.values(), key=lambda one: _worth(trip, one))
    return Answer(
        trip=trip,
        routes=tuple(ranked),
        departures=tuple(departures),
        closed=tuple(closed),
    )


def _travel(
    network: Network,
    way: tuple[EdgeEntry, ...],
    depart: float,
    stay_d: float,
    flights: Flights,
    closed: dict[str, None],
) -> Route | None:
    legs: list[Leg] = []
    craft = network.craft
    now, mass_kg = depart, None if craft is None else craft.mass_kg
    for edge in way:
        leg = flights.leg(edge, now, mass_kg)
        if isinstance(leg, str):
            closed.setdefault(f"{edge.name}: {leg}")
            return None
        if craft is not None and mass_kg is not None:
            leg, mass_kg = after_leg(leg, mass_kg=mass_kg, isp_s=craft.isp_s)
        legs.append(leg)
        now = leg.arrive_tdb_jd + stay_d
    return Route(legs=tuple(legs))


def _worth(trip: TripEntry, route: Route) -> tuple[float, float]:
    both = route.dv_m_s, route.days
    return both if trip.least == "dv" else (both[1], both[0])


def _silent(_text: str, _fraction: float) -> None:
    """Progress for callers who do not watch."""
