"""Powered descents and ascents, beside scipy flying what the planner found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.judge import DAY_S, GM_MOON, MOON_RADIUS_KM
from benchmarks.measure import Row, length, median_seconds
from planner.transfers.ascent import ascent
from planner.transfers.braking import Descent, DescentProfile, powered_descent
from planner.transfers.descent import descent
from planner.transfers.descent_plan import DescentRequest
from planner.transfers.flight import Flight
from planner.transfers.liftoff import AscentRequest
from planner.transfers.over_site import LunarOrbit, SurfaceSite
from planner.transfers.powered_flight import Engine

_PROFILE = DescentProfile()
_THRUST_N, _ISP_S, _MASS_KG = 45_000.0, 320.0, 15_000.0
_DEPART_JD = 2462502.5
_SITE = SurfaceSite(lat_deg=20.0, lon_deg=30.0)


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


def _to_site() -> Flight:
    """Wait of days, DOI, and the steering to a latitude and longitude."""
    return descent(
        depart_tdb_jd=_DEPART_JD,
        request=DescentRequest(
            site=_SITE,
            engine=Engine(mass_kg=_MASS_KG, thrust_n=_THRUST_N, isp_s=_ISP_S),
            orbit=LunarOrbit(node_deg=10.0),
        ),
    )


def _to_orbit(model: str) -> Flight:
    """Ascent and coelliptic rendezvous."""
    return ascent(
        depart_tdb_jd=_DEPART_JD,
        model=model,
        request=AscentRequest(
            site=_SITE, engine=Engine(mass_kg=4900.0, thrust_n=15_600.0, isp_s=311.0)
        ),
    )


def _scipy_braking(flight: Flight) -> np.ndarray:
    """End (km, km/s) of the braking of a flight, in space, by the angles of thrust it tells."""
    burn = next(each for each in flight.burns if each.name == "pdi")
    told: dict[str, Any] = dict(flight.details)
    r, v = np.array(burn.r_km), np.array(burn.v_before_km_s)
    normal = np.cross(r, v)
    doi = sum(each.dv_m_s for each in flight.burns[: flight.burns.index(burn)])
    exhaust = 9.80665e-3 * _ISP_S
    thrust, mass = 1e-3 * _THRUST_N * told["throttle"], _MASS_KG * math.exp(-1e-3 * doi / exhaust)
    ends = [[math.tan(math.radians(told[f"{a}_{b}_deg"])) for b in ("start", "end")]
            for a in ("pitch", "yaw")]  # fmt: skip

    def rate(t: float, y: np.ndarray) -> list[float]:
        distance = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
        up = y[:3] / distance
        along = np.cross(normal, up)
        along /= math.sqrt(along @ along)
        share = t / told["duration_s"]
        pitch, yaw = (first + share * (last - first) for first, last in ends)
        push = -along + pitch * up + yaw * np.cross(up, along)
        pull = thrust / (mass - thrust / exhaust * t) / math.sqrt(push @ push)
        return [*y[3:], *(pull * push - GM_MOON / distance**2 * up)]

    flown = solve_ivp(
        rate, (0.0, told["duration_s"]), [*r, *v], method="DOP853", rtol=1e-10, atol=1e-10
    )
    return flown.y[:, -1]


def _scipy_legs(flight: Flight) -> float:
    """Largest miss (km) of the arcs between rendezvous burns, by two bodies."""

    def rate(_t: float, y: np.ndarray) -> list[float]:
        return [*y[3:], *(-GM_MOON * y[:3] / np.linalg.norm(y[:3]) ** 3)]

    miss = 0.0
    for first, second in pairwise(flight.burns[1:]):
        elapsed = DAY_S * (second.epoch_tdb_jd - first.epoch_tdb_jd)
        start = [*first.r_km, *first.v_after_km_s]
        flown = solve_ivp(rate, (0.0, elapsed), start, method="DOP853", rtol=1e-10, atol=1e-9)
        miss = max(miss, float(np.linalg.norm(flown.y[:3, -1] - second.r_km)))
    return miss


def rows() -> Iterator[Row]:
    """Steering found from scratch; agreement of the touchdown, of the end, of the meeting."""
    yield _planar_row()
    flight = _to_site()
    ours_s, peer_s = median_seconds(_to_site, lambda: _scipy_braking(flight))
    burn = flight.burns[1]
    rest_s = (burn.epoch_tdb_jd - 2451545.0) * DAY_S + float(str(flight.details["duration_s"]))
    miss = _scipy_braking(flight) - _SITE.state(rest_s, above_km=0.03)
    yield Row(
        job="landing on a site: wait, DOI, steering in space",
        unit="landing",
        ours_s=ours_s,
        peer="scipy DOP853, flying the braking once",
        peer_s=peer_s,
        agreement=f"{length(1e3 * float(np.linalg.norm(miss[:3])))}, "
        f"{length(1e3 * float(np.linalg.norm(miss[3:])))}/s",
    )
    flight = _to_orbit("conic")
    ours_s, peer_s = median_seconds(lambda: _to_orbit("conic"), lambda: _scipy_legs(flight))
    yield Row(
        job="ascent and coelliptic rendezvous, found",
        unit="flight",
        ours_s=ours_s,
        peer="scipy DOP853, flying the arcs once",
        peer_s=peer_s,
        agreement=length(1e3 * _scipy_legs(flight)),
    )


def _planar_row() -> Row:
    descent = _ours()
    ours_s, peer_s = median_seconds(_ours, lambda: _scipy(descent))
    height_km, up, along = _scipy(descent)
    return Row(
        job="powered descent, steering found",
        unit="descent",
        ours_s=ours_s,
        peer="scipy DOP853, flying it once",
        peer_s=peer_s,
        agreement=f"{length(1e3 * abs(height_km))}, {length(1e3 * math.hypot(up, along))}/s",
    )
