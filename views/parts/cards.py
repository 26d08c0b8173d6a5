"""Every scenario with the one thing it teaches, and the link to what is on the screen."""

from __future__ import annotations

from typing import Final

import streamlit as st

from views.parts.address import link
from views.parts.library import PICKED, Choice, choices
from views.parts.safe_text import plain

_LIST: Final = "scenario_cards"


def offer_cards(picked: Choice) -> None:
    """Draw a list of scenarios to choose from, the picked one marked; a choice closes it."""
    with st.popover("Scenarios", icon=":material/grid_view:", key=_LIST, on_change="rerun"):
        for choice in choices().values():
            _card(choice, chosen=choice.key == picked.key)


def _card(choice: Choice, *, chosen: bool) -> None:
    teaches = choice.scenario.teaches if choice.scenario else "It has faults to mend."
    st.button(
        plain(choice.title),
        key=f"card_{choice.key}",
        on_click=_pick,
        args=(choice.key,),
        disabled=chosen,
        width="stretch",
    )
    st.caption(plain(f"Shown now. {teaches}" if chosen else teaches))


def _pick(key: str) -> None:
    st.session_state[PICKED] = key
    st.session_state[_LIST] = False


@st.fragment
def offer_link(choice: Choice) -> None:
    """Draw the link that opens the same scenario, changes and date elsewhere, to be copied.

    Opening it draws it anew: the date may have moved in another fragment meanwhile.
    """
    with st.popover("Share", icon=":material/link:", key="share", on_change="rerun"):
        if choice.uploaded:
            st.markdown(
                "An uploaded scenario stays in this session. Save the YAML and pass the file on."
            )
            return
        st.markdown("This link opens the same scenario, changes and date:")
        st.code(link(), language=None, wrap_lines=True)
