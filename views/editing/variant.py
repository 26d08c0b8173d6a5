"""A variant in the editor: what it says of itself, and only what differs from its base."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import streamlit as st

from planner.scenario import ScenarioError
from planner.scenario.emitting import shown_value
from planner.scenario.laying import entry_name
from planner.scenario.variant_file import BASE_NAME
from planner.scenario.variants import read_scenario
from views.editing.checked import Checked
from views.editing.forms import show_key
from views.editing.shapes import Shape, scenario_shapes
from views.editing.tables import show_keyed
from views.parts.library import SCENARIOS

_CHANGES: Final = Shape(
    name="changes",
    kind="keyed",
    help="What differs from the base, entries by their id; null takes out what the base says.",
    required=True,
)
_BASE: Final = Shape(
    name="base",
    kind="choice",
    help="File that is changed: one that ships.",
    required=True,
)


def show_variant(read: Checked) -> None:
    """Draw the form of a variant."""
    data = read.data or {}
    shapes = scenario_shapes()
    for name in ("title", "id", "teaches"):
        show_key(shapes[name], (name,), read)
    names = tuple(sorted(path.name for path in SCENARIOS.glob("*.yaml")))
    show_key(
        Shape(**{one: getattr(_BASE, one) for one in _BASE.__slots__} | {"options": names}),
        ("base",),
        read,
    )
    st.subheader("Changes")
    st.caption(_CHANGES.help)
    show_keyed(
        _CHANGES, ("changes",), data.get("changes"), name="What", base_says=_says(data.get("base"))
    )


def _says(base: Any) -> Callable[[str], str]:
    """Return a function that tells what the base says at a dotted name."""
    document = _document(base) if isinstance(base, str) else None

    def says(name: str) -> str:
        here: Any = document
        for part in name.split("."):
            here = _step(here, part)
            if here is None:
                return "nothing"
        return shown_value(here)

    return says


@lru_cache(maxsize=16)
def _document(base: str) -> Any:
    if not BASE_NAME.fullmatch(base):
        return None
    try:
        return read_scenario(
            (SCENARIOS / base).read_bytes(), name=base, bases=SCENARIOS
        ).document.data
    except (ScenarioError, OSError):
        return None


def _step(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list):
        named = (one for one in here if entry_name(one) == part)
        return next(named, here[int(part)] if part.isdecimal() and int(part) < len(here) else None)
    return None
