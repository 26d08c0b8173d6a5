"""boinor reads our states: its orbits are a second opinion on departure."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from planner.errors import OutOfRangeError
from planner.exports.orbits import departure_orbits, orbit_of
from planner.plan import CampaignPlan
from tests.views.sample_plan import sample_plan


def test_importing_the_export_does_not_import_boinor() -> None:
    code = "import sys, planner.exports.orbits; print('boinor' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_boinor_finds_the_departure_energy_of_the_plan(minimal_plan: CampaignPlan) -> None:
    orbits = departure_orbits(minimal_plan)
    assert list(orbits) == [flight.id for flight in minimal_plan.flights]
    for flight in minimal_plan.flights:
        orbit = orbits[flight.id]
        c3_km2_s2 = 2 * orbit.energy.to_value("km2/s2")
        # boinor's GM of the Earth is 1.6e-8 larger (TCB-compatible, DE440's is TDB); times
        # 2 GM/r = 121 km²/s² at 200 km altitude: 2e-6 km²/s² between the two.
        assert c3_km2_s2 == pytest.approx(flight.c3_km2_s2, abs=1e-5)


def test_boinor_finds_departure_at_perigee_of_the_parking_orbit(minimal_plan: CampaignPlan) -> None:
    for orbit in departure_orbits(minimal_plan).values():
        # TLI burns along the velocity of a circular orbit 200 km up (the scenario's policy).
        assert orbit.r_p.to_value("km") == pytest.approx(6378.1366 + 200.0, abs=1.0)


def test_a_state_about_another_body_is_refused_by_name() -> None:
    state = replace(sample_plan().flights[0].tli_state, center="mars")
    with pytest.raises(OutOfRangeError, match="center = 'mars' is outside earth or moon"):
        orbit_of(state)
