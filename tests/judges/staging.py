"""What the judges of flights to staging orbits share: the orbit again, and states by jplephem."""

from __future__ import annotations

import numpy as np

from planner.transfers.flight import Flight
from planner.transfers.kept_orbit import KeptOrbit, kept_orbit
from planner.transfers.staging_orbit import StagingOrbit, staging_orbit
from planner.transfers.staging_request import real_units
from planner.transfers.transfer import Burn
from tests.judges.nbody import geocentric_km

BODIES = ("earth", "moon", "sun")


def nrho_9_2() -> StagingOrbit:
    return staging_orbit(family="nrho", picked_by="resonance", value=4.5, units=real_units())


def life_of(flight: Flight, orbit: StagingOrbit) -> KeptOrbit:
    """The life of the orbit a flight tells that it met."""
    told = flight.details
    return kept_orbit(
        orbit=orbit, epoch_tdb_jd=told["orbit_epoch_tdb_jd"], days=told["orbit_days_d"],
        phase=told["orbit_phase"],
    )  # fmt: skip


def geocentric(burn: Burn, after: bool) -> np.ndarray:
    """Earth-centred state by jplephem: the Moon's speed from its places a minute apart."""
    place, speed = np.array(burn.r_km), np.array(burn.v_after_km_s if after else burn.v_before_km_s)
    if burn.center == "moon":
        jd, step = burn.epoch_tdb_jd, 60.0 / 86400.0
        place = place + geocentric_km("moon", jd)
        ahead, behind = geocentric_km("moon", jd, step), geocentric_km("moon", jd, -step)
        speed = speed + (ahead - behind) / 120.0
    return np.concatenate((place, speed))
