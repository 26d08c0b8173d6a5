"""What if: changes of this session laid over the scenario picked, and the date looked at.

The changes are one flat mapping from key to value, kept for each scenario by itself. A key
is a dotted path of the scenario's file (``elements.relay.due``), whose value is what
:func:`planner.scenario.load_scenario` takes as an override (None takes out), or a short name:

==================  =============================================================
``cadence.cz9``     launches a year of a launcher
``first.cz9``       first flight of a launcher, ISO day
``dv_margin``       part added to every speed change (0.05 is 5 %)
``mass_margin``     part of the launcher's mass kept back (0.05 is 5 %)
``budget``          most money a year (million US dollars)
``without``         partners whose elements are left out, ids with commas between
``choose.power``    choice taken of an alternative
==================  =============================================================

The link carries each of them under its key, beside ``scenario`` and ``date``.

A page that offers changes, such as the repairs of an impossible scenario::

    st.button(repair.says, on_click=apply_overrides, args=(repair.overrides,))

Called from a callback, the run that follows sees them in
:func:`views.parts.library.current`; called from the page itself, ``st.rerun()`` must follow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Final, TypeAlias

import streamlit as st

from planner.scenario.file import ScenarioFile
from views.parts.followed import by_history, comes_from_reader, write

Changes: TypeAlias = Mapping[str, object]

#: Names in the link and in the session.
DATE: Final = "date"
_CURSOR: Final = "date_cursor"
_SCENARIO: Final = "scenario"
_CHANGES: Final = "what_if"
_WRITTEN: Final = "what_if_in_link"
_PLAIN: Final = {
    "dv_margin": "policies.dv_margin",
    "mass_margin": "policies.launch_mass_margin",
    "budget": "budget.per_year_musd",
}
_PREFIXED: Final = {
    "cadence": "catalogue.launchers.{}.cadence_per_year",
    "first": "catalogue.launchers.{}.first_flight",
}
WITHOUT: Final = "without"
CHOOSE: Final = "choose"
#: A link longer than this is refused by some programs it is sent with.
_MOST_CHANGES: Final = 64
_MOST_CHARACTERS: Final = 6000
_MOST_SCENARIOS: Final = 16
_MOST_LEVELS: Final = 16


def apply_overrides(changes: Changes) -> None:
    """Add changes to those of the scenario that is picked; of two of one key the later holds."""
    _keep(_picked(), {**what_if(), **{_short(key): value for key, value in changes.items()}})


def replace_overrides(changes: Changes, *, scenario: str | None = None) -> None:
    """Put changes in the place of all made to a scenario, the picked one if left out."""
    _keep(scenario or _picked(), {_short(key): value for key, value in changes.items()})


def link_query(scenario: str, changes: Changes) -> dict[str, str] | None:
    """Return what a link says of a scenario with changes; None if that is too much for one."""
    said = {_short(key): _text(value) for key, value in changes.items()}
    if len(said) > _MOST_CHANGES or sum(map(len, said.values())) > _MOST_CHARACTERS:
        return None
    return {**said, _SCENARIO: scenario}


def drop_overrides() -> None:
    """Take the scenario that is picked as its file says it."""
    _keep(_picked(), {})


def what_if(scenario: str | None = None) -> dict[str, object]:
    """Return the changes made in this session to a scenario, the picked one if left out."""
    every: Mapping[str, dict[str, object]] = st.session_state.get(_CHANGES, {})
    return dict(every.get(scenario or _picked(), {}))


def date_cursor() -> date | None:
    """Return the date that all pages look at; None if none was chosen."""
    found: date | None = st.session_state.get(_CURSOR)
    return found


def move_cursor(day: date) -> None:
    """Let all pages look at a date, and the link carry it."""
    st.session_state[_CURSOR] = day
    _write()


def follow_link(*, first: str) -> None:
    """Take changes and date over from the link, if the reader changed it since we wrote it.

    The shell calls it before the picker is drawn; ``first`` is what a picker starts with.
    """
    linked = _ours(st.query_params.to_dict())
    if not linked or not comes_from_reader(_WRITTEN):
        return
    day = _day(linked.pop(DATE, ""))
    if day is not None or by_history():
        st.session_state[_CURSOR] = day
    scenario = linked.pop(_SCENARIO, None) or _picked() or first
    _keep(scenario, {key: _value(text) for key, text in linked.items()})


def write_link() -> None:
    """Make the link say what is picked, changed and looked at; the shell calls it."""
    if not by_history():
        _write()


def overrides_of(changes: Changes) -> tuple[dict[str, object], tuple[str, ...], dict[str, str]]:
    """Return changes as overrides, partners left out, and choices taken of alternatives."""
    overrides: dict[str, object] = {}
    without: tuple[str, ...] = ()
    chosen: dict[str, str] = {}
    for key, value in changes.items():
        first, _, rest = key.partition(".")
        if key == WITHOUT:
            without = tuple(name for name in str(value).split(",") if name)
        elif first == CHOOSE:
            chosen[rest] = str(value)
        elif first in _PREFIXED:
            overrides[_PREFIXED[first].format(rest)] = value
        else:
            overrides[_PLAIN.get(key, key)] = value
    return overrides, without, chosen


def _short(key: str) -> str:
    """Return the short name of a path that has one: the same change has the same key."""
    for short, path in _PLAIN.items():
        if key == path:
            return short
    for short, path in _PREFIXED.items():
        before, after = path.split("{}")
        if key.startswith(before) and key.endswith(after):
            return f"{short}.{key[len(before) : -len(after)]}"
    return key


def _picked() -> str:
    return str(st.session_state.get(_SCENARIO, ""))


def _keep(scenario: str, changes: Changes) -> None:
    every = dict(st.session_state.get(_CHANGES, {}))
    every.pop(scenario, None)
    every[scenario] = dict(list(changes.items())[-_MOST_CHANGES:])
    st.session_state[_CHANGES] = dict(list(every.items())[-_MOST_SCENARIOS:])


def _is_ours(key: str) -> bool:
    first, _, rest = key.partition(".")
    if not rest:
        return key in (_SCENARIO, DATE, WITHOUT, *_PLAIN)
    return first in (CHOOSE, *_PREFIXED) or first in ScenarioFile.model_fields


def _ours(params: Mapping[str, str]) -> dict[str, str]:
    found = {key: text for key, text in params.items() if _is_ours(key)}
    size = sum(map(len, found.values()))
    return found if size <= _MOST_CHARACTERS else {}


def _write() -> None:
    wanted = {key: _text(value) for key, value in what_if().items()}
    if sum(map(len, wanted.values())) > _MOST_CHARACTERS:  # the session has them, the link cannot
        wanted = {}
    if (day := date_cursor()) is not None:
        wanted[DATE] = day.isoformat()
    if _picked():
        wanted[_SCENARIO] = _picked()
    write(wanted, ours=_is_ours)
    st.session_state[_WRITTEN] = wanted


def _text(value: object) -> str:
    """Write a value as people would, as JSON where that would be read as something else."""
    if isinstance(value, str) and _value(value) == value:
        return value
    return json.dumps(value, default=str, separators=(",", ":"))


def _value(text: str) -> object:
    steps = (1 if sign in "[{" else -1 if sign in "]}" else 0 for sign in text)
    if max(accumulate(steps), default=0) > _MOST_LEVELS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
