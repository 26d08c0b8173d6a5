"""When is it cheap to leave? Δv by departure and time of flight, in colour; cells can be clicked.

Contours answer no click, so a mark nobody sees lies over each cell.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from planner.figures.cells import Array, Cells, Loops
from planner.figures.chart import Chart
from planner.figures.palette import OKABE_ITO
from planner.figures.wording import SEPARATORS, date_text, grouped

#: Colours end this far above the least (m/s): beyond it nobody flies, and detail would drown.
CLIP_M_S: Final = 500.0
_STEPS: Final = (5.0, 10.0, 20.0, 50.0, 100.0)
_MOST_LEVELS: Final = 18
_SEEN: Final = 1.0
#: Zero would not be drawn, and what is not drawn cannot be clicked.
_UNSEEN: Final = 0.01
_CHOSEN_COLOUR: Final = OKABE_ITO["vermillion"]
_DATES: Final = {"title": "Departure (UTC)", "nticks": 6, "hoverformat": "%Y-%m-%d %H:%M",
                 "tickformat": "%Y-%m-%d"}  # fmt: skip


def porkchop(cells: Cells, *, chosen: tuple[int, int]) -> Chart:
    """Draw a grid of direct transfers.

    Parameters
    ----------
    cells : Cells
        One cell at least can be flown.
    chosen : (int, int)
        Cell marked with a cross.

    Returns
    -------
    Chart
        A click's ``customdata`` is the cell's number, row by row, counted from 0.
    """
    figure = go.Figure([_contours(cells), _optima(cells), _mark(cells, chosen), _clicks(cells)])
    figure.update_layout(
        height=380,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        xaxis=_DATES,
        yaxis={"title": "Time of flight (d)"},
        showlegend=False,
        clickmode="event+select",
        dragmode="zoom",
        separators=SEPARATORS,
        uirevision="porkchop",
    )
    row, column = cells.optima[0]
    return Chart(
        figure=figure,
        alt=(
            f"Speed change by departure and time of flight. Least of the survey: "
            f"{grouped(cells.dv_m_s[row, column])} m/s, leaving on "
            f"{date_text(cells.depart_utc[row])} for {cells.tof_d[column]:.2f} days. "
            f"{len(cells.optima)} cells are cheaper than all around them."
        ),
    )


def loop_dates(loops: Loops, *, chosen: int) -> Chart:
    """Draw free returns: Δv by date, the chosen one crossed; a click gives the date's number."""
    flown = np.flatnonzero(np.isfinite(loops.dv_m_s))
    figure = go.Figure(
        [
            go.Scatter(
                x=loops.depart_utc,
                y=loops.dv_m_s,
                mode="lines+markers",
                customdata=np.arange(len(loops.depart_utc)),
                marker={"size": 7, "color": OKABE_ITO["blue"]},
                line={"width": 1.5, "color": OKABE_ITO["blue"]},
                selected={"marker": {"opacity": _SEEN}},
                unselected={"marker": {"opacity": _SEEN}},
                hovertemplate="%{x|%Y-%m-%d}: %{y:,.1f} m/s<extra></extra>",
            ),
            go.Scatter(
                x=[loops.depart_utc[chosen]],
                y=[loops.dv_m_s[chosen]],
                mode="markers",
                marker={"symbol": "x", "size": 12, "color": _CHOSEN_COLOUR},
                hoverinfo="skip",
            ),
        ]
    )
    figure.update_layout(
        height=320,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        xaxis=_DATES,
        yaxis={"title": "Δv of TLI (m/s)", "tickformat": ",.0f"},
        showlegend=False,
        clickmode="event+select",
        separators=SEPARATORS,
    )
    best = loops.optima[0]
    return Chart(
        figure=figure,
        alt=(
            f"Speed change of TLI by departure: {len(flown)} of {len(loops.dv_m_s)} dates can be "
            f"flown, the cheapest {date_text(loops.depart_utc[best])} with "
            f"{grouped(loops.dv_m_s[best], 1)} m/s."
        ),
    )


def trade(
    tof_d: np.ndarray, dv_m_s: np.ndarray, *, chosen: tuple[float, float], axis: str
) -> Chart:
    """Draw what time buys: least Δv (m/s) against time (d), the chosen flight crossed.

    ``axis`` names the time. Values that are NaN are left out.
    """
    known = np.isfinite(dv_m_s)
    order = np.argsort(tof_d[known])
    x, y = tof_d[known][order], dv_m_s[known][order]
    figure = go.Figure(
        [
            go.Scatter(x=x, y=y, mode="markers", marker={"size": 7, "color": OKABE_ITO["blue"]},
                       hovertemplate="%{x:.2f} d: %{y:,.0f} m/s<extra></extra>"),
            go.Scatter(x=[chosen[0]], y=[chosen[1]], mode="markers+text", text=["chosen"],
                       textposition="top center", hoverinfo="skip",
                       marker={"symbol": "x", "size": 12, "color": _CHOSEN_COLOUR}),
        ]
    )  # fmt: skip
    figure.update_layout(
        height=320,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        xaxis={"title": f"{axis} (d)"},
        yaxis={"title": "Δv (m/s)", "tickformat": ",.0f"},
        showlegend=False,
        dragmode=False,
        separators=SEPARATORS,
    )
    best = int(np.argmin(y))
    return Chart(
        figure=figure,
        alt=(
            f"{axis} from {x[0]:.2f} to {x[-1]:.2f} days; the least speed change, "
            f"{grouped(y[best])} m/s, takes {x[best]:.2f} days."
        ),
    )


def cheapest_by_time(cells: Cells) -> Array:
    """Return the least Δv (m/s) of each time of flight over all departures; NaN if none flies."""
    known = np.where(np.isnan(cells.dv_m_s), np.inf, cells.dv_m_s).min(axis=0)
    return np.where(np.isinf(known), np.nan, known)


def _contours(cells: Cells) -> go.Contour:
    low = float(np.nanmin(cells.dv_m_s))
    high = min(float(np.nanmax(cells.dv_m_s)), low + CLIP_M_S)
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_LEVELS), _STEPS[-1])
    return go.Contour(
        x=cells.depart_utc,
        y=cells.tof_d,
        z=np.minimum(cells.dv_m_s, high).T,
        colorscale="Cividis",
        contours={"start": step * np.floor(low / step), "end": high, "size": step,
                  "showlabels": False},
        line={"width": 0.5},
        colorbar={"title": {"text": "Δv (m/s)"}, "tickformat": ",.0f", "thickness": 14},
        connectgaps=False,
        hoverinfo="skip",
    )  # fmt: skip


def _optima(cells: Cells) -> go.Scatter:
    rows, columns = np.array(cells.optima).T
    return go.Scatter(
        x=[cells.depart_utc[row] for row in rows],
        y=cells.tof_d[columns],
        mode="markers",
        marker={"symbol": "circle-open", "size": 10, "color": "#FFFFFF", "line": {"width": 2}},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _mark(cells: Cells, chosen: tuple[int, int]) -> go.Scatter:
    return go.Scatter(
        x=[cells.depart_utc[chosen[0]]],
        y=[cells.tof_d[chosen[1]]],
        mode="markers",
        marker={"symbol": "x", "size": 14, "color": _CHOSEN_COLOUR,
                "line": {"width": 1.5, "color": "#FFFFFF"}},
        hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip


def _clicks(cells: Cells) -> go.Scattergl:
    rows, columns = np.nonzero(np.isfinite(cells.dv_m_s))
    faint: dict[str, Any] = {"marker": {"opacity": _UNSEEN}}
    days = np.array([day.replace(tzinfo=None) for day in cells.depart_utc], dtype="datetime64[ms]")
    return go.Scattergl(
        x=days[rows],
        y=cells.tof_d[columns],
        mode="markers",
        marker={"size": 9, "opacity": _UNSEEN, "color": "#7C8594"},
        selected=faint,
        unselected=faint,
        customdata=rows * len(cells.tof_d) + columns,
        text=cells.dv_m_s[rows, columns],
        hovertemplate="%{x|%Y-%m-%d} · %{y:.2f} d · %{text:,.0f} m/s<extra></extra>",
    )
