"""Power of what works, day by day: how much is left, and what an element waits for.

An element gives or uses its power from its operational day on; a source and a
user that start on one day meet on it. Days are ordinals, powers W.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from planner.schedule.instance import Instance

Operational = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wait:
    """Power missing to an element on the day it should start to work.

    ``left_w`` is the least left to it in the grid from that day on; ``sources``
    start later than that day, the last one first, and would fill the gap.
    """

    grid: str
    left_w: int
    sources: tuple[str, ...]


class PowerBook:
    """Elements at work so far, and when there is power for one more."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._operational: dict[str, int] = {}
        self._left_w = {grid: instance.balances[grid].in_place for grid in instance.power_w}

    def suffices(self, element: str) -> bool:
        """Whether there is power for the element once everything booked works."""
        uses = self._instance.power_w
        return all(left + uses[grid].get(element, 0) >= 0 for grid, left in self._left_w.items())

    def first_day(self, element: str) -> int:
        """First day from which there is power for an element that ``suffices``."""
        instance, first = self._instance, self._instance.start_day
        for grid, uses in instance.power_w.items():
            needed_w = -uses.get(element, 0)
            if needed_w > 0:
                least = _least_from(instance, grid, self._operational)
                first = max(first, min(day for day, left in least if left >= needed_w))
        return first

    def book(self, element: str, operational_day: int) -> None:
        """Let the element work from ``operational_day`` on."""
        self._operational[element] = operational_day
        for grid, uses in self._instance.power_w.items():
            self._left_w[grid] += uses.get(element, 0)


def waits_for_power(
    instance: Instance, element: str, day: int, operational: Operational
) -> tuple[Wait, ...]:
    """Each grid without the power for ``element`` to work from ``day`` on.

    ``operational`` holds the operational days of the plan; the element's own in
    it does not count.
    """
    others = {other: done for other, done in operational.items() if other != element}
    waits = []
    for grid, uses in instance.power_w.items():
        needed_w = -uses.get(element, 0)
        if needed_w <= 0:
            continue
        least = _least_from(instance, grid, others)
        left_w = next(left for start, left in reversed(least) if start <= day)
        if left_w < needed_w:
            enough = min((start for start, left in least if left >= needed_w), default=None)
            waits.append(Wait(grid, left_w, _sources(uses, others, day, enough)))
    return tuple(waits)


def _sources(
    uses: Mapping[str, int], operational: Operational, day: int, enough: int | None
) -> tuple[str, ...]:
    """Sources that start after ``day``, up to the day there is ``enough``; none if never."""
    if enough is None:
        return ()
    found = [e for e, done in operational.items() if uses.get(e, 0) > 0 and day < done <= enough]
    return tuple(sorted(found, key=lambda e: (-operational[e], e)))


def _least_from(instance: Instance, grid: str, operational: Operational) -> list[tuple[int, int]]:
    """Days on which the balance changes, each with the least of it from then on (W)."""
    changes = {instance.start_day: instance.balances[grid].in_place}
    for element, power_w in instance.power_w[grid].items():
        if element in operational:
            day = operational[element]
            changes[day] = changes.get(day, 0) + power_w
    days = sorted(changes)
    balance = list(accumulate(changes[day] for day in days))
    least = list(accumulate(reversed(balance), min))
    return list(zip(days, reversed(least), strict=True))
