"""Stays of crews: each rotation once, its seats, dates, shelter, needs, and a berth for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from planner.scenario import Crews, Rotation, Scenario
from planner.schedule.check.record import FlightRecord, PlanRecord, StayRecord
from planner.schedule.check.violation import Violation

ROUNDING_KG = 1.0  # the plan counts whole kilograms, needs upwards


def needs_kg(crews: Crews, rotation: Rotation, *, reserve_d: float) -> float:
    """What a stay uses up by the rates of the set: Shishko et al., as SpaceNet multiplies them."""
    return sum(needs_by_class_kg(crews, rotation, reserve_d=reserve_d).values())


def needs_by_class_kg(crews: Crews, rotation: Rotation, *, reserve_d: float) -> dict[int, float]:
    """The same by class of supply."""
    evas = rotation.evas
    outside_h = evas.count * evas.duration_h * evas.crew if evas else 0.0
    sums: Counter[int] = Counter()
    for rate in crews.rates.rates:
        days = rotation.stay_d + (reserve_d if rate.in_reserve else 0.0)
        times = {
            "crew_day": rotation.crew * days / (rate.every_d.value if rate.every_d else 1.0),
            "crew": float(rotation.crew),
            "mission": 1.0,
            "eva_crew_hour": outside_h,
        }[rate.per]
        kg = rate.rate_kg.value * times * (1.0 - _given_back(crews, rate.closure))
        if kg:
            sums[rate.class_of_supply] += kg  # type: ignore[assignment]
    return dict(sums)


def _given_back(crews: Crews, loop: str | None) -> float:
    if loop is None:
        return 0.0
    stated = dict(crews.closures).get(loop)
    if stated is not None:
        return stated
    return next(one.default_fraction.value for one in crews.rates.closures if one.id == loop)


def stay_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Everything about the people."""
    crews = scenario.crews
    rotations = {one.id: one for one in (crews.rotations if crews else ())}
    listed = Counter(stay.id for stay in plan.crews)
    for name, rotation in rotations.items():
        if listed[name] > 1 or (listed[name] == 0 and not rotation.optional):
            yield Violation("crew", name, f"flies {listed[name]} times")
    flights = {flight.id: flight for flight in plan.flights}
    for stay in plan.crews:
        known = rotations.get(stay.id)
        if known is None or crews is None:
            yield Violation("crew", stay.id, "is not in the scenario")
            continue
        yield from _stated(crews, known, stay)
        flight = flights.get(stay.flight)
        if flight is None or flight.rendezvous_with != stay.ship:
            yield Violation("crew", stay.id, f"{stay.flight} does not meet {stay.ship}")
        else:
            yield from _flight(scenario, known, stay, flight)
        yield from _requires(scenario, plan, known, stay)
    yield from _berths(scenario, plan, rotations)


def _stated(crews: Crews, rotation: Rotation, stay: StayRecord) -> Iterator[Violation]:
    used = needs_kg(crews, rotation, reserve_d=0.0)
    in_all = needs_kg(crews, rotation, reserve_d=crews.reserve_d)
    if rotation.supplies_kg is not None:
        brought = rotation.supplies_kg
    else:
        brought = in_all if rotation.in_lander else 0.0
    if stay.name != rotation.name or stay.crew != rotation.crew:
        message = f"{stay.name}, {stay.crew:g} people; {rotation.name}, {rotation.crew} asked"
        yield Violation("crew", stay.id, message)
    for name, stated, real in (
        ("supplies_kg", stay.supplies_kg, used),
        ("reserve_kg", stay.reserve_kg, in_all - used),
        ("brought_kg", stay.brought_kg, brought),
    ):
        if abs(stated - real) > ROUNDING_KG:
            message = f"{name} is {stated:g}, the rates of {crews.rates.id} give {real:.1f} kg"
            yield Violation("crew_supplies", stay.id, message)
    shelter = "lander" if rotation.in_lander else "habitat"
    if stay.shelter != shelter:
        message = f"is {stay.shelter!r}, {shelter!r} follows from the stay and its landers"
        yield Violation("shelter", stay.id, message)
    if stay.departure != stay.landing + timedelta(days=rotation.stay_d):
        message = f"{stay.landing} to {stay.departure}, a stay of {rotation.stay_d} d asked"
        yield Violation("stay", stay.id, message)


def _flight(
    scenario: Scenario, rotation: Rotation, stay: StayRecord, flight: FlightRecord
) -> Iterator[Violation]:
    if flight.option not in rotation.fleet:
        message = f"flies on {flight.option}, {', '.join(rotation.fleet)} allowed"
        yield Violation("permission", stay.id, message)
    if flight.landing is not None and flight.landing.date() != stay.landing:
        message = f"landing is {stay.landing}, {flight.id} lands {flight.landing.date()}"
        yield Violation("stay", stay.id, message)
    option = next((one for one in scenario.fleet if one.id == flight.option), None)
    if option is not None and option.ship is not None and option.lander is not None:
        seats = min(
            option.ship.ship.crew.value, option.lander.crew.value if option.lander.crew else 0.0
        )
        if stay.crew > seats:
            yield Violation("seats", stay.id, f"{stay.crew:g} people, {seats:g} seats")
        endurance = option.lander.endurance_d
        lives = endurance is not None and rotation.stay_d <= endurance.value
        if stay.shelter == "lander" and not lives:
            message = f"{rotation.stay_d} d in {option.lander.id}, which keeps a crew for "
            yield Violation("endurance", stay.id, message + f"{endurance and endurance.value} d")
    phase = next(phase for phase in scenario.phases if phase.id == rotation.phase)
    launched = flight.launch.date()
    if launched < max(phase.start, rotation.earliest or date.min):
        message = f"launched {launched}, {max(phase.start, rotation.earliest or date.min)} at first"
        yield Violation("earliest", stay.id, message)
    latest = min(rotation.due or phase.end, scenario.horizon.end)
    if stay.landing > latest:
        yield Violation("due", stay.id, f"lands {stay.landing}, due {latest}")


def _requires(
    scenario: Scenario, plan: PlanRecord, rotation: Rotation, stay: StayRecord
) -> Iterator[Violation]:
    since = {thing.id: thing.since for thing in scenario.in_place}
    since |= {record.id: record.operational.date() for record in plan.elements}
    for name in rotation.requires:
        works = since.get(name)
        if works is None or works > stay.landing:
            message = f"lands {stay.landing}, {name} works {works or 'never'}"
            yield Violation("precedence", stay.id, message)


def _berths(
    scenario: Scenario, plan: PlanRecord, rotations: dict[str, Rotation]
) -> Iterator[Violation]:
    """Each night of a stay in a habitat has a berth, day by day from landing to departure."""
    known = {element.id: element for element in scenario.elements}
    houses = [
        (thing.since, thing.crew_berths)
        for thing in scenario.in_place
        if thing.destination == "surface"
    ]
    for record in plan.elements:
        element = known.get(record.id)
        berths = element.spec.crew_berths if element else None
        if element is not None and berths is not None and element.destination == "surface":
            houses.append((record.operational.date(), round(berths.value)))
    guests = [stay for stay in plan.crews if stay.shelter != "lander" and stay.id in rotations]
    for day in sorted({stay.landing for stay in guests}):
        people = sum(stay.crew for stay in guests if stay.landing <= day < stay.departure)
        berths_then = sum(count for since, count in houses if since <= day)
        if people > berths_then:
            message = f"{people:g} people from {day}, {berths_then} berths"
            yield Violation("berths", "surface", message)
            return
