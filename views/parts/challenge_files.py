"""The challenges a teacher has put into ``scenarios/challenges``, read once a change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from planner.challenges import Challenge, load_challenge
from planner.scenario.faults import Fault, FaultyFileError
from views.parts.library import SCENARIOS

CHALLENGES: Final = SCENARIOS / "challenges"


def challenges() -> dict[str, Challenge | tuple[Fault, ...]]:
    """Return every challenge by the name of its file, or the faults that prevent it."""
    bases = max((one.stat().st_mtime_ns for one in SCENARIOS.glob("*.yaml")), default=0)
    return {
        path.stem: _read(str(path), path.stat().st_mtime_ns, bases)
        for path in sorted(CHALLENGES.glob("*.yaml"), reverse=True)
    }


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(path: str, modified_ns: int, bases_ns: int) -> Challenge | tuple[Fault, ...]:  # noqa: ARG001 - a change is a new entry
    try:
        return load_challenge(Path(path), scenarios=SCENARIOS)
    except FaultyFileError as error:
        return error.faults
