"""Shows a chart with its text alternative and, one click away, its table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.figures.chart import Chart

_CONFIG = {"displaylogo": False, "scrollZoom": False}


def show(chart: Chart, *, key: str, table: pd.DataFrame, table_label: str) -> None:
    """Draw a chart; the expander below it holds the same facts as a table."""
    st.plotly_chart(chart.figure, key=key, alt=chart.alt, config=_CONFIG)
    with st.expander(table_label):
        st.dataframe(table, hide_index=True, alt=table_label)
