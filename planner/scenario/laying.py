"""Lays nested changes over a document, and keeps where everything that stays is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final, Protocol, TypeAlias

from planner.scenario.document import Document, Mark, Path
from planner.scenario.explain import models_of
from planner.scenario.faults import Fault, shown, suggestion
from planner.scenario.file import ScenarioFile


def _lists_with_ids() -> dict[str, tuple[str, ...]]:
    """Return the lists whose entries have an id, and what a new entry must say besides."""
    found = {}
    for key, listed in ScenarioFile.model_fields.items():
        for model in models_of(listed.annotation):
            if "id" in model.model_fields:
                fields = model.model_fields.items()
                found[key] = tuple(name for name, field in fields if field.is_required())
    return found


_Changes: TypeAlias = Mapping[str, Any]
_SINGLE: Final = "lies inside a single value, allowed are values in mappings and lists"
#: Keys a new entry must have, by list; its id is the key it stands under.
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    key: tuple(name for name in names if name != "id") for key, names in _lists_with_ids().items()
}


class Voice(Protocol):
    """Who asks for the changes: where each is written, and how a fault of it is told."""

    def mark(self, said: Path) -> Mark | None:
        """Return where a change is written; None if it is in no file."""

    def fault(self, document: Document, said: Path, message: str) -> Fault:
        """Return what is wrong with a change."""

    def is_unreadable(self, said: Path) -> bool:
        """Return whether a change could not be read, which was reported."""


def laid(document: Document, changes: Mapping[str, Any], voice: Voice) -> Document:
    """Return a document with changes laid over it; the base stays as it is.

    Mappings are entered, entries of lists are named by their id or position; None takes
    out what the base said; a new id adds an entry; everything else replaces.
    """
    work = _Laying(document, voice)
    work.mapping(work.data, changes, (), ())
    work.take_out()
    return work.result()


class _Laying:
    """The data on its way. Methods take where a thing goes (``at``) and how it was ``said``."""

    def __init__(self, document: Document, voice: Voice) -> None:
        self.document = document
        self.voice = voice
        self.data = deepcopy(document.data)
        self.marks: dict[Path, Mark] = {}
        self.replaced: set[Path] = set()
        self.doomed: dict[Path, set[int]] = {}
        self.moves: list[Callable[[Path], Path | None]] = []
        self.faults: list[Fault] = []

    def mapping(self, here: dict[str, Any], changes: _Changes, at: Path, said: Path) -> None:
        for key, value in changes.items():
            path, word = (*at, key), (*said, key)
            if self.voice.is_unreadable(word):
                continue
            if not _enters(value):
                self.put(here, key, value, path, word)
                continue
            if here.get(key) is None:
                here[key] = [] if path[0] in _LISTS and len(path) == 1 else {}
                self.note(path, word)
            if isinstance(here[key], dict):
                self.mapping(here[key], value, path, word)
            elif isinstance(here[key], list):
                self.entries(here[key], value, path, word)
            elif at[:1] == ("catalogue",):  # a bare number may become a value with its source
                self.put(here, key, value, path, word)
            else:
                inner = next(iter(value))
                self.complain((*word, inner), f"{shown(inner)} {_SINGLE}")

    def entries(self, here: list[Any], changes: _Changes, at: Path, said: Path) -> None:
        for key, value in changes.items():
            word = (*said, key)
            place = _position(here, key)
            if self.voice.is_unreadable(word):
                continue
            if place is None:
                self.add(here, key, value, at, word)
            elif value is None:
                self.doomed.setdefault(at, set()).add(place)
            elif _enters(value) and isinstance(here[place], dict):
                self.mapping(here[place], value, (*at, place), word)
            else:
                self.put(here, place, value, (*at, place), word)

    def add(self, here: list[Any], key: str, value: Any, at: Path, word: Path) -> None:
        needed = _LISTS.get(str(at[0])) if len(at) == 1 else None
        lacking = [name for name in needed or () if not _says(value, name)]
        if needed is None or lacking or not isinstance(value, Mapping):
            more = f"; a new one needs {', '.join(needed)}" if needed else ""
            self.complain(word, f"no entry {shown(key)}{suggestion(key, _names(here))}{more}")
            return
        path = (*at, len(here))
        here.append({"id": key})
        self.note(path, word)
        self.mapping(here[-1], value, path, word)

    def put(self, here: Any, key: str | int, value: Any, path: Path, word: Path) -> None:
        if value is None:
            here.pop(key, None)
        else:
            here[key] = deepcopy(value)
        self.replaced.add(path)
        self.note(path, word, value)

    def note(self, path: Path, word: Path, value: Any = None) -> None:
        """Keep where a value is written, and everything in it."""
        mark = self.voice.mark(word)
        if mark is None:
            return
        self.marks[path] = mark
        for key, inner in _parts(value):
            self.note((*path, key), (*word, key), inner)

    def complain(self, word: Path, message: str) -> None:
        self.faults.append(self.voice.fault(self.document, word, message))

    def take_out(self) -> None:
        """Drop the entries taken out, innermost lists first, and move up what follows."""
        for at in sorted(self.doomed, key=len, reverse=True):
            gone = self.doomed[at]
            here: Any = self.data
            for part in at:
                here = here[part]
            here[:] = [entry for place, entry in enumerate(here) if place not in gone]
            self.moves.append(_moving(at, gone))

    def result(self) -> Document:
        base = self.document
        kept = {path: mark for path, mark in base.marks.items() if not self.is_stale(path, 0)}
        unread = [path for path in base.unreadable if not self.is_stale(path, 1)]
        return replace(
            base,
            data=self.data,
            marks={
                new: mark
                for path, mark in (kept | self.marks).items()
                if (new := self.moved(path)) is not None
            },
            faults=(*base.faults, *self.faults),
            unreadable=frozenset(new for path in unread if (new := self.moved(path)) is not None),
        )

    def is_stale(self, path: Path, own: int) -> bool:
        """Whether something around a path was replaced, or with ``own`` the thing itself."""
        return any(path[:size] in self.replaced for size in range(1, len(path) + own))

    def moved(self, path: Path) -> Path | None:
        """Return where a path is once entries are gone; None if it is gone with them."""
        here: Path | None = path
        for move in self.moves:
            here = None if here is None else move(here)
        return here


def _moving(at: Path, gone: set[int]) -> Callable[[Path], Path | None]:
    before = sorted(gone)

    def moved(path: Path) -> Path | None:
        size = len(at)
        if len(path) <= size or path[:size] != at or not isinstance(path[size], int):
            return path
        place = path[size]
        assert isinstance(place, int)
        if place in gone:
            return None
        return (*at, place - sum(one < place for one in before), *path[size + 1 :])

    return moved


def _enters(value: Any) -> bool:
    """Whether a change goes inside what stands there; an empty mapping replaces it."""
    return isinstance(value, Mapping) and bool(value)


def _says(value: Any, name: str) -> bool:
    return isinstance(value, Mapping) and value.get(name) is not None


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _names(entries: list[Any]) -> list[str]:
    return [name for entry in entries if (name := entry_name(entry)) is not None]


def _position(entries: list[Any], key: str) -> int | None:
    for index, entry in enumerate(entries):
        if entry_name(entry) == key:
            return index
    return int(key) if key.isdecimal() and int(key) < len(entries) else None


def entry_name(entry: object) -> str | None:
    """Return what an entry of a list is called: its id, or launcher and lander of a flight."""
    if not isinstance(entry, dict):
        return None
    if "id" in entry:
        return str(entry["id"])
    return "-".join(str(entry[key]) for key in ("launcher", "lander") if entry.get(key)) or None
