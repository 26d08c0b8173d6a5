"""Reading and writing a scenario's text without losing a comment or a blank."""

from __future__ import annotations

from io import StringIO
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

#: Wide enough that no line of a scenario is folded.
_WIDTH: Final = 4096


class _Representer(RoundTripRepresenter):
    """Writes null as the word: in a variant it takes out what the base said."""

    def represent_null(self, _: None) -> ScalarNode:
        """Return the node of a null."""
        node: ScalarNode = self.represent_scalar("tag:yaml.org,2002:null", "null")
        return node


_Representer.add_representer(type(None), _Representer.represent_null)


def round_trip_yaml() -> YAML:
    """Return a YAML reader and writer that keeps comments, order, quotes and layout."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDTH
    yaml.preserve_quotes = True
    return yaml


def rewritten(text: str) -> str:
    """Return a text as it leaves the round trip: the shipped files come back unchanged."""
    yaml, out = round_trip_yaml(), StringIO()
    yaml.dump(yaml.load(text), out)
    return out.getvalue()
