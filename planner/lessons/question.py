"""Questions whose right answer was computed, and what is said to an answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from planner.lessons.wording import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A wrong value that has a cause: the value, and what was probably done."""

    value: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion:
    """A question for a number.

    Attributes
    ----------
    id, asks : str
        Name within the lesson; the question in words.
    unit : str
        Unit of the answer, empty for a count.
    expected : float
        The right answer, computed from the result the question is about.
    within : float
        How far an answer may lie from it.
    tolerance : str
        Why so far.
    because : str
        How the right answer comes about.
    slips : tuple[Slip, ...]
        Values that come of a known mistake.
    """

    id: str
    asks: str
    unit: str
    expected: float
    within: float
    tolerance: str
    because: str
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """One answer offered, and what is said to who takes it wrongly."""

    id: str
    says: str
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion:
    """A question with a few answers to choose from; ``expected`` is the id of the right one."""

    id: str
    asks: str
    options: tuple[Possible, ...]
    expected: str
    because: str


Question: TypeAlias = NumberQuestion | ChoiceQuestion


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right, and why or why not."""

    right: bool
    says: str


def judge(question: Question, answer: float | str) -> Verdict:
    """Compare an answer with what was computed.

    Parameters
    ----------
    question : NumberQuestion or ChoiceQuestion
    answer : float or str
        A number in the question's unit, or the id of an option.
    """
    if isinstance(question, ChoiceQuestion):
        return _judge_choice(question, str(answer))
    value = float(answer)
    if not math.isfinite(value):
        return Verdict(False, "An answer is a finite number.")
    if abs(value - question.expected) <= question.within:
        return Verdict(True, question.because)
    for slip in question.slips:
        if abs(value - slip.value) <= question.within:
            return Verdict(False, slip.says)
    return Verdict(False, _hint(question, value))


def right_answer(question: Question) -> str:
    """Return the right answer in words, with its unit and how far off still counts."""
    if isinstance(question, ChoiceQuestion):
        return next(one.says for one in question.options if one.id == question.expected)
    if question.within == 0.0:
        return f"{number(question.expected)} {question.unit}".strip()
    decimals = 0 if question.within >= 1.0 else 1
    return f"{number(question.expected, decimals)} {question.unit} ± {question.within:g}".strip()


def _judge_choice(question: ChoiceQuestion, answer: str) -> Verdict:
    if answer == question.expected:
        return Verdict(True, question.because)
    taken = next((one for one in question.options if one.id == answer), None)
    said = taken.wrong if taken and taken.wrong else "The figures above say otherwise."
    return Verdict(False, said)


def _hint(question: NumberQuestion, value: float) -> str:
    """Say on which side it is, and by how much in round terms, without telling the answer."""
    if value * question.expected < 0:
        return "The sign is the other one: mind which is taken from which."
    side = "large" if abs(value) > abs(question.expected) else "small"
    if question.expected and not 0.1 < abs(value / question.expected) < 10.0:
        return f"Too {side}, by more than a factor of ten: check the unit."
    return f"Too {side}. Look at the table once more."
