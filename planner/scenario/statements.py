"""What a scenario says, as one tree of plain values: the form in which two are compared.

The tree holds what a scenario means, not how it is written: defaults are filled in, entries
of lists stand under their ids, and what an entry takes from the catalogue stands there once.
Paths through it are those of the file, so that ``elements.relay.due`` may be an override.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from planner.scenario.model import Scenario

#: Mappings in mappings; a leaf is a number, text, a day, true, false or a tuple of these.
Tree: TypeAlias = dict[str, Any]

#: Speaks of the file, not of what is asked.
_OWN: Final = ("id", "title", "teaches", "sha256", "cited", "pins")
#: Where a thing of the catalogue is used, and the section it is in.
_SECTIONS: Final = {
    "launcher": "launchers",
    "lander": "landers",
    "pad": "pads",
    "ship": "ships",
    "site": "sites",
    "spec": "elements",
}
#: Lists whose order says nothing.
_SETS: Final = frozenset({"requires", "awaits", "fleet", "elements"})
#: Says where something comes from or how it was obtained.
_PROVENANCE: Final = frozenset({"note", "place", "source", "confidence"})


def statements(scenario: Scenario) -> Tree:
    """Return everything a scenario says, by part; what it leaves open is not there."""
    data = scenario.model_dump(exclude=set(_OWN))
    catalogue: Tree = {}
    said = {key: _plain(value, key, catalogue) for key, value in data.items()}
    for entry in said["elements"].values():
        entry["requires"] = tuple(sorted((*entry["requires"], *entry.pop("awaits"))))
    budget = said["budget"]
    said["budget"] = {**budget.pop("programme"), **budget}
    said["crew"] = said.pop("crews")
    said["pins"] = {pin.words: pin.words for pin in scenario.pins}
    said["history"] = _past(scenario, said["history"])
    return _stated({**said, "catalogue": catalogue})


def _past(scenario: Scenario, entries: Tree) -> Tree:
    """Name entries of the past by what they tell: their ids are places in a list."""
    found = {}
    for past in scenario.history:
        day = past.launch or past.earliest
        entry = {key: value for key, value in entries[past.id].items() if key != "id"}
        found[f"{', '.join(past.elements)} {past.outcome} {day or ''}".strip()] = entry
    return found


def _plain(value: Any, key: str, catalogue: Tree) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value, key, catalogue)
    if isinstance(value, (list, tuple)):
        return _series(value, key, catalogue)
    return value


def _mapping(value: Mapping[str, Any], key: str, catalogue: Tree) -> Any:
    if "confidence" in value and "kind" not in value:  # a quantity or a dated fact
        return value["value"] if "value" in value else value["date"]
    plain = {
        inner: _plain(one, inner, catalogue)
        for inner, one in value.items()
        if inner not in _PROVENANCE
    }
    plain.pop("spec", None)  # its id stands under "kind", its own values in the catalogue
    section = _SECTIONS.get(key)
    if section is None or "id" not in value:
        return plain
    catalogue.setdefault(section, {})[value["id"]] = plain
    return value["id"]


def _series(values: Iterable[Any], key: str, catalogue: Tree) -> Any:
    listed = list(values)
    if listed and all(isinstance(one, Mapping) for one in listed):
        return {
            str(one.get("id", place)): _plain(one, "", catalogue)
            for place, one in enumerate(listed, start=1)
        }
    if listed and all(isinstance(one, (list, tuple)) for one in listed):  # names and values
        return {str(name): _plain(one, "", catalogue) for name, one in listed}
    if not listed and key in _LISTS_OF_ENTRIES:
        return {}
    return tuple(sorted(listed)) if key in _SETS else tuple(listed)


#: Lists of the scenario that hold entries, also when empty.
_LISTS_OF_ENTRIES: Final = frozenset(
    {"phases", "partners", "alternatives", "in_place", "by_year_musd", "closures"}
    | {"history", "rotations", "maintenance", "choices"}
)


def _stated(tree: Tree) -> Tree:
    """Drop what is None or an empty mapping: nothing is said there."""
    inner = {
        key: _stated(value) if isinstance(value, dict) else value for key, value in tree.items()
    }
    return {key: value for key, value in inner.items() if value is not None and value != {}}
