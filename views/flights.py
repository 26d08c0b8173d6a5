"""Flights: the way of one flight, burn by burn."""

from __future__ import annotations

import streamlit as st

from planner.figures.flight_marks import cargo, delivered, delivered_kg
from planner.figures.trajectory_3d import trajectory_3d
from planner.figures.trajectory_top import trajectory_top
from planner.figures.wording import date_text, mass_text
from planner.plan import CampaignPlan, Flight
from views.parts.charts import show, show_drawing
from views.parts.itinerary import itinerary
from views.parts.library import current
from views.parts.linked import linked_selectbox
from views.parts.names import with_names
from views.parts.planning import plan_of
from views.parts.safe_text import plain
from views.parts.tables import path_table

_VIEWS = {"earth": "From the Earth", "rotating": "Turning with the Moon", "moon": "From the Moon"}
_VIEW_HELP = (
    "From the Earth: the axes stand still and the Moon moves. Turning with the Moon: the Moon "
    "stays on the x axis. From the Moon: the last 30 000 km, in the plane of the flight. "
    "Earth and Moon have their true size."
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


scenario, plan = plan_of(current())
plan = with_names(plan, scenario)
flights = {flight.id: flight for flight in plan.flights}
names = {key: _name(plan, flight) for key, flight in flights.items()}
chosen = linked_selectbox("Flight", names, key="flight")
flight = flights[chosen]
st.title(plain(_sentence(flight)))

st.header("Which way does it go?")
view = st.segmented_control(
    "Seen",
    list(_VIEWS),
    format_func=lambda key: _VIEWS[key],
    default="earth",
    required=True,
    key="view",
    help=_VIEW_HELP,
    persist_state="session",
)
in_space, from_above = st.columns(2)
with in_space:
    show_drawing(trajectory_3d(flight, view=view), key=f"space-{chosen}-{view}")
with from_above:
    show(
        trajectory_top(flight, view=view),
        key=f"top-{chosen}-{view}",
        table=path_table(flight),
        table_label="Distances as a table",
    )

st.header("What happens when?")
st.code(itinerary(plan, flight), language=None)
