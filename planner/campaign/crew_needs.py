"""What crews and machines use up: kilograms by the demand rules, in the scenario's rate set."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from planner.catalogue.models import MaintenanceClass
from planner.logistics.supply.file import DemandFile, EvaEntry
from planner.logistics.supply.needs import Demand, demand_of
from planner.logistics.supply.plan import DemandPlan
from planner.scenario import Crews, Rotation, Scenario, StationElement

#: A year of wear, as SpaceNet counts it (d).
WEAR_YEAR_D = 365


def demand(crews: Crews, rotation: Rotation, *, reserve_d: float) -> Demand:
    """What a rotation uses up in its stay and in so many days of reserve."""
    evas = rotation.evas
    file = DemandFile(
        schema_version=1,
        id=rotation.id,
        title=rotation.name,
        rates=crews.rates.id,
        crew=rotation.crew,
        stay_d=float(rotation.stay_d),
        reserve_d=float(reserve_d),
        closures=dict(crews.closures),
        eva=evas and EvaEntry(count=evas.count, duration_h=evas.duration_h, crew=evas.crew),
    )
    plan = DemandPlan(
        file=file, rates=crews.rates, elements=(), science=(), propellant=(), extra=(), classes={}
    )
    return demand_of(plan)


def stay_kg(crews: Crews, rotation: Rotation) -> int:
    """Supplies a stay uses up (kg, rounded up)."""
    return _up(demand(crews, rotation, reserve_d=0.0).total_kg)


def stay_and_reserve_kg(crews: Crews, rotation: Rotation) -> int:
    """Supplies that stand there when the crew lands (kg, rounded up)."""
    return _up(demand(crews, rotation, reserve_d=crews.reserve_d).total_kg)


def brought_kg(crews: Crews, rotation: Rotation) -> int:
    """Supplies a crew takes down itself (kg): as stated, or all if it lives in its lander."""
    if rotation.supplies_kg is not None:
        return math.floor(rotation.supplies_kg)
    return stay_and_reserve_kg(crews, rotation) if rotation.in_lander else 0


def spares_kg(scenario: Scenario, element: StationElement) -> int:
    """Spares an element takes for each year of work (kg, rounded up); 0 if none."""
    wear = wear_of(scenario, element)
    if wear is None:
        return 0
    share = wear.pressurised_fraction.value + wear.unpressurised_fraction.value
    return _up(share * element.mass_kg)


def wear_of(scenario: Scenario, element: StationElement) -> MaintenanceClass | None:
    """The class by which an element takes spares each year; None if it takes none."""
    known = {one.id: one for one in (scenario.supply.maintenance if scenario.supply else ())}
    wear = known.get(element.spec.maintenance or "")
    return None if wear is None or wear.per != "year" else wear


def wear_days(scenario: Scenario, first: date) -> Iterator[int]:
    """Days after the first day of work on which a year of spares is taken."""
    assert scenario.supply is not None
    last_d = (scenario.supply.until - first).days
    return iter(range(WEAR_YEAR_D, last_d + 1, WEAR_YEAR_D))


def _up(kg: float) -> int:
    """Whole kilograms on the safe side; noise below a milligram is dropped."""
    return math.ceil(round(kg, 6))
