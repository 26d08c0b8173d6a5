"""The faults of a scenario beside its text."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from views.parts.library import Choice

_LINES_IN_FULL: Final = 24
_SCROLLED_PX: Final = 520


def show_faults(choice: Choice) -> None:
    """List every fault by line, beside the text and its line numbers."""
    count = len(choice.faults)
    st.error(f"{count} {'fault' if count == 1 else 'faults'} to mend. Nothing was planned.")
    faults, text = st.columns(2)
    with faults:
        st.code("\n".join(map(str, choice.faults)), language=None, wrap_lines=True)
    with text:
        show_text(choice)


def show_text(choice: Choice) -> None:
    """Show a scenario's text with line numbers.

    They are part of the text: colours and numbers of Streamlit's own are too faint by day and
    by night (WCAG 2.2, 1.4.3). The file itself is a click away.
    """
    lines = choice.text.decode("utf-8", errors="replace").split("\n")
    text = "\n".join(f"{n:4}  {line}" for n, line in enumerate(lines, start=1))
    # Streamlit takes the space before the first number off: a joiner keeps it in its column.
    height: Literal["content"] | int = "content" if len(lines) < _LINES_IN_FULL else _SCROLLED_PX
    st.code("\N{WORD JOINER}" + text, language=None, height=height, wrap_lines=True)
