"""Orbits about the Moon by their elements: the axes these refer to, and how they drift.

Inclinations count from the Moon's true equator of date (or from the plane of the Earth's
motion about it), perilunes from the ascending node, and nodes from a direction that does not
turn with the Moon: where its prime meridian stood at the start. So the node at the start is
the selenographic longitude at which the craft crosses the equator northward.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.constants import (
    GM_MOON_KM3_S2,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.elements import Elements, elements_core, state_from_elements
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_icrf_to_fixed, moon_pole
from planner.errors import OutOfRangeError
from planner.transfers.lunar_flight import LunarFlight

Array = NDArray[np.float64]
Plane = Literal["equator", "earth_orbit"]


class History(NamedTuple):
    """Osculating elements along a flight: km, degrees; angles run on past 360.

    ``argp_deg`` and ``node_deg`` are unwrapped, so that a drift can be read off.
    """

    t_tdb_s: Array
    semi_major_axis_km: Array
    eccentricity: Array
    inclination_deg: Array
    node_deg: Array
    argp_deg: Array


def orbit_state(
    *,
    t_tdb_s: float,
    perilune_alt_km: float,
    apolune_alt_km: float,
    inclination_deg: float,
    argp_deg: float,
    node_deg: float,
    true_anomaly_deg: float = 0.0,
    plane: Plane = "equator",
) -> Array:
    """State [6] (km, km/s) about the Moon, ICRF axes, of an ellipse given in words.

    Parameters
    ----------
    perilune_alt_km, apolune_alt_km : float
        Over the mean sphere of 1737.4 km.
    inclination_deg, argp_deg, node_deg
        See the module; ``node_deg`` is a selenographic longitude at the time given.

    Raises
    ------
    OutOfRangeError
        Altitudes at or below 0 or in the wrong order, an inclination outside 0..180, or an
        angle that is not finite.
    """
    _check_shape(perilune_alt_km, apolune_alt_km, inclination_deg)
    for name, value in (("argp_deg", argp_deg), ("node_deg", node_deg),
                        ("true_anomaly_deg", true_anomaly_deg)):  # fmt: skip
        if not np.isfinite(value):
            raise OutOfRangeError(name=name, value=value, allowed="finite numbers")
    low, high = MOON_RADIUS_KM + perilune_alt_km, MOON_RADIUS_KM + apolune_alt_km
    angles = np.radians([inclination_deg, node_deg % 360.0, argp_deg % 360.0, true_anomaly_deg])
    elements = Elements(2.0 * low * high / (low + high), (high - low) / (high + low), *angles)
    axes = plane_axes(np.array([t_tdb_s]), plane)[0]
    state = state_from_elements(elements, gm_km3_s2=GM_MOON_KM3_S2)
    return np.concatenate((state[:3] @ axes, state[3:] @ axes))


def _check_shape(perilune_alt_km: float, apolune_alt_km: float, inclination_deg: float) -> None:
    if not 0.0 < perilune_alt_km < np.inf:
        raise OutOfRangeError(name="perilune_alt_km", value=perilune_alt_km, allowed="above 0")
    if not perilune_alt_km <= apolune_alt_km < np.inf:
        raise OutOfRangeError(
            name="apolune_alt_km", value=apolune_alt_km,
            allowed=f"at least the perilune altitude, {perilune_alt_km:g}",
        )  # fmt: skip
    if not 0.0 <= inclination_deg <= 180.0:
        raise OutOfRangeError(name="inclination_deg", value=inclination_deg, allowed="0 .. 180")


def plane_axes(t_tdb_s: Array, plane: Plane = "equator") -> Array:
    """Matrices [n, 3, 3] from ICRF axes to those of a plane, see the module.

    The x axis is where the prime meridian stood at the first time, laid into the plane.
    """
    z = np.empty((len(t_tdb_s), 3))
    if plane == "equator":
        _poles(np.ascontiguousarray(t_tdb_s), z)
    else:
        moon = body_states_km_s("moon", J2000_JD + t_tdb_s / SECONDS_PER_DAY)
        z[:] = np.cross(moon[:, :3], moon[:, 3:])
        z /= np.linalg.norm(z, axis=1)[:, None]
    start = moon_icrf_to_fixed(float(t_tdb_s[0]))[0]
    x = start - (z @ start)[:, None] * z
    x /= np.linalg.norm(x, axis=1)[:, None]
    return np.stack((x, np.cross(z, x), z), axis=1)


@njit(cache=True)
def _poles(times: Array, out: Array) -> None:
    for i in range(len(times)):
        out[i] = moon_pole(times[i])


@njit(cache=True)
def _elements(states: Array, axes: Array, out: Array) -> None:
    turned = np.empty(6)
    for n in range(len(states)):
        for i in range(3):
            turned[i] = turned[i + 3] = 0.0
            for j in range(3):
                turned[i] += axes[n, i, j] * states[n, j]
                turned[i + 3] += axes[n, i, j] * states[n, j + 3]
        p, e, inclination, node, argp, _ = elements_core(turned, GM_MOON_KM3_S2)
        out[n, 0], out[n, 1], out[n, 2] = p / (1.0 - e * e), e, inclination
        out[n, 3], out[n, 4] = node, argp


def history(flight: LunarFlight, *, plane: Plane = "equator") -> History:
    """Elements along a flight, at each sample."""
    times = flight.t_tdb_s
    rows = np.empty((len(times), 5))
    _elements(np.ascontiguousarray(flight.states_km_s), plane_axes(times, plane), rows)
    return History(
        t_tdb_s=times,
        semi_major_axis_km=rows[:, 0],
        eccentricity=rows[:, 1],
        inclination_deg=np.degrees(rows[:, 2]),
        node_deg=np.degrees(np.unwrap(rows[:, 3])),
        argp_deg=np.degrees(np.unwrap(rows[:, 4])),
    )


def rate_per_d(t_tdb_s: Array, values: Array) -> float:
    """Slope of the straight line nearest to the values (least squares), per day."""
    days = (t_tdb_s - t_tdb_s.mean()) / SECONDS_PER_DAY
    square = float(days @ days)
    return float(days @ values) / square if square > 0.0 else 0.0
