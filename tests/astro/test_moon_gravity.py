"""The Moon's field: constants of DE440, a potential in 50 digits, flights of scipy's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.arc import run
from planner.astro.constants import GM_MOON_KM3_S2, J2000_JD
from planner.astro.ephemeris import body_states_km_s
from planner.astro.harmonics import derivative_coefficients, fill_table, table_size
from planner.astro.lunar_forces import USUAL_BODIES, add_moon_field, lunar_model
from planner.astro.moon_gravity import (
    MOON_CS,
    MOON_J,
    PA_FROM_ME_ARCSEC,
    REFERENCE_RADIUS_KM,
    principal_from_mean_earth,
)
from planner.astro.orientation import moon_icrf_to_fixed, pole_of_date
from planner.astro.propagate import EventRequest, propagate
from planner.errors import OutOfRangeError
from tests.judges import moonfield as judge

T0_S = 9.5e8
EPOCH = J2000_JD + T0_S / 86400.0
#: Retrograde, inclined and eccentric: 60 by 700 km.
LOW = np.array([-1000.0, 1400.0, 560.0, -1.05, -0.55, -1.25])
NO_EVENTS = np.empty((0, 5))


def flown(
    state: np.ndarray, seconds: float, *, degree: int, bodies: tuple[str, ...] = USUAL_BODIES,
    stm: bool = False,
) -> np.ndarray:  # fmt: skip
    model = lunar_model(t0_s=T0_S, degree=degree, bodies=bodies)
    return run(
        model, state, seconds, rtol=1e-13, stm=stm, sample_t=(), event_rows=NO_EVENTS, unit="s"
    ).y


def principal_axes(t_s: float) -> np.ndarray:
    return judge.principal_from_mean() @ moon_icrf_to_fixed(T0_S + t_s)


def test_every_constant_is_printed_in_the_kernel() -> None:
    printed = judge.printed()
    assert printed["AM"] == REFERENCE_RADIUS_KM
    assert {n: printed[f"J{n}M"] for n in MOON_J} == MOON_J
    for (n, m), (c, s) in MOON_CS.items():
        # C22 and S22 stand in another order, but stand.
        assert (printed[f"C{n}{m}M"], printed[f"S{n}{m}M"]) == (c, s)
    assert len(MOON_CS) == sum(range(2, 7))  # no order forgotten


def test_principal_axes_are_those_of_the_frame_kernel() -> None:
    assert tuple(reversed(PA_FROM_ME_ARCSEC)) == judge.FRAME_KERNEL
    ours = principal_from_mean_earth()
    # 1e-15: rounding of sines and cosines.
    assert ours == pytest.approx(judge.principal_from_mean(), abs=1e-15)
    # 104 arc seconds is 875 m on the ground, as the module says.
    turned = np.degrees(np.arccos((np.trace(ours) - 1.0) / 2.0)) * 3600.0
    assert turned == pytest.approx(103.9, abs=0.1)


def field(position: np.ndarray, degree: int) -> tuple[np.ndarray, np.ndarray]:
    """Pull and gradient at a place given in principal axes, in these axes."""
    model = lunar_model(t0_s=T0_S, degree=degree, bodies=())
    axes = principal_axes(0.0)
    acc, grad = np.zeros(3), np.zeros((3, 3))
    add_moon_field(0.0, axes.T @ position, model, True, acc, grad)
    whole = np.triu(grad) + np.triu(grad, 1).T
    return axes @ acc, axes @ whole @ axes.T


@settings(max_examples=15, deadline=None)
@given(
    lat=st.floats(-1.57, 1.57), lon=st.floats(-3.14, 3.14), r=st.floats(1740.0, 20000.0),
    degree=st.integers(0, 6),
)  # fmt: skip
def test_pull_and_gradient_against_the_potential(
    lat: float, lon: float, r: float, degree: int
) -> None:
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    acc, grad = field(r * up, degree)
    # 1e-14: a dozen roundings of sums whose terms are no larger than the first.
    assert acc == pytest.approx(judge.pull(r * up, degree), abs=1e-14 * GM_MOON_KM3_S2 / r**2)
    assert grad == pytest.approx(judge.bend(r * up, degree), abs=3e-14 * GM_MOON_KM3_S2 / r**3)
    # Laplace: outside the mass the gradient has no trace.
    assert abs(np.trace(grad)) < 3e-14 * GM_MOON_KM3_S2 / r**3


def test_over_the_pole_nothing_is_singular() -> None:
    acc, grad = field(np.array([0.0, 0.0, 1800.0]), 6)
    assert acc == pytest.approx(judge.pull(np.array([0.0, 0.0, 1800.0]), 6), abs=1e-17)
    assert np.isfinite(grad).all()


def test_each_degree_adds_to_the_one_before() -> None:
    place = np.array([900.0, -1500.0, 700.0])
    pulls = [field(place, degree)[0] for degree in range(7)]
    changes = [float(np.linalg.norm(b - a)) for a, b in pairwise(pulls)]
    assert changes[0] == 0.0  # degree 1 is none: the origin is the centre of mass
    assert all(change > 1e-9 for change in changes[1:])


def test_a_derivative_of_a_series_is_a_series() -> None:
    # The mixed derivatives must not depend on their order: (n, m) by (n, m).
    series = {(2, 1): 0.3 - 0.2j, (3, 0): 0.7 + 0j, (3, 3): -0.1 + 0.4j}
    xy = derivative_coefficients(derivative_coefficients(series, 0), 1)
    yx = derivative_coefficients(derivative_coefficients(series, 1), 0)
    u = np.empty((2, table_size(5)))
    fill_table(0.3, -0.8, 0.9, 1.0, 5, u)

    def value(part: dict[tuple[int, int], complex]) -> float:
        at = {key: key[0] * (key[0] + 1) // 2 + key[1] for key in part}
        return sum((c * complex(*u[:, at[key]])).real for key, c in part.items())

    assert value(xy) == pytest.approx(value(yx), abs=1e-13)


def test_degree_0_is_the_point_mass_of_the_other_model() -> None:
    ours = flown(LOW, 86400.0, degree=0, bodies=("earth", "sun", "venus", "jupiter"))
    theirs = propagate(
        epoch_tdb_jd=EPOCH, state_km_s=LOW, duration_s=86400.0, center="moon", j2=True,
        pole=pole_of_date(T0_S), bodies=("earth", "moon", "sun", "venus", "mars", "jupiter"),
        rtol=1e-13,
    )  # fmt: skip
    moon = body_states_km_s("moon", theirs.epoch_tdb_jd)[0]
    # 2 m: where the other model is told about the Earth, the Moon of DE440 also feels the
    # relativity of the Sun, Saturn and its own figure, 1e-13 km/s², which a low orbit turns
    # into 1e-3 km a day; and Julian dates place the Moon to 40 mm.
    assert ours[:3] == pytest.approx(theirs.state_km_s[:3] - moon[:3], abs=2e-3)


def test_a_day_against_scipy() -> None:
    ours = flown(LOW, 43200.0, degree=4)
    theirs = judge.judge_about_moon(
        EPOCH, LOW, 43200.0, degree=4, axes=principal_axes, bodies=("earth", "sun")
    )
    # 0.1 m: two integrators at 1e-13 and 1e-11 over six turns.
    assert ours[:3] == pytest.approx(theirs[:3], abs=1e-4)
    # The field is worth kilometres here: off is not on.
    assert np.linalg.norm(ours[:3] - flown(LOW, 43200.0, degree=0)[:3]) > 5.0


@pytest.mark.parametrize("degree", [0, 2, 4])
def test_transition_matrix_by_differences_and_symplectic(degree: int) -> None:
    y = flown(LOW, 7000.0, degree=degree, stm=True)
    phi = y[6:].reshape(6, 6)
    steps = np.array([1e-3] * 3 + [1e-6] * 3)
    for i in range(6):
        shift = steps[i] * np.eye(6)[i]
        ahead = flown(LOW + shift, 7000.0, degree=degree)
        behind = flown(LOW - shift, 7000.0, degree=degree)
        # Differences are good to the square of the step: 1 m of 1700 km.
        expected = (ahead - behind) / (2.0 * steps[i])
        assert phi[:, i] == pytest.approx(expected, rel=1e-5, abs=1e-6 * abs(expected).max())
    j = np.block([[np.zeros((3, 3)), np.eye(3)], [-np.eye(3), np.zeros((3, 3))]])
    # 1e-8: rounding of elements up to 1e4.
    assert phi.T @ j @ phi == pytest.approx(j, abs=1e-8)


def test_there_and_back() -> None:
    end = flown(LOW, 86400.0, degree=6)
    model = lunar_model(t0_s=T0_S + 86400.0, degree=6)
    back = run(
        model, end, -86400.0, rtol=1e-13, stm=False, sample_t=(), event_rows=NO_EVENTS, unit="s"
    ).y
    # 10 cm: the phase along the orbit grows with every rounding of the energy.
    assert back[:3] == pytest.approx(LOW[:3], abs=1e-4)


def test_the_door_of_all_propagations_leads_here() -> None:
    rise = EventRequest(name="periapsis", body="moon")
    told = propagate(
        epoch_tdb_jd=EPOCH, state_km_s=LOW, duration_s=20000.0, center="moon",
        bodies=("earth", "moon", "sun"), moon_field_degree=4, events=(rise,),
        sample_s=np.arange(0.0, 20000.0, 5.0), rtol=1e-13,
    )  # fmt: skip
    moon = body_states_km_s("moon", told.epoch_tdb_jd)[0]
    # 0.2 mm/40 µs: a Julian date resolves 40 µs, in which the Moon moves 40 mm.
    assert told.state_km_s - moon == pytest.approx(flown(LOW, 20000.0, degree=4), abs=1e-4)
    start = body_states_km_s("moon", EPOCH)[0]
    assert told.samples_km_s[0] - start == pytest.approx(LOW, abs=1e-9)
    moons = body_states_km_s("moon", told.samples_tdb_jd)
    distance = np.linalg.norm(told.samples_km_s[:, :3] - moons[:, :3], axis=1)
    lows = distance[1:-1][(distance[1:-1] < distance[:-2]) & (distance[1:-1] < distance[2:])]
    # 10 m: half a step of 2.5 s beside the perilune at 6e-4 km/s² of curvature.
    assert [event.distance_km for event in told.events] == pytest.approx(lows, abs=0.01)
    assert len(lows) >= 2


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"moon_field_degree": 7}, "moon_field_degree"),
        ({"moon_field_degree": -1}, "moon_field_degree"),
        ({"center": "earth"}, "center"),
        ({"j2": True}, "j2"),
        ({"gm_km3_s2": {"earth": 4e5}}, "gm_km3_s2"),
        ({"bodies": ("earth", "pluto")}, "bodies"),
        ({"bodies": ("earth",), "srp_area_m2_kg": 0.01}, "bodies"),
    ],
)
def test_what_the_model_does_not_know_is_refused(changes: dict, named: str) -> None:
    words = {"center": "moon", "moon_field_degree": 2, "bodies": ("earth", "sun")} | changes
    with pytest.raises(OutOfRangeError, match=named):
        propagate(epoch_tdb_jd=EPOCH, state_km_s=LOW, duration_s=60.0, **words)
