"""Balances of what works, day by day: how much is left, and what an element waits for.

Power, berths and stocks alike: a source and a user that start on one day meet on it.
Days are ordinals, amounts in the unit of the balance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from planner.schedule.instance import Instance
from planner.schedule.profiles import Profile, gives, pieces, takes

Operational = Mapping[str, int]

#: Spans of days on which an element cannot start to work: begin and end, the end not among them.
Closed: TypeAlias = list[tuple[int, int]]

#: Before every day.
_EVER = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """What is missing to an element on the day it should start to work.

    ``left`` of the ``needed`` amount is there; ``sources`` start later, the last one
    first, and would fill the gap; ``until`` is the first day to start without it, None if
    there is none.
    """

    balance: str
    left: int
    needed: int
    sources: tuple[str, ...]
    until: int | None


class BalanceBook:
    """Elements at work so far, and when there is enough for one more."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._changes: dict[str, dict[int, int]] = {
            balance: {instance.start_day: instance.balances[balance].in_place}
            for balance in instance.profiles
        }
        self._final = {b: instance.balances[b].in_place for b in instance.profiles}
        self._levels: dict[str, list[tuple[int, int]]] = {}

    def short(self, element: str) -> str | None:
        """A balance that never has enough for the element, with all that is booked at work."""
        for balance, profiles in self._instance.profiles.items():
            profile = profiles.get(element, ())
            if not takes(profile):
                continue
            if balance not in self._instance.timed:
                if self._final[balance] < takes(profile):
                    return balance
            elif self._never(element, self._closed(balance, profile)):
                return balance
        return None

    def closed(self, element: str) -> Closed:
        """Spans of days on which the element cannot start to work, in order, apart."""
        spans: Closed = []
        for balance, profiles in self._instance.profiles.items():
            if takes(profiles.get(element, ())):
                spans += self._closed(balance, profiles[element])
        return _merged(spans)

    def book(self, element: str, operational_day: int) -> None:
        """Let the element work from ``operational_day`` on."""
        for balance, profiles in self._instance.profiles.items():
            if profile := profiles.get(element):
                _change(self._changes[balance], profile, operational_day)
                self._final[balance] += profile[-1][1]
                self._levels.pop(balance, None)

    def _closed(self, balance: str, profile: Profile) -> Closed:
        if balance not in self._levels:
            self._levels[balance] = _levels(self._changes[balance])
        return _closed(self._instance, balance, self._levels[balance], profile)

    def _never(self, element: str, closed: Closed) -> bool:
        instance = self._instance
        latest = instance.latest_operational_day(instance.task[element])
        return first_open(_merged(closed), instance.start_day) > latest


def first_open(closed: Closed, day: int) -> int:
    """First day from ``day`` on in none of the spans, which are in order and apart."""
    for begin, end in closed:
        if begin > day:
            break
        day = max(day, end)
    return day


def is_closed(closed: Closed, day: int) -> bool:
    """Whether the day is in one of the spans."""
    return any(begin <= day < end for begin, end in closed)


def in_balance(instance: Instance, balances: Iterable[str], operational: Operational) -> bool:
    """Whether what works never takes more than there is, in each of the balances."""
    for balance in balances:
        last = instance.last_day(balance)
        levels = _levels(_changes(instance, balance, operational))
        if any(
            level < 0 and begin <= last and end > instance.start_day
            for (begin, level), end in _with_ends(levels, last + 1)
        ):
            return False
    return True


def waits_for(
    instance: Instance, element: str, day: int, operational: Operational
) -> tuple[Wait, ...]:
    """Each balance without enough for ``element`` to start to work on ``day``.

    ``operational`` holds the operational days of the plan; the element's own in
    it does not count.
    """
    others = {other: done for other, done in operational.items() if other != element}
    waits = []
    for balance, profiles in instance.profiles.items():
        profile = profiles.get(element, ())
        if not takes(profile):
            continue
        levels = _levels(_changes(instance, balance, others))
        short = _shortest(instance, balance, levels, profile, day)
        if short is not None:
            closed = _merged(_closed(instance, balance, levels, profile))
            open_day = first_open(closed, day)
            until = open_day if open_day <= instance.end_day else None
            left, needed, offset_d = short
            sources = _sources(profiles, others, (day, until), offset_d)
            waits.append(Wait(balance, left, needed, sources, until))
    return tuple(waits)


def _shortest(
    instance: Instance, balance: str, levels: list[tuple[int, int]], profile: Profile, day: int
) -> tuple[int, int, int] | None:
    """Left, needed and offset (d) of the piece of a profile that lacks most; None if none does."""
    last, worst = instance.last_day(balance), None
    for begin_d, end_d, level in pieces(profile):
        begin = max(day + begin_d, instance.start_day)
        end = last + 1 if end_d is None else min(day + end_d, last + 1)
        if level >= 0 or begin >= end:
            continue
        left = min(x for (at, x), till in _with_ends(levels, last + 1) if at < end and till > begin)
        if left + level < 0 and (worst is None or left + level < worst[0] - worst[1]):
            worst = (left, -level, begin_d)
    return worst


def _sources(
    profiles: Mapping[str, Profile],
    operational: Operational,
    days: tuple[int, int | None],
    offset_d: int,
) -> tuple[str, ...]:
    """Sources that start after the day and up to the one there is enough; none if never."""
    day, until = days
    if until is None:
        return ()
    begins = {
        e: operational[e] + next(offset for offset, level in profile if level > 0)
        for e, profile in profiles.items()
        if e in operational and gives(profile)
    }
    found = [e for e, begin in begins.items() if day + offset_d < begin <= until + offset_d]
    return tuple(sorted(found, key=lambda e: (-operational[e], e)))


def _change(changes: dict[int, int], profile: Profile, operational_day: int) -> None:
    before = 0
    for offset_d, level in profile:
        at = operational_day + offset_d
        changes[at] = changes.get(at, 0) + level - before
        before = level


def _changes(instance: Instance, balance: str, operational: Operational) -> dict[int, int]:
    changes = defaultdict(int, {instance.start_day: instance.balances[balance].in_place})
    for element, profile in instance.profiles[balance].items():
        if element in operational:
            _change(changes, profile, operational[element])
    return changes


def _levels(changes: Mapping[int, int]) -> list[tuple[int, int]]:
    """Days on which the balance changes, each with its level from then on."""
    days = sorted(changes)
    return list(zip(days, accumulate(changes[day] for day in days), strict=True))


def _with_ends(levels: list[tuple[int, int]], end: int) -> Iterable[tuple[tuple[int, int], int]]:
    ends = [*(day for day, _ in levels[1:]), max(end, levels[-1][0] + 1)]
    return zip(levels, ends, strict=True)


def _closed(
    instance: Instance, balance: str, levels: list[tuple[int, int]], profile: Profile
) -> Closed:
    """Days of work on which some piece of the profile would meet too low a level."""
    first, end = instance.start_day, instance.last_day(balance) + 1
    spans: Closed = []
    for begin_d, end_d, level in pieces(profile):
        if level >= 0:
            continue
        for (at, left), till in _with_ends(levels, end):
            lo, hi = max(at, first), min(till, end)
            if left + level < 0 and lo < hi:
                # the piece begins before hi and ends after lo
                begin = _EVER if end_d is None else lo - end_d + 1
                spans.append((begin, hi - begin_d))
    return spans


def _merged(spans: Closed) -> Closed:
    merged: Closed = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged
