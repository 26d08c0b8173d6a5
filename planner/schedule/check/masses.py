"""Masses of a flight by the rocket equation, forward from the stated mass at TLI.

Semantics: every speed change counts with its margin; a stage loads what it
burns plus the residual it cannot burn, ``loaded = burned / (1 - residual)``;
the residual stays aboard; a stage whose burns are done is dropped unless it is
the last. Tsiolkovsky (1903).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from planner.scenario import FlightOption, Scenario
from planner.schedule.check.record import FlightRecord
from planner.schedule.check.violation import Violation

G0_M_S2 = 9.80665  # exact: CGPM 1901
GM_EARTH_KM3_S2 = 398_600.4355  # JPL DE440 (Park et al. 2021), to the digits that matter here
EARTH_RADIUS_KM = 6_378.137  # IERS conventions 2010, equatorial
MASS_TOLERANCE_KG = 0.05  # a descent settled to 1 mm/s moves 27 t by 10 g
LIMIT_TOLERANCE_KG = 0.5  # 1 m in the Earth's radius moves a capability of 50 t by less


def mass_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """Launch limit, tanks, and every stated mass of one flight."""
    yield from _launch_limit(scenario, option, flight)
    needed = {"tli", "loi"} | ({"descent"} if option.destination == "surface" else set())
    if set(flight.dv_m_s) != needed or min(flight.dv_m_s.values()) < 0.0:
        stated = ", ".join(f"{name} {dv:g}" for name, dv in flight.dv_m_s.items())
        wanted = ", ".join(sorted(needed))
        yield Violation(
            "burns", flight.id, f"dv_m_s has {stated}; {wanted} are flown, none below 0"
        )
    elif option.lander is None:
        yield from _craft(scenario, flight)
    else:
        yield from _stack(scenario, option, flight)


def capability_kg(option: FlightOption, *, c3_km2_s2: float, parking_alt_km: float) -> float | None:
    """Mass the launcher injects at a C3; None outside the range it is stated for."""
    performance = option.launcher.performance
    if performance.kind == "table":
        points = list(zip(performance.c3_km2_s2, performance.mass_kg, strict=True))
        for (low, heavy), (high, light) in pairwise(points):
            if low <= c3_km2_s2 <= high:
                return heavy + (light - heavy) * (c3_km2_s2 - low) / (high - low)
        return None
    low, high = performance.valid_c3_km2_s2
    if not low <= c3_km2_s2 <= high:
        return None
    escape2 = 2.0 * GM_EARTH_KM3_S2 / (EARTH_RADIUS_KM + parking_alt_km)
    more_m_s = 1000.0 * (
        math.sqrt(c3_km2_s2 + escape2) - math.sqrt(performance.c3_km2_s2 + escape2)
    )
    dry_kg = performance.upper_stage_dry_kg.value
    burnout_kg = performance.mass_kg.value + dry_kg
    return burnout_kg / ratio(more_m_s, performance.upper_stage_isp_s.value) - dry_kg


def ratio(dv_m_s: float, isp_s: float) -> float:
    """Mass before a burn over mass after it (Tsiolkovsky 1903)."""
    return math.exp(dv_m_s / (G0_M_S2 * isp_s))


def _launch_limit(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    policies = scenario.policies
    able_kg = capability_kg(
        option, c3_km2_s2=flight.c3_km2_s2, parking_alt_km=policies.parking_alt_km
    )
    if able_kg is None:
        message = f"{option.launcher.id} is not stated for a C3 of {flight.c3_km2_s2:.3f} km2/s2"
        yield Violation("launch_mass", flight.id, message)
        return
    limit_kg = able_kg * (1.0 - policies.launch_mass_margin)
    if flight.tli_kg > limit_kg + LIMIT_TOLERANCE_KG:
        yield Violation(
            "launch_mass",
            flight.id,
            f"{flight.tli_kg:.1f} kg at TLI; {option.launcher.id} injects {able_kg:.1f} kg at a C3 "
            f"of {flight.c3_km2_s2:.3f} km2/s2, {limit_kg:.1f} kg with margin",
        )


def _stack(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """Follow the mass through the lander's stages to the payload."""
    policies = scenario.policies
    stages = option.lander.stages if option.lander else ()
    mass_kg, dropped_kg = flight.tli_kg, 0.0
    after: dict[str, float] = {}
    for stage in stages:
        burned_kg = 0.0
        for burn in stage.burns:
            dv_m_s = flight.dv_m_s.get(burn, 0.0) * (1.0 + policies.dv_margin)
            left_kg = mass_kg / ratio(dv_m_s, stage.isp_s.value)
            burned_kg += mass_kg - left_kg
            mass_kg = after[burn] = left_kg
        loaded_kg = burned_kg / (1.0 - policies.propellant_residual)
        if loaded_kg > stage.propellant_kg.value + MASS_TOLERANCE_KG:
            yield Violation(
                "propellant",
                flight.id,
                f"{stage.name} must load {loaded_kg:.1f} kg, "
                f"its tanks hold {stage.propellant_kg.value:.1f} kg",
            )
        dropped_kg = stage.dry_mass_kg.value + loaded_kg - burned_kg
        if stage is not stages[-1]:
            mass_kg -= dropped_kg
            after[stage.burns[-1]] = mass_kg
    yield from _same(flight, "lunar_orbit", flight.lunar_orbit_kg, after.get("loi", mass_kg))
    yield from _same(flight, "payload", flight.payload_kg, mass_kg - dropped_kg)
    if option.destination == "surface":
        yield from _same(flight, "landed", flight.landed_kg, mass_kg)
    else:
        yield from _not_landed(flight)


def _craft(scenario: Scenario, flight: FlightRecord) -> Iterator[Violation]:
    """Craft that brake by themselves: each burns its own propellant."""
    policies = scenario.policies
    dv_m_s = flight.dv_m_s["loi"] * (1.0 + policies.dv_margin)
    known = {element.id: element for element in scenario.elements}
    in_orbit_kg = 0.0
    for name, mass_kg in flight.manifest:
        element = known.get(name)
        if element is None or element.propulsion is None:
            continue  # reported with the manifest
        left_kg = mass_kg / ratio(dv_m_s, element.propulsion.isp_s)
        loaded_kg = (mass_kg - left_kg) / (1.0 - policies.propellant_residual)
        in_orbit_kg += left_kg
        if loaded_kg > element.propulsion.propellant_kg + MASS_TOLERANCE_KG:
            yield Violation(
                "propellant",
                flight.id,
                f"{name} needs {loaded_kg:.1f} kg to brake, "
                f"it has {element.propulsion.propellant_kg:.1f} kg",
            )
    yield from _same(flight, "tli", flight.tli_kg, flight.payload_kg)
    yield from _same(flight, "lunar_orbit", flight.lunar_orbit_kg, in_orbit_kg)
    yield from _not_landed(flight)


def _same(
    flight: FlightRecord, name: str, stated_kg: float | None, computed_kg: float
) -> Iterator[Violation]:
    if stated_kg is None or abs(stated_kg - computed_kg) > MASS_TOLERANCE_KG:
        stated = "nothing" if stated_kg is None else f"{stated_kg:.2f} kg"
        message = f"mass_kg.{name} says {stated}, the burns leave {computed_kg:.2f} kg"
        yield Violation("mass_balance", flight.id, message)


def _not_landed(flight: FlightRecord) -> Iterator[Violation]:
    if flight.landed_kg is not None:
        message = f"mass_kg.landed is {flight.landed_kg:g}, but the flight stays in lunar orbit"
        yield Violation("mass_balance", flight.id, message)
