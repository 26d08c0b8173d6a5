"""Whether the link is to be followed: it is the reader's when a session begins, and ours after.

A click is sent with the link as the browser had it then. Where the reader clicks twice before
the first answer is back, the second click carries the link of before the first: followed, it
would take the first choice back.

A run that answers the back button writes nothing into the link: that would be a new entry in
front of the one gone back to, and nobody would come past it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def comes_from_reader(written: str) -> bool:
    """Say whether what the link holds comes from the reader.

    Parameters
    ----------
    written : str
        Name in the session that is there once we have written into the link.

    Returns
    -------
    bool
        True at first sight, and for the browser's back and forward buttons. A link typed or
        opened begins a session of its own.
    """
    return written not in st.session_state or by_history()


def by_history() -> bool:
    """Say whether this run answers the browser's back or forward button."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def write(wanted: Mapping[str, str], *, ours: Callable[[str], bool]) -> None:
    """Make the link hold these of the keys that are ours: one step for the back button."""
    there = st.query_params.to_dict()
    others = {key: text for key, text in there.items() if not ours(key)}
    if there != (new := others | dict(wanted)):
        st.query_params.from_dict(new)
