"""Mission control: when the station stands, and what brings it there."""

from __future__ import annotations

import streamlit as st

from planner.figures.landed_mass import landed_mass
from planner.figures.timeline import timeline
from views.parts.charts import show
from views.parts.downloads import offer_downloads
from views.parts.headline import show_headline
from views.parts.library import current
from views.parts.planning import plan_of
from views.parts.tables import elements_table, flights_table, mass_table

choice = current()
plan = plan_of(choice)

show_headline(plan, choice.scenario)

st.header("When does each part arrive?")
show(timeline(plan), key="timeline", table=elements_table(plan), table_label="Elements as a table")

st.header("Which flights bring it?")
st.dataframe(flights_table(plan), hide_index=True, alt="Flights in order of launch")
st.page_link("views/flights.py", label="See the way of one flight", icon=":material/route:")

st.header("How much stands there, and when?")
show(landed_mass(plan), key="landed_mass", table=mass_table(plan), table_label="Masses as a table")

offer_downloads(choice, plan)
