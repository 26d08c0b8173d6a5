"""Sunlight: the push of a closed form, shadows counted point by point, off is off."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.constants import AU_KM, EARTH_RADIUS_KM, J2000_JD, MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.propagate import propagate
from planner.astro.radiation import SUN_RADIUS_KM, add_radiation, lit_share, radiation_strength
from planner.errors import OutOfRangeError

EPOCH = 2462502.5
#: High over the Earth, in full light, away from everything.
HIGH = np.array([120000.0, 80000.0, 40000.0, -0.8, 1.0, 0.3])
SUN = np.array([AU_KM, 0.0, 0.0])
FAR = np.array([0.0, 0.0, 4e5])


def end(**light: float) -> np.ndarray:
    return propagate(
        epoch_tdb_jd=EPOCH, state_km_s=HIGH, duration_s=21600.0, rtol=1e-13, **light
    ).state_km_s


def test_a_square_metre_a_kilogram_at_one_astronomical_unit() -> None:
    acc = np.zeros(3)
    craft = np.array([0.0, 50000.0, 0.0])
    strength = radiation_strength(area_m2_kg=1.0, cr=1.0)
    add_radiation(craft, SUN, FAR, strength, False, acc, np.zeros((3, 3)))
    # 1367 W/m² over the speed of light, in km/s²; 1e-6: the craft is not quite at 1 AU.
    assert np.linalg.norm(acc) == pytest.approx(1367.0 / 299792458.0 * 1e-3, rel=3e-4)
    assert acc / np.linalg.norm(acc) == pytest.approx((craft - SUN) / np.linalg.norm(craft - SUN))


def test_no_area_is_no_light_to_the_last_bit() -> None:
    assert (end() == end(srp_area_m2_kg=0.0, srp_cr=1.8)).all()


def test_light_moves_a_craft_as_far_as_a_constant_push_would() -> None:
    moved = end(srp_area_m2_kg=0.02, srp_cr=1.3) - end()
    sun = body_states_km_s("sun", EPOCH)[0, :3]
    push = 4.56e-9 * 0.02 * 1.3 * (AU_KM / np.linalg.norm(sun)) ** 2
    straight = -0.5 * push * 21600.0**2 * sun / np.linalg.norm(sun)
    # A hundredth: the pull of the Earth differs along the two ways.
    assert moved[:3] == pytest.approx(straight, abs=0.01 * np.linalg.norm(straight))


def test_light_is_a_weaker_pull_of_the_sun_where_nothing_shades() -> None:
    # The frame's own fall towards the Sun is not weakened, so compare differences.
    grad, acc = np.zeros((3, 3)), np.zeros(3)
    craft = HIGH[:3]
    strength = radiation_strength(area_m2_kg=5.0, cr=1.5)
    add_radiation(craft, SUN, FAR, strength, True, acc, grad)
    for i in range(3):
        ahead, behind = np.zeros(3), np.zeros(3)
        step = 1e3 * np.eye(3)[i]
        add_radiation(craft + step, SUN, FAR, strength, False, ahead, np.zeros((3, 3)))
        add_radiation(craft - step, SUN, FAR, strength, False, behind, np.zeros((3, 3)))
        expected = (ahead - behind) / 2e3
        for k in range(i, 3):
            # Rounding of a push of 4e-8 km/s² over 2000 km, doubled.
            assert grad[i, k] == pytest.approx(expected[k], abs=1e-20)


def counted_light(craft: np.ndarray, body: np.ndarray, radius: float) -> float:
    """Share of the Sun's disc that rays from 40 000 points of it reach the craft from."""
    to_sun = SUN - craft
    axis = to_sun / np.linalg.norm(to_sun)
    side = np.cross(axis, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    line = (np.arange(200) + 0.5) / 100.0 - 1.0
    x, y = np.meshgrid(line, line)
    inside = x * x + y * y < 1.0
    points = SUN_RADIUS_KM * (x[inside][:, None] * side + y[inside][:, None] * np.cross(axis, side))
    rays = to_sun + points
    rays /= np.linalg.norm(rays, axis=1)[:, None]
    ahead = rays @ (body - craft)
    miss = np.linalg.norm(np.cross(rays, body - craft), axis=1)
    return float(np.mean((miss > radius) | (ahead < 0.0)))


@pytest.mark.parametrize("height_km", np.linspace(6200.0, 6600.0, 9))
def test_shadow_of_the_earth_against_counted_rays(height_km: float) -> None:
    craft = np.array([-42000.0, height_km, 0.0])
    ours = lit_share(craft, SUN, np.zeros(3), EARTH_RADIUS_KM)
    # 0.01: points along the edge of the disc that fall either way.
    assert ours == pytest.approx(counted_light(craft, np.zeros(3), EARTH_RADIUS_KM), abs=0.01)


def test_light_and_dark_and_a_ring_of_sun() -> None:
    moon = np.zeros(3)
    dark = np.array([-2000.0, 10.0, 0.0])
    ring = np.array([-600000.0, 0.0, 0.0])  # beyond the tip of the Moon's shadow
    assert lit_share(dark, SUN, moon, MOON_RADIUS_KM) == 0.0
    assert lit_share(-dark, SUN, moon, MOON_RADIUS_KM) == 1.0
    ours = lit_share(ring, SUN, moon, MOON_RADIUS_KM)
    assert ours == pytest.approx(counted_light(ring, moon, MOON_RADIUS_KM), abs=0.01)
    assert 0.1 < ours < 0.9
    assert lit_share(np.array([0.0, 0.0, 1000.0]), SUN, moon, MOON_RADIUS_KM) == 0.0


def test_the_far_side_of_the_moon_is_in_its_shadow() -> None:
    t_s = (EPOCH - J2000_JD) * 86400.0
    assert t_s > 0.0
    moon = body_states_km_s("moon", EPOCH)[0, :3]
    sun = body_states_km_s("sun", EPOCH)[0, :3]
    away = (moon - sun) / np.linalg.norm(moon - sun)
    acc = np.zeros(3)
    strength = radiation_strength(area_m2_kg=1.0)
    add_radiation(moon + 1900.0 * away, sun, moon, strength, False, acc, np.zeros((3, 3)))
    assert not acc.any()
    add_radiation(moon - 1900.0 * away, sun, moon, strength, False, acc, np.zeros((3, 3)))
    assert acc.any()


@pytest.mark.parametrize(
    ("light", "named"),
    [
        ({"srp_area_m2_kg": -0.01}, "srp_area_m2_kg"),
        ({"srp_area_m2_kg": np.nan}, "srp_area_m2_kg"),
        ({"srp_area_m2_kg": np.inf}, "srp_area_m2_kg"),
        ({"srp_area_m2_kg": 0.01, "srp_cr": 0.5}, "srp_cr"),
        ({"srp_area_m2_kg": 0.01, "srp_cr": np.nan}, "srp_cr"),
        ({"srp_area_m2_kg": 0.01, "bodies": ("earth", "moon")}, "bodies"),
    ],
)
def test_light_that_cannot_be_is_refused(light: dict, named: str) -> None:
    with pytest.raises(OutOfRangeError, match=named):
        propagate(epoch_tdb_jd=EPOCH, state_km_s=HIGH, duration_s=60.0, **light)
