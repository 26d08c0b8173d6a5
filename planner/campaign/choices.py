"""What a plan chose and left out, and the science it comes to."""

from __future__ import annotations

from typing import Final

from planner.plan import Chosen, LeftOut, PlacedElement, Science
from planner.scenario import Scenario

#: Days of a year of work: the Julian year, whatever the calendar.
YEAR_D: Final = 365.25


def left_out_of(scenario: Scenario, elements: tuple[PlacedElement, ...]) -> tuple[LeftOut, ...]:
    """Elements that are not delivered, in the scenario's order."""
    delivered = {element.id for element in elements}
    return tuple(
        LeftOut(id=element.id, why="optional" if element.optional else "alternative")
        for element in scenario.elements
        if element.id not in delivered
    )


def chosen_of(scenario: Scenario, elements: tuple[PlacedElement, ...]) -> tuple[Chosen, ...]:
    """The choice of each alternative that is delivered; no two deliver the same."""
    delivered = {element.id for element in elements}
    return tuple(
        Chosen(id=one.id, chosen=choice.id, elements=choice.elements)
        for one in scenario.alternatives
        for choice in one.choices
        if set(choice.elements) == delivered & set(one.members)
    )


def science_of(scenario: Scenario, elements: tuple[PlacedElement, ...]) -> Science:
    """Points a year times years at work, in whole days, as the schedule counts them."""
    to = scenario.science_to
    point_days = sum(
        element.science_per_year * max(0, (to - element.operational_utc.date()).days)
        for element in elements
    )
    return Science(to=to, point_years=point_days / YEAR_D)
