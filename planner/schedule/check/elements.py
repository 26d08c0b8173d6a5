"""Elements and manifests: delivered once if at all, by a flight that may, when it may, in order.

Precedence counts in whole UTC days, as the schedule does: what an element
requires is operational on or before the day it is delivered, also when both
are aboard one flight. An element with commissioning time therefore never
flies with the one that requires it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import isclose

from planner.scenario import FlightOption, PastFlight, Scenario, StationElement
from planner.schedule.check.record import ElementRecord, FlightRecord, PlanRecord
from planner.schedule.check.violation import Violation

MASS_TOLERANCE_KG = 1e-6  # the same number read from the same file
INSTANT_TOLERANCE = timedelta(milliseconds=2)  # two instants, each written to 1 ms
REPEATED = (
    "name",
    "kind",
    "mission",
    "partner",
    "phase",
    "destination",
    "mass_kg",
    "science_per_year",
)


def manifest_violations(
    scenario: Scenario, option: FlightOption, flight: FlightRecord
) -> Iterator[Violation]:
    """What is aboard one flight: known elements, their masses, sum, capacity, and permission."""
    known = {element.id: element for element in scenario.elements}
    if not flight.manifest:
        yield Violation("manifest", flight.id, "carries nothing")
    for name, mass_kg in flight.manifest:
        element = known.get(name)
        if element is None:
            yield Violation("manifest", flight.id, f"carries {name}, which the scenario lacks")
            continue
        if abs(mass_kg - element.mass_kg) > MASS_TOLERANCE_KG:
            message = f"{name} aboard at {mass_kg:g} kg, it weighs {element.mass_kg:g} kg"
            yield Violation("manifest", flight.id, message)
        yield from _permission(option, flight, element)
        yield from _released(scenario, flight, element)
    total_kg = sum(mass_kg for _, mass_kg in flight.manifest)
    if abs(total_kg - flight.payload_kg) > MASS_TOLERANCE_KG:
        message = f"mass_kg.payload is {flight.payload_kg:g}, the manifest adds to {total_kg:g}"
        yield Violation("manifest", flight.id, message)
    if flight.payload_kg > flight.capacity_kg + MASS_TOLERANCE_KG:
        message = f"{flight.payload_kg:.1f} kg aboard, {flight.capacity_kg:.1f} kg can be delivered"
        yield Violation("capacity", flight.id, message)
    phases = {known[name].phase for name, _ in flight.manifest if name in known}
    if phases and flight.phase not in phases:
        message = f"phase is {flight.phase}, it carries elements of {', '.join(sorted(phases))}"
        yield Violation("phase", flight.id, message)


def _permission(
    option: FlightOption, flight: FlightRecord, element: StationElement
) -> Iterator[Violation]:
    if element.fleet and option.id not in element.fleet:
        message = f"{element.id} flies on {', '.join(element.fleet)}, not on {option.id}"
        yield Violation("permission", flight.id, message)
    if option.destination != element.destination:
        message = f"{element.id} goes to {element.destination}, {option.id} to {option.destination}"
        yield Violation("permission", flight.id, message)
    if (option.lander is None) == (element.propulsion is None):
        needed = "brakes by itself" if element.propulsion else "needs a lander or tug"
        yield Violation("permission", flight.id, f"{element.id} {needed}, {option.id} does not fit")


def _released(
    scenario: Scenario, flight: FlightRecord, element: StationElement
) -> Iterator[Violation]:
    phase = next(phase for phase in scenario.phases if phase.id == element.phase)
    launched = flight.launch.date()
    if launched < phase.start:
        message = f"{element.id} launched {launched}, phase {phase.id} starts {phase.start}"
        yield Violation("phase", flight.id, message)
    if element.earliest is not None and launched < element.earliest:
        message = f"{element.id} launched {launched}, {element.earliest} at the earliest"
        yield Violation("earliest", flight.id, message)


def element_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Delivery of every element as often as it should be, its record, due date and order."""
    carried = Counter(name for flight in plan.flights for name, _ in flight.manifest)
    carried.update(scenario.flown.keys())
    listed = Counter(record.id for record in plan.elements)
    chosen = {name for one in scenario.alternatives for name in one.members}
    for element in scenario.elements:
        may_stay = element.optional or element.id in chosen
        if carried[element.id] > 1 or (carried[element.id] == 0 and not may_stay):
            message = f"delivered {carried[element.id]} times"
            yield Violation("delivered_once", element.id, message)
        if listed[element.id] != min(1, carried[element.id]):
            yield Violation("element", element.id, f"{listed[element.id]} entries in elements")
    known = {element.id: element for element in scenario.elements}
    flights = {flight.id: flight for flight in plan.flights}
    records = {record.id: record for record in plan.elements}
    for record in plan.elements:
        if record.id not in known:
            yield Violation("element", record.id, "is not in the scenario")
            continue
        if record.id in scenario.flown:  # what it broke then cannot be helped
            yield from _past_record(known[record.id], record, scenario.flown[record.id])
            continue
        yield from _record(known[record.id], record, flights.get(record.flight))
        yield from _due(scenario, known[record.id], record)
        yield from _precedence(scenario, known[record.id], record, records)


def _past_record(
    element: StationElement, record: ElementRecord, past: PastFlight
) -> Iterator[Violation]:
    yield from _repeated(element, record)
    if record.flight != past.id:
        yield Violation("element", element.id, f"has flown as {past.id}, not {record.flight}")
    if record.landed.date() != past.delivered:
        message = f"landed_utc is {record.landed.isoformat()}, {past.id} delivered {past.delivered}"
        yield Violation("element", element.id, message)


def _repeated(element: StationElement, record: ElementRecord) -> Iterator[Violation]:
    """What the record repeats of the scenario, and when it works."""
    for name in REPEATED:
        stated, real = record.stated.get(name, getattr(element, name)), getattr(element, name)
        same = isclose(stated, real) if isinstance(stated, float) else stated == real
        if not same:
            yield Violation(
                "element", element.id, f"{name} is {stated!r}, the scenario has {real!r}"
            )
    ready = record.landed + timedelta(days=element.commissioning_d)
    if abs(record.operational - ready) > INSTANT_TOLERANCE:
        message = (
            f"operational {record.operational.isoformat()}; {element.commissioning_d} d after "
            f"delivery is {ready.isoformat()}"
        )
        yield Violation("commissioning", element.id, message)


def _record(
    element: StationElement, record: ElementRecord, flight: FlightRecord | None
) -> Iterator[Violation]:
    yield from _repeated(element, record)
    if flight is None or element.id not in {name for name, _ in flight.manifest}:
        yield Violation("element", element.id, f"is not aboard {record.flight}")
    elif abs(record.landed - flight.delivered) > INSTANT_TOLERANCE:
        message = (
            f"landed_utc is {record.landed.isoformat()}, {flight.id} delivers at "
            f"{flight.delivered.isoformat()}"
        )
        yield Violation("element", element.id, message)


def _due(scenario: Scenario, element: StationElement, record: ElementRecord) -> Iterator[Violation]:
    phase = next(phase for phase in scenario.phases if phase.id == element.phase)
    latest = min(element.due or phase.end, scenario.horizon.end)
    if record.operational.date() > latest:
        message = f"operational {record.operational.date()}, due {latest}"
        yield Violation("due", element.id, message)


def _precedence(
    scenario: Scenario,
    element: StationElement,
    record: ElementRecord,
    records: dict[str, ElementRecord],
) -> Iterator[Violation]:
    since = {thing.id: thing.since for thing in scenario.in_place}
    delivered = record.landed.date()
    awaited = [
        name
        for one in scenario.alternatives
        if one.id in element.awaits
        for name in one.members
        if name in records
    ]
    for name in (*element.requires, *awaited):
        works = records[name].operational.date() if name in records else since.get(name)
        if works is None or works > delivered:
            message = f"delivered {delivered}, {name} works {works or 'never'}"
            yield Violation("precedence", element.id, message)
