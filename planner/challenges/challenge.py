"""From a challenge file to rules that can be applied, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any, Final

from planner.catalogue import load_catalogue
from planner.challenges.differences import UNSAID, value_at
from planner.challenges.file import (
    ChallengeFile,
    DayRule,
    MustEntry,
    NumberRule,
    OneOfRule,
    PartnersRule,
    Rule,
    ScoreEntry,
    WayRule,
)
from planner.scenario import Scenario, loads_scenario
from planner.scenario.document import Document, Path
from planner.scenario.door import Door
from planner.scenario.entries import Parts
from planner.scenario.faults import FaultyFileError, shown, suggestion
from planner.scenario.file import ScenarioFile
from planner.scenario.reading import read_bytes
from planner.scenario.variants import read_scenario

#: Parts of a scenario that say what it is called, not what it asks.
OWN_NAMES: Final = ("schema_version", "id", "title", "teaches", "cites")


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A checked challenge with the scenario it starts from.

    Attributes
    ----------
    file : ChallengeFile
    rules : tuple of Rule
        What may be changed.
    parts : tuple[ScoreEntry, ...]
    musts : tuple[MustEntry, ...]
    scenario : Scenario
        The base as its file says it.
    text : bytes
        The base's text.
    document : Document
        The base as plain values, with its own bases.
    """

    file: ChallengeFile
    rules: tuple[Rule, ...]
    parts: tuple[ScoreEntry, ...]
    musts: tuple[MustEntry, ...]
    scenario: Scenario
    text: bytes
    document: Document

    def said(self, rule: Rule) -> Any:
        """Return what the base says where a rule allows a change; UNSAID if nothing.

        A path into the catalogue that the base leaves alone has the catalogue's value.
        """
        if isinstance(rule, PartnersRule | WayRule):
            return UNSAID
        found = value_at(self.document.data, rule.path)
        return _resolved(self.scenario, rule.path) if found is UNSAID else found

    def told(self, value: Any) -> str:
        """Say a value of the file in words: things and kinds by their names."""
        if value is UNSAID:
            return "not said"
        if isinstance(value, list | tuple):
            return ", ".join(map(self.told, value)) or "nothing"
        if isinstance(value, str):
            return self._names.get(value, value)
        return f"{value:g}" if isinstance(value, float) else str(value)

    @property
    def _names(self) -> dict[str, str]:
        kinds = load_catalogue().elements
        names = {key: kind.name for key, kind in kinds.items()}
        names |= {one.id: one.name for one in self.scenario.partners}
        return names | {one.id: one.name for one in self.scenario.elements}


def load_challenge(path: str | Folder, *, scenarios: Folder) -> Challenge:
    """Read and check a challenge file; its base stands in ``scenarios``.

    Raises
    ------
    FaultyFileError
        With every fault found, each with its line.
    """
    return loads_challenge(read_bytes(path), name=str(path), scenarios=scenarios)


def loads_challenge(text: str | bytes, *, name: str, scenarios: Folder) -> Challenge:
    """Check the text of a challenge, see :func:`load_challenge`."""
    return Door("challenge", lambda parts: _challenge(parts, scenarios)).loads(text, name=name)


def _challenge(parts: Parts, folder: Folder) -> Challenge:
    file = parts.one(ChallengeFile, parts.document.data)
    rules: dict[int, Any] = parts.listed(
        "may_change", lambda value, path: _rule_model(parts, value, path)
    )
    scores = parts.listed("score", lambda _value, _path: ScoreEntry)
    musts = parts.listed("must", lambda _value, _path: MustEntry)
    parts.written_ids("may_change")
    for key in ("may_change", "score"):
        if file is not None and not parts.length(key):
            parts.complain((key,), "is empty, at least one entry is needed")
    base = _base(parts, file, folder)
    if base is not None:
        for place, rule in rules.items():
            _fits(parts, ("may_change", place), rule, base[0])
    parts.settle()
    assert file is not None
    assert base is not None
    scenario, content, document = base
    return Challenge(
        file=file,
        rules=tuple(rules.values()),
        parts=tuple(scores.values()),
        musts=tuple(musts.values()),
        scenario=scenario,
        text=content,
        document=document,
    )


_KINDS: Final[Mapping[str, type[Any]]] = {
    "partners_out": PartnersRule,
    "choose": WayRule,
    "one_of": OneOfRule,
    "earliest": DayRule,
    "latest": DayRule,
    "min": NumberRule,
    "max": NumberRule,
}


def _rule_model(parts: Parts, value: Any, path: Path) -> type[Any] | None:
    if not isinstance(value, dict):
        parts.complain(path, f"is {shown(value)}, allowed is a mapping with id, name and limits")
        return None
    for key, model in _KINDS.items():
        if key in value:
            return model
    words = "min and max, earliest and latest, one_of, partners_out or choose"
    parts.complain(path, f"says no limits, allowed are {words}")
    return None


def _base(
    parts: Parts, file: ChallengeFile | None, folder: Folder
) -> tuple[Scenario, bytes, Document] | None:
    if file is None:
        return None
    try:
        text = read_bytes(folder / file.base)
        scenario = loads_scenario(text, name=file.base, bases=folder)
        document = read_scenario(text, name=file.base, bases=folder).document
    except FaultyFileError as error:
        known = [one.name for one in folder.glob("*.yaml")] if folder.is_dir() else []
        more = "" if file.base in known else suggestion(file.base, known)
        said = error.faults[0].message if file.base in known else "is not there"
        parts.complain(("base",), f"'{file.base}' {said}{more}")
        return None
    return scenario, text, document


def _fits(parts: Parts, here: Path, rule: Rule, scenario: Scenario) -> None:
    """Complain of a rule about something the base does not have."""
    if isinstance(rule, WayRule):
        known = [one.id for one in scenario.alternatives]
        if rule.choose not in known:
            words = f"unknown alternative '{rule.choose}'{suggestion(rule.choose, known)}"
            parts.complain((*here, "choose"), words)
        return
    if isinstance(rule, PartnersRule):
        known = list(dict.fromkeys(one.partner for one in scenario.elements))
        for partner in rule.partners_out:
            if partner not in known:
                words = f"partner '{partner}' brings no element{suggestion(partner, known)}"
                parts.complain((*here, "partners_out"), words)
        return
    first = rule.path.split(".")[0]
    if first in OWN_NAMES or first not in ScenarioFile.model_fields:
        known = [key for key in ScenarioFile.model_fields if key not in OWN_NAMES]
        words = f"'{first}' is no part of a scenario to change{suggestion(first, known)}"
        parts.complain((*here, "path"), words)


def _resolved(scenario: Scenario, path: str) -> Any:
    """What a path means in a scenario whose file does not say it: catalogue and defaults."""
    match path.split("."):
        case ["catalogue", "launchers", name, "first_flight"]:
            launcher = next((o.launcher for o in scenario.fleet if o.launcher.id == name), None)
            first = launcher.first_flight if launcher else None
            return first.date if first else UNSAID
        case ["catalogue", "launchers", name, key]:
            launchers = [o.launcher for o in scenario.fleet if o.launcher.id == name]
            return _plain_value(launchers, key)
        case ["catalogue", "pads", name, key]:
            return _plain_value([o.pad for o in scenario.fleet if o.pad.id == name], key)
        case ["elements", name, key]:
            return _plain_value([one for one in scenario.elements if one.id == name], key)
        case ["policies", key]:
            return _plain_value([scenario.policies], key)
    return UNSAID


def _plain_value(things: list[Any], key: str) -> Any:
    found = getattr(things[0], key, UNSAID) if things else UNSAID
    found = getattr(found, "value", found)
    return list(found) if isinstance(found, tuple) else found
