"""Schedule: what flies when, what holds the date back, and why not earlier."""

from __future__ import annotations

from typing import Final

import streamlit as st

from planner.campaign.named import naming
from planner.figures.gantt import gantt
from planner.figures.gantt_rows import Grouping, critical_chain
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from views.parts.charts import kept, show
from views.parts.library import current
from views.parts.linked import linked_radio
from views.parts.movers import show_movers
from views.parts.names import with_names
from views.parts.planning import plan_of
from views.parts.safe_text import plain, unbroken
from views.parts.schedule_tables import bars_table

_GROUPS: Final[dict[Grouping, str]] = {
    "phase": "Phase",
    "launcher": "Launcher",
    "pad": "Pad",
    "element": "Element",
}


def _sentence(plan: CampaignPlan) -> str:
    """Say when it is complete and how long the chain is that holds the date."""
    links = critical_chain(plan)
    if not links:
        return plan.headline.sentence
    last = next(element.name for element in plan.elements if element.id == links[0])
    if len(links) == 1:
        return f"{last} alone holds the date {plan.completion_date}."
    return (
        f"A chain of {len(links)} elements, ending with {last}, holds the date "
        f"{plan.completion_date}."
    )


@st.fragment
def _chart(plan: CampaignPlan, shown: CampaignPlan, scenario: Scenario) -> None:
    """Draw the rows asked for; ``shown`` is the plan with names in place of ids."""
    picked = linked_radio(
        "Rows by",
        {str(key): name for key, name in _GROUPS.items()},
        key="rows",
        help="What makes a row: the phases of the programme, a launcher, a launch pad, or each "
        "element by itself.",
    )
    by: Grouping = next(key for key in _GROUPS if key == picked)
    show(
        kept(plan, f"gantt {by}", lambda: gantt(shown, scenario, by=by)),
        key=f"gantt-{by}",
        table=bars_table(shown, scenario, by=by),
        table_label="Schedule as a table",
    )
    st.caption(
        "Thick: from launch to delivery. Thin: until all aboard works. "
        "Grey boxes and the dotted line: the critical chain."
    )


scenario, plan = plan_of(current())
shown = with_names(plan, scenario)

st.title(plain(unbroken(_sentence(plan))))
st.caption(plain(f"{plan.title}. {plan.headline.sentence}"))

st.header("What flies when?")
_chart(plan, shown, scenario)

st.header("Why not earlier?")
opening, *links = (plain(unbroken(reason)) for reason in map(naming(scenario), plan.reasons))
st.markdown(opening)
st.markdown("\n".join(f"{number}. {link}" for number, link in enumerate(links, start=1)))

show_movers(scenario)
