"""A judge for low-thrust arcs: scipy over jplephem, sharing no code with the planner.

Point masses of Earth, Moon and Sun, the Earth's oblateness about a given pole, a thrust
along the velocity about the Earth on an arc about perigee, and the share of the Sun's disc
in sight, worked out on a grid of the disc instead of by the formula for two circles.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from tests.judges.nbody import GM_KM3_S2, geocentric_km

EARTH_KM, MOON_KM, SUN_KM, J2 = 6378.1366, 1737.4, 695700.0, 1.08262539e-3
#: Points of the Sun's disc, equal areas, on Vogel's spiral: no line crosses many at once.
_POINTS = np.arange(4000)
_RADII = np.sqrt((_POINTS + 0.5) / len(_POINTS))
_ANGLES = _POINTS * np.pi * (3.0 - np.sqrt(5.0))
_DISC = np.stack((_RADII * np.cos(_ANGLES), _RADII * np.sin(_ANGLES)))


def visible_share(craft: np.ndarray, sun: np.ndarray, radius_km: float) -> float:
    """Share of points of the Sun's disc whose line of sight misses a sphere at the origin."""
    ahead = (sun - craft) / np.linalg.norm(sun - craft)
    # Far from the limb there is nothing to count: sines of the angles, the disc taken double.
    behind, miss = -(craft @ ahead), np.linalg.norm(np.cross(craft, ahead))
    if behind < 0.0 or miss > radius_km + 2.0 * behind * SUN_KM / np.linalg.norm(sun):
        return 1.0
    if miss < radius_km - 2.0 * behind * SUN_KM / np.linalg.norm(sun):
        return 0.0
    aside = np.cross(ahead, [0.3, -0.5, 0.8])
    aside /= np.linalg.norm(aside)
    other = np.cross(ahead, aside)
    points = sun[:, None] + SUN_KM * (np.outer(aside, _DISC[0]) + np.outer(other, _DISC[1]))
    sight = points - craft[:, None]
    sight /= np.linalg.norm(sight, axis=0)
    along = -(craft @ sight)
    miss2 = craft @ craft - along**2
    return float(np.mean(~((along > 0.0) & (miss2 < radius_km**2))))


def _throttle(r: np.ndarray, v: np.ndarray, half_arc_deg: float, ramp: float) -> float:
    """1 on the arc about perigee, off elsewhere, smoothly in the cosine of the anomaly."""
    if half_arc_deg >= 180.0:
        return 1.0
    gm, d = GM_KM3_S2["earth"], np.linalg.norm(r)
    vector = np.cross(v, np.cross(r, v)) / gm - r / d
    e = np.linalg.norm(vector)
    a = 1.0 / (2.0 / d - v @ v / gm)
    cos_anomaly = (1.0 - d / a) / e
    x = np.clip((cos_anomaly - np.cos(np.radians(half_arc_deg))) / ramp, 0.0, 1.0)
    return float(x * x * (3.0 - 2.0 * x))


def judge_spiral(
    epoch: float,
    y: np.ndarray,
    duration_s: float,
    *,
    thrust_n: float,
    exhaust_m_s: float,
    pole: np.ndarray,
    half_arc_deg: float = 180.0,
    ramp: float = 0.02,
    max_step_s: float = 120.0,
) -> np.ndarray:
    """Final position, velocity and mass."""

    def rhs(t: float, y: np.ndarray) -> np.ndarray:
        r, v = y[:3], y[3:6]
        d = np.linalg.norm(r)
        acc = -GM_KM3_S2["earth"] * r / d**3
        s = r @ pole / d
        k = 1.5 * J2 * GM_KM3_S2["earth"] * EARTH_KM**2 / d**4
        acc -= k * ((1.0 - 5.0 * s * s) * r / d + 2.0 * s * pole)
        places = {body: geocentric_km(body, epoch, t / 86400.0) for body in ("moon", "sun")}
        for body, place in places.items():
            to = place - r
            acc += GM_KM3_S2[body] * (
                to / np.linalg.norm(to) ** 3 - place / np.linalg.norm(place) ** 3
            )
        light = visible_share(r, places["sun"], EARTH_KM) * visible_share(
            r - places["moon"], places["sun"] - places["moon"], MOON_KM
        )
        force = thrust_n * light * _throttle(r, v, half_arc_deg, ramp)
        acc += 1e-3 * force / y[6] * v / np.linalg.norm(v)
        return np.concatenate((v, acc, [-force / exhaust_m_s]))

    answer = solve_ivp(
        rhs, (0.0, duration_s), y, method="DOP853", rtol=1e-10, atol=1e-9, max_step=max_step_s
    )
    assert answer.success
    return answer.y[:, -1]
