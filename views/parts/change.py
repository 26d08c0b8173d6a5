"""What the changes did: this plan beside the baseline, by number and by picture."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import pandas as pd
import streamlit as st

from planner.campaign.comparison import PlanChange, compare
from planner.figures.moved import MOST_ROWS, moved, told
from planner.figures.wording import date_text, grouped, mass_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.jobs.messages import Infeasible
from views.parts import whatif
from views.parts.answers import answer_of, known_answer
from views.parts.charts import show
from views.parts.safe_text import plain
from views.tasks.plan import PlanTask

_MARGINS: Final = {"dv_margin": "Δv margin", "mass_margin": "launch-mass margin"}


def known_change(plan: CampaignPlan, base: Scenario | None) -> PlanChange | None:
    """Return the change against the baseline if both are planned; start nothing."""
    if base is None or plan.scenario_sha256 == base.sha256:
        return None
    before = known_answer(PlanTask(base))
    return None if before is None else compare(before, plan)


def show_change(plan: CampaignPlan, base: Scenario | None) -> None:
    """Draw the section, once the baseline is planned; nothing if there is no change."""
    if base is None or plan.scenario_sha256 == base.sha256:
        return
    st.header("What did my change do?")
    st.caption(plain("Changed: " + "; ".join(said_changes(whatif.what_if(), base)) + "."))
    before = answer_of(
        PlanTask(base), slot="baseline", doing="Planning the baseline", infeasible=_no_baseline
    )
    if before is not None:
        draw_change(compare(before, plan), before, plan)


def draw_change(change: PlanChange, before: CampaignPlan, after: CampaignPlan) -> None:
    """Draw the sentence, the moved elements, and their table."""
    st.markdown(change_sentence(change, before, after))
    if not change.elements:
        return
    show(
        moved(change, before="baseline", after="with the change"),
        key="moved",
        table=change_table(change),
        table_label="Elements that moved as a table",
    )
    if len(change.elements) > MOST_ROWS:
        st.caption(f"The drawing has the first {MOST_ROWS}; the table has all.")


def change_sentence(change: PlanChange, before: CampaignPlan, after: CampaignPlan) -> str:
    """Say the difference of two plans in figures."""
    if change.nothing:
        return "Nothing: the same flights on the same days."
    dates = f"complete {date_text(after.completion_date)}"
    if change.completion_d:
        word = "later" if change.completion_d > 0 else "earlier"
        dates += f", {abs(change.completion_d)} d {word} than {date_text(before.completion_date)}"
    else:
        dates += ", the same day"
    parts = [
        dates,
        f"{signed(change.flights)} flights",
        f"{signed(change.cost_musd)} M$",
        f"{signed_mass(change.landed_kg)} landed",
    ]
    moves = f"{len(change.elements)} elements differ, {change.unmoved} keep their day."
    return f"Against the baseline: {'; '.join(parts)}. {moves}"


def change_table(change: PlanChange) -> pd.DataFrame:
    """Return one row for each element that differs."""
    return pd.DataFrame(
        {
            "Element": [one.name for one in change.elements],
            "Worked from (UTC)": [_day(one.before_utc) for one in change.elements],
            "Works from (UTC)": [_day(one.after_utc) for one in change.elements],
            "Change": [told(one) for one in change.elements],
        }
    )


def said_changes(changes: whatif.Changes, base: Scenario) -> list[str]:
    """Return changes as a reader sees them, those without words of their own by their path."""
    launchers = {option.launcher.id: option.launcher.name for option in base.fleet}
    partners = {partner.id: partner.name for partner in base.partners}
    return [_said(key, value, launchers, partners) for key, value in changes.items()]


def _said(
    key: str, value: object, launchers: Mapping[str, str], partners: Mapping[str, str]
) -> str:
    first, _, rest = key.partition(".")
    words = {
        "cadence": f"{launchers.get(rest, rest)} flies {value} times a year at most",
        "first": f"{launchers.get(rest, rest)} flies from {value} on",
        "choose": f"{rest}: {value}",
    }
    if rest and first in words:
        return words[first]
    if key == "without":
        return "without " + ", ".join(partners.get(one, one) for one in str(value).split(","))
    if key in _MARGINS and isinstance(value, float | int):
        return f"{_MARGINS[key]} {100.0 * value:g} %"
    if key == "budget":
        return f"at most {value} M$ a year" if value is not None else "no limit to the year's money"
    return f"{key} left out" if value is None else f"{key} = {value}"


def signed(value: float) -> str:
    """Format a difference with its sign; no difference is ±0."""
    rounded = round(value)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else "±"
    return f"{sign}{grouped(abs(rounded))}"


def signed_mass(mass_kg: float) -> str:
    """Format a difference of masses with its sign."""
    sign = "+" if round(mass_kg) > 0 else "\N{MINUS SIGN}" if round(mass_kg) < 0 else "±"
    return f"{sign}{mass_text(abs(mass_kg))}"


def _day(instant: datetime | None) -> str:
    return "not delivered" if instant is None else date_text(instant)


def _no_baseline(found: Infeasible) -> None:
    if found.proven:
        st.markdown("The scenario as its file says it has no plan. With your changes it has this.")
    else:
        st.markdown("No plan was found for the scenario as its file says it in the time allowed.")
