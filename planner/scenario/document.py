"""A YAML text as plain values, with the line of every key and item.

Built from the node tree, so that a key written twice, a day that is not in the
calendar and a key that is not text are each reported with their own line, all
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from planner.scenario.faults import Fault, FaultyFileError, shown
from planner.scenario.guard import PARSER_ERRORS, decoded, inspect, syntax_fault

#: Keys and list positions from the root of the document to a value.
Path: TypeAlias = tuple[str | int, ...]
_LONGEST_PART: Final = 64


def dotted(path: Path) -> str:
    """Return a path as the messages show it, ``elements.3.mass_kg``."""
    return ".".join(str(part)[:_LONGEST_PART] for part in path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as plain dicts, lists, text, numbers, days and nothing else.

    Attributes
    ----------
    name : str
        Name of the file for messages.
    data : dict
        The document; always a mapping.
    lines : Mapping[Path, int]
        Line (from 1) of every key and list item.
    faults : tuple[Fault, ...]
        What could be read but is wrong: keys written twice, days out of calendar.
    unreadable : frozenset[Path]
        Values that could not be read, None in ``data``; their faults are in ``faults``.
    """

    name: str
    data: dict[str, Any]
    lines: Mapping[Path, int]
    faults: tuple[Fault, ...]
    unreadable: frozenset[Path]

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, message: str) -> Fault:
        """Return a fault at a path of this document."""
        return Fault(self.name, self.line(path), dotted(path), message)


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
        lines=builder.lines,
        faults=tuple(builder.faults),
        unreadable=frozenset(builder.unreadable),
    )


@dataclass(slots=True)
class _Builder:
    name: str
    constructor: Any
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)

    def value(self, node: Node, path: Path) -> Any:
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.item(child, (*path, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, path)

    def item(self, node: Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
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
                first = self.lines[here]
                self.complain(line, here, f"is written twice, first in line {first}; keep one")
                continue
            self.lines[here] = line
            result[key] = self.value(value_node, here)
        return result

    def key(self, node: Node, path: Path) -> str | None:
        key = self.scalar(node, path) if isinstance(node, ScalarNode) else node.value
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
