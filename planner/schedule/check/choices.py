"""What may be left out: one choice of each alternative, what stays at home, and the science.

Delivered is what is in a manifest or has flown, whatever the plan says of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.scenario import Scenario
from planner.schedule.check.record import PlanRecord
from planner.schedule.check.violation import Violation

YEAR_D = 365.25
SUM_TOLERANCE_POINT_YEARS = 1e-6  # of a few hundred products of two stated numbers
#: The optimiser counts whole thousandths of a point a year.
HALF_A_THOUSANDTH = 0.0005


def choice_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Everything about optional elements, alternatives and science."""
    delivered = {name for flight in plan.flights for name, _ in flight.manifest}
    delivered |= scenario.flown.keys()
    yield from _choices(scenario, plan, delivered)
    yield from _left_out(scenario, plan, delivered)
    yield from _science(scenario, plan)


def _choices(scenario: Scenario, plan: PlanRecord, delivered: set[str]) -> Iterator[Violation]:
    stated = Counter(record.id for record in plan.alternatives)
    known = {one.id for one in scenario.alternatives}
    for name in sorted(known | set(stated)):
        if stated[name] != int(name in known):
            message = f"{stated[name]} entries in alternatives, {int(name in known)} needed"
            yield Violation("alternatives", name, message)
    records = {record.id: record for record in plan.alternatives}
    for one in scenario.alternatives:
        there = {name for choice in one.choices for name in choice.elements} & delivered
        taken = [choice for choice in one.choices if set(choice.elements) == there]
        if len(taken) != 1:
            message = (
                f"delivered of it: {', '.join(sorted(there)) or 'nothing'}, which is no choice"
            )
            yield Violation("choice", one.id, message)
            continue
        record, choice = records.get(one.id), taken[0]
        if record and (record.chosen, sorted(record.elements)) != (choice.id, sorted(there)):
            message = (
                f"says {record.chosen} ({', '.join(record.elements)}), delivered is {choice.id} "
                f"({', '.join(sorted(there))})"
            )
            yield Violation("alternatives", one.id, message)


def _left_out(scenario: Scenario, plan: PlanRecord, delivered: set[str]) -> Iterator[Violation]:
    wanted = {
        element.id: "optional" if element.optional else "alternative"
        for element in scenario.elements
        if element.id not in delivered
    }
    stated = Counter(name for name, _ in plan.left_out)
    for name in sorted(wanted.keys() | stated.keys()):
        if stated[name] != int(name in wanted):
            message = f"{stated[name]} entries in left_out, {int(name in wanted)} needed"
            yield Violation("left_out", name, message)
    for name, why in plan.left_out:
        if name in wanted and why != wanted[name]:
            yield Violation("left_out", name, f"why is {why!r}, it is {wanted[name]!r}")


def science_point_years(scenario: Scenario, plan: PlanRecord) -> tuple[float, float]:
    """Points a year times years at work, and what rounding to thousandths may change of it."""
    points = {element.id: element.science_per_year for element in scenario.elements}
    years = {
        record.id: max(0, (scenario.science_to - record.operational.date()).days) / YEAR_D
        for record in plan.elements
        if points.get(record.id)
    }
    total = sum(points[name] * years[name] for name in years)
    return total, HALF_A_THOUSANDTH * sum(years.values())


def _science(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    if plan.science is None:
        yield Violation("science", "science", "is missing")
        return
    if plan.science.to != scenario.science_to:
        message = f"counts to {plan.science.to}, the scenario to {scenario.science_to}"
        yield Violation("science", "to", message)
    real, _ = science_point_years(scenario, plan)
    if abs(plan.science.point_years - real) > SUM_TOLERANCE_POINT_YEARS * max(1.0, real):
        message = f"is {plan.science.point_years:.6f}, the elements' work comes to {real:.6f}"
        yield Violation("science", "point_years", message)
