"""Where a low-thrust engine points, and when it is on: feedback laws, compiled.

A law is an array of `LAW_SIZE` numbers that names the body about which it acts and its
targets; a compiled function turns it and the state into a thrust vector of length 0
to 1, the throttle. Nothing is remembered from one instant to the next, so the same
state always gets the same thrust.

Laws: `COAST`; `SPIRAL`, along or against the velocity with a yaw out of the plane, on an
arc about periapsis; `QUOTIENT`, Petropoulos' proximity quotient in semi-major axis,
eccentricity and inclination.

Sources: Edelbaum 1961, ARS Journal 31:1079 (yaw of a spiral that turns its plane),
Kechichian 1997, JGCD 20:988 (the same in feedback form); Petropoulos 2003, AAS 03-630
(quotient). Gauss' equations: Battin 1987, section 10.3.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import compiled

Array = NDArray[np.float64]
Triple = tuple[float, float, float]
Quadruple = tuple[float, float, float, float]

COAST, SPIRAL, QUOTIENT = 0, 1, 2
#: Numbers of a law: kind, body; then by kind.
#: SPIRAL: way (+1 along, -1 against the velocity), cosine of the arc's half-width in
#: eccentric anomaly, axis of the target plane (3), target sqrt(gm/a) (km/s), turn 0..1.
#: QUOTIENT: axis inclinations count from (3), target a (km), e, i (rad), least
#: periapsis (km), speed change (km/s) below which the throttle closes,
#: effectivity (0..1) below which the engine is off.
LAW_SIZE: Final = 11
#: The engine goes from off to on while the cosine of the eccentric anomaly changes by this.
_RAMP: Final = 0.02
#: Below this angle (rad) between planes the yaw fades out, instead of chattering.
_FADE: Final = 0.004
#: Steepness of the wall at the least periapsis, and the relative step of the slopes.
_WALL: Final = 20.0
_STEP: Final = 1e-6
#: Places on the orbit at which its best effectivity is looked for; the ramp about the limit.
_PLACES: Final = 24
_SLACK: Final = 0.05


@compiled
def _cross(a: Array, b: Array, out: Array) -> None:
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]


@compiled
def _dot(a: Array, b: Array) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


@compiled
def _ramp(x: float) -> float:
    """0 below 0, 1 above 1, smooth between."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return x * x * (3.0 - 2.0 * x)


@compiled
def _spiral(r: Array, v: Array, gm: float, law: Array, work: Array, out: Array) -> None:
    """Along the velocity, yawed out of the plane by Edelbaum's angle towards the target's."""
    distance, speed2 = math.sqrt(_dot(r, r)), _dot(v, v)
    inverse_a = 2.0 / distance - speed2 / gm
    throttle = 1.0
    if law[3] > -1.0:
        along, aside = 1.0 - distance * inverse_a, _dot(r, v) * math.sqrt(abs(inverse_a) / gm)
        throttle = _ramp((along / math.hypot(along, aside) - law[3]) / _RAMP)
    if throttle == 0.0:
        return
    h = work[0]
    _cross(r, v, h)
    length = math.sqrt(_dot(h, h))
    yaw = 0.0
    if law[8] > 0.0:
        yaw = law[8] * _yaw(r, work, distance, length, inverse_a, gm, law)
    forward = throttle * law[2] * math.cos(yaw) / math.sqrt(speed2)
    for k in range(3):
        out[k] = forward * v[k] + throttle * math.sin(yaw) * h[k] / length


@compiled
def _yaw(
    r: Array, work: Array, distance: float, length: float, inverse_a: float, gm: float, law: Array
) -> float:
    """Edelbaum's yaw for what is left to do, signed by the side of the line of nodes."""
    axis, h, side = law[4:7], work[0], work[1]
    between = math.acos(max(-1.0, min(1.0, _dot(h, axis) / length)))
    ratio = math.sqrt(gm * max(inverse_a, 0.0)) / law[7]
    turn = 0.5 * math.pi * min(between, 2.0)
    amount = math.atan2(math.sin(turn), max(ratio - math.cos(turn), 1e-3))
    _cross(r, h, side)
    # Sine of the angle from the line of nodes, made steep: a square wave without corners.
    place = _dot(side, axis) / (distance * length * max(math.sin(between), 1e-9))
    return amount * math.tanh(8.0 * place) * min(1.0, between / _FADE)


@compiled
def _quotient(a: float, e: float, i: float, cos_argp: float, gm: float, law: Array) -> float:
    """Squares of the least times to each target per unit of thrust, with a wall at periapsis."""
    p = a * (1.0 - e * e)
    h = math.sqrt(gm * p)
    rate_a = 2.0 * math.sqrt(a * a * a * (1.0 + e) / (gm * (1.0 - e)))
    rate_e = 2.0 * p / h
    sine = math.sqrt(1.0 - e * e * (1.0 - cos_argp * cos_argp))
    rate_i = p / (h * (sine - e * abs(cos_argp)))
    wall = 1.0 + math.exp(_WALL * (1.0 - a * (1.0 - e) / law[8]))
    off_a, off_e, off_i = (a - law[5]) / rate_a, (e - law[6]) / rate_e, (i - law[7]) / rate_i
    # Without this weight the quotient would fall towards infinity, where turning is cheap.
    far = math.sqrt(1.0 + ((a - law[5]) / (3.0 * law[5])) ** 4)
    return wall * (far * off_a * off_a + off_e * off_e + off_i * off_i)


@compiled
def _pull(
    slopes: Triple, shape: Quadruple, cos_nu: float, sin_nu: float, cos_argp: float, sin_argp: float
) -> Triple:
    """Rates of the quotient per unit of radial, transverse and normal thrust (Gauss)."""
    a, e, p, h = shape
    r = p / (1.0 + e * cos_nu)
    size = 2.0 * a * a / h
    cos_u = cos_nu * cos_argp - sin_nu * sin_argp
    radial = slopes[0] * size * e * sin_nu + slopes[1] * p * sin_nu / h
    along = slopes[0] * size * p / r + slopes[1] * ((p + r) * cos_nu + r * e) / h
    return radial, along, slopes[2] * r * cos_u / h


@compiled
def _best(slopes: Triple, shape: Quadruple, cos_argp: float, sin_argp: float) -> float:
    """Fastest fall of the quotient anywhere on the orbit, at full thrust."""
    most = 0.0
    for k in range(_PLACES):
        nu = 2.0 * math.pi * k / _PLACES
        x, y, z = _pull(slopes, shape, math.cos(nu), math.sin(nu), cos_argp, sin_argp)
        most = max(most, x * x + y * y + z * z)
    return math.sqrt(most)


@compiled
def _descent(r: Array, v: Array, gm: float, law: Array, work: Array, out: Array) -> None:
    """Thrust in which the quotient falls fastest, where that is worth the propellant."""
    h, node, axis = work[0], work[1], law[2:5]
    _cross(r, v, h)
    _cross(axis, h, node)
    length, distance = math.sqrt(_dot(h, h)), math.sqrt(_dot(r, r))
    a = abs(1.0 / (2.0 / distance - _dot(v, v) / gm))
    p = length * length / gm
    e_cos, e_sin = p / distance - 1.0, _dot(r, v) * length / (gm * distance)
    e = min(max(math.hypot(e_cos, e_sin), 1e-5), 0.999)
    cos_nu, sin_nu = e_cos / e, e_sin / e
    i = math.acos(max(-1.0, min(1.0, _dot(h, axis) / length)))
    crossing = max(math.sqrt(_dot(node, node)), 1e-12)
    cos_u = _dot(node, r) / (crossing * distance)
    _cross(h, node, out)
    sin_u = _dot(out, r) / (length * crossing * distance)
    cos_argp, sin_argp = cos_u * cos_nu + sin_u * sin_nu, sin_u * cos_nu - cos_u * sin_nu
    here = _quotient(a, e, i, cos_argp, gm, law)
    slopes = (
        (_quotient(a * (1.0 + _STEP), e, i, cos_argp, gm, law) - here) / (a * _STEP),
        (_quotient(a, e - _STEP, i, cos_argp, gm, law) - here) / -_STEP,
        (_quotient(a, e, i + _STEP, cos_argp, gm, law) - here) / _STEP,
    )
    shape = (a, e, p, length)
    radial, along, across = _pull(slopes, shape, cos_nu, sin_nu, cos_argp, sin_argp)
    total = math.sqrt(radial * radial + along * along + across * across)
    worth = total / _best(slopes, shape, cos_argp, sin_argp)
    left = min(1.0, math.sqrt(here) / law[9])
    throttle = left * (2.0 - left) * _ramp((worth - law[10]) / _SLACK)
    _cross(h, r, out)  # in the plane, across the radius, of length h r
    for k in range(3):
        push = radial * r[k] / distance + along * out[k] / (length * distance)
        out[k] = -throttle * (push + across * h[k] / length) / total


@compiled
def thrust_vector(r: Array, v: Array, gm: float, law: Array, work: Array, out: Array) -> None:
    """Direction times throttle (0..1) asked for by a law.

    Parameters
    ----------
    r, v : ndarray, (3,)
        Position (km) and velocity (km/s) from the body the law acts about, ICRF axes.
    gm : float
        Its gravitational parameter, km^3/s^2.
    law : ndarray, (LAW_SIZE,)
    work : ndarray, (2, 3), overwritten, so that no call allocates.
    out : ndarray, (3,), written.
    """
    out[:] = 0.0
    kind = int(law[0])
    if kind == SPIRAL:
        _spiral(r, v, gm, law, work, out)
    elif kind == QUOTIENT:
        _descent(r, v, gm, law, work, out)
