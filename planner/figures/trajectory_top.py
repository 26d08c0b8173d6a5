"""How does the flight reach the Moon? Seen face on, to scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.frames import VIEWS, Positions, View
from planner.figures.trajectory_marks import (
    CRAFT_COLOUR,
    MOON_COLOUR,
    Body,
    Point,
    bodies,
    points,
)
from planner.figures.wording import SEPARATORS, grouped
from planner.plan import Flight

#: Room for labels left and right, as a share of the drawing.
_ROOM = 0.16
_TOWARDS = {
    "earth": "towards the Moon at arrival",
    "rotating": "towards the Moon",
    "moon": "to where the craft comes from",
}


def trajectory_top(flight: Flight, *, view: str) -> Chart:
    """Draw a flight on the plane of the Moon's orbit or, from the Moon, on its own plane.

    Parameters
    ----------
    flight : Flight
    view : str
        A key of :data:`planner.figures.frames.VIEWS`.

    Returns
    -------
    Chart
        Kilometres on both axes at one scale; Earth and Moon at true size.
    """
    seen = VIEWS[view](flight.path)
    figure = go.Figure()
    if view == "earth":
        figure.add_trace(_line(seen.moon_km, "Moon's path", MOON_COLOUR, "dash"))
    figure.add_trace(_line(seen.craft_km, "Flight", CRAFT_COLOUR, "solid"))
    figure.add_trace(_marked(points(flight, seen)))
    figure.add_trace(_names(bodies(seen)))
    for body in bodies(seen):
        _draw_disc(figure, body)
    figure.update_layout(**_layout(seen))
    return Chart(figure=figure, alt=_alt(flight, seen))


def _line(positions: Positions, name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=positions[:, 0],
        y=positions[:, 1],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2.5, "dash": dash},
        hovertemplate="%{x:,.0f} km, %{y:,.0f} km<extra>" + name + "</extra>",
    )


def _marked(shown: Sequence[Point]) -> go.Scatter:
    return go.Scatter(
        x=[point.at_km[0] for point in shown],
        y=[point.at_km[1] for point in shown],
        mode="markers+text",
        text=[point.text for point in shown],
        textposition=[point.side for point in shown],
        marker={
            "symbol": [point.symbol for point in shown],
            "size": [point.size_px for point in shown],
            "color": [point.colour for point in shown],
        },
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
    )


def _names(shown: Sequence[Body]) -> go.Scatter:
    """Name the bodies, which at true size may be too small to see."""
    return go.Scatter(
        x=[body.name_km[0] for body in shown],
        y=[body.name_km[1] for body in shown],
        mode="markers+text",
        text=[body.name for body in shown],
        textposition=[body.side for body in shown],
        marker={"size": 10, "opacity": 0.0},
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
    )


def _draw_disc(figure: go.Figure, body: Body) -> None:
    x, y, radius = float(body.at_km[0]), float(body.at_km[1]), body.radius_km
    figure.add_shape(
        type="circle",
        x0=x - radius,
        x1=x + radius,
        y0=y - radius,
        y1=y + radius,
        fillcolor=body.colour,
        line={"color": body.colour},
    )


def _layout(seen: View) -> dict[str, object]:
    x = np.concatenate([seen.craft_km[:, 0], seen.moon_km[:, 0]])
    low, high = x.min(), x.max()
    return {
        "height": 420,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "xaxis": {
            "title": f"x, {_TOWARDS[seen.name]} (km)",
            "tickformat": ",.0f",
            "constrain": "domain",
            "range": [low - _ROOM * (high - low), high + _ROOM * (high - low)],
            "nticks": 6,
        },
        "yaxis": {"title": "y (km)", "tickformat": ",.0f", "scaleanchor": "x", "scaleratio": 1},
        "showlegend": False,
        "dragmode": False,
        "separators": SEPARATORS,
    }


def _alt(flight: Flight, seen: View) -> str:
    where = "about the Moon, face on" if seen.name == "moon" else "from above the Moon's orbit"
    return (
        f"Flight {flight.id} {where}: {flight.tof_d:.2f} days from TLI to "
        f"perilune {grouped(flight.perilune_alt_km)} km above the Moon."
    )
