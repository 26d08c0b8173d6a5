"""Powered descents, beside scipy flying the steering the planner found."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.judge import GM_MOON, MOON_RADIUS_KM
from benchmarks.measure import Row, length, median_seconds
from planner.transfers.braking import Descent, DescentProfile, powered_descent

_PROFILE = DescentProfile()
_THRUST_N, _ISP_S, _MASS_KG = 45_000.0, 320.0, 15_000.0


def _ours() -> Descent:
    return powered_descent(mass_kg=_MASS_KG, thrust_n=_THRUST_N, isp_s=_ISP_S, profile=_PROFILE)


def _scipy(descent: Descent) -> np.ndarray:
    """Height (km) and vertical and horizontal speed (km/s) at the end."""
    thrust = 1e-3 * _THRUST_N * descent.throttle
    flow = 1e3 * thrust / (9.80665 * _ISP_S)

    def rate(t: float, y: np.ndarray) -> list[float]:
        r, up, along = y
        tangent = descent.tangent + descent.tangent_rate_per_s * t
        push = thrust / (descent.ignition_mass_kg - flow * t)
        cosine = 1.0 / math.hypot(1.0, tangent)
        lift = along**2 / r - GM_MOON / r**2 + push * tangent * cosine
        return [up, lift, -up * along / r - push * cosine]

    start = [MOON_RADIUS_KM + descent.start_alt_km, 0.0, 1e-3 * _PROFILE.start_speed_m_s]
    flown = solve_ivp(
        rate, (0.0, descent.duration_s), start, method="DOP853", rtol=1e-10, atol=1e-10
    )
    return flown.y[:, -1] - [MOON_RADIUS_KM, 0.0, 0.0]


def rows() -> Iterator[Row]:
    """Steering found from scratch; agreement of the touchdown."""
    descent = _ours()
    ours_s, peer_s = median_seconds(_ours, lambda: _scipy(descent))
    height_km, up, along = _scipy(descent)
    yield Row(
        job="powered descent, steering found",
        unit="descent",
        ours_s=ours_s,
        peer="scipy DOP853, flying it once",
        peer_s=peer_s,
        agreement=f"{length(1e3 * abs(height_km))}, {length(1e3 * math.hypot(up, along))}/s",
    )
