"""The player of a flight: three.js in the browser, its clock runs without the server.

The bundle is built by ``views/components/trajectory`` and read once a process.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from planner.figures.scene import Way, scene

_BUNDLE: Final = Path(__file__).parents[1] / "components" / "trajectory" / "dist" / "trajectory.js"
_NAME: Final = "trajectory_player"


@lru_cache(maxsize=1)
def _code() -> str:
    return _BUNDLE.read_text(encoding="utf-8")


def play(way: Way, *, key: str) -> None:
    """Draw the player; where its clock stands stays in this session when the page changes."""
    name, start_s = st.session_state.get(_kept(key), ("", 0.0))
    _player(way, start_s if name == way.id else 0.0, key)


@st.fragment
def _player(way: Way, start_s: float, key: str) -> None:
    """A clock let go runs this alone, with the start it had: the scene is not sent again."""
    player = st.components.v2.component(_NAME, js=_code())
    told: Any = player(
        data=scene(way, start_s=start_s), key=key, on_t_s_change=_nothing, on_webgl_change=_nothing
    )
    if told.t_s is not None:
        st.session_state[_kept(key)] = (way.id, float(told.t_s))


def _kept(key: str) -> str:
    return f"{key}_clock"


def _nothing() -> None:
    """The fragment reads the state itself."""
