"""The answer: one sentence, five figures, and what holds the date back."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from planner.figures.wording import date_text, grouped, mass_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.parts.safe_text import plain

_PROOF = {
    "optimal": (
        "proven",
        "No schedule of these launch windows is complete earlier, or as early for less.",
    ),
    "feasible": ("best found", "The search stopped at its time limit before the proof was done."),
}


def show_headline(plan: CampaignPlan, scenario: Scenario) -> None:
    """Draw sentence, figures and reasons."""
    st.caption(plain(plan.title))
    st.title(plain(plan.headline.sentence))
    _figures(plan)
    _reasons(plan)
    st.caption(plain(_proof(plan, scenario)))


def _figures(plan: CampaignPlan) -> None:
    head = plan.headline
    with st.grid(5, min_column_width=150):
        st.metric("Complete", date_text(plan.completion_date), _slack(head.slack_d), **_NO_ARROW)
        st.metric("Flights", head.flights, f"first {date_text(_first(plan))}", **_NO_ARROW)
        st.metric("Landed payload", mass_text(head.landed_kg), "on the surface", **_NO_ARROW)
        st.metric("Flight cost", _cost(head.cost_musd), "see Sources", help=_COST, **_NO_ARROW)
        word, meaning = _PROOF[plan.status]
        st.metric("Answer", word, f"in {plan.wall_s:.1f} s", help=meaning, **_NO_ARROW)


_NO_ARROW = {"delta_arrow": "off", "delta_color": "off", "border": True, "height": "stretch"}
_COST = "Price of launchers and landers flown, in US dollars. Most prices are assumed: see Sources."


def _slack(days: int) -> str:
    return f"{days} d to spare" if days >= 0 else f"{-days} d late"


def _first(plan: CampaignPlan) -> object:
    return min(flight.launch_utc for flight in plan.flights)


def _cost(musd: float) -> str:
    return f"{grouped(musd)} M$" if musd < 10_000.0 else f"{musd / 1000.0:.1f} G$"


def _reasons(plan: CampaignPlan) -> None:
    if plan.reasons:
        st.markdown(plain(plan.reasons[0]))
    if len(plan.reasons) > 1:
        with st.expander("Why not earlier?"):
            st.markdown("\n".join(f"{n}. {plain(r)}" for n, r in enumerate(plan.reasons[1:], 1)))


def _proof(plan: CampaignPlan, scenario: Scenario) -> str:
    """Say how good the answer is: its bound, as a date and as a cost."""
    bound = scenario.horizon.start + timedelta(days=round(plan.lower_bound["completion_d"]))
    cost = plan.lower_bound["cost_musd"]
    return (
        f"Lower bounds: completion not before {date_text(bound)}; "
        f"at this date, flight cost not below {grouped(cost)} M$."
    )
