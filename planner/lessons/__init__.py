"""Guided lessons: what they say, what they compute, and the answers their questions expect.

No answer is written down: each question is built from the result the reader has just computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from planner.lessons.failure import Failure
from planner.lessons.lesson import Facts, Lesson, Option, PlanLesson, PlanPair
from planner.lessons.mass import Mass
from planner.lessons.night import Night
from planner.lessons.order import Order
from planner.lessons.question import (
    ChoiceQuestion,
    NumberQuestion,
    Possible,
    Question,
    Verdict,
    judge,
    right_answer,
)
from planner.lessons.ways import Ways
from planner.lessons.windows import Windows

#: Every lesson by its id, in the order of the course.
LESSONS: Final[Mapping[str, Lesson[Any]]] = MappingProxyType(
    {one.id: one for one in (Windows(), Mass(), Ways(), Night(), Order(), Failure())}
)

__all__ = [
    "LESSONS",
    "ChoiceQuestion",
    "Facts",
    "Lesson",
    "NumberQuestion",
    "Option",
    "PlanLesson",
    "PlanPair",
    "Possible",
    "Question",
    "Verdict",
    "judge",
    "right_answer",
]
