"""Opens a challenge from a file, through the one loader, for this session."""

from __future__ import annotations

from typing import Final

import streamlit as st

from planner.scenario.faults import Fault, FaultyFileError
from views.parts.challenge_files import add_challenge
from views.parts.uploads import shown_name, upload_yaml

_CHALLENGE: Final = "challenge"
_OPENED: Final = "challenge_files_opened"
_REFUSED: Final = "challenge_file_faults"


def offer_open() -> None:
    """Draw the box for a challenge of one's own, and why the last file was refused."""
    faults: tuple[Fault, ...] = st.session_state.pop(_REFUSED, ())
    with st.expander("Open a challenge of your own"):
        st.markdown(
            "It stays in this session: its link opens for nobody else. Give the class the file, or "
            "put it into the folder scenarios/challenges, where every session finds it."
        )
        key = f"own_challenge_{st.session_state.get(_OPENED, 0)}"
        upload_yaml("Challenge", key=key, on_change=_receive, args=(key,))
        if faults:
            st.error("The file was not opened. What is wrong with it, by line:")
            list_faults(faults)


def list_faults(faults: tuple[Fault, ...]) -> None:
    """Draw faults as the terminal prints them: file, line, path, rule."""
    st.code("\n".join(map(str, faults)), language=None, wrap_lines=True)


def _receive(box: str) -> None:
    """Open the file that came; if it has faults, all stays as it is and they are told."""
    file = st.session_state.get(box)
    if file is None:
        return
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    name = shown_name(file.name, otherwise="challenge.yaml")
    try:
        st.session_state[_CHALLENGE] = add_challenge(file.getvalue(), name=name)
    except FaultyFileError as error:
        st.session_state[_REFUSED] = error.faults
