"""Refuses hostile or hopeless input before anything is built from it.

The limits are far above what a person writes (the largest shipped scenario makes
about 1100 events) and low enough that the slowest text within them is read in
well under a second by a parser in pure Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

from planner.scenario.faults import Fault, FaultyFileError, shown

MAX_BYTES: Final = 256 * 1024
MAX_LINES: Final = 10_000
MAX_DEPTH: Final = 32
MAX_EVENTS: Final = 5_000
MAX_SCALAR: Final = 4_000
#: What a YAML parser raises on text nobody thought of.
PARSER_ERRORS: Final = (
    YAMLError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
_CORE_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")
)


def decoded(content: str | bytes, *, name: str, what: str = "scenario") -> str:
    """Return the text of a scenario or of another file of its kind.

    Parameters
    ----------
    content : str or bytes
        The file's content; bytes must be UTF-8, a byte-order mark is dropped.
    name : str
        Name of the file for messages.
    what : str
        What such a file is called.

    Raises
    ------
    FaultyFileError
        If the content is empty, too large, has too many lines or is not UTF-8.
    """
    raw = _encoded(content, name)
    if len(raw) > MAX_BYTES:
        _refuse(name, 1, f"is larger than {MAX_BYTES // 1024} kB, allowed up to that")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(name, line, f"byte {raw[error.start]:#04x} is not UTF-8 text, save it as UTF-8")
    if text.count("\n") >= MAX_LINES:
        _refuse(name, MAX_LINES, f"has more than {MAX_LINES} lines, allowed up to that")
    if not text.strip():
        _refuse(name, 1, f"is empty, a {what} starts with schema_version, id and title")
    return text


def _encoded(content: str | bytes, name: str) -> bytes:
    if isinstance(content, bytes):
        return content
    if len(content) > MAX_BYTES:
        _refuse(name, 1, f"is larger than {MAX_BYTES // 1024} kB, allowed up to that")
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        line = content.count("\n", 0, error.start) + 1
        _refuse(name, line, "holds half of a surrogate pair, save it as UTF-8")


def _refuse(name: str, line: int, message: str) -> NoReturn:
    raise FaultyFileError([Fault(name, line, "", message)])


def inspect(text: str, *, name: str, what: str = "scenario") -> None:
    """Read the events of a YAML text without building anything from them.

    Raises
    ------
    FaultyFileError
        With every anchor, alias, merge key, foreign tag, directive and oversized
        scalar; at the first syntax error, or as soon as the text is too deep, too
        long or holds a second document.
    """
    faults: list[Fault] = []
    depth = documents = 0
    try:
        for count, event in enumerate(YAML(typ="safe", pure=True).parse(text)):
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            documents += isinstance(event, DocumentStartEvent)
            fatal = _too_much(count, depth, documents, what)
            line = _line_of(event, text)
            wrong = filter(None, (fatal, *_forbidden(event, what)))
            faults.extend(Fault(name, line, "", message) for message in wrong)
            if fatal:
                break
    except PARSER_ERRORS as error:
        faults.append(syntax_fault(error, text, name=name))
    if faults:
        raise FaultyFileError(faults)


def _line_of(event: Event, text: str) -> int:
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        lines = enumerate(text.splitlines(), start=1)
        return next(number for number, line in lines if line.startswith("%"))
    return int(event.start_mark.line) + 1


def _too_much(count: int, depth: int, documents: int, what: str) -> str | None:
    if count > MAX_EVENTS:
        return f"holds more than {MAX_EVENTS} keys, values and brackets, allowed up to that"
    if depth > MAX_DEPTH:
        return f"is nested more than {MAX_DEPTH} levels deep, allowed up to that"
    if documents > 1:
        return f"starts a second document, a {what} is one document without '---' inside"
    return None


def _forbidden(event: Event, what: str) -> Iterator[str]:
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        yield f"has a '%' directive, remove it: a {what} is YAML 1.2"
    if isinstance(event, AliasEvent):
        yield f"alias {shown(event.anchor)} is not allowed, write the value out"
    elif isinstance(event, NodeEvent) and event.anchor is not None:
        yield f"anchor {shown(event.anchor)} is not allowed, write the value where it is needed"
    if isinstance(event, ScalarEvent | CollectionStartEvent):
        yield from _bad_tag(event)
    if isinstance(event, ScalarEvent):
        yield from _bad_scalar(event)


def _bad_tag(event: ScalarEvent | CollectionStartEvent) -> Iterator[str]:
    tag = None if event.ctag is None else str(event.ctag)
    if tag is not None and tag != "!" and tag not in _CORE_TAGS:
        yield f"tag {shown(tag)} is not allowed, only text, numbers, true, false, lists, mappings"


def _bad_scalar(event: ScalarEvent) -> Iterator[str]:
    if len(event.value) > MAX_SCALAR:
        yield f"a value of {len(event.value)} characters, allowed up to {MAX_SCALAR}"
    if event.value == "<<" and event.style is None:
        yield "merge key '<<' is not allowed, write the keys out"


def syntax_fault(error: Exception, text: str, *, name: str) -> Fault:
    """Return what a YAML parser's complaint means, with the line it happened at."""
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return Fault(name, line, "", f"character {error.character!r} is not allowed in YAML")
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return Fault(name, mark.line + 1 if mark else 1, "", f"is not YAML: {said}")
    if isinstance(error, YAMLStreamError):
        return Fault(name, 1, "", f"is not YAML: {shown(str(error))}")
    return Fault(name, 1, "", f"cannot be read as YAML: {shown(str(error))}")
