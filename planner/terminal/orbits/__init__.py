"""Orbits of ``python -m planner orbit``: one module each, one ``add_to`` each."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from planner.terminal.orbits import lunar, periodic

#: In the order the help lists them.
ORBITS: Final[tuple[ModuleType, ...]] = (periodic, lunar)
