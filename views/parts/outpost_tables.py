"""The outpost as tables: what stands, what it can do, and its power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from planner.campaign.groups import GROUPS, group_of
from planner.campaign.power_years import power_on, power_steps
from planner.campaign.standing import Standing
from planner.figures.wording import date_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario

_WHERE = {"surface": "surface", "lunar_orbit": "lunar orbit"}


def standing_table(things: Sequence[Standing], groups: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a thing: its group, where it is, and its stage on the day."""
    return pd.DataFrame(
        {
            "Thing": [one.name for one in things],
            "Group": [groups[one.id] for one in things],
            "Where": [_WHERE[one.destination] for one in things],
            "Stage": [one.stage for one in things],
            "Since, or delivered on (UTC)": [date_text(one.since) for one in things],
        }
    )


def capability_table(plan: CampaignPlan, scenario: Scenario) -> pd.DataFrame:
    """Return one row a group: how many things, the first and the last to start to work."""
    works = {element.id: element.operational_utc.date() for element in plan.elements}
    days: dict[str, list[tuple[date, str]]] = {}
    for thing in scenario.in_place:
        days.setdefault(group_of(thing), []).append((thing.since, thing.name))
    for element in scenario.elements:
        if element.id in works:
            days.setdefault(group_of(element), []).append((works[element.id], element.name))
    rows = [(group, sorted(days[group])) for group in GROUPS if group in days]
    return pd.DataFrame(
        {
            "Group": [group for group, _ in rows],
            "Things": [len(found) for _, found in rows],
            "From (UTC)": [date_text(found[0][0]) for _, found in rows],
            "First": [found[0][1] for _, found in rows],
            "All from (UTC)": [date_text(found[-1][0]) for _, found in rows],
            "Last": [found[-1][1] for _, found in rows],
        }
    )


def power_table(plan: CampaignPlan, scenario: Scenario, *, destination: str) -> pd.DataFrame:
    """Return one row a day on which power changes, by day and in darkness."""
    day = power_steps(plan, scenario, destination=destination, light="day")
    night = power_steps(plan, scenario, destination=destination, light="night")
    dates = sorted({step.day for step in (*day, *night)})
    lit = [power_on(day, one) for one in dates]
    dark = [power_on(night, one) for one in dates]
    return pd.DataFrame(
        {
            "From (UTC)": [date_text(one) for one in dates],
            "Given by day (kW)": [round(one.supply_kw, 3) for one in lit],
            "Used by day (kW)": [round(one.demand_kw, 3) for one in lit],
            "Left by day (kW)": [round(one.margin_kw, 3) for one in lit],
            "Given in darkness (kW)": [round(one.supply_kw, 3) for one in dark],
            "Used in darkness (kW)": [round(one.demand_kw, 3) for one in dark],
            "Left in darkness (kW)": [round(one.margin_kw, 3) for one in dark],
        }
    )


def crew_table(plan: CampaignPlan) -> pd.DataFrame:
    """Return one row a crew: its stay, where it lives, and its supplies."""
    home = {flight.id: flight.return_utc for flight in plan.flights}
    return pd.DataFrame(
        {
            "Crew": [stay.name for stay in plan.crews],
            "People": [stay.crew for stay in plan.crews],
            "Lands (UTC)": [date_text(stay.landing) for stay in plan.crews],
            "Leaves (UTC)": [date_text(stay.departure) for stay in plan.crews],
            "Home (UTC)": [
                date_text(back) if (back := home.get(stay.ship)) else "" for stay in plan.crews
            ],
            "Lives in the": [stay.shelter for stay in plan.crews],
            "Uses up (kg)": [stay.supplies_kg for stay in plan.crews],
            "In reserve (kg)": [stay.reserve_kg for stay in plan.crews],
            "Brought (kg)": [stay.brought_kg for stay in plan.crews],
        }
    )


def stock_table(plan: CampaignPlan) -> pd.DataFrame:
    """Return one row a day on which the stock of supplies changes."""
    return pd.DataFrame(
        {
            "From (UTC)": [date_text(step.day) for step in plan.stock],
            "Supplies (kg)": [step.kg for step in plan.stock],
            "Why": [step.why for step in plan.stock],
        }
    )
