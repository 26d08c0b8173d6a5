"""What widgets show, and whether what they say is news.

A browser answers with all its widgets at once. One that was given a new value a moment ago, by an
undo or by the text, may still say the old one, and would write it back. So a widget is not heard
when it says just what it showed before it was given its value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

_SHOWN: Final = "editor_shown"
_RUNS: Final = "editor_runs"
_MOST: Final = 400
#: Complete runs of the page after which a browser has certainly drawn what it was sent.
_RECENT: Final = 1


@dataclass(frozen=True, slots=True)
class _Shown:
    now: Any
    before: Any = None
    given: bool = False
    run: int = 0


def show_value(key: str, value: Any) -> None:
    """Give a widget its value; called before it is drawn."""
    kept: dict[str, _Shown] = st.session_state.setdefault(_SHOWN, {})
    old = kept.pop(key, None)
    if old is None:
        kept[key] = _Shown(value)
    elif old.now == value:
        kept[key] = old
    else:
        kept[key] = _Shown(value, before=old.now, given=True, run=_runs())
    for first in list(kept)[:-_MOST]:
        del kept[first]
    st.session_state[key] = value


def is_news(key: str) -> bool:
    """Whether a widget says something of its own; what it says is then what it shows."""
    kept: dict[str, _Shown] = st.session_state.get(_SHOWN, {})
    said, old = st.session_state[key], kept.get(key)
    if old is None:
        return True
    recent = old.given and _runs() - old.run <= _RECENT
    if recent and said == old.before:
        return False
    kept[key] = replace(old, now=said, given=False)
    return True


def end_run() -> None:
    """Count a run that drew the whole page."""
    st.session_state[_RUNS] = _runs() + 1


def _runs() -> int:
    return int(st.session_state.get(_RUNS, 0))
