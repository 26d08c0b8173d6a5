"""Masses of a crewed landing against a chain flown forward, and against Apollo 11."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.logistics.crewed import (
    CannotCloseError,
    CrewLander,
    CrewMass,
    ShipSpec,
    ship_masses,
)
from planner.logistics.stage import Margins, StageSpec
from planner.transfers.braking import DescentProfile

G0 = 9.80665
PLENTY = 1e6


def lander(*, margins=Margins(), tanks=PLENTY, limit=PLENTY, loi=900.0, ascent=1900.0):  # noqa: B008
    return CrewLander(
        name="lander",
        stages=(
            StageSpec(name="brake", dry_mass_kg=1500.0, propellant_kg=tanks, isp_s=316.0,
                      thrust_n=3e4, burns=("loi",)),
            StageSpec(name="cabin", dry_mass_kg=3700.0, propellant_kg=tanks, isp_s=320.0,
                      thrust_n=6e4, burns=("descent", "ascent")),
        ),
        margins=margins,
        launch_limit_kg=limit,
        profile=DescentProfile(),
        dv_loi_m_s=loi,
        dv_ascent_m_s=ascent,
    )  # fmt: skip


fractions = st.floats(0.0, 0.1)


@given(
    residual=fractions,
    dv=fractions,
    crew=st.floats(50.0, 500.0),
    cargo=st.floats(0.0, 2000.0),
    samples=st.floats(0.0, 200.0),
    loi=st.floats(700.0, 1200.0),
)
def test_flown_forward_it_ends_with_crew_and_samples(residual, dv, crew, cargo, samples, loi):
    margins = Margins(launch_mass=0.0, dv=dv, propellant_residual=residual)
    craft = lander(margins=margins, loi=loi)
    found = craft.masses(CrewMass(crew_kg=crew, samples_kg=samples, cargo_kg=cargo))
    mass = found.tli_kg
    for stage, loaded in zip(craft.stages, found.loaded_kg, strict=True):
        burnt = 0.0
        for burn in stage.burns:
            mass += {"descent": crew, "ascent": samples - cargo}.get(burn, 0.0)
            left = mass / math.exp(found.dv_m_s[burn] * (1.0 + dv) / (G0 * stage.isp_s))
            burnt, mass = burnt + mass - left, left
        # What was loaded and not burnt stays aboard until the stage is dropped.
        assert loaded - burnt == pytest.approx(residual * loaded, abs=1e-3)
        mass -= stage.dry_mass_kg + loaded - burnt
    assert mass == pytest.approx(crew + samples, abs=1e-3)  # a gramme in tonnes


def test_the_most_cargo_is_what_still_closes_and_no_more():
    craft = lander(tanks=13_000.0, limit=25_650.0)
    who = CrewMass(crew_kg=200.0, samples_kg=50.0)
    most = craft.most_cargo_kg(who)
    assert most > 0.0
    craft.masses(CrewMass(crew_kg=200.0, samples_kg=50.0, cargo_kg=most))
    with pytest.raises(CannotCloseError):
        craft.masses(CrewMass(crew_kg=200.0, samples_kg=50.0, cargo_kg=most + 1.0))


@pytest.mark.parametrize(
    ("changed", "burn"),
    [({"tanks": 9_000.0}, "descent and ascent"), ({"limit": 20_000.0}, "TLI")],
)
def test_what_does_not_close_is_named(changed, burn):
    with pytest.raises(CannotCloseError) as caught:
        lander(**changed).masses(CrewMass(crew_kg=200.0))
    assert caught.value.burn == burn


@given(loi=st.floats(700.0, 1000.0), tei=st.floats(700.0, 1200.0), samples=st.floats(0.0, 300.0))
def test_a_ship_flown_forward_comes_home_with_crew_samples_and_residual(loi, tei, samples):
    ship = ShipSpec(name="ship", dry_mass_kg=13_000.0, propellant_kg=PLENTY, isp_s=316.0)
    margins = Margins(dv=0.05, propellant_residual=0.02)
    who = CrewMass(crew_kg=300.0, samples_kg=samples)
    found = ship_masses(
        ship=ship, who=who, dv_loi_m_s=loi, dv_tei_m_s=tei, margins=margins, launch_limit_kg=PLENTY
    )
    ratio = [math.exp(1.05 * dv / (G0 * 316.0)) for dv in (loi, tei)]
    orbit = found.tli_kg / ratio[0]
    home = (orbit + samples) / ratio[1]
    assert found.lunar_orbit_kg == pytest.approx(orbit)
    residual = 0.02 * found.loaded_kg
    assert home == pytest.approx(13_000.0 + 300.0 + samples + residual, abs=1e-3)


def test_the_lunar_module_of_apollo_11_closes_with_its_own_tanks():
    """Masses of scenarios/stacks/apollo_11.yaml (MSC-00171); the crew is part of the dry mass.

    It landed with 7824 kg burnt and went up on 434.9 s of an engine of 15569 N and 309.1 s. The
    descent here is one braking burn at the best pitch with 2 minutes of hover; Apollo's approach
    by sight was flatter and slower and burnt up to a fifth more. The ascent of 1850 m/s (SP-4029)
    is compared with what the engine burnt.
    """
    module = CrewLander(
        name="Eagle",
        stages=(
            StageSpec(name="descent stage", dry_mass_kg=2205.7, propellant_kg=8200.0, isp_s=300.5,
                      thrust_n=43_904.0, burns=("loi", "descent")),
            StageSpec(name="ascent stage", dry_mass_kg=2232.9 + 287.0, propellant_kg=2353.0,
                      isp_s=309.1, thrust_n=15_569.0, burns=("ascent",)),
        ),
        margins=Margins(launch_mass=0.0, dv=0.0, propellant_residual=0.02),
        launch_limit_kg=15_280.0,
        profile=DescentProfile(perilune_alt_km=110.0, apolune_alt_km=110.0, hover_s=120.0),
        dv_loi_m_s=0.0,
        dv_ascent_m_s=1850.0,
    )  # fmt: skip
    found = module.masses(CrewMass(crew_kg=0.0, samples_kg=21.6))
    burnt = 434.9 * 15_569.0 / (309.1 * G0)
    assert 0.98 * found.loaded_kg[1] == pytest.approx(burnt, rel=0.03)
    assert 0.8 * 7823.7 < 0.98 * found.loaded_kg[0] < 7823.7
    assert found.liftoff_kg == pytest.approx(2232.9 + 287.0 + burnt, rel=0.03)
