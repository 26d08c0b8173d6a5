"""The sandbox in the browser: ``streamlit run app.py``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views.parts.shell import run

st.set_page_config(
    page_title="Lunar station planner",
    page_icon=Path(__file__).parent / "views" / "moon.png",
    layout="wide",
)
run()
