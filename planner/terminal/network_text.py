"""Routes of a network on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from planner.epochs import tdb_jd_to_utc
from planner.logistics.network.legs import Leg
from planner.logistics.network.loading import Network
from planner.logistics.network.routes import Answer, Route
from planner.terminal.table import aligned

_LEGS: Final = ("Edge", "How", "Leaves (UTC)", "Arrives (UTC)", "d", "Burn", "m/s", "After kg")
_RIGHT: Final = frozenset({"d", "m/s", "After kg"})
_DAYS: Final = ("Departs (UTC)", "m/s", "d", "By way of")
_GOALS: Final = {"dv": "least speed change", "time": "least time"}


def network_text(network: Network, answers: tuple[Answer, ...]) -> str:
    """Return every trip with its routes, best first, and the best of each departure."""
    parts = [network.head.title]
    for answer in answers:
        parts += _trip(answer)
    return "\n\n".join(parts)


def _trip(answer: Answer) -> Iterator[str]:
    trip = answer.trip
    ways = f"{len(answer.routes)} {'way' if len(answer.routes) == 1 else 'ways'}"
    yield f"{trip.start} to {trip.end}, {_GOALS[trip.least]} first: {ways}."
    for number, route in enumerate(answer.routes, start=1):
        rows = [row for leg in route.legs for row in _rows(leg)]
        head = f"{number}. {route.dv_m_s:,.0f} m/s in {route.days:.2f} d"
        yield f"{head}\n{aligned(_LEGS, rows, right=_RIGHT)}"
    if len(answer.departures) > 1:
        rows = [_departure(depart, route) for depart, route in answer.departures]
        yield aligned(_DAYS, rows, right=_RIGHT)
    if answer.closed:
        yield "Not travelled:\n" + "\n".join(f"- {one}" for one in answer.closed)


def _rows(leg: Leg) -> Iterator[tuple[str, ...]]:
    days = leg.arrive_tdb_jd - leg.depart_tdb_jd
    ends = _utc(leg.depart_tdb_jd), _utc(leg.arrive_tdb_jd)
    first = (leg.edge, leg.how, *ends, f"{days:.2f}")
    if not leg.burns:
        yield (*first, "-", "-", "-")
    for number, burn in enumerate(leg.burns):
        mass = "-" if burn.after_kg is None else f"{burn.after_kg:,.0f}"
        lead = first if number == 0 else ("",) * len(first)
        yield (*lead, burn.name, f"{burn.dv_m_s:,.0f}", mass)


def _departure(depart: float, route: Route | None) -> tuple[str, ...]:
    if route is None:
        return _utc(depart)[:10], "-", "-", "no way"
    way = ", ".join(leg.edge for leg in route.legs)
    return _utc(depart)[:10], f"{route.dv_m_s:,.0f}", f"{route.days:.2f}", way


def _utc(tdb_jd: float) -> str:
    nearest = tdb_jd_to_utc(tdb_jd) + timedelta(seconds=30)  # to the minute
    return f"{nearest:%Y-%m-%d %H:%M}"
