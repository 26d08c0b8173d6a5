"""Lambert arcs from a low orbit to lunar distance: the planner against boinor."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial

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
#: Degrees short of half a turn at which both codes are put to the test.
_SHORT_OF_180 = (1.0, 0.01, 1e-4, 1e-6, 0.0)

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


def _known_arc(short_deg: float) -> tuple[Array, Array, Array, Array]:
    """Ends, time and departure velocity of an arc taken from an ellipse, in extended precision.

    From a low orbit to the Moon's distance; in the x-y plane, which no rounding tilts.
    """
    wide = np.longdouble
    a, e = wide(195_000.0), wide(0.966)
    first = wide(10.0) * np.arctan(wide(1.0)) / 45
    second = first + np.arctan(wide(1.0)) * 4 * (1 - wide(short_deg) / 180)
    p = a * (1 - e * e)

    def place(anomaly: Array) -> Array:
        r = p / (1 + e * np.cos(anomaly))
        return np.array([r * np.cos(anomaly), r * np.sin(anomaly), wide(0.0)])

    def mean(anomaly: Array) -> Array:
        eccentric = 2 * np.arctan(np.sqrt((1 - e) / (1 + e)) * np.tan(anomaly / 2))
        # Past apogee the half angle's tangent turns negative: one revolution on.
        eccentric += np.where(anomaly > 4 * np.arctan(wide(1.0)), 8 * np.arctan(wide(1.0)), 0)
        return eccentric - e * np.sin(eccentric)

    tof = (mean(second) - mean(first)) * np.sqrt(a**3 / wide(GM_EARTH))
    v1 = np.sqrt(wide(GM_EARTH) / p) * np.array([-np.sin(first), e + np.cos(first), wide(0.0)])
    ends = [np.array(place(anomaly), dtype=float)[None] for anomaly in (first, second)]
    return ends[0], ends[1], np.array([tof], dtype=float), np.array(v1, dtype=float)


def _near_half_a_turn() -> Iterator[Row]:
    """The errors of both codes against the arc known beforehand."""
    up = np.array([0.0, 0.0, 1.0])
    mine, theirs, end = np.empty((_FEW, 3)), np.empty((_FEW, 3)), np.empty((_FEW, 3))
    for short_deg in _SHORT_OF_180:
        *one, known = _known_arc(short_deg)
        r1, r2, tof = (np.repeat(part, _FEW, axis=0) for part in one)
        ours_s, peer_s = median_seconds(
            partial(izzo2015_many, GM_EARTH, r1, r2, tof, up, mine, end),
            partial(_boinor_if_it_answers, r1, r2, tof, theirs, end),
            samples=3,
        )
        yield Row(
            job=f"the same, {short_deg:g} deg short of 180",
            unit="arc",
            ours_s=ours_s / _FEW,
            peer="boinor core izzo in a compiled loop",
            peer_s=peer_s / _FEW if np.isfinite(theirs).all() else float("nan"),
            agreement=f"errors {_error(mine[0], known)}, peer {_error(theirs[0], known)}",
        )


def _boinor_if_it_answers(r1: Array, r2: Array, tof: Array, v1: Array, v2: Array) -> None:
    """At half a turn exactly it raises: no answer, and no time worth telling."""
    try:
        _boinor_many(GM_EARTH, r1, r2, tof, v1, v2)
    except ValueError:
        v1[:] = np.nan


def _error(found: Array, known: Array) -> str:
    miss = float(np.abs(found - known).max())
    return f"{length(1e3 * miss)}/s" if np.isfinite(miss) else "no answer"


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
    yield from _near_half_a_turn()
