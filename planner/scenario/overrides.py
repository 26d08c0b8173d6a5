"""Named changes laid over a base document: the way to ask "what if"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from planner.scenario.document import Document, Path, dotted
from planner.scenario.faults import Fault, shown, suggestion


def with_overrides(document: Document, overrides: Mapping[str, object] | None) -> Document:
    """Return a document with values replaced or added.

    Parameters
    ----------
    document : Document
        The base; it is left as it is.
    overrides : Mapping[str, object], optional
        Nested mappings, dotted paths, or both: ``{"policies.dv_margin": 0.1}``.
        An entry of a list is addressed by its id or its position:
        ``{"elements.relay.due": "2031-05-01"}``. Where the value is a list, the
        whole list is replaced. None leaves out what the base said.

    Returns
    -------
    Document
        Validated like a file; faults of an override carry the line of the thing
        it was laid over.
    """
    if not overrides:
        return document
    data = deepcopy(document.data)
    faults = [*document.faults]
    for path, value in _leaves(overrides, ()):
        problem = _lay(data, path, deepcopy(value))
        if problem:
            message = f"{problem} (in an override)"
            faults.append(Fault(document.name, document.line(path), dotted(path), message))
    return replace(document, data=data, faults=tuple(faults))


def _leaves(node: Mapping[str, object], prefix: Path) -> Iterator[tuple[Path, object]]:
    for key, value in node.items():
        path = (*prefix, *str(key).split("."))
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, path)
        else:
            yield path, _plain(value)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _lay(data: dict[str, Any], path: Path, value: object) -> str | None:
    """Put a value at a path; return what is wrong with the path, if anything."""
    here: Any = data
    for part in path[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(str(part), {})
            continue
        position = _position(here, part)
        if position is None:
            return _no_entry(here, part)
        here = here[position]
    return _put(here, path[-1], value)


def _put(here: Any, part: str | int, value: object) -> str | None:
    if isinstance(here, dict) and value is None:
        here.pop(part, None)
    elif isinstance(here, dict):
        here[str(part)] = value
    elif (position := _position(here, part)) is not None:
        here[position] = value
    else:
        return _no_entry(here, part)
    return None


def _no_entry(here: Any, part: str | int) -> str:
    if isinstance(here, list):
        return f"no entry {shown(part)}" + suggestion(part, _ids(here))
    return f"{shown(part)} lies inside a single value, allowed are values in mappings and lists"


def _ids(entries: list[Any]) -> list[str]:
    return [str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry]


def _position(entries: Any, part: str | int) -> int | None:
    if not isinstance(entries, list):
        return None
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("id") == part:
            return index
    text = str(part)
    return int(text) if text.isdecimal() and int(text) < len(entries) else None
