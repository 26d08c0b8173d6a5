"""The same flight in space: turn it with the mouse."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from planner.astro.constants import EARTH_RADIUS_KM, MOON_RADIUS_KM
from planner.figures.chart import Chart
from planner.figures.frames import VIEWS, Positions, View
from planner.figures.palette import NEUTRAL
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


def trajectory_3d(flight: Flight, *, view: str) -> Chart:
    """Draw a flight in three dimensions.

    Parameters
    ----------
    flight : Flight
    view : str
        A key of :data:`planner.figures.frames.VIEWS`.

    Returns
    -------
    Chart
        One scale on all axes (km); Earth and Moon at true size.
    """
    seen = VIEWS[view](flight.path)
    figure = go.Figure()
    if view == "earth":
        figure.add_trace(_line(seen.moon_km, "Moon's path", MOON_COLOUR, "dash"))
    figure.add_trace(_line(seen.craft_km, "Flight", CRAFT_COLOUR, "solid"))
    figure.add_trace(_points(clock(seen), "circle", 3))
    figure.add_trace(_points(burns(flight, seen), "x", 4))
    for body in _bodies(seen):
        figure.add_traces(body)
    figure.update_layout(**_layout(view))
    return Chart(figure=figure, alt=_alt(flight, seen))


def _line(positions: Positions, name: str, colour: str, dash: str) -> go.Scatter3d:
    x, y, z = positions.T
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="lines",
        name=name,
        line={"color": colour, "width": 4, "dash": dash},
        hovertemplate="%{x:,.0f}, %{y:,.0f}, %{z:,.0f} km<extra>" + name + "</extra>",
    )


def _points(points: tuple[Point, ...], symbol: str, size: int) -> go.Scatter3d:
    x, y, z = np.array([point.at_km for point in points]).reshape(-1, 3).T
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="markers+text",
        text=[point.text for point in points],
        textposition="top right",
        textfont={"color": NEUTRAL},
        marker={"symbol": symbol, "size": size, "color": CRAFT_COLOUR},
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )


def _bodies(seen: View) -> list[list[go.Surface | go.Scatter3d]]:
    moon = _body("Moon", seen.moon_km[-1], MOON_RADIUS_KM, MOON_COLOUR)
    if seen.name == "moon":
        return [moon]
    return [_body("Earth", seen.earth_km[-1], EARTH_RADIUS_KM, EARTH_COLOUR), moon]


def _body(
    name: str, centre: Positions, radius_km: float, colour: str
) -> list[go.Surface | go.Scatter3d]:
    """Draw a sphere of true size and its name below it."""
    longitude, latitude = np.meshgrid(
        np.linspace(0.0, 2.0 * np.pi, 25), np.linspace(-np.pi / 2.0, np.pi / 2.0, 13)
    )
    unit = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    x, y, z = centre[:, None, None] + radius_km * unit
    return [
        go.Surface(
            x=x,
            y=y,
            z=z,
            colorscale=[[0.0, colour], [1.0, colour]],
            showscale=False,
            hovertemplate=f"{name}, radius {grouped(radius_km)} km<extra></extra>",
        ),
        go.Scatter3d(
            x=[centre[0]],
            y=[centre[1]],
            z=[centre[2] - radius_km],
            mode="text",
            text=[name],
            textposition="bottom center",
            textfont={"color": NEUTRAL},
            hoverinfo="skip",
            showlegend=False,
        ),
    ]


def _layout(view: str) -> dict[str, object]:
    axis = {
        "tickformat": "~s",
        "gridcolor": "rgba(124, 133, 148, 0.35)",
        "zerolinecolor": "rgba(124, 133, 148, 0.5)",
        "color": NEUTRAL,
        "showbackground": False,
    }
    return {
        "height": 480,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "scene": {
            "aspectmode": "data",
            "xaxis": {**axis, "title": "x (km)"},
            "yaxis": {**axis, "title": "y (km)"},
            "zaxis": {**axis, "title": "z (km)", "nticks": 4},
            "camera": {"eye": {"x": 0.6, "y": -1.5, "z": 0.9}},
        },
        "legend": {"orientation": "h", "yanchor": "top", "y": 1.0, "x": 0},
        "uirevision": view,
    }


def _alt(flight: Flight, seen: View) -> str:
    nearest = np.linalg.norm(seen.craft_km - seen.moon_km, axis=1).min()
    return (
        f"Flight {flight.id} in three dimensions, ending {grouped(nearest)} km from the Moon's "
        f"centre after {flight.tof_d:.2f} days. Earth and Moon are drawn at true size."
    )
