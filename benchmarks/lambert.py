"""Lambert arcs from a low orbit to lunar distance: the planner against boinor."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
from numba import njit

from benchmarks.judge import GM_EARTH
from benchmarks.measure import Row, length, median_seconds
from planner.astro.lambert import izzo2015_many

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from astropy import units as u
    from boinor.core.iod import izzo
    from boinor.iod.izzo import lambert as boinor_lambert

_N, _FEW = 20_000, 300

Array = np.ndarray


def _directions(rng: np.random.Generator) -> Array:
    v = rng.normal(size=(_N, 3))
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def _cases() -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(2)
    far = rng.uniform(356_500.0, 406_700.0, (_N, 1))
    return 6578.0 * _directions(rng), far * _directions(rng), rng.uniform(2, 7, _N) * 86400.0


@njit
def _boinor_many(mu: float, r1: Array, r2: Array, tof: Array, v1: Array, v2: Array) -> None:
    for i in range(len(tof)):
        v1[i], v2[i] = izzo(mu, r1[i], r2[i], tof[i], 0, True, True, 35, 1e-8)


def _boinor_one_by_one(r1: Array, r2: Array, tof: Array) -> Array:
    gm = GM_EARTH << u.km**3 / u.s**2
    return np.array(
        [
            boinor_lambert(gm, a << u.km, b << u.km, t << u.s)[0].to_value(u.km / u.s)
            for a, b, t in zip(r1, r2, tof, strict=True)
        ]
    )


def rows() -> Iterator[Row]:
    """Zero-revolution prograde arcs, 2 to 7 days; agreement of the departure velocity."""
    r1, r2, tof = _cases()
    up = np.array([0.0, 0.0, 1.0])
    mine, end, theirs = np.empty((_N, 3)), np.empty((_N, 3)), np.empty((_N, 3))
    few = slice(_FEW)

    def ours() -> object:
        return izzo2015_many(GM_EARTH, r1, r2, tof, up, mine, end)

    def compiled() -> object:
        return _boinor_many(GM_EARTH, r1, r2, tof, theirs, end)

    ours_s, peer_s = median_seconds(ours, compiled)
    yield Row(
        job="Lambert arc to the Moon",
        unit="arc",
        ours_s=ours_s / _N,
        peer="boinor core izzo in a compiled loop",
        peer_s=peer_s / _N,
        agreement=f"{length(1e3 * np.abs(mine - theirs).max())}/s at most",
    )
    ours_s, peer_s = median_seconds(
        ours, lambda: _boinor_one_by_one(r1[few], r2[few], tof[few]), samples=5
    )
    apart = np.abs(mine[few] - _boinor_one_by_one(r1[few], r2[few], tof[few])).max()
    yield Row(
        job="Lambert arc to the Moon",
        unit="arc",
        ours_s=ours_s / _N,
        peer="boinor with units, one by one",
        peer_s=peer_s / _FEW,
        agreement=f"{length(1e3 * apart)}/s at most",
    )
