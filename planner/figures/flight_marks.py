"""A flight's mark in every figure: launcher = symbol, phase = colour, hollow = planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import plotly.graph_objects as go

from planner.figures.palette import NEUTRAL, launcher_symbols, phase_colours
from planner.figures.wording import date_text, label, mass_text
from planner.plan import CampaignPlan, Flight

MARK_PX = 11
#: Elements named as a flight's cargo; the pointer and the tables tell all.
_MOST_NAMED = 3
#: Keeps a label legible over a line: a rim of the ground's colour, dark or light.
HALO = "auto"
#: Where the key of launchers stands: below the axis, whatever the drawing's height.
SYMBOL_KEY = {
    "orientation": "h",
    "yref": "container",
    "y": 0.0,
    "yanchor": "bottom",
    "xref": "container",
    "x": 0.0,
    "xanchor": "left",
}
_TWO_WEEKS_MS = 14 * 86_400_000
#: The axis of delivery dates, with ISO dates as fine as the zoom asks for.
DELIVERY_AXIS = {
    "title": "Delivery date (UTC)",
    "showgrid": True,
    "nticks": 7,
    "tickformatstops": [
        {"dtickrange": [None, _TWO_WEEKS_MS], "value": "%Y-%m-%d"},
        {"dtickrange": ["M1", "M12"], "value": "%Y-%m"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ],
}


def first_year(plan: CampaignPlan) -> datetime:
    """Return where the time axis starts: New Year of the first launch (UTC)."""
    first = min(flight.launch_utc for flight in plan.flights)
    return datetime(first.year, 1, 1, tzinfo=UTC)


def delivered(flight: Flight) -> datetime:
    """Return when the payload is where it works: landed, or in its lunar orbit (UTC)."""
    return flight.landing_utc or flight.arrival_utc


def cargo(plan: CampaignPlan, flight: Flight) -> str:
    """Name what a flight carries: missions, or elements if missions say no more than phases.

    Of a crewed landing it names the crew, whose lander flies first and empty.
    """
    if flight.rendezvous_with is not None:
        crew = next(stay for stay in plan.crews if flight.id in {stay.flight, stay.ship})
        return crew.name if flight.ship else f"Lander of {crew.name}"
    by_phase = len({element.mission for element in plan.elements}) <= len(plan.phases)
    names = {e.id: e.name if by_phase else e.mission for e in plan.elements}
    told = list(dict.fromkeys(names[item.element] for item in flight.manifest))
    if by_phase and len(told) > _MOST_NAMED:
        told = [*told[: _MOST_NAMED - 1], f"{len(told) - _MOST_NAMED + 1} more"]
    return ", ".join(told)


def delivered_kg(flight: Flight) -> float:
    """Return what a flight adds where it goes (kg).

    A craft that brakes by itself burns propellant on the way, so what arrives is less than
    what was launched. A crew adds nothing that stays, only the elements its lander carries do.
    """
    if flight.lander or flight.ship:
        return float(sum(item.mass_kg for item in flight.manifest))
    return flight.mass_kg.lunar_orbit


def describe(plan: CampaignPlan, flight: Flight) -> str:
    """Tell a flight in the few lines shown when the pointer rests on its mark."""
    names = {element.id: element.name for element in plan.elements}
    aboard = "<br>".join(
        f"· {label(names[item.element])}, {mass_text(item.mass_kg)}" for item in flight.manifest
    )
    verb = "lands" if flight.landing_utc else "reaches lunar orbit"
    mass_kg = delivered_kg(flight)
    brings = f" with {mass_text(mass_kg)}" if mass_kg else ""
    lines = (
        f"<b>{label(flight.id)}</b> {label(cargo(plan, flight))}",
        f"{label(flight.launcher)}, launched {date_text(flight.launch_utc)}",
        f"{verb} {date_text(delivered(flight))}{brings}",
        _crew_aboard(plan, flight),
        aboard,
    )
    return "<br>".join(filter(None, lines))


def _crew_aboard(plan: CampaignPlan, flight: Flight) -> str:
    """Say how many people fly, and until when."""
    stay = next((one for one in plan.crews if flight.id == one.ship), None)
    if stay is None:
        return ""
    home = f", home {date_text(flight.return_utc)}" if flight.return_utc else ""
    return f"crew of {stay.crew}{home}"


def marks(
    plan: CampaignPlan,
    flights: Sequence[Flight],
    heights: Sequence[float],
    *,
    labels: Sequence[str] | None = None,
    right: Sequence[bool] = (),
) -> go.Scatter:
    """Draw flights as marks at their delivery, each label to the right or left of its mark."""
    colours, symbols = phase_colours(plan), launcher_symbols(plan)
    return go.Scatter(
        x=[delivered(flight) for flight in flights],
        y=list(heights),
        mode="markers+text" if labels else "markers",
        text=[f"\N{EN SPACE}{text}\N{EN SPACE}" for text in labels or ()] or None,
        textfont={"shadow": HALO},
        textposition=["middle right" if side else "middle left" for side in right] or None,
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


def symbol_key(plan: CampaignPlan, flights: Sequence[Flight] | None = None) -> list[go.Scatter]:
    """Draw the key that says which symbol is which launcher: of these flights, else of all."""
    symbols: Mapping[str, str] = launcher_symbols(plan)
    drawn = symbols if flights is None else {flight.launcher for flight in flights}
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
        if launcher in drawn
    ]
