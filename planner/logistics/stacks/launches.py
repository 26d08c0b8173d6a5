"""What the rockets of a stack file inject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planner.catalogue import Catalogue
from planner.errors import OutOfRangeError
from planner.logistics.stacks.file import StackEntry
from planner.scenario.document import Path
from planner.scenario.entries import Parts
from planner.scenario.faults import suggestion
from planner.scenario.policies import Policies

_PARKING_ALT_KM: Final = Policies().parking_alt_km


def capabilities(
    parts: Parts, stacks: Mapping[int, StackEntry], catalogue: Catalogue
) -> dict[str, float]:
    """Return what the rocket of each stack injects (kg), from the usual parking orbit.

    A rocket that is not known, or not at that C3, is a fault.
    """
    found: dict[str, float] = {}
    for place, stack in stacks.items():
        if stack.launch is None:
            continue
        here: Path = ("stacks", place, "launch")
        launcher = catalogue.launchers.get(stack.launch.launcher)
        if launcher is None:
            name = stack.launch.launcher
            words = f"unknown launcher '{name}'{suggestion(name, catalogue.launchers)}"
            parts.complain((*here, "launcher"), words)
            continue
        from planner.logistics.from_catalogue import capability_of  # brings compiled code along

        capability = capability_of(launcher, parking_alt_km=_PARKING_ALT_KM)
        try:
            found[stack.id] = capability.mass_kg(c3_km2_s2=stack.launch.c3_km2_s2)
        except OutOfRangeError as error:
            parts.complain((*here, "c3_km2_s2"), str(error))
    return found
