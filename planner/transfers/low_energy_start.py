"""From a seed of the survey to a chain of arcs with a TLI that nearly meets it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.elements import elements_from_state
from planner.astro.lambert import SOLVED
from planner.astro.orientation import icrf_to_equator_of_date
from planner.astro.propagate import propagate
from planner.astro.tangential import tangential_departure
from planner.errors import NoConvergenceError
from planner.transfers.departure import (
    julian_date,
    on_grid,
    orbit_axes,
    plane_node_rad,
    radius_of,
)
from planner.transfers.low_energy_arrival import EPOCH, arrival_state
from planner.transfers.low_energy_nodes import Chain, inclinations_rad
from planner.transfers.low_energy_scan import Seed, Span
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]

#: Legs (d): out past the Moon's distance; before coming to the Moon; while with it.
_OUT_D, _BEFORE_D, _WITH_MOON_D = 6.0, 8.0, 5.0
#: The plane must hold the gate: steeper than its declination by this (rad).
_OVER_GATE: Final = 0.02


def chain_of(
    seed: Seed, *, request: DirectRequest, span: Span, tdb_minus_utc_s: float
) -> tuple[Chain, Array]:
    """The chain of a seed and its unknowns: the arc flown back, and a TLI that meets it.

    Raises
    ------
    NoConvergenceError
        No parking orbit of the pad leads to the gate.
    """
    cuts = _cut_times(seed)
    epoch_s = seed.arrival[EPOCH]
    back = propagate(
        epoch_tdb_jd=julian_date(epoch_s), state_km_s=arrival_state(seed.arrival, request),
        duration_s=cuts[0] - epoch_s, bodies=request.bodies,
        sample_s=np.array(cuts[::-1]) - epoch_s,
    )  # fmt: skip
    states = back.samples_km_s[::-1]
    tli = _departure_to(states[0], cuts[0], request)
    chain = Chain(request=request, span=span, cuts_s=cuts, tdb_minus_utc_s=tdb_minus_utc_s)
    return chain, np.concatenate((tli, states.ravel(), seed.arrival))


def _cut_times(seed: Seed) -> tuple[float, ...]:
    """Cuts at the gate, past the Moon's distance, far out, before the Moon and while with it."""
    out_s, before_s, while_s = (d * SECONDS_PER_DAY for d in (_OUT_D, _BEFORE_D, _WITH_MOON_D))
    coming_s = seed.with_moon_s - before_s
    times = [seed.gate_s, seed.gate_s + out_s]
    if seed.gate_s + 1.5 * out_s < seed.farthest_s < coming_s - before_s:
        times.append(seed.farthest_s)
    staying_s = seed.arrival[EPOCH] - seed.with_moon_s
    parts = max(int(staying_s // while_s), 1)
    times += [coming_s, *(seed.with_moon_s + staying_s * k / parts for k in range(parts))]
    return tuple(on_grid(t) for t in times)


def _departure_to(at_gate: Array, gate_s: float, request: DirectRequest) -> Array:
    """TLI, five numbers, whose two-body arc passes the gate with the velocity most like it.

    The plane is the seed's own as far as the pad can fly it.
    """
    to_date = icrf_to_equator_of_date(gate_s)
    aim = to_date @ at_gate[:3] / np.linalg.norm(at_gate[:3])
    low, high = inclinations_rad(request)
    of_seed = elements_from_state(
        np.concatenate((to_date @ at_gate[:3], to_date @ at_gate[3:])), gm_km3_s2=GM_EARTH_KM3_S2
    ).inclination_rad
    steep = max(low, abs(float(np.arcsin(aim[2]))) + _OVER_GATE)
    inclination = min(max(of_seed, steep), max(high, steep))
    ways = [_tangential(at_gate, gate_s, aim, inclination, up, request) for up in (True, False)]
    flown = [way for way in ways if way is not None]
    if not flown:
        raise NoConvergenceError(
            what="first guess of a low-energy departure",
            residual=float(np.degrees(steep - high)),
            unit="deg above the highest inclination",
            way_out="allow the pad a wider range of inclinations",
        )
    return min(flown, key=lambda way: way[0])[1]


def _tangential(
    at_gate: Array, gate_s: float, aim: Array, inclination: float, up: bool, request: DirectRequest
) -> tuple[float, Array] | None:
    """Miss in velocity (km/s) at the gate, and TLI, of one of the two planes through it."""
    node = plane_node_rad(aim=aim, inclination_rad=inclination, ascending=up)
    axes = orbit_axes(node_rad=node, inclination_rad=inclination, t_tdb_s=gate_s)
    radius = radius_of(parking_alt_km=request.parking_alt_km)
    tof_s = _from_perigee_s(at_gate, radius)
    status, u, dv, v2 = tangential_departure(radius, at_gate[:3].copy(), tof_s, axes)
    if status != SOLVED:
        return None
    miss = float(np.linalg.norm(v2 - at_gate[3:]))
    return miss, np.array([gate_s - tof_s, inclination, node, u, dv])


def _from_perigee_s(at_gate: Array, perigee_km: float) -> float:
    """Time to the gate's distance on a conic of the seed's energy (Kepler's equation)."""
    r = float(np.linalg.norm(at_gate[:3]))
    axis = 1.0 / (2.0 / r - float(at_gate[3:] @ at_gate[3:]) / GM_EARTH_KM3_S2)
    e = 1.0 - perigee_km / axis
    anomaly = float(np.arccos((1.0 - r / axis) / e))
    return float((anomaly - e * np.sin(anomaly)) * np.sqrt(axis**3 / GM_EARTH_KM3_S2))
