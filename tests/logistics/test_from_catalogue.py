"""Catalogue models become the plain numbers of the mass budget."""

from __future__ import annotations

import pytest

from planner.catalogue.models import AnchorPerformance, Lander, Launcher, TablePerformance
from planner.logistics.from_catalogue import capability_of, margins_of, stages_of
from planner.logistics.stage import StageSpec
from planner.scenario.policies import Policies


def quantity(value):
    return {"value": value, "source": "made_up", "confidence": "assumed"}


def launcher(performance):
    return Launcher.model_validate(
        {
            "id": "rocket", "name": "Rocket", "partner": "someone", "pads": ("pad",),
            "performance": performance, "cadence_per_year": quantity(2.0),
            "cost_musd": quantity(100.0),
        }
    )  # fmt: skip


ANCHOR = AnchorPerformance.model_validate(
    {
        "kind": "anchor", "c3_km2_s2": -2.0, "mass_kg": quantity(27_000.0),
        "upper_stage_isp_s": quantity(450.0), "upper_stage_dry_kg": quantity(6000.0),
        "valid_c3_km2_s2": (-3.0, 5.0),
    }
)  # fmt: skip
TABLE = TablePerformance.model_validate(
    {
        "kind": "table", "c3_km2_s2": (-2.0, 0.0, 10.0), "mass_kg": (9000.0, 8000.0, 5000.0),
        "source": "made_up", "confidence": "assumed",
    }
)  # fmt: skip


def test_anchor_keeps_its_mass_and_its_range():
    capability = capability_of(launcher(ANCHOR), parking_alt_km=200.0)
    assert capability.mass_kg(c3_km2_s2=-2.0) == pytest.approx(27_000.0, rel=1e-14)
    with pytest.raises(ValueError, match="-3 to 5"):
        capability.mass_kg(c3_km2_s2=-3.1)


def test_parking_orbit_altitude_reaches_the_curve():
    # Higher up the same C3 needs less speed, so a step in C3 costs more of it.
    low, high = (capability_of(launcher(ANCHOR), parking_alt_km=alt) for alt in (200.0, 1000.0))
    assert high.mass_kg(c3_km2_s2=5.0) < low.mass_kg(c3_km2_s2=5.0)


def test_table_is_read_linearly():
    capability = capability_of(launcher(TABLE), parking_alt_km=200.0)
    assert capability.mass_kg(c3_km2_s2=5.0) == pytest.approx(6500.0, rel=1e-14)


def test_stages_keep_their_order_and_numbers():
    def stage(name, burns, thrust_n):
        return {
            "name": name, "dry_mass_kg": quantity(1500.0), "propellant_kg": quantity(9000.0),
            "isp_s": quantity(320.0), "thrust_n": quantity(thrust_n), "burns": burns,
        }  # fmt: skip

    lander = Lander.model_validate(
        {
            "id": "cargo", "name": "Cargo", "partner": "someone", "cost_musd": quantity(50.0),
            "stages": (stage("brake", ("loi",), 2e4), stage("legs", ("descent",), 3e4)),
        }
    )  # fmt: skip
    common = {"dry_mass_kg": 1500.0, "propellant_kg": 9000.0, "isp_s": 320.0}
    assert stages_of(lander) == (
        StageSpec(name="Cargo, brake", thrust_n=2e4, burns=("loi",), **common),
        StageSpec(name="Cargo, legs", thrust_n=3e4, burns=("descent",), **common),
    )


def test_margins_are_those_of_the_policies():
    policies = Policies(launch_mass_margin=0.01, dv_margin=0.02, propellant_residual=0.03)
    margins = margins_of(policies)
    assert (margins.launch_mass, margins.dv, margins.propellant_residual) == (0.01, 0.02, 0.03)
