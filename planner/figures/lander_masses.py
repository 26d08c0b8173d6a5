"""What a lander could still carry with another Δv margin."""

from __future__ import annotations

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import SEPARATORS, grouped
from planner.lessons.lesson import PlanPair
from planner.lessons.mass import first_lander, margins


def lander_masses(found: PlanPair) -> Chart:
    """Draw the payload possible with both margins, as bars with their figures."""
    flights = [first_lander(found.before), first_lander(found.after)]
    names = [f"{100 * one:g} % margin" for one in margins(found)]
    values = [flight.capacity_kg for flight in flights]
    figure = go.Figure(
        go.Bar(
            y=names,
            x=values,
            orientation="h",
            text=[f"{grouped(value)} kg" for value in values],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [NEUTRAL, OKABE_ITO["blue"]]},
            hovertemplate="%{y}: %{x:,.0f} kg<extra></extra>",
        )
    )
    figure.update_layout(
        height=240,
        margin={"l": 8, "r": 8, "t": 16, "b": 56},
        xaxis={
            "title": "Payload possible (kg)",
            "tickformat": ",.0f",
            "range": [0.0, 1.3 * max(values)],
        },
        yaxis={"autorange": "reversed", "automargin": True},
        dragmode=False,
        separators=SEPARATORS,
    )
    told = "; ".join(
        f"{name}: {grouped(value)} kg" for name, value in zip(names, values, strict=True)
    )
    return Chart(figure=figure, alt=f"Payload flight {flights[0].id} could land. {told}.")
