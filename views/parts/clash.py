"""A scenario without a plan: what clashes, where it is said, and repairs that can be applied."""

from __future__ import annotations

import streamlit as st

from planner.errors import ClashingStatement
from planner.scenario.faults import ScenarioError
from planner.scenario.places import Places
from views.jobs.messages import Infeasible
from views.parts.answers import draw_infeasible
from views.parts.library import SCENARIOS, Choice
from views.parts.safe_text import plain
from views.parts.whatif import apply_overrides


def draw_clash(choice: Choice, found: Infeasible) -> None:
    """Draw conflicts as numbered statements with their place, and each repair as a button."""
    if not found.conflicts:
        draw_infeasible(found)
        return
    places = _places(choice)
    for number, conflict in enumerate(found.conflicts, start=1):
        which = f" ({number} of {len(found.conflicts)})" if len(found.conflicts) > 1 else ""
        st.header(f"These statements cannot all hold{which}")
        st.markdown("\n".join(f"{n}. {_told(one, places)}" for n, one in enumerate(conflict, 1)))
    if not found.minimal:
        st.caption("The search for the smallest such set stopped at its time limit.")
    _draw_repairs(found)
    with st.expander("What the search saw"):
        st.markdown("\n".join(f"{n}. {plain(one)}" for n, one in enumerate(found.reasons, 1)))


def _draw_repairs(found: Infeasible) -> None:
    if not found.repairs:
        return
    st.header("What would give a plan?")
    st.caption("Each alone does; every one was solved. A button makes the change and plans again.")
    for number, repair in enumerate(found.repairs, start=1):
        words = f"{repair.says[0].upper()}{repair.says[1:]}"
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


def _told(statement: ClashingStatement, places: Places | None) -> str:
    where = places.place(statement.path) if places is not None else None
    path = ".".join(statement.path)
    said = f"{where}, {path}" if where else f"{path}, from the catalogue or a default"
    return f"{plain(statement.says)} :gray[({plain(said)})]"


def _places(choice: Choice) -> Places | None:
    try:
        return Places.of_text(choice.text, name=choice.file_name, bases=SCENARIOS)
    except ScenarioError:
        return None
