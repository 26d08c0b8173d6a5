"""Shows a chart with its text alternative and, one click away, its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import BG_COLOR, GRAY_90

from planner.figures.chart import Chart
from planner.figures.flight_marks import HALO
from planner.plan import CampaignPlan
from views.jobs.task import content_key
from views.parts.tables import mass_formats

Drawn = TypeVar("Drawn", Chart, "Chart | None")

#: Streamlit's browser side puts the strong text colour of day or night in its place; its own
#: chart text is a grey of 3.7:1 on white, too faint for labels this small (WCAG 2.2, 1.4.3).
INK = GRAY_90
#: Drawn round a label where a figure asks for a rim: the page's ground, of day or night.
RIM = ", ".join([f"0 0 2px {BG_COLOR}"] * 3)
#: Charts kept, the least recently used forgotten first.
_KEPT = 192
_CONFIG = {"displaylogo": False, "scrollZoom": False}


def kept(plan: CampaignPlan, name: str, build: Callable[[], Drawn]) -> Drawn:
    """Return a chart of a plan, drawn once for the whole class; never change it.

    Building a figure takes longer than all else on a page. ``name`` tells apart what is drawn
    of one plan.
    """
    # Cut short by the clock, two plans of one scenario may differ.
    told = (plan.status, plan.completion_date, len(plan.flights), plan.wall_s)
    key = content_key(name, plan.scenario_sha256, *told)
    found: Drawn = _kept(key, build)
    return found


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _kept(key: str, _build: Callable[[], Any]) -> Any:  # noqa: ARG001 - what it is kept by
    chart = _build()
    if chart is not None:
        _inked(chart)
    return chart


def show(chart: Chart, *, key: str, table: pd.DataFrame, table_label: str) -> None:
    """Draw a chart; the expander below it holds the same facts as a table."""
    show_drawing(chart, key=key)
    with st.expander(table_label):
        st.dataframe(table, hide_index=True, column_config=mass_formats(table), alt=table_label)


def show_drawing(chart: Chart, *, key: str) -> None:
    """Draw a chart whose table stands beside another drawing of the same facts."""
    st.plotly_chart(_inked(chart), key=key, alt=chart.alt, config=_CONFIG)


def show_clickable(chart: Chart, *, key: str, on_click: Callable[[], None]) -> None:
    """Draw a chart whose marks can be clicked; ``on_click`` runs before the page does."""
    st.plotly_chart(
        _inked(chart),
        key=key,
        alt=chart.alt,
        config=_CONFIG,
        on_select=on_click,
        selection_mode="points",
    )


def clicked(key: str) -> int | None:
    """Return the number a clicked mark carries; None if the click took a choice back."""
    points = st.session_state[key].selection.points
    if not points:
        return None
    number = points[0]["customdata"]
    return int(number[0] if isinstance(number, (list, tuple)) else number)


def _inked(chart: Chart) -> go.Figure:
    figure = chart.figure
    if figure.layout.font.color == INK:  # drawn before, for somebody else
        return figure
    figure.update_layout(font_color=INK)
    # Set one by one: the figure's own update_... take twice as long for the same.
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.tickfont.color = axis.title.font.color = INK
    for one in figure.layout.annotations:
        if one.font.shadow == HALO:
            one.font.shadow = RIM
    for one in figure.data:  # what WebGL draws has no shadow to set
        if "textfont" in one and getattr(one.textfont, "shadow", None) == HALO:
            one.textfont.shadow = RIM
    return figure
