"""The author's pins, one by one, against the flights as they are."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario import Pin, Scenario
from planner.schedule.check.record import FlightRecord, PlanRecord
from planner.schedule.check.violation import Violation


def pin_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Every flight or element that is not where a pin says."""
    for pin in scenario.pins:
        match pin.subject:
            case "element" | "flight":
                found = _places(pin, plan)
            case "together" | "apart":
                found = _sharing(pin, plan)
            case _:
                found = _banned(pin, plan)
        for subject, message in found:
            yield Violation("pin", subject, f"{message}; pinned in {pin}")


def _in_days(pin: Pin, flight: FlightRecord) -> bool:
    launched = flight.launch.date()
    early = pin.launch.start is not None and launched < pin.launch.start
    late = pin.launch.end is not None and launched > pin.launch.end
    return not early and not late


def _aboard(flight: FlightRecord) -> set[str]:
    return {name for name, _ in flight.manifest}


def _places(pin: Pin, plan: PlanRecord) -> Iterator[tuple[str, str]]:
    for flight in plan.flights:
        mine = _aboard(flight) & set(pin.elements)
        if not mine:
            continue
        names = ", ".join(sorted(mine))
        if pin.option is not None and flight.option != pin.option:
            yield flight.id, f"carries {names} on {flight.option}"
        if not _in_days(pin, flight):
            yield flight.id, f"launches {names} on {flight.launch.date()}"
        if pin.subject == "flight" and _aboard(flight) != set(pin.elements):
            yield flight.id, f"carries {', '.join(sorted(_aboard(flight)))}"


def _sharing(pin: Pin, plan: PlanRecord) -> Iterator[tuple[str, str]]:
    for flight in plan.flights:
        mine = sorted(_aboard(flight) & set(pin.elements))
        if pin.subject == "together" and mine and set(mine) != set(pin.elements):
            yield flight.id, f"carries only {', '.join(mine)}"
        if pin.subject == "apart" and len(mine) > 1:
            yield flight.id, f"carries {', '.join(mine)}"


def _banned(pin: Pin, plan: PlanRecord) -> Iterator[tuple[str, str]]:
    for flight in plan.flights:
        named = flight.option == pin.option if pin.option else flight.launcher == pin.launcher
        if named and _in_days(pin, flight):
            yield flight.id, f"flies {flight.option} on {flight.launch.date()}"
