"""Perilune states of a low-energy arrival, and how they change with what is free.

Four numbers describe an arrival in the lunar orbit asked for: the epoch, the node, the argument
of perilune and C3 about the Moon, which is twice the two-body energy before LOI and negative on
a ballistic capture. The node counts from where the Moon's equator of date rises through the
ICRF's equator.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_pole
from planner.transfers.departure import axes_of_plane, julian_date
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]

#: Places in the four numbers.
EPOCH, NODE, ARGUMENT, C3 = 0, 1, 2, 3
_NORTH: Final = np.array([0.0, 0.0, 1.0])
#: Step (s) of the difference that tells how the Moon's equator turns: 0.1 d of 18.6 years.
_TURN_S: Final = 8640.0


def perilune_radius_km(request: DirectRequest) -> float:
    """Distance of perilune from the Moon's centre."""
    return MOON_RADIUS_KM + request.perilune_alt_km


def perilune_speed_km_s(c3_km2_s2: float, request: DirectRequest) -> float:
    """Speed at perilune with this energy."""
    return float(np.sqrt(c3_km2_s2 + 2.0 * GM_MOON_KM3_S2 / perilune_radius_km(request)))


def orbit_c3_km2_s2(request: DirectRequest) -> float:
    """Twice the two-body energy about the Moon after LOI: no arrival that needs LOI has less."""
    low = perilune_radius_km(request)
    return -2.0 * GM_MOON_KM3_S2 / (low + MOON_RADIUS_KM + request.apolune_alt_km)


def orbit_speed_km_s(request: DirectRequest) -> float:
    """Speed at perilune after LOI."""
    return perilune_speed_km_s(orbit_c3_km2_s2(request), request)


def _equator_axes(t_tdb_s: float) -> Array:
    """Rows: rising node of the Moon's equator, 90 degrees ahead on it, the pole (ICRF)."""
    pole = moon_pole(t_tdb_s)
    rising = cross(_NORTH, pole)
    rising /= np.linalg.norm(rising)
    return np.stack((rising, cross(pole, rising), pole))


def _plane_axes(arrival: Array, request: DirectRequest) -> tuple[Array, Array]:
    """Rows towards the node, ahead, normal of the lunar orbit; and the Moon's pole."""
    equator = _equator_axes(arrival[EPOCH])
    axes: Array = axes_of_plane(arrival[NODE], np.radians(request.inclination_deg), equator)
    return axes, equator[2]


def arrival_about_moon(arrival: Array, request: DirectRequest) -> Array:
    """Moon-centred state [6] at perilune before LOI (km, km/s)."""
    axes, _ = _plane_axes(arrival, request)
    cos, sin = np.cos(arrival[ARGUMENT]), np.sin(arrival[ARGUMENT])
    speed = perilune_speed_km_s(arrival[C3], request)
    return np.concatenate(
        (
            perilune_radius_km(request) * (cos * axes[0] + sin * axes[1]),
            speed * (cos * axes[1] - sin * axes[0]),
        )
    )


def arrival_state(arrival: Array, request: DirectRequest) -> Array:
    """Earth-centred state [6] at perilune before LOI (km, km/s)."""
    moon = body_states_km_s("moon", julian_date(arrival[EPOCH]))[0]
    state: Array = moon + arrival_about_moon(arrival, request)
    return state


def arrival_partials(arrival: Array, request: DirectRequest) -> Array:
    """Derivatives (6, 4) of `arrival_state`; that in the epoch holds at a fixed time."""
    axes, pole = _plane_axes(arrival, request)
    about = arrival_about_moon(arrival, request)
    r, v = about[:3], about[3:]
    columns = (
        _later(arrival, about, request),
        np.concatenate((cross(pole, r), cross(pole, v))),
        np.concatenate((cross(axes[2], r), cross(axes[2], v))),
        np.concatenate((np.zeros(3), v * (0.5 / float(v @ v)))),
    )
    return np.stack(columns, axis=1)


def _later(arrival: Array, about: Array, request: DirectRequest) -> Array:
    """Change at a fixed time per second by which the same perilune comes later.

    The craft is then farther back on its orbit about the Moon: less its motion about it, which
    the Moon's pull and the Earth's tide turn, and the Moon's equator has turned a little. The
    Sun's tide, a hundredth of the Earth's, is left out.
    """
    r, v = about[:3], about[3:]
    moon = body_states_km_s("moon", julian_date(arrival[EPOCH]))[0, :3]
    pull = GM_MOON_KM3_S2 * _over_cube(r)
    tide = GM_EARTH_KM3_S2 * (_over_cube(moon + r) - _over_cube(moon))
    before, after = arrival.copy(), arrival.copy()
    before[EPOCH] -= _TURN_S
    after[EPOCH] += _TURN_S
    turn = arrival_about_moon(after, request) - arrival_about_moon(before, request)
    later: Array = np.concatenate((-v, pull + tide)) + turn / (2.0 * _TURN_S)
    return later


def _over_cube(place: Array) -> Array:
    cubed: Array = place / np.linalg.norm(place) ** 3
    return cubed
