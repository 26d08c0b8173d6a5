"""What would move the date, each change solved anew, and what may slip without moving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from planner.campaign.named import naming
from planner.figures.wording import date_text
from planner.scenario import Scenario
from views.parts.answers import answer_of
from views.parts.change import signed
from views.parts.safe_text import plain
from views.parts.whatif import apply_overrides
from views.tasks.explain import ExplainTask

if TYPE_CHECKING:
    from planner.campaign.explanation import Explanation, Sensitivity

#: Buttons shown; the table has every change.
_MOST_BUTTONS: Final = 5
_ROWS_IN_FULL: Final = 30


def show_movers(scenario: Scenario) -> None:
    """Draw changes that bring the date forward as buttons, then the slack of every element."""
    st.header("What would bring the date forward?")
    found = answer_of(ExplainTask(scenario), slot="explanation", doing="Solving each change anew")
    if found is None:
        return
    better = [one for one in found.sensitivities if (one.completion_d or 0) < 0 and one.overrides]
    if better:
        st.caption("Days bought by one change alone. A button makes the change and plans again.")
    else:
        st.markdown("None of the single changes tried brings it forward.")
    named = naming(scenario)
    for number, one in enumerate(better[:_MOST_BUTTONS], start=1):
        st.button(
            plain(named(_offer(one))),
            on_click=apply_overrides,
            args=(one.overrides,),
            key=f"mover_{number}",
            icon=":material/fast_rewind:",
        )
    if not found.proven:
        st.caption(
            "The plan itself is not proven the earliest: part of a gain may be had without "
            "the change."
        )
    with st.expander(f"All {len(found.sensitivities)} changes tried, as a table"):
        st.dataframe(
            changes_table(found, scenario),
            hide_index=True,
            column_config={"Change": st.column_config.TextColumn(width=360)},
            alt="Changes tried",
        )
    _show_slack(found, scenario)


def changes_table(found: Explanation, scenario: Scenario) -> pd.DataFrame:
    """Return one row a change: what it does to date and cost, and how certain that is."""
    tried, named = found.sensitivities, naming(scenario)
    return pd.DataFrame(
        {
            "Change": [named(one.says) for one in tried],
            "Completion (d)": pd.array([one.completion_d for one in tried], dtype="Int64"),
            "Flight cost (M$)": pd.array([one.cost_musd for one in tried], dtype="Int64"),
            "Certainty": [_certainty(one) for one in tried],
        }
    )


def slack_table(found: Explanation, scenario: Scenario) -> pd.DataFrame:
    """Return one row an element, the tightest first."""
    names = {element.id: element.name for element in scenario.elements}
    names |= {crew.id: crew.name for crew in (scenario.crews.rotations if scenario.crews else ())}
    return pd.DataFrame(
        {
            "Element": [names.get(one.element, one.element) for one in found.slack],
            "May slip (d)": [one.slack_d for one in found.slack],
            "Works from (UTC)": [date_text(one.operational) for one in found.slack],
            "Latest (UTC)": [date_text(one.latest) for one in found.slack],
        }
    )


def _show_slack(found: Explanation, scenario: Scenario) -> None:
    if not found.slack:
        return
    st.header("What can slip without harm?")
    loose = sum(one.slack_d > 0 for one in found.slack)
    what = "elements and crews" if scenario.crews is not None else "elements"
    st.markdown(
        f"{loose} of {len(found.slack)} {what} may be late by some days and completion stays on "
        f"{date_text(found.completion_date)}. These are upper limits from dates and precedence "
        "alone: launchers, pads and power may leave less."
    )
    table = slack_table(found, scenario)
    st.dataframe(
        table,
        hide_index=True,
        height="content" if len(table) <= _ROWS_IN_FULL else "auto",
        column_config={"Element": st.column_config.TextColumn(width=190)},
        alt="Slack of each element",
    )


def _offer(one: Sensitivity) -> str:
    days = -(one.completion_d or 0)
    bought = f"{'' if one.completion_proven else 'at least '}{days} d earlier"
    money = "" if not one.cost_musd else f", {signed(one.cost_musd)} M$"
    return f"{bought}{money}: {one.says}"


def _certainty(one: Sensitivity) -> str:
    if one.outcome == "no_plan":
        return "no plan, proven"
    if one.outcome == "unknown":
        return "no plan found in the time allowed"
    if not one.completion_proven:
        return "date and cost at most" if one.tighter else "days gained: at least"
    return "proven" if one.cost_proven else "date proven, cost at most"
