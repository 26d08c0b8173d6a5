"""Power given and used at the site and in orbit through the years, and its tightest moment.

Day by day as the plan puts elements to work, whether the power rule of the scenario is on or
not. In darkness a source may give less and a user take more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, Literal, TypeAlias

from planner.plan import CampaignPlan
from planner.scenario import InPlace, Scenario, StationElement

Light: TypeAlias = Literal["day", "night"]
_COLUMNS: Final[Mapping[Light, str]] = {"day": "power_kw", "night": "power_night_kw"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Power from a day on, until the next step (kW); both are zero or above."""

    day: date
    supply_kw: float
    demand_kw: float

    @property
    def margin_kw(self) -> float:
        """Supply less demand (kW); below zero something goes without."""
        return self.supply_kw - self.demand_kw


@dataclass(frozen=True, slots=True)
class _Change:
    day: date
    power_kw: float


def power_steps(
    plan: CampaignPlan, scenario: Scenario, *, destination: str, light: Light
) -> tuple[Step, ...]:
    """Return power as steps, one for each day on which something starts to work.

    Parameters
    ----------
    plan : CampaignPlan
    scenario : Scenario
        The scenario of the plan.
    destination : str
        ``surface`` or ``lunar_orbit``.
    light : str
        ``day`` or ``night``.
    """
    changes = sorted(_changes(plan, scenario, destination, light), key=lambda one: one.day)
    supply_kw = demand_kw = 0.0
    steps = []
    for day, same_day in groupby(changes, key=lambda one: one.day):
        for change in same_day:
            supply_kw += max(change.power_kw, 0.0)
            demand_kw += max(-change.power_kw, 0.0)
        steps.append(Step(day=day, supply_kw=supply_kw, demand_kw=demand_kw))
    return tuple(steps)


def power_on(steps: tuple[Step, ...], day: date) -> Step:
    """Return the power at the end of a day; zero before the first step."""
    nothing = Step(day=day, supply_kw=0.0, demand_kw=0.0)
    return next((step for step in reversed(steps) if step.day <= day), nothing)


def tightest(steps: tuple[Step, ...]) -> Step | None:
    """Return the step with the least margin of those with any demand, the first of equals."""
    used = [step for step in steps if step.demand_kw > 0.0]
    return min(used, key=lambda step: (step.margin_kw, step.day), default=None)


def _changes(
    plan: CampaignPlan, scenario: Scenario, destination: str, light: Light
) -> Iterator[_Change]:
    column = _COLUMNS[light]
    works = {element.id: element.operational_utc.date() for element in plan.elements}
    there: list[tuple[InPlace | StationElement, date]] = [
        (thing, thing.since) for thing in scenario.in_place
    ]
    there += [(element, works[element.id]) for element in scenario.elements if element.id in works]
    for thing, day in there:
        power_kw: float = getattr(thing, column)
        if thing.destination == destination and power_kw:
            yield _Change(day, power_kw)
