"""Mission control: when the station stands, what brings it there, and what would change it."""

from __future__ import annotations

import streamlit as st

from planner.figures.landed_mass import landed_mass
from views.parts.cards import offer_cards, offer_link
from views.parts.change import known_change, show_change
from views.parts.charts import kept, show
from views.parts.controls import offer_what_ifs
from views.parts.day import show_day
from views.parts.downloads import offer_plan, offer_scenario
from views.parts.headline import show_headline
from views.parts.library import baseline, current
from views.parts.names import with_names
from views.parts.planning import plan_of
from views.parts.safe_text import plain
from views.parts.tables import flights_table, mass_formats, mass_table

_ROWS_IN_FULL = 30
_NARROW = st.column_config.TextColumn(width=150)
_WIDE = st.column_config.TextColumn(width=205)

choice, base = current(), baseline()
with st.sidebar:
    offer_what_ifs(choice, base)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(plain(choice.title + (", changed" if choice.overrides else "")), width="stretch")
    offer_cards(base)
    offer_scenario(choice, label="Save YAML")
    with st.container(width="content"):  # a fragment by itself takes what room is left
        offer_link(choice)
scenario, plan = plan_of(choice)
shown = with_names(plan, scenario)

show_headline(plan, scenario, known_change(plan, base.scenario))
show_change(plan, base.scenario)
show_day(plan, shown, scenario)

st.header("Which flights bring it?")
st.dataframe(
    (flights := flights_table(shown)),
    hide_index=True,
    height="content" if len(flights) <= _ROWS_IN_FULL else "auto",
    column_config={"Carries": _NARROW, "Launcher": _NARROW, "Lander or ship": _WIDE}
    | mass_formats(flights),
    alt="Flights in order of launch",
)
st.page_link("views/transfer_lab.py", label="See the way of one flight", icon=":material/route:")

st.header("How much is delivered, and when?")
show(
    kept(plan, "landed_mass", lambda: landed_mass(shown)),
    key="landed_mass",
    table=mass_table(shown),
    table_label="Masses as a table",
)

offer_plan(choice, plan)
