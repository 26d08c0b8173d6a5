"""Days between which something flies, in one word: ``2031``, ``2031-05``, ``2031-05-14..2031-06``.

The same words in a scenario file and on the command line.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Day, Model

_WORD: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ALLOWED: Final = (
    "is no span of days, write it as 2031, 2031-05, 2031-05-14, 2031-05..2031-07, 2031-05.. or "
    "..2031-05"
)


class Span(Model):
    """First and last day (UTC), both included; None: open."""

    start: Day | None = None
    """First day."""
    end: Day | None = None
    """Last day."""

    def meets(self, other: Span) -> bool:
        """Whether both have a day in common."""
        first = max(self.start or date.min, other.start or date.min)
        return first <= min(self.end or date.max, other.end or date.max)

    def covers(self, other: Span) -> bool:
        """Whether every day of the other is a day of this one."""
        return (self.start or date.min) <= (other.start or date.min) and (
            other.end or date.max
        ) <= (self.end or date.max)

    def __str__(self) -> str:
        if self.start == self.end:
            return "any day" if self.start is None else str(self.start)
        return f"{self.start or ''}..{self.end or ''}"


def read_span(value: object) -> object:
    """Return a span from a day, a year, or its text; anything else is left to the model.

    Raises
    ------
    PydanticCustomError
        The text is no span, or ends before it starts.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return Span(start=value, end=value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return _parsed(value.strip())
    if isinstance(value, Span):
        return value
    raise PydanticCustomError("span", _ALLOWED)


def _parsed(text: str) -> Span:
    first, dots, last = text.partition("..")
    try:
        start = _edge(first, last=False) if first else None
        end = _edge(last if dots else first, last=True) if (last or not dots) else None
    except ValueError as error:
        raise PydanticCustomError("span", _ALLOWED) from error
    if start is None and end is None:
        raise PydanticCustomError("span", _ALLOWED)
    if start is not None and end is not None and end < start:
        raise PydanticCustomError("span", "ends before it starts, allowed is first..last")
    return Span(start=start, end=end)


def _edge(word: str, *, last: bool) -> date:
    """First or last day of a year, a month, or a day itself."""
    match = _WORD.fullmatch(word.strip())
    if match is None:
        raise ValueError(word)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day is not None:
        assert month is not None
        return date(year, month, day)
    month = month or (12 if last else 1)
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


#: A span of days as a file or a command says it.
SpanWord = Annotated[
    Span, BeforeValidator(read_span), WithJsonSchema({"type": ["string", "integer"]})
]
