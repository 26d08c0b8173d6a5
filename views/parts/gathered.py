"""Statements of a clash as people tell them: once what one line of a file says of many years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from planner.errors import ClashingStatement

_YEAR: Final = re.compile(r" in (\d{4})$")


def gathered(
    conflict: Sequence[ClashingStatement], named: Callable[[str], str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is said and where, once where one line of the file says it for several years."""
    for (path, kept), members in groupby(
        conflict, key=lambda one: (one.path, _YEAR.sub("", one.says))
    ):
        said = [one.says for one in members]
        if len(said) == 1:
            yield named(said[0]), path
            continue
        years = [int(found[1]) for one in said if (found := _YEAR.search(one))]
        yield f"{named(kept)} in each of the years {_listed(years)}", path


def _listed(years: Sequence[int]) -> str:
    """``2026 to 2035`` for years without a gap, else all of them."""
    first, last = min(years), max(years)
    if last - first + 1 == len(set(years)) > 2:
        return f"{first} to {last}"
    return ", ".join(map(str, sorted(years)))
