"""Crews, their stock day by day, and what they use up by class of supply."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeAlias

from planner.campaign.crew_needs import (
    brought_kg,
    demand,
    spares_kg,
    stay_and_reserve_kg,
    stay_kg,
    wear_days,
)
from planner.plan import CrewStay, Flight, PlacedElement, StockStep, SupplySum
from planner.scenario import Rotation, Scenario

_SPARES = 401

#: Day, change (kg) and what changed it.
_Change: TypeAlias = tuple[date, int, str]


def crews_of(
    scenario: Scenario, flights: tuple[Flight, ...], flown: dict[str, tuple[str, date]]
) -> tuple[CrewStay, ...]:
    """Rotations in order of landing; ``flown`` gives option and launch day of each."""
    ships = {flight.rendezvous_with: flight for flight in flights if flight.ship}
    stays = []
    for rotation in scenario.crews.rotations if scenario.crews else ():
        if rotation.id not in flown:
            continue
        lander = next(
            one
            for one in flights
            if one.id in ships
            and (one.option, one.launch_utc.date()) == flown[rotation.id]
            and one.phase == rotation.phase
        )
        stays.append(_stay(scenario, rotation, lander, ships[lander.id]))
    return tuple(sorted(stays, key=lambda stay: (stay.landing, stay.id)))


def _stay(scenario: Scenario, rotation: Rotation, lander: Flight, ship: Flight) -> CrewStay:
    crews = scenario.crews
    assert crews is not None
    assert lander.landing_utc is not None
    landing = lander.landing_utc.date()
    used = stay_kg(crews, rotation)
    return CrewStay(
        id=rotation.id,
        name=rotation.name,
        flight=lander.id,
        ship=ship.id,
        crew=rotation.crew,
        landing=landing,
        departure=landing + timedelta(days=rotation.stay_d),
        shelter="lander" if rotation.in_lander else "habitat",
        supplies_kg=used,
        reserve_kg=stay_and_reserve_kg(crews, rotation) - used,
        brought_kg=brought_kg(crews, rotation),
    )


def stock_of(
    scenario: Scenario, elements: tuple[PlacedElement, ...], stays: tuple[CrewStay, ...]
) -> tuple[StockStep, ...]:
    """Supplies on the surface after each change; nothing where nobody keeps any."""
    if scenario.crews is None and scenario.supply is None:
        return ()
    supply = scenario.supply
    level = math.floor(supply.in_place_kg) if supply else 0
    steps = [StockStep(day=scenario.horizon.start, kg=level, why="in place")]
    days: dict[date, list[tuple[int, str]]] = defaultdict(list)
    for day, kg, why in (*_of_crews(stays), *_of_elements(scenario, elements)):
        if kg:
            days[day].append((kg, why))
    for day in sorted(days):
        level += sum(kg for kg, _ in days[day])
        words = "; ".join(f"{why} {kg:+d}" for kg, why in days[day])
        steps.append(StockStep(day=day, kg=level, why=words))
    return tuple(steps)


def _of_crews(stays: tuple[CrewStay, ...]) -> Iterator[_Change]:
    for stay in stays:
        yield stay.landing, stay.brought_kg, f"brought by {stay.id}"
        yield stay.landing, -stay.supplies_kg - stay.reserve_kg, f"stay and reserve of {stay.id}"
        yield stay.departure, stay.reserve_kg, f"reserve of {stay.id} left over"


def _of_elements(scenario: Scenario, elements: tuple[PlacedElement, ...]) -> Iterator[_Change]:
    supply = scenario.supply
    if supply is None:
        return
    known = {element.id: element for element in scenario.elements}
    for placed in elements:
        works = placed.operational_utc.date()
        if placed.id in supply.lots:
            yield works, math.floor(supply.lot_kg), placed.id
        if yearly_kg := spares_kg(scenario, known[placed.id]):
            for after_d in wear_days(scenario, works):
                yield works + timedelta(days=after_d), -yearly_kg, f"spares of {placed.id}"


def demand_of_plan(
    scenario: Scenario, elements: tuple[PlacedElement, ...], stays: tuple[CrewStay, ...]
) -> tuple[SupplySum, ...]:
    """What the stays and the machines use up, by class of supply."""
    crews = scenario.crews
    sums: dict[int, float] = defaultdict(float)
    rotations = {one.id: one for one in (crews.rotations if crews else ())}
    for stay in stays:
        assert crews is not None
        for number, kg in demand(crews, rotations[stay.id], reserve_d=0.0).by_class_kg.items():
            sums[number] += kg
    for _, kg, why in _of_elements(scenario, elements):
        if why.startswith("spares of "):
            sums[_SPARES] -= kg
    return tuple(SupplySum(class_of_supply=n, kg=kg) for n, kg in sorted(sums.items()))
