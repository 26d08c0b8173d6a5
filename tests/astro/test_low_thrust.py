"""Motion under a low thrust against scipy over jplephem, and against simpler models."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.constants import G0_M_S2, J2000_JD
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import propagate
from planner.transfers.electric_craft import ElectricCraft, StartOrbit
from planner.transfers.low_thrust_climb import start_moment
from planner.transfers.low_thrust_pilot import Leg, Moment, Pilot, coast_law, spiral_law
from tests.judges.low_thrust import judge_spiral

CRAFT = ElectricCraft()
#: 2003-09-28 0 h TDB.
EPOCH = 2452910.5
T0 = (EPOCH - J2000_JD) * 86400.0
DAY = 86400.0


@pytest.fixture(scope="module")
def first() -> Moment:
    """SMART-1's first orbit with its perigee in sunlight and its apogee in shadow."""
    orbit = StartOrbit(raan_deg=348.0)
    return start_moment(orbit=orbit, raan_deg=348.0, craft=CRAFT, t_tdb_s=T0)


def fly(first: Moment, days: float, law: np.ndarray, **what: object) -> Leg:
    return Pilot(craft=CRAFT, **what).fly("test", first, days * DAY, law)  # type: ignore[arg-type]


@pytest.mark.parametrize("half_arc_deg", [180.0, 90.0])
def test_a_revolution_against_the_judge(first: Moment, half_arc_deg: float) -> None:
    """A revolution and an eclipse. 20 m is the judge's grid of the Sun: its edge is out
    by 0.1 s, at 0.2 mm/s² and a revolution later metres along the orbit."""
    leg = fly(first, 0.5, spiral_law(half_arc_deg=half_arc_deg))
    judged = judge_spiral(
        EPOCH, first.y, 0.5 * DAY, thrust_n=CRAFT.thrust_n, exhaust_m_s=CRAFT.isp_s * G0_M_S2,
        pole=pole_of_date(T0), half_arc_deg=half_arc_deg,
    )  # fmt: skip
    assert np.linalg.norm(leg.end.y[:3] - judged[:3]) < 0.02
    assert leg.end.y[6] == pytest.approx(judged[6], abs=1e-5)
    share = leg.used_kg / (CRAFT.flow_kg_s * 0.5 * DAY)
    assert 0.1 < share < 0.95  # the arc, and the eclipse of both, were there


def test_engine_off_is_the_ephemeris(first: Moment) -> None:
    leg = fly(first, 3.0, coast_law(), j2=False)
    plain = propagate(
        state_km_s=first.y[:6], epoch_tdb_jd=EPOCH, duration_s=3.0 * DAY,
        bodies=("earth", "moon", "sun"),
    )  # fmt: skip
    # The two stop at different tolerances; 1e-10 a step is metres after seven revolutions.
    assert leg.end.y[:3] == pytest.approx(plain.state_km_s[:3], abs=0.05)
    assert leg.end.y[6] == first.y[6]


@pytest.mark.parametrize(
    "off",
    [
        {"j2": False},
        {"eclipses": False},
        {"bodies": ("earth", "sun")},
        {"bodies": ("earth", "moon")},
    ],
)
def test_each_perturbation_matters(first: Moment, off: dict[str, object]) -> None:
    full, less = (fly(first, 10.0, spiral_law(), **what) for what in ({}, off))
    assert np.linalg.norm(full.end.y[:3] - less.end.y[:3]) > 1.0


def test_without_shadow_the_flow_is_constant(first: Moment) -> None:
    leg = fly(first, 5.0, spiral_law(), eclipses=False)
    assert leg.used_kg == pytest.approx(CRAFT.flow_kg_s * 5.0 * DAY, rel=1e-9)
    assert fly(first, 5.0, spiral_law()).used_kg < 0.99 * leg.used_kg


def test_energy_grows_by_the_work_of_the_thrust(first: Moment) -> None:
    """About the Earth alone: the integral of thrust times speed, by the trapezoidal rule."""
    pilot = Pilot(craft=CRAFT, bodies=("earth",), j2=False, eclipses=False)
    leg = pilot.fly("test", first, DAY, spiral_law())
    times = np.linspace(0.0, DAY, 20_001)
    states = pilot.places(leg, times)
    speed = np.linalg.norm(states[:, 3:], axis=1)
    mass = first.y[6] - CRAFT.flow_kg_s * times
    work = np.trapezoid(1e-3 * CRAFT.thrust_n / mass * speed, times)
    energy = 0.5 * speed**2 - 398600.435507 / np.linalg.norm(states[:, :3], axis=1)
    assert energy[-1] - energy[0] == pytest.approx(work, rel=1e-6)


def test_there_and_back(first: Moment) -> None:
    """Backwards in time the same law gives the propellant back."""
    pilot = Pilot(craft=CRAFT, rtol=1e-12, eclipses=False)
    there = pilot.fly("test", first, 2.0 * DAY, spiral_law())
    back = pilot.fly("test", there.end, -2.0 * DAY, spiral_law())
    assert np.linalg.norm(back.end.y[:3] - first.y[:3]) < 1e-3
    assert back.end.y[6] == pytest.approx(first.y[6], abs=1e-9)
