"""Files to take away: the plan as JSON, the scenario as it was written."""

from __future__ import annotations

import streamlit as st

from planner.plan import CampaignPlan
from views.parts.library import SCENARIOS, Choice


def offer_plan(choice: Choice, plan: CampaignPlan) -> None:
    """Draw the button that saves the plan."""
    st.download_button(
        "Plan (JSON)",
        data=lambda: plan_json(plan),
        file_name=f"{choice.key}-plan.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key="download_plan",
    )


def offer_scenario(choice: Choice, *, label: str = "Scenario (YAML)") -> None:
    """Draw the button that saves the scenario: as it was written, or with its changes."""
    st.download_button(
        label,
        data=lambda: scenario_yaml(choice),
        file_name=f"{choice.key}{'-changed' if choice.overrides else ''}.yaml",
        mime="application/yaml",
        on_click="ignore",
        icon=":material/download:",
        key="download_scenario",
    )


def scenario_yaml(choice: Choice) -> bytes:
    """Return the file's text, or with changes a variant of a shipped file, else the whole."""
    from planner.scenario.written import variant_text, whole_text

    if not choice.overrides:
        return choice.text
    if choice.scenario is not None and not choice.uploaded:
        text = variant_text(choice.scenario, base=choice.file_name, overrides=choice.overrides)
    else:
        text = whole_text(
            choice.text, name=choice.file_name, bases=SCENARIOS, overrides=choice.overrides
        )
    return text.encode("utf-8")


def plan_json(plan: CampaignPlan) -> str:
    """Return the plan in the format of ``docs/plan_format.md``."""
    from planner.exports.plan_json import dumps_plan

    return dumps_plan(plan)
