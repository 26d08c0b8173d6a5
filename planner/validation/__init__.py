"""Published figures beside the planner's own: ``python -m planner validate-physics``.

One module a topic, each with ``REFERENCES``. Published values stand here to be compared
with; nothing the planner computes reads them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from planner.validation.reference import Reference

#: Modules by topic, in the order they are printed.
TOPICS: Final = (
    "ephemeris",
    "lambert",
    "propagation",
    "three_body",
    "kept_orbits",
    "planar",
    "low_energy",
    "closed_forms",
    "direct",
    "missions",
    "free_return",
    "earth_return",
    "surface",
    "lunar_orbits",
    "low_thrust",
    "staging",
    "stacks",
)


def references(topic: str) -> tuple[Reference, ...]:
    """Rows of one topic; its module, and what that needs, is imported only now."""
    rows: tuple[Reference, ...] = import_module(f"planner.validation.{topic}").REFERENCES
    return rows
