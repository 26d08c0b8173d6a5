"""Words of the command line as numbers; what is wrong with one ends as wrong usage."""

from __future__ import annotations

import math
import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from typing import Final

_NEGATIVE: Final = re.compile(r"-[\d.]")


def finite(text: str) -> float:
    """Return a finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ArgumentTypeError(f"{text!r} is not a finite number")
    return value


def positive(text: str) -> float:
    """Return a finite number above 0."""
    value = finite(text)
    if value <= 0.0:
        raise ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def count(text: str) -> int:
    """Return a whole number, 0 or more."""
    if not re.fullmatch(r"\d{1,6}", text):
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 to 999999")
    return int(text)


def numbers(how_many: int) -> Callable[[str], tuple[float, ...]]:
    """Return the reader of so many finite numbers with commas between."""

    def read(text: str) -> tuple[float, ...]:
        values = tuple(finite(part.strip()) for part in text.split(","))
        if len(values) != how_many:
            raise ArgumentTypeError(f"{text!r} holds {len(values)} numbers, not {how_many}")
        return values

    return read


def names(text: str) -> tuple[str, ...]:
    """Return names with commas between, in lower case."""
    return tuple(part.strip().lower() for part in text.split(","))


def epoch(text: str) -> float:
    """Return the TDB Julian date of a written epoch, see `planner.epochs.parse_epoch`."""
    from planner.epochs import parse_epoch
    from planner.errors import OutOfRangeError

    try:
        return parse_epoch(text)
    except OutOfRangeError as error:
        raise ArgumentTypeError(
            f"{text!r} is not an epoch of 1965 to 2065, such as 2030-01-01 or "
            "2030-01-01T12:00:00 TDB (UTC, TAI, TT)"
        ) from error


def ratio(text: str) -> float:
    """Return P/Q of a resonance written P:Q."""
    form = re.fullmatch(r"([1-9]\d{0,2}):([1-9]\d{0,2})", text)
    if form is None:
        raise ArgumentTypeError(f"{text!r} is not a resonance such as 9:2")
    return int(form[1]) / int(form[2])


def with_negatives_joined(words: Iterable[str]) -> list[str]:
    """Join an option and a value that begins with a minus: ``--state=-1,0,...``.

    argparse takes such a list for an option of its own and complains.
    """
    joined: list[str] = []
    for word in words:
        if _NEGATIVE.match(word) and joined and re.fullmatch(r"--[a-z][a-z0-9-]*", joined[-1]):
            joined[-1] += "=" + word
        else:
            joined.append(word)
    return joined
