"""The CR3BP's frame laid over the Earth and the Moon of date."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.astro.constants import CR3BP_MU
from planner.astro.ephemeris import body_states_km_s
from planner.astro.pulsating import from_earth_km_s, moon_frame, to_earth_km_s
from planner.errors import OutOfRangeError

EPOCHS = st.floats(2439000.5, 2475000.5)
NUMBERS = st.floats(-1.5, 1.5)


@settings(max_examples=50, deadline=None)
@given(EPOCHS, st.tuples(*[NUMBERS] * 6))
def test_there_and_back(epoch: float, state: tuple[float, ...]) -> None:
    there = to_earth_km_s(tdb_jd=epoch, states=state, mu=CR3BP_MU)
    back = from_earth_km_s(tdb_jd=epoch, states_km_s=there, mu=CR3BP_MU)
    # 1e-13 of the distance of the Moon is 0.04 mm: rounding of the turned vectors.
    assert back[0] == pytest.approx(state, abs=1e-13)


@given(EPOCHS)
@settings(max_examples=20, deadline=None)
def test_the_two_bodies_stand_still_in_it(epoch: float) -> None:
    rest = [[-CR3BP_MU, 0, 0, 0, 0, 0], [1.0 - CR3BP_MU, 0, 0, 0, 0, 0]]
    earth, moon = to_earth_km_s(tdb_jd=[epoch, epoch], states=rest, mu=CR3BP_MU)
    # Rounding of 400 000 km and 1 km/s.
    assert np.abs(earth[:3]).max() < 1e-9
    assert np.abs(earth[3:]).max() < 1e-14
    assert moon == pytest.approx(body_states_km_s("moon", epoch)[0], abs=1e-9)


@given(EPOCHS, st.tuples(*[NUMBERS] * 3))
@settings(max_examples=20, deadline=None)
def test_velocity_is_the_rate_of_the_place(epoch: float, place: tuple[float, ...]) -> None:
    step_d = 60.0 / 86400.0
    epochs = [epoch - step_d, epoch, epoch + step_d]
    states = to_earth_km_s(tdb_jd=epochs, states=[[*place, 0, 0, 0]] * 3, mu=CR3BP_MU)
    seconds = (epochs[2] - epochs[0]) * 86400.0
    rate = (states[2, :3] - states[0, :3]) / seconds
    # The frame leaves out how the Moon's plane turns: 0.02 degrees a day at most, on a
    # lever of 2.6 distances of the Moon 4 m/s; the rest of a difference over 2 min is 1 mm/s.
    assert np.linalg.norm(rate - states[1, 3:]) < 4e-3


def test_its_axes_are_right_handed_and_its_length_is_the_moons() -> None:
    frame = moon_frame([2461000.5])
    assert np.linalg.det(frame.axes[0]) == pytest.approx(1.0, abs=1e-14)
    assert frame.length_km[0] == pytest.approx(
        np.linalg.norm(body_states_km_s("moon", 2461000.5)[0, :3]), rel=1e-15
    )


def test_refuses_a_date_without_ephemeris() -> None:
    with pytest.raises(OutOfRangeError, match="tdb_jd"):
        to_earth_km_s(tdb_jd=[2400000.5], states=[[0.0] * 6], mu=CR3BP_MU)
