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
    """Show a scenario's text with line numbers."""
    text = choice.text.decode("utf-8", errors="replace")
    if text[:1].isspace():  # Streamlit would drop blank lines here and every number would be wrong
        text = "\N{WORD JOINER}" + text
    height: Literal["content"] | int = (
        "content" if text.count("\n") < _LINES_IN_FULL else _SCROLLED_PX
    )
    # Without colours: those of a comment are too faint by day (WCAG 2.2, 1.4.3).
    st.code(text, language=None, line_numbers=True, height=height, wrap_lines=True)
