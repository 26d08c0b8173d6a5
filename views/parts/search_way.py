"""The reader's own search in the transfer lab: when it is cheap to leave, and that way flown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.figures.cells import Cells, Loops
from planner.figures.chart import Chart
from planner.figures.porkchop import cheapest_by_time, loop_dates, porkchop, trade
from planner.figures.wording import date_text, grouped
from planner.scenario import Scenario
from views.parts.answers import answer_of
from views.parts.charts import clicked, show, show_clickable
from views.parts.player import play
from views.parts.safe_text import plain, unbroken
from views.parts.search_form import draw_form, search_of
from views.tasks.search import Search
from views.tasks.way import FlownWay, WayTask
from views.tasks.windows import GridTask, LoopsTask

#: Optima offered by name; the rest can be clicked.
_OFFERED: Final = 40
_CHOSEN: Final = "lab_chosen"
_PICKED: Final = "lab_optimum"
_CHART: Final = "lab_chart"
#: A column of numbers has the same decimals in every row.
_TENTHS: Final = {
    name: st.column_config.NumberColumn(format="%.1f")
    for name in ("Grid Δv (m/s)", "Δv (m/s)", "Sun at the site (deg)", "Earth at the site (deg)")
}


def show_search(scenario: Scenario) -> None:
    """Draw the search, its cheap dates, and the chosen one as flown in the ephemeris."""
    search = search_of(scenario)
    if search.family == "direct":
        _show_grid(scenario, search)
    else:
        _show_loops(scenario, search)


def _show_grid(scenario: Scenario, search: Search) -> None:
    title = st.container()
    draw_form(scenario, search)
    cells = answer_of(
        GridTask(search), slot="lab_search", doing="Surveying departures", heading=title.title
    )
    if cells is None:
        return
    if not cells.optima:
        _nothing(title, cells.reasons)
        return
    width = len(cells.tof_d)
    names = {r * width + c: _cell_name(cells, (r, c)) for r, c in cells.optima[:_OFFERED]}
    number = _chosen(search, names, flyable=np.isfinite(cells.dv_m_s).ravel())
    cell = divmod(number, width)
    best = cells.optima[0]
    sentence = (
        f"Leave on {date_text(cells.depart_utc[best[0]])} for the least: "
        f"{grouped(cells.dv_m_s[best])} m/s in {cells.tof_d[best[1]]:g} days, by the survey"
    )
    title.title(unbroken(sentence))

    st.header("When is it cheap to leave?")
    _offer(names, search, number, _cell_name(cells, cell))
    chart = porkchop(cells, chosen=cell)
    show_clickable(chart, key=_CHART, on_click=lambda: _take_click(search))
    st.caption("Click a cell to fly it. Rings: cheaper than all cells around. Cross: chosen.")
    with st.expander("Choose by date and time of flight"):
        _by_numbers(search, cells, cell)
    with st.expander("Cheap cells as a table"):
        st.dataframe(
            _cells_table(cells),
            hide_index=True,
            column_config=_TENTHS,
            alt="Cells no neighbour undercuts",
        )

    flown = _flown(search, float(cells.depart_tdb_jd[cell[0]]), float(cells.tof_d[cell[1]]))
    if flown is None:
        return
    _compare(cells, cell, flown)
    _draw_way(flown)
    envelope = cheapest_by_time(cells)
    _draw_trade(
        trade(
            cells.tof_d,
            envelope,
            chosen=(float(cells.tof_d[cell[1]]), float(cells.dv_m_s[cell])),
            axis="Time of flight",
        ),
        pd.DataFrame({"Time of flight (d)": cells.tof_d, "Least Δv (m/s)": np.round(envelope)}),
    )


def _show_loops(scenario: Scenario, search: Search) -> None:
    title = st.container()
    draw_form(scenario, search)
    loops = answer_of(
        LoopsTask(search), slot="lab_search", doing="Flying round the Moon", heading=title.title
    )
    if loops is None:
        return
    if not loops.optima:
        _nothing(title, tuple((why, loops.reasons.count(why)) for why in set(loops.reasons)))
        return
    names = {k: _loop_name(loops, k) for k in loops.optima[:_OFFERED]}
    number = _chosen(search, names, flyable=np.isfinite(loops.dv_m_s))
    best = loops.optima[0]
    sentence = (
        f"Leave on {date_text(loops.depart_utc[best])} for the least: "
        f"{grouped(loops.dv_m_s[best])} m/s, back in {loops.round_trip_d[best]:.1f} days"
    )
    title.title(unbroken(sentence))

    st.header("When is it cheap to leave?")
    _offer(names, search, number, _loop_name(loops, number))
    chart = loop_dates(loops, chosen=number)
    show_clickable(chart, key=_CHART, on_click=lambda: _take_click(search))
    st.caption("Click a date to fly it. Every date is flown in the ephemeris. Cross: chosen.")
    with st.expander("Dates as a table"):
        st.dataframe(
            _loops_table(loops), hide_index=True, column_config=_TENTHS, alt="Free returns by date"
        )

    flown = _flown(search, float(loops.depart_tdb_jd[number]), 0.0)
    if flown is None:
        return
    _draw_way(flown)
    _draw_trade(
        trade(
            loops.round_trip_d,
            loops.dv_m_s,
            chosen=(float(loops.round_trip_d[number]), float(loops.dv_m_s[number])),
            axis="There and back",
        ),
        _loops_table(loops)[["There and back (d)", "Δv (m/s)"]],
    )


def _nothing(title: DeltaGenerator, reasons: tuple[tuple[str, int], ...]) -> None:
    title.title("Nothing can be flown in this range")
    st.markdown("\n".join(f"- {plain(why)}: {grouped(count)} times" for why, count in reasons))
    st.markdown("Another pad, a steeper lunar orbit or other dates help.")


def _chosen(search: Search, names: Mapping[int, str], *, flyable: np.ndarray) -> int:
    """Return the number of the chosen cell or date; the cheapest one if none is chosen yet."""
    kept = st.session_state.get(_CHOSEN)
    if kept is not None and kept[0] == search and flyable[kept[1]]:
        return int(kept[1])
    return next(iter(names))


def _choose(search: Search, number: int) -> None:
    st.session_state[_CHOSEN] = (search, number)


def _take_click(search: Search) -> None:
    number = clicked(_CHART)
    if number is not None:
        _choose(search, number)


def _offer(names: Mapping[int, str], search: Search, number: int, name: str) -> None:
    """Draw the list of optima: the way to choose without a pointer."""
    options = dict(names) if number in names else {number: f"{name} · chosen by hand", **names}
    st.session_state[_PICKED] = number
    st.selectbox(
        "Cheap departures",
        list(options),
        format_func=lambda one: options.get(one, ""),
        key=_PICKED,
        on_change=lambda: _choose(search, st.session_state[_PICKED]),
    )


def _by_numbers(search: Search, cells: Cells, cell: tuple[int, int]) -> None:
    times = cells.tof_d
    with st.form("lab_numbers", border=False):
        day = st.date_input(
            "Departure (UTC)",
            cells.depart_utc[cell[0]].date(),
            min_value=search.start,
            max_value=search.end,
            format="YYYY-MM-DD",
            required=True,
        )
        tof_d = st.number_input(
            "Time of flight (d)", float(times[0]), float(times[-1]), float(times[cell[1]]), 0.25
        )
        if st.form_submit_button("Choose the nearest cell"):
            row, column = cells.nearest(datetime.combine(day, time(), tzinfo=UTC), tof_d)
            if np.isfinite(cells.dv_m_s[row, column]):
                _choose(search, row * len(cells.tof_d) + column)
                st.rerun()
            st.error("This cell cannot be flown. Take another day or time of flight.")


def _flown(search: Search, depart_tdb_jd: float, tof_d: float) -> FlownWay | None:
    task = WayTask(search=search, depart_tdb_jd=depart_tdb_jd, tof_d=tof_d)
    return answer_of(task, slot="lab_way", doing="Flying the chosen cell in the ephemeris")


def _compare(cells: Cells, cell: tuple[int, int], flown: FlownWay) -> None:
    grid = cells.dv_m_s[cell]
    st.header("What does it cost when flown?")
    with st.grid(4, min_column_width=150):
        _figure(
            "Grid said",
            f"{grouped(grid, 1)} m/s",
            f"at {cells.tof_d[cell[1]]:.2f} d",
            "Two-body arcs, no pull of the Moon on the way.",
        )
        _figure(
            "Flown in DE440",
            f"{grouped(flown.dv_m_s, 1)} m/s",
            f"{abs(flown.dv_m_s - grid):.1f} m/s {'less' if flown.dv_m_s < grid else 'more'}, "
            f"at {flown.tof_d:.2f} d",
            "Earth, Moon and Sun pull; the time of flight is settled within half a day.",
        )
        _figure(
            "Sun at the site",
            _degrees(cells.sun_deg[cell]),
            "elevation on arrival",
            "Above the horizontal plane of the scenario's landing site.",
        )
        _figure(
            "Earth at the site",
            _degrees(cells.earth_deg[cell]),
            "elevation on arrival",
            "Above the horizontal plane of the scenario's landing site.",
        )


def _degrees(angle_deg: float) -> str:
    return f"{angle_deg:.1f} deg".replace("-", "\N{MINUS SIGN}")


def _figure(label: str, value: str, note: str, meaning: str) -> None:
    st.metric(label, value, note, delta_arrow="off", delta_color="off", border=True,
              height="stretch", help=meaning)  # fmt: skip


def _draw_way(flown: FlownWay) -> None:
    st.header("Which way does it go?")
    play(flown.way, key="searched_way")
    st.header("What happens when?")
    st.code(flown.itinerary, language=None, wrap_lines=True)


def _draw_trade(chart: Chart, table: pd.DataFrame) -> None:
    st.header("What does time buy?")
    show(chart, key="lab_trade", table=table, table_label="Trade as a table")


def _cell_name(cells: Cells, cell: tuple[int, int]) -> str:
    return (
        f"{date_text(cells.depart_utc[cell[0]])} · {cells.tof_d[cell[1]]:.2f} d · "
        f"{grouped(cells.dv_m_s[cell])} m/s"
    )


def _loop_name(loops: Loops, k: int) -> str:
    return (
        f"{date_text(loops.depart_utc[k])} · {loops.round_trip_d[k]:.2f} d · "
        f"{grouped(loops.dv_m_s[k], 1)} m/s"
    )


def _cells_table(cells: Cells) -> pd.DataFrame:
    rows = [r for r, _ in cells.optima]
    columns = [c for _, c in cells.optima]
    return pd.DataFrame(
        {
            "Departure (UTC)": [date_text(cells.depart_utc[row]) for row in rows],
            "Time of flight (d)": cells.tof_d[columns],
            "Grid Δv (m/s)": np.round(cells.dv_m_s[rows, columns], 1),
            "Sun at the site (deg)": np.round(cells.sun_deg[rows, columns], 1),
            "Earth at the site (deg)": np.round(cells.earth_deg[rows, columns], 1),
        }
    )


def _loops_table(loops: Loops) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Departure (UTC)": [f"{one:%Y-%m-%d %H:%M}" for one in loops.depart_utc],
            "Δv (m/s)": np.round(loops.dv_m_s, 1),
            "To perilune (d)": np.round(loops.tof_d, 2),
            "There and back (d)": np.round(loops.round_trip_d, 2),
            "Why not": list(loops.reasons),
        }
    )
