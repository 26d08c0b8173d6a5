"""What a lesson computes, as jobs: plans are shared with the other pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.lessons import Lesson, PlanLesson, PlanPair
from planner.scenario import Scenario
from views.parts.answers import answer_of
from views.parts.library import SCENARIOS
from views.tasks.lesson import LessonTask
from views.tasks.plan import PlanTask


def found_of(
    lesson: Lesson[Any], choice: str, *, heading: Callable[[str], object] = st.subheader
) -> Any:
    """Return what a lesson's experiment finds; until it is there, draw how far it is."""
    if not isinstance(lesson, PlanLesson):
        doing = f"{lesson.title} ({lesson.wait})"
        return answer_of(LessonTask(lesson.id, choice), slot="lesson", doing=doing, heading=heading)
    base = _base(lesson)
    before = answer_of(
        PlanTask(base), slot="lesson_base", doing="Planning the file as it is", heading=heading
    )
    if before is None:
        return None
    changed = lesson.changed(choice, base, before, folder=SCENARIOS)
    after = answer_of(
        PlanTask(changed), slot="lesson_changed", doing="Planning with the change", heading=heading
    )
    if after is None:
        return None
    return PlanPair(choice=choice, base=base, before=before, changed=changed, after=after)


def _base(lesson: PlanLesson) -> Scenario:
    path = SCENARIOS / lesson.file
    return _read(lesson.id, path.stat().st_mtime_ns, _lesson=lesson)


@st.cache_resource(max_entries=16, show_spinner=False)
def _read(lesson_id: str, modified_ns: int, *, _lesson: PlanLesson) -> Scenario:  # noqa: ARG001 - what it is kept by
    return _lesson.base(SCENARIOS)
