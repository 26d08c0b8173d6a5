"""A planar transfer as JSON: ``transfer direct --model cr3bp|bcr4bp ... --json``.

The keys of `planner.exports.transfer_json`. These models know no date: ``epoch_tdb_jd`` is
null unless a date of departure was given. States are in axes that do not turn, x from the
Earth to the Moon at TLI, z along the Moon's angular momentum. ``turning_frame`` holds what
``propagate`` needs to fly the arc again.
"""

from __future__ import annotations

import math
from typing import Any

from planner.astro import constants as c
from planner.transfers.planar import PlanarBurn, PlanarTransfer


def planar_to_dict(
    transfer: PlanarTransfer, *, depart_tdb_jd: float | None = None
) -> dict[str, Any]:
    """Return a planar transfer as plain dictionaries, lists and numbers.

    ``depart_tdb_jd``: the date its TLI was given, from which the epochs count.
    """
    arrival = transfer.arrival
    return {
        "family": transfer.family,
        "model": transfer.model,
        "burns": [_burn(burn, depart_tdb_jd) for burn in transfer.burns],
        "dv_total_m_s": transfer.dv_total_m_s,
        "tof_d": transfer.tof_d,
        "c3_km2_s2": transfer.c3_km2_s2,
        "arrival": {
            "altitude_km": arrival.altitude_km,
            "inclination_deg": arrival.inclination_deg,
            "v_inf_km_s": arrival.v_inf_km_s,
        },
        "residuals": dict(transfer.residuals),
        "turning_frame": _turning_frame(transfer),
    }


def _burn(burn: PlanarBurn, depart_tdb_jd: float | None) -> dict[str, Any]:
    return {
        "name": burn.name,
        "epoch_tdb_jd": None if depart_tdb_jd is None else depart_tdb_jd + burn.time_d,
        "dv_m_s": burn.dv_m_s,
        "r_km": list(burn.r_km),
        "v_before_km_s": list(burn.v_before_km_s),
        "v_after_km_s": list(burn.v_after_km_s),
    }


def _turning_frame(transfer: PlanarTransfer) -> dict[str, Any]:
    """State after TLI and time of flight, non-dimensional, with the model's constants."""
    told: dict[str, Any] = {
        "mu": c.TOPPUTO_MU,
        "state": list(transfer.start),
        "time": transfer.duration,
        "length_km": c.TOPPUTO_LENGTH_KM,
        "time_d": c.TOPPUTO_TIME_D,
    }
    if transfer.sun_angle_deg is not None:
        told |= {
            "sun_angle_deg": transfer.sun_angle_deg,
            "t0": math.radians(transfer.sun_angle_deg) / c.TOPPUTO_SUN_RATE,
            "sun_mass": c.TOPPUTO_SUN_MASS,
            "sun_distance": c.TOPPUTO_SUN_DISTANCE,
            "sun_rate": c.TOPPUTO_SUN_RATE,
        }
    return told
