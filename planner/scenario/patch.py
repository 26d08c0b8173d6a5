"""The catalogue as one scenario sees it: the shipped entries with its changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from planner.catalogue import Catalogue
from planner.catalogue.loading import SECTIONS
from planner.catalogue.quantities import DatedFact, Quantity
from planner.scenario.document import Document, Path
from planner.scenario.explain import message_for, models_of, plain_path
from planner.scenario.faults import Fault, first_faults, suggestion
from planner.scenario.file import CatalogueEntry

#: Source of values a scenario sets without naming one; it is in ``sources.yaml``.
AUTHOR: Final = "scenario_author"
_MARK: Final[Mapping[str, str]] = {"source": AUTHOR, "confidence": "assumed"}


def patched(
    catalogue: Catalogue, changes: CatalogueEntry, document: Document
) -> tuple[Catalogue, list[Fault]]:
    """Lay a scenario's changes over the catalogue.

    A value changed without a source is marked as the author's assumption: the old
    source does not vouch for a new number.

    Returns
    -------
    Catalogue
        With the changed entries; one that does not validate stays as shipped.
    list of Fault
        What is wrong with the changes.
    """
    faults: list[Fault] = []
    sections: dict[str, Mapping[str, Any]] = {}
    for section in CatalogueEntry.model_fields:
        model = SECTIONS[section]
        entries = dict(getattr(catalogue, section))
        for key, change in getattr(changes, section).items():
            built = _entry(model, key, entries.get(key), change)
            if isinstance(built, ValidationError):
                where: Path = ("catalogue", section, key)
                faults.extend(first_faults(_faults(document, where, built, model)))
            else:
                entries[key] = built
        sections[section] = MappingProxyType(entries)
    result = replace(catalogue, **sections)
    return result, faults + first_faults(_unknown(result, changes, document))


def _entry(
    model: type[BaseModel], key: str, base: BaseModel | None, change: Mapping[str, Any]
) -> BaseModel | ValidationError:
    start: dict[str, Any] = base.model_dump() if base else {"id": key}
    try:
        return model.model_validate(_merged(model, start, change))
    except ValidationError as error:
        return error


def _merged(model: type[BaseModel], base: Any, change: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(base, dict) or change.get("kind", base.get("kind")) != base.get("kind"):
        base = {}
    result = dict(base)
    for key, value in change.items():
        field = model.model_fields.get(key)
        inner = tuple(models_of(field.annotation)) if field else ()
        result[key] = _value(inner, result.get(key), value)
    if issubclass(model, Quantity | DatedFact) and "source" not in change:
        result |= _MARK
    return result


def _value(inner: tuple[type[BaseModel], ...], base: Any, value: Any) -> Any:
    if isinstance(value, Mapping) and inner:
        return _merged(_model_for(inner, base, value), base, value)
    if Quantity in inner and isinstance(value, int | float) and not isinstance(value, bool):
        return {"value": value, **_MARK}
    if DatedFact in inner and isinstance(value, date | str):
        return {"date": value, **_MARK}
    return value


def _model_for(
    inner: tuple[type[BaseModel], ...], base: Any, value: Mapping[str, Any]
) -> type[BaseModel]:
    """Choose the member of a union the keys speak of."""
    keys = set(value) | set(base if isinstance(base, dict) else ())
    return max(inner, key=lambda model: len(keys & set(model.model_fields)))


def _faults(
    document: Document, where: Path, error: ValidationError, model: type[BaseModel]
) -> Iterator[Fault]:
    for complaint in error.errors(include_url=False):
        path = (*where, *plain_path(complaint["loc"]))
        yield document.fault(path, message_for(complaint, model))


def _unknown(catalogue: Catalogue, changes: CatalogueEntry, document: Document) -> Iterator[Fault]:
    """Return what the changed entries refer to that does not exist."""
    for section in CatalogueEntry.model_fields:
        for key, change in getattr(changes, section).items():
            where: Path = ("catalogue", section, key)
            named = [(path, "source", name) for path, name in _named_sources(change, where)]
            named += _named_things(getattr(catalogue, section).get(key), where)
            for path, what, name in named:
                known = getattr(catalogue, f"{what}s")
                if name not in known:
                    message = f"unknown {what} '{name}'{suggestion(name, known)}"
                    yield document.fault(path, message)


def _named_things(entry: BaseModel | None, where: Path) -> Iterator[tuple[Path, str, str]]:
    for place, pad in enumerate(getattr(entry, "pads", ())):
        yield (*where, "pads", place), "pad", pad
    partner = getattr(entry, "partner", None)
    if partner is not None:
        yield (*where, "partner"), "partner", partner


def _named_sources(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    pairs = node.items() if isinstance(node, Mapping) else ()
    for key, value in pairs:
        if key == "source" and isinstance(value, str):
            yield (*path, key), value
        else:
            yield from _named_sources(value, (*path, key))
