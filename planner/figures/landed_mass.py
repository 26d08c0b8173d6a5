"""How much stands on the Moon, and when? Delivered mass, summed over the flights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import accumulate

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.flight_marks import (
    DELIVERY_AXIS,
    HALO,
    SYMBOL_KEY,
    delivered,
    delivered_kg,
    first_year,
    marks,
    symbol_key,
)
from planner.figures.palette import NEUTRAL
from planner.figures.wording import SEPARATORS, date_text, mass_text, mass_unit
from planner.plan import CampaignPlan, Flight

_WORDS = {"surface": ("on the surface", "solid"), "lunar_orbit": ("in lunar orbit", "dash")}


@dataclass(frozen=True, slots=True)
class _Series:
    """Deliveries to one destination and the mass there after each (kg)."""

    destination: str
    flights: tuple[Flight, ...]
    total_kg: tuple[float, ...]


def landed_mass(plan: CampaignPlan) -> Chart:
    """Draw the mass delivered over time, on the surface and in lunar orbit.

    Parameters
    ----------
    plan : CampaignPlan

    Returns
    -------
    Chart
        Dates (UTC) to the right, mass (kg or t) upwards; a mark where a flight adds to it.
    """
    series = [found for name in _WORDS if (found := _series(plan, name)).flights]
    unit, unit_kg = mass_unit(max((one.total_kg[-1] for one in series), default=0.0))
    figure = go.Figure()
    for one in series:
        heights = [total / unit_kg for total in one.total_kg]
        figure.add_trace(_steps(plan, one, heights))
        figure.add_trace(marks(plan, one.flights, heights))
        _label_end(figure, plan, one, heights[-1])
    figure.add_traces(symbol_key(plan, [flight for one in series for flight in one.flights]))
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 16, "b": 96},
        xaxis=DELIVERY_AXIS,
        yaxis={"title": f"Delivered mass ({unit})", "rangemode": "tozero", "tickformat": ",~f"},
        legend=SYMBOL_KEY,
        hovermode="closest",
        separators=SEPARATORS,
        dragmode=False,
    )
    return Chart(figure=figure, alt=_alt(plan, series))


def _series(plan: CampaignPlan, destination: str) -> _Series:
    flights = tuple(
        sorted(
            (f for f in plan.flights if f.destination == destination and delivered_kg(f) > 0.0),
            key=delivered,
        )
    )
    totals = accumulate(delivered_kg(flight) for flight in flights)
    return _Series(destination, flights, tuple(totals))


def _steps(plan: CampaignPlan, series: _Series, heights: list[float]) -> go.Scatter:
    start = first_year(plan)
    end = datetime.combine(plan.completion_date, time(), tzinfo=UTC)
    return go.Scatter(
        x=[start, *map(delivered, series.flights), end],
        y=[0.0, *heights, heights[-1]],
        mode="lines",
        line={"shape": "hv", "color": NEUTRAL, "width": 2, "dash": _WORDS[series.destination][1]},
        hoverinfo="skip",
        showlegend=False,
    )


def _label_end(figure: go.Figure, plan: CampaignPlan, series: _Series, height: float) -> None:
    figure.add_annotation(
        x=plan.completion_date,
        y=height,
        text=_total_text(series),
        font={"shadow": HALO},
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        yshift=8,
    )


def _total_text(series: _Series) -> str:
    return f"{mass_text(series.total_kg[-1])} {_WORDS[series.destination][0]}"


def _alt(plan: CampaignPlan, series: list[_Series]) -> str:
    totals = " and ".join(_total_text(one) for one in series) or "nothing"
    return f"Delivered mass over time: {totals} by {date_text(plan.completion_date)}."
