"""What every page shares: navigation, the scenario picker, and a net for the unexpected."""

from __future__ import annotations

import logging
from typing import Final

import streamlit as st

from views.jobs.messages import Failed
from views.jobs.place import ROOT, place_of
from views.parts import answers, whatif
from views.parts.address import follow_page
from views.parts.failure import apologise
from views.parts.library import choices, pick, remember
from views.parts.safe_text import plain

#: Every page in the order of the menu. A page without its file is not there.
_ORDER: Final = (
    ("views/mission_control.py", "Mission control"),
    ("views/transfer_lab.py", "Transfer lab"),
    ("views/schedule.py", "Schedule"),
    ("views/outpost.py", "Outpost"),
    ("views/compare.py", "Compare"),
    ("views/editor.py", "Editor"),
    ("views/learn.py", "Learn"),
    ("views/sources.py", "Sources"),
)
#: No icons: Streamlit makes a page's icon the tab's icon, and fetches it from the internet.
PAGES: Final = tuple((path, title) for path, title in _ORDER if (ROOT / path).is_file())
#: Where nothing hovers, the tools of charts and tables would always lie over what stands above.
_STYLE: Final = """<style>@media (hover: none) {
.js-plotly-plot .modebar-container, [data-testid=stElementToolbar] {display: none}
}</style>"""


def run() -> None:
    """Draw the sidebar and the page asked for."""
    st.html(_STYLE)
    page = st.navigation([st.Page(path, title=title) for path, title in PAGES])
    follow_page()
    answers.begin_run()
    answers.job_service()  # the worker loads its libraries while the page is being drawn
    try:
        with st.sidebar:
            options = choices()
            whatif.follow_link(first=next(iter(options)))
            choice = remember(pick(options))
            whatif.write_link()
            if choice.scenario is not None and choice.scenario.teaches:
                st.caption(plain(choice.scenario.teaches))
        page.run()
    except Exception as error:  # the reader gets an apology, the log the traceback
        logging.getLogger(__name__).exception("page %s failed", page.title)
        apologise(Failed(type(error).__name__, str(error), place_of(error)))
