"""Orbits about the Moon: closed forms, dense integration as the judge, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import LAST_S
from planner.astro.moon_gravity import MOON_J, REFERENCE_RADIUS_KM
from planner.astro.orientation import moon_icrf_to_fixed, moon_pole
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.lunar_coverage import site_coverage
from planner.transfers.lunar_elements import history, orbit_state, rate_per_d
from planner.transfers.lunar_flight import (
    SAMPLE_S,
    LunarField,
    LunarFlight,
    between,
    fly_about_moon,
)
from planner.transfers.lunar_frozen import (
    LunarEllipse,
    elliptical_frozen,
    frozen_inclination_deg,
    low_frozen,
    zonal_frozen_vector,
)
from planner.transfers.lunar_orbit import Watch, lunar_jacobi, lunar_orbit
from tests import effort

T0 = 9.467e8  # 2029-12-31
ALONE = LunarField(degree=0, bodies=())
CIRCLE = {
    "t_tdb_s": T0, "perilune_alt_km": 100.0, "apolune_alt_km": 100.0, "inclination_deg": 90.0,
    "argp_deg": 0.0, "node_deg": 0.0,
}  # fmt: skip


def flown(days: float, field: LunarField | None = None, **changes: float) -> LunarFlight:
    return fly_about_moon(
        t0_tdb_s=T0, state_km_s=orbit_state(**(CIRCLE | changes)), days=days, field=field
    )


@settings(max_examples=30, deadline=None)
@given(
    low=st.floats(20.0, 5000.0), more=st.floats(10.0, 20000.0), tilt=st.floats(1.0, 179.0),
    argp=st.floats(0.0, 359.0), node=st.floats(0.0, 359.0), nu=st.floats(-179.0, 179.0),
)  # fmt: skip
def test_words_to_state_and_back(
    low: float, more: float, tilt: float, argp: float, node: float, nu: float
) -> None:
    state = orbit_state(
        t_tdb_s=T0, perilune_alt_km=low, apolune_alt_km=low + more, inclination_deg=tilt,
        argp_deg=argp, node_deg=node, true_anomaly_deg=nu,
    )  # fmt: skip
    track = history(LunarFlight(t_tdb_s=np.array([T0]), states_km_s=state[None], ending="in orbit"))
    a, e = track.semi_major_axis_km[0], track.eccentricity[0]
    # Angles are uncertain by rounding over eccentricity and over the sine of inclination.
    assert a * (1.0 - e) - MOON_RADIUS_KM == pytest.approx(low, abs=1e-7)
    assert track.inclination_deg[0] == pytest.approx(tilt, abs=1e-8)
    turn = np.exp(1j * np.radians([track.argp_deg[0] - argp, track.node_deg[0] - node]))
    assert turn == pytest.approx([1.0, 1.0], abs=1e-9)


def test_the_node_is_a_longitude_on_the_moon() -> None:
    state = orbit_state(**(CIRCLE | {"node_deg": 40.0}))
    x, y, z = moon_icrf_to_fixed(T0) @ state[:3]
    assert np.degrees(np.arctan2(y, x)) == pytest.approx(40.0, abs=1e-9)
    assert z == pytest.approx(0.0, abs=1e-9)
    # 90 degrees on the equator: the path passes over the pole.
    normal = np.cross(state[:3], state[3:])
    assert moon_pole(T0) @ normal == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("high_km", [100.0, 16000.0])
def test_the_path_between_samples_is_that_of_an_integrator(high_km: float) -> None:
    start = orbit_state(**(CIRCLE | {"apolune_alt_km": high_km, "argp_deg": 90.0}))
    flight = fly_about_moon(t0_tdb_s=T0, state_km_s=start, days=0.05)
    dense = fly_about_moon(t0_tdb_s=T0, state_km_s=start, days=300.0 / 86400.0)
    out = np.empty(6)
    between(300.0, SAMPLE_S, flight.states_km_s[0], flight.states_km_s[1], out)
    # h^6 of the sixth derivative, which grows with eccentricity, and the field beside the
    # central pull: 6 m and 30 m, as the module says.
    error_km = 0.006 if high_km == 100.0 else 0.035
    assert out[:3] == pytest.approx(dense.states_km_s[-1, :3], abs=error_km)
    # In the middle of an interval the slope is right to the next order.
    assert out[3:] == pytest.approx(dense.states_km_s[-1, 3:], abs=error_km / 300.0)


def test_two_bodies_keep_their_ellipse() -> None:
    flight = flown(30.0, ALONE, apolune_alt_km=4000.0)
    low, high = flight.apsides()
    period_s = 2.0 * np.pi * np.sqrt((MOON_RADIUS_KM + 2050.0) ** 3 / GM_MOON_KM3_S2)
    assert len(high) == int((30.0 * 86400.0 - period_s / 2.0) / period_s) + 1
    # 30 m, as above, at perilune; a tenth of it where the craft is slow.
    assert low == pytest.approx(100.0, abs=0.03)
    assert high == pytest.approx(4000.0, abs=0.003)


def node_rate_deg_d(tilt_deg: float, altitude_km: float) -> float:
    """-3/2 n J2 (R/p)² cos i (Kaula 1966)."""
    a = MOON_RADIUS_KM + altitude_km
    n = np.sqrt(GM_MOON_KM3_S2 / a**3)
    rate = -1.5 * n * MOON_J[2] * (REFERENCE_RADIUS_KM / a) ** 2 * np.cos(np.radians(tilt_deg))
    return float(np.degrees(rate) * 86400.0)


@pytest.mark.parametrize("tilt_deg", [30.0, 60.0, 120.0])
def test_node_drifts_as_oblateness_says(tilt_deg: float) -> None:
    alone = LunarField(degree=2, bodies=())
    flight = flown(54.64, alone, inclination_deg=tilt_deg, perilune_alt_km=500.0,
                   apolune_alt_km=500.0)  # fmt: skip
    track = history(flight)
    # 2 %: C22, a tenth of J2, turns twice a month beneath the orbit and leaves some of its
    # square; the pole itself moves 0.1 degree in two months.
    rate = rate_per_d(track.t_tdb_s, track.node_deg)
    assert rate == pytest.approx(node_rate_deg_d(tilt_deg, 500.0), rel=0.02)


def test_a_round_orbit_left_to_itself_comes_down() -> None:
    # At 40 km the field of degree 6 makes a circle eccentric enough to meet the ground.
    flight = flown(365.0, LunarField(degree=6), perilune_alt_km=40.0, apolune_alt_km=40.0)
    assert flight.ending == "came down"
    assert 20.0 < flight.days < 365.0
    ground = np.linalg.norm(flight.states_km_s[-1, :3]) - MOON_RADIUS_KM
    # 10 m: the path between samples.
    assert ground == pytest.approx(0.0, abs=0.01)
    assert flight.altitudes_km()[0] == pytest.approx(0.0, abs=0.01)
    # A mountain is met sooner.
    higher = fly_about_moon(
        t0_tdb_s=T0, state_km_s=flight.states_km_s[0], days=365.0, field=LunarField(degree=6),
        floor_alt_km=8.0,
    )  # fmt: skip
    assert higher.days < flight.days


def test_a_fall_ends_where_scipy_says() -> None:
    start = orbit_state(**(CIRCLE | {"apolune_alt_km": 3000.0, "true_anomaly_deg": 170.0}))
    start[3:] *= 0.5
    flight = fly_about_moon(t0_tdb_s=T0, state_km_s=start, days=5.0, field=ALONE)

    def rate(_t: float, y: np.ndarray) -> np.ndarray:
        return np.concatenate((y[3:], -GM_MOON_KM3_S2 * y[:3] / np.linalg.norm(y[:3]) ** 3))

    def height(_t: float, y: np.ndarray) -> float:
        return float(np.linalg.norm(y[:3])) - MOON_RADIUS_KM

    height.terminal = True  # type: ignore[attr-defined]
    fall = solve_ivp(rate, (0.0, 4e5), start, events=height, rtol=1e-11, atol=1e-9)
    assert flight.ending == "came down"
    # 0.1 s of 90 minutes: two integrators.
    assert flight.days * 86400.0 == pytest.approx(fall.t_events[0][0], abs=0.1)


def test_coverage_of_a_pole_from_a_round_polar_orbit() -> None:
    flight = flown(27.3, ALONE)
    seen = site_coverage(flight, lat_deg=-90.0, lon_deg=0.0, min_elevation_deg=10.0)
    mask, r = np.radians(10.0), MOON_RADIUS_KM / (MOON_RADIUS_KM + 100.0)
    half = np.arccos(r * np.cos(mask)) - mask  # triangle of site, centre, craft
    period_h = 2.0 * np.pi * np.sqrt(1837.4**3 / GM_MOON_KM3_S2) / 3600.0
    # 0.3 %: half a second at each end of a pass of seven minutes; the pole of date moves.
    assert seen.site.share == pytest.approx(half / np.pi, rel=3e-3)
    assert seen.site.longest_pass_h == pytest.approx(period_h * half / np.pi, rel=5e-3)
    assert seen.site.longest_gap_h == pytest.approx(period_h * (1.0 - half / np.pi), rel=1e-3)
    assert seen.site.passes == int(27.3 * 24.0 / period_h + 0.5)
    # Where the plane holds the Earth, the Moon hides it for asin(R/r)/180 of a turn; where it
    # faces the Earth, never. Over a month in between.
    assert 1.0 - np.arcsin(r) / np.pi < seen.earth.share < 1.0
    assert seen.relay.share <= min(seen.site.share, seen.earth.share) + 1e-12
    assert seen.relay.passes <= seen.site.passes + seen.earth.passes


def test_the_earth_is_hidden_as_long_as_geometry_says() -> None:
    # Over the equator, one turn: the Earth lies within 7 degrees of the plane.
    flight = flown(2.0 * np.pi * np.sqrt(1837.4**3 / GM_MOON_KM3_S2) / 86400.0, ALONE,
                   inclination_deg=0.0)  # fmt: skip
    seen = site_coverage(flight, lat_deg=0.0, lon_deg=0.0)
    hidden = np.arcsin(MOON_RADIUS_KM / 1837.4) / np.pi
    # 1 %: the Earth is at most 7 degrees off the plane, and not at infinity.
    assert 1.0 - seen.earth.share == pytest.approx(hidden, rel=0.01)


def test_the_far_side_never_sees_what_hangs_over_the_near_side() -> None:
    hours = T0 + np.arange(0.0, 7200.0, SAMPLE_S)
    over = np.array([np.append(moon_icrf_to_fixed(t)[0] * 9000.0, np.zeros(3)) for t in hours])
    flight = LunarFlight(t_tdb_s=hours, states_km_s=over, ending="in orbit")
    assert site_coverage(flight, lat_deg=0.0, lon_deg=180.0).site.share == 0.0
    assert site_coverage(flight, lat_deg=0.0, lon_deg=0.0).relay.share == 1.0


# --- frozen orbits ----------------------------------------------------------------------


def test_the_averaged_conditions() -> None:
    # Queqiao-2, 200 by 16 000 km: published at 62.4 degrees (CNSA); 0.2 is what altitudes
    # rounded to 100 km allow.
    assert frozen_inclination_deg(7900.0 / 9837.4) == pytest.approx(62.4, abs=0.2)
    assert frozen_inclination_deg(0.0) == pytest.approx(39.23, abs=0.01)  # Lidov and Kozai
    assert zonal_frozen_vector(semi_major_axis_km=1837.4, inclination_deg=90.0) < 0.0
    with pytest.raises(OutOfRangeError, match="eccentricity"):
        frozen_inclination_deg(1.0)


def test_a_relay_found_stays_where_it_is_for_a_year() -> None:
    found = elliptical_frozen(t_tdb_s=T0, perilune_alt_km=200.0, apolune_alt_km=16000.0)
    assert found.excursion < 0.3 * found.guess_excursion
    year = lunar_orbit(family="elfo", start=found, days=365.0)
    told = year.as_dict()
    assert told["lifetime_d"] == 365.0
    assert told["perilune_alt_km"] == pytest.approx(200.0, abs=1e-6)
    assert told["apolune_alt_km"] == pytest.approx(16000.0, abs=1e-6)
    track = history(year.flight, plane="earth_orbit")
    # Bounded: the month's own swing of e is 0.025 either way, of w 4 degrees.
    assert np.ptp(track.eccentricity) < 0.08
    assert np.abs(track.argp_deg - 90.0).max() < 8.0
    # The condition of the averages, at the mean eccentricity of the year.
    mean = frozen_inclination_deg(float(track.eccentricity.mean()))
    assert track.inclination_deg.mean() == pytest.approx(mean, abs=1.0)
    # Apolune over the south: most of a day in sight there, none of the kind in the north.
    assert told["coverage"]["relay_share"] > 0.8
    north = site_coverage(year.flight, lat_deg=90.0, lon_deg=0.0)
    assert north.site.share < 0.2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days_later", "high_km", "over"),
    effort.some([(3100.0, 16000.0, "north"), (700.0, 8600.0, "south")], 2),
)
def test_relays_of_other_years(days_later: float, high_km: float, over: str) -> None:
    t0 = T0 + days_later * 86400.0
    found = elliptical_frozen(
        t_tdb_s=t0, perilune_alt_km=200.0, apolune_alt_km=high_km, apolune_over=over
    )
    assert found.excursion < found.guess_excursion
    assert lunar_orbit(family="elfo", start=found, days=365.0).flight.ending == "in orbit"


def test_off_its_inclination_the_relay_does_not_stay() -> None:
    # Twenty degrees more and the Earth drives the eccentricity up (Kozai): it comes down.
    start = LunarEllipse(
        t_tdb_s=T0, perilune_alt_km=700.0, apolune_alt_km=15500.0, inclination_deg=85.0,
        argp_deg=45.0, node_deg=270.0, plane="earth_orbit",
    )  # fmt: skip
    assert lunar_orbit(family="lunar", start=start, days=365.0).flight.ending == "came down"


def test_a_low_frozen_orbit_strays_less_than_a_round_one() -> None:
    found = low_frozen(t_tdb_s=T0, altitude_km=100.0, inclination_deg=90.0)
    assert found.excursion < 0.3 * found.guess_excursion
    assert found.orbit.argp_deg % 360.0 == pytest.approx(270.0, abs=15.0)
    spread = {}
    for name, start in {"frozen": found.orbit, "round": LunarEllipse(**CIRCLE)}.items():
        low, _ = fly_about_moon(t0_tdb_s=T0, state_km_s=start.state_km_s(), days=120.0).apsides()
        spread[name] = float(np.ptp(low))
    assert spread["frozen"] < 0.6 * spread["round"]


def test_jacobi_constant_of_the_moon_s_own_surroundings() -> None:
    # Close to the Moon C is 3 (1 - mu) of the Moon's place plus 2 mu/r less v² there.
    state = orbit_state(**CIRCLE)
    mu, r, unit_km_s = 0.0121505844, 1837.4 / 384400.0, 1.0245
    v = 1.6335 / unit_km_s
    expected = (1.0 - mu) * (3.0 - mu) + 2.0 * mu / r - v * v
    # 7 %: the Moon's distance and speed of the day against their means.
    assert lunar_jacobi(T0, state) == pytest.approx(expected, rel=0.07)


# --- bad input --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"perilune_alt_km": -1.0}, "perilune_alt_km"),
        ({"perilune_alt_km": np.nan}, "perilune_alt_km"),
        ({"apolune_alt_km": 50.0}, "apolune_alt_km"),
        ({"apolune_alt_km": np.inf}, "apolune_alt_km"),
        ({"inclination_deg": 181.0}, "inclination_deg"),
        ({"inclination_deg": np.nan}, "inclination_deg"),
        ({"argp_deg": np.nan}, "argp_deg"),
        ({"node_deg": np.inf}, "node_deg"),
    ],
)
def test_orbits_that_cannot_be_are_refused(changes: dict[str, float], named: str) -> None:
    with pytest.raises(OutOfRangeError, match=named):
        orbit_state(**(CIRCLE | changes))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"days": 0.0}, "days"),
        ({"days": np.nan}, "days"),
        ({"days": 2000.0}, "days"),
        ({"t0_tdb_s": LAST_S - 86400.0, "days": 2.0}, "days"),
        ({"t0_tdb_s": np.nan}, "tdb_jd"),
        ({"floor_alt_km": 99.0 + 2.0}, "floor_alt_km"),
        ({"state_km_s": np.full(6, np.nan)}, "altitude_km"),
        ({"state_km_s": np.full(6, 1.0)}, "altitude_km"),
        ({"state_km_s": np.full(6, 1e5)}, "altitude_km"),
        ({"field": LunarField(degree=9)}, "degree"),
    ],
)
def test_flights_that_cannot_be_are_refused(words: dict, named: str) -> None:
    usual = {"t0_tdb_s": T0, "state_km_s": orbit_state(**CIRCLE), "days": 1.0}
    with pytest.raises(OutOfRangeError, match=named):
        fly_about_moon(**(usual | words))


@pytest.mark.parametrize(
    ("site", "named"),
    [
        ({"lat_deg": 91.0}, "site_lat_deg"),
        ({"lon_deg": np.nan}, "site_lon_deg"),
        ({"min_elevation_deg": 90.0}, "min_elevation_deg"),
    ],
)
def test_sites_that_cannot_be_are_refused(site: dict[str, float], named: str) -> None:
    with pytest.raises(OutOfRangeError, match=named):
        lunar_orbit(family="lunar", start=LunarEllipse(**CIRCLE), days=0.1, watch=Watch(**site))


def test_a_low_orbit_too_low_for_its_frozen_ellipse_is_told() -> None:
    with pytest.raises(OutOfRangeError, match="above 3"):
        low_frozen(t_tdb_s=T0, altitude_km=20.0, inclination_deg=90.0)
    with pytest.raises(OutOfRangeError, match="inclination_deg"):
        low_frozen(t_tdb_s=T0, altitude_km=100.0, inclination_deg=2.0)


def test_a_relay_the_earth_takes_away_is_told() -> None:
    with pytest.raises(NoConvergenceError, match="escaped"):
        elliptical_frozen(t_tdb_s=T0, perilune_alt_km=200.0, apolune_alt_km=90000.0, node_deg=0.0)
    away = flown(30.0, perilune_alt_km=2000.0, apolune_alt_km=200000.0)
    assert away.ending == "escaped"
    assert np.linalg.norm(away.states_km_s[-1, :3]) == pytest.approx(MOON_RADIUS_KM + 6e4, abs=1.0)
