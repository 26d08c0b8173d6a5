"""Two-body motion on an ellipse: a state moved in time.

Lagrange's f and g in the change of eccentric anomaly, so that circles and planes of
reference are nothing special. Battin 1999, *An Introduction to the Mathematics and
Methods of Astrodynamics*, section 4.3. Units km, km/s, s; any inertial axes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import compiled
from planner.errors import NoConvergenceError, OutOfRangeError

Array = NDArray[np.float64]

_MAX_ITERATIONS = 50
#: Last step taken for converged: rounding keeps the last digits moving.
_CLOSE = 1e-12


def kepler_state(state_km_s: Array, *, gm_km3_s2: float, elapsed_s: float) -> Array:
    """State (6,) after some seconds, negative ones too.

    Parameters
    ----------
    state_km_s : ndarray, (6,)
        Position and velocity about the attracting body, on an ellipse.
    gm_km3_s2, elapsed_s : float

    Raises
    ------
    OutOfRangeError
        The orbit is not closed.
    NoConvergenceError
        Kepler's equation was not solved, on an ellipse next to a straight line.
    """
    states: Array = kepler_states(state_km_s, gm_km3_s2=gm_km3_s2, elapsed_s=np.array([elapsed_s]))
    return states[0]


def kepler_states(state_km_s: Array, *, gm_km3_s2: float, elapsed_s: Array) -> Array:
    """As `kepler_state`, for many times (n,): states (n, 6)."""
    r0, v0 = state_km_s[:3], state_km_s[3:]
    if not 2.0 / math.sqrt(float(r0 @ r0)) > float(v0 @ v0) / gm_km3_s2:
        raise OutOfRangeError(name="state_km_s", value=state_km_s.tolist(), allowed="ellipses")
    states = np.empty((len(elapsed_s), 6))
    residual = _moved(state_km_s, gm_km3_s2, elapsed_s, states)
    if not residual <= _CLOSE:
        raise NoConvergenceError(
            what="Kepler's equation",
            residual=residual,
            unit="rad",
            way_out="take an ellipse farther from a straight line",
        )
    return states


@compiled
def _moved(state: Array, gm: float, elapsed_s: Array, out: Array) -> float:
    """Write states; largest last step of Kepler's equation (of the angle, or of 1 rad)."""
    r0, v0 = state[:3], state[3:]
    distance = math.sqrt(np.dot(r0, r0))
    a = 1.0 / (2.0 / distance - np.dot(v0, v0) / gm)
    mean_rate = math.sqrt(gm / a**3)
    e_cos, e_sin = 1.0 - distance / a, np.dot(r0, v0) / math.sqrt(gm * a)
    worst = 0.0
    for i in range(len(elapsed_s)):
        turn, step = _anomaly_change(e_cos, e_sin, mean_rate * elapsed_s[i])
        worst = max(worst, abs(step) / max(1.0, abs(turn)))
        c, s = math.cos(turn), math.sin(turn)
        r = a * (1.0 - e_cos * c + e_sin * s)
        f = 1.0 - a / distance * (1.0 - c)
        g = elapsed_s[i] - (turn - s) / mean_rate
        f_rate = -math.sqrt(gm * a) / (r * distance) * s
        g_rate = 1.0 - a / r * (1.0 - c)
        for k in range(3):
            out[i, k] = f * r0[k] + g * v0[k]
            out[i, k + 3] = f_rate * r0[k] + g_rate * v0[k]
    return worst


@compiled
def _anomaly_change(e_cos: float, e_sin: float, mean: float) -> tuple[float, float]:
    """Change of eccentric anomaly in which the mean one changes by ``mean``; Newton's last step."""
    turn, step = mean, 0.0
    for _ in range(_MAX_ITERATIONS):
        c, s = math.cos(turn), math.sin(turn)
        step = (turn - e_cos * s + e_sin * (1.0 - c) - mean) / (1.0 - e_cos * c + e_sin * s)
        turn -= step
        if abs(step) <= 1e-15 * max(1.0, abs(turn)):
            break
    return turn, step
