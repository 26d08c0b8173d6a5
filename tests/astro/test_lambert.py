"""Lambert: published solutions, and the two-body motion itself as the judge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from planner.astro.lambert import (
    NO_SUCH_REVOLUTION,
    PLANE_UNDETERMINED,
    LambertError,
    izzo2015_many,
    lambert,
)

MU = 398600.4418
RE = 6378.137


def kepler_universal(mu: float, r0: np.ndarray, v0: np.ndarray, dt: float) -> np.ndarray:
    """Position after dt by universal variables (Battin 1999, 4.5): shares nothing with Izzo."""
    r0n, alpha = np.linalg.norm(r0), 2.0 / np.linalg.norm(r0) - v0 @ v0 / mu
    sigma = r0 @ v0 / np.sqrt(mu)

    def stumpff(z: float) -> tuple[float, float]:
        if z > 1e-6:
            s = np.sqrt(z)
            return (1 - np.cos(s)) / z, (s - np.sin(s)) / s**3
        if z < -1e-6:
            s = np.sqrt(-z)
            return (np.cosh(s) - 1) / -z, (np.sinh(s) - s) / s**3
        return 0.5 - z / 24 + z * z / 720, 1 / 6 - z / 120 + z * z / 5040

    def time_of(chi: float) -> float:
        c, s = stumpff(alpha * chi**2)
        return (sigma * chi**2 * c + (1 - alpha * r0n) * chi**3 * s + r0n * chi) / np.sqrt(mu)

    high = 1.0
    while time_of(high) < dt:
        high *= 2.0
    chi = brentq(lambda x: time_of(x) - dt, 0.0, high, xtol=1e-13 * high, rtol=1e-15)
    c, s = stumpff(alpha * chi**2)
    f, g = 1 - chi**2 / r0n * c, dt - chi**3 * s / np.sqrt(mu)
    return f * r0 + g * v0


# Source, r1 km, r2 km, tof s, options, v1 km/s, v2 km/s, tolerance km/s with its reason:
# each is half a unit of the last figure printed there, widened where mu differs.
PUBLISHED = [
    (
        "Vallado 4th ed. ex. 5.7, short way",
        (15945.34, 0, 0),
        (12214.83899, 10249.46731, 0),
        4560.0,
        {},
        (2.058913, 2.915965, 0),
        (-3.451565, 0.910315, 0),
        1e-5,
    ),
    (
        "Vallado 4th ed. ex. 5.7, long way",
        (15945.34, 0, 0),
        (12214.83899, 10249.46731, 0),
        4560.0,
        {"retrograde": True},
        (-3.811158, -2.003854, 0),
        (4.207569, 0.914724, 0),
        1e-5,
    ),
    (
        "Curtis ex. 5.2",
        (5000, 10000, 2100),
        (-14600, 2500, 7000),
        3600.0,
        {},
        (-5.9925, 1.9254, 3.2456),
        (-3.3125, -4.1966, -0.38529),
        1e-3,
    ),
    (
        "GMAT, hyperbolic",
        (7100, 200, 1300),
        (-38113.5870, 67274.1946, 29309.5799),
        12000.0,
        {},
        (0, 10.35, 5.5),
        (-3.6379, 4.4932, 1.7735),
        6e-3,
    ),  # given there to 1e-3 of the speed
    (
        "Der I",
        (2249.171260, 1898.007100, 5639.599193),
        (1744.495443, -4601.556054, 4043.864391),
        1618.50,
        {},
        (-2.09572809, 3.92602196, -4.94516810),
        (2.46309613, 0.84490197, 6.10890863),
        1e-3,
    ),
    (
        "Der II",
        (22592.145603, -1599.915239, -19783.950506),
        (1922.067697, 4054.157051, -8925.727465),
        36000.0,
        {},
        (2.000652697, 0.387688615, -2.666947760),
        (-3.79246619, -1.77707641, 6.856814395),
        1e-3,
    ),
    (
        "Der II, retrograde",
        (22592.145603, -1599.915239, -19783.950506),
        (1922.067697, 4054.157051, -8925.727465),
        36000.0,
        {"retrograde": True},
        (2.96616042, -1.27577231, -0.75545632),
        (5.8437455, -0.20047673, -5.48615883),
        1e-3,
    ),
    (
        "Der II, one revolution, high",
        (22592.145603, -1599.915239, -19783.950506),
        (1922.067697, 4054.157051, -8925.727465),
        36000.0,
        {"revs": 1, "branch": "high"},
        (0.50335770, 0.61869408, -1.57176904),
        (-4.18334626, -1.13262727, 6.13307091),
        5e-6,
    ),
    (
        "Der II, one revolution, low",
        (22592.145603, -1599.915239, -19783.950506),
        (1922.067697, 4054.157051, -8925.727465),
        36000.0,
        {"revs": 1, "branch": "low"},
        (-2.45759553, 1.16945801, 0.43161258),
        (-5.53841370, 0.01822220, 5.49641054),
        5e-6,
    ),
    (
        "Vallado, one revolution, a",
        (2.5 * RE, 0, 0),
        (1.9151111 * RE, 1.6069690 * RE, 0),
        92854.234,
        {"revs": 1, "branch": "low"},
        (-0.86961538, 6.33515458, 0),
        (-3.40599496, 5.41198792, 0),
        1e-6,
    ),
    (
        "Vallado, one revolution, b",
        (2.5 * RE, 0, 0),
        (1.9151111 * RE, 1.6069690 * RE, 0),
        92854.234,
        {"revs": 1, "branch": "high"},
        (5.83252272, 1.43199449, 0),
        (-5.38843998, -2.65210190, 0),
        1e-6,
    ),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=[case[0] for case in PUBLISHED])
def test_published_solutions(case: tuple) -> None:
    _, r1, r2, tof, options, v1, v2, tolerance = case
    got1, got2 = lambert(mu_km3_s2=MU, r1_km=r1, r2_km=r2, tof_s=tof, **options)
    assert np.abs(got1 - v1).max() < tolerance
    assert np.abs(got2 - v2).max() < tolerance


def test_battin_in_astronomical_units() -> None:
    v1, _ = lambert(
        mu_km3_s2=39.47692641,
        r1_km=(0.159321004, 0.579266185, 0.052359607),
        r2_km=(0.057594337, 0.605750797, 0.068345246),
        tof_s=0.010794065,
    )
    # Battin 1999, problem 7.12; printed to nine figures from rounded input.
    assert np.abs(v1 - (-9.303603251, 3.018641330, 1.536362143)).max() < 1e-3


unit = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)).filter(
    lambda v: 0.2 < np.linalg.norm(v) < 1.7
)


@given(d1=unit, d2=unit, r2=st.floats(3e5, 4.1e5), tof_d=st.floats(2, 8), back=st.booleans())
def test_the_arc_arrives(d1: tuple, d2: tuple, r2: float, tof_d: float, back: bool) -> None:
    """Two-body motion from (r1, v1) is at r2 after the time of flight, within a metre."""
    a = 6578.0 * np.array(d1) / np.linalg.norm(d1)
    b = r2 * np.array(d2) / np.linalg.norm(d2)
    angle = np.arccos(np.clip(a @ b / 6578.0 / r2, -1, 1))
    if not 0.01 < angle < np.pi - 1e-6:
        return
    v1, _ = lambert(mu_km3_s2=MU, r1_km=a, r2_km=b, tof_s=tof_d * 86400.0, retrograde=back)
    assert np.linalg.norm(kepler_universal(MU, a, v1, tof_d * 86400.0) - b) < 1e-3


@given(
    angle=st.floats(0.05, np.pi - 0.05),
    ratio=st.floats(0.1, 60.0),
    factor=st.floats(0.05, 5.0),
    tilt=st.floats(-1.5, 1.5),
    back=st.booleans(),
)
def test_ends_share_their_skewed_velocity(
    angle: float, ratio: float, factor: float, tilt: float, back: bool
) -> None:
    """Godal 1961: along the chord both ends move alike, along their radii alike and opposite.

    The identity guidance laws are built on (Battin 1999, 6.2). It holds for every arc between
    two points, whatever its time, and no solver is written with it.
    """
    r1 = np.array([7000.0, 0.0, 0.0])
    r2 = (
        7000.0
        * ratio
        * np.array([np.cos(angle), np.sin(angle) * np.cos(tilt), np.sin(angle) * np.sin(tilt)])
    )
    chord = np.linalg.norm(r2 - r1)
    mean = (np.linalg.norm(r1) + np.linalg.norm(r2) + chord) / 4.0
    tof_s = factor * np.pi * np.sqrt(mean**3 / MU)
    v1, v2 = lambert(mu_km3_s2=MU, r1_km=r1, r2_km=r2, tof_s=float(tof_s), retrograde=back)
    along = (r2 - r1) / chord
    chord_1, radial_1 = np.linalg.lstsq(np.stack([along, r1 / 7000.0]).T, v1, rcond=None)[0]
    chord_2, radial_2 = np.linalg.lstsq(
        np.stack([along, r2 / np.linalg.norm(r2)]).T, v2, rcond=None
    )[0]
    speed = max(np.linalg.norm(v1), np.linalg.norm(v2))
    # Rounding, enlarged where chord and radius are nearly parallel.
    assert chord_1 == pytest.approx(chord_2, abs=1e-9 * speed / np.sin(0.05))
    assert radial_1 == pytest.approx(-radial_2, abs=1e-9 * speed / np.sin(0.05))


@given(
    offset_deg=st.sampled_from([1.0, 1e-2, 1e-4, 1e-6]),
    turn=st.floats(0.0, 6.28),
    tof_d=st.floats(3.0, 6.0),
)
def test_near_opposite_radii_keep_a_millimetre(
    offset_deg: float, turn: float, tof_d: float
) -> None:
    """The textbook lambda loses metres to kilometres here (lambda^2 = 1 - c/s cancels)."""
    angle = np.pi - np.radians(offset_deg)
    r1 = 6578.0 * np.array([np.cos(turn), np.sin(turn), 0.0])
    r2 = 384400.0 * np.array([np.cos(turn + angle), np.sin(turn + angle), 0.0])
    v1, _ = lambert(mu_km3_s2=MU, r1_km=r1, r2_km=r2, tof_s=tof_d * 86400.0)
    reached = kepler_universal(MU, r1, v1, tof_d * 86400.0)
    # 1e-6 km: rounding of the independent propagation over 4e5 km is 1e-7 km.
    assert np.linalg.norm(reached - r2) < 1e-6


@pytest.mark.parametrize("tilt_deg", [0.0, 28.5, 90.0])
def test_opposite_radii_take_the_given_plane(tilt_deg: float) -> None:
    tilt = np.radians(tilt_deg)
    normal = np.array([0.0, -np.sin(tilt), np.cos(tilt)])
    v1, v2 = lambert(
        mu_km3_s2=MU, r1_km=(6578.0, 0, 0), r2_km=(-384400.0, 0, 0), tof_s=432000.0, normal=normal
    )
    assert abs(v1 @ normal) < 1e-12
    assert abs(v2 @ normal) < 1e-12
    assert np.cross((6578.0, 0, 0), v1) @ normal > 0.0
    reached = kepler_universal(MU, np.array([6578.0, 0, 0]), v1, 432000.0)
    assert np.linalg.norm(reached - (-384400.0, 0, 0)) < 1e-6


def test_opposite_radii_without_a_plane_are_refused() -> None:
    with pytest.raises(LambertError) as caught:
        lambert(
            mu_km3_s2=MU,
            r1_km=(6578.0, 0, 0),
            r2_km=(-384400.0, 0, 0),
            tof_s=432000.0,
            normal=(1.0, 0.0, 0.0),
        )
    assert caught.value.status == PLANE_UNDETERMINED


def test_too_short_for_a_revolution() -> None:
    with pytest.raises(LambertError, match="too short") as caught:
        lambert(
            mu_km3_s2=MU,
            r1_km=(22592.145603, -1599.915239, -19783.950506),
            r2_km=(1922.067697, 4054.157051, -8925.727465),
            tof_s=18000.0,
            revs=1,
        )
    assert caught.value.status == NO_SUCH_REVOLUTION


@given(
    revs=st.integers(1, 3),
    factor=st.floats(1.05, 4.0),
    angle=st.floats(0.3, 6.0),
    branch=st.sampled_from(["low", "high"]),
)
def test_multi_revolution_arcs_arrive(revs: int, factor: float, angle: float, branch: str) -> None:
    """After whole revolutions both branches still end at r2, within a metre."""
    if abs(angle - np.pi) < 1e-3:
        return
    r1 = np.array([8000.0, 0.0, 0.0])
    r2 = 20000.0 * np.array([np.cos(angle), np.sin(angle), 0.0])
    semi = 0.5 * (8000.0 + 20000.0)
    tof = factor * (revs + 1) * 2.0 * np.pi * np.sqrt(semi**3 / MU)
    v1, _ = lambert(mu_km3_s2=MU, r1_km=r1, r2_km=r2, tof_s=tof, revs=revs, branch=branch)
    assert np.linalg.norm(kepler_universal(MU, r1, v1, tof) - r2) < 1e-3


def test_many_equals_one() -> None:
    rng = np.random.default_rng(7)
    r1, r2 = rng.normal(size=(2, 50, 3)) * 7000.0
    tof = rng.uniform(600.0, 9000.0, 50)
    v1, v2 = np.empty((50, 3)), np.empty((50, 3))
    status = izzo2015_many(MU, r1, r2, tof, np.array([0.0, 0.0, 1.0]), v1, v2)
    assert not status.any()
    for i in range(50):
        a, b = lambert(mu_km3_s2=MU, r1_km=r1[i], r2_km=r2[i], tof_s=tof[i])
        assert np.array_equal(a, v1[i])
        assert np.array_equal(b, v2[i])
