"""Accelerations on a craft near the Earth and the Moon, and their gradients.

Earth-centred ICRF axes, km, km/s, s. The Earth pulls as a point mass, optionally
with its oblateness J2; every other body pulls as a point mass, less the pull it has
on the Earth (the frame falls with the Earth); sunlight pushes if asked. Validity: outside
the bodies, no relativity, no lunar gravity field beyond the point mass (for that see
`planner.astro.lunar_forces`).

Source: Montenbruck & Gill 2000, "Satellite Orbits", eqs. 3.37 (third bodies) and
7.2 (gradients); Vallado 2013, eq. 8-19 (J2 about an arbitrary pole).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    GM_JUPITER_KM3_S2,
    GM_MARS_KM3_S2,
    GM_MOON_KM3_S2,
    GM_SUN_KM3_S2,
    GM_VENUS_KM3_S2,
    J2_EARTH,
)
from planner.astro.ephemeris import (
    BODIES,
    MOON,
    SUN,
    EphemerisTable,
    geocentric_state,
    load_ephemeris,
    positions_over_step,
)
from planner.astro.field import Pace, bind_position_only
from planner.astro.gradient import add_point_gradient
from planner.astro.kernels import inlined
from planner.astro.radiation import add_radiation
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: Index of the Earth among the bodies (others as in the ephemeris).
EARTH = -1
#: Row of the sky with the acceleration of the Earth, and so of the frame, reversed.
FRAME = 5
#: Norm of a pole may differ from 1 by this: J2 itself is known to about as much.
_UNIT_TOLERANCE = 1e-6
#: Gravitational parameters by body (km³/s²), DE440.
GM_KM3_S2 = {
    "earth": GM_EARTH_KM3_S2,
    "moon": GM_MOON_KM3_S2,
    "sun": GM_SUN_KM3_S2,
    "venus": GM_VENUS_KM3_S2,
    "mars": GM_MARS_KM3_S2,
    "jupiter": GM_JUPITER_KM3_S2,
}


class ForceModel(NamedTuple):
    """What pulls, in the form compiled code takes.

    Attributes
    ----------
    t0_s : float
        TDB seconds past J2000 at integration time zero.
    gm_earth : float
        km³/s².
    bodies : ndarray of int64, shape (k,)
        Ephemeris indices of the other bodies that pull.
    gm : ndarray, shape (k,)
        Their gravitational parameters (km³/s²).
    j2_km5_s2 : float
        1.5 J2 GM R² of the Earth; zero switches oblateness off.
    pole : ndarray, shape (3,)
        Earth's pole of date (unit vector); used with J2 only.
    table : EphemerisTable
        Where the bodies are.
    srp_km3_s2 : float
        Strength of sunlight, see `planner.astro.radiation`; zero switches it off.
    """

    t0_s: float
    gm_earth: float
    bodies: NDArray[np.int64]
    gm: Array
    j2_km5_s2: float
    pole: Array
    table: EphemerisTable
    srp_km3_s2: float


def force_model(
    *,
    t0_s: float,
    bodies: tuple[str, ...],
    j2: bool = False,
    pole: Array | None = None,
    gm_km3_s2: Mapping[str, float] | None = None,
    srp_km3_s2: float = 0.0,
) -> ForceModel:
    """Choose what pulls.

    Parameters
    ----------
    t0_s : float
        TDB seconds past J2000 at integration time zero.
    bodies : tuple of str
        ``earth`` (always on) and any of `planner.astro.ephemeris.BODIES`.
    j2, pole : bool, ndarray
        Earth's oblateness about the unit vector ``pole``; the ICRF's z axis if None.
    gm_km3_s2 : mapping, optional
        Gravitational parameters (km³/s²) to use instead of DE440's, by body.
    srp_km3_s2 : float
        From `planner.astro.radiation.radiation_strength`; needs the Sun among the bodies.

    Raises
    ------
    OutOfRangeError
        An unknown body, a gravitational parameter that is not positive and finite, a
        pole that is no unit vector, or sunlight without the Sun.
    """
    if srp_km3_s2 and "sun" not in bodies:
        raise OutOfRangeError(name="bodies", value=bodies, allowed="the Sun too, for its light")
    for given, names in (("bodies", bodies), ("gm_km3_s2", tuple(gm_km3_s2 or ()))):
        unknown = [name for name in names if name != "earth" and name not in BODIES]
        if unknown:
            raise OutOfRangeError(name=given, value=unknown, allowed=f"earth, {', '.join(BODIES)}")
    for name, value in (gm_km3_s2 or {}).items():
        if not 0.0 < value < math.inf:
            raise OutOfRangeError(name=f"gm_km3_s2 of {name}", value=value, allowed="above 0")
    gm = GM_KM3_S2 | dict(gm_km3_s2 or {})
    others = [name for name in BODIES if name in bodies]
    return ForceModel(
        t0_s=float(t0_s),
        gm_earth=gm["earth"],
        bodies=np.array([BODIES.index(name) for name in others], dtype=np.int64),
        gm=np.array([gm[name] for name in others], dtype=np.float64),
        j2_km5_s2=1.5 * J2_EARTH * gm["earth"] * EARTH_RADIUS_KM**2 if j2 else 0.0,
        pole=np.array([0.0, 0.0, 1.0]) if pole is None else _unit_vector(pole),
        table=load_ephemeris(),
        srp_km3_s2=float(srp_km3_s2),
    )


def _unit_vector(pole: Array) -> Array:
    """Compiled code reads three components without looking: check them here."""
    axis = np.asarray(pole, dtype=np.float64)
    if axis.shape != (3,) or not abs(float(np.linalg.norm(axis)) - 1.0) < _UNIT_TOLERANCE:
        raise OutOfRangeError(name="pole", value=pole, allowed="unit vectors of three components")
    return axis


@inlined
def _add_j2(x: float, y: float, z: float, force: ForceModel, acc: Array) -> None:
    """Oblateness of the Earth about the pole p: -k/r^5 [(1 - 5 s^2) r + 2 s r p], s = u.p."""
    p = force.pole
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    s = (x * p[0] + y * p[1] + z * p[2]) / r
    k = -force.j2_km5_s2 / (r2 * r2 * r)
    radial = 1.0 - 5.0 * s * s
    acc[0] += k * (radial * x + 2.0 * s * r * p[0])
    acc[1] += k * (radial * y + 2.0 * s * r * p[1])
    acc[2] += k * (radial * z + 2.0 * s * r * p[2])


@inlined
def _add_j2_gradient(x: float, y: float, z: float, force: ForceModel, grad: Array) -> None:
    """Symmetric gradient of the oblateness term (upper triangle)."""
    p = force.pole
    r2 = x * x + y * y + z * z
    r = np.sqrt(r2)
    u = (x / r, y / r, z / r)
    s = u[0] * p[0] + u[1] * p[1] + u[2] * p[2]
    k = -force.j2_km5_s2 / (r2 * r2 * r)
    for i in range(3):
        for j in range(i, 3):
            delta = 1.0 if i == j else 0.0
            grad[i, j] += k * (
                (1.0 - 5.0 * s * s) * delta
                + (35.0 * s * s - 5.0) * u[i] * u[j]
                - 10.0 * s * (u[i] * p[j] + p[i] * u[j])
                + 2.0 * p[i] * p[j]
            )


def sky_over_step(t: float, h: float, nodes: Array, field: ForceModel, sky: Array) -> None:
    """Positions of the bodies and the frame's acceleration (row `FRAME`), km and s.

    See `planner.astro.field.look_ahead`.
    """
    positions_over_step(field.table, field.bodies, field.t0_s + t, h, nodes, sky)
    sky[FRAME] = 0.0
    for k in range(len(field.bodies)):
        b = field.bodies[k]
        for j in range(len(nodes)):
            x, y, z = sky[b, 0, j], sky[b, 1, j], sky[b, 2, j]
            b2 = x * x + y * y + z * z
            to_earth = field.gm[k] / (b2 * np.sqrt(b2))
            sky[FRAME, 0, j] -= to_earth * x
            sky[FRAME, 1, j] -= to_earth * y
            sky[FRAME, 2, j] -= to_earth * z


def ephemeris_pull(
    q: Array, sky: Array, node: int, field: ForceModel, acc: Array, grad: Array
) -> None:
    """Acceleration and gradient at a place, see `planner.astro.field.pull`."""
    x, y, z = q[0], q[1], q[2]
    stm = len(q) > 3
    r2 = x * x + y * y + z * z
    k = -field.gm_earth / (r2 * np.sqrt(r2))
    ax = k * x + sky[FRAME, 0, node]
    ay = k * y + sky[FRAME, 1, node]
    az = k * z + sky[FRAME, 2, node]
    if stm:
        grad[:] = 0.0
        add_point_gradient(x, y, z, field.gm_earth, grad)
    for i in range(len(field.bodies)):
        b = field.bodies[i]
        dx, dy, dz = sky[b, 0, node] - x, sky[b, 1, node] - y, sky[b, 2, node] - z
        d2 = dx * dx + dy * dy + dz * dz
        k = field.gm[i] / (d2 * np.sqrt(d2))
        ax += k * dx
        ay += k * dy
        az += k * dz
        if stm:
            add_point_gradient(dx, dy, dz, field.gm[i], grad)
    acc[0], acc[1], acc[2] = ax, ay, az
    if field.j2_km5_s2 != 0.0:
        _add_j2(x, y, z, field, acc)
        if stm:
            _add_j2_gradient(x, y, z, field, grad)
    if field.srp_km3_s2 != 0.0:
        light = field.srp_km3_s2
        add_radiation(q, sky[SUN, :, node], sky[MOON, :, node], light, stm, acc, grad)


def body_from_earth(t: float, field: ForceModel, body: int, state: Array) -> None:
    """State of the Earth (which rests) or a body of the ephemeris, km and km/s."""
    if body == EARTH:
        state[:] = 0.0
    else:
        geocentric_state(field.table, body, field.t0_s + t, state)


# 1e-7 s: at 2.5 km/s a quarter of a millimetre.
bind_position_only(
    ForceModel,
    ahead=sky_over_step,
    at=ephemeris_pull,
    places=body_from_earth,
    steps=Pace(first=30.0, least=1e-9, root=1e-7),
)
