"""Named changes laid over a base document: the way to ask "what if"."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from planner.scenario.document import Document, Mark, Path, dotted
from planner.scenario.faults import Fault
from planner.scenario.laying import laid


def with_overrides(document: Document, overrides: Mapping[str, object] | None) -> Document:
    """Return a document with values replaced, added or taken out.

    Parameters
    ----------
    document : Document
        The base; it is left as it is.
    overrides : Mapping[str, object], optional
        Nested mappings, dotted paths, or both: ``{"policies.dv_margin": 0.1}``.
        An entry of a list is addressed by its id or its position:
        ``{"elements.relay.due": "2031-05-01"}``. Where the value is a list, the
        whole list is replaced. None leaves out what the base said, a new id adds an entry.

    Returns
    -------
    Document
        Validated like a file; faults of an override carry the line of the thing
        it was laid over.
    """
    return laid(document, nested(overrides), _Caller()) if overrides else document


class _Caller:
    """Changes that come from a program: they stand in no file."""

    def mark(self, said: Path) -> Mark | None:  # noqa: ARG002
        return None

    def fault(self, document: Document, said: Path, message: str) -> Fault:
        # The words, not the places of a base that may have other files beneath it.
        return Fault(
            document.name, document.line(said), dotted(said), f"{message} (in an override)"
        )

    def is_unreadable(self, said: Path) -> bool:  # noqa: ARG002
        return False


def nested(overrides: Mapping[str, object]) -> dict[str, Any]:
    """Return dotted overrides as mappings in mappings; of two for one thing the later holds."""
    found: dict[str, Any] = {}
    _merge(found, overrides)
    return found


def _merge(here: dict[str, Any], overrides: Mapping[str, object]) -> None:
    for key, value in overrides.items():
        *around, last = str(key).split(".")
        inside = here
        for part in around:
            inside = _entered(inside, part)
        if isinstance(value, Mapping) and value:
            _merge(_entered(inside, last), value)
        else:
            # The caller's own empty mapping must not be entered: it is theirs, and may stand twice.
            inside[last] = deepcopy(list(value) if isinstance(value, tuple) else value)


def _entered(here: dict[str, Any], key: str) -> dict[str, Any]:
    if not isinstance(here.get(key), dict):
        here[key] = {}
    found: dict[str, Any] = here[key]
    return found
