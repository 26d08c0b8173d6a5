"""Many arcs in one call: each as if flown alone."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.propagate import propagate
from planner.astro.propagate_many import propagate_many
from planner.errors import NoConvergenceError, OutOfRangeError

EPOCH = 2462502.5
STATE = np.array([6578.0, 0.0, 0.0, 0.0, 10.9, 0.3])


def test_each_arc_is_as_if_flown_alone() -> None:
    rng = np.random.default_rng(5)
    states = STATE + rng.normal(size=(4, 6)) * [1, 1, 1, 1e-3, 1e-3, 1e-3]
    epochs = EPOCH + np.array([0.0, 1.5, 20.0, -30.0])
    durations = np.array([2e5, -1e5, 3e5, 0.0])
    many = propagate_many(
        epoch_tdb_jd=epochs, states_km_s=states, duration_s=durations, j2=True, stm=True
    )
    assert many.stms is not None
    for i in range(4):
        alone = propagate(
            epoch_tdb_jd=epochs[i],
            state_km_s=states[i],
            duration_s=durations[i],
            j2=True,
            stm=True,
        )
        # 1 mm: time counted from another epoch shifts the bodies by their motion in 1e-7 s.
        assert many.states_km_s[i, :3] == pytest.approx(alone.state_km_s[:3], abs=1e-6)
        assert np.linalg.norm(many.stms[i] - alone.stm) < 1e-9 * np.linalg.norm(alone.stm)
    assert np.array_equal(many.states_km_s[3], states[3])


def test_what_was_given_is_left_alone_and_scalars_hold_for_all() -> None:
    states = np.vstack((STATE, STATE))
    many = propagate_many(epoch_tdb_jd=EPOCH, states_km_s=states, duration_s=1e4)
    assert np.array_equal(states, np.vstack((STATE, STATE)))
    assert many.stms is None
    assert np.array_equal(many.states_km_s[0], many.states_km_s[1])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"states_km_s": STATE}, "states_km_s"),
        ({"states_km_s": np.zeros((2, 6))}, "states_km_s"),
        ({"states_km_s": np.empty((0, 6))}, "states_km_s"),
        ({"states_km_s": [[np.nan] * 6]}, "states_km_s"),
        ({"epoch_tdb_jd": [EPOCH] * 3}, "epoch_tdb_jd"),
        ({"epoch_tdb_jd": 2400000.5}, "1965"),
        ({"duration_s": np.inf}, "duration_s"),
        ({"duration_s": 2e9}, "1965"),
        ({"rtol": 1e-15}, "rtol"),
    ],
)
def test_bad_input_is_named(change: dict, word: str) -> None:
    given = {"epoch_tdb_jd": EPOCH, "states_km_s": [STATE, STATE], "duration_s": 1e3} | change
    with pytest.raises(OutOfRangeError, match=word):
        propagate_many(**given)


def test_the_arc_that_failed_is_named() -> None:
    falls = [7000.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    with pytest.raises(NoConvergenceError, match="arc 1 "):
        propagate_many(
            epoch_tdb_jd=EPOCH, states_km_s=[STATE, falls], duration_s=1e5, bodies=("earth",)
        )
