"""The refusal of a scenario without a plan: what clashes, with lines, and what would mend it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from planner.errors import ClashingStatement, InfeasiblePlanError, PlannerError
from planner.scenario.places import Places

_SMALLEST = "The smallest set of statements that clash:"
_NARROWED = "Statements that clash (the search ended before it could narrow them further):"
_STILL = "With the first of each set above given up, these still clash:"
#: Statements of one kind (all the due dates, say) shown of a conflict; the rest is counted.
_MOST_ALIKE = 8


def explained(error: InfeasiblePlanError, file: Path) -> Iterator[str]:
    """Lines that follow the reasons; none if the search found neither conflict nor repair."""
    places = _places(file) if error.conflicts else None
    for number, conflict in enumerate(error.conflicts):
        yield f"\n{_STILL if number else _SMALLEST if error.minimal else _NARROWED}"
        yield from _conflict(conflict, places)
    if error.repairs:
        yield "\nEach of these alone gives a plan (each was solved):"
        for repair in error.repairs:
            yield f"  - {repair.says}"
            yield from override_lines(repair.overrides or {}, indent="      ")


def override_lines(overrides: Mapping[str, object], *, indent: str) -> Iterator[str]:
    """A change of the scenario as lines of YAML, one for each path in it."""
    for path, value in overrides.items():
        yield f"{indent}{path}: {json.dumps(value, ensure_ascii=False)}"


def _conflict(conflict: tuple[ClashingStatement, ...], places: Places | None) -> Iterator[str]:
    seen: Counter[tuple[str, str]] = Counter()
    for clash in conflict:
        alike = (clash.path[0], clash.path[-1])
        seen[alike] += 1
        if seen[alike] <= _MOST_ALIKE:
            yield f"  {_place(clash, places)}{clash.says}"
    for (of, what), count in seen.items():
        if count > _MOST_ALIKE:
            yield f"  and {count - _MOST_ALIKE} more of the same kind ({of}, {what})"


def _places(file: Path) -> Places | None:
    try:
        return Places(file)
    except PlannerError:  # gone or changed since it was planned
        return None


def _place(clash: ClashingStatement, places: Places | None) -> str:
    place = places.place(clash.path) if places else None
    if place:
        return f"{place}: "
    return "catalogue: " if places and clash.path[0] == "catalogue" else ""
