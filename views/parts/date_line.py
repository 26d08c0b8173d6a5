"""The line that marks a day in a chart: drawn over it in the browser, the chart stays as it is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st

_FOLDER: Final = Path(__file__).parents[1] / "components" / "date_line"
_NAME: Final = "date_line"


@lru_cache(maxsize=2)
def _code(ending: str) -> str:
    return (_FOLDER / f"date_line.{ending}").read_text(encoding="utf-8")


def mark_day(day: date, *, chart: str) -> None:
    """Draw a line at a day through the chart of this key; its axis to the right has dates.

    To draw such a chart again for each day would take ten times as long as all else a moved
    date changes.
    """
    line = st.components.v2.component(_NAME, css=_code("css"), js=_code("js"), isolate_styles=False)
    line(data={"chart": chart, "day": day.isoformat()}, key=f"{_NAME}_{chart}")
