"""Upload of a scenario: faults by line, or a new entry in this session's picker."""

from __future__ import annotations

from typing import Final

import streamlit as st

from views.parts.faults import show_faults
from views.parts.library import PICKED, Choice, keep_upload, read_upload
from views.parts.safe_text import plain

_FILE: Final = "file"
_READ: Final = "file_read"


def offer_upload() -> None:
    """Draw the upload, and what came of it."""
    st.markdown(
        "Save the file above, change it, and upload it here. It is checked at once, stays in "
        "this session only, and is never written to the server's disk."
    )
    file = st.file_uploader(
        "Scenario file (YAML, at most 256 kB)",
        type=["yaml", "yml"],
        key=_FILE,
        on_change=_receive,
    )
    if file is None:
        return
    choice: Choice = st.session_state.get(_READ) or read_upload(file.name, file.getvalue())
    if choice.scenario is None:
        show_faults(choice)
        return
    scenario = choice.scenario
    st.success(
        f"{plain(scenario.title)}: no faults. {len(scenario.elements)} elements, "
        f"{len(scenario.fleet)} ways to fly."
    )
    if st.button(
        "Plan this scenario", on_click=_choose, args=(choice,), type="primary", key="plan_upload"
    ):
        st.switch_page("views/mission_control.py")


def _receive() -> None:
    """Read the upload once, and put a sound one in the picker before the picker is drawn."""
    file = st.session_state.get(_FILE)
    if file is None:
        return
    choice = st.session_state[_READ] = read_upload(file.name, file.getvalue())
    if choice.scenario is not None:
        keep_upload(choice)


def _choose(choice: Choice) -> None:
    st.session_state[PICKED] = choice.key
