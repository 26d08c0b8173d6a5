"""Hyperbolic arrival at a body: the B-plane and how perilune goals map into it.

S is the direction of arrival at infinity, T = S x k / |S x k| with k the body's pole,
R = S x T; B points from the body's centre to the incoming asymptote. The inclination
about k follows from B alone: cos i = (B/b).T |S x k|, so that altitude and
inclination become two nearly linear goals (B.T, B.R).

Source: Kizner 1961, "A method of describing miss distances for lunar and
interplanetary trajectories", Planetary and Space Science 7:125; Vallado 2013, 12.2.
Units: km, km/s, s, rad, relative to the body, any inertial axes. Validity: e > 1.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]


@njit(cache=True)
def cross(a: Array, b: Array) -> Array:
    """Cross product of two 3-vectors, compiled: numpy's general one costs 70 µs."""
    out = np.empty(3)
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]
    return out


@njit(cache=True)
def bplane(gm_km3_s2: float, state: Array, pole: Array) -> Array:
    """B.T, B.R (km), seconds to periapsis, v-infinity (km/s), periapsis radius (km).

    ``state`` [6] is relative to the body. All NaN on a bound orbit.
    """
    r = state[:3]
    v = state[3:]
    rn = np.sqrt(np.dot(r, r))
    energy = 0.5 * np.dot(v, v) - gm_km3_s2 / rn
    if not energy > 0.0:
        return np.full(5, np.nan)
    h = cross(r, v)
    hn = np.sqrt(np.dot(h, h))
    v_inf = np.sqrt(2.0 * energy)
    a = gm_km3_s2 / (2.0 * energy)  # magnitude of the negative semi-major axis
    e_vec = cross(v, h) / gm_km3_s2 - r / rn
    e = np.sqrt(np.dot(e_vec, e_vec))
    p_hat = e_vec / e
    h_hat = h / hn
    q_hat = cross(h_hat, p_hat)
    # Incoming asymptote: the craft comes from true anomaly -acos(-1/e).
    s_hat = (p_hat + np.sqrt(e * e - 1.0) * q_hat) / e
    b_vec = (hn / v_inf) * cross(s_hat, h_hat)
    t_hat = cross(s_hat, pole)
    t_hat = t_hat / np.sqrt(np.dot(t_hat, t_hat))
    r_hat = cross(s_hat, t_hat)
    # Hyperbolic Kepler: e sinh F - F = n (t - tp), with sinh F from r.v.
    sinh_f = np.dot(r, v) / (e * np.sqrt(gm_km3_s2 * a))
    f = np.arcsinh(sinh_f)
    since = (e * sinh_f - f) * np.sqrt(a**3 / gm_km3_s2)
    out = np.empty(5)
    out[0] = np.dot(b_vec, t_hat)
    out[1] = np.dot(b_vec, r_hat)
    out[2] = -since
    out[3] = v_inf
    out[4] = a * (e - 1.0)
    return out


@njit(cache=True)
def asymptote_declination(gm_km3_s2: float, state: Array, pole: Array) -> float:
    """Angle of the arrival direction above the body's equator (rad)."""
    r = state[:3]
    v = state[3:]
    h = cross(r, v)
    e_vec = cross(v, h) / gm_km3_s2 - r / np.sqrt(np.dot(r, r))
    e = np.sqrt(np.dot(e_vec, e_vec))
    p_hat = e_vec / e
    q_hat = cross(h, p_hat) / np.sqrt(np.dot(h, h))
    s_hat = (p_hat + np.sqrt(e * e - 1.0) * q_hat) / e
    return float(np.arcsin(np.dot(s_hat, pole)))


def aim_point_km(
    *,
    gm_km3_s2: float,
    v_inf_km_s: float,
    periapsis_km: float,
    inclination_rad: float,
    declination_rad: float,
    north_first: bool,
) -> tuple[float, float] | None:
    """(B.T, B.R) that give a periapsis radius and an inclination; None if impossible.

    Two points exist, one passing over the body's north first (B.R < 0, since R points
    south for an equatorial arrival), one over its south. An inclination below the
    declination of the asymptote cannot be reached.
    """
    b = periapsis_km * np.sqrt(1.0 + 2.0 * gm_km3_s2 / (periapsis_km * v_inf_km_s**2))
    cosine = np.cos(inclination_rad) / np.cos(declination_rad)
    if abs(cosine) > 1.0:
        return None
    sine = np.sqrt(1.0 - cosine**2)
    return float(b * cosine), float(-b * sine if north_first else b * sine)
