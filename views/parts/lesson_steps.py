"""One lesson, step by step: the idea, what to do, the result, questions about it."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from planner.lessons import (
    LESSONS,
    ChoiceQuestion,
    Lesson,
    NumberQuestion,
    Question,
    Verdict,
    judge,
)
from views.parts.glossary import meaning
from views.parts.lesson_look import show_facts, show_look
from views.parts.lesson_place import STEPS, Place, answered, go
from views.parts.lesson_work import found_of
from views.parts.presenter import offer_present
from views.parts.safe_text import plain

#: Terms of the trade each lesson uses, with their meaning on hover.
_TERMS: Final = {
    "windows": ("launch window", "Δv"),
    "mass": ("Δv", "Δv margin", "TLI", "LOI", "payload"),
    "ways": ("TLI", "LOI", "perilune", "low energy"),
    "night": ("power balance", "works"),
    "order": ("precedence", "commissioning", "flights a year"),
    "failure": ("history", "as-of day", "works"),
}
_VERDICTS: Final = "lesson_verdicts"
_MOST_VERDICTS: Final = 64


def show_lesson(place: Place) -> None:
    """Draw the step of a lesson the reader is at."""
    lesson = LESSONS[place.lesson]
    st.title(lesson.title)
    st.caption(f"Step {place.step} of {len(STEPS)}: {STEPS[place.step - 1]}")
    match place.step:
        case 1:
            _idea(lesson)
        case 2:
            _do(lesson, place)
        case 3:
            _look(lesson, place)
        case _:
            _ask(lesson, place)
    with st.expander("Teacher's notes"):
        st.markdown(plain(lesson.teacher))
        offer_present(lesson.id, "Present this lesson", choice=place.choice)
        st.code(
            f"python -m planner lesson {lesson.id} --choice {place.choice}",
            language=None,
            wrap_lines=True,
        )
        st.caption("In the terminal this prints the questions of this choice with their answers.")


def _buttons(place: Place, forward: str) -> None:
    """Draw Back and the way on."""
    with st.container(horizontal=True):
        if place.step == 1:
            st.button("All lessons", on_click=go, kwargs={"lesson": ""}, key="lesson_list")
        else:
            st.button("Back", on_click=go, kwargs={"step": place.step - 1}, key="lesson_back")
        if place.step < len(STEPS):
            st.button(
                forward,
                on_click=go,
                kwargs={"step": place.step + 1},
                key="lesson_next",
            )


def _idea(lesson: Lesson[Any]) -> None:
    for paragraph in lesson.idea:
        st.markdown(plain(paragraph))
    with st.container(horizontal=True):
        for term in _TERMS[lesson.id]:
            st.markdown(plain(term), help=meaning(term), width="content")
    _buttons(Place(lesson=lesson.id), "Do it")


def _do(lesson: Lesson[Any], place: Place) -> None:
    st.markdown(plain(lesson.task))
    names = {one.id: one.says for one in lesson.options}
    key = f"lesson_choice_{lesson.id}"
    st.session_state[key] = place.choice
    st.radio(
        lesson.control,
        list(names),
        format_func=lambda one: names[one],
        key=key,
        on_change=lambda: go(choice=str(st.session_state[key])),
    )
    st.caption(f"The planner takes {lesson.wait}; where it was computed before, no time.")
    _buttons(place, "Run it")


def _look(lesson: Lesson[Any], place: Place) -> None:
    found = found_of(lesson, place.choice)
    if found is not None:
        show_look(lesson, found)
    _buttons(place, "To the questions")


def _ask(lesson: Lesson[Any], place: Place) -> None:
    found = found_of(lesson, place.choice)
    if found is None:
        _buttons(place, "")
        return
    st.markdown(plain(lesson.sentence(found)))
    with st.expander("The figures again"):
        show_facts(lesson.facts(found))
    questions = lesson.questions(found)
    for number, question in enumerate(questions, start=1):
        _question(lesson, place, number, question)
    right = answered(lesson.id)
    if all(question.id in right for question in questions):
        st.markdown("**All answered. Another choice gives other answers; try one.**")
    _buttons(place, "")


def _question(lesson: Lesson[Any], place: Place, number: int, question: Question) -> None:
    name = f"{lesson.id}_{place.choice}_{question.id}"
    with st.form(f"ask_{name}"):
        st.markdown(f"**{number}. {plain(question.asks)}**")
        given: float | str | None
        if isinstance(question, NumberQuestion):
            given = _number(question, name)
        else:
            given = _choice(question, name)
        if st.form_submit_button("Check", key=f"check_{name}"):
            _keep(name, None if given is None else judge(question, given))
            if given is not None and judge(question, given).right:
                answered(lesson.id).add(question.id)
    verdict: Verdict | None = st.session_state.get(_VERDICTS, {}).get(name)
    if verdict is not None and verdict.right:
        st.success(f"Right. {plain(verdict.says)}")
        if isinstance(question, NumberQuestion) and question.within > 0.0:
            st.caption(
                plain(f"Counted as right within {question.within:.2g} {question.unit}: ")
                + plain(question.tolerance)
                + "."
            )
    elif verdict is not None:
        st.warning(f"Not yet. {plain(verdict.says)}")


def _number(question: NumberQuestion, name: str) -> float | None:
    label = f"Your answer ({question.unit})" if question.unit else "Your answer"
    return st.number_input(
        label, value=None, step=1.0, format="%g", placeholder="a number", key=f"answer_{name}"
    )


def _choice(question: ChoiceQuestion, name: str) -> str | None:
    names = {one.id: one.says for one in question.options}
    return st.radio(
        "Your answer",
        list(names),
        format_func=lambda one: names[one],
        index=None,
        key=f"answer_{name}",
    )


def _keep(name: str, verdict: Verdict | None) -> None:
    kept: dict[str, Verdict] = dict(st.session_state.get(_VERDICTS, {}))
    kept.pop(name, None)
    kept[name] = verdict or Verdict(False, "Give an answer first.")
    st.session_state[_VERDICTS] = dict(list(kept.items())[-_MOST_VERDICTS:])
