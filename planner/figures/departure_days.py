"""Which days are cheap, and on which of them is the site lit: one mark a day."""

from __future__ import annotations

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import SEPARATORS, date_text, grouped
from planner.lessons.windows import ALLOWED_M_S, Month


def departure_days(month: Month) -> Chart:
    """Draw the least Δv of each day: filled where the site is lit on arrival, hollow where dark."""
    figure = go.Figure()
    days = month.departures
    figure.add_trace(
        go.Scatter(
            x=[one.day for one in days],
            y=[one.dv_m_s for one in days],
            mode="lines",
            line={"color": NEUTRAL, "width": 1.5},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    for lit, name, symbol in (
        (True, "site lit on arrival", "circle"),
        (False, "dark", "circle-open"),
    ):
        some = [one for one in days if month.lit(one) == lit]
        figure.add_trace(
            go.Scatter(
                x=[one.day for one in some],
                y=[one.dv_m_s for one in some],
                customdata=[[one.tof_d, one.sun_deg] for one in some],
                mode="markers",
                name=name,
                marker={
                    "symbol": symbol,
                    "size": 11,
                    "color": OKABE_ITO["blue"],
                    "line": {"width": 2, "color": OKABE_ITO["blue"]},
                },
                hovertemplate="%{x|%Y-%m-%d}: %{y:,.1f} m/s in %{customdata[0]:.2f} d, "
                "Sun %{customdata[1]:.1f}°<extra></extra>",
            )
        )
    limit = month.cheapest.dv_m_s + ALLOWED_M_S
    figure.add_trace(
        go.Scatter(
            x=[days[0].day, days[-1].day],
            y=[limit, limit],
            mode="lines",
            name=f"cheapest + {ALLOWED_M_S:g} m/s",
            line={"color": OKABE_ITO["vermillion"], "dash": "dash", "width": 2},
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 24, "b": 90},
        xaxis={"title": "Leave on (UTC)", "tickformat": "%Y-%m-%d", "nticks": 5},
        yaxis={"title": "Δv, TLI and LOI (m/s)", "tickformat": ",.0f"},
        legend={"orientation": "h", "yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0.0},
        dragmode=False,
        hovermode="closest",
        separators=SEPARATORS,
    )
    return Chart(figure=figure, alt=_alt(month))


def _alt(month: Month) -> str:
    best, worst = month.cheapest, month.dearest
    return (
        f"Least Δv of each day: from {grouped(best.dv_m_s)} m/s on {date_text(best.day)} to "
        f"{grouped(worst.dv_m_s)} m/s on {date_text(worst.day)}; the site is lit on arrival for "
        f"{sum(map(month.lit, month.departures))} of {len(month.departures)} days."
    )
