"""Turns the complaints of the models into faults a reader can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from planner.scenario.document import Path
from planner.scenario.faults import shown, suggestion

_Context = Mapping[str, Any]

_WANTED: Final[Mapping[str, str]] = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "string_unicode": "text",
    "string_type": "text",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values",
    "tuple_type": "a list",
    "list_type": "a list",
}

_RULES: Final[Mapping[str, Callable[[_Context], str]]] = {
    "greater_than": lambda c: f"more than {c['gt']:.12g}",
    "greater_than_equal": lambda c: f"{c['ge']:.12g} or more",
    "less_than": lambda c: f"less than {c['lt']:.12g}",
    "less_than_equal": lambda c: f"{c['le']:.12g} or less",
    "literal_error": lambda c: str(c["expected"]),
    "string_too_short": lambda c: f"at least {c['min_length']} character",
    "string_too_long": lambda c: f"at most {c['max_length']} characters",
    "too_long": lambda c: f"at most {c['max_length']} entries",
    "too_short": lambda c: (
        f"at least {c['min_length']} entr{'y' if c['min_length'] == 1 else 'ies'}"
    ),
    "union_tag_invalid": lambda c: f"kind: {c['expected_tags']}",
}


def message_for(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what is wrong, the value given and what is allowed.

    Parameters
    ----------
    error : pydantic_core.ErrorDetails
        One complaint, its ``loc`` counted from ``model``.
    model : type[pydantic.BaseModel]
        The model that complained.
    """
    kind, value = error["type"], error["input"]
    context: _Context = error.get("ctx") or {}
    loc: Path = error["loc"]
    if kind == "extra_forbidden":
        return "is not a known key" + suggestion(loc[-1], known_keys(model, loc[:-1]))
    if kind == "missing":
        return "is missing, it is required"
    if kind == "union_tag_not_found":
        return f"needs a key 'kind', allowed {_listed_tags(context)}"
    if kind == "string_pattern_mismatch":
        return f"is {shown(value)}, allowed {_spelling(context)}"
    if kind in _WANTED:
        return f"is {shown(value)}, allowed is {_WANTED[kind]}"
    if kind in _RULES:
        return f"is {_size(value, kind)}, allowed {_RULES[kind](context)}"
    if kind in {"day", "day_range"}:
        return f"{shown(value)} {error['msg']}"
    return error["msg"]


def _listed_tags(context: _Context) -> str:
    return str(context.get("expected_tags", "anchor or table"))


def _spelling(context: _Context) -> str:
    if "a-z0-9" in str(context.get("pattern")):
        return "lower-case letters, digits, '_' and '-', 64 characters at most"
    return "text without control characters"


def _size(value: object, kind: str) -> str:
    if kind in {"too_long", "too_short"} and isinstance(value, list | tuple | dict):
        return f"a list of {len(value)}"
    if kind == "string_too_long":
        return f"{len(str(value))} characters long"
    return shown(value)


def plain_path(loc: Path) -> Path:
    """Return a location as it stands in the file, without marks the models add."""
    return tuple(part for part in loc if part not in {"anchor", "table", "[key]"})


def known_keys(model: type[BaseModel], loc: Path) -> tuple[str, ...]:
    """Return the keys a model allows at a location inside it."""
    found: list[Any] = [model]
    for part in loc:
        found = [inner for outer in found for inner in _inside(outer, part)]
    return tuple(name for one in found for name in one.model_fields)


def _inside(model: type[BaseModel], part: str | int) -> Iterator[type[BaseModel]]:
    if part in model.model_fields:
        yield from models_of(model.model_fields[str(part)].annotation)
    else:  # a list position or the tag of a union: the models are already at hand
        yield model


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """Return the models an annotation may hold, through unions, lists and mappings."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Annotated, Union, UnionType, tuple, dict}:
        for argument in get_args(annotation):
            yield from models_of(argument)
