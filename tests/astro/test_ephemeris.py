"""The compiled DE440 tables against jplephem, DE421 and their own mathematics."""

from __future__ import annotations

import hashlib
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jplephem.spk import SPK

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.data.build_de440_excerpt import EXCERPT
from planner.astro.ephemeris import (
    BODIES,
    FIRST_S,
    JUPITER,
    LAST_S,
    MARS,
    MOON,
    SUN,
    body_states_km_s,
    geocentric_position,
    geocentric_positions,
    geocentric_state,
    load_ephemeris,
    positions_over_step,
)
from planner.errors import OutOfRangeError
from tests.reference.table import columns, read_table

# 1/128 day: every multiple of it is exact as seconds and as a Julian date, so that two
# programs can be asked for the very same instant.
EXACT_STEP_S = 675.0
NAIF = {"sun": 10, "venus": 2, "mars": 4, "jupiter": 5}

epochs_s = st.floats(FIRST_S, LAST_S)
bodies = st.sampled_from(range(len(BODIES)))


def state(body: int, t_tdb_s: float) -> np.ndarray:
    out = np.zeros(6)
    geocentric_state(load_ephemeris(), body, t_tdb_s, out)
    return out


def position(body: int, t_tdb_s: float) -> np.ndarray:
    out = np.zeros(3)
    geocentric_position(load_ephemeris(), body, t_tdb_s, out)
    return out


def seconds(tdb: str) -> float:
    j2000 = datetime.fromisoformat("2000-01-01T12:00:00")
    return (datetime.fromisoformat(tdb) - j2000).total_seconds()


@pytest.fixture(scope="module")
def exact_steps() -> np.ndarray:
    first, last = FIRST_S / EXACT_STEP_S, LAST_S / EXACT_STEP_S
    inner = np.random.default_rng(440).integers(int(first) + 1, int(last), 400)
    return np.concatenate([[first], inner, [last]])


def jplephem_states(body: str, steps: np.ndarray) -> np.ndarray:
    days = J2000_JD + np.floor(steps / 128.0)
    with SPK.open(str(EXCERPT)) as kernel:

        def pair(center: int, target: int) -> np.ndarray:
            r, v = kernel[center, target].compute_and_differentiate(days, (steps % 128.0) / 128.0)
            return np.vstack([r, v / SECONDS_PER_DAY]).T

        if body == "moon":
            return pair(3, 301) - pair(3, 399)
        return pair(0, NAIF[body]) - (pair(0, 3) + pair(3, 399))


@pytest.mark.parametrize(
    ("body", "tolerance_km", "tolerance_km_s"),
    [
        # A few units in the last place of the largest coefficient: 4e5 km for the Moon,
        # 1e8 for the inner bodies, 1e9 for Jupiter. Mars and Jupiter are re-expanded on
        # half records, and the derivative multiplies the rounding by n²/record.
        ("moon", 1e-9, 1e-14),
        ("sun", 2e-7, 1e-12),
        ("venus", 2e-7, 1e-12),
        ("mars", 1e-6, 2e-11),
        ("jupiter", 2e-6, 2e-11),
    ],
)
def test_states_equal_jplephem(exact_steps, body, tolerance_km, tolerance_km_s):
    expected = jplephem_states(body, exact_steps)
    got = np.array([state(BODIES.index(body), n * EXACT_STEP_S) for n in exact_steps])
    np.testing.assert_allclose(got[:, :3], expected[:, :3], rtol=0, atol=tolerance_km)
    np.testing.assert_allclose(got[:, 3:], expected[:, 3:], rtol=0, atol=tolerance_km_s)


def test_moon_vectors_of_de421():
    rows = read_table("moon_de421.csv")
    tdb_jd = np.ravel(columns(rows, "tdb_jd"))
    expected = np.array(columns(rows, "x_km y_km z_km vx_km_s vy_km_s vz_km_s"))
    got = body_states_km_s("moon", tdb_jd)
    # Two fits to the same Moon: 0.4 m (1992) to 5.0 m (2035) apart, the distance 1 m.
    assert np.linalg.norm(got[:, :3] - expected[:, :3], axis=1).max() < 6e-3
    np.testing.assert_allclose(
        np.linalg.norm(got[:, :3], axis=1), np.ravel(columns(rows, "distance_km")), atol=2e-3
    )
    known = ~np.isnan(expected[:, 3])
    # 5 m turned at 2.7e-6 rad/s, and 5e-9 of rounding.
    np.testing.assert_allclose(got[known, 3:], expected[known, 3:], rtol=0, atol=2e-8)


def test_sun_vectors_of_de421():
    table = np.array(columns(read_table("sun_de421.csv"), "tdb_jd x_km y_km z_km"))
    got = body_states_km_s("sun", table[:, 0])[:, :3]
    # 0.5 km of rounding; the fits differ by some 0.1 km.
    np.testing.assert_allclose(got, table[:, 1:], rtol=0, atol=0.7)


@pytest.mark.parametrize("row", read_table("moon_apsides_de421.csv"), ids=lambda row: row["tdb"])
def test_perigees_and_apogees(row):
    minutes = np.arange(-720, 721)
    tdb_jd = J2000_JD + (seconds(row["tdb"]) + 60.0 * minutes) / SECONDS_PER_DAY
    distance = np.linalg.norm(body_states_km_s("moon", tdb_jd)[:, :3], axis=1)
    at = distance.argmin() if row["kind"] == "perigee" else distance.argmax()
    # Rounded to 0.1 km, and 5 m between the fits.
    assert distance[at] == pytest.approx(float(row["distance_km"]), abs=0.056)
    # Near an extreme the distance changes by a metre in two minutes.
    assert abs(minutes[at]) <= 3


def test_distance_and_declination_over_a_decade():
    tdb_jd = np.arange(2461041.5, 2464693.5, 1.0 / 24.0)  # 2026-01-01..2035-12-31
    r = body_states_km_s("moon", tdb_jd)[:, :3]
    distance = np.linalg.norm(r, axis=1)
    # Hourly samples pass an extreme by 30 min, 0.03 km; 0.05 km of rounding.
    assert distance.min() == pytest.approx(356445.4, abs=0.1)
    assert distance.max() == pytest.approx(406670.1, abs=0.1)
    declination = np.degrees(np.arcsin(r[:, 2] / distance))
    assert np.abs(declination).max() == pytest.approx(28.416, abs=0.001)
    years = {2026: 28.4, 2030: 23.5, 2034: 18.6, 2035: 19.3}
    for year, expected_deg in years.items():
        start = J2000_JD + seconds(f"{year}-01-01") / SECONDS_PER_DAY
        in_year = np.abs(declination[(tdb_jd >= start) & (tdb_jd < start + 365.0)])
        assert in_year.max() == pytest.approx(expected_deg, abs=0.06)  # tabulated to 0.1


@settings(deadline=None)  # the first example pays imports and compilation
@given(body=bodies, t_tdb_s=st.integers(int(FIRST_S) + 60, int(LAST_S) - 60))
def test_velocity_is_the_derivative_of_position(body, t_tdb_s):
    h = 60.0
    slope = (position(body, t_tdb_s + h) - position(body, t_tdb_s - h)) / (2.0 * h)
    # h²/6 times the Moon's third derivative 8e-12 km/s³ is 5e-9; rounding of 1e-6 km at
    # Jupiter over 2 h is 1e-8.
    np.testing.assert_allclose(slope, state(body, float(t_tdb_s))[3:], rtol=0, atol=2e-8)


@settings(deadline=None)  # the first example pays imports and compilation
@given(body=bodies, t_tdb_s=epochs_s)
def test_position_and_state_agree(body, t_tdb_s):
    np.testing.assert_array_equal(position(body, t_tdb_s), state(body, t_tdb_s)[:3])


@settings(deadline=None)  # the first example pays imports and compilation
@given(t_tdb_s=epochs_s, chosen=st.lists(bodies, max_size=5, unique=True))
def test_several_bodies_at_once_equal_one_by_one(t_tdb_s, chosen):
    out = np.full((5, 3), -1.0)
    geocentric_positions(load_ephemeris(), np.array(chosen, dtype=np.int64), t_tdb_s, out)
    for body in range(5):
        if body in chosen or body == MOON:
            np.testing.assert_array_equal(out[body], position(body, t_tdb_s))
        else:
            assert (out[body] == -1.0).all()


@settings(deadline=None)  # the first example pays imports and compilation
@given(
    t_tdb_s=st.floats(FIRST_S + 1e7, LAST_S - 1e7),
    h_s=st.floats(-2e6, 2e6),  # over several records of the Moon, and within one
    chosen=st.lists(bodies, max_size=5, unique=True),
)
def test_bodies_over_a_step_are_where_they_are_one_by_one(t_tdb_s, h_s, chosen):
    nodes = np.array([0.0, 0.05, 0.5, 0.9, 1.0])
    out = np.full((6, 3, 5), -1.0)
    among = np.array(chosen, dtype=np.int64)
    positions_over_step(load_ephemeris(), among, t_tdb_s, h_s, nodes, out)
    for j, node in enumerate(nodes):
        for body in range(5):
            if body in chosen or body == MOON:
                there = position(body, t_tdb_s + node * h_s)
                # The sum of two times is rounded to 1.2e-7 s; the bodies move below 70 km/s.
                np.testing.assert_allclose(out[body, :, j], there, rtol=0, atol=2e-5)
            else:
                assert (out[body] == -1.0).all()
    assert (out[5] == -1.0).all()


@pytest.mark.parametrize(("body", "record_d"), [(MOON, 4), (SUN, 16), (MARS, 16), (JUPITER, 16)])
def test_continuous_across_records(body, record_d):
    table = load_ephemeris()
    start = table.moon_start_s if body == MOON else table.body_start_s
    for record in np.random.default_rng(7).integers(3, 2200, 50):
        edge = start + record * record_d * SECONDS_PER_DAY
        before, after = state(body, np.nextafter(edge, -np.inf)), state(body, edge)
        # One step of the clock is 2.4e-7 s at most: 8e-6 km at 30 km/s. DE440 makes its
        # records meet: what is left is the rounding of the coefficients.
        step_km = np.abs(after[3:]).max() * 2.4e-7
        np.testing.assert_allclose(before[:3], after[:3], rtol=0, atol=step_km + 1e-6)


@pytest.mark.parametrize(
    "t_tdb_s", [np.nextafter(FIRST_S, -np.inf), np.nextafter(LAST_S, np.inf), np.nan, np.inf, 1e300]
)
def test_kernels_write_nan_outside_the_excerpt(t_tdb_s):
    assert np.isnan(position(MOON, t_tdb_s)).all()
    assert np.isnan(state(SUN, t_tdb_s)).all()
    out = np.zeros((5, 3))
    geocentric_positions(load_ephemeris(), np.array([MOON, SUN]), t_tdb_s, out)
    assert np.isnan(out).all()
    over = np.zeros((6, 3, 2))
    inside = 0.5 * (FIRST_S + LAST_S)
    positions_over_step(
        load_ephemeris(), np.array([SUN]), inside, t_tdb_s - inside, np.array([0.0, 1.0]), over
    )
    assert np.isnan(over).all()


@pytest.mark.parametrize("body", [-1, 5])
def test_kernels_write_nan_for_a_body_that_is_not_there(body):
    assert np.isnan(position(body, 0.0)).all()
    assert np.isnan(state(body, 0.0)).all()


def test_ends_of_the_excerpt_are_inside():
    assert np.isfinite([state(body, t) for body in range(5) for t in (FIRST_S, LAST_S)]).all()


@pytest.mark.parametrize("tdb_jd", [2438761.4, 2475286.6, float("nan"), float("inf")])
def test_shell_refuses_dates_outside_the_excerpt(tdb_jd):
    with pytest.raises(OutOfRangeError, match=r"1965-01-01\.\.2065-01-01") as caught:
        body_states_km_s("moon", [J2000_JD, tdb_jd])
    assert caught.value.name == "tdb_jd"
    assert caught.value.value == pytest.approx(tdb_jd, rel=1e-12, nan_ok=True)


def test_shell_refuses_an_unknown_body():
    with pytest.raises(OutOfRangeError, match="the bodies moon, sun") as caught:
        body_states_km_s("pluto", J2000_JD)
    assert caught.value.value == "pluto"


def test_one_date_and_many_dates():
    one = body_states_km_s("venus", J2000_JD)
    many = body_states_km_s("venus", [J2000_JD, J2000_JD + 1.0])
    assert one.shape == (1, 6)
    np.testing.assert_array_equal(one[0], many[0])


def test_table_is_shared_and_cannot_be_changed():
    table = load_ephemeris()
    assert load_ephemeris() is table
    with pytest.raises(ValueError, match="read-only"):
        table.coefficients[0, 0, 0] = 0.0


def test_excerpt_is_the_file_its_readme_describes():
    data = EXCERPT.read_bytes()
    assert len(data) < 10_000_000
    assert hashlib.sha256(data).hexdigest() in EXCERPT.with_name("README.md").read_text("utf-8")
