"""Where two documents differ, path by path; entries of lists by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, Literal


class _Unsaid(Enum):
    """Stands for what a document does not say, which None may be."""

    UNSAID = "not said"


#: What a document says where it says nothing.
UNSAID: Final[Literal[_Unsaid.UNSAID]] = _Unsaid.UNSAID


@dataclass(frozen=True, slots=True)
class Difference:
    """A path at which a second document says something else; UNSAID is nothing.

    ``place`` is the path in the second document as it is written, positions in lists.
    """

    path: str
    place: tuple[str | int, ...]
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield every difference of two documents, at the smallest thing that differs.

    An entry that only one of the lists has is a difference by itself.
    """
    yield from _mappings(before, after, (), ())


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """Return the value at a dotted path, entries of lists by id or position; UNSAID if none."""
    here: Any = document
    for part in path.split("."):
        if isinstance(here, list):
            here = _keyed(here)
        if not isinstance(here, Mapping) or part not in here:
            return UNSAID
        found = here[part]
        here = found.value if isinstance(found, _Entry) else found
    return here


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: 1 and 1.0, a day and its text."""
    one, other = (value.isoformat() if isinstance(value, date) else value for value in (one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a list, and its position."""

    position: int
    value: Any


def _keyed(items: list[Any]) -> dict[str, _Entry]:
    """Entries by id, or by position where one has none."""
    ids = [one.get("id") if isinstance(one, Mapping) else None for one in items]
    named = all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)
    names = [str(one) for one in ids] if named else [str(n) for n in range(len(items))]
    return {name: _Entry(n, one) for n, (name, one) in enumerate(zip(names, items, strict=True))}


def _mappings(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    path: tuple[str, ...],
    place: tuple[str | int, ...],
) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key, UNSAID), after.get(key, UNSAID)
        yield from _values(was, now, (*path, str(key)), (*place, key))


def _values(
    was: Any, now: Any, path: tuple[str, ...], place: tuple[str | int, ...]
) -> Iterator[Difference]:
    both = (was, now)
    if _all(both, Mapping):
        empty: Mapping[str, Any] = {}
        yield from _mappings(_or(was, empty), _or(now, empty), path, place)
    elif _all(both, list) and any(
        isinstance(one, Mapping) for one in (*_or(was, []), *_or(now, []))
    ):
        yield from _lists(_or(was, []), _or(now, []), path, place)
    elif not alike(was, now):
        yield Difference(".".join(path), place, was, now)


def _lists(
    was: list[Any], now: list[Any], path: tuple[str, ...], place: tuple[str | int, ...]
) -> Iterator[Difference]:
    before, after = _keyed(was), _keyed(now)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        here = (*place, new.position) if new else place
        if old is None or new is None:
            yield Difference(
                ".".join((*path, name)),
                here,
                UNSAID if old is None else old.value,
                UNSAID if new is None else new.value,
            )
        else:
            yield from _values(old.value, new.value, (*path, name), here)


def _all(values: tuple[Any, ...], kind: type) -> bool:
    """Whether what is said is of a kind; at least one says something."""
    said = [one for one in values if one is not UNSAID and one is not None]
    return bool(said) and all(isinstance(one, kind) for one in said)


def _or(value: Any, empty: Any) -> Any:
    return empty if value is UNSAID or value is None else value
