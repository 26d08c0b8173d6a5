"""When is each complete, and what does each year cost? Several plans over one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from typing import Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from planner.figures.chart import Chart
from planner.figures.flight_marks import DELIVERY_AXIS
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import SEPARATORS, date_text, grouped, label
from planner.plan import CampaignPlan

#: A year's bars take this part of the year.
_FILLED: Final = 0.84
_YEAR_MS: Final = 365.25 * 86_400_000.0
_LANE_PX: Final = 30
_BARS_PX: Final = 230
_FRAME_PX: Final = 130
_HATCHES: Final = ("", "/", "x", ".")
_SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up")


def yearly_spending(plans: Mapping[str, CampaignPlan]) -> dict[int, dict[str, float]]:
    """Return the money each plan spends on flights in each year (million US dollars).

    Every year from the first to the last in which any plan spends is there, also the years
    in which none does. Money of flights already flown is not part of it.
    """
    spent: dict[str, dict[int, float]] = {
        name: {one.year: one.spent_musd for one in plan.spending if one.partner is None}
        for name, plan in plans.items()
    }
    years = [year for by_year in spent.values() for year in by_year]
    if not years:
        return {}
    return {
        year: {name: by_year.get(year, 0.0) for name, by_year in spent.items()}
        for year in range(min(years), max(years) + 1)
    }


def side_by_side(plans: Mapping[str, CampaignPlan]) -> Chart:
    """Draw plans over one time axis: completion in lanes above, money by year as bars below.

    Parameters
    ----------
    plans : Mapping[str, CampaignPlan]
        By the short name each is called, such as A; at least one.

    Returns
    -------
    Chart
        Dates (UTC) to the right; a lane runs from first launch to completion, with its due
        day as an upright stroke. Bars of one year stand side by side, colour and hatching by
        plan.
    """
    lanes = _LANE_PX * len(plans) + 12
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.08,
        row_heights=[lanes, _BARS_PX],
    )
    colours = dict(zip(plans, cycle(OKABE_ITO.values()), strict=False))
    for place, (name, plan) in enumerate(plans.items()):
        _draw_lane(figure, place, name, plan, colours[name])
    _draw_due(figure, plans)
    _draw_bars(figure, plans, colours)
    figure.update_layout(
        height=_FRAME_PX + lanes + _BARS_PX,
        margin={"l": 8, "r": 16, "t": 16, "b": 88},
        barmode="overlay",
        separators=SEPARATORS,
        legend={"orientation": "h", "yref": "container", "y": 0.0, "yanchor": "bottom"},
        dragmode=False,
        hovermode="closest",
    )
    figure.update_xaxes(showticklabels=True, **(DELIVERY_AXIS | {"title": ""}), row=1, col=1)
    figure.update_xaxes(**(DELIVERY_AXIS | {"title": "Year (UTC)"}), row=2, col=1)
    figure.update_yaxes(
        tickvals=list(range(len(plans))),
        ticktext=[label(name) for name in plans],
        range=[len(plans) - 0.5, -0.5],
        fixedrange=True,
        row=1,
        col=1,
    )
    figure.update_yaxes(
        title="Flights (M$ a year)", rangemode="tozero", tickformat=",~f", row=2, col=1
    )
    return Chart(figure=figure, alt=_alt(plans))


def _draw_lane(figure: go.Figure, place: int, name: str, plan: CampaignPlan, colour: str) -> None:
    first = min(flight.launch_utc for flight in plan.flights)
    done = _noon(plan.completion_date)
    symbol = _SYMBOLS[place % len(_SYMBOLS)]
    figure.add_trace(
        go.Scatter(
            x=[first, done],
            y=[place, place],
            mode="lines+markers+text",
            line={"color": colour, "width": 3},
            marker={"symbol": ["line-ns", symbol], "size": [10, 11], "color": colour}
            | {"line": {"width": 2, "color": colour}},
            text=["", f"{date_text(plan.completion_date)}\N{EN SPACE}"],
            textposition="top left",
            cliponaxis=False,
            hovertemplate=f"<b>{label(name)}</b> {label(plan.title)}<br>%{{x|%Y-%m-%d}}"
            "<extra></extra>",
            showlegend=False,
        ),
        row=1,
        col=1,
    )


def _draw_due(figure: go.Figure, plans: Mapping[str, CampaignPlan]) -> None:
    figure.add_trace(
        go.Scatter(
            x=[_noon(plan.due) for plan in plans.values()],
            y=list(range(len(plans))),
            mode="markers",
            name="due day",
            marker={"symbol": "line-ns-open", "size": 16, "color": NEUTRAL}
            | {"line": {"width": 2.5, "color": NEUTRAL}},
            hovertemplate="due %{x|%Y-%m-%d}<extra></extra>",
        ),
        row=1,
        col=1,
    )


def _draw_bars(
    figure: go.Figure, plans: Mapping[str, CampaignPlan], colours: Mapping[str, str]
) -> None:
    spent = yearly_spending(plans)
    share = _FILLED / len(plans)
    for place, name in enumerate(plans):
        offset = (1.0 - _FILLED) / 2.0 + share * (place + 0.5)
        figure.add_trace(
            go.Bar(
                x=[_within(year, offset) for year in spent],
                y=[row[name] for row in spent.values()],
                width=share * _YEAR_MS * 0.92,
                name=label(name),
                marker=_hatched(place, colours[name]),
                customdata=list(spent),
                hovertemplate=f"<b>{label(name)}</b> %{{customdata}}: %{{y:,.0f}} M$"
                "<extra></extra>",
            ),
            row=2,
            col=1,
        )


def _hatched(place: int, colour: str) -> dict[str, Any]:
    shape = _HATCHES[place % len(_HATCHES)]
    pattern = {"shape": shape, "size": 6, "solidity": 0.35, "fillmode": "overlay"}
    return {"color": colour, "line": {"width": 1, "color": colour}, "pattern": pattern}


def _within(year: int, part: float) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=365.25 * part)


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _alt(plans: Mapping[str, CampaignPlan]) -> str:
    spent = yearly_spending(plans)
    told = []
    for name, plan in plans.items():
        words = f"{name} is complete {date_text(plan.completion_date)}"
        if spent:
            year = max(spent, key=lambda one: spent[one][name])
            words += f", its dearest year is {year} with {grouped(spent[year][name])} M$"
        told.append(words)
    return "; ".join(told) + "."
