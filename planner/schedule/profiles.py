"""What an element changes in a balance over time: a step function of days since it works.

All uses of one balance by one element are added up, so that what it gives and takes
at once counts as the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from planner.schedule.problem import Use

#: (days after the operational day, level from then on); the level before the first is 0.
Profile: TypeAlias = tuple[tuple[int, int], ...]


def profile_of(uses: Iterable[Use]) -> Profile:
    """Sum of uses of one balance; empty if they amount to nothing."""
    changes: dict[int, int] = defaultdict(int)
    for use in uses:
        changes[use.after_d] += use.amount
        if use.for_d is not None:
            changes[use.after_d + use.for_d] -= use.amount
    steps, level = [], 0
    for offset_d, change in sorted(changes.items()):
        if change:
            level += change
            steps.append((offset_d, level))
    return tuple(steps)


def pieces(profile: Profile) -> Iterable[tuple[int, int | None, int]]:
    """Begin, end (None: never) and level of each step, in days after the operational day."""
    for n, (begin_d, level) in enumerate(profile, start=1):
        yield begin_d, profile[n][0] if n < len(profile) else None, level


def gives(profile: Profile) -> int:
    """Most it gives at any time; 0 if it never gives."""
    return max((level for _, level in profile if level > 0), default=0)


def takes(profile: Profile) -> int:
    """Most it takes at any time; 0 if it never takes."""
    return -min((level for _, level in profile if level < 0), default=0)


def steady(profile: Profile) -> bool:
    """Whether it changes once, on its operational day, for good."""
    return len(profile) == 1 and profile[0][0] == 0
