"""The refusal of a scenario without a plan: what clashes, with lines, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.errors import ClashingStatement, InfeasiblePlanError, PlannerError
from planner.scenario.places import Places


def explained(error: InfeasiblePlanError, file: Path) -> Iterator[str]:
    """Lines that follow the reasons; none if the search found neither conflict nor repair."""
    places = _places(file) if error.conflicts else None
    smallest = "The smallest set of statements that clash:"
    narrowed = "Statements that clash (the search ended before it could narrow them further):"
    for number, conflict in enumerate(error.conflicts):
        first = smallest if error.minimal else narrowed
        still = "With the first of each set above given up, these still clash:"
        yield f"\n{still if number else first}"
        for clash in conflict:
            yield f"  {_place(clash, file, places)}{clash.says}"
    if error.repairs:
        yield "\nEach of these alone gives a plan (each was solved):"
        yield from (f"  - {repair}" for repair in error.repairs)


def _places(file: Path) -> Places | None:
    try:
        return Places(file)
    except PlannerError:  # gone or changed since it was planned
        return None


def _place(clash: ClashingStatement, file: Path, places: Places | None) -> str:
    line = places.line(clash.path) if places else None
    return f"{file}:{line}: " if line else "catalogue: "
