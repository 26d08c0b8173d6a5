"""A scenario with overrides as the text of a file: a variant of its base, or whole."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from planner.scenario.model import Scenario
from planner.scenario.overrides import nested, with_overrides
from planner.scenario.variants import read_scenario

_SCHEMA: Final = "# yaml-language-server: $schema=./scenario.schema.json\n"
_LONGEST_ID: Final = 64


def variant_text(scenario: Scenario, *, base: str, overrides: Mapping[str, object]) -> str:
    """Return the text of a variant that changes what the overrides change.

    Parameters
    ----------
    scenario : Scenario
        The scenario with the overrides.
    base : str
        Plain name of the file they were laid over; the variant must stand beside it.
    overrides : Mapping[str, object]
        As :func:`planner.scenario.load_scenario` takes them.
    """
    changes = nested(overrides)
    changes.pop("id", None)
    changes.pop("title", None)
    changes.pop("teaches", None)
    said = {
        "id": f"{scenario.id[: _LONGEST_ID - 8]}_changed",
        "title": f"{scenario.title}, changed",
    }
    return variant_of(base=base, said=said, changes=changes)


def variant_of(*, base: str, said: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
    """Return the text of a variant: what it says of itself, and nested changes to a file."""
    whole = {"schema_version": 1, "base": base, **said, "changes": dict(changes)}
    return _SCHEMA + "\n" + _yaml(whole)


def whole_text(
    text: bytes, *, name: str, bases: Path | None, overrides: Mapping[str, object]
) -> str:
    """Return the text of a full scenario: a file with overrides, and its bases, in one.

    Comments of the file are not in it: what they explain may be what was changed.
    """
    document = with_overrides(read_scenario(text, name=name, bases=bases).document, overrides)
    return _SCHEMA + "\n" + _yaml(document.data)


def _yaml(said: Mapping[str, Any]) -> str:
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = 100
    out = io.StringIO()
    writer.dump(dict(said), out)
    return re.sub(r"\n\.\.\.\n?$", "\n", out.getvalue())
