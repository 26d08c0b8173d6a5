"""A transfer as JSON: ``python -m planner transfer ... --json``.

Positions and velocities are ICRF, about the Earth for burns near the Earth (TLI) and
about the Moon for burns near the Moon (LOI, TEI). Epochs are TDB Julian dates.
"""

from __future__ import annotations

import json
from typing import Any

from planner.transfers.earth_return import EarthReturn, Entry
from planner.transfers.free_return import FreeReturn
from planner.transfers.transfer import Burn


def return_to_dict(home: EarthReturn) -> dict[str, Any]:
    """Return a flight home as plain dictionaries; ``arrival`` is the entry interface.

    ``v_inf_km_s`` of the arrival is None: the orbit home is an ellipse about the Earth.
    """
    return {
        "family": home.family,
        "model": home.model,
        "burns": [burn_to_dict(burn) for burn in home.burns],
        "dv_total_m_s": home.dv_total_m_s,
        "tof_d": home.tof_d,
        "c3_km2_s2": home.c3_km2_s2,
        "arrival": {"v_inf_km_s": None, **_entry(home.entry)},
        "residuals": dict(home.residuals),
    }


def free_return_to_dict(loop: FreeReturn) -> dict[str, Any]:
    """Return a flight round the Moon; ``arrival`` is perilune, ``entry`` the way home."""
    return {
        "family": loop.family,
        "model": loop.model,
        "burns": [burn_to_dict(burn) for burn in loop.burns],
        "dv_total_m_s": loop.dv_total_m_s,
        "tof_d": loop.tof_d,
        "c3_km2_s2": loop.c3_km2_s2,
        "arrival": {
            "altitude_km": loop.perilune_alt_km,
            "inclination_deg": loop.perilune_inclination_deg,
            "v_inf_km_s": loop.v_inf_km_s,
        },
        "round_trip_d": loop.round_trip_d,
        "perigee_alt_km": loop.perigee_alt_km,
        "entry": _entry(loop.entry),
        "residuals": dict(loop.residuals),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "altitude_km": entry.altitude_km,
        "inclination_deg": entry.inclination_deg,
        "epoch_tdb_jd": entry.epoch_tdb_jd,
        "speed_km_s": entry.speed_km_s,
        "path_angle_deg": entry.path_angle_deg,
        "latitude_deg": entry.latitude_deg,
        "longitude_deg": entry.longitude_deg,
    }


def dumps_document(document: dict[str, Any]) -> str:
    """Return a document as JSON text, refusing NaN and infinity."""
    return json.dumps(document, allow_nan=False, ensure_ascii=False, indent=2) + "\n"


def burn_to_dict(burn: Burn) -> dict[str, Any]:
    """Return a burn; its states are about ``center``."""
    return {
        "name": burn.name,
        "epoch_tdb_jd": burn.epoch_tdb_jd,
        "dv_m_s": burn.dv_m_s,
        "center": burn.center,
        "r_km": list(burn.r_km),
        "v_before_km_s": list(burn.v_before_km_s),
        "v_after_km_s": list(burn.v_after_km_s),
    }
