"""B-plane: against the conic itself, built from its elements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.astro.bplane import aim_point_km, asymptote_declination, bplane
from planner.astro.constants import GM_MOON_KM3_S2 as GM

POLE = np.array([0.0, 0.0, 1.0])


def rotation(node: float, inclination: float, argument: float) -> np.ndarray:
    """Perifocal to inertial axes."""

    def z(a: float) -> np.ndarray:
        return np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])

    c, s = np.cos(inclination), np.sin(inclination)
    return z(node) @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]) @ z(argument)


def hyperbola(
    periapsis: float, v_inf: float, turn: np.ndarray, hyperbolic_anomaly: float
) -> tuple[np.ndarray, float]:
    """State on a hyperbola and the time since periapsis."""
    a = GM / v_inf**2
    e = 1.0 + periapsis / a
    f = hyperbolic_anomaly
    r = a * np.array([e - np.cosh(f), np.sqrt(e * e - 1) * np.sinh(f), 0])
    rate = np.sqrt(GM / a**3) / (e * np.cosh(f) - 1)
    v = a * rate * np.array([-np.sinh(f), np.sqrt(e * e - 1) * np.cosh(f), 0])
    return np.concatenate((turn @ r, turn @ v)), (e * np.sinh(f) - f) * np.sqrt(a**3 / GM)


angle = st.floats(0.05, 3.05)


@given(
    periapsis=st.floats(1750.0, 2e4),
    v_inf=st.floats(0.3, 2.0),
    node=angle,
    inclination=angle,
    argument=angle,
    anomaly=st.floats(-3.0, 1.0),
)
def test_reads_back_the_conic(
    periapsis: float,
    v_inf: float,
    node: float,
    inclination: float,
    argument: float,
    anomaly: float,
) -> None:
    state, since = hyperbola(periapsis, v_inf, rotation(node, inclination, argument), anomaly)
    b_t, b_r, to_go, speed, radius = bplane(GM, state, POLE)
    assert radius == pytest.approx(periapsis, rel=1e-9)
    assert speed == pytest.approx(v_inf, rel=1e-9)
    assert to_go == pytest.approx(-since, abs=1e-5)
    impact = periapsis * np.sqrt(1 + 2 * GM / (periapsis * v_inf**2))
    assert np.hypot(b_t, b_r) == pytest.approx(impact, rel=1e-9)
    declination = asymptote_declination(GM, state, POLE)
    # The point that asks for this inclination is one of the two this B could be.
    goals = [
        aim_point_km(
            gm_km3_s2=GM,
            v_inf_km_s=v_inf,
            periapsis_km=periapsis,
            inclination_rad=inclination,
            declination_rad=declination,
            north_first=north,
        )
        for north in (True, False)
    ]
    misses = [np.hypot(b_t - goal[0], b_r - goal[1]) for goal in goals if goal]
    # Where inclination equals declination the two points meet and rounding is amplified.
    assert min(misses) < 1e-4 * impact


def test_north_first_goes_over_the_north() -> None:
    """B.R < 0 puts the incoming asymptote on the north side of an equatorial arrival."""
    for inclination in (np.pi / 2,):
        for argument in (-np.pi / 2, np.pi / 2):
            state, _ = hyperbola(2000.0, 1.0, rotation(0.0, inclination, argument), -1.5)
            _, b_r, *_ = bplane(GM, state, POLE)
            declination = asymptote_declination(GM, state, POLE)
            goal = aim_point_km(
                gm_km3_s2=GM,
                v_inf_km_s=1.0,
                periapsis_km=2000.0,
                inclination_rad=inclination,
                declination_rad=declination,
                north_first=state[2] > 0,
            )
            assert goal is not None
            if abs(declination) < 0.3:
                assert np.sign(b_r) == np.sign(goal[1])


def test_inclination_below_the_asymptote_is_impossible() -> None:
    assert (
        aim_point_km(
            gm_km3_s2=GM,
            v_inf_km_s=0.8,
            periapsis_km=1837.4,
            inclination_rad=0.1,
            declination_rad=0.2,
            north_first=True,
        )
        is None
    )


def test_a_bound_orbit_has_no_bplane() -> None:
    assert np.isnan(bplane(GM, np.array([1837.4, 0, 0, 0, 1.6, 0]), POLE)).all()
