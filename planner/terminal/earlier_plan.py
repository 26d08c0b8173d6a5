"""An earlier plan as the past of the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.scenario import Addition, Scenario
from planner.terminal.plan_file import PlanFileError, read_plan


def flown_in(file: Path, scenario: Scenario) -> tuple[Addition, ...]:
    """Return the flights of a plan that launched before the scenario's as-of day, as flown.

    What the scenario itself says of an element's flight goes first.

    Raises
    ------
    PlanFileError
        It cannot be read, or is no plan.
    """
    from planner.schedule.check import record

    plan, faults = record.read_plan(read_plan(file))
    if plan is None:
        raise PlanFileError(file, f"is no plan: {faults[0]}")
    entries: list[dict[str, Any]] = [
        {
            "outcome": "flown",
            "option": flight.option,
            "launch": flight.launch.date(),
            "delivered": flight.delivered.date(),
            "elements": [name for name, _ in flight.manifest],
            "capacity_kg": flight.capacity_kg,
        }
        for flight in plan.flights
        if flight.launch.date() < scenario.as_of
    ]
    keys = ("outcome", "option", "launch", "delivered", "elements", "capacity_kg")
    entries += [
        {key: one.get(key) for key in keys if one.get(key) is not None}
        for one in plan.history
        if one.get("outcome") == "flown"
    ]
    told = {name for past in scenario.history for name in past.elements}
    return tuple(
        Addition(origin=f"--history {file}", key="history", entry=entry)
        for entry in entries
        if told.isdisjoint(entry["elements"])
    )
