"""The frozen past: repeated as stated, nothing launched before the as-of day."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario import PastFlight, Scenario
from planner.schedule.check.record import PlanRecord
from planner.schedule.check.violation import Violation

#: What the plan repeats of each entry, with the type it is compared as.
REPEATED = ("outcome", "option", "launch", "delivered", "elements", "capacity_kg", "earliest")


def history_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Everything about what flew, was lost or is delayed."""
    if plan.as_of is not None and plan.as_of != scenario.as_of:
        message = f"is {plan.as_of}, the scenario has {scenario.as_of}"
        yield Violation("history", "as_of", message)
    for flight in plan.flights:
        if flight.launch.date() < scenario.as_of:
            message = f"launched {flight.launch.date()}, the as-of day is {scenario.as_of}"
            yield Violation("as_of", flight.id, message)
    stated = {str(entry.get("id")): entry for entry in plan.history}
    real = {past.id: past for past in scenario.history}
    for name in sorted(set(stated) ^ set(real)):
        where = "the plan" if name in real else "the scenario"
        yield Violation("history", name, f"is missing from {where}")
    for name in sorted(set(stated) & set(real)):
        for key in REPEATED:
            if stated[name].get(key) != _plain(real[name], key):
                message = f"{key} is {stated[name].get(key)!r}, not {_plain(real[name], key)!r}"
                yield Violation("history", name, message)
    yield from _flies_again(scenario, plan)


def _plain(past: PastFlight, key: str) -> object:
    """A value as JSON holds it."""
    value = getattr(past, key)
    if value is None or isinstance(value, (str, float)):
        return value
    return list(value) if key == "elements" else value.isoformat()


def _flies_again(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """What was lost or is delayed is not launched before its new earliest day."""
    for past in scenario.history:
        for flight in plan.flights:
            again = {name for name, _ in flight.manifest} & set(past.elements)
            if again and past.outcome == "flown":
                message = f"carries {', '.join(sorted(again))}, flown as {past.id}"
                yield Violation("history", flight.id, message)
            elif again and past.earliest and flight.launch.date() < past.earliest:
                message = (
                    f"launches {', '.join(sorted(again))} on {flight.launch.date()}, after "
                    f"{past.id} not before {past.earliest}"
                )
                yield Violation("history", flight.id, message)
