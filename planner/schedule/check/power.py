"""Power at every step of the build-up: what works never uses more than what works gives.

Counted in whole UTC days, as the schedule does, from the day an element is
operational; for the surface and for lunar orbit, by day and at night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.scenario import InPlace, Scenario, StationElement
from planner.schedule.check.record import PlanRecord
from planner.schedule.check.violation import Violation

POWER_TOLERANCE_KW = 1e-6  # a milliwatt: sums of a few hundred stated numbers


def power_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Each place and time of day that runs short, on the first day it does."""
    if not scenario.policies.power_balance:
        return
    for place in ("surface", "lunar_orbit"):
        for column, hour in (("power_kw", "by day"), ("power_night_kw", "at night")):
            yield from _shortage(place, hour, _changes(scenario, plan, place, column))


def _changes(
    scenario: Scenario, plan: PlanRecord, place: str, column: str
) -> list[tuple[date, str, float]]:
    """Day, id and power (kW) of everything that starts to work in a place, in order."""
    works = {record.id: record.operational.date() for record in plan.elements}
    works |= {thing.id: thing.since for thing in scenario.in_place}
    things: tuple[StationElement | InPlace, ...] = (*scenario.elements, *scenario.in_place)
    mine = [thing for thing in things if thing.destination == place and thing.id in works]
    return sorted((works[thing.id], thing.id, getattr(thing, column)) for thing in mine)


def _shortage(place: str, hour: str, changes: list[tuple[date, str, float]]) -> Iterator[Violation]:
    for day in sorted({day for day, _, _ in changes}):
        working = [power_kw for since, _, power_kw in changes if since <= day]
        balance_kw = sum(working)
        if balance_kw < -POWER_TOLERANCE_KW:
            gives_kw = sum(power_kw for power_kw in working if power_kw > 0)
            newest = ", ".join(name for since, name, _ in changes if since == day)
            message = (
                f"{-balance_kw:.6g} kW short {hour} from {day}, when {newest} starts to work: "
                f"{gives_kw:.6g} kW given, {gives_kw - balance_kw:.6g} kW used"
            )
            yield Violation("power", place, message)
            return
