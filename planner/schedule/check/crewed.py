"""The two flights of a crewed landing: masses, meeting, plane, way up and way home.

Masses are followed forward from the stated mass at TLI. The crew boards the lander in lunar
orbit; cargo stays on the Moon, samples come up. A stage whose burns are done is dropped unless
it is the last. Bounds on speed changes are two-body ones that no real flight beats.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import timedelta

from planner.scenario import FlightOption, Rotation, Scenario, ShipLeg
from planner.schedule.check.elements import INSTANT_TOLERANCE
from planner.schedule.check.masses import (
    LIMIT_TOLERANCE_KG,
    MASS_TOLERANCE_KG,
    capability_kg,
    ratio,
)
from planner.schedule.check.record import FlightRecord, PlanRecord, StayRecord
from planner.schedule.check.staged import (
    ARC_D,
    FLYBY_D,
    HOME_D,
    TURN_D,
    burns_of,
    by_stage,
    is_staged,
    ship_burns,
    staged_violations,
)
from planner.schedule.check.support import tankers_musd
from planner.schedule.check.timing import order_and_light_violations
from planner.schedule.check.trajectory import (
    GM_MOON_KM3_S2,
    MOON_RADIUS_KM,
    craft_violations,
    departure_violations,
    descent_violations,
    insertion_bounds_m_s,
)
from planner.schedule.check.violation import Violation

DAY_S = 86_400.0
PLANE_TOLERANCE_M_S = 0.1  # GM and radius of the Moon to the digits published
DEAREST_ASCENT = 1.4  # over the impulsive one; gravity and steering losses stay below
RETURN_D = (2.0, 6.0)
MOON_TURN_DEG_D = 13.176358  # sidereal: 360 / 27.321661


def _circular_m_s(option: FlightOption) -> float:
    height_km = option.arrival_orbit.perilune_alt_km
    return 1000.0 * math.sqrt(GM_MOON_KM3_S2 / (MOON_RADIUS_KM + height_km))


def lander_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """What can be said of the lander's flight alone."""
    lander = option.lander
    assert lander is not None
    facts = {
        "launcher": (flight.launcher, option.launcher.id),
        "lander": (flight.lander, lander.id),
        "pad": (flight.pad, option.pad.id),
        "family": (flight.family, option.family),
        "destination": (flight.destination, "surface"),
        "cost_musd": (
            flight.cost_musd,
            option.launcher.cost_musd.value + lander.cost_musd.value + tankers_musd(option),
        ),
    }
    yield from _facts(option, flight, facts)
    yield from _first(flight, (option.launcher, lander))
    yield from order_and_light_violations(scenario, flight, flyby_d(option))
    if flight.landing is None:
        yield Violation("landing", flight.id, "has no landing_utc")
    needed = burns_of(option, ship=False)
    if not _burns(flight, needed):
        yield from _wrong_burns(flight, needed)
        return
    yield from _way_out(scenario, option, flight)
    yield from descent_violations(scenario, option, flight)
    yield from _plane(option, flight)
    yield from _ascent(option, flight)


def ship_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """What can be said of the ship's flight alone."""
    leg = option.ship
    assert leg is not None
    facts = {
        "launcher": (flight.launcher, leg.launcher.id),
        "lander": (flight.lander, None),
        "ship": (flight.ship, leg.ship.id),
        "pad": (flight.pad, leg.pad.id),
        "family": (flight.family, option.family),
        "destination": (flight.destination, "lunar_orbit"),
        "cost_musd": (
            flight.cost_musd,
            leg.launcher.cost_musd.value + leg.ship.cost_musd.value,
        ),
    }
    yield from _facts(option, flight, facts)
    yield from _first(flight, (leg.launcher, leg.ship))
    yield from order_and_light_violations(scenario, flight, flyby_d(option))
    needed = burns_of(option, ship=True)
    if not _burns(flight, needed):
        yield from _wrong_burns(flight, needed)
        return
    yield from _way_out(scenario, option, flight)
    yield from _home(scenario, option, flight)


def _way_out(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    if is_staged(option):
        yield from departure_violations(scenario, flight)
        yield from staged_violations(option, flight)
        return
    yield from craft_violations(scenario, option, flight)
    if flight.joined is not None:
        yield Violation("time_order", flight.id, "joined_utc is given, it joins no NRHO")


def _facts(
    option: FlightOption, flight: FlightRecord, facts: Mapping[str, tuple[object, object]]
) -> Iterator[Violation]:
    for name, (stated, real) in facts.items():
        if stated != real:
            message = f"{name} is {stated!r}, option {option.id} has {real!r}"
            yield Violation("option", flight.id, message)
    if flight.manifest:
        yield Violation("manifest", flight.id, "lists elements, a crewed flight carries its crew")


def _first(flight: FlightRecord, crafts: tuple[object, ...]) -> Iterator[Violation]:
    for craft in crafts:
        fact = getattr(craft, "first_flight", None)
        if fact is not None and flight.launch.date() < fact.date:
            message = f"launched {flight.launch.date()}; it first flies {fact.date}"
            yield Violation("first_flight", flight.id, message)


def flyby_d(option: FlightOption) -> tuple[float, float] | None:
    """Days from TLI to a flyby on the way to the NRHO; None: the scenario's policy."""
    return FLYBY_D if is_staged(option) else None


def _burns(flight: FlightRecord, needed: frozenset[str]) -> bool:
    return set(flight.dv_m_s) == needed and min(flight.dv_m_s.values()) >= 0.0


def _wrong_burns(flight: FlightRecord, needed: frozenset[str]) -> Iterator[Violation]:
    stated = ", ".join(f"{name} {dv:g}" for name, dv in flight.dv_m_s.items())
    message = f"dv_m_s has {stated}; {', '.join(sorted(needed))} are flown, none below 0"
    yield Violation("burns", flight.id, message)


def _plane(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    if flight.plane_deg is None or not 0.0 <= flight.plane_deg <= 180.0:
        yield Violation("plane", flight.id, f"plane_deg is {flight.plane_deg}")
        return
    needed = 2.0 * _circular_m_s(option) * math.sin(0.5 * math.radians(flight.plane_deg))
    if abs(flight.dv_m_s["plane"] - needed) > PLANE_TOLERANCE_M_S:
        message = f"plane of {flight.dv_m_s['plane']:.1f} m/s; {flight.plane_deg:.2f} deg take "
        yield Violation("plane", flight.id, f"{message}{needed:.1f} m/s")


def _ascent(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """At least an impulsive way up from the ground to the circle; at most what can be lost."""
    ground, circle = MOON_RADIUS_KM, MOON_RADIUS_KM + option.arrival_orbit.perilune_alt_km
    start = math.sqrt(2.0 * GM_MOON_KM3_S2 * circle / (ground * (ground + circle)))
    top = math.sqrt(2.0 * GM_MOON_KM3_S2 * ground / (circle * (ground + circle)))
    low_m_s = 1000.0 * (start + math.sqrt(GM_MOON_KM3_S2 / circle) - top) - 5.0  # the ground turns
    high_m_s = DEAREST_ASCENT * low_m_s + 2.0 * _circular_m_s(option)
    if not low_m_s <= flight.dv_m_s["ascent"] <= high_m_s:
        message = (
            f"ascent of {flight.dv_m_s['ascent']:.1f} m/s; {low_m_s:.1f} to {high_m_s:.1f} m/s "
            "is possible"
        )
        yield Violation("burns", flight.id, message)


def _home(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    low_m_s, high_m_s = insertion_bounds_m_s(option)  # an escape mirrors a capture
    if not is_staged(option) and not low_m_s <= flight.dv_m_s["tei"] <= high_m_s:
        message = (
            f"tei of {flight.dv_m_s['tei']:.1f} m/s; {low_m_s:.1f} to {high_m_s:.1f} m/s is "
            "possible"
        )
        yield Violation("burns", flight.id, message)
    if flight.tei is None or flight.home is None:
        yield Violation("return", flight.id, "has no tei_utc and return_utc: nobody comes home")
        return
    flown_d = (flight.home - flight.tei).total_seconds() / DAY_S
    shortest_d, longest_d = HOME_D if is_staged(option) else RETURN_D
    if not shortest_d <= flown_d <= longest_d:
        message = f"home {flown_d:.3f} d after TEI; {shortest_d:g} to {longest_d:g} d is possible"
        yield Violation("return", flight.id, message)
    if flight.home.date() > scenario.horizon.end:
        message = f"is home on {flight.home.date()}, the horizon ends {scenario.horizon.end}"
        yield Violation("return", flight.id, message)


def pair_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Landers and ships that meet: who, when, with what aboard, and which crew they serve."""
    options = {option.id: option for option in scenario.fleet if option.ship is not None}
    flights = {flight.id: flight for flight in plan.flights}
    stays = {stay.flight: stay for stay in plan.crews}
    rotations = {one.id: one for one in (scenario.crews.rotations if scenario.crews else ())}
    for flight in plan.flights:
        option = options.get(flight.option)
        if option is None:
            if flight.ship is not None or flight.rendezvous_with is not None:
                yield Violation("rendezvous", flight.id, f"{flight.option} meets no ship")
            continue
        other = flights.get(flight.rendezvous_with or "")
        if other is None or other.rendezvous_with != flight.id or other.option != flight.option:
            message = f"meets {flight.rendezvous_with}, which does not meet it"
            yield Violation("rendezvous", flight.id, message)
        elif (flight.ship is None) == (other.ship is None):
            yield Violation("rendezvous", flight.id, f"and {other.id} are the same kind of craft")
        elif flight.ship is None:
            stay = stays.get(flight.id)
            rotation = rotations.get(stay.id) if stay else None
            if stay is None or rotation is None:
                yield Violation("crew", flight.id, "carries no crew of the scenario")
            else:
                yield from _meeting(scenario, option, flight, other, stay, rotation)


def _meeting(
    scenario: Scenario,
    option: FlightOption,
    lander: FlightRecord,
    ship: FlightRecord,
    stay: StayRecord,
    rotation: Rotation,
) -> Iterator[Violation]:
    leg, crews = option.ship, scenario.crews
    assert leg is not None
    assert crews is not None
    wait_max_d = max(scenario.policies.landing_wait_max_d, crews.rendezvous_d)
    up_d = 15.0  # half a sidereal month, in which the plane comes to hold the way home, and a day
    if is_staged(option):
        wait_max_d = crews.rendezvous_d + TURN_D + ARC_D
        up_d = 2.0 * TURN_D + ARC_D
    yield from _dates(leg, crews.rendezvous_d, (wait_max_d, up_d), lander, ship, rotation)
    if lander.phase != rotation.phase or ship.phase != rotation.phase:
        message = f"phase is {lander.phase} and {ship.phase}, {rotation.id} is of {rotation.phase}"
        yield Violation("phase", lander.id, message)
    crew_kg = rotation.crew * crews.crew_mass_kg
    yield from _lander_masses(scenario, option, lander, crew_kg, rotation.samples_kg)
    yield from _ship_masses(scenario, leg, option, ship, crew_kg, rotation.samples_kg)
    if abs(lander.payload_kg - stay.brought_kg) > MASS_TOLERANCE_KG:
        message = f"mass_kg.payload is {lander.payload_kg:g}, {stay.id} brings {stay.brought_kg:g}"
        yield Violation("manifest", lander.id, message)


def _dates(
    leg: ShipLeg,
    rendezvous_d: float,
    most_d: tuple[float, float],
    lander: FlightRecord,
    ship: FlightRecord,
    rotation: Rotation,
) -> Iterator[Violation]:
    wait_max_d, up_d = most_d
    wait_d = (ship.launch - lander.launch).total_seconds() / DAY_S
    if not leg.wait_min_d <= wait_d <= leg.wait_max_d:
        message = (
            f"launched {wait_d:.3f} d after {lander.id}, {leg.wait_min_d:g} to "
            f"{leg.wait_max_d:g} d allowed"
        )
        yield Violation("ship_wait", ship.id, message)
    if ship.waits_from <= lander.waits_from:
        yield Violation("rendezvous", ship.id, f"arrives before {lander.id}, which waits for it")
    if lander.landing is None:
        return
    meeting = timedelta(days=rendezvous_d) - INSTANT_TOLERANCE
    if lander.landing - ship.waits_from < meeting:
        message = (
            f"lands {lander.landing - ship.waits_from} after {ship.id} arrives, "
            f"{rendezvous_d:g} d at least"
        )
        yield Violation("rendezvous", lander.id, message)
    if lander.landing - ship.waits_from > timedelta(days=wait_max_d) + INSTANT_TOLERANCE:
        waited = lander.landing - ship.waits_from
        message = f"lands {waited} after {ship.id} arrives, {wait_max_d:g} d at most"
        yield Violation("landing_wait", lander.id, message)
    if ship.tei is None:
        return
    up = lander.landing + timedelta(days=rotation.stay_d)
    latest = timedelta(days=rendezvous_d + up_d) + INSTANT_TOLERANCE
    if not meeting <= ship.tei - up <= latest:
        message = f"TEI {ship.tei - up} after the ascent, {rendezvous_d:g} d asked"
        yield Violation("rendezvous", ship.id, message)
    in_orbit_d = (ship.tei - ship.waits_from).total_seconds() / DAY_S
    if in_orbit_d > leg.ship.endurance_d.value + INSTANT_TOLERANCE.total_seconds() / DAY_S:
        message = f"{in_orbit_d:.1f} d in lunar orbit, {leg.ship.endurance_d.value:g} d at most"
        yield Violation("endurance", ship.id, message)


def _limit(scenario: Scenario, option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    policies = scenario.policies
    able_kg = capability_kg(
        option,
        c3_km2_s2=flight.c3_km2_s2,
        parking_alt_km=policies.parking_alt_km,
    )
    if able_kg is None:
        message = f"{option.launcher.id} is not stated for a C3 of {flight.c3_km2_s2:.3f} km2/s2"
        yield Violation("launch_mass", flight.id, message)
    elif flight.tli_kg > able_kg * (1.0 - policies.launch_mass_margin) + LIMIT_TOLERANCE_KG:
        limit_kg = able_kg * (1.0 - policies.launch_mass_margin)
        message = f"{flight.tli_kg:.1f} kg at TLI, {option.launcher.id} injects {limit_kg:.1f} kg"
        yield Violation("launch_mass", flight.id, message)


def _same(
    flight: FlightRecord, name: str, stated: float | None, real: float
) -> Iterator[Violation]:
    if stated is None or abs(stated - real) > MASS_TOLERANCE_KG:
        said = "nothing" if stated is None else f"{stated:.2f} kg"
        message = f"mass_kg.{name} says {said}, the burns leave {real:.2f} kg"
        yield Violation("mass_balance", flight.id, message)


def _lander_masses(
    scenario: Scenario,
    option: FlightOption,
    flight: FlightRecord,
    crew_kg: float,
    samples_kg: float,
) -> Iterator[Violation]:
    """Forward through the stages; what is left at the end is the stage, crew and samples."""
    yield from _limit(scenario, option, flight)
    policies = scenario.policies
    if not _burns(flight, burns_of(option, ship=False)):
        return
    dv = by_stage(option, flight.dv_m_s)
    stages = option.lander.stages if option.lander else ()
    mass_kg, after = flight.tli_kg, {}
    for stage in stages:
        burned_kg = 0.0
        for burn in stage.burns:
            if burn == "descent":
                mass_kg += crew_kg
            elif burn == "ascent":
                mass_kg += samples_kg - flight.payload_kg
            left_kg = mass_kg / ratio(dv[burn] * (1.0 + policies.dv_margin), stage.isp_s.value)
            burned_kg += mass_kg - left_kg
            mass_kg = after[burn] = left_kg
        loaded_kg = burned_kg / (1.0 - policies.propellant_residual)
        if loaded_kg > stage.propellant_kg.value + MASS_TOLERANCE_KG:
            message = (
                f"{stage.name} must load {loaded_kg:.1f} kg, its tanks hold "
                f"{stage.propellant_kg.value:.1f} kg"
            )
            yield Violation("propellant", flight.id, message)
        dropped_kg = stage.dry_mass_kg.value + loaded_kg - burned_kg
        mass_kg -= dropped_kg
        if stage is not stages[-1] and stage.burns[-1] == "loi":
            after["loi"] -= dropped_kg
    yield from _same(flight, "lunar_orbit", flight.lunar_orbit_kg, after["loi"])
    yield from _same(flight, "landed", flight.landed_kg, after["descent"])
    if abs(mass_kg - crew_kg - samples_kg) > MASS_TOLERANCE_KG:
        message = (
            f"{mass_kg:.2f} kg come up beside the last stage; crew and samples weigh "
            f"{crew_kg + samples_kg:.2f} kg"
        )
        yield Violation("mass_balance", flight.id, message)
    able_kg = capability_kg(
        option, c3_km2_s2=flight.c3_km2_s2, parking_alt_km=policies.parking_alt_km
    )
    # No more than what is injected beside the empty stages; propellant takes most of it.
    most_kg = (able_kg or 0.0) - sum(stage.dry_mass_kg.value for stage in stages)
    if not flight.payload_kg - MASS_TOLERANCE_KG <= flight.capacity_kg <= most_kg:
        message = (
            f"{flight.payload_kg:.1f} kg aboard, {flight.capacity_kg:.1f} kg said to be possible, "
            f"{most_kg:.1f} kg at the very most"
        )
        yield Violation("capacity", flight.id, message)


def _ship_masses(
    scenario: Scenario,
    leg: ShipLeg,
    option: FlightOption,
    flight: FlightRecord,
    crew_kg: float,
    samples_kg: float,
) -> Iterator[Violation]:
    """Forward from TLI to home; what is left is the ship, its residual, crew and samples."""
    lifted = option.model_copy(update={"launcher": leg.launcher})
    yield from _limit(scenario, lifted, flight)
    if not _burns(flight, burns_of(option, ship=True)):
        return
    policies, ship = scenario.policies, leg.ship
    loi, tei = (
        ratio(dv * (1.0 + policies.dv_margin), ship.isp_s.value)
        for dv in ship_burns(option, flight.dv_m_s)
    )
    orbit_kg = flight.tli_kg / loi
    home_kg = (orbit_kg + samples_kg) / tei
    burned_kg = flight.tli_kg - orbit_kg + orbit_kg + samples_kg - home_kg
    loaded_kg = burned_kg / (1.0 - policies.propellant_residual)
    if loaded_kg > ship.propellant_kg.value + MASS_TOLERANCE_KG:
        message = (
            f"{ship.name} must load {loaded_kg:.1f} kg, its tanks hold "
            f"{ship.propellant_kg.value:.1f} kg"
        )
        yield Violation("propellant", flight.id, message)
    yield from _same(flight, "lunar_orbit", flight.lunar_orbit_kg, orbit_kg)
    dry_kg = ship.wet_mass_kg.value - ship.propellant_kg.value
    yield from _same(flight, "tli", flight.tli_kg, dry_kg + crew_kg + loaded_kg)
    yield from _same(flight, "payload", flight.payload_kg, crew_kg)
    if abs(flight.capacity_kg - crew_kg) > MASS_TOLERANCE_KG:
        message = (
            f"capacity_kg is {flight.capacity_kg:g}, the ship carries its crew of {crew_kg:g} kg"
        )
        yield Violation("capacity", flight.id, message)
    if flight.landed_kg is not None:
        yield Violation("mass_balance", flight.id, "mass_kg.landed is given, it stays in orbit")
