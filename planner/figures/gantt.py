"""What flies when, and what holds the date: flights as bars, the critical chain through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, pairwise
from textwrap import wrap
from typing import Final

import plotly.graph_objects as go

from planner.figures.chart import Chart
from planner.figures.flight_marks import DELIVERY_AXIS, HALO, MARK_PX, SYMBOL_KEY
from planner.figures.gantt_rows import Bar, Grouping, Row, critical_chain, gantt_rows, span
from planner.figures.palette import NEUTRAL, SYMBOLS, launcher_symbols, phase_colours
from planner.figures.wording import date_text, label
from planner.plan import CampaignPlan
from planner.scenario import Scenario

_LANE_PX: Final = 24
_HOVER_CHARACTERS: Final = 48
_TITLE_LANES: Final = 1.0
_GAP_LANES: Final = 0.35
_FRAME_PX: Final = 64 + 92


@dataclass(frozen=True, slots=True)
class _Placed:
    """A bar, and how far down its middle lies (lanes)."""

    bar: Bar
    y: float


@dataclass(frozen=True, slots=True)
class _Style:
    """Colour of each phase and symbol of each launcher."""

    colours: Mapping[str, str]
    symbols: Mapping[str, str]

    def colour(self, bar: Bar) -> str:
        return self.colours.get(bar.phase, NEUTRAL)

    def symbol(self, bar: Bar) -> str:
        symbol = self.symbols[bar.launcher]
        return symbol.removesuffix("-open") if bar.state == "flown" else symbol


def gantt(plan: CampaignPlan, scenario: Scenario, *, by: Grouping) -> Chart:
    """Draw the campaign as a Gantt chart.

    Parameters
    ----------
    plan : CampaignPlan
        With the names people use.
    scenario : Scenario
        The scenario of the plan: pins, and names of what has flown.
    by : str
        What makes a row: ``phase``, ``launcher``, ``pad`` or ``element``.

    Returns
    -------
    Chart
        Dates (UTC) to the right. A thick bar runs from launch to delivery, a thin one until
        everything aboard works.
    """
    first, last = span(plan)
    rows = gantt_rows(plan, scenario, by=by, first=first, last=last)
    style = _style(plan, rows)
    figure = go.Figure()
    placed, depth = _stack(figure, rows)
    _draw_chain(figure, _chain_marks(plan, placed))
    for part in ("travel", "commissioning"):
        figure.add_traces(list(_spans(placed, style, part)))
    figure.add_traces([_marks(placed, style), _crosses(placed), *_keys(style, placed)])
    for day, word, rise in ((plan.completion_date, "complete", 0.0), (plan.due, "due", 1.1)):
        _draw_date(figure, day, word, rise)
    # All at once: plotly looks at every annotation again for each one that is added.
    words = [*(one.to_plotly_json() for one in figure.layout.annotations), *_labels(placed)]
    figure.update_layout(annotations=words, **_layout(first, last, depth))
    return Chart(figure=figure, alt=_alt(plan, rows, by))


def _style(plan: CampaignPlan, rows: Sequence[Row]) -> _Style:
    """Keep every symbol of the plan's launchers; those that only flew get what is left."""
    symbols = launcher_symbols(plan)
    past = sorted({bar.launcher for row in rows for bar in row.bars} - set(symbols))
    free = cycle([s for s in SYMBOLS if s not in symbols.values()] or SYMBOLS)
    return _Style(phase_colours(plan), symbols | dict(zip(past, free, strict=False)))


def _stack(figure: go.Figure, rows: Sequence[Row]) -> tuple[list[_Placed], float]:
    """Lay the rows below each other, each under its title; return the bars and the depth."""
    placed, top = [], 0.0
    for row in rows:
        if row.title:
            _draw_title(figure, row.title, top)
            top += _TITLE_LANES
        placed += [_Placed(bar, -(top + bar.lane + 0.5)) for bar in row.bars]
        top += row.depth + (_GAP_LANES if row.title else 0.0)
    return placed, max(top, 1.0)


def _draw_title(figure: go.Figure, title: str, top: float) -> None:
    figure.add_shape(
        type="line",
        xref="x domain",
        x0=0.0,
        x1=1.0,
        y0=-top,
        y1=-top,
        line={"color": NEUTRAL, "width": 1},
        layer="below",
    )
    figure.add_annotation(
        x=0.0,
        xref="x domain",
        y=-top,
        text=f"<b>{label(title)}</b>",
        showarrow=False,
        xanchor="left",
        yanchor="top",
    )


def _spans(placed: Sequence[_Placed], style: _Style, part: str) -> Iterator[go.Scatter]:
    """Yield one line trace a colour: the way to the Moon thick, the commissioning thin."""
    width, opacity = (8, 1.0) if part == "travel" else (4, 0.55)
    lines: dict[str, tuple[list[datetime | None], list[float | None]]] = {}
    for one in placed:
        bar = one.bar
        ends = (
            (bar.launch_utc, bar.delivered_utc)
            if part == "travel"
            else (bar.delivered_utc, bar.works_utc)
        )
        if ends[0] is not None and ends[1] is not None:
            x, y = lines.setdefault(style.colour(bar), ([], []))
            x += [*ends, None]
            y += [one.y, one.y, None]
    for colour, (x, y) in lines.items():
        yield go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colour, "width": width},
            opacity=opacity,
            hoverinfo="skip",
            showlegend=False,
        )


def _marks(placed: Sequence[_Placed], style: _Style) -> go.Scatter:
    """Draw each flight's mark at its delivery, or where it was launched if it was lost."""
    return go.Scatter(
        x=[one.bar.delivered_utc or one.bar.launch_utc for one in placed],
        y=[one.y for one in placed],
        mode="markers",
        marker={
            "symbol": [style.symbol(one.bar) for one in placed],
            "color": [style.colour(one.bar) for one in placed],
            "size": MARK_PX,
            "line": {"width": 2.2, "color": [style.colour(one.bar) for one in placed]},
        },
        hovertext=[_hover(one.bar) for one in placed],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )


def _crosses(placed: Sequence[_Placed]) -> go.Scatter:
    lost = [one for one in placed if one.bar.state == "lost"]
    return go.Scatter(
        x=[one.bar.launch_utc for one in lost],
        y=[one.y for one in lost],
        mode="markers",
        marker={"symbol": "x-thin-open", "size": 15, "color": NEUTRAL, "line": {"width": 2.5}},
        hoverinfo="skip",
        showlegend=False,
    )


def _chain_marks(plan: CampaignPlan, placed: Sequence[_Placed]) -> list[_Placed]:
    """Return the bars of the critical chain, the first to fly first, each once."""
    carriers = {name: one for one in placed for name in one.bar.links}
    found = [carriers[name] for name in reversed(critical_chain(plan)) if name in carriers]
    return list(dict.fromkeys(found))


def _draw_chain(figure: go.Figure, links: Sequence[_Placed]) -> None:
    """Draw the chain: along each bar, then down or up to the next one."""
    x: list[datetime] = []
    y: list[float] = []
    for here, there in pairwise(links):
        turn = min(here.bar.end_utc, there.bar.launch_utc)
        turn = max(turn, here.bar.launch_utc)
        x += [here.bar.launch_utc, turn, turn, there.bar.launch_utc]
        y += [here.y, here.y, there.y, there.y]
    if links:
        x += [links[-1].bar.launch_utc, links[-1].bar.end_utc]
        y += [links[-1].y, links[-1].y]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            name="critical chain",
            line={"color": NEUTRAL, "width": 2.5, "dash": "dot"},
            hoverinfo="skip",
            showlegend=bool(links),
        )
    )
    for one in links:
        figure.add_shape(
            type="rect",
            x0=one.bar.launch_utc,
            x1=one.bar.end_utc,
            y0=one.y - 0.42,
            y1=one.y + 0.42,
            line={"color": NEUTRAL, "width": 1.5},
            fillcolor=NEUTRAL,
            opacity=0.3,
            layer="below",
        )


def _hover(bar: Bar) -> str:
    lines = [
        *_whose(bar),
        f"{label(bar.launcher)}, {label(bar.pad)}",
        f"{bar.state}{', pinned' if bar.pinned else ''}, launch {date_text(bar.launch_utc)}",
    ]
    if bar.delivered_utc:
        lines.append(f"delivered {date_text(bar.delivered_utc)}")
    if bar.works_utc:
        lines.append(f"works from {date_text(bar.works_utc)}")
    if bar.links:
        lines.append("on the critical chain")
    return "<br>".join(lines)


def _whose(bar: Bar) -> list[str]:
    """Name the flight and all aboard; of an element's own bar, the element first."""
    aboard = [label(line) for line in wrap(bar.aboard, _HOVER_CHARACTERS)] or [""]
    if bar.label.startswith(bar.flight):
        return [f"<b>{label(bar.flight)}</b> {aboard[0]}", *aboard[1:]]
    return [f"<b>{label(bar.label)}</b>", f"aboard {label(bar.flight)}: {aboard[0]}", *aboard[1:]]


def _draw_date(figure: go.Figure, day: object, word: str, rise_lanes: float) -> None:
    figure.add_shape(
        type="line",
        x0=day,
        x1=day,
        yref="paper",
        y0=0.0,
        y1=1.0,
        line={"color": NEUTRAL, "width": 1.5, "dash": "solid" if word == "complete" else "dot"},
        layer="below",
    )
    figure.add_annotation(
        x=day,
        yref="paper",
        y=1.0,
        yshift=rise_lanes * 16,
        text=f"{word} {day}",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
    )


def _keys(style: _Style, placed: Sequence[_Placed]) -> Iterator[go.Scatter]:
    """Yield the key: a symbol for each launcher that flies, and what filled and crossed mean."""
    entries = [(launcher, symbol) for launcher, symbol in style.symbols.items()]
    states = {one.bar.state for one in placed}
    if states != {"planned"}:
        entries.append(("hollow: planned", "circle-open"))
    if "flown" in states:
        entries.append(("filled: flown", "circle"))
    if "lost" in states:
        entries.append(("crossed: lost", "x-thin-open"))
    for name, symbol in entries:
        yield go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=label(name),
            marker={"symbol": symbol, "color": NEUTRAL, "size": MARK_PX, "line": {"width": 2}},
            hoverinfo="skip",
        )


def _labels(placed: Sequence[_Placed]) -> list[dict[str, object]]:
    return [
        {
            "x": one.bar.end_utc if one.bar.right else one.bar.launch_utc,
            "y": one.y,
            "text": label(one.bar.drawn),
            "font": {"shadow": HALO},
            "showarrow": False,
            "xanchor": "left" if one.bar.right else "right",
            "xshift": 9 if one.bar.right else -9,
        }
        for one in placed
    ]


def _layout(first: datetime, last: datetime, depth: float) -> dict[str, object]:
    return {
        "height": int(_FRAME_PX + _LANE_PX * depth),
        "margin": {"l": 8, "r": 8, "t": 56, "b": 100},
        "xaxis": {**DELIVERY_AXIS, "title": "Date (UTC)", "range": [first, last]},
        "yaxis": {"range": [-depth, 0.0], "visible": False, "fixedrange": True},
        "legend": SYMBOL_KEY,
        "hovermode": "closest",
        "dragmode": False,
    }


def _alt(plan: CampaignPlan, rows: Sequence[Row], by: Grouping) -> str:
    chain = ", then ".join(_chain_titles(plan))
    held = f" The critical chain: {chain}." if chain else ""
    states = [bar.state for row in rows for bar in row.bars]
    past = f", {states.count('flown')} flown, {states.count('lost')} lost" * (
        "planned" in states and len(set(states)) > 1
    )
    what = "elements" if by == "element" else "flights"
    return (
        f"Gantt chart by {by}: {states.count('planned')} {what} planned{past}. "
        f"Complete on {date_text(plan.completion_date)}, due {date_text(plan.due)}.{held}"
    )


def _chain_titles(plan: CampaignPlan) -> list[str]:
    names = {element.id: element.name for element in plan.elements}
    return [names[name] for name in reversed(critical_chain(plan))]
