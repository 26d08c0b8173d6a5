"""Propagation: published states, scipy with jplephem as the judge, and invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from planner.astro.constants import GM_EARTH_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import EventRequest, propagate
from planner.errors import NoConvergenceError, OutOfRangeError
from tests.judges.nbody import judge_propagate

# After TLI on 2029-12-31, flown by the planner; any trans-lunar state would do.
EPOCH = 2462502.0673792395
TLI = np.array(
    [
        -3275.6307498573,
        5392.8836631803,
        1859.8199144681,
        -9.4281093088,
        -4.8100543694,
        -2.6577525591,
    ]
)

# GMAT runs quoted in the nyx test suite (tests/mission_design/orbitaldyn.rs): DE438 and
# GMAT's constants, Earth-centred EME2000. epoch TDB, state, bodies, days, position.
TAI_TO_TDB_D = 32.184 / 86400.0
GMAT_GM_KM3_S2 = {
    "earth": 398600.4415,
    "moon": 4902.8005821478,
    "sun": 132712440017.99,
    "jupiter": 126712767.8578,
}
HALO = [333321.004516, -76134.198887, -20873.831939, 0.257153712, 0.930284066, 0.346177]
PUBLISHED = [
    (
        2458849.5 + TAI_TO_TDB_D,
        HALO,
        ("earth", "moon"),
        1.0,
        (345395.2167587544, 5967.890264751025, 7350.734617702599),
    ),
    (
        2458849.5 + TAI_TO_TDB_D,
        HALO,
        ("earth", "moon", "sun", "jupiter"),
        1.0,
        (345350.6643064027, 5930.672402473843, 7333.28387081147),
    ),
    # 2022-11-27 05:55:49 UTC: 37 leap seconds.
    (
        2459910.5 + (5 * 3600 + 55 * 60 + 49 + 37 + 32.184) / 86400.0,
        [
            -752.9485277404609,
            5624.035455855085,
            3278.632833875311,
            -7.683161946015461,
            -0.8606703014186993,
            -0.08561403537028035,
        ],
        ("earth", "moon", "sun"),
        1.5,
        (-6151.500843512164, 1833.914559118256, 1384.255278442759),
    ),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=["halo E+M", "halo E+M+S+J", "low orbit"])
def test_states_published_by_gmat(case: tuple) -> None:
    epoch, state, bodies, days, expected = case
    end = propagate(
        epoch_tdb_jd=epoch,
        state_km_s=state,
        duration_s=days * 86400.0,
        bodies=bodies,
        gm_km3_s2=GMAT_GM_KM3_S2,
    )
    # 0.3 m: DE438 and DE440 place the Moon metres apart; the Julian date resolves 40 µs.
    assert np.linalg.norm(end.state_km_s[:3] - expected) < 3e-4


def test_translunar_arc_agrees_with_scipy_and_jplephem() -> None:
    ours = propagate(epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=4.4 * 86400.0)
    theirs = judge_propagate(EPOCH, TLI, 4.4 * 86400.0, ("earth", "moon", "sun"))
    # 1 m after 400 000 km: both integrate to 1e-12 or so, amplified a thousandfold on the way.
    assert np.linalg.norm(ours.state_km_s[:3] - theirs[:3]) < 1e-3


def test_more_bodies_agree_with_scipy_and_change_the_answer() -> None:
    every = ("earth", "moon", "sun", "venus", "mars", "jupiter")
    ours = propagate(epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=3e5, bodies=every)
    theirs = judge_propagate(EPOCH, TLI, 3e5, every)
    assert np.linalg.norm(ours.state_km_s[:3] - theirs[:3]) < 1e-3
    fewer = propagate(epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=3e5)
    moved_km = np.linalg.norm(fewer.state_km_s[:3] - ours.state_km_s[:3])
    # Venus and Jupiter pull 1e-12..1e-11 km/s² differentially: metres in three days.
    assert 1e-4 < moved_km < 1.0


def test_earth_alone_is_kepler() -> None:
    """Only the Earth: after one period the craft is back, and energy has not moved."""
    r = 7000.0
    state = np.array([r, 0.0, 0.0, 0.0, 6.0, 5.0])
    energy = 0.5 * 61.0 - GM_EARTH_KM3_S2 / r
    period = 2 * np.pi * np.sqrt((-GM_EARTH_KM3_S2 / (2 * energy)) ** 3 / GM_EARTH_KM3_S2)
    end = propagate(epoch_tdb_jd=EPOCH, state_km_s=state, duration_s=period, bodies=("earth",))
    assert np.linalg.norm(end.state_km_s[:3] - state[:3]) < 1e-6  # 1 mm


def test_oblateness_turns_the_node_as_theory_says() -> None:
    """Secular node drift of J2 (Vallado 2013, eq. 9-41), and none without it."""
    inclination, r = np.radians(51.6), 6778.0
    speed = np.sqrt(GM_EARTH_KM3_S2 / r)
    pole = pole_of_date((EPOCH - 2451545.0) * 86400.0)
    x = np.cross([0.0, 1.0, 0.0], pole)
    x /= np.linalg.norm(x)
    y = np.cross(pole, x)
    v = speed * (np.cos(inclination) * y + np.sin(inclination) * pole)
    start = np.concatenate((r * x, v))
    days = 5.0

    def node_shift(j2: bool) -> float:
        end = propagate(
            epoch_tdb_jd=EPOCH,
            state_km_s=start,
            duration_s=days * 86400.0,
            bodies=("earth",),
            j2=j2,
            pole=pole,
        ).state_km_s
        h = np.cross(end[:3], end[3:])
        node = np.cross(pole, h)
        return float(np.degrees(np.arctan2(node @ y, node @ x)))

    rate = -1.5 * np.sqrt(GM_EARTH_KM3_S2 / r**3) * 1.08262539e-3 * (6378.1366 / r) ** 2
    expected = np.degrees(rate * np.cos(inclination)) * days * 86400.0
    # 1 %: periodic terms of order J2 and the mean semi-major axis left out of theory.
    assert node_shift(j2=True) == pytest.approx(expected, rel=0.01)
    assert abs(node_shift(j2=False)) < 1e-8


def test_oblateness_agrees_with_scipy() -> None:
    pole = pole_of_date((EPOCH - 2451545.0) * 86400.0)
    start = np.array([6778.0, 0, 0, 0, 4.8, 6.0])
    ours = propagate(
        epoch_tdb_jd=EPOCH,
        state_km_s=start,
        duration_s=86400.0,
        bodies=("earth",),
        j2=True,
        pole=pole,
    )

    def potential(r: np.ndarray) -> float:
        n = np.linalg.norm(r)
        s = r @ pole / n
        return (
            -GM_EARTH_KM3_S2
            / n
            * (1 - 1.08262539e-3 * (6378.1366 / n) ** 2 * 0.5 * (3 * s * s - 1))
        )

    def rhs(_: float, y: np.ndarray) -> np.ndarray:
        # The judge takes the force from the potential by differences: other algebra.
        step = 1.0
        grad = [
            (
                8 * (potential(y[:3] + step * e) - potential(y[:3] - step * e))
                - potential(y[:3] + 2 * step * e)
                + potential(y[:3] - 2 * step * e)
            )
            / (12 * step)
            for e in np.eye(3)
        ]
        return np.concatenate((y[3:], -np.array(grad)))

    theirs = solve_ivp(rhs, (0, 86400.0), start, method="DOP853", rtol=1e-11, atol=1e-9).y[:, -1]
    # 10 m: rounding of the potential's differences, 1e-14 of 60 km²/s², over a day.
    assert np.linalg.norm(ours.state_km_s[:3] - theirs[:3]) < 1e-2


def test_transition_matrix_predicts_a_neighbour() -> None:
    both = {"epoch_tdb_jd": EPOCH, "duration_s": 3e5}
    base = propagate(state_km_s=TLI, stm=True, **both)
    assert base.stm is not None
    assert np.linalg.det(base.stm) == pytest.approx(1.0, abs=1e-8)  # Liouville
    for i in range(6):
        shift = np.zeros(6)
        shift[i] = 1e-3 if i < 3 else 1e-6
        ahead = propagate(state_km_s=TLI + shift, **both).state_km_s
        behind = propagate(state_km_s=TLI - shift, **both).state_km_s
        measured = (ahead - behind) / (2 * shift[i])
        # 1e-6 relative: third-order terms of a metre-sized step on this arc.
        assert np.linalg.norm(measured - base.stm[:, i]) < 1e-6 * np.linalg.norm(measured)


def test_transition_matrix_with_oblateness() -> None:
    pole = pole_of_date((EPOCH - 2451545.0) * 86400.0)
    both = {"epoch_tdb_jd": EPOCH, "duration_s": 2e4, "j2": True, "pole": pole}
    start = np.array([6778.0, 100.0, -50.0, 0.2, 4.8, 6.0])
    base = propagate(state_km_s=start, stm=True, **both)
    for i in range(6):
        shift = np.zeros(6)
        shift[i] = 1e-3 if i < 3 else 1e-6
        ahead = propagate(state_km_s=start + shift, **both).state_km_s
        behind = propagate(state_km_s=start - shift, **both).state_km_s
        measured = (ahead - behind) / (2 * shift[i])
        assert np.linalg.norm(measured - base.stm[:, i]) < 1e-6 * np.linalg.norm(measured)


@settings(max_examples=25)
@given(scale=st.floats(0.9, 1.1), days=st.floats(0.1, 8.0))
def test_forth_and_back_is_nothing(scale: float, days: float) -> None:
    start = np.array(HALO) * np.array([1, 1, 1, scale, scale, scale])
    there = propagate(epoch_tdb_jd=EPOCH, state_km_s=start, duration_s=days * 86400.0)
    back = propagate(
        epoch_tdb_jd=there.epoch_tdb_jd, state_km_s=there.state_km_s, duration_s=-there.elapsed_s
    )
    # 1 cm: 40 µs of Julian date shift the Moon by 4 cm, its pull by far less.
    assert np.linalg.norm(back.state_km_s[:3] - start[:3]) < 1e-5


def test_tighter_tolerance_converges() -> None:
    def reached(rtol: float) -> np.ndarray:
        return propagate(epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=4e5, rtol=rtol).state_km_s[
            :3
        ]

    best = reached(1e-13)
    misses = [np.linalg.norm(reached(rtol) - best) for rtol in (1e-7, 1e-9, 1e-11)]
    assert misses[0] > misses[1] > misses[2]
    assert misses[2] < 1e-3


def test_perilune_event_is_the_least_distance() -> None:
    found = propagate(
        epoch_tdb_jd=EPOCH,
        state_km_s=TLI,
        duration_s=5 * 86400.0,
        events=(EventRequest(name="periapsis"),),
    ).events
    assert [event.name for event in found] == ["periapsis"]
    event = found[0]
    around = event.elapsed_s + np.linspace(-60.0, 60.0, 121)
    samples = propagate(epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=around[-1], sample_s=around)
    moon = body_states_km_s("moon", samples.samples_tdb_jd)
    distance = np.linalg.norm(samples.samples_km_s[:, :3] - moon[:, :3], axis=1)
    assert int(np.argmin(distance)) == 60
    # 0.1 m: the Moon moves 4 cm in the 40 µs a Julian date resolves.
    assert distance[60] == pytest.approx(event.distance_km, abs=1e-4)


def test_distance_events_fire_in_their_direction_only() -> None:
    def count(direction: int) -> int:
        request = EventRequest(name="distance", value_km=20_000.0, direction=direction)
        return len(
            propagate(
                epoch_tdb_jd=EPOCH, state_km_s=TLI, duration_s=6 * 86400.0, events=(request,)
            ).events
        )

    assert (count(-1), count(1), count(0)) == (1, 1, 2)


def test_altitude_event_stops_at_its_height() -> None:
    end = propagate(
        epoch_tdb_jd=EPOCH,
        state_km_s=TLI,
        duration_s=6 * 86400.0,
        events=(EventRequest(name="altitude", value_km=5000.0, direction=-1, stops=True),),
    )
    moon = body_states_km_s("moon", end.epoch_tdb_jd)[0]
    height = np.linalg.norm(end.state_km_s[:3] - moon[:3]) - MOON_RADIUS_KM
    assert height == pytest.approx(5000.0, abs=1e-3)


def test_moon_centred_input_is_shifted_by_the_moon() -> None:
    moon = body_states_km_s("moon", EPOCH)[0]
    relative = np.array([2500.0, 0, 0, 0, 1.5, 0])
    a = propagate(epoch_tdb_jd=EPOCH, state_km_s=relative, duration_s=1e4, center="moon")
    b = propagate(epoch_tdb_jd=EPOCH, state_km_s=relative + moon, duration_s=1e4)
    assert np.array_equal(a.state_km_s, b.state_km_s)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"rtol": 1e-15}, "rtol"),
        ({"state_km_s": [1, 2, 3]}, "state_km_s"),
        ({"state_km_s": [np.nan] * 6}, "state_km_s"),
        ({"bodies": ("earth", "vulcan")}, "bodies"),
        ({"epoch_tdb_jd": 2400000.5}, "1965"),
        ({"duration_s": 2e9}, "1965"),
    ],
)
def test_bad_input_is_named(change: dict, word: str) -> None:
    given_ = {"epoch_tdb_jd": EPOCH, "state_km_s": TLI, "duration_s": 1e5} | change
    with pytest.raises(OutOfRangeError, match=word):
        propagate(**given_)


def test_fall_through_the_centre_ends_with_an_error() -> None:
    with pytest.raises(NoConvergenceError, match=r"step|finite"):
        propagate(
            epoch_tdb_jd=EPOCH,
            state_km_s=[7000.0, 0, 0, 0, 0, 0],
            duration_s=1e5,
            bodies=("earth",),
        )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"events": (EventRequest(name="apogee"),)}, "event name"),
        ({"events": (EventRequest(name="distance", body="mon"),)}, "event body"),
        ({"events": (EventRequest(name="altitude", body="sun"),)}, "event body"),
        ({"events": (EventRequest(name="distance", value_km=np.nan),)}, "event value_km"),
        ({"sample_s": [3.0, 1.0]}, "sample_s"),
        ({"sample_s": [np.nan]}, "sample_s"),
        ({"sample_s": [1e9]}, "sample_s"),
        ({"duration_s": -60.0, "sample_s": [30.0]}, "sample_s"),
        ({"j2": True, "pole": np.zeros(3)}, "pole"),
        ({"j2": True, "pole": np.array([0.0, 1.0])}, "pole"),
        ({"gm_km3_s2": {"mon": 1.0}}, "gm_km3_s2"),
        ({"gm_km3_s2": {"earth": np.nan}}, "gm_km3_s2 of earth"),
        ({"state_km_s": np.zeros(6)}, "state_km_s"),
    ],
)
def test_what_compiled_code_would_not_notice_is_refused(change, word):
    with pytest.raises(OutOfRangeError) as caught:
        propagate(**{"epoch_tdb_jd": EPOCH, "state_km_s": TLI, "duration_s": 3600.0} | change)
    assert caught.value.name == word
