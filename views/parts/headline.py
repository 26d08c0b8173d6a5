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

_COST = (
    "Price of the launchers and landers flown, million US dollars. Sources says which prices "
    "were published and which are assumed."
)


def show_headline(plan: CampaignPlan, scenario: Scenario) -> None:
    """Draw sentence, figures and reasons."""
    st.caption(plain(plan.title))
    st.title(plain(plan.headline.sentence))
    _figures(plan)
    _reasons(plan)
    st.caption(plain(_proof(plan, scenario)))


def _figures(plan: CampaignPlan) -> None:
    head = plan.headline
    first = min(flight.launch_utc for flight in plan.flights)
    word, meaning = _PROOF[plan.status]
    with st.grid(5, min_column_width=150):
        _figure("Complete", date_text(plan.completion_date), _slack(head.slack_d))
        _figure("Flights", str(head.flights), f"first {date_text(first)}")
        _figure("Landed payload", mass_text(head.landed_kg), "on the surface")
        _figure("Flight cost", _cost(head.cost_musd), "see Sources", meaning=_COST)
        _figure("Answer", word, f"in {plan.wall_s:.1f} s", meaning=meaning)


def _figure(label: str, value: str, note: str, *, meaning: str | None = None) -> None:
    st.metric(
        label,
        value,
        note,
        delta_arrow="off",
        delta_color="off",
        border=True,
        height="stretch",
        help=meaning,
    )


def _slack(days: int) -> str:
    return f"{days} d to spare" if days >= 0 else f"{-days} d late"


def _cost(musd: float) -> str:
    return f"{grouped(musd)} M$" if musd < 10_000.0 else f"{musd / 1000.0:.1f} G$"


def _reasons(plan: CampaignPlan) -> None:
    if plan.reasons:
        st.markdown(plain(plan.reasons[0]))
    if len(plan.reasons) > 1:
        with st.expander("Why not earlier?"):
            st.markdown("\n".join(f"{n}. {plain(r)}" for n, r in enumerate(plan.reasons[1:], 1)))


def _proof(plan: CampaignPlan, scenario: Scenario) -> str:
    """Say how good the answer is: its bound, as a date and as a cost, as far as it has them."""
    words = []
    if "completion_d" in plan.lower_bound:
        bound = scenario.horizon.start + timedelta(days=round(plan.lower_bound["completion_d"]))
        words.append(f"completion not before {date_text(bound)}")
    if "cost_musd" in plan.lower_bound:
        date_first = next(iter(plan.lower_bound)) == "completion_d"
        cost = f"flight cost not below {grouped(plan.lower_bound['cost_musd'])} M$"
        words.append(f"at this date, {cost}" if date_first else cost)
    return f"Lower bounds: {'; '.join(words)}." if words else ""
