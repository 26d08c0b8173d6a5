"""Entries given beside a file, such as on the command line, added to its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.scenario.document import Document, Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One entry more in a list of the scenario.

    Attributes
    ----------
    origin : str
        What faults call the place it comes from, such as ``--pin 'rover@2031'``.
    key : str
        List of the scenario: ``pins`` or ``history``.
    entry : Mapping[str, object]
        The entry as a file would say it.
    """

    origin: str
    key: str
    entry: Mapping[str, object]


def with_additions(document: Document, additions: Sequence[Addition]) -> Document:
    """Return a document with entries added at the end of its lists; the base stays as it is."""
    if not additions:
        return document
    data: dict[str, Any] = dict(document.data)
    given: dict[Path, str] = dict(document.given)
    for one in additions:
        written = data.get(one.key)
        if written is not None and not isinstance(written, list):
            continue  # what stands there is a fault of its own
        data[one.key] = [*(written or ()), dict(one.entry)]
        given[one.key, len(data[one.key]) - 1] = one.origin
    return replace(document, data=data, given=given)
