"""Outpost: what stands on a day, under which Sun, and how it grows through the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import streamlit as st

from planner.campaign.compass import Direction
from planner.campaign.groups import group_of
from planner.campaign.power_years import power_steps, tightest
from planner.campaign.standing import landed_by, standing_on
from planner.figures.landed_mass import landed_mass
from planner.figures.power_years import power_years
from planner.figures.site_map import site_map
from planner.figures.wording import date_text, mass_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.parts import whatif
from views.parts.answers import answer_of
from views.parts.charts import kept, show
from views.parts.library import current
from views.parts.names import with_names
from views.parts.outpost_tables import (
    capability_table,
    crew_table,
    power_table,
    standing_table,
    stock_table,
)
from views.parts.planning import plan_of
from views.parts.safe_text import plain, unbroken
from views.parts.tables import mass_table
from views.tasks.sky import SkyTask

_WIDGET: Final = "outpost_day"
_NAME: Final = st.column_config.TextColumn(width=240)


def _headline(plan: CampaignPlan, scenario: Scenario) -> str:
    """Say what stands when the station is complete, and how tight its power gets."""
    things = standing_on(plan, scenario, plan.completion_date)
    works = sum(one.stage == "works" for one in things)
    worst = min(
        (
            found
            for light in ("day", "night")
            if (found := tightest(power_steps(plan, scenario, destination="surface", light=light)))
        ),
        key=lambda step: step.margin_kw,
        default=None,
    )
    power = ""
    if worst is not None:
        left = f"{worst.margin_kw:.3g} kW of power to spare"
        short = f"{-worst.margin_kw:.3g} kW of power short"
        power = f"; at the tightest, {left if worst.margin_kw >= 0 else short}"
    things_work = "1 thing works" if works == 1 else f"{works} things work"
    return f"{things_work} on {date_text(plan.completion_date)}{power}."


def _site(plan: CampaignPlan, scenario: Scenario) -> None:
    """Draw the site once Sun and Earth are known for every day of the plan."""
    first = min((flight.launch_utc.date() for flight in plan.flights), default=plan.due)
    last = max(plan.completion_date, plan.due, first + timedelta(days=1))
    site = scenario.site
    task = SkyTask(lat_deg=site.lat_deg.value, lon_deg=site.lon_deg.value, first=first, last=last)
    sky = answer_of(task, slot="sky", doing="Where do Sun and Earth stand?")
    if sky is not None:
        _site_on_a_day(plan, scenario, (first, last), sky)


@st.fragment
def _site_on_a_day(
    plan: CampaignPlan,
    scenario: Scenario,
    days: tuple[date, date],
    sky: tuple[Sequence[Direction], Sequence[Direction]],
) -> None:
    """Draw the date and the map; moving the date draws nothing else anew."""
    first, last = days
    day = min(max(whatif.date_cursor() or plan.completion_date, first), last)
    things = standing_on(plan, scenario, day)
    groups = {one.id: group_of(one) for one in scenario.in_place}
    groups |= {one.id: group_of(one) for one in scenario.elements}
    site = scenario.site
    sun, earth = (bodies[(day - first).days] for bodies in sky)

    st.header(f"What stands on {date_text(day)}?")
    st.session_state[_WIDGET] = day
    st.slider(
        "Date (UTC)",
        min_value=first,
        max_value=last,
        step=timedelta(days=1),
        format="YYYY-MM-DD",
        key=_WIDGET,
        on_change=_moved,
        help="All pages look at this date; the link carries it.",
    )
    works = sum(one.stage == "works" for one in things)
    st.markdown(
        f"{works} of {len(things)} things work and {mass_text(landed_by(plan, day))} of payload "
        f"has landed. At noon UTC the Sun stands {_height(sun.elevation_deg)}, the Earth "
        f"{_height(earth.elevation_deg)}."
    )
    show(
        site_map(things, groups, scenario, day=day, sun=sun, earth=earth),
        key="site_map",
        table=standing_table(things, groups),
        table_label="What stands, as a table",
    )
    st.caption(
        plain(
            f"{site.name}, {_where(site.lat_deg.value, site.lon_deg.value)}. "
            "A diagram, not surveyed positions: each ring is a group, named above it, the "
            "place on it means nothing; all that the scenario has on the surface is drawn, "
            "wherever it landed. "
            "Filled: works. Dotted: delivered. Hollow: to come. North is up, as at the "
            "site. Angles are above the horizon of a smooth Moon, without terrain; from this "
            f"ground the Sun counts as seen above {_signed(site.effective_horizon_deg.value)}."
        )
    )


def _moved() -> None:
    whatif.move_cursor(st.session_state[_WIDGET])


def _where(lat_deg: float, lon_deg: float) -> str:
    return f"{abs(lat_deg):g}° {'south' if lat_deg < 0 else 'north'}, {lon_deg:g}° east"


def _signed(angle_deg: float) -> str:
    return f"{angle_deg:g}°".replace("-", "\N{MINUS SIGN}")


def _height(elevation_deg: float) -> str:
    side = "above" if elevation_deg >= 0 else "below"
    return f"{abs(elevation_deg):.1f}° {side} the horizon"


def _capabilities(plan: CampaignPlan, scenario: Scenario) -> None:
    st.header("What can it do, and since when?")
    st.dataframe(
        capability_table(plan, scenario),
        hide_index=True,
        column_config={"First": _NAME, "Last": _NAME},
        alt="First and last day on which something of each group starts to work",
    )


def _power(plan: CampaignPlan, scenario: Scenario) -> None:
    for place, words in (("surface", "on the surface"), ("lunar_orbit", "in lunar orbit")):
        chart = kept(
            plan, f"power {place}", partial(power_years, plan, scenario, destination=place)
        )
        if chart is None:
            continue
        st.header(f"Is there power enough {words}?")
        show(
            chart,
            key=f"power-{place}",
            table=power_table(plan, scenario, destination=place),
            table_label=f"Power {words} as a table",
        )
        st.caption(
            "In this plan what works never uses more power than what works gives."
            if scenario.policies.power_balance
            else "This scenario does not ask for a balance: policies.power_balance is off."
        )


def _crews(plan: CampaignPlan, scenario: Scenario) -> None:
    if not plan.crews:
        return
    st.header("Who is there, and when?")
    people = sum(stay.crew for stay in plan.crews)
    days = sum((stay.departure - stay.landing).days for stay in plan.crews)
    stays = "1 stay" if len(plan.crews) == 1 else f"{len(plan.crews)} stays"
    st.markdown(f"{stays}, {people} people, {days} d on the surface in all.")
    st.dataframe(crew_table(plan), hide_index=True, alt="Crews, their stays and what they use up")
    if scenario.supply is not None:
        least = min(plan.stock, key=lambda step: step.kg)
        st.markdown(
            f"Least supplies in stock: {mass_text(least.kg)}, from {date_text(least.day)} on."
        )
        st.dataframe(stock_table(plan), hide_index=True, alt="Supplies on the surface, by day")


def _mass(plan: CampaignPlan, scenario: Scenario) -> None:
    shown = with_names(plan, scenario)
    st.header("How much is delivered, and when?")
    show(
        kept(plan, "landed_mass", lambda: landed_mass(shown)),
        key="mass",
        table=mass_table(shown),
        table_label="Masses as a table",
    )


#: Sections in the order of the page; a new one joins here.
_SECTIONS: Final[tuple[Callable[[CampaignPlan, Scenario], None], ...]] = (
    _site,
    _capabilities,
    _power,
    _crews,
    _mass,
)

scenario, plan = plan_of(current())
st.title(plain(unbroken(_headline(plan, scenario))))
st.caption(plain(plan.title))
for section in _SECTIONS:
    section(plan, scenario)
