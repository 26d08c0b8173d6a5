"""How far out do the direct and the slow way go? Both seen from above the Moon's orbit."""

from __future__ import annotations

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.frames import earth_centred
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import SEPARATORS, grouped
from planner.lessons.ways import TwoWays


def two_ways(found: TwoWays) -> Chart:
    """Draw both flights, Earth-centred; each has the Moon of its own arrival to the right."""
    figure = go.Figure()
    slow, direct = earth_centred(found.slow.path), earth_centred(found.direct.path)
    for positions, name, colour, dash in (
        (slow.moon_km, "Moon's path", NEUTRAL, "dot"),
        (slow.craft_km, "low energy", OKABE_ITO["vermillion"], "solid"),
        (direct.craft_km, "direct", OKABE_ITO["blue"], "dash"),
    ):
        figure.add_trace(
            go.Scatter(
                x=positions[:, 0],
                y=positions[:, 1],
                mode="lines",
                name=name,
                line={"color": colour, "width": 2.5, "dash": dash},
                hovertemplate="%{x:,.0f} km, %{y:,.0f} km<extra>" + name + "</extra>",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[0.0, float(slow.moon_km[-1, 0])],
            y=[0.0, float(slow.moon_km[-1, 1])],
            mode="markers+text",
            text=["Earth", "Moon"],
            textposition=["bottom left", "bottom right"],
            marker={"size": 9, "color": NEUTRAL},
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
            cliponaxis=False,
        )
    )
    figure.update_layout(
        height=460,
        margin={"l": 8, "r": 8, "t": 16, "b": 90},
        xaxis={"title": "x, towards the Moon at arrival (km)", "tickformat": ",.0f", "nticks": 5},
        yaxis={"title": "y (km)", "tickformat": ",.0f", "scaleanchor": "x", "scaleratio": 1},
        legend={"orientation": "h", "yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0.0},
        dragmode=False,
        separators=SEPARATORS,
    )
    return Chart(figure=figure, alt=_alt(found))


def _alt(found: TwoWays) -> str:
    import numpy as np

    out = {
        name: float(np.linalg.norm(way.path.craft_km, axis=1).max())
        for name, way in (("direct", found.direct), ("low energy", found.slow))
    }
    return "; ".join(
        f"the {name} way goes out to {grouped(round(far, -3))} km in {days:.0f} days"
        for (name, far), days in zip(
            out.items(), (found.direct.tof_d, found.slow.tof_d), strict=True
        )
    )
