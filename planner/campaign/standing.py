"""What stands on the Moon and in lunar orbit on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from planner.catalogue.programme import Destination
from planner.plan import CampaignPlan
from planner.scenario import Scenario

Stage: TypeAlias = Literal["works", "delivered", "to come"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One thing on a day.

    ``since`` is the day its stage began; for what is to come, the day it is delivered.
    """

    id: str
    name: str
    destination: Destination
    stage: Stage
    since: date


def standing_on(plan: CampaignPlan, scenario: Scenario, day: date) -> tuple[Standing, ...]:
    """Return everything a plan brings and what was in place, by the end of a day (UTC).

    Parameters
    ----------
    plan : CampaignPlan
    scenario : Scenario
        The scenario of the plan.
    day : datetime.date

    Returns
    -------
    tuple[Standing, ...]
        What is in place first, then elements in order of delivery.
    """
    there = [
        Standing(
            id=thing.id,
            name=thing.name,
            destination=thing.destination,
            stage="works" if thing.since <= day else "to come",
            since=thing.since,
        )
        for thing in scenario.in_place
    ]
    for element in sorted(plan.elements, key=lambda one: (one.landed_utc, one.id)):
        landed, works = element.landed_utc.date(), element.operational_utc.date()
        stage: Stage = "works" if works <= day else "delivered" if landed <= day else "to come"
        there.append(
            Standing(
                id=element.id,
                name=element.name,
                destination="surface" if element.destination == "surface" else "lunar_orbit",
                stage=stage,
                since=works if stage == "works" else landed,
            )
        )
    return tuple(there)


def landed_by(plan: CampaignPlan, day: date) -> float:
    """Return the mass of all elements on the surface by the end of a day (kg).

    Crews are not in it: they go home.
    """
    return sum(
        element.mass_kg
        for element in plan.elements
        if element.destination == "surface" and element.landed_utc.date() <= day
    )
