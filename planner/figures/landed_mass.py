"""How much stands on the Moon, and when? Delivered mass, summed over the flights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import accumulate

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.flight_marks import (
    SYMBOL_KEY,
    delivered,
    delivered_kg,
    first_year,
    marks,
    symbol_key,
)
from planner.figures.palette import NEUTRAL
from planner.figures.wording import date_text, mass_text
from planner.plan import CampaignPlan, Flight

_WORDS = {"surface": ("on the surface", "solid"), "lunar_orbit": ("in lunar orbit", "dash")}


@dataclass(frozen=True, slots=True)
class _Series:
    """Deliveries to one destination and the mass there after each (t)."""

    destination: str
    flights: tuple[Flight, ...]
    total_t: tuple[float, ...]


def landed_mass(plan: CampaignPlan) -> Chart:
    """Draw the mass delivered over time, on the surface and in lunar orbit.

    Parameters
    ----------
    plan : CampaignPlan

    Returns
    -------
    Chart
        Dates (UTC) to the right, mass (t) upwards; a mark where a flight adds to it.
    """
    series = [found for name in _WORDS if (found := _series(plan, name)).flights]
    figure = go.Figure()
    for one in series:
        figure.add_trace(_steps(plan, one))
        figure.add_trace(marks(plan, one.flights, one.total_t))
        _label_end(figure, plan, one)
    figure.add_traces(symbol_key(plan))
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 16, "b": 96},
        xaxis={"title": "Delivery date (UTC)", "showgrid": True},
        yaxis={"title": "Delivered mass (t)", "rangemode": "tozero"},
        legend=SYMBOL_KEY,
        hovermode="closest",
        dragmode=False,
    )
    return Chart(figure=figure, alt=_alt(plan, series))


def _series(plan: CampaignPlan, destination: str) -> _Series:
    flights = tuple(
        sorted((f for f in plan.flights if f.destination == destination), key=delivered)
    )
    totals = accumulate(delivered_kg(flight) / 1000.0 for flight in flights)
    return _Series(destination, flights, tuple(totals))


def _steps(plan: CampaignPlan, series: _Series) -> go.Scatter:
    start = first_year(plan)
    end = datetime.combine(plan.completion_date, time(), tzinfo=UTC)
    return go.Scatter(
        x=[start, *map(delivered, series.flights), end],
        y=[0.0, *series.total_t, series.total_t[-1]],
        mode="lines",
        line={"shape": "hv", "color": NEUTRAL, "width": 2, "dash": _WORDS[series.destination][1]},
        hoverinfo="skip",
        showlegend=False,
    )


def _label_end(figure: go.Figure, plan: CampaignPlan, series: _Series) -> None:
    figure.add_annotation(
        x=plan.completion_date,
        y=series.total_t[-1],
        text=_total_text(series),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        yshift=8,
    )


def _total_text(series: _Series) -> str:
    return f"{mass_text(series.total_t[-1] * 1000.0)} {_WORDS[series.destination][0]}"


def _alt(plan: CampaignPlan, series: list[_Series]) -> str:
    totals = " and ".join(_total_text(one) for one in series) or "nothing"
    return f"Delivered mass over time: {totals} by {date_text(plan.completion_date)}."
