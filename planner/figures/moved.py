"""What did the change do? Each element that moved, from its old day to its new one."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from planner.campaign.comparison import ElementChange, PlanChange
from planner.figures.chart import Chart
from planner.figures.flight_marks import DELIVERY_AXIS
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import date_text, label

#: Rows drawn; the table has them all.
MOST_ROWS = 40
_ROW_PX = 24
_FRAME_PX = 110
_LONGEST_NAME = 26


def moved(change: PlanChange, *, before: str = "before", after: str = "now") -> Chart:
    """Draw the elements that differ, one row each: hollow where it was, solid where it is.

    Parameters
    ----------
    change : PlanChange
    before, after : str
        What the two plans are called.

    Returns
    -------
    Chart
        Days an element starts to work (UTC) to the right.
    """
    rows = change.elements[:MOST_ROWS]
    figure = go.Figure()
    figure.add_trace(_lines(rows))
    figure.add_trace(_points(rows, [one.before_utc for one in rows], before, "circle-open"))
    figure.add_trace(_points(rows, [one.after_utc for one in rows], after, "circle"))
    figure.update_layout(
        height=_FRAME_PX + _ROW_PX * len(rows),
        margin={"l": 8, "r": 16, "t": 36, "b": 56},
        xaxis={**DELIVERY_AXIS, "title": "Works from (UTC)"},
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [label(_short(one.name)) for one in rows],
            "range": [len(rows) - 0.5, -0.5],
            "automargin": True,
            "fixedrange": True,
            "showgrid": True,
        },
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0.0},
        dragmode=False,
        hovermode="closest",
    )
    return Chart(figure=figure, alt=_alt(change, before, after))


def told(change: ElementChange) -> str:
    """Say in a few words how an element moved."""
    if change.days is None:
        return "only now" if change.before_utc is None else "no longer delivered"
    days = round(change.days)
    if days == 0:
        return "the same day"
    return f"{abs(days)} d {'later' if days > 0 else 'earlier'}"


def _lines(rows: Sequence[ElementChange]) -> go.Scatter:
    x, y = [], []
    for row, one in enumerate(rows):
        x += [one.before_utc or one.after_utc, one.after_utc or one.before_utc, None]
        y += [row, row, None]
    line = {"color": NEUTRAL, "width": 2.5}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _points(
    rows: Sequence[ElementChange], instants: Sequence[object], name: str, symbol: str
) -> go.Scatter:
    return go.Scatter(
        x=list(instants),
        y=list(range(len(rows))),
        mode="markers",
        name=label(name),
        marker={
            "symbol": symbol,
            "size": 11,
            "color": OKABE_ITO["blue"],
            "line": {"width": 2.2, "color": OKABE_ITO["blue"]},
        },
        hovertext=[f"<b>{label(one.name)}</b><br>{told(one)}" for one in rows],
        hovertemplate="%{hovertext}<br>%{x|%Y-%m-%d}<extra></extra>",
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _alt(change: PlanChange, before: str, after: str) -> str:
    told_few = "; ".join(
        f"{one.name}: {_day(one.before_utc)} {before}, {_day(one.after_utc)} {after}"
        for one in change.elements[:3]
    )
    rest = len(change.elements) - 3
    more = f"; and {rest} more in the table" if rest > 0 else ""
    return f"{len(change.elements)} elements differ, {change.unmoved} do not. {told_few}{more}."


def _day(instant: object) -> str:
    return date_text(instant) if instant is not None else "not delivered"  # type: ignore[arg-type]
