"""Is there power enough? Supply and demand through the years, by day and in darkness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import plotly.graph_objects as go

from planner.campaign.power_years import Light, Step, power_steps, tightest
from planner.figures.chart import Chart
from planner.figures.flight_marks import DELIVERY_AXIS
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import date_text
from planner.plan import CampaignPlan
from planner.scenario import Scenario

_DASH: Final[dict[Light, str]] = {"day": "solid", "night": "dot"}
_WHEN: Final[dict[Light, str]] = {"day": "by day", "night": "in darkness"}


def power_years(plan: CampaignPlan, scenario: Scenario, *, destination: str) -> Chart | None:
    """Draw the power given and used at a place; None if nothing there gives or uses any."""
    every: dict[Light, tuple[Step, ...]] = {
        light: power_steps(plan, scenario, destination=destination, light=light)
        for light in ("day", "night")
    }
    if not any(every.values()):
        return None
    end = max(plan.completion_date, plan.due, *(s.day for one in every.values() for s in one))
    figure = go.Figure()
    for light, steps in every.items():
        _draw(figure, steps, light, end)
    for light, steps in every.items():
        _mark_tightest(figure, steps, light)
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 24, "b": 110},
        xaxis={**DELIVERY_AXIS, "title": "Date (UTC)"},
        yaxis={"title": "Electric power (kW)", "rangemode": "tozero"},
        legend={"orientation": "h", "yref": "container", "y": 0.0, "yanchor": "bottom", "x": 0.0},
        hovermode="closest",
        dragmode=False,
    )
    return Chart(figure=figure, alt=_alt(every))


def _draw(figure: go.Figure, steps: Sequence[Step], light: Light, end: date) -> None:
    days = [step.day for step in steps]
    for name, colour, values in (
        ("given", OKABE_ITO["blue"], [step.supply_kw for step in steps]),
        ("used", OKABE_ITO["vermillion"], [step.demand_kw for step in steps]),
    ):
        if not steps:
            continue
        figure.add_trace(
            go.Scatter(
                x=[*days, end],
                y=[*values, values[-1]],
                mode="lines",
                name=f"{name} {_WHEN[light]}",
                line={"shape": "hv", "color": colour, "width": 2.5, "dash": _DASH[light]},
                hovertemplate=f"%{{x|%Y-%m-%d}}: {name} {_WHEN[light]} %{{y:.4~g}} kW"
                "<extra></extra>",
            )
        )


def _mark_tightest(figure: go.Figure, steps: tuple[Step, ...], light: Light) -> None:
    worst = tightest(steps)
    if worst is None:
        return
    figure.add_trace(
        go.Scatter(
            x=[worst.day, worst.day],
            y=[worst.supply_kw, worst.demand_kw],
            mode="lines+markers",
            name=f"tightest {_WHEN[light]}: {worst.margin_kw:+.3g} kW",
            line={"color": NEUTRAL, "width": 2.5, "dash": _DASH[light]},
            marker={"size": 8},
            hovertemplate=f"{date_text(worst.day)}: tightest {_WHEN[light]}, "
            f"{worst.margin_kw:+.3g} kW<extra></extra>",
        )
    )


def _alt(every: dict[Light, tuple[Step, ...]]) -> str:
    told = []
    for light, steps in every.items():
        worst = tightest(steps)
        if worst is not None:
            told.append(
                f"{_WHEN[light]} the least margin is {worst.margin_kw:+.3g} kW "
                f"on {date_text(worst.day)}"
            )
    return f"Power given and used: {'; '.join(told) or 'nothing is used'}."
