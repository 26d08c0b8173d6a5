"""Learn: guided lessons whose questions are checked by computing, and a teacher's challenges."""

from __future__ import annotations

from typing import Final

import streamlit as st

from planner.lessons import LESSONS
from views.parts.address import link
from views.parts.challenge import show_challenge
from views.parts.challenge_files import is_own
from views.parts.lesson_place import answered, go, here
from views.parts.lesson_steps import show_lesson
from views.parts.linked import linked_radio
from views.parts.presenter import offer_present, present, presenting

_PARTS: Final = {"lessons": "Lessons", "challenge": "Class challenge"}


def _list_lessons() -> None:
    """Draw every lesson with a button to start it."""
    started = [one for one in LESSONS if answered(one)]
    st.title(f"{len(LESSONS)} lessons, each with questions about your own result")
    st.markdown(
        "Each takes five to ten minutes: an idea, one thing to choose, what the planner makes of "
        "it, and questions. Nothing is written down beforehand: the right answers are computed "
        "from the result you get."
    )
    for number, lesson in enumerate(LESSONS.values(), start=1):
        with st.container(border=True):
            st.subheader(f"{number}. {lesson.title}")
            st.markdown(lesson.idea[-1])
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "Go on" if lesson.id in started else "Start",
                    key=f"start_{lesson.id}",
                    on_click=go,
                    kwargs={"lesson": lesson.id},
                )
                right = len(answered(lesson.id))
                done = f"{right} answered rightly in this session · " if right else ""
                st.caption(f"{done}the planner takes {lesson.wait}")
    st.subheader("In front of a class")
    st.markdown(
        "Large type, one idea a screen, turned by the arrow keys or by buttons. Every lesson can "
        "be presented as well: open it and its teacher's notes."
    )
    offer_present("answer", "Present the answer of the scenario picked")


def _offer_link() -> None:
    own = not here().lesson and is_own(str(st.session_state.get("challenge", "")))
    with st.popover("Share", icon=":material/link:", key="share_learn"):
        if own:
            st.markdown("A challenge of your own stays in this session. Pass its file on.")
            return
        st.markdown("This link opens the page as it stands: lesson, step and choice, or the try.")
        st.code(link(), language=None, wrap_lines=True)


def _page() -> None:
    """Draw what the link asks for."""
    if presenting():
        present()
        return
    place = here()
    if place.lesson:
        show_lesson(place)
        _offer_link()
    elif linked_radio("Shown", _PARTS, key="learn") == "challenge":
        show_challenge()
        _offer_link()
    else:
        _list_lessons()


_page()
