"""Reading and writing a scenario's text without losing a comment or a blank."""

from __future__ import annotations

from io import StringIO
from typing import Final

from ruamel.yaml import YAML

#: Wide enough that no line of a scenario is folded.
_WIDTH: Final = 4096


def round_trip_yaml() -> YAML:
    """Return a YAML reader and writer that keeps comments, order, quotes and layout."""
    yaml = YAML(typ="rt", pure=True)
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDTH
    yaml.preserve_quotes = True
    return yaml


def rewritten(text: str) -> str:
    """Return a text as it leaves the round trip: the shipped files come back unchanged."""
    yaml, out = round_trip_yaml(), StringIO()
    yaml.dump(yaml.load(text), out)
    return out.getvalue()
