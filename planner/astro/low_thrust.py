"""Motion under a low thrust in the ephemeris field, with eclipses, compiled.

Seven numbers: position and velocity from the Earth's centre (km, km/s, ICRF) and mass
(kg). The engine has the power the Sun gives: thrust and flow are multiplied by the
share of the disc in sight past the Earth and the Moon.

Gravity as in `planner.astro.forces`. The thrust follows a law of
`planner.astro.steering`. Validity: as there; the bodies of the force model must
include the Moon and the Sun for eclipses and for laws about the Moon.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import EARTH_RADIUS_KM, G0_M_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import MOON, SUN, geocentric_position, geocentric_state
from planner.astro.field import Pace, bind, compiled, derivative
from planner.astro.forces import EARTH, ForceModel
from planner.astro.shadow import shadow_margin, visible_sun
from planner.astro.steering import COAST, thrust_vector

Array = NDArray[np.float64]

#: Numbers of a state, and which of them is the mass.
STATE_SIZE = 7
MASS = 6


class LowThrustField(NamedTuple):
    """Gravity, engine and law, in the form compiled code takes.

    Attributes
    ----------
    force : ForceModel
    thrust_n : float
        In full sunlight.
    exhaust_m_s : float
        Specific impulse times standard gravity.
    eclipses : float
        1 with the shadows of the Earth and the Moon, 0 without.
    law : ndarray, (LAW_SIZE,)
        See `planner.astro.steering`.
    """

    force: ForceModel
    thrust_n: float
    exhaust_m_s: float
    eclipses: float
    law: Array


def low_thrust_field(
    *, force: ForceModel, thrust_n: float, isp_s: float, law: Array, eclipses: bool = True
) -> LowThrustField:
    """Join gravity, an engine and a law of steering into a model of motion."""
    return LowThrustField(force, thrust_n, isp_s * G0_M_S2, float(eclipses), law)


@compiled
def sunlight(t: float, y: Array, force: ForceModel, work: Array) -> float:
    """Share of the Sun's disc in sight past the Earth and the Moon, 0 to 1.

    ``work`` (2, 3) is overwritten, so that no call allocates.
    """
    sun, moon = work[0], work[1]
    geocentric_position(force.table, SUN, force.t0_s + t, sun)
    geocentric_position(force.table, MOON, force.t0_s + t, moon)
    share = visible_sun(y[0], y[1], y[2], sun[0], sun[1], sun[2], EARTH_RADIUS_KM)
    return share * visible_sun(
        y[0] - moon[0],
        y[1] - moon[1],
        y[2] - moon[2],
        sun[0] - moon[0],
        sun[1] - moon[1],
        sun[2] - moon[2],
        MOON_RADIUS_KM,
    )


@compiled
def shadow_margins(times_s: Array, places_km: Array, force: ForceModel, out: Array) -> None:
    """Angles from the nearer limb to the Sun's centre (rad), negative in eclipse.

    Parameters
    ----------
    times_s : ndarray, (n,)
        After the instant the force model starts at.
    places_km : ndarray, (n, 3)
        From the Earth's centre, ICRF.
    out : ndarray, (n,), written.
    """
    sun, moon = np.empty(3), np.empty(3)
    for i in range(len(times_s)):
        geocentric_position(force.table, SUN, force.t0_s + times_s[i], sun)
        geocentric_position(force.table, MOON, force.t0_s + times_s[i], moon)
        p, q = places_km[i], places_km[i] - moon
        s = sun - moon
        out[i] = min(
            shadow_margin(p[0], p[1], p[2], sun[0], sun[1], sun[2], EARTH_RADIUS_KM),
            shadow_margin(q[0], q[1], q[2], s[0], s[1], s[2], MOON_RADIUS_KM),
        )


def low_thrust_rate(t: float, y: Array, field: LowThrustField, scratch: Array, dydt: Array) -> None:
    """Right-hand side of the seven numbers, see `planner.astro.field.derivative`.

    Gravity needs all of ``scratch``; after it the rows hold place, velocity and thrust,
    two pairs of vectors to work with, and the Moon's state.
    """
    derivative(t, y[:6], field.force, scratch, dydt[:6])
    dydt[6] = 0.0
    if field.law[0] == COAST:
        return
    r, v, push = scratch[0], scratch[1], scratch[2]
    gm = field.force.gm_earth
    for k in range(3):
        r[k], v[k] = y[k], y[3 + k]
    if int(field.law[1]) != EARTH:
        body = scratch[7:9].reshape(6)
        geocentric_state(field.force.table, MOON, field.force.t0_s + t, body)
        gm = GM_MOON_KM3_S2
        for k in range(3):
            r[k] -= body[k]
            v[k] -= body[3 + k]
    thrust_vector(r, v, gm, field.law, scratch[3:5], push)
    throttle = np.sqrt(push[0] ** 2 + push[1] ** 2 + push[2] ** 2)
    if throttle == 0.0:
        return
    light = sunlight(t, y, field.force, scratch[5:7]) if field.eclipses > 0.0 else 1.0
    force_n = light * field.thrust_n
    for k in range(3):
        dydt[3 + k] += 1e-3 * force_n * push[k] / y[6]
    dydt[6] = -force_n * throttle / field.exhaust_m_s


def body_place(t: float, field: LowThrustField, body: int, state: Array) -> None:
    """State of the Earth (which rests) or of a body of the ephemeris, km and km/s."""
    if body == EARTH:
        state[:] = 0.0
    else:
        geocentric_state(field.force.table, body, field.force.t0_s + t, state)


bind(
    LowThrustField,
    rate=low_thrust_rate,
    places=body_place,
    steps=Pace(first=30.0, least=1e-6, root=1e-5),
)
