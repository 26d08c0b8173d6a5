"""Validates a document and keeps what is sound, so that one slip hides no other.

The checks between entries (unknown ids, cycles, weights) need whole objects. They
are run on the sound part of a faulty document, and stay silent about the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.catalogue.fields import FIRST_DAY, LAST_DAY
from planner.scenario.document import Document, Path
from planner.scenario.explain import message_for, plain_path
from planner.scenario.faults import Fault, first_faults
from planner.scenario.file import ElementEntry, FleetEntry, ScenarioFile

_LISTS: Final = (
    "phases", "partners", "fleet", "elements", "alternatives", "craft", "in_place", "pins",
    "history",
)  # fmt: skip
#: Dropping a value can leave its entry without something required: once more, then once more.
_ROUNDS: Final = 4
#: Stand-ins for required values that are missing or wrong; they never reach a plan.
_STAND_INS: Final[dict[str, Any]] = {
    "schema_version": 1,
    "id": "unnamed",
    "title": "unnamed",
    "horizon": {"start": FIRST_DAY, "end": LAST_DAY},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """The sound part of a document.

    Attributes
    ----------
    file : ScenarioFile
        What validates; entries that do not are left out.
    positions : Mapping[str, tuple[int, ...]]
        For each list, the position in the file of every entry kept.
    touched : frozenset[str]
        Top-level keys in which something was left out.
    """

    file: ScenarioFile
    positions: Mapping[str, tuple[int, ...]]
    touched: frozenset[str]


def validate(document: Document, *, any_site: str) -> tuple[Salvaged | None, list[Fault]]:
    """Validate a document against the file model.

    Parameters
    ----------
    document : Document
        What was read.
    any_site : str
        Id of a site to stand in for a missing one.

    Returns
    -------
    Salvaged or None
        The sound part; None if too little is left for further checks.
    list of Fault
        Every complaint of the model.
    """
    sound = _Sound(document.data, _STAND_INS | {"site": any_site})
    faults: list[Fault] = []
    for attempt in range(_ROUNDS):
        model = _Partial if attempt else ScenarioFile
        try:
            file = model.model_validate(sound.assembled())
        except ValidationError as error:
            complaints = error.errors(include_url=False)
            if attempt == 0:
                faults = first_faults(
                    _fault(document, complaint)
                    for complaint in complaints
                    if plain_path(complaint["loc"]) not in document.unreadable
                )
            sound.leave_out(complaints)
        else:
            return sound.salvaged(file), faults
    return None, faults


def _fault(document: Document, complaint: ErrorDetails) -> Fault:
    return document.fault(plain_path(complaint["loc"]), message_for(complaint, ScenarioFile))


class _Partial(ScenarioFile):
    """A scenario of which little may be left."""

    fleet: tuple[FleetEntry, ...] = ()
    elements: tuple[ElementEntry, ...] = ()


class _Sound:
    """A copy of the document from which faulty parts are taken out."""

    def __init__(self, data: Mapping[str, Any], stand_ins: Mapping[str, Any]) -> None:
        self.data = dict(data)
        self.stand_ins = stand_ins
        self.entries: dict[str, dict[int, Any]] = {
            name: dict(enumerate(data[name])) for name in _LISTS if _is_list(data.get(name))
        }
        self.touched: set[str] = set()

    def assembled(self) -> dict[str, Any]:
        return self.data | {name: list(kept.values()) for name, kept in self.entries.items()}

    def leave_out(self, complaints: Iterable[ErrorDetails]) -> None:
        # The complaints count the entries as they were before any is left out.
        kept = {name: tuple(entries) for name, entries in self.entries.items()}
        for complaint in complaints:
            loc: Path = complaint["loc"]
            top = str(loc[0])
            self.touched.add(top)
            if top in kept and len(loc) > 1:
                whole = len(loc) == 2 or (complaint["type"] == "missing" and len(loc) == 3)
                self._drop_entry(top, kept[top][int(loc[1])], None if whole else str(loc[2]))
            else:
                self._drop_top(top)

    def _drop_entry(self, name: str, where: int, key: str | None) -> None:
        entries = self.entries.get(name, {})
        entry = entries.get(where)
        if key is None or not isinstance(entry, dict):
            entries.pop(where, None)
        else:
            entries[where] = {k: v for k, v in entry.items() if k != key}

    def _drop_top(self, name: str) -> None:
        self.data.pop(name, None)
        self.entries.pop(name, None)
        if name in self.stand_ins:
            self.data[name] = self.stand_ins[name]

    def salvaged(self, file: ScenarioFile) -> Salvaged:
        return Salvaged(
            file=file,
            positions={name: tuple(kept) for name, kept in self.entries.items()},
            touched=frozenset(self.touched),
        )


def _is_list(value: object) -> bool:
    return isinstance(value, list)
