"""A value as the text of YAML: in one line, or as a block under its key."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from planner.scenario.round_trip import round_trip_yaml

#: Longest line of folded text.
_FOLDED_AT: Final = 98
_QUOTED: Final = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}


def in_line(value: Any, *, flow: bool, quote: str | None = None) -> str:
    """Return a value in one line.

    Parameters
    ----------
    value : Any
        Plain data.
    flow : bool
        Whether it stands between brackets, where a comma ends a value.
    quote : str, optional
        The quotation mark that text keeps if it can.
    """
    if quote in _QUOTED and isinstance(value, str):
        value = _QUOTED[quote](value)
    if flow or isinstance(value, Mapping | list):
        return _dumped({"k": _plain(value)}, flow=True)[4:-1]
    return _dumped({"k": _plain(value)}, flow=False)[3:]


def as_block(value: Any, *, indent: int) -> str:
    """Return mappings and lists as lines that start at a column; innermost lists in one line."""
    text = _dumped(_laid_out(value), flow=False)
    if isinstance(value, list):  # a list is written two columns in by itself
        indent -= 2
    return textwrap.indent(text, " " * indent)


def folded(text: str, *, header: str, indent: int) -> str | None:
    """Return a paragraph under a folding sign (``>-``); None if folding would change it."""
    if not text or text != " ".join(text.split()):
        return None
    width = max(_FOLDED_AT - indent, 20)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join([header, *(" " * indent + line for line in lines)])


def _plain(value: Any) -> Any:
    """Return numbers that are whole without a point, so that they may be counts."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def _laid_out(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        return CommentedMap({key: _laid_out(inner) for key, inner in value.items()})
    if isinstance(value, list):
        made = CommentedSeq([_laid_out(inner) for inner in value])
        if not any(isinstance(inner, Mapping | list) for inner in value):
            made.fa.set_flow_style()
        return made
    return _plain(value)


def _dumped(value: Any, *, flow: bool) -> str:
    yaml: YAML = round_trip_yaml()
    yaml.default_flow_style = flow
    yaml.width = 1_000_000
    out = StringIO()
    yaml.dump(value, out)
    return out.getvalue().rstrip("\n")


def as_key(key: str) -> str:
    """Return a key as it is written; a year stands without quotes."""
    if len(key) == 4 and key.isdecimal() and key.isascii() and key[0] in "12":
        return key
    return in_line(key, flow=True)


def typed(text: str) -> Any:
    """Return a value typed into a form, read as YAML in one line reads it; else the text itself."""
    from planner.scenario.document import read_document
    from planner.scenario.faults import FaultyFileError

    try:
        found = read_document(f"k: {text}\n", name="typed")
    except FaultyFileError:
        return text
    if found.faults or found.data.keys() != {"k"}:
        return text
    value = found.data["k"]
    return text if value is None and text.strip() else value


def shown_value(value: Any) -> str:
    """Return a value as it would be typed: text bare, all else as YAML in one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if typed(value) == value else in_line(value, flow=True)
    return value.isoformat() if type(value) is date else in_line(value, flow=True)
