"""A change of view keeps every distance; only the axes differ."""

from __future__ import annotations

import numpy as np
import pytest

from planner.figures.frames import APPROACH_KM, VIEWS, earth_centred, moon_centred, rotating
from tests.views.sample_plan import sample_path

#: A tenth of a metre over 400 000 km: what is left of double precision after a rotation.
TOLERANCE_KM = 1e-4


@pytest.mark.parametrize("name", VIEWS)
def test_distance_to_moon_is_the_same_in_every_view(name):
    path = sample_path()
    truth = np.linalg.norm(path.craft_km - path.moon_km, axis=1)
    view = VIEWS[name](path)
    seen = np.linalg.norm(view.craft_km - view.moon_km, axis=1)
    assert seen == pytest.approx(truth[-len(seen) :], abs=TOLERANCE_KM)


@pytest.mark.parametrize("name", VIEWS)
def test_distance_to_earth_is_the_same_in_every_view(name):
    path = sample_path()
    view = VIEWS[name](path)
    seen = np.linalg.norm(view.craft_km - view.earth_km, axis=1)
    assert seen == pytest.approx(
        np.linalg.norm(path.craft_km, axis=1)[-len(seen) :], abs=TOLERANCE_KM
    )


def test_moon_stays_on_the_x_axis_of_the_rotating_view():
    moon = rotating(sample_path()).moon_km
    assert moon[:, 0].min() > 0.0
    assert moon[:, 1] == pytest.approx(0.0, abs=TOLERANCE_KM)


def test_moon_moves_in_the_earth_centred_view_and_arrives_on_the_x_axis():
    moon = earth_centred(sample_path()).moon_km
    assert moon[-1, 1] == pytest.approx(0.0, abs=TOLERANCE_KM)
    # 4.5 days of a 27-day orbit: about a radian, 384 000 km.
    assert np.linalg.norm(moon[0] - moon[-1]) > 300_000.0


def test_moon_centred_view_holds_the_approach_only():
    view = moon_centred(sample_path())
    assert np.linalg.norm(view.craft_km, axis=1).max() <= APPROACH_KM
    assert view.days[0] > 0.0
