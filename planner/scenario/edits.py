"""What changes in a document: values put, inserted and dropped, each at its path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from planner.scenario.document import Path
from planner.scenario.laying import entry_name


@dataclass(frozen=True, slots=True)
class Put:
    """A value in the place of what a path names; a key that is not there is added."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Insert:
    """A new item of a list, before the position that ends its path."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """A key or an item that goes, with all that is in it."""

    path: Path


Edit: TypeAlias = Put | Insert | Drop


def applied(data: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """Return plain data with edits made one after the other; the data given stay as they are.

    Raises
    ------
    LookupError
        If a path names nothing.
    """
    result = deepcopy(dict(data))
    for edit in edits:
        *around, last = edit.path
        here: Any = result
        for part in around:
            here = here[part]
        match edit:
            case Insert():
                here.insert(last, deepcopy(edit.value))
            case Put():
                here[last] = deepcopy(edit.value)
            case Drop():
                del here[last]
    return result


def edits_between(old: Any, new: Any, path: Path = ()) -> list[Edit]:
    """Return the edits that make one document of another, as small as they may be.

    Entries of lists are followed by their ids where every one has its own, else by what they say.
    """
    return list(_between(old, new, path))


def same(one: Any, other: Any) -> bool:
    """Whether two values are written alike: 1 is 1.0, but neither true nor a text."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _between(old: Any, new: Any, path: Path) -> Iterator[Edit]:
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        # What is added comes first: what is emptied on the way would lose its layout.
        for key, value in new.items():
            if key not in old:
                yield Put((*path, key), value)
        for key in old:
            if key not in new:
                yield Drop((*path, key))
            else:
                yield from _between(old[key], new[key], (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _between_lists(old, new, path)
    elif not same(old, new):
        yield Put(path, new)


def _between_lists(old: Sequence[Any], new: Sequence[Any], path: Path) -> Iterator[Edit]:
    """Yield edits from the end to the start, so that positions hold until they are used."""
    steps = SequenceMatcher(None, *_tokens(old, new), autojunk=False).get_opcodes()
    if all(step[0] == "delete" or step[3] == step[4] for step in steps):  # nothing is kept
        yield Put(path, list(new))
        return
    for _, first, last, start, end in reversed(steps):
        both = min(last - first, end - start)
        for place in reversed(range(first + both, last)):
            yield Drop((*path, place))
        for place in reversed(range(start + both, end)):
            yield Insert((*path, first + both), new[place])
        for place in reversed(range(both)):
            yield from _between(old[first + place], new[start + place], (*path, first + place))


def _tokens(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[str], list[str]]:
    named = [[entry_name(entry) for entry in entries] for entries in (old, new)]
    if all(None not in names and len(set(names)) == len(names) for names in named):
        return [str(name) for name in named[0]], [str(name) for name in named[1]]
    return [_said(entry) for entry in old], [_said(entry) for entry in new]


def _said(entry: Any) -> str:
    return json.dumps(entry, default=str, sort_keys=True)
