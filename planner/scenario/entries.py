"""Validates a document part by part, so that one slip hides no other.

For files whose parts do not depend on each other's validity; a scenario's do, see
:mod:`planner.scenario.salvage`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planner.scenario.document import Document, Path
from planner.scenario.explain import message_for, plain_path
from planner.scenario.faults import Fault, FaultyFileError, first_faults

_M = TypeVar("_M", bound=BaseModel)


class Parts:
    """The parts of a document, and everything found wrong with them.

    Attributes
    ----------
    document : Document
    faults : list[Fault]
        Those of the text, and those of every part asked for so far.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = [*document.faults]

    def one(self, model: type[_M], value: Any, path: Path = ()) -> _M | None:
        """Return a part as a model; None if it is faulty, and its faults are kept."""
        try:
            return model.model_validate(value)
        except ValidationError as error:
            places = ((path + plain_path(e["loc"]), e) for e in error.errors(include_url=False))
            self.faults += first_faults(
                self.document.fault(place, message_for(complaint, model))
                for place, complaint in places
                if place not in self.document.unreadable
            )
            return None

    def listed(self, key: str, choose: Callable[[Any, Path], type[_M] | None]) -> dict[int, _M]:
        """Return the sound entries of a list by their position in the file.

        ``choose`` names the model of an entry; None if it has already complained.
        """
        found: dict[int, _M] = {}
        for place, value in enumerate(self._list(key)):
            model = choose(value, (key, place))
            entry = None if model is None else self.one(model, value, (key, place))
            if entry is not None:
                found[place] = entry
        return found

    def written_ids(self, key: str) -> dict[str, int]:
        """Return the ids a list declares, sound or not, with the first position of each.

        An id that is declared again is a fault.
        """
        first: dict[str, int] = {}
        for place, value in enumerate(self._list(key)):
            name = value.get("id") if isinstance(value, dict) else None
            if not isinstance(name, str):
                continue
            if name in first:
                line = self.document.line((key, first[name], "id"))
                self.complain(
                    (key, place, "id"), f"id '{name}' is used twice, first in line {line}"
                )
            first.setdefault(name, place)
        return first

    def length(self, key: str) -> int:
        """Return how many entries a list has, sound or not."""
        return len(self._list(key))

    def _list(self, key: str) -> list[Any]:
        entries = self.document.data.get(key)
        return entries if isinstance(entries, list) else []

    def complain(self, path: Path, message: str) -> None:
        """Keep a fault."""
        self.faults.append(self.document.fault(path, message))

    def settle(self) -> None:
        """Raise FaultyFileError if anything was found wrong."""
        if self.faults:
            raise FaultyFileError(self.faults)
