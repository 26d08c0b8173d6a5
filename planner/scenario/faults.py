"""What is wrong with a file somebody wrote, said so that it can be mended at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Final

from planner.errors import PlannerError

#: More faults than this help nobody; the rest is counted.
MAX_FAULTS: Final = 100
_LONGEST_SHOWN: Final = 80
_MOST_LISTED: Final = 12
_MOST_COMPARED: Final = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend.

    Attributes
    ----------
    file : str
        Name of the file as the user knows it.
    line : int
        Line counted from 1; 0 if the fault has no line (the file cannot be read).
    path : str
        Where in the document, e.g. ``elements.3.mass_kg``; empty for the file as a whole.
    message : str
        What is wrong, the value, and what is allowed.
    """

    file: str
    line: int
    path: str
    message: str

    def __post_init__(self) -> None:
        """Escape what a terminal would obey: the words may be quoted from a hostile file."""
        for name in ("file", "path", "message"):
            object.__setattr__(self, name, _printable(getattr(self, name)))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path.strip() or '(file)'}: {self.message}"


class FaultyFileError(PlannerError):
    """A scenario, or another file of its kind, cannot be used.

    Attributes
    ----------
    faults : tuple[Fault, ...]
        Everything found wrong, in the order of the lines.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = _in_order(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[FaultyFileError], tuple[tuple[Fault, ...]]]:
        """Pickle by the faults: errors cross process borders."""
        return FaultyFileError, (self.faults,)


#: The name under which the doors of scenarios raise it.
ScenarioError = FaultyFileError


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    # What has no line comes first; a base and its variant keep their lines together.
    found = sorted(
        dict.fromkeys(faults), key=lambda one: (one.file if one.line else "", one.line, one.path)
    )
    if len(found) <= MAX_FAULTS:
        return tuple(found)
    last = found[MAX_FAULTS - 1]
    more = Fault(last.file, last.line, "", "more faults follow, they are not shown")
    return (*found[:MAX_FAULTS], more)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def first_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Return the first faults of a series that is computed as it is read, not all."""
    return list(islice(faults, MAX_FAULTS + 1))


def shown(value: object) -> str:
    """Return a value as the user wrote it, shortened, for use in a message."""
    match value:
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = f"'{value}'"
        case int() if abs(value) >= 10**_LONGEST_SHOWN:
            return f"a whole number of more than {_LONGEST_SHOWN} digits"
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def _alike(word: str, names: tuple[str, ...]) -> list[str]:
    """Return the few names that share most pairs of letters with a word.

    Comparing a word with hundreds of names letter by letter takes a tenth of a
    second, and a hostile file has many wrong words.
    """
    pairs = _pairs(word)
    ranked = sorted(_all_pairs(names), key=lambda entry: -len(pairs & entry[1]))
    return [name for name, _ in ranked[:_MOST_COMPARED]]


@lru_cache(maxsize=16)
def _all_pairs(names: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, _pairs(name)) for name in names)


def _pairs(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))


def suggestion(word: object, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known word, or the list of known words."""
    names = sorted(known)
    if not names:
        return "; none is defined"
    text = str(word)[:_LONGEST_SHOWN]
    near = get_close_matches(text, _alike(text, tuple(names)), n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    rest = len(names) - _MOST_LISTED
    listed = ", ".join(names[:_MOST_LISTED])
    return f"; allowed: {listed}" + (f" and {rest} more" if rest > 0 else "")
