"""The result of a lesson: its sentence, its drawing and its figures."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from planner.figures.chart import Chart
from planner.figures.departure_days import departure_days
from planner.figures.lander_masses import lander_masses
from planner.figures.moved import moved
from planner.figures.power_years import power_years
from planner.figures.two_ways import two_ways
from planner.lessons import Facts, Lesson, PlanPair
from planner.lessons.ways import TwoWays
from planner.lessons.windows import Month
from views.parts.charts import show_drawing
from views.parts.safe_text import plain

#: A longer table is a click away.
_ROWS_IN_SIGHT: Final = 10


def chart_of(lesson: Lesson[Any], found: Any) -> Chart | None:
    """Return the drawing of a result; None where nothing moved."""
    match found:
        case Month():
            return departure_days(found)
        case TwoWays():
            return two_ways(found)
        case PlanPair() if lesson.id == "mass":
            return lander_masses(found)
        case PlanPair() if lesson.id == "night":
            return power_years(found.after, found.changed, destination="surface")
        case PlanPair() if found.change.elements:
            return moved(found.change, before="as the file says", after="with the change")
        case _:
            return None


def show_look(lesson: Lesson[Any], found: Any) -> None:
    """Draw the sentence, what to mind, the chart and the table."""
    st.markdown(f"**{plain(lesson.sentence(found))}**")
    st.markdown(plain(lesson.look))
    show_chart(lesson, found)
    facts = lesson.facts(found)
    if len(facts.rows) <= _ROWS_IN_SIGHT:
        show_facts(facts)
        return
    with st.expander("The figures as a table"):
        show_facts(facts)


def show_chart(lesson: Lesson[Any], found: Any) -> None:
    """Draw the chart alone."""
    chart = chart_of(lesson, found)
    if chart is not None:
        show_drawing(chart, key=f"lesson_chart_{lesson.id}")


def show_facts(facts: Facts) -> None:
    """Draw the figures of a lesson."""
    st.dataframe(
        facts_table(facts), hide_index=True, height="content", alt="The figures of this result"
    )


def facts_table(facts: Facts) -> pd.DataFrame:
    """Return the figures as a table."""
    columns = [name or " " for name in facts.columns]
    return pd.DataFrame(list(facts.rows), columns=columns)
