"""The turn into the plane of the way home, against a search and against what flies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from planner.campaign.way_home import (
    SURVEY_ALLOWANCE_M_S,
    WAIT_MAX_D,
    escape_m_s,
    return_of,
    tei_of,
    turned_tei_m_s,
)
from planner.transfers.earth_return import ReturnRequest

GM, RADIUS = 4_902.8001, 1_837.4  # km3/s2, km
COMPONENT = st.floats(-1.0, 1.0)
VECTORS = st.tuples(COMPONENT, COMPONENT, COMPONENT).filter(lambda v: np.linalg.norm(v) > 0.1)


def searched_m_s(normal: np.ndarray, v_inf: np.ndarray) -> float:
    """Every place of the circle tried: the hyperbola from there with its perilune there."""
    unit = normal / np.linalg.norm(normal)
    start = np.cross(unit, (1.0, 0.0, 0.0) if abs(unit[0]) < 0.9 else (0.0, 1.0, 0.0))
    start /= np.linalg.norm(start)
    size = np.linalg.norm(v_inf)
    eccentricity = 1.0 + RADIUS * size**2 / GM
    speed = np.sqrt(size**2 + 2.0 * GM / RADIUS)

    def place(angle: float) -> np.ndarray:
        return np.cos(angle) * start + np.sin(angle) * np.cross(unit, start)

    def short(angle: float) -> float:
        """Zero where the asymptote stands acos(-1/e) from perilune: only there it is tangential."""
        return float(place(angle) @ (v_inf / size) + 1.0 / eccentricity)

    def burn_m_s(angle: float) -> float:
        here = place(angle)
        away = v_inf / size - (here @ v_inf / size) * here
        burn = speed * away / np.linalg.norm(away) - np.sqrt(GM / RADIUS) * np.cross(unit, here)
        return float(1000.0 * np.linalg.norm(burn))

    angles = np.linspace(0.0, 2.0 * np.pi, 361)
    pairs = [(a, b) for a, b in pairwise(angles) if short(a) * short(b) < 0.0]
    return min((burn_m_s(brentq(short, a, b, xtol=1e-13)) for a, b in pairs), default=np.inf)


@settings(max_examples=60, deadline=None)
@given(VECTORS, VECTORS, st.floats(0.6, 1.2))
def test_the_burn_is_the_best_of_every_place_on_the_circle(normal, direction, excess):
    normal, direction = np.array(normal), np.array(direction)
    v_inf = excess * direction / np.linalg.norm(direction)
    best = searched_m_s(normal, v_inf)
    if not np.isfinite(best):
        return  # the asymptote lies too near the pole of the orbit for a burn at perilune
    found = escape_m_s(normal=tuple(normal), r_km=np.array([RADIUS]), v_inf_km_s=v_inf)
    assert found == pytest.approx(best, abs=1e-3)  # both solve it to the last digits


def test_in_the_plane_it_is_the_plain_escape():
    v_inf = np.array([0.9, 0.0, 0.0])
    found = escape_m_s(normal=(0.0, 0.0, 2.0), r_km=np.array([RADIUS]), v_inf_km_s=v_inf)
    plain = 1000.0 * (np.sqrt(0.81 + 2.0 * GM / RADIUS) - np.sqrt(GM / RADIUS))
    assert found == pytest.approx(plain, abs=0.01)


@pytest.mark.parametrize("node_deg", [10.0, 75.0, 140.0])
def test_within_a_fortnight_the_turn_is_nearly_free(node_deg):
    """The flown return, turned, costs little more than the same with its node free."""
    ready = datetime(2031, 5, 4, tzinfo=UTC)
    request = ReturnRequest(orbit_alt_km=100.0, orbit_inclination_deg=90.0)
    node = np.radians(node_deg)
    normal = (float(np.sin(node)), float(-np.cos(node)), 0.0)
    at, surveyed_m_s = tei_of(ready, normal, request)
    assert ready <= at <= ready + timedelta(days=WAIT_MAX_D)
    flown = return_of(at, request)
    turned_m_s = turned_tei_m_s(flown, normal)
    free_m_s = flown.burns[0].dv_m_s
    assert free_m_s - 5.0 <= turned_m_s <= free_m_s + 60.0
    assert turned_m_s <= surveyed_m_s + SURVEY_ALLOWANCE_M_S
    blind = max(turned_tei_m_s(return_of(ready + timedelta(days=d), request), normal)
                for d in (0.0, 3.5, 7.0, 10.5))  # fmt: skip
    assert blind > free_m_s + 500.0
