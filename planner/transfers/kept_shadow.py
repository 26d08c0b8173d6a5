"""Hours a kept orbit spends in the shadows of the Earth and the Moon.

Samples along the life, so the edges are known to half a step; a passage shorter than a
step can be missed. Conical shadow of spheres, see `planner.astro.shadow`. The 9:2 NRHO is
chosen because its resonance with the month can keep it out of the Earth's shadow
(Williams et al. 2017, AAS 17-267); whether it does hangs on the phase at the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import EARTH_RADIUS_KM, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.propagate import propagate
from planner.astro.shadow import visible_sun
from planner.transfers.kept_orbit import KeptOrbit

Array = NDArray[np.float64]

#: A passage through the Moon's shadow near perilune lasts an hour or so.
STEP_S: Final = 600.0
_HOUR_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowTime:
    """Hours in a body's shadow over a life, and the longest passage."""

    body: str
    hours: float
    umbra_hours: float
    longest_h: float


def shadow_times(kept: KeptOrbit) -> tuple[ShadowTime, ShadowTime]:
    """Return the shadow of the Earth and that of the Moon; penumbra counts as shadow."""
    epochs, places = _samples(kept)
    sun = body_states_km_s("sun", epochs)[:, :3]
    moon = body_states_km_s("moon", epochs)[:, :3]
    return (
        _time("earth", places, sun, EARTH_RADIUS_KM),
        _time("moon", places - moon, sun - moon, MOON_RADIUS_KM),
    )


def _samples(kept: KeptOrbit) -> tuple[Array, Array]:
    """Epochs and Earth-centred positions every `STEP_S` of the life."""
    steps = int(kept.days * SECONDS_PER_DAY / STEP_S)
    since = np.arange(steps + 1) * (STEP_S / SECONDS_PER_DAY)
    epochs = np.asarray(kept.epoch_tdb_jd + since, dtype=np.float64)
    of_node = np.searchsorted(kept.node_tdb_jd, epochs, side="right") - 1
    places = []
    for node in np.unique(of_node):
        here = (epochs[of_node == node] - kept.node_tdb_jd[node]) * SECONDS_PER_DAY
        flown = propagate(
            epoch_tdb_jd=float(kept.node_tdb_jd[node]),
            state_km_s=kept.node_km_s[node],
            duration_s=float(here[-1]),
            bodies=kept.bodies,
            sample_s=here,
        )
        places.append(flown.samples_km_s[:, :3])
    return epochs, np.vstack(places)


def _time(body: str, places: Array, suns: Array, radius_km: float) -> ShadowTime:
    seen = np.array(
        [visible_sun(*place, *sun, radius_km) for place, sun in zip(places, suns, strict=True)]
    )
    dark, step_h = seen < 1.0, STEP_S / _HOUR_S
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(int), [0]))))
    longest = max((edges[1::2] - edges[::2]).tolist(), default=0)
    return ShadowTime(
        body=body,
        hours=float(dark.sum()) * step_h,
        umbra_hours=float((seen <= 0.0).sum()) * step_h,
        longest_h=longest * step_h,
    )
