"""What stands on a day: the timeline with its cursor, the date, and a mark for each element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import starmap
from typing import Final

import streamlit as st

from planner.campaign.standing import Stage, Standing, landed_by, standing_on
from planner.figures.timeline import timeline
from planner.figures.wording import date_text, mass_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.parts import whatif
from views.parts.charts import kept, show
from views.parts.date_line import mark_day
from views.parts.glossary import meaning
from views.parts.safe_text import plain
from views.parts.tables import elements_table

_MARKS: Final[dict[Stage, str]] = {"works": "●", "delivered": "◐", "to come": "○"}
_COLOURS: Final[dict[Stage, str]] = {"works": "green", "delivered": "orange", "to come": "gray"}
_PLACES: Final = {"surface": "On the Moon", "lunar_orbit": "In lunar orbit"}
_WIDGET: Final = "day_looked_at"
_CHART: Final = "timeline"


def show_day(plan: CampaignPlan, shown: CampaignPlan, scenario: Scenario) -> None:
    """Draw timeline, date and tiles; moving the date draws no chart anew.

    ``shown`` is the plan with names in place of ids.
    """
    st.header("When does each part arrive?")
    show(
        kept(shown, _CHART, lambda: timeline(shown)),
        key=_CHART,
        table=elements_table(shown),
        table_label="Elements as a table",
    )
    _show_date(plan, scenario)


@st.fragment
def _show_date(plan: CampaignPlan, scenario: Scenario) -> None:
    """Draw the date with its line in the timeline, and what stands."""
    first, last = _span(plan)
    day = min(max(whatif.date_cursor() or plan.completion_date, first), last)
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
    there = standing_on(plan, scenario, day)
    st.markdown(_sentence(plan, there, day))
    for place, title in _PLACES.items():
        things = [one for one in there if one.destination == place]
        if things:
            st.markdown(f"**{title}**", help=meaning("works"))
            tiles = Counter(map(_tile, things))
            st.markdown(" ".join(starmap(_counted, tiles.items())))
    st.caption("● works · ◐ delivered, not at work yet · ○ to come")
    mark_day(day, chart=_CHART)


def _moved() -> None:
    whatif.move_cursor(st.session_state[_WIDGET])


def _span(plan: CampaignPlan) -> tuple[date, date]:
    first = min(flight.launch_utc for flight in plan.flights).date()
    return first, max(plan.completion_date, plan.due, first + timedelta(days=1))


def _sentence(plan: CampaignPlan, there: Sequence[Standing], day: date) -> str:
    counts = {stage: sum(one.stage == stage for one in there) for stage in _MARKS}
    landed = mass_text(landed_by(plan, day))
    told = [f"{counts['works']} of {len(there)} things work"]
    if waiting := counts["delivered"]:
        told.append(f"{waiting} {'is' if waiting == 1 else 'are'} delivered and not at work yet")
    if coming := counts["to come"]:
        told.append(f"{coming} {'is' if coming == 1 else 'are'} to come")
    return f"{', '.join(told)}. This plan has landed {landed} of payload by then."


def _tile(thing: Standing) -> tuple[str, str]:
    """Return colour and words; things that look the same share a tile."""
    since = f" {date_text(thing.since)}" if thing.stage != "works" else ""
    return _COLOURS[thing.stage], f"{_MARKS[thing.stage]} {plain(thing.name)}{since}"


def _counted(tile: tuple[str, str], count: int) -> str:
    colour, words = tile
    times = f" × {count}" if count > 1 else ""
    return f":{colour}-badge[{words}{times}]"
