"""Lunar orbit insertion: one impulsive burn at perilune.

Source: Bate, Mueller & White 1971, 3.3 (vis-viva). Point-mass Moon.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]


def capture_burn(
    *, relative_km_s: Array, epoch_tdb_jd: float, apolune_alt_km: float, name: str = "loi"
) -> Burn:
    """Retrograde burn at perilune into an ellipse (or circle) of given apolune.

    ``relative_km_s`` [6] is the Moon-centred state at perilune (km, km/s).
    """
    r, v = relative_km_s[:3], relative_km_s[3:]
    perilune = float(np.linalg.norm(r))
    apolune = max(perilune, MOON_RADIUS_KM + apolune_alt_km)  # perilune holds to a metre
    speed = np.sqrt(2.0 * GM_MOON_KM3_S2 * apolune / (perilune * (perilune + apolune)))
    before = float(np.linalg.norm(v))
    return Burn(
        name=name,
        epoch_tdb_jd=epoch_tdb_jd,
        dv_m_s=float((before - speed) * 1e3),
        center="moon",
        r_km=vector(r),
        v_before_km_s=vector(v),
        v_after_km_s=vector(v * (speed / before)),
    )
