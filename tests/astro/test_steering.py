"""Steering laws: where they point, when they are on, what they do to the orbit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.astro.constants import GM_EARTH_KM3_S2 as GM
from planner.astro.elements import elements_core, state_core
from planner.astro.steering import LAW_SIZE, thrust_vector
from planner.transfers.low_thrust_pilot import coast_law, quotient_law, spiral_law

NORTH = np.array([0.0, 0.0, 1.0])
ANGLE = st.floats(0.0, 2.0 * math.pi)


def thrust(state: np.ndarray, law: np.ndarray) -> np.ndarray:
    out = np.empty(3)
    thrust_vector(state[:3].copy(), state[3:].copy(), GM, law, np.empty((2, 3)), out)
    return out


def orbit(a: float, e: float, i: float, argp: float, nu: float) -> np.ndarray:
    return state_core(a * (1.0 - e * e), e, i, 0.4, argp, nu, GM)


def to_orbit(a: float, e: float, i: float, effectivity: float = -1.0) -> np.ndarray:
    return quotient_law(
        body=-1, axis=NORTH, a_km=a, e=e, turn_rad=i, least_km=7000.0, soft_km_s=1e-4,
        effectivity=effectivity,
    )  # fmt: skip


def test_coasting_is_no_thrust() -> None:
    assert len(coast_law()) == LAW_SIZE
    assert not thrust(orbit(30e3, 0.5, 0.3, 1.0, 1.0), coast_law()).any()


@given(st.floats(8e3, 4e5), st.floats(0.01, 0.7), ANGLE, ANGLE)
def test_spiral_is_along_the_velocity(a: float, e: float, argp: float, nu: float) -> None:
    state = orbit(a, e, 0.3, argp, nu)
    ahead = state[3:] / np.linalg.norm(state[3:])
    assert thrust(state, spiral_law()) == pytest.approx(ahead, abs=1e-12)
    assert thrust(state, spiral_law(way=-1.0)) == pytest.approx(-ahead, abs=1e-12)


@given(st.floats(0.05, 0.8), st.floats(-math.pi, math.pi))
def test_arc_about_perigee(e: float, anomaly: float) -> None:
    """On inside 60 degrees of eccentric anomaly, off outside, but for the ramp (1.5 deg)."""
    nu = 2.0 * math.atan2(
        math.sqrt(1.0 + e) * math.sin(anomaly / 2.0), math.sqrt(1.0 - e) * math.cos(anomaly / 2.0)
    )
    size = np.linalg.norm(thrust(orbit(3e4, e, 0.3, 1.0, nu), spiral_law(half_arc_deg=60.0)))
    if abs(anomaly) < math.radians(58.0):
        assert size == pytest.approx(1.0, abs=1e-9)
    elif abs(anomaly) > math.radians(60.1):
        assert size == 0.0


@given(ANGLE, ANGLE)
def test_yaw_turns_the_plane_the_right_way(argp: float, nu: float) -> None:
    """The plane never moves away from the target's, and the orbit never sinks."""
    state = orbit(2e4, 0.01, 0.5, argp, nu)
    push = thrust(state, spiral_law(axis=NORTH, target_km_s=1.3))
    assert np.linalg.norm(push) == pytest.approx(1.0, abs=1e-9)
    assert push @ state[3:] > 0.0
    torque = np.cross(state[:3], push)
    h = np.cross(state[:3], state[3:])
    towards = NORTH - h * (NORTH @ h) / (h @ h)
    assert torque @ towards >= -1e-9 * np.linalg.norm(torque)


def quotient(state: np.ndarray, target: tuple[float, float, float]) -> float:
    """Petropoulos' quotient without its wall, written out again."""
    p, e, i, _, argp, _ = elements_core(state, GM)
    a = p / (1.0 - e * e)
    h = math.sqrt(GM * p)
    best = (
        2.0 * math.sqrt(a**3 * (1.0 + e) / (GM * (1.0 - e))),
        2.0 * p / h,
        p / (h * (math.sqrt(1.0 - (e * math.sin(argp)) ** 2) - e * abs(math.cos(argp)))),
    )
    far = math.sqrt(1.0 + ((a - target[0]) / (3.0 * target[0])) ** 4)
    parts = [(x - t) / b for x, t, b in zip((a, e, i), target, best, strict=True)]
    return far * parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2


@given(st.floats(0.15, 0.6), st.floats(0.3, 1.2), ANGLE, ANGLE)
def test_quotient_falls_nearly_as_fast_as_it_can(
    e: float, i: float, argp: float, nu: float
) -> None:
    """Against the slope over impulses of a millimetre a second, argument of perigee and all.

    The law leaves out that thrust turns the line of apsides as well; that is worth little
    while inclination is not the whole of what is left.
    """
    target = (2.4e5, 0.25, i - 0.1)
    state = orbit(1.2e5, e, i, argp, nu)
    slope = np.array([
        quotient(state + step, target) - quotient(state - step, target)
        for step in 1e-6 * np.eye(6)[3:]
    ])  # fmt: skip
    push = thrust(state, to_orbit(*target))
    assert np.linalg.norm(push) == pytest.approx(1.0, abs=1e-6)
    assert push @ slope < -0.9 * np.linalg.norm(slope)


@given(ANGLE, ANGLE)
def test_throttle_is_between_off_and_full(argp: float, nu: float) -> None:
    state = orbit(1.2e5, 0.6, 0.4, argp, nu)
    assert np.linalg.norm(thrust(state, to_orbit(2.4e5, 0.25, 0.3, effectivity=0.5))) <= 1.0 + 1e-9


def test_engine_rests_where_thrust_does_little() -> None:
    """A larger orbit is had near perigee, not near apogee."""
    law = to_orbit(2.4e5, 0.8, 0.4, effectivity=0.5)
    assert np.linalg.norm(thrust(orbit(1.2e5, 0.8, 0.4, 1.0, 0.0), law)) == pytest.approx(1.0)
    assert not thrust(orbit(1.2e5, 0.8, 0.4, 1.0, math.pi), law).any()


def test_throttle_closes_at_the_target() -> None:
    state = orbit(2.4e5, 0.25, 0.3, 1.0, 1.0)
    assert np.linalg.norm(thrust(state, to_orbit(2.4e5, 0.25, 0.3))) < 1e-3
