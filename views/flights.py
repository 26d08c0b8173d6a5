"""Flights: the way of one flight, burn by burn."""

from __future__ import annotations

import streamlit as st

from planner.figures.trajectory_3d import trajectory_3d
from planner.figures.trajectory_top import trajectory_top
from planner.figures.wording import date_text, grouped
from planner.plan import Flight
from views.parts.charts import show
from views.parts.itinerary import itinerary
from views.parts.library import current
from views.parts.planning import plan_of
from views.parts.safe_text import plain
from views.parts.tables import path_table

_VIEWS = {"earth": "From the Earth", "rotating": "Turning with the Moon", "moon": "From the Moon"}
_VIEW_HELP = (
    "From the Earth: fixed axes, the Moon moves. Turning with the Moon: the Moon stays put. "
    "From the Moon: the last 66 000 km."
)


def _flight_name(flight: Flight) -> str:
    return f"{flight.id} · {flight.launcher} · {date_text(flight.launch_utc)}"


plan = plan_of(current())
flights = {flight.id: flight for flight in plan.flights}
chosen = st.selectbox(
    "Flight",
    list(flights),
    format_func=lambda key: _flight_name(flights[key]),
    key="flight",
    bind="query-params",
)
flight = flights[chosen]

total = grouped(sum(flight.dv_m_s.values()))
st.title(plain(f"{flight.id} is at the Moon after {flight.tof_d:.2f} d and {total} m/s"))
st.header("Itinerary")
st.code(itinerary(plan, flight), language=None)

st.header("Which way does it go?")
view = st.segmented_control(
    "Seen",
    list(_VIEWS),
    format_func=_VIEWS.get,
    default="earth",
    required=True,
    key="view",
    help=_VIEW_HELP,
    bind="query-params",
)
st.plotly_chart(
    (space := trajectory_3d(flight, view=view)).figure, key=f"space-{chosen}", alt=space.alt
)
show(
    trajectory_top(flight, view=view),
    key=f"top-{chosen}",
    table=path_table(flight),
    table_label="Distances as a table",
)
