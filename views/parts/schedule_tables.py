"""The schedule as a table: one row a bar of the Gantt chart."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from planner.figures.gantt_rows import Grouping, critical_chain, gantt_rows, span
from planner.figures.wording import date_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario


def bars_table(plan: CampaignPlan, scenario: Scenario, *, by: Grouping) -> pd.DataFrame:
    """Return what the Gantt chart of a grouping draws, in its order."""
    first, last = span(plan)
    rows = gantt_rows(plan, scenario, by=by, first=first, last=last)
    bars = [(row.title, bar) for row in rows for bar in row.bars]
    phases = {phase.id: phase.title for phase in plan.phases}
    chain = critical_chain(plan)
    place = {name: number for number, name in enumerate(reversed(chain), start=1)}
    return pd.DataFrame(
        {
            "Flight": [bar.flight for _, bar in bars],
            "Carries": [bar.aboard if by != "element" else bar.label for _, bar in bars],
            "State": [f"{bar.state}, pinned" if bar.pinned else bar.state for _, bar in bars],
            "Critical chain": [
                ", ".join(str(place[name]) for name in reversed(bar.links)) for _, bar in bars
            ],
            "Launch (UTC)": [date_text(bar.launch_utc) for _, bar in bars],
            "Delivery (UTC)": [_day(bar.delivered_utc) for _, bar in bars],
            "Works from (UTC)": [_day(bar.works_utc) for _, bar in bars],
            "Launcher": [bar.launcher for _, bar in bars],
            "Pad": [bar.pad for _, bar in bars],
            "Phase": [phases.get(bar.phase, bar.phase) for _, bar in bars],
        }
    )


def _day(instant: datetime | None) -> str:
    return date_text(instant) if instant is not None else ""
