"""What stands around the site, and where do Sun and Earth stand? A diagram seen from above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import degrees, radians
from typing import Final

import plotly.graph_objects as go

from planner.campaign.compass import Direction, azimuth_of_pole_deg, distance_to_pole_km
from planner.campaign.groups import GROUPS
from planner.campaign.standing import Stage, Standing
from planner.figures.chart import Chart
from planner.figures.flight_marks import HALO
from planner.figures.palette import NEUTRAL, OKABE_ITO
from planner.figures.wording import date_text, label
from planner.scenario import Scenario

_INNER: Final = 1.0
_SYMBOLS: Final[dict[Stage, str]] = {
    "works": "circle",
    "delivered": "circle-dot",
    "to come": "circle-open",
}
_SUN: Final = OKABE_ITO["orange"]
_EARTH: Final = OKABE_ITO["blue"]
#: Names of rings stand along this azimuth, away from the marks (deg).
_NAMES_DEG: Final = 2.0
#: Of the drawing: its radius, half of a ring's name, and marks from a crowded ring to a bare one.
_OUTER_PX: Final = 180.0
_HALF_NAME_PX: Final = 34.0
_LEAST_MARK_PX, _MARK_PX = 3.0, 12.0
_WIDEST_GAP_DEG: Final = 60.0


def site_map(
    things: Sequence[Standing],
    groups: Mapping[str, str],
    scenario: Scenario,
    *,
    day: date,
    sun: Direction,
    earth: Direction,
) -> Chart:
    """Draw what is on the surface as rings around the site, one ring a group.

    Parameters
    ----------
    things : sequence of Standing
        What is there on the day, and what is to come.
    groups : Mapping[str, str]
        Group of each thing by its id.
    scenario : Scenario
        For the site.
    day : datetime.date
    sun, earth : Direction
        Where they stand at noon UTC of that day.

    Returns
    -------
    Chart
        North is up and azimuth runs clockwise. Rings and places on them carry no distance.
    """
    on_ground = [one for one in things if one.destination == "surface"]
    rings = [name for name in GROUPS if any(groups[one.id] == name for one in on_ground)]
    figure = go.Figure()
    outer = _INNER + len(rings)
    for place, name in enumerate(rings):
        members = [one for one in on_ground if groups[one.id] == name]
        figure.add_trace(_ring(members, name, radius=_INNER + place, outer=outer))
    figure.add_traces(list(_sky(outer, sun, earth, scenario.site.lat_deg.value)))
    figure.update_layout(**_layout(outer))
    return Chart(figure=figure, alt=_alt(on_ground, scenario, day, sun, earth))


def _ring(
    members: Sequence[Standing], name: str, *, radius: float, outer: float
) -> go.Scatterpolar:
    """Space the members of a group evenly on their ring, clear of the names at the top."""
    ring_px = _OUTER_PX * radius / outer
    gap_deg = min(degrees(_HALF_NAME_PX / ring_px), _WIDEST_GAP_DEG)
    turn = (360.0 - 2.0 * gap_deg) / len(members)
    size = min(max(0.8 * ring_px * radians(turn), _LEAST_MARK_PX), _MARK_PX)
    return go.Scatterpolar(
        r=[radius] * (len(members) + 1),
        theta=[_NAMES_DEG, *(gap_deg + turn * (n + 0.5) for n in range(len(members)))],
        mode="markers+text",
        text=[name, *("" for _ in members)],
        textposition="top center",
        textfont={"shadow": HALO},
        marker={
            "symbol": ["circle", *(_SYMBOLS[one.stage] for one in members)],
            "size": size,
            "opacity": [0.0, *(1.0 for _ in members)],
            "color": OKABE_ITO["green"],
            "line": {"width": min(2.0, size / 6.0), "color": OKABE_ITO["green"]},
        },
        hovertext=[
            f"<b>{name}</b>, {len(members)} in all",
            *(_hover(one, name) for one in members),
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )


def _hover(one: Standing, group: str) -> str:
    verb = {"works": "works since", "delivered": "delivered", "to come": "comes on"}[one.stage]
    return f"<b>{label(one.name)}</b><br>{group}<br>{verb} {date_text(one.since)}"


def _sky(
    outer: float, sun: Direction, earth: Direction, lat_deg: float
) -> Iterator[go.Scatterpolar]:
    pole = Direction(azimuth_deg=azimuth_of_pole_deg(lat_deg), elevation_deg=0.0)
    which = "S" if lat_deg < 0 else "N"
    marks = (
        (sun, f"Sun {_signed(sun.elevation_deg)}", _SUN, "solid" if _up(sun) else "dot"),
        (earth, f"Earth {_signed(earth.elevation_deg)}", _EARTH, "solid" if _up(earth) else "dot"),
        (pole, f"{which} pole {distance_to_pole_km(lat_deg):.0f} km", NEUTRAL, "dash"),
    )
    for where, words, colour, dash in marks:
        yield go.Scatterpolar(
            r=[0.0, outer],
            theta=[where.azimuth_deg] * 2,
            mode="lines+markers",
            name=words,
            line={"color": colour, "width": 2.5, "dash": dash},
            marker={"symbol": ["circle", "triangle-up"], "size": [4, 11], "angleref": "previous"},
            hovertemplate=f"{words}, azimuth {where.azimuth_deg:.0f}°<extra></extra>",
        )


def _signed(angle_deg: float) -> str:
    return f"{angle_deg:+.1f}°".replace("-", "\N{MINUS SIGN}")


def _up(where: Direction) -> bool:
    return where.elevation_deg > 0.0


def _layout(outer: float) -> dict[str, object]:
    return {
        "height": 460,
        "margin": {"l": 40, "r": 40, "t": 30, "b": 60},
        "polar": {
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                "range": [0.0, outer + 0.1],
                "tickvals": [_INNER + n for n in range(int(outer))],
                "showticklabels": False,
                "showline": False,
                "gridcolor": NEUTRAL,
            },
            "angularaxis": {
                "direction": "clockwise",
                "rotation": 90,
                "tickvals": [0, 90, 180, 270],
                "ticktext": ["N", "E", "S", "W"],
                "gridcolor": NEUTRAL,
                "showgrid": False,
            },
        },
        "legend": {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.08},
        "dragmode": False,
    }


def _alt(
    things: Sequence[Standing], scenario: Scenario, day: date, sun: Direction, earth: Direction
) -> str:
    works = sum(one.stage == "works" for one in things)
    return (
        f"Diagram of {scenario.site.name} on {date_text(day)}, not surveyed positions: {works} of "
        f"{len(things)} things work. The Sun stands at azimuth {sun.azimuth_deg:.0f} degrees, "
        f"elevation {sun.elevation_deg:.1f}; the Earth at {earth.azimuth_deg:.0f}, "
        f"{earth.elevation_deg:.1f}."
    )
