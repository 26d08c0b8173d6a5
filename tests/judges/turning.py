"""A judge for the turning frame: scipy's DOP853 with the equations in another form.

The planner writes the pull out by component; here it is taken in the inertial frame, in
which the Earth, the Moon and the Sun move on circles, and the end is turned back.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp


def _turn(angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def judge_turning(
    mu: float,
    state: np.ndarray,
    time: float,
    *,
    sun: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 0.0),
) -> np.ndarray:
    """Final state in the turning frame; ``sun`` is mass, distance, rate and t0."""
    mass, distance, rate, t0 = sun

    def rhs(t: float, y: np.ndarray) -> np.ndarray:
        turn = _turn(t)
        acc = np.zeros(3)
        for gm, place in ((1.0 - mu, [-mu, 0, 0]), (mu, [1.0 - mu, 0, 0])):
            away = y[:3] - turn @ np.array(place, float)
            acc -= gm * away / np.linalg.norm(away) ** 3
        if mass:
            angle = rate * (t0 + t)
            place = distance * turn @ np.array([np.cos(angle), np.sin(angle), 0.0])
            away = y[:3] - place
            acc -= mass * (away / np.linalg.norm(away) ** 3 + place / distance**3)
        return np.concatenate((y[3:], acc))

    spin = np.array([0.0, 0.0, 1.0])
    start = np.concatenate((state[:3], state[3:] + np.cross(spin, state[:3])))
    answer = solve_ivp(rhs, (0.0, time), start, method="DOP853", rtol=1e-13, atol=1e-14)
    assert answer.success
    end, back = answer.y[:, -1], _turn(-time)
    r = back @ end[:3]
    return np.concatenate((r, back @ end[3:] - np.cross(spin, r)))
