"""Low thrust to the Moon: one continuous flight, judged in parts; refusals that say why."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.astro.constants import G0_M_S2, J2000_JD, MOON_RADIUS_KM
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.electric_craft import (
    ElectricCraft,
    LunarTarget,
    StartOrbit,
    edelbaum_dv_m_s,
)
from planner.transfers.flight import Flight
from planner.transfers.low_thrust import low_thrust_transfer
from planner.transfers.low_thrust_capture import (
    CAPTURED_KM,
    ENCOUNTER_KM,
    about_moon,
    capture,
    encounter,
)
from planner.transfers.low_thrust_climb import Aim, about_earth, approach, climb, start_moment
from planner.transfers.low_thrust_pilot import Duty, Pilot, moon_distance_km
from tests.judges.nbody import judge_propagate

NEW_YEAR_2030 = 2462502.5
#: Three times SMART-1's acceleration: a flight of months that is computed in seconds.
STRONG = ElectricCraft(
    mass_kg=1000.0, thrust_n=0.6, isp_s=1800.0, propellant_kg=300.0, duty_cycle=0.9
)
NODE = StartOrbit(raan_deg=0.0)


@pytest.fixture(scope="module")
def flight() -> Flight:
    return low_thrust_transfer(depart_tdb_jd=NEW_YEAR_2030, craft=STRONG, start=NODE)


def rows(flight: Flight) -> list[dict[str, Any]]:
    phases = flight.details["phases"]
    assert isinstance(phases, list)
    return phases  # type: ignore[return-value]


def test_target_orbit_is_reached(flight: Flight) -> None:
    target = LunarTarget()
    assert abs(flight.residuals["semi_major_axis_km"]) < 0.006 * target.semi_major_axis_km
    assert abs(flight.residuals["eccentricity"]) < 0.005
    assert abs(flight.residuals["inclination_deg"]) < 0.25
    last = np.linalg.norm(flight.path_earth_km[-1] - flight.path_moon_km[-1]) - MOON_RADIUS_KM
    assert target.perilune_alt_km - 30.0 < last < target.apolune_alt_km + 50.0


def test_joints_are_closed_and_legs_exact(flight: Flight) -> None:
    """2 km: an eclipse under thrust inside a step is a corner no tolerance sees whole."""
    assert flight.residuals["joints_km"] == 0.0
    assert flight.residuals["worst_leg_km"] < 2.0


def test_phases_follow_each_other(flight: Flight) -> None:
    table = rows(flight)
    assert [row["phase"] for row in table] == [
        "belts", "apogee", "approach", "encounter", "capture", "descent",
    ]  # fmt: skip
    for one, following in pairwise(table):
        end = one["start_tdb_jd"] + one["duration_d"]
        assert end == pytest.approx(following["start_tdb_jd"], abs=1e-6)
    assert sum(row["duration_d"] for row in table) == pytest.approx(flight.tof_d)


def test_masses_obey_the_rocket_equation(flight: Flight) -> None:
    used = flight.details["propellant_kg"]
    assert isinstance(used, float)
    dv = STRONG.isp_s * G0_M_S2 * math.log(1000.0 / (1000.0 - used))
    assert flight.dv_total_m_s == pytest.approx(dv, rel=1e-9)
    assert sum(row["propellant_kg"] for row in rows(flight)) == pytest.approx(used)
    assert flight.details["thrust_h"] == pytest.approx(used / STRONG.flow_kg_s / 3600.0)


def test_path_has_no_gap(flight: Flight) -> None:
    seconds = np.diff(flight.path_tdb_jd) * 86400.0
    steps = np.linalg.norm(np.diff(flight.path_earth_km, axis=0), axis=1)
    assert (seconds > 0.0).all()
    assert (steps / seconds).max() < 11.0  # no craft bound to the Earth is faster
    assert len(flight.path_tdb_jd) < 12_001


def test_coast_to_the_moon_is_the_judge_s() -> None:
    """Five days without thrust, flown again: 1 km, as each step may err by 1e-10 of 300 000 km.

    What the coast begins with is an approach to where it was aimed, and what it ends at is the
    distance at which a capture begins.
    """
    pilot = Pilot(craft=STRONG, j2=False)
    t_tdb_s = (NEW_YEAR_2030 - J2000_JD) * 86400.0
    way = climb(pilot, start_moment(orbit=NODE, raan_deg=0.0, craft=STRONG, t_tdb_s=t_tdb_s))
    assert about_earth(way[-1].end).apoapsis_km > 2e5
    met = 0
    for a_km in np.linspace(2.3e5, 2.6e5, 7):
        near = approach(pilot, way[-1].end, Aim(a_km=a_km, e=0.3, tilt_deg=8.0))
        assert about_earth(near[-1].end).tilt_deg < 14.0
        coast = encounter(pilot, near[-1].end)
        if coast is None:
            continue
        met += 1
        leg = coast[0]
        judged = judge_propagate(
            leg.start.t_tdb_s / 86400.0 + J2000_JD, leg.start.y[:6], leg.duration_s,
            ("earth", "moon", "sun"),
        )  # fmt: skip
        assert sum(leg.used_kg for leg in coast) == 0.0
        assert np.linalg.norm(judged[:3] - leg.end.y[:3]) < 1.0
        assert moon_distance_km(coast[-1].end) == pytest.approx(ENCOUNTER_KM, abs=1e-3)
        caught = capture(pilot, coast[-1].end)
        assert caught is None or 0.0 < about_moon(caught[-1].end).a_km < CAPTURED_KM
    assert met > 0


@given(st.floats(0.05, 1.0))
def test_duty_keeps_its_share(share: float) -> None:
    duty = Duty(share)
    lengths = [1.0 + 0.1 * (k % 7) for k in range(400)]
    run = sum(length for length in lengths if duty.allows(length))
    assert run / sum(lengths) == pytest.approx(share, abs=0.01)


@given(st.floats(1.0, 8.0), st.floats(1.0, 8.0), st.floats(0.0, 114.6))
def test_edelbaum_lies_between_its_bounds(v0: float, v1: float, turn: float) -> None:
    dv = edelbaum_dv_m_s(v0_km_s=v0, v1_km_s=v1, turn_deg=turn)
    assert 1e3 * abs(v0 - v1) - 1e-6 <= dv <= 1e3 * (v0 + v1)
    assert edelbaum_dv_m_s(v0_km_s=v1, v1_km_s=v0, turn_deg=turn) == pytest.approx(dv)


@pytest.mark.parametrize(
    ("what", "named"),
    [
        ({"depart_tdb_jd": math.nan}, "tdb_jd"),
        ({"depart_tdb_jd": 2475000.5}, "depart_tdb_jd"),
        ({"budget": 0}, "budget"),
        ({"budget": math.nan}, "budget"),
        ({"rtol": 1e-3}, "rtol"),
        ({"craft": ElectricCraft(propellant_kg=40.0)}, "propellant_kg"),
        (
            {
                "craft": ElectricCraft(thrust_n=0.0115, propellant_kg=200.0),
                "start": StartOrbit(perigee_alt_km=800.0, apogee_alt_km=800.0),
            },
            "thrust_n",
        ),
        ({"start": StartOrbit(perigee_alt_km=800.0, apogee_alt_km=800.0)}, "propellant_kg"),
    ],
)
def test_requests_out_of_range(what: dict[str, Any], named: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        low_thrust_transfer(**{"depart_tdb_jd": NEW_YEAR_2030} | what)
    assert caught.value.name == named


@pytest.mark.parametrize(
    ("make", "what", "named"),
    [
        (ElectricCraft, {"mass_kg": 0.0}, "mass_kg"),
        (ElectricCraft, {"mass_kg": math.nan}, "mass_kg"),
        (ElectricCraft, {"thrust_n": -0.068}, "thrust_n"),
        (ElectricCraft, {"thrust_n": 10.0}, "thrust_n"),
        (ElectricCraft, {"isp_s": math.inf}, "isp_s"),
        (ElectricCraft, {"propellant_kg": 367.0}, "propellant_kg"),
        (ElectricCraft, {"propellant_kg": math.nan}, "propellant_kg"),
        (ElectricCraft, {"duty_cycle": 0.0}, "duty_cycle"),
        (StartOrbit, {"perigee_alt_km": 100.0}, "perigee_alt_km"),
        (StartOrbit, {"apogee_alt_km": 500.0}, "apogee_alt_km"),
        (StartOrbit, {"raan_deg": math.nan}, "raan_deg"),
        (LunarTarget, {"perilune_alt_km": 50.0}, "perilune_alt_km"),
        (LunarTarget, {"inclination_deg": 181.0}, "inclination_deg"),
    ],
)
def test_values_out_of_range(make: Any, what: dict[str, float], named: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        make(**what)
    assert caught.value.name == named


def test_a_search_ends_at_its_budget() -> None:
    with pytest.raises(NoConvergenceError, match="larger budget") as caught:
        low_thrust_transfer(depart_tdb_jd=NEW_YEAR_2030, craft=STRONG, start=NODE, budget=1)
    assert caught.value.residual == 1.0


def test_the_tank_is_the_limit() -> None:
    """More than the estimate, less than the way takes: what was found is told."""
    less = ElectricCraft(
        mass_kg=1000.0, thrust_n=0.6, isp_s=1800.0, propellant_kg=180.0, duty_cycle=0.9
    )
    with pytest.raises(OutOfRangeError, match=r"takes 1[89]\d|takes 2\d\d") as caught:
        low_thrust_transfer(depart_tdb_jd=NEW_YEAR_2030, craft=less, start=NODE)
    assert caught.value.name == "propellant_kg"
