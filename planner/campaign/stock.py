"""Berths and supplies in the scheduler's terms: what gives to them and what takes from them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from planner.campaign.crew_needs import (
    brought_kg,
    spares_kg,
    stay_and_reserve_kg,
    stay_kg,
    wear_days,
)
from planner.scenario import Rotation, Scenario, StationElement
from planner.schedule.problem import Balance, Use

BERTHS = "surface.berths"
STOCK = "surface.stock"


def crew_balances(scenario: Scenario) -> tuple[Balance, ...]:
    """Berths and stock on the surface; neither if the scenario has no crews and no supply."""
    found = []
    if scenario.crews is not None:
        berths = sum(
            thing.crew_berths for thing in scenario.in_place if thing.destination == "surface"
        )
        found.append(Balance(id=BERTHS, name="on the surface", in_place=berths, unit="people"))
    if scenario.crews is not None or scenario.supply is not None:
        supply = scenario.supply
        found.append(
            Balance(
                id=STOCK,
                name="on the surface",
                in_place=math.floor(supply.in_place_kg) if supply else 0,
                unit="kg",
                until_day=supply.until.toordinal() if supply else None,
            )
        )
    return tuple(found)


def element_uses(scenario: Scenario, element: StationElement, release: date) -> Iterator[Use]:
    """Berths a habitat gives, supplies a lot gives, spares a machine takes year by year."""
    berths = element.spec.crew_berths
    if scenario.crews is not None and berths and element.destination == "surface":
        yield Use(balance=BERTHS, amount=round(berths.value))
    supply = scenario.supply
    if supply is None:
        return
    if element.id in supply.lots:
        yield Use(balance=STOCK, amount=math.floor(supply.lot_kg))
    if yearly_kg := spares_kg(scenario, element):
        for after_d in wear_days(scenario, release):
            yield Use(balance=STOCK, amount=-yearly_kg, after_d=after_d)


def rotation_uses(scenario: Scenario, rotation: Rotation) -> tuple[Use, ...]:
    """A crew takes berths for its stay, and supplies when it lands; the reserve is left over."""
    crews = scenario.crews
    assert crews is not None
    needed, used = stay_and_reserve_kg(crews, rotation), stay_kg(crews, rotation)
    uses = [Use(balance=STOCK, amount=brought_kg(crews, rotation) - needed)]
    if needed > used:
        uses.append(Use(balance=STOCK, amount=needed - used, after_d=rotation.stay_d))
    if not rotation.in_lander:
        uses.append(Use(balance=BERTHS, amount=-rotation.crew, for_d=rotation.stay_d))
    return tuple(use for use in uses if use.amount)
