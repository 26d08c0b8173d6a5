"""Judges for powered flight about the Moon: scipy alone, no code of the planner.

`fly` integrates a burn whose thrust direction is told by its pitch and yaw at both ends.
`least_descent` and `least_ascent` find the optimum of the same burn at full thrust, with no
steering law assumed: Lawden's primer vector ``p`` points along the thrust and obeys
``p'' = G(r) p``, with the gravity gradient G; what is free at an end makes the primer square
to it. Kilometres, seconds, kilograms.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import root

GM = 4902.800118
G0 = 9.80665e-3
RADIUS_KM = 1737.4
SECOND = math.sqrt(RADIUS_KM**3 / GM)
SPEED = RADIUS_KM / SECOND


def _unit(x):
    return x / np.linalg.norm(x)


def _frame(r, normal):
    """Up, horizontal along the motion about the normal, and the third axis."""
    up = _unit(r)
    along = _unit(np.cross(normal, up))
    return up, along, np.cross(up, along)


def fly(
    *, r, v, normal, mass_kg, thrust_n, isp_s, duration_s, forward, pitch_deg=(0.0, 0.0),
    yaw_deg=(0.0, 0.0),
):  # fmt: skip
    """Lowest height over 1737.4 km (km), end position, velocity and mass of a steered burn."""
    pitch, yaw = (np.tan(np.radians(angles)) for angles in (pitch_deg, yaw_deg))

    def rate(t, y):
        up, along, side = _frame(y[:3], normal)
        share = t / duration_s
        push = (
            forward * along
            + (pitch[0] + share * (pitch[1] - pitch[0])) * up
            + (yaw[0] + share * (yaw[1] - yaw[0])) * side
        )
        pull = 1e-3 * thrust_n / y[6] * _unit(push)
        down = -GM * y[:3] / np.linalg.norm(y[:3]) ** 3
        return [*y[3:6], *(down + pull), -1e-3 * thrust_n / (G0 * isp_s)]

    flown = solve_ivp(
        rate, (0.0, duration_s), [*r, *v, mass_kg], method="DOP853", rtol=1e-11, atol=1e-10,
        t_eval=np.linspace(0.0, duration_s, 60),
    )  # fmt: skip
    lowest = np.linalg.norm(flown.y[:3], axis=0).min() - RADIUS_KM
    return lowest, flown.y[:3, -1], flown.y[3:6, -1], flown.y[6, -1]


def circling(orbit, to_icrf):
    """State in the ICRF of a craft on a circle, from its elements about the Moon's own axes."""
    i, node, u = (
        math.radians(orbit[key]) for key in ("inclination_deg", "node_deg", "argument_deg")
    )
    r = RADIUS_KM + orbit["altitude_km"]
    to = np.array([math.cos(node), math.sin(node), 0.0])
    ahead = np.array([-math.sin(node) * math.cos(i), math.cos(node) * math.cos(i), math.sin(i)])
    place = r * (math.cos(u) * to + math.sin(u) * ahead)
    motion = math.sqrt(GM / r) * (math.cos(u) * ahead - math.sin(u) * to)
    return np.concatenate((to_icrf @ place, to_icrf @ motion))


def coast(state, seconds):
    """Two-body state after some seconds."""

    def rate(t, y):  # noqa: ARG001
        return [*y[3:], *(-GM * y[:3] / np.linalg.norm(y[:3]) ** 3)]

    return solve_ivp(rate, (0.0, seconds), state, method="DOP853", rtol=1e-13, atol=1e-11).y[:, -1]


def _primer_rate(acceleration, exhaust):
    """Rates of position, velocity, primer and its rate, in units of the Moon's radius."""

    def rate(t, y):
        r, v, p, q = y[:3], y[3:6], y[6:9], y[9:]
        d = np.linalg.norm(r)
        a = acceleration / (1.0 - acceleration * t / exhaust)
        gradient = 3.0 * r * (r @ p) / d**5 - p / d**3
        return np.concatenate((v, -r / d**3 + a * _unit(p), q, gradient))

    return rate


def _shoot(rate, miss, guess):
    def reading(x):
        start, duration = miss.start(x)
        end = solve_ivp(rate, (0.0, duration), start, method="DOP853", rtol=1e-10, atol=1e-12)
        return miss.end(x, start, end.y[:, -1])

    found = root(reading, guess, tol=1e-9)
    assert found.success, found.message
    return found.x


class _Descent:
    """Unknown: primer with a given part along, its rate, the duration, the place of ignition."""

    def __init__(self, angle, radius, speed, axes, site):
        self.angle, self.radius, self.speed, self.axes, self.site = angle, radius, speed, axes, site

    def _place(self, turn):
        up = math.cos(turn) * self.axes[0] + math.sin(turn) * self.axes[1]
        along = math.cos(turn) * self.axes[1] - math.sin(turn) * self.axes[0]
        return up, along

    def start(self, x):
        up, along = self._place(x[6])
        p = -along + x[0] * up + x[1] * self.axes[2]
        return np.concatenate((self.radius * up, self.speed * along, p, x[2:5])), x[5]

    def end(self, x, start, end):
        up, along = self._place(x[6])
        r, v = self.site(x[5])
        # Moving the ignition along the orbit changes nothing to first order.
        square = start[9:] @ (self.radius * along) + start[6:9] @ (self.speed * up)
        return np.concatenate((end[:3] - r, end[3:6] - v, [square]))


class _Ascent:
    """Unknown: primer with a given part along, its rate, the duration."""

    def __init__(self, r, v, normal, radius, speed):
        self.r, self.v, self.normal, self.radius, self.speed = r, v, normal, radius, speed

    def start(self, x):
        up, along, side = _frame(self.r, self.normal)
        p = along + x[0] * up + x[1] * side
        return np.concatenate((self.r, self.v, p, x[2:5])), x[5]

    def end(self, x, start, end):  # noqa: ARG002
        r, v = end[:3], end[3:6]
        square = end[9:] @ np.cross(self.normal, r) - end[6:9] @ np.cross(self.normal, v)
        return np.array([
            np.linalg.norm(r) - self.radius, r @ v, r @ self.normal, v @ self.normal,
            np.linalg.norm(v) - self.speed, square,
        ])  # fmt: skip


def _engine(mass_kg, thrust_n, isp_s):
    return 1e-3 * thrust_n / mass_kg * SECOND / SPEED, G0 * isp_s / SPEED


def _dv_m_s(duration, acceleration, exhaust):
    return -1e3 * SPEED * exhaust * math.log(1.0 - acceleration * duration / exhaust)


def least_descent(
    *, r, v, mass_kg, thrust_n, isp_s, site, duration_s, pitch_deg, yaw_deg
):  # fmt: skip
    """Least Δv (m/s) from the circle of ignitions through ``r`` and ``v`` (level) to rest.

    ``site`` gives position and velocity of the goal (km, km/s) some seconds after ignition.
    The remaining arguments are the burn to begin from.
    """
    r, v = np.asarray(r) / RADIUS_KM, np.asarray(v) / SPEED
    axes = np.stack((_unit(r), _unit(v), _unit(np.cross(r, v))))
    acceleration, exhaust = _engine(mass_kg, thrust_n, isp_s)

    def goal(t):
        place, motion = site(t * SECOND)
        return np.asarray(place) / RADIUS_KM, np.asarray(motion) / SPEED

    radius, speed, t = np.linalg.norm(r), np.linalg.norm(v), duration_s / SECOND
    pitch, yaw = (np.tan(np.radians(angles)) for angles in (pitch_deg, yaw_deg))
    turn = speed / radius
    q = (
        (turn + (pitch[1] - pitch[0]) / t) * axes[0]
        + pitch[0] * turn * axes[1]
        + (yaw[1] - yaw[0]) / t * axes[2]
    )
    x = _shoot(
        _primer_rate(acceleration, exhaust), _Descent(0.0, radius, speed, axes, goal),
        [pitch[0], yaw[0], *q, t, 0.0],
    )  # fmt: skip
    return _dv_m_s(x[5], acceleration, exhaust)


def least_ascent(
    *, r, v, normal, mass_kg, thrust_n, isp_s, radius_km, speed_km_s, duration_s, pitch_deg
):
    """Least Δv (m/s) from a state to level flight at a radius and speed in a plane."""
    r, v = np.asarray(r) / RADIUS_KM, np.asarray(v) / SPEED
    acceleration, exhaust = _engine(mass_kg, thrust_n, isp_s)
    t, pitch = duration_s / SECOND, np.tan(np.radians(pitch_deg))
    up, _, _ = _frame(r, normal)
    x = _shoot(
        _primer_rate(acceleration, exhaust),
        _Ascent(r, v, normal, radius_km / RADIUS_KM, speed_km_s / SPEED),
        [pitch[0], 0.0, *((pitch[1] - pitch[0]) / t * up), t],
    )
    return _dv_m_s(x[5], acceleration, exhaust)
