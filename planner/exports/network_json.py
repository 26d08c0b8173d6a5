"""Routes of a network as JSON: ``python -m planner network FILE --json``."""

from __future__ import annotations

from typing import Any

from planner.logistics.network.legs import Leg
from planner.logistics.network.loading import Network
from planner.logistics.network.routes import Answer, Route


def network_to_dict(network: Network, answers: tuple[Answer, ...]) -> dict[str, Any]:
    """Return the trips and their routes as plain dictionaries; ``docs/network_format.md``."""
    return {
        "id": network.head.id,
        "title": network.head.title,
        "trips": [_trip(answer) for answer in answers],
    }


def _trip(answer: Answer) -> dict[str, Any]:
    trip = answer.trip
    return {
        "from": trip.start,
        "to": trip.end,
        "least": trip.least,
        "routes": [_route(route) for route in answer.routes],
        "departures": [
            {
                "depart_tdb_jd": depart,
                "edges": None if route is None else [leg.edge for leg in route.legs],
                "dv_m_s": None if route is None else route.dv_m_s,
                "days": None if route is None else route.days,
            }
            for depart, route in answer.departures
        ],
        "closed": list(answer.closed),
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "dv_m_s": route.dv_m_s,
        "days": route.days,
        "legs": [_leg(leg) for leg in route.legs],
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "edge": leg.edge,
        "from": leg.start,
        "to": leg.end,
        "how": leg.how,
        "depart_tdb_jd": leg.depart_tdb_jd,
        "arrive_tdb_jd": leg.arrive_tdb_jd,
        "burns": [
            {
                "name": burn.name,
                "dv_m_s": burn.dv_m_s,
                "epoch_tdb_jd": burn.epoch_tdb_jd,
                "after_kg": burn.after_kg,
            }
            for burn in leg.burns
        ],
    }
