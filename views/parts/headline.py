"""The answer: one sentence, five figures, and what holds the date back."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from planner.campaign.comparison import PlanChange
from planner.campaign.named import naming
from planner.figures.wording import date_text, grouped, mass_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.parts.change import signed, signed_mass
from views.parts.glossary import meaning
from views.parts.safe_text import plain, unbroken

_PROOF = {"optimal": "proven", "feasible": "best found"}


def show_headline(plan: CampaignPlan, scenario: Scenario, change: PlanChange | None = None) -> None:
    """Draw sentence, figures and reasons; with a change, what differs from the baseline."""
    st.title(plain(unbroken(plan.headline.sentence)))
    _figures(plan, change)
    _reasons(plan, scenario)
    st.caption(plain(_proof(plan, scenario)))


def _figures(plan: CampaignPlan, change: PlanChange | None) -> None:
    head = plan.headline
    first = min(flight.launch_utc for flight in plan.flights)
    word = _PROOF[plan.status]
    notes = [
        _slack(head.slack_d),
        f"first {date_text(first)}",
        "on the surface",
        "see Sources",
    ]
    if change is not None:
        notes = [
            f"{signed(change.completion_d)} d",
            signed(change.flights),
            signed_mass(change.landed_kg),
            f"{signed(change.cost_musd)} M$",
        ]
    with st.grid(5, min_column_width=150):
        _figure("Complete", date_text(plan.completion_date), notes[0], meaning("complete"))
        _figure("Flights", str(head.flights), notes[1])
        _figure("Landed payload", mass_text(head.landed_kg), notes[2], meaning("landed payload"))
        _figure("Flight cost", _cost(head.cost_musd), notes[3], meaning("flight cost"))
        _figure("Answer", word, f"in {plan.wall_s:.1f} s", meaning(word))
    if change is not None:
        st.caption("Below each figure: the difference from the baseline, the file's own plan.")


def _figure(label: str, value: str, note: str, hover: str | None = None) -> None:
    st.metric(
        label,
        value,
        note,
        delta_arrow="off",
        delta_color="off",
        border=True,
        height="stretch",
        help=hover,
    )


def _slack(days: int) -> str:
    return f"{days} d to spare" if days >= 0 else f"{-days} d late"


def _cost(musd: float) -> str:
    return f"{grouped(musd)} M$" if musd < 10_000.0 else f"{musd / 1000.0:.1f} G$"


def _reasons(plan: CampaignPlan, scenario: Scenario) -> None:
    told = [plain(unbroken(reason)) for reason in map(naming(scenario), plan.reasons)]
    if told:
        st.markdown(told[0])
    if len(told) > 1:
        with st.expander("Why?"):
            st.markdown("\n".join(f"{n}. {reason}" for n, reason in enumerate(told[1:], 1)))


def _proof(plan: CampaignPlan, scenario: Scenario) -> str:
    """Say how good the answer is: its bound, as a date and as a cost, as far as it has them."""
    words = []
    if "completion_d" in plan.lower_bound:
        bound = scenario.horizon.start + timedelta(days=round(plan.lower_bound["completion_d"]))
        words.append(f"completion not before {date_text(bound)}")
    if plan.lower_bound.get("cost_musd", 0.0) > 0.0:
        date_first = next(iter(plan.lower_bound)) == "completion_d"
        cost = f"flight cost not below {grouped(plan.lower_bound['cost_musd'])} M$"
        words.append(f"at this date, {cost}" if date_first else cost)
    return f"Lower bound{'s' * (len(words) > 1)}: {'; '.join(words)}." if words else ""
