"""Where a reader is in the lessons: lesson, step and choice, in the session and in the link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from planner.lessons import LESSONS
from views.parts.followed import by_history, comes_from_reader, write

#: Steps of every lesson, in order; the link counts them from 1.
STEPS: Final = ("The idea", "Do it", "Look", "Questions")
_PLACE: Final = "lesson_place"
_WRITTEN: Final = "lesson_in_link"
_DONE: Final = "lessons_done"
_KEYS: Final = ("lesson", "step", "choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A lesson by its id, empty for the list of them; a step from 1; a choice by its id."""

    lesson: str = ""
    step: int = 1
    choice: str = ""


def here() -> Place:
    """Return where the reader is; a link that was changed wins, and is kept equal."""
    linked = {key: st.query_params[key] for key in _KEYS if key in st.query_params}
    if by_history() or (linked and comes_from_reader(_WRITTEN)):
        st.session_state[_PLACE] = _sound(Place(
            lesson=linked.get("lesson", ""),
            step=int(step) if (step := linked.get("step", "1")).isdecimal() else 1,
            choice=linked.get("choice", ""),
        ))  # fmt: skip
    place: Place = st.session_state.get(_PLACE, Place())
    if not by_history():
        _write(place)
    return place


def go(**to: str | int) -> None:
    """Move, from a button: ``lesson``, ``step`` and ``choice`` as given, the rest as it is."""
    place: Place = st.session_state.get(_PLACE, Place())
    moved = Place(**to) if "lesson" in to else replace(place, **to)  # type: ignore[arg-type]
    st.session_state[_PLACE] = _sound(moved)
    _write(st.session_state[_PLACE])


def answered(lesson: str) -> set[str]:
    """Return the questions of a lesson answered rightly in this session."""
    every: dict[str, set[str]] = st.session_state.setdefault(_DONE, {})
    return every.setdefault(lesson, set())


def _sound(place: Place) -> Place:
    if place.lesson not in LESSONS:
        return Place()
    choice = LESSONS[place.lesson].option(place.choice).id
    return replace(place, step=min(max(place.step, 1), len(STEPS)), choice=choice)


def _write(place: Place) -> None:
    wanted = (
        {"lesson": place.lesson, "step": str(place.step), "choice": place.choice}
        if place.lesson
        else {}
    )
    write(wanted, ours=_KEYS.__contains__)
    st.session_state[_WRITTEN] = wanted
