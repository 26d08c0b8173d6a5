"""Two-body motion on an ellipse: a state moved in time.

Lagrange's f and g in the change of eccentric anomaly, so that circles and planes of
reference are nothing special. Battin 1999, *An Introduction to the Mathematics and
Methods of Astrodynamics*, section 4.3. Units km, km/s, s; any inertial axes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError, OutOfRangeError

Array = NDArray[np.float64]

_MAX_ITERATIONS = 50


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
    r0, v0 = state_km_s[:3], state_km_s[3:]
    distance = math.sqrt(float(r0 @ r0))
    inverse_a = 2.0 / distance - float(v0 @ v0) / gm_km3_s2
    if not inverse_a > 0.0:
        raise OutOfRangeError(name="state_km_s", value=state_km_s.tolist(), allowed="ellipses")
    a = 1.0 / inverse_a
    mean_rate = math.sqrt(gm_km3_s2 / a**3)
    e_cos, e_sin = 1.0 - distance / a, float(r0 @ v0) / math.sqrt(gm_km3_s2 * a)
    turn = _anomaly_change(e_cos, e_sin, mean_rate * elapsed_s)
    c, s = math.cos(turn), math.sin(turn)
    r = a * (1.0 - e_cos * c + e_sin * s)
    f = 1.0 - a / distance * (1.0 - c)
    g = elapsed_s - (turn - s) / mean_rate
    place = f * r0 + g * v0
    f_rate = -math.sqrt(gm_km3_s2 * a) / (r * distance) * s
    g_rate = 1.0 - a / r * (1.0 - c)
    return np.concatenate((place, f_rate * r0 + g_rate * v0))


def _anomaly_change(e_cos: float, e_sin: float, mean: float) -> float:
    """Change of eccentric anomaly in which the mean one changes by ``mean`` (Newton)."""
    turn = mean
    for _ in range(_MAX_ITERATIONS):
        c, s = math.cos(turn), math.sin(turn)
        miss = turn - e_cos * s + e_sin * (1.0 - c) - mean
        step = miss / (1.0 - e_cos * c + e_sin * s)
        turn -= step
        if abs(step) <= 1e-15 * max(1.0, abs(turn)):
            return turn
    if abs(step) <= 1e-12 * max(1.0, abs(turn)):  # rounding keeps the last digits moving
        return turn
    raise NoConvergenceError(
        what="Kepler's equation",
        residual=abs(step),
        unit="rad",
        way_out="take an ellipse farther from a straight line",
    )
