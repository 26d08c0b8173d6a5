"""A YAML text as plain values, with the line of every key and item.

Built from the node tree, so that a key written twice, a day that is not in the
calendar and a key that is not text are each reported with their own line, all
together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from planner.scenario.faults import Fault, FaultyFileError, shown
from planner.scenario.guard import PARSER_ERRORS, decoded, inspect, syntax_fault

#: Keys and list positions from the root of the document to a value.
Path: TypeAlias = tuple[str | int, ...]
_LONGEST_PART: Final = 64
_YEAR: Final = re.compile(r"[12]\d{3}")


def dotted(path: Path) -> str:
    """Return a path as the messages show it, ``elements.3.mass_kg``."""
    return ".".join(str(part)[:_LONGEST_PART] for part in path)


class Mark(NamedTuple):
    """Where something is written: the file, the line (from 1) and the path within that file."""

    file: str
    line: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as plain dicts, lists, text, numbers, days and nothing else.

    Attributes
    ----------
    name : str
        Name of the file for messages.
    data : dict
        The document; always a mapping.
    marks : Mapping[Path, Mark]
        Where every key and list item is written: a variant and its base share a document.
    faults : tuple[Fault, ...]
        What could be read but is wrong: keys written twice, days out of calendar.
    unreadable : frozenset[Path]
        Values that could not be read, None in ``data``; their faults are in ``faults``.
    given : Mapping[Path, str]
        Entries that stand in no line, each with where it comes from.
    """

    name: str
    data: dict[str, Any]
    marks: Mapping[Path, Mark]
    faults: tuple[Fault, ...]
    unreadable: frozenset[Path]
    given: Mapping[Path, str] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """Return where a path, or the nearest thing around it, is written; the path stays whole."""
        around = path
        while around and around not in self.marks:
            around = around[:-1]
        found = self.marks.get(around, Mark(self.name, 1, ()))
        return found._replace(path=(*found.path, *path[len(around) :]))

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing around it."""
        return self.mark(path).line

    def fault(self, path: Path, message: str) -> Fault:
        """Return a fault at a path of this document, in the words of the file that says it."""
        if path[:2] in self.given:
            return Fault(self.given[path[:2]], 0, dotted(path), message)
        mark = self.mark(path)
        return Fault(mark.file, mark.line, dotted(mark.path), message)

    def place(self, path: Path) -> str:
        """Return where a path is written, in the words of a message: ``line 14``."""
        if path[:2] in self.given:
            return self.given[path[:2]]
        mark = self.mark(path)
        return f"line {mark.line}" if mark.file == self.name else f"{mark.file}:{mark.line}"


def read_document(content: str | bytes, *, name: str, what: str = "scenario") -> Document:
    """Read the text of a scenario or of another file of its kind, called ``what``.

    Raises
    ------
    FaultyFileError
        If nothing can be made of the text: see :mod:`planner.scenario.guard`.
    """
    text = decoded(content, name=name, what=what)
    inspect(text, name=name, what=what)
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
    except PARSER_ERRORS as error:
        raise FaultyFileError([syntax_fault(error, text, name=name)]) from error
    if root is None:
        message = f"holds no {what}, it starts with schema_version, id and title"
        raise FaultyFileError([Fault(name, 1, "", message)])
    if not isinstance(root, MappingNode):
        message = f"must be a mapping of keys and values, such as 'id: my-{what}'"
        raise FaultyFileError([Fault(name, root.start_mark.line + 1, "", message)])
    builder = _Builder(name, yaml.constructor)
    data = builder.mapping(root, ())
    return Document(
        name=name,
        data=data,
        marks=builder.marks,
        faults=tuple(builder.faults),
        unreadable=frozenset(builder.unreadable),
    )


@dataclass(slots=True)
class _Builder:
    name: str
    constructor: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)

    def value(self, node: Node, path: Path) -> Any:
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.item(child, (*path, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, path)

    def item(self, node: Node, path: Path) -> Any:
        self.marks[path] = Mark(self.name, node.start_mark.line + 1, path)
        return self.value(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.key(key_node, path)
            if key is None:
                continue
            here = (*path, key)
            if key in result:
                first = self.marks[here].line
                self.complain(line, here, f"is written twice, first in line {first}; keep one")
                continue
            self.marks[here] = Mark(self.name, line, here)
            result[key] = self.value(value_node, here)
        return result

    def key(self, node: Node, path: Path) -> str | None:
        key = self.scalar(node, path) if isinstance(node, ScalarNode) else node.value
        if isinstance(key, int) and _YEAR.fullmatch(node.value):
            return str(node.value)  # {2033: 1500} names a year, whose text is its name
        if isinstance(key, str):
            return key
        what = f"key {shown(key)} is not text, allowed are names; quote it if it is meant as one"
        self.complain(node.start_mark.line + 1, path, what)
        return None

    def scalar(self, node: Node, path: Path) -> Any:
        try:
            return self.constructor.construct_object(node)
        except PARSER_ERRORS as error:
            reason = str(error) if isinstance(error, ValueError) else "it does not fit its tag"
            message = f"{shown(node.value)} cannot be read: {reason[:_LONGEST_PART]}"
            self.complain(node.start_mark.line + 1, path, message)
            self.unreadable.add(path)
            return None

    def complain(self, line: int, path: Path, message: str) -> None:
        self.faults.append(Fault(self.name, line, dotted(path), message))
