"""The judge's forward mass arithmetic against the payload module's backward one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.catalogue.models import TablePerformance
from planner.exports.plan_json import dumps_plan
from planner.logistics.from_catalogue import capability_of, margins_of, stages_of
from planner.logistics.payload import flown_masses, landed_payload
from planner.scenario import FlightOption
from planner.schedule.check.masses import capability_kg, mass_violations
from planner.schedule.check.record import FlightRecord, read_plan
from planner.transfers.braking import DescentProfile

LANDERS = load_catalogue().landers
LOI_M_S = 850.0


@pytest.fixture(scope="module")
def surface_option(minimal_scenario) -> FlightOption:
    (option,) = (o for o in minimal_scenario.fleet if o.destination == "surface")
    return option


@pytest.fixture(scope="module")
def landing(minimal_plan) -> FlightRecord:
    record, faults = read_plan(json.loads(dumps_plan(minimal_plan)))
    assert faults == []
    return next(flight for flight in record.flights if flight.landing)


def flown(scenario, lander, flight: FlightRecord, *, loaded: float) -> FlightRecord:
    """``flight`` with the masses of ``lander`` carrying a share of what it can."""
    stages, margins = stages_of(lander), margins_of(scenario.policies)
    profile = DescentProfile() if lander.lands else None
    # Heavy enough that tanks or thrust bind, never the launcher.
    wet_kg = 10.0 * sum(s.dry_mass_kg + s.propellant_kg for s in stages)
    asked = {
        "launch_mass_kg": wet_kg, "stages": stages, "dv_loi_m_s": LOI_M_S, "profile": profile,
        "margins": margins,
    }  # fmt: skip
    most_kg = landed_payload(**asked).payload_kg
    masses = flown_masses(payload_kg=loaded * most_kg, **asked)
    return replace(
        flight,
        dv_m_s={"tli": 3130.0, **masses.dv_m_s},
        tli_kg=masses.tli_kg,
        lunar_orbit_kg=masses.lunar_orbit_kg,
        landed_kg=masses.landed_kg,
        payload_kg=masses.payload_kg,
    )


def rules(scenario, option, flight) -> set[str]:
    """Rules broken, the launcher's limit aside: the landers fly on any launcher here."""
    return {v.rule for v in mass_violations(scenario, option, flight)} - {"launch_mass"}


@pytest.mark.parametrize("name", sorted(LANDERS))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(loaded=st.floats(0.05, 0.999))
def test_both_agree_on_every_lander(minimal_scenario, surface_option, landing, name, loaded):
    lander = LANDERS[name]
    destination = "surface" if lander.lands else "lunar_orbit"
    option = surface_option.model_copy(update={"lander": lander, "destination": destination})
    flight = flown(minimal_scenario, lander, landing, loaded=loaded)
    assert rules(minimal_scenario, option, flight) == set()
    # One kilogram is 20 times the judge's tolerance.
    heavier = replace(flight, payload_kg=flight.payload_kg + 1.0)
    assert rules(minimal_scenario, option, heavier) == {"mass_balance"}


def test_one_lander_of_the_catalogue_has_two_stages():
    """So that dropping a stage is among the cases above."""
    assert max(len(lander.stages) for lander in LANDERS.values()) == 2


@pytest.mark.parametrize("c3_km2_s2", [-2.4, -2.0, -1.5])
def test_both_agree_on_every_launcher_at_lunar_c3(surface_option, c3_km2_s2):
    for launcher in load_catalogue().launchers.values():
        option = surface_option.model_copy(update={"launcher": launcher})
        judged = capability_kg(option, c3_km2_s2=c3_km2_s2, parking_alt_km=200.0)
        planned = capability_of(launcher, parking_alt_km=200.0).mass_kg(c3_km2_s2=c3_km2_s2)
        # Their equatorial radii differ by 0.4 m: 5e-8 of the speed, grams of the mass.
        assert judged == pytest.approx(planned, abs=0.01)


def test_a_table_is_read_between_its_points_and_refused_outside(surface_option):
    table = TablePerformance(
        kind="table", c3_km2_s2=(-4.0, 0.0, 10.0), mass_kg=(1000.0, 800.0, 300.0),
        source="engineering", confidence="assumed",
    )  # fmt: skip
    launcher = surface_option.launcher.model_copy(update={"performance": table})
    option = surface_option.model_copy(update={"launcher": launcher})

    def at(c3_km2_s2: float) -> float | None:
        return capability_kg(option, c3_km2_s2=c3_km2_s2, parking_alt_km=200.0)

    assert [at(-4.0), at(-2.0), at(0.0), at(5.0), at(10.0)] == [1000.0, 900.0, 800.0, 550.0, 300.0]
    assert at(-4.1) is None
    assert at(10.1) is None
