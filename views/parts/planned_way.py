"""A flight of the plan in the transfer lab: its way, from above, and what happens when."""

from __future__ import annotations

import streamlit as st

from planner.figures.flight_marks import cargo, delivered, delivered_kg
from planner.figures.scene import flight_way
from planner.figures.trajectory_top import trajectory_top
from planner.figures.wording import date_text, mass_text
from planner.plan import CampaignPlan, Flight
from planner.scenario import Scenario
from views.parts.charts import show
from views.parts.itinerary import itinerary
from views.parts.linked import linked_selectbox
from views.parts.names import with_names
from views.parts.player import play
from views.parts.safe_text import plain, unbroken
from views.parts.tables import path_table

_VIEWS = {"earth": "From the Earth", "rotating": "Turning with the Moon", "moon": "From the Moon"}
_VIEW_HELP = (
    "From the Earth: the axes stand still and the Moon moves. Turning with the Moon: the Moon "
    "stays on the x axis. From the Moon: the last 30 000 km, in the plane of the flight. "
    "Earth and Moon have their true size."
)


def show_planned(scenario: Scenario, plan: CampaignPlan) -> None:
    """Draw the flight that the reader chooses."""
    plan = with_names(plan, scenario)
    flights = {flight.id: flight for flight in plan.flights}
    names = {key: _name(plan, flight) for key, flight in flights.items()}
    title = st.container()
    chosen = linked_selectbox("Flight", names, key="flight")
    flight = flights[chosen]
    title.title(plain(unbroken(_sentence(flight))))

    st.header("Which way does it go?")
    play(flight_way(flight), key="planned_way")

    st.header("What happens when?")
    st.code(itinerary(plan, flight), language=None, wrap_lines=True)

    st.header("How does it look from above?")
    _from_above(flight)


def _from_above(flight: Flight) -> None:
    view = st.radio(
        "Seen",
        list(_VIEWS),
        format_func=lambda key: _VIEWS[key],
        horizontal=True,
        key="view",
        help=_VIEW_HELP,
        persist_state="session",
    )
    show(
        trajectory_top(flight, view=view),
        key=f"top-{flight.id}-{view}",
        table=path_table(flight),
        table_label="Distances as a table",
    )


def _name(plan: CampaignPlan, flight: Flight) -> str:
    return f"{flight.id} · {cargo(plan, flight)} · {date_text(flight.launch_utc)}"


def _sentence(flight: Flight) -> str:
    days = (delivered(flight) - flight.launch_utc).days
    verb = "lands" if flight.landing_utc else "brings"
    where = "" if flight.landing_utc else " to lunar orbit"
    return (
        f"{flight.id} {verb} {mass_text(delivered_kg(flight))}{where} on "
        f"{date_text(delivered(flight))}, {days} days after launch."
    )
