"""A propagator that shares nothing with the planner: scipy's DOP853 over jplephem.

The planner's own rule is not used here on purpose: gravity is written out again, and
the ephemeris is read by jplephem from the kernel itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from jplephem.spk import SPK
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicSpline

Array = NDArray[np.float64]
Bodies = Callable[[float], tuple[Array, Array]]

KERNEL = Path(__file__).parents[1] / "planner" / "astro" / "data" / "de440_1965_2065.bsp"
#: GM of Earth, Moon and Sun (km^3/s^2), DE440 (Park et al. 2021).
GM_EARTH, GM_MOON, GM_SUN = 398600.435507, 4902.800118, 132712440041.279419
#: Mean lunar radius (km), Archinal et al. 2018.
MOON_RADIUS_KM = 1737.4
DAY_S = 86400.0


@lru_cache(maxsize=1)
def kernel() -> SPK:
    """The DE440 excerpt, opened once."""
    return SPK.open(str(KERNEL))


def moon_and_sun(tdb_jd: float | Array, after_d: float | Array = 0.0) -> tuple[Array, Array]:
    """Geocentric Moon and Sun (km), shapes (3,) or (3, n)."""
    spk = kernel()
    earth = spk[3, 399].compute(tdb_jd, after_d)
    moon = spk[3, 301].compute(tdb_jd, after_d) - earth
    sun = spk[0, 10].compute(tdb_jd, after_d) - spk[0, 3].compute(tdb_jd, after_d) - earth
    return moon, sun


def from_kernel(tdb_jd: float) -> Bodies:
    """Bodies as a function of seconds after an epoch, read by jplephem at every call."""
    return lambda t_s: moon_and_sun(tdb_jd, t_s / DAY_S)


def from_splines(tdb_jd: float, duration_d: float) -> Bodies:
    """The same from cubic splines with a knot each half hour: within 1 mm, six times as fast."""
    knots_d = np.arange(-0.1, duration_d + 0.1, 1.0 / 48.0)
    moon, sun = (
        CubicSpline(knots_d * DAY_S, positions, axis=1)
        for positions in moon_and_sun(tdb_jd, knots_d)
    )
    return lambda t_s: (moon(t_s), sun(t_s))


def _pull(gm: float, toward: Array) -> Array:
    return gm * toward / (toward @ toward) ** 1.5


def rate(t_s: float, y: Array, bodies: Bodies) -> Array:
    """Rate of a geocentric state under the Earth, the Moon and the Sun as points."""
    moon, sun = bodies(t_s)
    r = y[:3]
    third = _pull(GM_MOON, moon - r) - _pull(GM_MOON, moon)
    third += _pull(GM_SUN, sun - r) - _pull(GM_SUN, sun)
    return np.concatenate((y[3:], third - _pull(GM_EARTH, r)))


def fly(state: Array, bodies: Bodies, duration_s: float, rtol: float = 1e-12) -> Array:
    """State after ``duration_s``."""
    flown = solve_ivp(
        rate, (0.0, duration_s), state, method="DOP853", rtol=rtol, atol=1e-12, args=(bodies,)
    )
    return flown.y[:, -1]


def perilune_alt_km(state: Array, tdb_jd: float, duration_s: float) -> float:
    """Least height over the Moon (km) near the end of a flight from ``state``."""
    bodies = from_kernel(tdb_jd)
    flown = solve_ivp(
        rate, (0.0, duration_s + 3600.0), state, method="DOP853", rtol=1e-11, atol=1e-11,
        args=(bodies,), dense_output=True,
    )  # fmt: skip
    times = np.linspace(duration_s - 3600.0, duration_s + 3600.0, 7201)
    moon, _ = moon_and_sun(tdb_jd, times / DAY_S)
    height = np.linalg.norm(flown.sol(times)[:3] - moon, axis=0) - MOON_RADIUS_KM
    return float(height.min())
