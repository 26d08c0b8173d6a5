"""A flight of any family as JSON: ``python -m planner transfer FAMILY ... --json``."""

from __future__ import annotations

from typing import Any

from planner.exports.transfer_json import burn_to_dict
from planner.transfers.flight import Flight


def flight_to_dict(flight: Flight) -> dict[str, Any]:
    """Return a flight as plain dictionaries, lists and numbers.

    The keys all families share come first; ``details`` holds the family's own.
    """
    arrival = flight.arrival
    return {
        "family": flight.family,
        "model": flight.model,
        "burns": [burn_to_dict(burn) for burn in flight.burns],
        "dv_total_m_s": flight.dv_total_m_s,
        "tof_d": flight.tof_d,
        "c3_km2_s2": flight.c3_km2_s2,
        "arrival": {
            "altitude_km": arrival.altitude_km,
            "inclination_deg": arrival.inclination_deg,
            "v_inf_km_s": arrival.v_inf_km_s,
        },
        "residuals": dict(flight.residuals),
        "details": dict(flight.details),
    }
