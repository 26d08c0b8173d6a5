"""The Moon from the Earth: the planner's compiled table against jplephem and astropy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from astropy.coordinates import get_body_barycentric
from astropy.time import Time

from benchmarks.judge import DAY_S, kernel
from benchmarks.measure import Row, length, median_seconds
from planner.astro.ephemeris import body_states_km_s

_EPOCHS = np.random.default_rng(1).uniform(2460676.5, 2467981.5, 20_000)  # 2025 to 2045
_FEW = _EPOCHS[:500]


def _jplephem(epochs: np.ndarray) -> np.ndarray:
    spk = kernel()
    earth, earth_rate = spk[3, 399].compute_and_differentiate(epochs)
    moon, moon_rate = spk[3, 301].compute_and_differentiate(epochs)
    return np.concatenate((moon - earth, (moon_rate - earth_rate) / DAY_S)).T


def _astropy(epochs: np.ndarray) -> np.ndarray:
    time = Time(epochs, format="jd", scale="tdb")
    moon, earth = (
        get_body_barycentric(body, time, ephemeris="builtin") for body in ("moon", "earth")
    )
    return (moon - earth).xyz.to_value("km").T


def rows() -> Iterator[Row]:
    """Position and velocity per epoch, array calls, random epochs from 2025 to 2045."""
    peers = (
        ("jplephem arrays, DE440", _jplephem, _EPOCHS, 6),
        ("jplephem one by one, DE440", lambda e: np.array([_jplephem(x) for x in e]), _FEW, 6),
        ("astropy builtin, positions", _astropy, _FEW, 3),
    )
    for name, peer, epochs, columns in peers:
        ours_s, peer_s = median_seconds(
            lambda: body_states_km_s("moon", _EPOCHS), lambda p=peer, e=epochs: p(e)
        )
        apart = body_states_km_s("moon", epochs)[:, :columns] - peer(epochs)
        yield Row(
            job="Moon, position and velocity",
            unit="epoch",
            ours_s=ours_s / len(_EPOCHS),
            peer=name,
            peer_s=peer_s / len(epochs),
            agreement=f"{length(1e3 * np.linalg.norm(apart[:, :3], axis=1).max())} at most",
        )
