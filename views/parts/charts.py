"""Shows a chart with its text alternative and, one click away, its table."""

from __future__ import annotations

import pandas as pd
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
    figure = chart.figure
    figure.update_layout(font_color=INK)
    figure.update_xaxes(tickfont_color=INK, title_font_color=INK)
    figure.update_yaxes(tickfont_color=INK, title_font_color=INK)
    st.plotly_chart(figure, key=key, alt=chart.alt, config=_CONFIG)
