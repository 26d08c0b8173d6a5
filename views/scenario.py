"""Scenario: the file behind the plan, and a place to try one's own."""

from __future__ import annotations

import streamlit as st

from views.parts.downloads import offer_scenario
from views.parts.faults import show_faults, show_text
from views.parts.library import current
from views.parts.safe_text import plain
from views.parts.upload import offer_upload

choice = current()
st.title(plain(choice.title))
if choice.scenario is None:
    show_faults(choice)
else:
    show_text(choice)
offer_scenario(choice)

st.header("Try your own")
offer_upload()
