"""The plan of a scenario, or what stands in its place while there is none."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.schedule.schedule import Incumbent
from views.jobs.messages import Infeasible
from views.parts.answers import answer_of, draw_skeletons
from views.parts.clash import draw_clash
from views.parts.faults import show_faults
from views.parts.library import Choice
from views.parts.safe_text import plain
from views.parts.whatif import drop_overrides
from views.tasks.plan import PlanTask


def plan_of(choice: Choice) -> tuple[Scenario, CampaignPlan]:
    """Return a choice's scenario and its plan; until there is one, say why and end the page."""
    scenario = choice.scenario
    if scenario is None:
        if choice.overrides:
            _offer_way_back()
        else:
            st.title("This scenario cannot be read")
        show_faults(choice)
        st.stop()
    plan = answer_of(
        PlanTask(scenario),
        doing=f"Planning {_quoted(scenario.title)}",
        heading=st.title,
        stand_in=_layout_to_come,
        early=lambda found: _draw_early(scenario, found),
        infeasible=lambda found: _draw_infeasible(choice, scenario, found),
    )
    if plan is None:
        st.stop()
    return scenario, plan


def _quoted(title: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"


def _offer_way_back() -> None:
    st.title("These changes make no scenario")
    st.markdown("The file is as it was; what is wrong lies in the changes laid over it.")
    st.button("Take all changes back", on_click=drop_overrides, type="primary", key="way_back")


def _draw_early(scenario: Scenario, found: Incumbent) -> None:
    """Say what the best plan so far comes to, and that it is not the last word."""
    day = date.fromordinal(found.completion_day)
    slack_d = (scenario.due - day).days
    verdict = f"{slack_d} days to spare" if slack_d >= 0 else f"{-slack_d} days late"
    word = "none can earlier" if found.kind == "proven" else f"gap {found.gap:.1%} so far"
    st.markdown(
        f"**First answer: complete on {day.isoformat()}, {verdict}**, with {found.flights} flights "
        f"for {found.cost_musd:,} M$; {word}. The search goes on."
    )
    _layout_to_come()


def _layout_to_come() -> None:
    draw_skeletons(96, 320)


def _draw_infeasible(choice: Choice, scenario: Scenario, found: Infeasible) -> None:
    title = _quoted(plain(scenario.title))
    if found.proven:
        st.title(f"No plan completes {title}")
    else:
        st.title(f"No plan found for {title} in the time allowed")
    draw_clash(choice, found)
    st.page_link("views/editor.py", label="Read or change the scenario")
