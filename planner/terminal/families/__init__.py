"""Families of ``python -m planner transfer``: one module each, one ``add_to`` each."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from planner.terminal.families import (
    ascent,
    descent,
    direct,
    earth_return,
    free_return,
    hybrid_free_return,
    low_energy,
    low_thrust,
    phasing,
    staging,
    staging_low,
    staging_return,
)

#: In the order the help lists them.
FAMILIES: Final[tuple[ModuleType, ...]] = (
    direct,
    phasing,
    free_return,
    hybrid_free_return,
    staging,
    staging_low,
    staging_return,
    low_energy,
    low_thrust,
    earth_return,
    descent,
    ascent,
)
#: Families that ``windows`` flies date by date; the others have a grid.
SCANNED: Final = tuple(module for module in FAMILIES if module not in (direct, earth_return))
