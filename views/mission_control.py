"""Mission control: when the station stands, and what brings it there."""

from __future__ import annotations

import streamlit as st

from planner.figures.landed_mass import landed_mass
from planner.figures.timeline import timeline
from views.parts.charts import show
from views.parts.downloads import offer_downloads
from views.parts.headline import show_headline
from views.parts.library import current
from views.parts.names import with_names
from views.parts.planning import plan_of
from views.parts.tables import elements_table, flights_table, mass_formats, mass_table

_ROWS_IN_FULL = 30
_NARROW = st.column_config.TextColumn(width=150)

choice = current()
scenario, plan = plan_of(choice)
shown = with_names(plan, scenario)

show_headline(plan, scenario)

st.header("When does each part arrive?")
show(
    timeline(shown), key="timeline", table=elements_table(shown), table_label="Elements as a table"
)

st.header("Which flights bring it?")
st.dataframe(
    (flights := flights_table(shown)),
    hide_index=True,
    height="content" if len(flights) <= _ROWS_IN_FULL else "auto",
    column_config={"Carries": _NARROW, "Launcher": _NARROW, "Lander": _NARROW}
    | mass_formats(flights),
    alt="Flights in order of launch",
)
st.page_link("views/transfer_lab.py", label="See the way of one flight", icon=":material/route:")

st.header("How much is delivered, and when?")
show(
    landed_mass(shown), key="landed_mass", table=mass_table(shown), table_label="Masses as a table"
)

offer_downloads(choice, plan)
