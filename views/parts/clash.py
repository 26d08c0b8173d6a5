"""A scenario without a plan: what clashes, where it is said, and repairs that can be applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from planner.campaign.named import naming
from planner.scenario.faults import ScenarioError
from planner.scenario.places import Places
from views.jobs.messages import Infeasible
from views.parts.answers import draw_infeasible
from views.parts.gathered import gathered
from views.parts.library import SCENARIOS, Choice
from views.parts.safe_text import plain
from views.parts.whatif import apply_overrides

#: Statements in sight; a set cut short by the clock may hold dozens.
_MOST_SHOWN: Final = 8


def draw_clash(choice: Choice, found: Infeasible) -> None:
    """Draw conflicts as numbered statements with their place, and each repair as a button."""
    if not found.conflicts:
        draw_infeasible(found)
        return
    places, named = _places(choice), _naming(choice)
    for number, conflict in enumerate(found.conflicts, start=1):
        which = f" ({number} of {len(found.conflicts)})" if len(found.conflicts) > 1 else ""
        st.header(f"These statements cannot all hold{which}")
        told = dict.fromkeys(_told(said, path, places) for said, path in gathered(conflict, named))
        listed = [f"{n}. {one}" for n, one in enumerate(told, 1)]
        st.markdown("\n".join(listed[:_MOST_SHOWN]))
        if more := listed[_MOST_SHOWN:]:
            with st.expander(f"And {len(more)} more"):
                st.markdown("\n".join(more))
    if not found.minimal:
        st.caption(
            "The search for the smallest such set stopped at its time limit: not every "
            "statement above need be part of the clash."
        )
    _draw_repairs(found, named)
    with st.expander("What the search saw"):
        st.markdown(
            "\n".join(f"{n}. {plain(named(one))}" for n, one in enumerate(found.reasons, 1))
        )


def _draw_repairs(found: Infeasible, named: Callable[[str], str]) -> None:
    if not found.repairs:
        return
    st.header("What would give a plan?")
    st.caption(
        "Each of these alone is enough; every one was solved. "
        "A button makes the change and plans again."
    )
    for number, repair in enumerate(found.repairs, start=1):
        words = _capital(named(repair.says))
        if repair.overrides is None:
            st.markdown(f"{plain(words)} (not to be said in a scenario)")
        else:
            st.button(
                plain(words),
                on_click=apply_overrides,
                args=(repair.overrides,),
                key=f"repair_{number}",
                icon=":material/build:",
            )


def _told(says: str, path: Sequence[str], places: Places | None) -> str:
    where = places.place(path) if places is not None else None
    dotted = ".".join(path)
    said = f"{where}, {dotted}" if where else f"{dotted}, from the catalogue or a default"
    return f"{plain(_capital(says))} :gray[({plain(said)})]"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _naming(choice: Choice) -> Callable[[str], str]:
    return naming(choice.scenario) if choice.scenario is not None else str


def _places(choice: Choice) -> Places | None:
    try:
        return Places.of_text(choice.text, name=choice.file_name, bases=SCENARIOS)
    except ScenarioError:
        return None
