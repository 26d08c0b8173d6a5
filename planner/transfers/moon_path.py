"""A path about the Moon, told from the Earth as every flight's path is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.transfers.transfer import frozen

Array = NDArray[np.float64]


def earth_centred(t_tdb_s: Array, moon_centred_km: Array) -> tuple[Array, Array, Array]:
    """Julian dates (n,), the craft and the Moon (n, 3; km) from times and places at the Moon."""
    dates = J2000_JD + t_tdb_s / SECONDS_PER_DAY
    moon = body_states_km_s("moon", dates)[:, :3]
    return frozen(dates), frozen(moon + moon_centred_km), frozen(moon)
