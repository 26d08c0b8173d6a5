"""What the file of a variant may say: which base, and what differs from it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, JsonValue, WithJsonSchema
from pydantic_core import PydanticCustomError

from planner.catalogue.fields import Identifier, Line, Model, Text
from planner.scenario.file import ScenarioFile

#: A plain name: no folder, no drive, nothing hidden.
BASE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}\.ya?ml")
#: Keys that speak of the variant itself and are no changes to its base.
OWN_KEYS: Final = ("schema_version", "base", "id", "title", "teaches", "changes")


def _plain_name(word: str) -> str:
    if not BASE_NAME.fullmatch(word):
        raise PydanticCustomError(
            "base_name", "is no plain name of a file, allowed is one such as ilrs_2035.yaml"
        )
    return word


#: The name of a file beside this one.
BaseName: TypeAlias = Annotated[
    str,
    Field(strict=True),
    AfterValidator(_plain_name),
    WithJsonSchema({"type": "string", "pattern": f"^{BASE_NAME.pattern}$"}),
]
_CHANGED: Final[list[JsonValue]] = [key for key in ScenarioFile.model_fields if key not in OWN_KEYS]


class VariantFile(Model):
    """A scenario told as named changes to another one."""

    schema_version: Literal[1]
    """Version of this format; 1."""
    base: BaseName
    """File beside this one that is changed: a full scenario, or a variant of one."""
    id: Identifier
    """Short name of the scenario."""
    title: Line
    """Name people use."""
    teaches: Text = ""
    """What a reader can learn from it; the base's text if left out."""
    changes: dict[str, Any] = Field(json_schema_extra={"propertyNames": {"enum": _CHANGED}})
    """What differs from the base, in its own keys; entries of lists by id; null takes out."""
