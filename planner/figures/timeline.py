"""When does each part arrive? Phases as bands, flights as marks at their delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.flight_marks import (
    DELIVERY_AXIS,
    HALO,
    SYMBOL_KEY,
    cargo,
    delivered,
    first_year,
    marks,
    symbol_key,
)
from planner.figures.lanes import Place, lanes
from planner.figures.palette import NEUTRAL, phase_colours
from planner.figures.wording import date_text, label
from planner.plan import CampaignPlan, Flight, PlacedPhase

_LANE_PX = 21
_TITLE_LANES = 1.3
_GAP_LANES = 0.5
_FRAME_PX = 64 + 84


@dataclass(frozen=True, slots=True)
class _Band:
    """A phase and the lanes its flights take, counted downwards from ``top``."""

    phase: PlacedPhase
    flights: tuple[Flight, ...]
    places: tuple[Place, ...]
    top: float

    @property
    def depth(self) -> float:
        return _TITLE_LANES + max((place.lane for place in self.places), default=0) + 1.0

    @property
    def heights(self) -> list[float]:
        return [-(self.top + _TITLE_LANES + place.lane + 0.4) for place in self.places]


def timeline(plan: CampaignPlan) -> Chart:
    """Draw the campaign by phase.

    Parameters
    ----------
    plan : CampaignPlan

    Returns
    -------
    Chart
        Dates (UTC) to the right, one band a phase downwards.
    """
    first, last = _span(plan)
    bands = _bands(plan, first, last)
    colours = phase_colours(plan)
    figure = go.Figure()
    for band in bands:
        _draw_band(figure, band, first, colours[band.phase.id])
        if band.flights:
            names = [label(cargo(plan, flight)) for flight in band.flights]
            right = [place.right for place in band.places]
            figure.add_trace(marks(plan, band.flights, band.heights, labels=names, right=right))
            _draw_commissioning(figure, plan, band, colours[band.phase.id])
    depth = bands[-1].top + bands[-1].depth if bands else 1.0
    side = "left" if _instant(plan.completion_date) - first < (last - first) / 2 else "right"
    _draw_date(figure, plan.completion_date, "complete", rise_lanes=0.0, dash="solid", side=side)
    _draw_date(figure, plan.due, "due", rise_lanes=1.1, dash="dot", side="right")
    figure.add_traces(symbol_key(plan))
    figure.update_layout(**_layout(first, last, depth))
    return Chart(figure=figure, alt=_alt(plan))


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _span(plan: CampaignPlan) -> tuple[datetime, datetime]:
    """Return the first and last instant shown, with a little room after the last."""
    first = first_year(plan)
    last = max(_instant(day) for day in (plan.completion_date, plan.due, plan.phases[-1].end))
    return first, last + (last - first) * 0.02


def _bands(plan: CampaignPlan, first: datetime, last: datetime) -> list[_Band]:
    """Stack the phases, each as deep as its flights need."""
    bands: list[_Band] = []
    dates = [_instant(plan.completion_date), _instant(plan.due)]
    top = 0.0
    for phase in plan.phases:
        flights = tuple(sorted((f for f in plan.flights if f.phase == phase.id), key=delivered))
        labelled = [(delivered(flight), cargo(plan, flight)) for flight in flights]
        places = lanes(labelled, first=first, last=last, lines=dates)
        bands.append(_Band(phase, flights, tuple(places), top))
        top += bands[-1].depth + _GAP_LANES
    return bands


def _draw_band(figure: go.Figure, band: _Band, first: datetime, colour: str) -> None:
    figure.add_shape(
        type="rect",
        x0=max(_instant(band.phase.start), first),
        x1=band.phase.end,
        y0=-band.top,
        y1=-(band.top + band.depth),
        fillcolor=colour,
        opacity=0.13,
        line_width=0,
        layer="below",
    )
    figure.add_annotation(
        x=0.0,
        xref="x domain",
        y=-band.top,
        text=_band_title(band.phase),
        font={"shadow": HALO},
        showarrow=False,
        xanchor="left",
        yanchor="top",
    )


def _band_title(phase: PlacedPhase) -> str:
    done = f", complete {date_text(phase.completed_utc)}" if phase.completed_utc else ""
    return f"<b>{label(phase.title)}</b>{done}"


def _draw_commissioning(figure: go.Figure, plan: CampaignPlan, band: _Band, colour: str) -> None:
    """Draw a thin line from each delivery to the day its last element works."""
    works: Mapping[str, datetime] = {e.id: e.operational_utc for e in plan.elements}
    x: list[datetime | None] = []
    y: list[float | None] = []
    for flight, height in zip(band.flights, band.heights, strict=True):
        there = delivered(flight)
        works_last = max((works[item.element] for item in flight.manifest), default=there)
        x += [there, works_last, None]
        y += [height - 0.42, height - 0.42, None]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colour, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _draw_date(
    figure: go.Figure, day: date, word: str, *, rise_lanes: float, dash: str, side: str
) -> None:
    figure.add_shape(
        type="line",
        x0=day,
        x1=day,
        yref="paper",
        y0=0.0,
        y1=1.0,
        line={"color": NEUTRAL, "width": 1.5, "dash": dash},
        layer="below",
    )
    figure.add_annotation(
        x=day,
        yref="paper",
        y=1.0,
        yshift=rise_lanes * 16,
        text=f"{word} {date_text(day)}",
        showarrow=False,
        xanchor=side,
        yanchor="bottom",
    )


def _layout(first: datetime, last: datetime, depth: float) -> dict[str, object]:
    return {
        "height": int(_FRAME_PX + _LANE_PX * depth),
        "margin": {"l": 8, "r": 8, "t": 64, "b": 84},
        "xaxis": {**DELIVERY_AXIS, "range": [first, last]},
        "yaxis": {"range": [-depth, 0.0], "visible": False, "fixedrange": True},
        "legend": SYMBOL_KEY,
        "hovermode": "closest",
        "dragmode": False,
    }


def _alt(plan: CampaignPlan) -> str:
    phases = "; ".join(
        f"{phase.title}: {sum(f.phase == phase.id for f in plan.flights)} flights"
        + (f", complete {date_text(phase.completed_utc)}" if phase.completed_utc else "")
        for phase in plan.phases
    )
    return (
        f"Timeline of {len(plan.flights)} flights. {phases}. "
        f"The station is complete on {date_text(plan.completion_date)}, due {date_text(plan.due)}."
    )
