"""A bound is never beaten: not by the mass budget, not by missions that flew."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.catalogue import load_catalogue
from planner.logistics.from_catalogue import capability_of, stages_of
from planner.logistics.payload import landed_payload
from planner.logistics.stage import Margins
from planner.scenario import ArrivalOrbit, FlightOption, Propulsion, load_scenario
from planner.scenario.bounds import (
    DESCENT_FLOOR_M_S,
    capture_reserve_m_s,
    delivered_bound_kg,
    loi_floor_m_s,
    tli_bound_kg,
)
from planner.transfers.braking import DescentProfile

CATALOGUE = load_catalogue()
FLEET = load_scenario(Path(__file__).parents[2] / "scenarios" / "ilrs_2035.yaml").fleet
LOW = ArrivalOrbit(perilune_alt_km=100.0, apolune_alt_km=100.0, inclination_deg=90.0)
NO_MARGIN = Margins(launch_mass=0.0, dv=0.0, propellant_residual=0.0)
LANDING = [option for option in FLEET if option.destination == "surface"]


@given(
    launcher=st.sampled_from(sorted(CATALOGUE.launchers)),
    share=st.floats(0.0, 1.0),
    parking_alt_km=st.floats(150.0, 1000.0),
)
def test_no_c3_in_the_valid_range_lifts_more(launcher, share, parking_alt_km):
    rocket = CATALOGUE.launchers[launcher]
    low, high = rocket.performance.valid_c3_km2_s2
    capability = capability_of(rocket, parking_alt_km=parking_alt_km)
    mass = capability.mass_kg(c3_km2_s2=low + share * (high - low))
    assert mass <= tli_bound_kg(rocket) * (1.0 + 1e-12)  # rounding of two exponentials


def test_the_launch_bound_is_close():
    """A bound far above what is possible would let every mistake pass: within 1 %."""
    for rocket in CATALOGUE.launchers.values():
        low = rocket.performance.valid_c3_km2_s2[0]
        best = capability_of(rocket, parking_alt_km=200.0).mass_kg(c3_km2_s2=low)
        assert tli_bound_kg(rocket) < 1.01 * best


@pytest.mark.parametrize("option", LANDING, ids=lambda option: option.id)
def test_no_landing_beats_the_bound(option):
    """The best case the mass budget knows: no margin, no hover, the cheapest real LOI."""
    best = landed_payload(
        launch_mass_kg=tli_bound_kg(option.launcher),
        stages=stages_of(option.lander),
        dv_loi_m_s=800.0,  # less than any direct transfer needs into 100 km
        profile=DescentProfile(hover_s=0.0),
        margins=NO_MARGIN,
    )
    assert 0.0 < best.payload_kg < delivered_bound_kg(option)


def test_a_low_lunar_orbit_costs_at_least_the_known_minimum():
    floor = loi_floor_m_s(LOW)
    # Parabolic arrival: 677 m/s from sqrt(2 GM / r) - sqrt(GM / r) at 100 km, less 50.
    circular = 1000.0 * math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + 100.0))
    assert floor == pytest.approx((math.sqrt(2.0) - 1.0) * circular - 50.0, abs=1e-9)
    # Published transfers: 638.5 m/s by ballistic capture, 813 m/s direct, 889 m/s Apollo 11.
    assert floor < 638.5


def test_a_wide_orbit_costs_less_than_a_tight_one():
    wide = ArrivalOrbit(perilune_alt_km=300.0, apolune_alt_km=8600.0, inclination_deg=54.8)
    assert 0.0 < loi_floor_m_s(wide) < loi_floor_m_s(LOW)


def test_no_descent_is_cheaper_than_the_floor():
    surface_m_s = 1000.0 * math.sqrt(GM_MOON_KM3_S2 / MOON_RADIUS_KM)
    turn_m_s = 1000.0 * 2.0 * math.pi * MOON_RADIUS_KM / (27.321661 * 86400.0)
    assert surface_m_s - turn_m_s > DESCENT_FLOOR_M_S
    assert 0.95 * surface_m_s < DESCENT_FLOOR_M_S


def test_without_a_lander_the_bound_is_the_launch_mass():
    option = next(option for option in FLEET if option.lander is None)
    assert delivered_bound_kg(option) == tli_bound_kg(option.launcher)


def test_a_lander_too_heavy_for_its_rocket_delivers_nothing():
    option = FlightOption(
        id="too-heavy",
        launcher=CATALOGUE.launchers["soyuz21b"],
        lander=CATALOGUE.landers["cargo_cz9"],
        pad=CATALOGUE.pads["vostochny_1s"],
        family="direct",
        arrival_orbit=LOW,
        destination="surface",
    )
    assert delivered_bound_kg(option) == 0.0


def test_capture_reserve_of_queqiao_2():
    """1200 kg with 488 kg of hydrazine at 225 s: 9.80665 * 225 * ln(1200 / 712)."""
    own = Propulsion(isp_s=225.0, propellant_kg=488.0)
    assert capture_reserve_m_s(own, 1200.0) == pytest.approx(1151.8, abs=0.1)
    assert capture_reserve_m_s(own, 400.0) == math.inf
