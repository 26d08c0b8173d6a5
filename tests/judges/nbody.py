"""A judge for trajectories: scipy's DOP853 over jplephem, sharing no code with the planner.

It reads the coefficients of the ephemeris excerpt with jplephem and sums each series by what
Chebyshev's polynomials are, ``cos(n arccos x)``; its constants are those of a plan's ``model``
or of the DE440 header (Park et al. 2021).
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
from jplephem.spk import SPK
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

KERNEL = Path(__file__).parents[2] / "planner/astro/data/de440_1965_2065.bsp"
GM_KM3_S2 = {
    "earth": 398600.435507,
    "moon": 4902.800118,
    "sun": 132712440041.279419,
    "venus": 324858.592,
    "mars": 42828.375816,
    "jupiter": 126712764.1,
}
_TARGETS = {"sun": 10, "venus": 2, "mars": 4, "jupiter": 5}


class _Series:
    """Series of a body's places (km) about another, from one day of the file to the next."""

    def __init__(self, center: int, target: int) -> None:
        with SPK.open(str(KERNEL)) as spk:
            self.first_jd, self.days, coefficients = spk[center, target].load_array()
        self.coefficients = np.ascontiguousarray(np.moveaxis(coefficients, 0, 1))
        self.degrees = np.arange(coefficients.shape[2])

    def at(self, jd: float, jd2: float) -> np.ndarray:
        """Whole and broken days are kept apart, as microseconds matter over decades."""
        number, into = divmod(jd - self.first_jd, self.days)
        more, later = divmod(jd2, self.days)
        over, into = divmod(into + later, self.days)
        angle = math.acos(2.0 * into / self.days - 1.0)
        place: np.ndarray = self.coefficients[int(number + more + over)] @ np.cos(
            angle * self.degrees
        )
        return place


_series = cache(_Series)


def geocentric_km(body: str, jd: float, jd2: float = 0.0) -> np.ndarray:
    """Position from the Earth's centre (km, ICRF) at a TDB Julian date in two parts."""
    earth = _series(3, 399).at(jd, jd2)
    if body == "moon":
        return _series(3, 301).at(jd, jd2) - earth
    return _series(0, _TARGETS[body]).at(jd, jd2) - _series(0, 3).at(jd, jd2) - earth


def _pull(to: np.ndarray) -> np.ndarray:
    return to / math.sqrt(to @ to) ** 3


def _rhs(epoch: float, bodies: tuple[str, ...], gm: dict[str, float]):
    others = [body for body in bodies if body != "earth"]

    def rhs(t: float, y: np.ndarray) -> np.ndarray:
        acc = -gm["earth"] * _pull(y[:3])
        for body in others:
            place = geocentric_km(body, epoch, t / 86400.0)
            acc += gm[body] * (_pull(place - y[:3]) - _pull(place))
        return np.concatenate((y[3:], acc))

    return rhs


def judge_propagate(
    epoch: float, state: np.ndarray, duration_s: float, bodies: tuple[str, ...]
) -> np.ndarray:
    """Final Earth-centred state (km, km/s)."""
    answer = solve_ivp(
        _rhs(epoch, bodies, GM_KM3_S2),
        (0.0, duration_s),
        state,
        method="DOP853",
        rtol=1e-12,
        atol=1e-9,
    )
    assert answer.success
    return answer.y[:, -1]


def judge_perilune(
    epoch: float, state: np.ndarray, tof_s: float, bodies: tuple[str, ...], gm: dict[str, float],
    rtol: float = 1e-11,
) -> tuple[float, float]:  # fmt: skip
    """Least distance from the Moon's centre (km) about ``tof_s``, and when (s after epoch)."""
    answer = solve_ivp(
        _rhs(epoch, bodies, gm),
        (0.0, tof_s + 1800.0),
        state,
        method="DOP853",
        rtol=rtol,
        atol=1e3 * rtol,
        dense_output=True,
    )
    assert answer.success

    def distance(t: float) -> float:
        return float(np.linalg.norm(answer.sol(t)[:3] - geocentric_km("moon", epoch, t / 86400.0)))

    best = minimize_scalar(
        distance, bounds=(tof_s - 1800.0, tof_s + 1800.0), method="bounded", options={"xatol": 1e-3}
    )
    return float(best.fun), float(best.x)
