"""Files to take away: the plan as JSON, the scenario as it was written."""

from __future__ import annotations

import streamlit as st

from planner.plan import CampaignPlan
from views.parts.library import Choice


def offer_downloads(choice: Choice, plan: CampaignPlan) -> None:
    """Draw both download buttons."""
    with st.container(horizontal=True):
        st.download_button(
            "Plan (JSON)",
            data=lambda: plan_json(plan),
            file_name=f"{choice.key}-plan.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
            key="download_plan",
        )
        offer_scenario(choice)


def offer_scenario(choice: Choice) -> None:
    """Draw the button that saves the scenario's text unchanged."""
    st.download_button(
        "Scenario (YAML)",
        data=choice.text,
        file_name=f"{choice.key}.yaml",
        mime="application/yaml",
        on_click="ignore",
        icon=":material/download:",
        key="download_scenario",
    )


def plan_json(plan: CampaignPlan) -> str:
    """Return the plan in the format of ``docs/plan_format.md``."""
    from planner.exports.plan_json import dumps_plan

    return dumps_plan(plan)
