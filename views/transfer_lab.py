"""Transfer lab: the way of one flight, burn by burn, and ways of the reader's own."""

from __future__ import annotations

from typing import Final

import streamlit as st

from views.parts.library import current
from views.parts.linked import linked_selectbox
from views.parts.planned_way import show_planned
from views.parts.planning import plan_of
from views.parts.search_way import show_search

_SOURCES: Final = {"plan": "A flight of this plan", "search": "My own search"}

choice = current()
with st.sidebar:
    source = linked_selectbox("Transfer lab shows", _SOURCES, key="lab")
if source == "search" and choice.scenario is not None:
    show_search(choice.scenario)
else:
    show_planned(*plan_of(choice))
