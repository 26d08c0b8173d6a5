"""The sandbox in the browser: ``streamlit run app.py``."""

from __future__ import annotations

import streamlit as st

from views.parts.shell import run

st.set_page_config(page_title="Lunar station planner", layout="wide")
run()
