"""Ways to do one thing, of which the planner chooses one, as a scenario file says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model


class ChoiceEntry(Model):
    """One of the ways: everything it names is delivered, or nothing that it alone names."""

    id: Identifier
    """Name of this choice within its alternative."""
    elements: tuple[Identifier, ...] = Field(min_length=1, max_length=64)
    """Elements delivered if it is chosen."""


def _two_to_eight(entries: object) -> object:
    """Count the entries as written: a faulty one is still a choice."""
    if isinstance(entries, list) and not 2 <= len(entries) <= 8:
        raise PydanticCustomError(
            "choices", "is a list of {count}, allowed are 2 to 8 choices", {"count": len(entries)}
        )
    return entries


class AlternativeEntry(Model):
    """Ways to do one thing, of which exactly one is chosen."""

    id: Identifier
    """Name elements refer to under requires: whatever is chosen."""
    name: Line | None = None
    """Name people use; the id if left out."""
    choices: Annotated[tuple[ChoiceEntry, ...], BeforeValidator(_two_to_eight)]
    """The ways, two to eight."""
