"""A flight's mark in every figure: launcher = symbol, phase = colour, hollow = planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import plotly.graph_objects as go

from planner.figures.palette import NEUTRAL, launcher_symbols, phase_colours
from planner.figures.wording import date_text, label, mass_text
from planner.plan import CampaignPlan, Flight

MARK_PX = 11


def delivered(flight: Flight) -> datetime:
    """Return when the payload is where it works: landed, or in its lunar orbit (UTC)."""
    return flight.landing_utc or flight.arrival_utc


def cargo(plan: CampaignPlan, flight: Flight) -> str:
    """Name what a flight carries: its missions, in the order of the manifest."""
    missions = {element.id: element.mission for element in plan.elements}
    names = dict.fromkeys(missions[item.element] or item.element for item in flight.manifest)
    return ", ".join(names)


def describe(plan: CampaignPlan, flight: Flight) -> str:
    """Tell a flight in the few lines shown when the pointer rests on its mark."""
    names = {element.id: element.name for element in plan.elements}
    aboard = "<br>".join(
        f"· {label(names[item.element])}, {mass_text(item.mass_kg)}" for item in flight.manifest
    )
    verb = "lands" if flight.landing_utc else "reaches lunar orbit"
    return (
        f"<b>{label(flight.id)}</b> {label(cargo(plan, flight))}<br>"
        f"{label(flight.launcher)}, launched {date_text(flight.launch_utc)}<br>"
        f"{verb} {date_text(delivered(flight))} with {mass_text(flight.mass_kg.payload)}<br>"
        f"{aboard}"
    )


def marks(
    plan: CampaignPlan,
    flights: Sequence[Flight],
    heights: Sequence[float],
    *,
    labels: Sequence[str] | None = None,
) -> go.Scatter:
    """Draw flights as marks at their delivery, at the given heights."""
    colours, symbols = phase_colours(plan), launcher_symbols(plan)
    return go.Scatter(
        x=[delivered(flight) for flight in flights],
        y=list(heights),
        mode="markers+text" if labels else "markers",
        text=labels,
        textposition="middle right",
        marker={
            "symbol": [symbols[flight.launcher] for flight in flights],
            "color": [colours.get(flight.phase, NEUTRAL) for flight in flights],
            "size": MARK_PX,
            "line": {"width": 2.2, "color": [colours.get(f.phase, NEUTRAL) for f in flights]},
        },
        hovertext=[describe(plan, flight) for flight in flights],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )


def symbol_key(plan: CampaignPlan) -> list[go.Scatter]:
    """Draw the key that says which symbol is which launcher."""
    symbols: Mapping[str, str] = launcher_symbols(plan)
    return [
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=label(launcher),
            marker={"symbol": symbol, "color": NEUTRAL, "size": MARK_PX, "line": {"width": 2}},
            hoverinfo="skip",
        )
        for launcher, symbol in symbols.items()
    ]
