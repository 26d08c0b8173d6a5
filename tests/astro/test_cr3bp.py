"""The restricted and the bicircular problem: published points, a judge, invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.bcr4bp import propagate_bcr4bp
from planner.astro.constants import CR3BP_MU
from planner.astro.cr3bp import (
    jacobi_constant,
    jacobi_gradient,
    libration_points,
    propagate_cr3bp,
)
from planner.astro.synodic import APSIDES
from planner.errors import NoConvergenceError, OutOfRangeError
from tests.judges.turning import judge_turning

# Topputo 2013, CMDA 117:279, table 1: mu, Sun's mass, distance, rate.
TOPPUTO_MU = 1.21506683e-2
SUN = {"sun_mass": 3.28900541e5, "sun_distance": 3.88811143e2, "sun_rate": -9.25195985e-1}
# Between the Earth and the Moon, off the plane; leaves and comes back within the times below.
START = np.array([0.72, 0.11, -0.08, 0.12, 0.35, 0.21])
STATES = st.tuples(
    st.floats(0.4, 0.75), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3),
    st.floats(-0.3, 0.3), st.floats(0.1, 0.5), st.floats(-0.3, 0.3),
)  # fmt: skip

# x of L1, L2, L3 and the Jacobi constants there, computed by others to the figures shown.
POINTS = [
    (
        0.01215058560962404,
        (0.836915125772, 1.155682165445, -1.005062645810),
        (3.1883411177, 3.1721604610, 3.0121471507, 2.9879970500),
    ),
    (
        0.0121506683,
        (0.836914718893, 1.155682483479, -1.005062680263),
        (3.1883418803, 3.1721611136, 3.0121472333, 2.98799697),
    ),
]


@pytest.mark.parametrize(("mu", "places", "constants"), POINTS)
def test_libration_points_published(mu: float, places: tuple, constants: tuple) -> None:
    points = libration_points(mu=mu)
    assert points[:3, 0] == pytest.approx(places, abs=1e-12)  # half a unit of the last figure
    assert np.all(points[:3, 1:] == 0.0)
    assert points[3] == pytest.approx([0.5 - mu, 0.866025403784, 0.0], abs=1e-12)
    assert points[4] == pytest.approx(points[3] * [1, -1, 1])
    ours = [jacobi_constant(mu=mu, state=[*p, 0, 0, 0]) for p in points[:4]]
    assert ours == pytest.approx(constants, abs=1.2e-9)  # C of L4 is printed to eight places


@settings(max_examples=30)
@given(mu=st.floats(1e-6, 0.5))
def test_a_craft_at_rest_in_a_libration_point_stays(mu: float) -> None:
    for place in libration_points(mu=mu):
        slope = jacobi_gradient(mu=mu, state=[*place, 0, 0, 0])
        # The pull's slope near L1 is at most some tens: 1e-13 is rounding of the place.
        assert np.abs(slope).max() < 1e-12


def test_agrees_with_an_inertial_judge() -> None:
    ours = propagate_cr3bp(mu=CR3BP_MU, state=START, time=2.5)
    theirs = judge_turning(CR3BP_MU, START, 2.5)
    # 1e-10 is 4 cm: two integrators at 1e-13 over eleven days.
    assert np.abs(ours.state - theirs).max() < 1e-10


@settings(max_examples=20)
@given(state=STATES)
def test_jacobi_constant_holds_and_the_way_back_leads_home(state: tuple) -> None:
    there = propagate_cr3bp(mu=CR3BP_MU, state=state, time=1.0)
    change = jacobi_constant(mu=CR3BP_MU, state=there.state) - jacobi_constant(
        mu=CR3BP_MU, state=state
    )
    # Close passes of the Earth magnify rounding: speeds reach 10, their squares 100.
    assert abs(change) < 1e-9
    back = propagate_cr3bp(mu=CR3BP_MU, state=there.state, time=-1.0)
    assert np.abs(back.state - state).max() < 1e-6


@settings(max_examples=20)
@given(state=STATES)
def test_mirrored_in_y_with_time_reversed_the_motion_is_the_same(state: tuple) -> None:
    mirror = np.array([1, -1, 1, -1, 1, -1])
    forth = propagate_cr3bp(mu=CR3BP_MU, state=state, time=0.8).state
    back = propagate_cr3bp(mu=CR3BP_MU, state=mirror * state, time=-0.8).state
    # Signs alone differ, so the roundings are the same too.
    assert np.array_equal(mirror * forth, back)


def _canonical() -> np.ndarray:
    """Turns (r, v) into (r, p) with p = v + spin x r."""
    change = np.eye(6)
    change[3, 1], change[4, 0] = -1.0, 1.0
    return change


@pytest.mark.parametrize("with_sun", [False, True])
def test_transition_matrix_is_symplectic_and_predicts_neighbours(with_sun: bool) -> None:
    def fly(state: np.ndarray, stm: bool = False):
        if with_sun:
            return propagate_bcr4bp(mu=CR3BP_MU, **SUN, t0=0.7, state=state, time=1.5, stm=stm)
        return propagate_cr3bp(mu=CR3BP_MU, state=state, time=1.5, stm=stm)

    base = fly(START, stm=True)
    turn = _canonical()
    matrix = turn @ base.stm @ np.linalg.inv(turn)
    form = np.block([[np.zeros((3, 3)), np.eye(3)], [-np.eye(3), np.zeros((3, 3))]])
    # Entries reach some hundreds, so their products round at 1e-11.
    assert np.abs(matrix.T @ form @ matrix - form).max() < 1e-8
    for i in range(6):
        shift = 1e-6 * np.eye(6)[i]
        measured = (fly(START + shift).state - fly(START - shift).state) / 2e-6
        # 1e-6 relative: third-order terms of the shift, and rounding over it.
        assert np.linalg.norm(measured - base.stm[:, i]) < 1e-6 * np.linalg.norm(base.stm[:, i])


def test_a_sun_without_mass_changes_nothing_and_with_mass_it_does() -> None:
    alone = propagate_cr3bp(mu=CR3BP_MU, state=START, time=2.5).state
    massless = propagate_bcr4bp(
        mu=CR3BP_MU, **(SUN | {"sun_mass": 0.0}), t0=0.0, state=START, time=2.5
    )
    assert np.abs(massless.state - alone).max() < 1e-13
    real = propagate_bcr4bp(mu=CR3BP_MU, **SUN, t0=0.0, state=START, time=2.5).state
    # Tides of 2 m_s / rho³ = 0.011 over 2.5² / 2: percents of the distance.
    assert 1e-3 < np.abs(real - alone).max() < 1.0


@pytest.mark.parametrize("t0", [0.0, 1.3, -4.0])
def test_bicircular_problem_agrees_with_an_inertial_judge(t0: float) -> None:
    ours = propagate_bcr4bp(mu=TOPPUTO_MU, **SUN, t0=t0, state=START, time=2.5).state
    theirs = judge_turning(TOPPUTO_MU, START, 2.5, sun=(*SUN.values(), t0))
    # Frame and Sun are consistent only to 1e-9: the judge turns 1 rad per unit as well,
    # so 1e-10 as without the Sun, times its nearby amplification.
    assert np.abs(ours - theirs).max() < 1e-9


def test_published_transfer_arrives_at_100_km() -> None:
    """167 km to 100 km in 4.6 days, planar, 3945 m/s (Topputo 2013); state to 12 places."""
    start = [-0.019721881106, -0.015250314240, 0.0, 9.550898362037, -4.741665178285, 0.0]
    end = propagate_bcr4bp(
        mu=TOPPUTO_MU, **SUN, t0=5.09340, state=start, time=6.15055589 - 5.09340
    ).state
    earth = np.hypot(start[0] + TOPPUTO_MU, start[1]) * 384405.0 - 6378.0
    moon = np.hypot(end[0] - 1.0 + TOPPUTO_MU, end[1])
    assert earth == pytest.approx(167.0, abs=1e-3)
    # 10 m: a unit of the last place printed, times some thousands on the way.
    assert moon * 384405.0 - 1738.0 == pytest.approx(100.0, abs=0.01)
    circular = np.sqrt(TOPPUTO_MU / moon)
    vx, vy = end[3] - end[1], end[4] + end[0] - 1.0 + TOPPUTO_MU  # about the Moon, not turning
    start_circular = np.sqrt((1.0 - TOPPUTO_MU) / np.hypot(start[0] + TOPPUTO_MU, start[1]))
    start_speed = np.hypot(start[3] - start[1], start[4] + start[0] + TOPPUTO_MU)
    dv = 1023.23281 * (start_speed - start_circular + np.hypot(vx, vy) - circular)
    assert dv == pytest.approx(3944.859, abs=0.01)  # its last figure, and 10 m of height


def test_apsides_of_the_moon_are_extremes_of_distance() -> None:
    start = [0.95, 0.0, 0.01, 0.0, 0.4, 0.1]
    times = np.linspace(0.0, 1.0, 2001)
    arc = propagate_cr3bp(mu=CR3BP_MU, state=start, time=1.0, sample_t=times, event_rows=APSIDES)
    distance = np.linalg.norm(arc.samples[:, :3] - [1 - CR3BP_MU, 0, 0], axis=1)
    inner = [
        i
        for i in range(1, 2000)
        if (distance[i] - distance[i - 1]) * (distance[i + 1] - distance[i]) < 0
    ]
    assert len(arc.events) == len(inner) > 1
    for event, i in zip(arc.events, inner, strict=True):
        assert abs(event[1] - times[i]) <= times[1]
        minimum = distance[i + 1] > distance[i]
        assert event[0] == (0 if minimum else 1)
        found = np.linalg.norm(event[2:5] - [1 - CR3BP_MU, 0, 0])
        assert (found <= distance[i]) if minimum else (found >= distance[i])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"mu": 0.0}, "mu"), ({"mu": 0.6}, "mu"), ({"mu": np.nan}, "mu"),
        ({"state": [1, 2]}, "state"), ({"state": [np.nan] * 6}, "state"),
        ({"time": np.inf}, "time"), ({"rtol": 1e-16}, "rtol"),
        ({"sun_mass": -1.0}, "sun_mass"), ({"sun_distance": 0.5}, "sun_distance"),
        ({"sun_rate": np.nan}, "sun_rate"), ({"t0": np.inf}, "t0"),
    ],
)  # fmt: skip
def test_bad_input_is_named(change: dict, word: str) -> None:
    given_ = {"mu": CR3BP_MU, **SUN, "t0": 0.0, "state": START, "time": 1.0} | change
    with pytest.raises(OutOfRangeError, match=word):
        propagate_bcr4bp(**given_)


@pytest.mark.parametrize(
    "state", [[1.0 - CR3BP_MU, 0, 0, 0, 0, 0], [1.0 - CR3BP_MU, 0, 0.02, 0, 0, 0]]
)
def test_a_body_s_centre_ends_the_flight_with_a_reason(state: list) -> None:
    with pytest.raises(NoConvergenceError, match=r"step|finite"):
        propagate_cr3bp(mu=CR3BP_MU, state=state, time=5.0)
