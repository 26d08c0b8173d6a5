"""What a draft's text says, and everything wrong with it: read once a text for everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from planner.scenario import Fault, Scenario, ScenarioError, loads_scenario
from planner.scenario.document import Path, dotted
from planner.scenario.edits import Drop, Edit, Put
from planner.scenario.loading import scenario_of
from planner.scenario.splicing import remembered
from planner.scenario.variants import Source
from views.parts.library import SCENARIOS

_MEANT: Final = re.compile(r"did you mean '([^']{1,80})'\?")
_UNKNOWN_KEY: Final = "is not a known key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A text as it was read.

    Attributes
    ----------
    data : Mapping[str, Any] or None
        What it says; None if it is not YAML at all, so that there is nothing to show in forms.
    scenario : Scenario or None
        The scenario, if nothing is wrong.
    faults : tuple[Fault, ...]
        All that is wrong, by line.
    """

    data: Mapping[str, Any] | None
    scenario: Scenario | None
    faults: tuple[Fault, ...]

    @property
    def is_variant(self) -> bool:
        """Whether it tells a scenario as changes to another one."""
        return self.data is not None and "base" in self.data


@st.cache_resource(max_entries=24, show_spinner=False)
def check(text: str, file_name: str) -> Checked:
    """Read a text. Nothing that comes of it may be changed: all sessions share it."""
    raw = text.encode("utf-8")
    try:
        document = remembered(text.removeprefix("\ufeff"), file_name)
        data = document.data
    except ScenarioError as error:
        return Checked(data=None, scenario=None, faults=error.faults)
    try:
        if {"base", "changes"} & data.keys():
            scenario = loads_scenario(raw, name=file_name, bases=SCENARIOS)
        else:
            scenario = scenario_of(Source(document=document, texts=(raw,)))
    except ScenarioError as error:
        return Checked(data=data, scenario=None, faults=error.faults)
    return Checked(data=data, scenario=scenario, faults=())


def faults_at(checked: Checked, path: Path) -> list[Fault]:
    """Return the faults of a value or of something in it."""
    around = dotted(path)
    return [
        one for one in checked.faults if one.path == around or one.path.startswith(f"{around}.")
    ]


def mend(checked: Checked, fault: Fault, *, file_name: str) -> tuple[str, list[Edit]] | None:
    """Return the word a fault suggests and the edits that write it; None if it suggests none."""
    meant = _MEANT.search(fault.message)
    if meant is None or checked.data is None or fault.file != file_name:
        return None
    path, value = _found(checked.data, fault.path)
    if not path:
        return None
    word = meant.group(1)
    if fault.message.startswith(_UNKNOWN_KEY):
        renamed: list[Edit] = [Put((*path[:-1], word), value), Drop(path)]
        return word, renamed
    return (word, [Put(path, word)]) if isinstance(value, str) else None


def _found(data: Mapping[str, Any], where: str) -> tuple[Path, Any]:
    here: Any = data
    path: Path = ()
    for part in where.split("."):
        step: str | int = int(part) if isinstance(here, list) and part.isdecimal() else part
        try:
            here = here[step]
        except (LookupError, TypeError):
            return (), None
        path = (*path, step)
    return path, here
