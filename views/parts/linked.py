"""A select box whose choice the link carries by its short id.

Streamlit's own binding writes the label a reader sees into the link; titles are long, change,
and need not be unique.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from views.parts.followed import by_history, comes_from_reader
from views.parts.safe_text import plain


def linked_selectbox(label: str, names: Mapping[str, str], *, key: str) -> str:
    """Draw a select box over ids and keep the link's parameter ``key`` equal to its choice.

    Parameters
    ----------
    label : str
    names : Mapping[str, str]
        Name shown for each id; the first id is the default.
    key : str
        Name of the choice in the session and in the link.

    Returns
    -------
    str
        The id chosen.
    """
    _follow_link(names, key)
    distinct = distinct_names(names)
    chosen = st.selectbox(
        label,
        list(distinct),
        format_func=lambda one: distinct.get(one, one),
        key=key,
        persist_state="session",
    )
    return _written_down(str(chosen), key)


def linked_radio(
    label: str,
    names: Mapping[str, str],
    *,
    key: str,
    help: str | None = None,  # noqa: A002 - streamlit's word
) -> str:
    """As :func:`linked_selectbox`, for a few choices that are all in sight.

    Not a segmented control: by night its chosen segment has too little contrast.
    """
    _follow_link(names, key)
    chosen = st.radio(
        label,
        list(names),
        format_func=lambda one: plain(names[one]),
        horizontal=True,
        key=key,
        help=help,
        label_visibility="visible" if help else "collapsed",
        persist_state="session",
    )
    return _written_down(str(chosen), key)


def _written_down(chosen: str, key: str) -> str:
    """Write a choice into the link and return it."""
    if st.query_params.get(key) != chosen and not by_history():
        st.query_params[key] = chosen
    st.session_state[_written(key)] = chosen
    return chosen


def _follow_link(names: Mapping[str, str], key: str) -> None:
    """Take the choice over from the link if the reader changed the link since we wrote it."""
    linked = st.query_params.get(key)
    if linked in names and comes_from_reader(_written(key)):
        st.session_state[key] = linked
    elif st.session_state.get(key) not in names:
        st.session_state[key] = next(iter(names))


def distinct_names(names: Mapping[str, str]) -> dict[str, str]:
    """Add its id to a name used twice: a select box tells its options apart by their names."""
    shown = list(names.values())
    return {
        one: f"{name} · {one}" if shown.count(name) > 1 else name for one, name in names.items()
    }


def _written(key: str) -> str:
    return f"{key}_in_link"
