"""Compare: up to four scenarios side by side, what differs first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from planner.plan import CampaignPlan
from views.parts.cards import offer_link
from views.parts.change import signed
from views.parts.compare_sections import draw_answers, draw_moves, draw_statements, draw_years
from views.parts.compare_tables import headline, proof
from views.parts.compared import LETTERS, Side, follow_link, offered, pick_side, planned
from views.parts.glossary import meaning
from views.parts.library import current
from views.parts.safe_text import plain, unbroken

_CARD_PX: Final = 180


def _title(sides: Sequence[Side]) -> str:
    """Say who is first, or how far the planning has come."""
    plans = {side.letter: side.plan for side in sides if side.plan is not None}
    if len(sides) < 2:
        return "Choose a second scenario to compare"
    waiting = sum(side.plan is None and not side.why_not for side in sides)
    if waiting:
        return f"Comparing {len(sides)} scenarios, {waiting} not planned yet"
    if not plans:
        return "None of these scenarios has a plan"
    if len(plans) == 1:
        return f"Of {len(sides)} scenarios only {next(iter(plans))} has a plan"
    return headline(plans, {side.letter: side.title for side in sides})


def _draw_card(letter: str, chosen: Mapping[str, str], base: CampaignPlan | None) -> Side | None:
    """Draw the choice of a scenario and when it is complete, or why it is not."""
    with st.container(border=True, height="stretch"):
        pick_side(letter, chosen)
        if letter not in chosen:
            return None
        key = chosen[letter]
        side = Side(key=key, letter=letter, choice=offered()[key])
        st.caption(plain(side.title))
        side = planned(side)
        if side.plan is not None:
            _draw_answer(side.plan, base)
        elif side.why_not:
            st.markdown("**No plan**")
            st.markdown(plain(side.why_not))
    return side


def _draw_answer(plan: CampaignPlan, base: CampaignPlan | None) -> None:
    slack = plan.headline.slack_d
    note = f"{slack} d to spare" if slack >= 0 else f"{-slack} d late"
    if base is not None and base is not plan:
        days = (plan.completion_date - base.completion_date).days
        note = f"{signed(days)} d against {LETTERS[0]}"
    st.metric(
        "Complete",
        plan.completion_date.isoformat(),
        note,
        delta_arrow="off",
        delta_color="off",
        help=meaning("complete"),
    )
    st.caption(plain(proof(plan)))


head = st.container()
chosen = follow_link()
sides: list[Side] = []
# One box more than scenarios chosen: the way to add one.
shown = LETTERS[: min(len(chosen) + 1, len(LETTERS))]
with st.grid(len(shown), min_column_width=_CARD_PX):
    for letter in shown:
        drawn = _draw_card(letter, chosen, sides[0].plan if sides else None)
        if drawn is not None:
            sides.append(drawn)

with head:
    private = any(side.choice.uploaded for side in sides)
    with st.container(horizontal=True, horizontal_alignment="right"):
        offer_link(replace(current(), uploaded=private or current().uploaded))
    st.title(plain(unbroken(_title(sides))))

if len(sides) > 1:
    draw_answers(sides)
    draw_years(sides)
    draw_statements(sides)
    draw_moves(sides)
