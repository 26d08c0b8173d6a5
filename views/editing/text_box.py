"""The text of the draft: a text box with numbered lines, those with a fault marked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st

from planner.scenario.guard import MAX_BYTES, MAX_LINES
from views.editing.boxes import show_value
from views.editing.checked import Checked
from views.editing.draft import Draft, as_shown
from views.editing.session import TEXT_BOX, type_text

_FOLDER: Final = Path(__file__).parents[1] / "components" / "line_numbers"
_NAME: Final = "line_numbers"
_BOX_PX: Final = 640


@lru_cache(maxsize=2)
def _code(ending: str) -> str:
    return (_FOLDER / f"line_numbers.{ending}").read_text(encoding="utf-8")


def show_text_box(draft: Draft, read: Checked) -> None:
    """Draw the box; what is typed counts when it is left, or with Ctrl+Enter."""
    show_value(TEXT_BOX, as_shown(draft.text))
    numbers = st.components.v2.component(
        _NAME,
        html='<div class="gutter" aria-hidden="true"><div class="numbers"></div></div>',
        css=_code("css"),
        js=_code("js"),
        isolate_styles=False,
    )
    faulty = sorted({one.line for one in read.faults if one.file == draft.file_name})
    with st.container(key="editor_numbers"):
        numbers(data={"faulty": faulty, "most": MAX_LINES}, key=_NAME)
    st.text_area(
        "Text (YAML)",
        key=TEXT_BOX,
        height=_BOX_PX,
        max_chars=MAX_BYTES,
        on_change=type_text,
        help="Forms write into this text and leave the rest of it alone. What you type counts "
        "when you leave the box, or with Ctrl+Enter.",
    )
