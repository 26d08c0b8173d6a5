"""Power of the scenario in the scheduler's terms: grids, and what each element takes part in."""

from __future__ import annotations

import math
from collections.abc import Iterator

from planner.scenario import Scenario, StationElement
from planner.scenario.power import HOURS, PLACES
from planner.schedule.problem import Balance, Use


def grids(scenario: Scenario) -> tuple[Balance, ...]:
    """Surface and lunar orbit, by day and at night; none if the rule is off."""
    if not scenario.policies.power_balance:
        return ()
    return tuple(
        Balance(
            id=_id(place, column),
            name=f"{where} {when}",
            in_place=sum(
                _watts(getattr(thing, column))
                for thing in scenario.in_place
                if thing.destination == place
            ),
        )
        for place, where in PLACES.items()
        for column, when in HOURS.items()
    )


def power_of(scenario: Scenario, element: StationElement) -> tuple[Use, ...]:
    """What an element gives or uses in each grid (W); nothing if the rule is off."""
    return tuple(_uses(element)) if scenario.policies.power_balance else ()


def _uses(thing: StationElement) -> Iterator[Use]:
    for column in HOURS:
        if power_w := _watts(getattr(thing, column)):
            yield Use(balance=_id(thing.destination, column), amount=power_w)


def _id(place: str, column: str) -> str:
    return f"{place}.{column}"


def _watts(power_kw: float) -> int:
    """Whole watts on the safe side: less given, more used; noise below 1 uW is dropped."""
    return math.floor(round(power_kw * 1000.0, 6))
