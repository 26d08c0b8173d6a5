"""The line of a statement, found by names instead of positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.scenario.document import Document, Path, read_document
from planner.scenario.reading import read_bytes


class Places:
    """Lines of a scenario file by keys and ids.

    Parameters
    ----------
    file : str or pathlib.Path
        A file that was loaded before, so that it can be read.
    """

    def __init__(self, file: object) -> None:
        self._document = read_document(read_bytes(str(file)), name=str(file))

    def line(self, path: Sequence[str]) -> int | None:
        """Line of ``path``, or of the thing it belongs to; None if the file states neither."""
        found = _positions(self._document, path)
        return self._document.line(found) if found else None


def _positions(document: Document, path: Sequence[str]) -> Path:
    value: Any = document.data
    found: Path = ()
    for part in path:
        step = _step(value, part)
        if step is None:
            break
        found, value = (*found, step), value[step]
    return found if len(found) >= len(path) - 1 else ()


def _step(value: Any, part: str) -> str | int | None:
    """The key or position that ``part`` is, or names in a list of items with ids."""
    if isinstance(value, dict):
        return part if part in value else None
    if isinstance(value, list):
        named = next((n for n, item in enumerate(value) if part in _names(item)), None)
        position = int(part) if part.isdecimal() and int(part) < len(value) else None
        return position if named is None else named
    return None


def _names(item: Any) -> tuple[object, ...]:
    """What an item is called: its id, itself, or launcher and lander of an unnamed flight."""
    if not isinstance(item, dict):
        return (item,)
    if "id" in item:
        return (item["id"],)
    pair = [str(item[key]) for key in ("launcher", "lander") if item.get(key)]
    return ("-".join(pair),) if pair else ()
