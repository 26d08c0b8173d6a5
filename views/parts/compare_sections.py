"""Sections of the comparison: answers, years, statements, elements that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from planner.campaign.comparison import compare
from planner.campaign.named import naming
from planner.figures.moved import MOST_ROWS, moved
from planner.figures.side_by_side import side_by_side
from planner.plan import CampaignPlan
from planner.scenario.compared import Differences
from views.parts.change import change_sentence, change_table
from views.parts.charts import show
from views.parts.compare_tables import (
    answer_figures,
    answer_table,
    differences_sentence,
    differences_table,
    spending_table,
)
from views.parts.compared import Side, differences_of
from views.parts.linked import linked_radio
from views.parts.safe_text import plain, unbroken

_ROWS_IN_FULL: Final = 20
#: Name of the choice in the session and in the link.
_BESIDE: Final = "beside"


def draw_answers(sides: Sequence[Side]) -> None:
    """Draw the figures of every plan, those that differ first, and what holds each back."""
    plans = _plans(sides)
    if len(plans) > 1:
        st.header("What differs in the answer?")
        figures = answer_figures(plans)
        if not any(row.differs for row in figures):
            st.markdown("Nothing: the figures are the same.")
        st.dataframe(
            answer_table(figures, tuple(plans)),
            hide_index=True,
            height="content",
            alt="Figures of each plan; in brackets the difference from the first",
        )
    if plans:
        st.header("What holds each back?")
        st.markdown(
            "\n".join(
                f"- **{side.letter}**: {plain(unbroken(_held_by(side)))}"
                for side in sides
                if side.plan is not None
            )
        )


def _held_by(side: Side) -> str:
    """Say whether the date could be earlier, and what the last element waits for."""
    plan, scenario = side.plan, side.choice.scenario
    if plan is None or scenario is None or not plan.reasons:
        return "nothing is told"
    return " ".join(map(naming(scenario), plan.reasons[:2]))


def draw_years(sides: Sequence[Side]) -> None:
    """Draw completion and money by year over one time axis."""
    plans = _plans(sides)
    if not plans:
        return
    st.header("When is each complete, and what does each year cost?")
    show(
        side_by_side(plans),
        key="side_by_side_" + "".join(plans),
        table=spending_table(plans),
        table_label="Money by year as a table",
    )
    st.caption(
        "Lanes: from the first launch to completion, the upright stroke is the due day. Bars: "
        "flights charged in the year of their launch."
    )


def draw_statements(sides: Sequence[Side]) -> None:
    """Draw what the scenarios say differently."""
    base, *others = sides
    st.header("What differs in the scenarios?")
    found: dict[str, Differences] = {}
    for side in others:
        if base.choice.scenario is not None and side.choice.scenario is not None:
            found[side.letter] = differences_of(base.choice.scenario, side.choice.scenario)
    if not found:
        st.markdown("Faults have to be mended before statements can be compared.")
        return
    told = (differences_sentence(one, name, base.letter) for name, one in found.items())
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in told))
    table = differences_table(found, base.letter)
    if len(table):
        st.dataframe(
            table,
            hide_index=True,
            height="content" if len(table) <= _ROWS_IN_FULL else 520,
            column_config={
                "Part": st.column_config.TextColumn(width=80),
                "Of": st.column_config.TextColumn(width=150),
                "Statement": st.column_config.TextColumn(width=170),
            },
            alt="Statements that differ, with the value of each scenario",
        )


def draw_moves(sides: Sequence[Side]) -> None:
    """Draw the elements that move between the baseline and one other plan."""
    base, *others = sides
    plans = _plans(others)
    if base.plan is None or not plans:
        return
    st.header("Which elements move?")
    titles = {side.letter: side.title for side in others}
    letter = next(iter(plans))
    if len(plans) > 1:
        letter = linked_radio(
            "Beside the baseline",
            {name: f"{name} · {titles[name]}" for name in plans},
            key=_BESIDE,
        )
    change = compare(base.plan, plans[letter])
    st.markdown(change_sentence(change, base.plan, plans[letter]))
    if change.elements:
        show(
            moved(change, before=base.letter, after=letter),
            key=f"moved_{letter}",
            table=change_table(change),
            table_label="Elements that move as a table",
        )
    if len(change.elements) > MOST_ROWS:
        st.caption(f"The drawing has the first {MOST_ROWS}; the table has all.")


def _plans(sides: Sequence[Side]) -> Mapping[str, CampaignPlan]:
    return {side.letter: side.plan for side in sides if side.plan is not None}
