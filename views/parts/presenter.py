"""Presenter: large type, one idea a screen, keys or buttons; what is shown stands in the link."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from planner.lessons import LESSONS
from views.jobs.messages import Infeasible
from views.parts.answers import answer_of
from views.parts.charts import show_drawing
from views.parts.faults import show_faults
from views.parts.lesson_work import found_of
from views.parts.library import current
from views.parts.presenter_screens import (
    Screen,
    answer_screens,
    clash_screens,
    lesson_screens,
)
from views.parts.safe_text import plain, unbroken
from views.parts.tables import mass_formats
from views.tasks.plan import PlanTask

#: Names in the link: what is presented (a lesson, or the answer), and the screen from 1.
_PRESENT: Final = "present"
_SCREEN: Final = "screen"
_ANSWER: Final = "answer"
#: A text longer than this is set smaller, so that it stays on one screen.
_LONG: Final = 160
_CHART_PX: Final = 430
_LEGEND_PX: Final = 16
#: A legend does not break its lines; the table beside the drawing has the whole name.
_LONGEST_NAME: Final = 28
#: No menu beside it, type to be read from the last row (1280 by 720, ten metres away).
_STYLE: Final = """<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton] {display: none}
[data-testid=stMainBlockContainer] {max-width: 76rem; padding-top: 1.5rem; padding-bottom: 5rem}
[data-testid=stMainBlockContainer] :is(h1, p) {overflow-wrap: anywhere}
.st-key-present_text h1 {font-size: clamp(1.7rem, 4.6vw, 3.7rem); line-height: 1.2}
.st-key-present_long h1 {font-size: clamp(1.4rem, 3.3vw, 2.7rem); line-height: 1.3}
.st-key-present_chart h1 {font-size: clamp(1.3rem, 2.6vw, 2.1rem); padding-top: 0}
.st-key-present_below p {font-size: clamp(1.15rem, 2.3vw, 1.9rem); line-height: 1.4}
.st-key-present_above p {font-size: clamp(1rem, 1.7vw, 1.4rem)}
.st-key-present_buttons {position: fixed; bottom: 0.8rem; z-index: 10}
.st-key-present_buttons button {min-height: 2.75rem; min-width: 4.5rem}
</style>"""


def presenting() -> bool:
    """Tell whether the link asks for the presenter."""
    return _known(st.query_params.get(_PRESENT, ""))


def _known(what: str) -> bool:
    return what == _ANSWER or what in LESSONS


def offer_present(what: str, label: str, *, choice: str = "") -> None:
    """Draw the button that presents a lesson, or ``answer`` for the scenario picked."""
    st.button(
        label,
        on_click=_open,
        args=(what, choice),
        icon=":material/slideshow:",
        key=f"present_{what}",
    )


def present() -> None:
    """Draw the screen the link names."""
    st.html(_STYLE)
    what = st.query_params[_PRESENT]
    screens = _answer() if what == _ANSWER else _lesson(what)
    if not screens:
        _leave_button()
        return
    place = _place(len(screens))
    _draw(screens[place - 1], place)
    _buttons(place, len(screens))


def _answer() -> tuple[Screen, ...]:
    """Return the screens of the scenario picked; none while it is planned."""
    choice = current()
    scenario, clash = choice.scenario, list[Infeasible]()
    if scenario is None:
        st.title("This scenario cannot be read")
        show_faults(choice)
        return ()
    plan = answer_of(
        PlanTask(scenario),
        doing=f"Planning {scenario.title}",
        heading=st.title,
        infeasible=clash.append,
    )
    if clash:
        return clash_screens(clash[0], scenario)
    return () if plan is None else answer_screens(plan, scenario)


def _lesson(name: str) -> tuple[Screen, ...]:
    """Return the screens of a lesson; none while it is computed."""
    lesson = LESSONS[name]
    choice = lesson.option(st.query_params.get("choice", "")).id
    found = found_of(lesson, choice, heading=st.title)
    return () if found is None else lesson_screens(lesson, choice, found)


def _place(count: int) -> int:
    text = st.query_params.get(_SCREEN, "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    place = min(max(number, 1), count)
    if st.query_params.get(_SCREEN) != str(place):
        st.query_params[_SCREEN] = str(place)
    return place


def _draw(screen: Screen, place: int) -> None:
    if screen.chart is not None:
        with st.container(key="present_chart"):
            st.title(plain(unbroken(screen.above)), anchor=False)
        _enlarge(screen.chart.figure)
        show_drawing(screen.chart, key=f"present_chart_{place}")
    else:
        with st.container(key="present_above"):
            st.markdown(plain(screen.above))
        size = "present_long" if len(screen.text) > _LONG else "present_text"
        with st.container(key=size):
            st.title(plain(unbroken(screen.text)), anchor=False)
    if screen.below:
        with st.container(key="present_below"):
            for line in screen.below:
                st.markdown(plain(unbroken(line)))
    if screen.table is not None:
        with st.expander("The figures as a table"):
            st.dataframe(
                screen.table,
                hide_index=True,
                column_config=mass_formats(screen.table),
                alt="The figures of the drawing",
            )


def _enlarge(figure: go.Figure) -> None:
    """Make a drawing legible from the last row."""
    figure.update_layout(height=_CHART_PX, font_size=18, legend_font_size=_LEGEND_PX)
    figure.update_xaxes(tickfont_size=18, title_font_size=18)
    figure.update_yaxes(tickfont_size=18, title_font_size=18)
    for trace in figure.data:
        if trace.name and len(trace.name) > _LONGEST_NAME:
            trace.name = trace.name[: _LONGEST_NAME - 1].rstrip() + "…"


def _buttons(place: int, count: int) -> None:
    with st.container(key="present_buttons", horizontal=True, vertical_alignment="center"):
        st.button(
            "Back",
            on_click=_turn,
            args=(place - 1,),
            disabled=place == 1,
            shortcut="Left",
            key="present_back",
        )
        st.button(
            "Next",
            on_click=_turn,
            args=(place + 1,),
            disabled=place == count,
            shortcut="Right",
            key="present_next",
        )
        _leave_button()
        st.caption(f"{place} of {count}")


def _leave_button() -> None:
    st.button("Leave", on_click=_leave, shortcut="Esc", key="present_leave")


def _open(what: str, choice: str) -> None:
    st.query_params.update({_PRESENT: what, _SCREEN: "1"} | ({"choice": choice} if choice else {}))


def _turn(place: int) -> None:
    st.query_params[_SCREEN] = str(place)


def _leave() -> None:
    for key in (_PRESENT, _SCREEN):
        if key in st.query_params:
            del st.query_params[key]
