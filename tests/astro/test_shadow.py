"""Sunlight past a sphere: the grid of the disc, the umbra's length, the limb."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.astro.shadow import shadow_margin, visible_sun
from tests.judges.low_thrust import EARTH_KM, MOON_KM, SUN_KM, visible_share

SUN = np.array([1.496e8, 0.0, 0.0])
#: 4000 points resolve the area beside a line to about a thousandth.
GRID = 3e-3


def seen(craft: np.ndarray, radius_km: float = EARTH_KM) -> float:
    return visible_sun(*craft, *SUN, radius_km)


@given(st.floats(1.01, 80.0), st.floats(-1.5, 1.5), st.floats(0.0, 2.0 * np.pi))
def test_share_of_the_disc_is_that_of_points(far: float, off: float, turn: float) -> None:
    x = -far * EARTH_KM
    # Across the shadow's edge and past it, by penumbra widths.
    aside = EARTH_KM + off * SUN_KM * far * EARTH_KM / SUN[0]
    craft = np.array([x, aside * np.cos(turn), aside * np.sin(turn)])
    assert seen(craft) == pytest.approx(visible_share(craft, SUN, EARTH_KM), abs=GRID)


def test_umbra_ends_where_the_cones_say() -> None:
    """Sun and body look equally large at d r / (R - r) behind the body."""
    length = SUN[0] * MOON_KM / (SUN_KM - MOON_KM)
    assert seen(np.array([-0.999 * length, 0.0, 0.0]), MOON_KM) == 0.0
    annular = seen(np.array([-1.2 * length, 0.0, 0.0]), MOON_KM)
    assert annular == pytest.approx(1.0 - (1.0 / 1.2) ** 2, abs=0.01)  # the Sun is a little farther


def test_sunward_side_is_lit() -> None:
    assert seen(np.array([7000.0, 0.0, 0.0])) == 1.0


@given(st.floats(1.05, 60.0), st.floats(0.0, 3.0))
def test_margin_is_zero_where_half_the_disc_is_hidden(far: float, off: float) -> None:
    craft = np.array([-far * EARTH_KM, off * EARTH_KM, 0.0])
    margin, share = shadow_margin(*craft, *SUN, EARTH_KM), seen(craft)
    disc = SUN_KM / SUN[0]
    if margin > 1.01 * disc:
        assert share == 1.0
    elif margin < -1.01 * disc:
        assert share == 0.0
    else:
        assert 0.0 <= share <= 1.0
