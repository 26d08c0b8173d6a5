"""Elements against SPICE and boinor, round trips, and the corners where angles vanish."""

from __future__ import annotations

import math

import numpy as np
import pytest
import spiceypy
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.constants import GM_EARTH_KM3_S2
from planner.astro.elements import Elements, elements_from_state, state_from_elements
from planner.errors import OutOfRangeError

GM = GM_EARTH_KM3_S2
TURN = 2.0 * math.pi

#: Where every angle is well defined: eccentric, tilted, and no near-parabola.
proper_eccentricities = st.one_of(st.floats(1e-3, 0.999), st.floats(1.001, 5.0))
proper_inclinations = st.floats(1e-3, math.pi - 1e-3)
eccentricities = st.one_of(
    proper_eccentricities,
    st.floats(0.0, 1e-3),
    st.floats(0.999, 1.001),
    st.sampled_from([0.0, 1e-16, 1e-12, 1.0]),
)
inclinations = st.one_of(
    proper_inclinations, st.sampled_from([0.0, 1e-16, 1e-9, math.pi - 1e-9, math.pi])
)
turns = st.floats(0.0, TURN)


@st.composite
def conics(draw, e=eccentricities, inclination=inclinations) -> Elements:
    eccentricity = draw(e)
    # Keeps 1 + e cos(nu) above 0.1, short of the asymptote.
    reach = math.pi if eccentricity < 0.9 else math.acos(-0.9 / eccentricity)
    return Elements(
        p_km=draw(st.floats(1.0e3, 1.0e6)),
        eccentricity=eccentricity,
        inclination_rad=draw(inclination),
        raan_rad=draw(turns),
        argp_rad=draw(turns),
        true_anomaly_rad=draw(st.floats(-reach, reach)),
    )


proper_conics = conics(proper_eccentricities, proper_inclinations)


def assert_same_state(got: np.ndarray, expected: np.ndarray) -> None:
    # 1 + e cos(nu) is at least 0.1 here: some tens of roundings, relative to the vector.
    for part in (slice(0, 3), slice(3, 6)):
        size = np.linalg.norm(expected[part])
        np.testing.assert_allclose(got[part], expected[part], rtol=0, atol=1e-12 * size)


@settings(deadline=None)  # the first example pays for compilation
@given(elements=conics())
def test_round_trip_of_the_state(elements):
    state = state_from_elements(elements, gm_km3_s2=GM)
    again = elements_from_state(state, gm_km3_s2=GM)
    assert_same_state(state_from_elements(again, gm_km3_s2=GM), state)


@settings(deadline=None)
@given(elements=proper_conics)
def test_round_trip_of_the_elements(elements):
    again = elements_from_state(state_from_elements(elements, gm_km3_s2=GM), gm_km3_s2=GM)
    assert again.p_km == pytest.approx(elements.p_km, rel=1e-12)
    assert again.eccentricity == pytest.approx(elements.eccentricity, abs=1e-12)
    for got, expected in zip(again[2:], elements[2:], strict=True):
        # Rounding over 1e-3, the least eccentricity and the least tilt.
        assert abs(math.remainder(got - expected, TURN)) < 1e-11


@settings(deadline=None)
@given(elements=proper_conics)
def test_elements_are_those_of_spice(elements):
    state = state_from_elements(elements, gm_km3_s2=GM)
    rp, e, inclination, raan, argp, _, _, _, nu, a, _ = spiceypy.oscltx(state, 0.0, GM)[:11]
    got = elements_from_state(state, gm_km3_s2=GM)
    assert got.periapsis_km == pytest.approx(rp, rel=1e-11)
    assert got.semi_major_axis_km == pytest.approx(a, rel=1e-9)  # divided by |1 - e²| > 2e-3
    assert got.eccentricity == pytest.approx(e, rel=1e-9)
    angles = (inclination, raan, argp, nu)
    for mine, theirs in zip(got[2:], angles, strict=True):
        # SPICE goes through cosines, flat at their ends: half the digits, over 1e-3.
        assert abs(math.remainder(mine - theirs, TURN)) < 1e-7


@pytest.mark.parametrize("e", [0.1, 0.97, 1.4])
def test_elements_are_those_of_boinor(e):
    from boinor.core.elements import rv2coe

    elements = Elements(12_000.0, e, 0.5, 4.0, 2.0, 1.0)
    state = state_from_elements(elements, gm_km3_s2=GM)
    theirs = rv2coe.py_func(GM, state[:3], state[3:])
    for mine, other in zip(elements_from_state(state, gm_km3_s2=GM), theirs, strict=True):
        assert math.remainder(mine - other, TURN) == pytest.approx(0.0, abs=1e-8)


def test_circle_in_the_plane_of_reference():
    speed = math.sqrt(GM / 7000.0)
    angle = 2.5
    state = [7000.0 * math.cos(angle), 7000.0 * math.sin(angle), 0.0]
    state += [-speed * math.sin(angle), speed * math.cos(angle), 0.0]
    got = elements_from_state(state, gm_km3_s2=GM)
    assert (got.eccentricity, got.inclination_rad, got.raan_rad) == (
        pytest.approx(0, abs=1e-15),
        0,
        0,
    )
    assert math.remainder(got.argp_rad + got.true_anomaly_rad - angle, TURN) == pytest.approx(0.0)


def test_retrograde_ellipse_in_the_plane_of_reference():
    # At periapsis on the x axis, going to -y: longitudes run backwards, node at x.
    state = [7000.0, 0.0, 0.0, 0.0, -9.0, 0.0]
    got = elements_from_state(state, gm_km3_s2=GM)
    assert got.inclination_rad == math.pi
    assert got.eccentricity == pytest.approx(7000.0 * 81.0 / GM - 1.0, rel=1e-13)
    assert got[3:] == (0.0, 0.0, 0.0)


def test_parabola():
    speed = math.sqrt(2.0 * GM / 8192.0)
    got = elements_from_state([8192.0, 0, 0, 0, 0, speed], gm_km3_s2=GM)
    assert got.eccentricity == pytest.approx(1.0, abs=1e-15)
    assert got.periapsis_km == pytest.approx(8192.0)
    assert Elements(2.0, 1.0, 0, 0, 0, 0).semi_major_axis_km == math.inf
    assert Elements(2.0, 2.0, 0, 0, 0, 0).semi_major_axis_km == pytest.approx(-2.0 / 3.0)


@pytest.mark.parametrize(
    "state",
    [
        [7000.0, 0.0, 0.0, 3.0, 0.0, 0.0],
        [7000.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0] * 6,
        [7000.0, 0.0, 0.0, 0.0, float("nan"), 0.0],
        [7000.0, 0.0, 0.0, 0.0, float("inf"), 0.0],
    ],
)
def test_states_without_a_conic_are_refused(state):
    with pytest.raises(OutOfRangeError, match="angular momentum") as caught:
        elements_from_state(state, gm_km3_s2=GM)
    assert caught.value.name == "state_km_s"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"p_km": 0.0}, "elements"),
        ({"p_km": float("nan")}, "elements"),
        ({"eccentricity": -0.1}, "elements"),
        ({"eccentricity": 2.0, "true_anomaly_rad": 2.2}, "true_anomaly_rad"),
        ({"true_anomaly_rad": float("nan")}, "true_anomaly_rad"),
    ],
)
def test_elements_without_a_state_are_refused(changed, name):
    elements = Elements(7000.0, 0.1, 0.2, 0.3, 0.4, 0.5)._replace(**changed)
    with pytest.raises(OutOfRangeError) as caught:
        state_from_elements(elements, gm_km3_s2=GM)
    assert caught.value.name == name
