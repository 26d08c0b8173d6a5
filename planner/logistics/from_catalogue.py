"""From the catalogue's models to the plain numbers of this package."""

from __future__ import annotations

from planner.catalogue.models import AnchorPerformance, Lander, Launcher
from planner.logistics.capability import AnchorCapability, Capability, TableCapability
from planner.logistics.stage import Margins, StageSpec
from planner.scenario.policies import Policies


def capability_of(launcher: Launcher, *, parking_alt_km: float) -> Capability:
    """Capability of ``launcher`` injecting from a circular parking orbit (km)."""
    performance = launcher.performance
    if isinstance(performance, AnchorPerformance):
        return AnchorCapability(
            anchor_c3_km2_s2=performance.c3_km2_s2,
            anchor_mass_kg=performance.mass_kg.value,
            upper_stage_isp_s=performance.upper_stage_isp_s.value,
            upper_stage_dry_kg=performance.upper_stage_dry_kg.value,
            valid_c3_km2_s2=performance.valid_c3_km2_s2,
            parking_alt_km=parking_alt_km,
        )
    return TableCapability(c3_km2_s2=performance.c3_km2_s2, masses_kg=performance.mass_kg)


def stages_of(lander: Lander) -> tuple[StageSpec, ...]:
    """Stages of ``lander``, first to fire first."""
    return tuple(
        StageSpec(
            name=f"{lander.name}, {stage.name}",
            dry_mass_kg=stage.dry_mass_kg.value,
            propellant_kg=stage.propellant_kg.value,
            isp_s=stage.isp_s.value,
            thrust_n=stage.thrust_n.value,
            burns=stage.burns,
        )
        for stage in lander.stages
    )


def margins_of(policies: Policies) -> Margins:
    """Reserves the scenario keeps."""
    return Margins(
        launch_mass=policies.launch_mass_margin,
        dv=policies.dv_margin,
        propellant_residual=policies.propellant_residual,
    )
