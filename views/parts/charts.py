"""Shows a chart with its text alternative and, one click away, its table."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90

from planner.figures.chart import Chart
from views.parts.tables import mass_formats

#: Streamlit's browser side puts the strong text colour of day or night in its place; its own
#: chart text is a grey of 3.7:1 on white, too faint for labels this small (WCAG 2.2, 1.4.3).
INK = GRAY_90
_CONFIG = {"displaylogo": False, "scrollZoom": False}


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
    figure.update_layout(font_color=INK)
    figure.update_xaxes(tickfont_color=INK, title_font_color=INK)
    figure.update_yaxes(tickfont_color=INK, title_font_color=INK)
    return figure
