"""Charts take the page's ink, by day and by night; what has a rim keeps one."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from planner.figures.chart import Chart
from planner.figures.flight_marks import HALO
from views.parts.charts import INK, RIM, _inked


@pytest.fixture
def figure():
    drawn = go.Figure(
        [
            go.Scatter(x=[1], y=[1], mode="text", text="a", textfont={"shadow": HALO}),
            go.Scatter(x=[1], y=[2], mode="text", text="b"),
            go.Heatmap(z=[[1.0]]),
            go.Scattergl(x=[1], y=[1], mode="text", text="c"),
            go.Scatterpolar(r=[1.0], theta=[0.0]),
            go.Bar(x=[1], y=[1]),
            go.Table(),
        ]
    )
    drawn.add_annotation(text="rimmed", font={"shadow": HALO})
    drawn.add_annotation(text="plain")
    drawn.update_layout(xaxis2={"anchor": "y"}, yaxis={"title": {"text": "t"}})
    return drawn


def test_letters_are_of_the_pages_ink_and_rims_of_its_ground(figure):
    _inked(Chart(figure=figure, alt="a chart"))
    layout = figure.layout
    assert layout.font.color == INK
    for axis in (layout.xaxis, layout.xaxis2, layout.yaxis):
        assert axis.tickfont.color == axis.title.font.color == INK
    assert [one.font.shadow for one in layout.annotations] == [RIM, None]
    assert [one.textfont.shadow for one in figure.data[:2]] == [RIM, None]


def test_a_chart_drawn_for_somebody_else_is_left_as_it_is(figure):
    chart = Chart(figure=figure, alt="a chart")
    told = _inked(chart).to_json()
    assert _inked(chart).to_json() == told
