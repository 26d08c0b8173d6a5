"""What the plan claims beside its flights: most payload, order and names, model, sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from planner.scenario import FlightOption, Policies, Scenario
from planner.schedule.check.masses import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, capability_kg, ratio
from planner.schedule.check.record import FlightRecord, PlanRecord
from planner.schedule.check.trajectory import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.schedule.check.violation import Violation

#: A heavier payload brakes longer and pays more: the capacity is at most what the flown burns
#: would carry, and gravity losses have cost less than a quarter of it at the least thrust.
CAPACITY_TOLERANCE: Final = 1e-3
LEAST_SHARE: Final = 0.75
GM_TOLERANCE: Final = 1e-7  # relative; between two published sets lie 1e-8
GM_SUN_KM3_S2: Final = 132_712_440_041.279_4  # JPL DE440 (Park et al. 2021)
RADIUS_TOLERANCE_KM: Final = 0.01
STATES: Final = {"center": "earth", "frame": "ICRF", "time_scale": "TDB"}
FIGURES: Final = {"earth": GM_EARTH_KM3_S2, "moon": GM_MOON_KM3_S2, "sun": GM_SUN_KM3_S2}


def capacity_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """Whether the stated capacity is what launcher, tanks and the flown burns allow."""
    policies = scenario.policies
    able_kg = capability_kg(
        option, c3_km2_s2=flight.c3_km2_s2, parking_alt_km=policies.parking_alt_km
    )
    if able_kg is None or min(flight.dv_m_s.values(), default=-1.0) < 0.0:
        return  # reported with the masses
    most_kg = _most_payload_kg(option, policies, flight, able_kg)
    if most_kg is None:
        return
    low_kg = most_kg * (LEAST_SHARE if option.destination == "surface" else 1.0)
    slack_kg = CAPACITY_TOLERANCE * max(most_kg, 1.0)
    if not low_kg - slack_kg <= flight.capacity_kg <= most_kg + slack_kg:
        message = f"capacity_kg is {flight.capacity_kg:.1f}, the burns allow {most_kg:.1f} kg"
        yield Violation("capacity_claim", flight.id, message)


def _most_payload_kg(
    option: FlightOption, policies: Policies, flight: FlightRecord, able_kg: float
) -> float | None:
    """Largest payload (kg) whose mass at TLI and tanks keep their limits, by halving."""
    limit_kg = able_kg * (1.0 - policies.launch_mass_margin)
    if option.lander is None:
        return limit_kg
    if not _fits(option, policies, flight, 0.0, limit_kg):
        return None
    low, high = 0.0, limit_kg
    for _ in range(60):
        middle = 0.5 * (low + high)
        fits = _fits(option, policies, flight, middle, limit_kg)
        low, high = (middle, high) if fits else (low, middle)
    return low


def _fits(
    option: FlightOption,
    policies: Policies,
    flight: FlightRecord,
    payload_kg: float,
    limit_kg: float,
) -> bool:
    """Whether a payload flies: stages from the last to the first, each loading what it burns."""
    mass_kg, residual = payload_kg, policies.propellant_residual
    for stage in reversed(option.lander.stages if option.lander else ()):
        dv_m_s = sum(flight.dv_m_s.get(burn, 0.0) for burn in stage.burns)
        grown = ratio(dv_m_s * (1.0 + policies.dv_margin), stage.isp_s.value) - 1.0
        unburnt = grown * residual / (1.0 - residual)
        if unburnt >= 1.0:
            return False
        left_kg = (mass_kg + stage.dry_mass_kg.value) / (1.0 - unburnt)
        if left_kg * grown / (1.0 - residual) > stage.propellant_kg.value:
            return False
        mass_kg = left_kg * (1.0 + grown)
    return mass_kg <= limit_kg


def order_violations(plan: PlanRecord) -> Iterator[Violation]:
    """Flights in order of launch and numbered so; elements in order of arrival."""
    for number, flight in enumerate(plan.flights, start=1):
        if flight.id != f"F{number:02d}":
            yield Violation("order", flight.id, f"is flight {number} of the plan, F{number:02d}")
    for before, after in pairwise(plan.flights):
        if after.launch < before.launch:
            yield Violation("order", after.id, f"launches before {before.id}, which it follows")
    for early, late in pairwise(plan.elements):
        if late.landed < early.landed:
            yield Violation("order", late.id, f"arrives before {early.id}, which it follows")


def model_violations(plan: PlanRecord) -> Iterator[Violation]:
    """The model that the states belong to, against published constants."""
    model = plan.model
    for name, wanted in STATES.items():
        if model.get(name) != wanted:
            yield Violation("model", name, f"is {model.get(name)!r}, the states are {wanted}")
    stated = model.get("gm_km3_s2")
    gm: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {}
    for body, value in FIGURES.items():
        if not _near(gm.get(body), value, GM_TOLERANCE * value):
            yield Violation(
                "model", f"gm_km3_s2.{body}", f"is {gm.get(body)!r}, {value:.10g} known"
            )
    radii = {"earth_radius_km": EARTH_RADIUS_KM, "moon_radius_km": MOON_RADIUS_KM}
    for name, value in radii.items():
        if not _near(model.get(name), value, RADIUS_TOLERANCE_KM):
            yield Violation("model", name, f"is {model.get(name)!r}, {value:g} known")


def _near(stated: object, value: float, tolerance: float) -> bool:
    if isinstance(stated, bool) or not isinstance(stated, (int, float)):
        return False
    return math.isfinite(stated) and abs(stated - value) <= tolerance


def wording_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Title, phase titles, and the date in the headline."""
    if plan.title != scenario.title:
        yield Violation("scenario", "title", f"is {plan.title!r}, not {scenario.title!r}")
    if plan.completion.isoformat() not in plan.sentence:
        message = f"does not name {plan.completion}: {plan.sentence!r}"
        yield Violation("headline", "sentence", message)
    titles = {phase.id: phase.title for phase in scenario.phases}
    for record in plan.phases:
        if record.id in titles and record.title != titles[record.id]:
            message = f"title is {record.title!r}, the scenario has {titles[record.id]!r}"
            yield Violation("phases", record.id, message)
