"""Departures flown one by one, as JSON or CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.exports.windows_export import instants
from planner.transfers.arrival_light import LandingSite
from planner.transfers.flown_windows import FlownDeparture, cheapest_dates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlownWindows:
    """What a scan of flights found. ``complete``: it was not interrupted."""

    family: str
    departures: tuple[FlownDeparture, ...]
    ground: LandingSite
    complete: bool


def flown_to_dict(windows: FlownWindows) -> dict[str, Any]:
    """Every departure, and which of them no neighbour undercuts."""
    best = set(cheapest_dates(windows.departures))
    return {
        "family": windows.family,
        "complete": windows.complete,
        "departures": [
            departure_to_dict(departure, windows.ground) | {"optimum": i in best}
            for i, departure in enumerate(windows.departures)
        ],
    }


def departure_to_dict(departure: FlownDeparture, ground: LandingSite) -> dict[str, Any]:
    """One departure; None where it was not flown."""
    flight, earth = departure.flight, departure.earth_deg
    return {
        "asked_utc": instants(np.array([departure.depart_tdb_jd]))[0],
        "status": departure.reason or "ok",
        "departure_tdb_jd": None if flight is None else flight.burns[0].epoch_tdb_jd,
        "tof_d": None if flight is None else flight.tof_d,
        "dv_total_m_s": None if flight is None else flight.dv_total_m_s,
        "c3_km2_s2": None if flight is None else flight.c3_km2_s2,
        "v_inf_km_s": None if flight is None else flight.v_inf_km_s,
        "sun_elevation_deg": departure.sun_deg,
        "earth_elevation_deg": earth,
        "earth_visible": None if earth is None else earth > ground.horizon_deg,
    }


def flown_csv(windows: FlownWindows) -> str:
    """A line a departure."""
    rows = flown_to_dict(windows)["departures"]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
