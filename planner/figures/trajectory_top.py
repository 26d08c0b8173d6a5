"""How does the flight reach the Moon? Seen from above the Moon's orbit, to scale."""

from __future__ import annotations

import plotly.graph_objects as go

from planner.astro.constants import EARTH_RADIUS_KM, MOON_RADIUS_KM
from planner.figures.chart import Chart
from planner.figures.frames import VIEWS, Positions, View
from planner.figures.trajectory_marks import (
    CRAFT_COLOUR,
    EARTH_COLOUR,
    MOON_COLOUR,
    Point,
    burns,
    clock,
)
from planner.figures.wording import grouped
from planner.plan import Flight


def trajectory_top(flight: Flight, *, view: str) -> Chart:
    """Draw a flight projected on the plane of the Moon's orbit.

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
    figure.add_trace(_points(clock(seen), "circle", 5))
    figure.add_trace(_points(burns(flight, seen), "x", 9))
    _draw_bodies(figure, seen)
    figure.update_layout(**_layout())
    return Chart(figure=figure, alt=_alt(flight))


def _line(positions: Positions, name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=positions[:, 0],
        y=positions[:, 1],
        mode="lines",
        name=name,
        line={"color": colour, "width": 2.5, "dash": dash},
        hovertemplate="%{x:,.0f} km, %{y:,.0f} km<extra>" + name + "</extra>",
    )


def _points(points: tuple[Point, ...], symbol: str, size: int) -> go.Scatter:
    return go.Scatter(
        x=[point.at_km[0] for point in points],
        y=[point.at_km[1] for point in points],
        mode="markers+text",
        text=[point.text for point in points],
        textposition="top right",
        marker={"symbol": symbol, "size": size, "color": CRAFT_COLOUR},
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )


def _draw_bodies(figure: go.Figure, seen: View) -> None:
    """Draw Earth and Moon as discs of true size; too small to see, they get a name."""
    if seen.name != "moon":
        _draw_disc(figure, seen.earth_km[-1], EARTH_RADIUS_KM, EARTH_COLOUR, "Earth")
    _draw_disc(figure, seen.moon_km[-1], MOON_RADIUS_KM, MOON_COLOUR, "Moon")


def _draw_disc(
    figure: go.Figure, centre: Positions, radius_km: float, colour: str, name: str
) -> None:
    x, y = float(centre[0]), float(centre[1])
    figure.add_shape(
        type="circle",
        x0=x - radius_km,
        x1=x + radius_km,
        y0=y - radius_km,
        y1=y + radius_km,
        fillcolor=colour,
        line={"color": colour},
    )
    figure.add_annotation(
        x=x, y=y, text=name, showarrow=False, xanchor="center", yanchor="top", yshift=-10
    )


def _layout() -> dict[str, object]:
    return {
        "height": 430,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "xaxis": {"title": "x, towards the Moon at arrival (km)", "tickformat": ",.0f"},
        "yaxis": {
            "title": "y, along its motion (km)",
            "tickformat": ",.0f",
            "scaleanchor": "x",
            "scaleratio": 1,
        },
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        "dragmode": False,
    }


def _alt(flight: Flight) -> str:
    return (
        f"Flight {flight.id} from above the Moon's orbit: {flight.tof_d:.2f} days from TLI to "
        f"perilune {grouped(flight.perilune_alt_km)} km above the Moon."
    )
