"""Supplies on the surface: never short, each step as stated, and what is used up by class.

Worked out from the days at which lots arrive, crews land and leave, and machines have worked
another 365 days, in whole kilograms: what is taken is rounded up, what is given down.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from planner.scenario import Scenario
from planner.schedule.check.record import PlanRecord
from planner.schedule.check.stays import needs_by_class_kg, needs_kg
from planner.schedule.check.violation import Violation

WEAR_YEAR_D = 365
DEMAND_TOLERANCE_KG = 0.01
SPARES = 401


def stock_violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    """Days on which supplies run out, steps that are not as stated, sums by class."""
    if scenario.crews is None and scenario.supply is None:
        if plan.stock or plan.demand:
            yield Violation("stock", "stock", "is stated, the scenario keeps no supplies")
        return
    changes, spares_kg = _changes(scenario, plan)
    supply = scenario.supply
    level = math.floor(supply.in_place_kg) if supply else 0
    levels = {scenario.horizon.start: level}
    for day in sorted(changes):
        level += changes[day]
        levels[day] = level
    last = supply.until if supply else scenario.horizon.end
    short = next((day for day in sorted(levels) if levels[day] < 0 and day <= last), None)
    if short is not None:
        yield Violation("stock", "surface", f"{-levels[short]} kg short from {short}")
    days = [step.day for step in plan.stock]
    if any(later <= day for day, later in pairwise(days)):
        yield Violation("stock_steps", "stock", "days are not in order, or one is stated twice")
    stated = {step.day: step.kg for step in plan.stock}
    for day in sorted(stated.keys() | levels.keys()):
        said, real = stated.get(day), levels.get(day)
        if said != real:
            message = f"{said} kg stated on {day}, arrivals and stays leave {real}"
            yield Violation("stock_steps", "stock", message)
            break
    yield from _demand(scenario, plan, spares_kg)


def _changes(scenario: Scenario, plan: PlanRecord) -> tuple[dict[date, int], int]:
    """Change of the stock by day (kg), and spares in all."""
    changes: Counter[date] = Counter()
    crews, supply = scenario.crews, scenario.supply
    rotations = {one.id: one for one in (crews.rotations if crews else ())}
    touched = set()
    for stay in plan.crews:
        rotation = rotations.get(stay.id)
        if rotation is None or crews is None:
            continue
        used = _up(needs_kg(crews, rotation, reserve_d=0.0))
        in_all = _up(needs_kg(crews, rotation, reserve_d=crews.reserve_d))
        changes[stay.landing] += round(stay.brought_kg) - in_all
        touched.add(stay.landing)
        if in_all > used:
            changes[stay.departure] += in_all - used
            touched.add(stay.departure)
    spares = 0
    known = {element.id: element for element in scenario.elements}
    classes = {one.id: one for one in (supply.maintenance if supply else ())}
    for record in plan.elements:
        element = known.get(record.id)
        if element is None or supply is None:
            continue
        works = record.operational.date()
        if record.id in supply.lots:
            changes[works] += math.floor(supply.lot_kg)
            touched.add(works)
        wear = classes.get(element.spec.maintenance or "")
        if wear is None or wear.per != "year":
            continue
        share = wear.pressurised_fraction.value + wear.unpressurised_fraction.value
        yearly = _up(share * element.mass_kg)
        for after_d in range(WEAR_YEAR_D, (supply.until - works).days + 1, WEAR_YEAR_D):
            changes[works + timedelta(days=after_d)] -= yearly
            touched.add(works + timedelta(days=after_d))
            spares += yearly
    return {day: changes[day] for day in touched}, spares


def _demand(scenario: Scenario, plan: PlanRecord, spares_kg: int) -> Iterator[Violation]:
    crews = scenario.crews
    rotations = {one.id: one for one in (crews.rotations if crews else ())}
    real: Counter[int] = Counter()
    for stay in plan.crews:
        if crews is not None and stay.id in rotations:
            real.update(needs_by_class_kg(crews, rotations[stay.id], reserve_d=0.0))
    if spares_kg:
        real[SPARES] += spares_kg
    stated = dict(plan.demand)
    if len(stated) < len(plan.demand):
        yield Violation("demand", "demand", "a class is stated twice")
    for number in sorted(stated.keys() | real.keys()):
        if abs(stated.get(number, 0.0) - real[number]) > DEMAND_TOLERANCE_KG:
            message = f"class {number}: {stated.get(number, 0.0):.2f} kg, {real[number]:.2f} used"
            yield Violation("demand", "demand", message)


def _up(kg: float) -> int:
    return math.ceil(round(kg, 6))
