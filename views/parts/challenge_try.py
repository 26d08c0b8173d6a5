"""What was last tried at a challenge, in the session and in the link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Any, Final

import streamlit as st

from planner.challenges import Challenge
from planner.challenges.differences import UNSAID, alike
from views.parts.followed import by_history, comes_from_reader

_TRY: Final = "try"
_SETTINGS: Final = "challenge_settings"
_WRITTEN: Final = "try_in_link"
_LONGEST_LINK: Final = 2000
_DEEPEST: Final = 4


def tried(challenge: Challenge) -> dict[str, Any] | None:
    """Return what was last tried; a link that was changed wins."""
    every: dict[str, dict[str, Any]] = dict(st.session_state.get(_SETTINGS, {}))
    linked = st.query_params.get(_TRY)
    if linked is not None and comes_from_reader(_WRITTEN):
        found = _parsed(linked)
        if found is not None:
            every[challenge.file.id] = found
            st.session_state[_SETTINGS] = every
    settings = every.get(challenge.file.id)
    if not by_history():
        _write(settings)
    return settings


def _parsed(text: str) -> dict[str, Any] | None:
    steps = (1 if sign in "[{" else -1 if sign in "]}" else 0 for sign in text)
    if len(text) > _LONGEST_LINK or max(accumulate(steps), default=0) > _DEEPEST:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def keep(challenge: Challenge, values: Mapping[str, Any]) -> None:
    """Remember what the controls say, without what is as the file has it."""
    settings = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value not in (None, "", ()) and not _as_said(challenge, key, value)
    }
    every = dict(st.session_state.get(_SETTINGS, {})) | {challenge.file.id: settings}
    st.session_state[_SETTINGS] = every
    _write(settings)


def _as_said(challenge: Challenge, key: str, value: Any) -> bool:
    rule = next(one for one in challenge.rules if one.id == key)
    said = challenge.said(rule)
    return alike(value, said) or (said is UNSAID and value == [])


def _write(settings: Mapping[str, Any] | None) -> None:
    if settings is None:
        if _TRY in st.query_params:
            del st.query_params[_TRY]
        return
    text = json.dumps(settings, separators=(",", ":"), sort_keys=True)
    if st.query_params.get(_TRY) != text:
        st.query_params[_TRY] = text
    st.session_state[_WRITTEN] = text
