"""Accelerations on a craft near the Moon, and their gradients.

Moon-centred ICRF axes, km, km/s, s. The Moon pulls with its uneven field, the other
bodies as point masses, less the pull they have on the Moon (the frame falls with the
Moon); sunlight pushes if asked. Validity: from the surface to some 60 000 km; no
relativity, no tides of the Moon's body, the Earth a point mass (its oblateness pulls craft
and Moon alike, to 3e-14 km/s²).

Sources: Montenbruck & Gill 2000, "Satellite Orbits", section 3.2 (field), eq. 3.37 (third
bodies), eq. 7.2 (gradients).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2
from planner.astro.ephemeris import (
    BODIES,
    MOON,
    SUN,
    EphemerisTable,
    geocentric_positions,
    geocentric_state,
    load_ephemeris,
)
from planner.astro.field import Pace, bind, compiled
from planner.astro.forces import EARTH, GM_KM3_S2
from planner.astro.gradient import add_point_gradient, transition
from planner.astro.harmonics import field_tables, fill_table, series_sum
from planner.astro.moon_gravity import (
    MAX_DEGREE,
    REFERENCE_RADIUS_KM,
    coefficients,
    principal_from_mean_earth,
)
from planner.astro.orientation import write_moon_fixed
from planner.astro.radiation import add_radiation
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: What pulls besides the Moon where nothing is said; Venus and Jupiter, at their nearest, pull
#: a craft at 2000 km apart from the Moon by 2e-14 km/s².
USUAL_BODIES = ("earth", "sun")


class LunarModel(NamedTuple):
    """What pulls, in the form compiled code takes.

    Attributes
    ----------
    t0_s : float
        TDB seconds past J2000 at integration time zero.
    gm_moon, gm_earth : float
        km³/s²; ``gm_earth`` is 0 where the Earth does not pull.
    degree : int
        Of the Moon's field; 0 is a point mass.
    pull, bend : ndarray
        Packed series of the pull and of its gradient, see `planner.astro.harmonics`.
    principal : ndarray, shape (3, 3)
        From mean-Earth to principal axes.
    bodies, gm : ndarray, shape (k,)
        Ephemeris indices of the other bodies and their gravitational parameters.
    srp_km3_s2 : float
        Strength of sunlight, see `planner.astro.radiation`; zero switches it off.
    table : EphemerisTable
    """

    t0_s: float
    gm_moon: float
    gm_earth: float
    degree: int
    pull: Array
    bend: Array
    principal: Array
    bodies: NDArray[np.int64]
    gm: Array
    srp_km3_s2: float
    table: EphemerisTable


def lunar_model(
    *,
    t0_s: float,
    degree: int,
    bodies: tuple[str, ...] = USUAL_BODIES,
    srp_km3_s2: float = 0.0,
) -> LunarModel:
    """Choose what pulls near the Moon.

    Parameters
    ----------
    t0_s : float
        TDB seconds past J2000 at integration time zero.
    degree : int
        Of the Moon's field, 0 (point mass) to 6.
    bodies : tuple of str
        ``earth`` and any of `planner.astro.ephemeris.BODIES`; the Moon always pulls.
    srp_km3_s2 : float
        From `planner.astro.radiation.radiation_strength`; needs the Sun among the bodies.

    Raises
    ------
    OutOfRangeError
        A degree or a body that is not known here, sunlight without the Sun.
    """
    if degree not in range(MAX_DEGREE + 1):
        raise OutOfRangeError(name="moon_field_degree", value=degree, allowed=f"0 .. {MAX_DEGREE}")
    unknown = [name for name in bodies if name != "earth" and name not in BODIES]
    if unknown:
        raise OutOfRangeError(name="bodies", value=unknown, allowed=f"earth, {', '.join(BODIES)}")
    if srp_km3_s2 and "sun" not in bodies:
        raise OutOfRangeError(name="bodies", value=bodies, allowed="the Sun too, for its light")
    others = [name for name in BODIES if name in bodies and name != "moon"]
    pull, bend = field_tables(coefficients(degree), degree)
    return LunarModel(
        t0_s=float(t0_s),
        gm_moon=GM_MOON_KM3_S2,
        gm_earth=GM_KM3_S2["earth"] if "earth" in bodies else 0.0,
        degree=int(degree),
        pull=pull,
        bend=bend,
        principal=principal_from_mean_earth(),
        bodies=np.array([BODIES.index(name) for name in others], dtype=np.int64),
        gm=np.array([GM_KM3_S2[name] for name in others], dtype=np.float64),
        srp_km3_s2=float(srp_km3_s2),
        table=load_ephemeris(),
    )


@compiled
def _principal_axes(t: float, model: LunarModel, axes: Array) -> None:
    """Write the rows of the rotation from ICRF to principal axes into ``axes`` [3, 3]."""
    mean = np.empty((3, 3))
    write_moon_fixed(model.t0_s + t, mean)
    p = model.principal
    for i in range(3):
        for j in range(3):
            axes[i, j] = p[i, 0] * mean[0, j] + p[i, 1] * mean[1, j] + p[i, 2] * mean[2, j]


@compiled
def _add_gradient(model: LunarModel, axes: Array, u: Array, grad: Array) -> None:
    """Add the field's gradient, turned back to ICRF axes, to the upper triangle."""
    scale = model.gm_moon / REFERENCE_RADIUS_KM**3
    fixed = np.empty((3, 3))
    row = 0
    for i in range(3):
        for j in range(i, 3):
            fixed[i, j] = fixed[j, i] = scale * series_sum(model.bend, row, u)
            row += 1
    for i in range(3):
        for j in range(i, 3):
            for k in range(3):
                for m in range(3):
                    grad[i, j] += axes[k, i] * fixed[k, m] * axes[m, j]


@compiled
def add_moon_field(
    t: float, y: Array, model: LunarModel, stm: bool, acc: Array, grad: Array
) -> None:
    """Add the pull of the uneven Moon at the position in ``y``, and its gradient if ``stm``."""
    axes = np.empty((3, 3))
    _principal_axes(t, model, axes)
    top = model.degree + (2 if stm else 1)
    u = np.empty((2, (top + 1) * (top + 2) // 2))
    x = axes[0, 0] * y[0] + axes[0, 1] * y[1] + axes[0, 2] * y[2]
    east = axes[1, 0] * y[0] + axes[1, 1] * y[1] + axes[1, 2] * y[2]
    north = axes[2, 0] * y[0] + axes[2, 1] * y[1] + axes[2, 2] * y[2]
    fill_table(x, east, north, REFERENCE_RADIUS_KM, top, u)
    scale = model.gm_moon / REFERENCE_RADIUS_KM**2
    for k in range(3):
        a = scale * series_sum(model.pull, k, u)
        for i in range(3):
            acc[i] += a * axes[k, i]
    if stm:
        _add_gradient(model, axes, u, grad)


@compiled
def _add_third(
    y: Array, bx: float, by: float, bz: float, gm: float, stm: bool, acc: Array, grad: Array
) -> None:
    """Pull of a body at (bx, by, bz) from the Moon on the craft, less that on the Moon."""
    dx, dy, dz = bx - y[0], by - y[1], bz - y[2]
    d2 = dx * dx + dy * dy + dz * dz
    b2 = bx * bx + by * by + bz * bz
    to_craft = gm / (d2 * np.sqrt(d2))
    to_moon = gm / (b2 * np.sqrt(b2))
    acc[0] += to_craft * dx - to_moon * bx
    acc[1] += to_craft * dy - to_moon * by
    acc[2] += to_craft * dz - to_moon * bz
    if stm:
        add_point_gradient(dx, dy, dz, gm, grad)


@compiled
def _add_point_moon(y: Array, gm: float, stm: bool, acc: Array, grad: Array) -> None:
    r2 = y[0] * y[0] + y[1] * y[1] + y[2] * y[2]
    k = -gm / (r2 * np.sqrt(r2))
    for i in range(3):
        acc[i] += k * y[i]
    if stm:
        add_point_gradient(y[0], y[1], y[2], gm, grad)


def lunar_rate(t: float, y: Array, field: LunarModel, scratch: Array, dydt: Array) -> None:
    """Right-hand side, see `planner.astro.field.derivative`.

    ``scratch`` holds five body positions, the acceleration and the gradient.
    """
    stm = len(y) > 6
    places, acc, grad = scratch[:5], scratch[5], scratch[6:9]
    acc[:] = 0.0
    grad[:] = 0.0
    geocentric_positions(field.table, field.bodies, field.t0_s + t, places)
    mx, my, mz = places[MOON, 0], places[MOON, 1], places[MOON, 2]
    if field.degree == 0:
        _add_point_moon(y, field.gm_moon, stm, acc, grad)
    else:
        add_moon_field(t, y, field, stm, acc, grad)
    if field.gm_earth != 0.0:
        _add_third(y, -mx, -my, -mz, field.gm_earth, stm, acc, grad)
    for k in range(len(field.bodies)):
        b = field.bodies[k]
        _add_third(
            y, places[b, 0] - mx, places[b, 1] - my, places[b, 2] - mz, field.gm[k],
            stm, acc, grad,
        )  # fmt: skip
    if field.srp_km3_s2 != 0.0:
        craft = y[:3] + places[MOON]
        add_radiation(craft, places[SUN], places[MOON], field.srp_km3_s2, stm, acc, grad)
    for i in range(3):
        dydt[i] = y[3 + i]
        dydt[3 + i] = acc[i]
    if stm:
        transition(y, grad, 0.0, dydt)


def body_from_moon(t: float, field: LunarModel, body: int, state: Array) -> None:
    """State of the Moon (which rests), the Earth or another body, km and km/s."""
    state[:6] = 0.0
    if body == MOON:
        return
    moon = np.empty(6)
    geocentric_state(field.table, MOON, field.t0_s + t, moon)
    if body != EARTH:
        geocentric_state(field.table, body, field.t0_s + t, state)
    for i in range(6):
        state[i] -= moon[i]


# 1e-6 s: at 1.7 km/s two millimetres.
bind(
    LunarModel,
    rate=lunar_rate,
    places=body_from_moon,
    steps=Pace(first=10.0, least=1e-9, root=1e-6),
)
