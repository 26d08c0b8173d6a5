"""The line of a statement, found by names instead of positions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path as Folder
from typing import Any

from planner.scenario.document import Document, Path
from planner.scenario.laying import entry_name
from planner.scenario.reading import read_bytes
from planner.scenario.variants import read_scenario


class Places:
    """Where a scenario says what, by keys and ids; a variant's base is part of it.

    Parameters
    ----------
    file : str or pathlib.Path
        A file that was loaded before, so that it can be read.
    """

    def __init__(self, file: str | os.PathLike[str]) -> None:
        text = read_bytes(os.fspath(file))
        self._document = read_scenario(text, name=str(file), bases=Folder(file).parent).document

    @classmethod
    def of_text(cls, text: bytes, *, name: str, bases: Folder) -> Places:
        """Return the places of a text that was loaded before; it stands in no file."""
        places = cls.__new__(cls)
        places._document = read_scenario(text, name=name, bases=bases).document
        return places

    def place(self, path: Sequence[str]) -> str | None:
        """``file:line`` of ``path``, or of the thing it belongs to; None if neither is said."""
        found = _positions(self._document, path)
        if not found:
            return None
        mark = self._document.mark(found)
        return f"{mark.file}:{mark.line}"


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
    return (entry_name(item),) if isinstance(item, dict) else (item,)
