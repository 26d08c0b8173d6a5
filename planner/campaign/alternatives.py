"""What may be left out, in the scheduler's terms, and what the past has decided already."""

from __future__ import annotations

from planner.scenario import Scenario, StationElement
from planner.schedule.problem import Alternative

#: The scheduler counts whole thousandths of a science point.
SCIENCE_SCALE = 1000


def ruled_out(scenario: Scenario) -> frozenset[str]:
    """Elements of choices the past has decided against, and what cannot work without them."""
    out = {
        name
        for one in scenario.alternatives
        for name in one.members
        if not any(name in choice.elements for choice in one.open_to(scenario.flown))
    }
    while more := {e.id for e in scenario.elements if out.intersection(e.requires)} - out:
        out |= more
    return frozenset(out)


def alternatives_of(scenario: Scenario) -> tuple[Alternative, ...]:
    """Alternatives that are open still; of the others every element left simply flies."""
    left = {one.id: one.open_to(scenario.flown) for one in scenario.alternatives}
    return tuple(
        Alternative(id=key, choices=tuple(choice.elements for choice in choices))
        for key, choices in left.items()
        if len(choices) > 1
    )


def awaited(scenario: Scenario, element: StationElement) -> tuple[str, ...]:
    """Everything that may be chosen of the alternatives an element requires."""
    return tuple(
        name
        for one in scenario.alternatives
        if one.id in element.awaits
        for name in one.members
        if name not in ruled_out(scenario)
    )


def science_value(element: StationElement) -> int:
    """Science of an element a year, as the scheduler counts it."""
    return round(SCIENCE_SCALE * element.science_per_year)
