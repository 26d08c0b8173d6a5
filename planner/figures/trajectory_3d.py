"""The same flight in space: turn it with the mouse."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.frames import VIEWS, Positions, View
from planner.figures.palette import NEUTRAL
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
    figure.add_trace(_marked(points(flight, seen)))
    figure.add_trace(_names(bodies(seen)))
    figure.add_traces([_sphere(body) for body in bodies(seen)])
    figure.update_layout(**_layout(seen))
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


def _marked(shown: Sequence[Point]) -> go.Scatter3d:
    x, y, z = np.array([point.at_km for point in shown]).T
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="markers+text",
        text=[point.text for point in shown],
        textposition=[point.side for point in shown],
        marker={
            "symbol": [point.symbol for point in shown],
            "size": [point.size_px / 2.0 for point in shown],
            "color": [point.colour for point in shown],
        },
        hovertemplate="%{text}<extra></extra>",
    )


def _names(shown: Sequence[Body]) -> go.Scatter3d:
    """Name the bodies, which at true size may be too small to see."""
    x, y, z = np.array([body.name_km for body in shown]).T
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="text",
        text=[f"  {body.name}  " for body in shown],
        textposition=[body.side for body in shown],
        hoverinfo="skip",
    )


def _sphere(body: Body) -> go.Surface:
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
    x, y, z = body.at_km[:, None, None] + body.radius_km * unit
    return go.Surface(
        x=x,
        y=y,
        z=z,
        colorscale=[[0.0, body.colour], [1.0, body.colour]],
        showscale=False,
        hovertemplate=f"{body.name}, radius {grouped(body.radius_km)} km<extra></extra>",
    )


def _box(seen: View) -> tuple[Positions, Positions]:
    """Return the corners of the box shown (km): the flight, the Moon's path, and some room."""
    shown = np.vstack([seen.craft_km, seen.moon_km])
    low, high = shown.min(axis=0), shown.max(axis=0)
    side = (high - low).max()
    middle, half = (low + high) / 2.0, np.maximum(high - low, 0.25 * side) / 2.0 + 0.04 * side
    return middle - half, middle + half


def _layout(seen: View) -> dict[str, object]:
    low, high = _box(seen)
    step = _grid_step(float((high - low).max()))
    axes = {
        f"{name}axis": {
            "title": "",
            "range": [low[i], high[i]],
            "dtick": step,
            "tick0": 0.0,
            "showticklabels": False,
            "gridcolor": NEUTRAL,
            "zerolinecolor": NEUTRAL,
            "showbackground": False,
        }
        for i, name in enumerate("xyz")
    }
    return {
        "height": 420,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 24},
        "scene": {
            # As aspectmode "data", but the longest side is 1, so that a flat flight fits.
            "aspectmode": "manual",
            "aspectratio": dict(zip("xyz", (high - low) / (high - low).max(), strict=True)),
            "camera": {"eye": {"x": 0.3, "y": -1.42, "z": 0.88}, "center": {"x": 0.04, "z": -0.05}},
            **axes,
        },
        "annotations": [_scale_note(step)],
        "showlegend": False,
        "uirevision": seen.name,
        "separators": SEPARATORS,
    }


def _grid_step(side_km: float) -> float:
    """Return the power of ten that cuts the box into a few squares (km)."""
    return float(10.0 ** math.floor(math.log10(side_km / 2.0)))


def _scale_note(step_km: float) -> dict[str, object]:
    return {
        "text": f"One square is {grouped(step_km)} km wide. Earth and Moon are at true size.",
        "xref": "paper",
        "yref": "paper",
        "x": 0.0,
        "y": 0.0,
        "yshift": -24,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
    }


def _alt(flight: Flight, seen: View) -> str:
    nearest = np.linalg.norm(seen.craft_km - seen.moon_km, axis=1).min()
    return (
        f"Flight {flight.id} in three dimensions, ending {grouped(nearest)} km from the Moon's "
        f"centre after {flight.tof_d:.2f} days. Earth and Moon are drawn at true size."
    )
