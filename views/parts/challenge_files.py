"""The challenges there are: those in ``scenarios/challenges``, and this session's own files.

A file of one's own stays in its session, like an uploaded scenario. Its name in the session and
in the link holds a part of its hash: a file changed and opened again begins without old tries.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import streamlit as st

from planner.challenges import Challenge, load_challenge, loads_challenge
from planner.scenario.faults import Fault, FaultyFileError
from views.parts.library import SCENARIOS

CHALLENGES: Final = SCENARIOS / "challenges"
#: Files kept in a session, the oldest dropped first.
KEPT: Final = 4
_OWN: Final = "own_challenges"
_HASH: Final = 8


def challenges() -> dict[str, Challenge | tuple[Fault, ...]]:
    """Return every challenge by its key, or the faults that prevent it; one's own come first."""
    bases = max((one.stat().st_mtime_ns for one in SCENARIOS.glob("*.yaml")), default=0)
    shipped = {
        path.stem: _read(str(path), path.stat().st_mtime_ns, bases)
        for path in sorted(CHALLENGES.glob("*.yaml"), reverse=True)
    }
    return dict(reversed(_own().items())) | shipped


def is_own(key: str) -> bool:
    """Tell whether a challenge is a file of this session."""
    return key in _own()


def add_challenge(text: bytes, *, name: str) -> str:
    """Read a challenge from a file, keep it for this session and return its key.

    Raises
    ------
    FaultyFileError
        With every fault found, each with its line.
    """
    read = loads_challenge(text, name=name, scenarios=SCENARIOS)
    key = f"{read.file.id[:48]}-{sha256(text).hexdigest()[:_HASH]}"
    # Tries and scores are kept by this id: it must not be that of a challenge that ships.
    mine = replace(read, file=read.file.model_copy(update={"id": key}))
    kept = {one: other for one, other in _own().items() if one != key} | {key: mine}
    st.session_state[_OWN] = dict(list(kept.items())[-KEPT:])
    return key


def _own() -> dict[str, Challenge]:
    found: dict[str, Challenge] = st.session_state.get(_OWN, {})
    return found


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(path: str, modified_ns: int, bases_ns: int) -> Challenge | tuple[Fault, ...]:  # noqa: ARG001 - a change is a new entry
    try:
        return load_challenge(Path(path), scenarios=SCENARIOS)
    except FaultyFileError as error:
        return error.faults
