"""The scenarios a reader can pick: those that ship, and those uploaded in this session.

Pages plan :func:`current`, the scenario with this session's changes laid over it
(:mod:`views.parts.whatif`), and compare it with :func:`baseline`, as its file says it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import streamlit as st

from planner.scenario import Fault, Scenario, ScenarioError, load_scenario, loads_scenario
from planner.scenario.reduced import elements_of, reduced
from views.parts import whatif
from views.parts.linked import linked_selectbox
from views.parts.uploads import shown_name

SCENARIOS: Final = Path(__file__).resolve().parents[2] / "scenarios"
#: Uploads kept in a session, the oldest dropped first.
KEPT_UPLOADS: Final = 8
#: Name of the picker, in the session and in the link.
PICKED: Final = "scenario"
_FIRST: Final = "minimal"
_UPLOADS: Final = "uploads"
_CURRENT: Final = "current_scenario"
_BASELINE: Final = "baseline_scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A scenario file: its text, and the scenario it holds or the faults that prevent it.

    ``key`` names it in the link; ``file_name`` is the name the reader knows. ``overrides`` are
    what ``planner.scenario.load_scenario`` lays over the text; without them it is a baseline.
    """

    key: str
    file_name: str
    text: bytes
    scenario: Scenario | None = None
    faults: tuple[Fault, ...] = ()
    uploaded: bool = False
    overrides: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the picker shows."""
        name = self.scenario.title if self.scenario else self.file_name
        return f"Uploaded: {name}" if self.uploaded else name


@st.cache_resource(max_entries=32, show_spinner=False)
def _shipped(path: str, modified_ns: int) -> Choice:  # noqa: ARG001 - a change is a new entry
    file = Path(path)
    text = file.read_bytes()
    try:
        return Choice(key=file.stem, file_name=file.name, text=text, scenario=load_scenario(file))
    except ScenarioError as error:
        return Choice(key=file.stem, file_name=file.name, text=text, faults=error.faults)


def read_upload(file_name: str, text: bytes) -> Choice:
    """Read an uploaded file. Nothing is stored; the name is only ever shown."""
    name = shown_name(file_name)
    try:
        scenario = loads_scenario(text, name=name, bases=SCENARIOS)
    except ScenarioError as error:
        return Choice(key="", file_name=name, text=text, faults=error.faults, uploaded=True)
    key = f"upload-{scenario.sha256[:8]}"
    return Choice(key=key, file_name=name, text=text, scenario=scenario, uploaded=True)


def keep_upload(choice: Choice) -> None:
    """Make an uploaded scenario selectable in this session."""
    uploads = {k: v for k, v in _uploads().items() if k != choice.key} | {choice.key: choice}
    st.session_state[_UPLOADS] = dict(list(uploads.items())[-KEPT_UPLOADS:])


def choices() -> dict[str, Choice]:
    """Return every scenario of this session by key, the one planned in seconds first."""
    files = sorted(SCENARIOS.glob("*.yaml"), key=lambda file: (file.stem != _FIRST, file.stem))
    # A variant changes with its base.
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    shipped = [_shipped(str(file), newest) for file in files]
    return {choice.key: choice for choice in shipped} | dict(_uploads())


def pick(options: Mapping[str, Choice]) -> Choice:
    """Draw the picker and return what is picked; the link carries it."""
    asked = st.query_params.get(PICKED)
    names = {key: choice.title for key, choice in options.items()}
    key = linked_selectbox("Scenario", names, key=PICKED)
    if asked is not None and asked not in options:
        st.caption("The scenario in the link is not here. Uploads stay in their own session.")
    return options[key]


def remember(choice: Choice) -> Choice:
    """Hand the choice, and what the session changes in it, to the page that runs after."""
    st.session_state[_BASELINE] = choice
    st.session_state[_CURRENT] = varied(choice, whatif.what_if(choice.key))
    return current()


def current() -> Choice:
    """Return what the picker shows, with the session's changes laid over it."""
    choice: Choice = st.session_state[_CURRENT]
    return choice


def baseline() -> Choice:
    """Return what the picker shows, as its file says it."""
    choice: Choice = st.session_state[_BASELINE]
    return choice


def varied(choice: Choice, changes: whatif.Changes) -> Choice:
    """Lay changes over a choice; those that make no scenario leave its faults."""
    if not changes or choice.scenario is None:
        return choice
    written = json.dumps(changes, sort_keys=True, default=str)
    return _varied(choice, choice.key, choice.scenario.sha256, written)


@st.cache_resource(max_entries=64, show_spinner=False)
def _varied(_choice: Choice, key: str, sha256: str, written: str) -> Choice:  # noqa: ARG001 - what it is kept by
    overrides, partners, chosen = whatif.overrides_of(json.loads(written))
    try:
        scenario = _laid(_choice, overrides)
        if partners or chosen:
            gone = elements_of(scenario, partners)
            more = reduced(scenario, without=gone, chosen=chosen)
            overrides = _on_top(overrides, more)
            scenario = _laid(_choice, overrides)
    except ScenarioError as error:
        return replace(_choice, scenario=None, faults=error.faults, overrides=overrides)
    return replace(_choice, scenario=scenario, overrides=overrides)


def _on_top(overrides: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Return both together; a pin taken out may stand in a list that is an override itself."""
    match overrides.get("pins"):
        case [*pins]:
            kept = [pin for place, pin in enumerate(pins) if f"pins.{place}" not in more]
            more = {key: value for key, value in more.items() if not key.startswith("pins.")}
            return {**overrides, **more, "pins": kept}
    return {**overrides, **more}


def _laid(choice: Choice, overrides: Mapping[str, object]) -> Scenario:
    return loads_scenario(choice.text, name=choice.file_name, overrides=overrides, bases=SCENARIOS)


def _uploads() -> Mapping[str, Choice]:
    found: Mapping[str, Choice] = st.session_state.get(_UPLOADS, {})
    return found
