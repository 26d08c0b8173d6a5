"""Balances as CP-SAT constraints: power, berths and stocks, in use for a time or for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.schedule.domains import Domains, span
from planner.schedule.instance import Instance
from planner.schedule.profiles import Profile, gives, pieces
from planner.schedule.variables import Variables


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days (ordinals) between which the rule of a balance holds, and all its intervals lie."""

    first: int
    end: int
    lowest: int
    highest: int


def balances(model: cp_model.CpModel, instance: Instance, domains: Domains, v: Variables) -> None:
    """What is taken from a balance never exceeds what is given to it.

    The complement is a cumulative resource: all there will ever be is its capacity; an
    element takes of it what it does not give, and what it takes, day by day. One left out
    takes all it would give to the end. Outside the days of the rule a virtual source
    gives as much as anyone could take.
    """
    for balance, profiles in instance.profiles.items():
        first, end = instance.start_day, instance.last_day(balance) + 1
        if end <= first:
            continue
        works = {e: _works(instance, domains, e) for e in profiles if domains[e]}
        clipped = {e: profile for e in works if (profile := _clipped(profiles[e], works[e], end))}
        frame = _frame(first, end, clipped, works)
        _cumulative(model, instance, v, balance, clipped, frame)


def _works(instance: Instance, domains: Domains, element: str) -> tuple[int, int]:
    """First and last operational day."""
    found = span(instance, domains, element)
    return found.earliest, found.latest


def _clipped(profile: Profile, works: tuple[int, int], end: int) -> Profile:
    """The profile without what can only happen after the rule has ended."""
    return tuple(step for step in profile if works[0] + step[0] < end)


def _frame(
    first: int, end: int, clipped: dict[str, Profile], works: dict[str, tuple[int, int]]
) -> _Frame:
    lowest = [works[e][0] + offset_d for e, profile in clipped.items() for offset_d, _ in profile]
    highest = [works[e][1] + offset_d for e, profile in clipped.items() for offset_d, _ in profile]
    return _Frame(first, end, min([first, *lowest]), max([end, *highest]))


def _cumulative(
    model: cp_model.CpModel,
    instance: Instance,
    v: Variables,
    balance: str,
    profiles: dict[str, Profile],
    frame: _Frame,
) -> None:
    intervals, demands = [], []
    supply = instance.balances[balance].in_place
    for element, profile in profiles.items():
        most = gives(profile)
        supply += most
        works = v.delivery[element] + instance.task[element].commissioning_d
        present = (v.present(element) or [True])[0]
        for begin_d, end_d, demand in _complement(profile, most):
            intervals.append(_interval(model, works, (begin_d, end_d), frame, present))
            demands.append(demand)
    for element, profile in profiles.items():
        if gives(profile) and element in v.left_out:
            whole = (None, None)
            intervals.append(_interval(model, 0, whole, frame, v.left_out[element]))
            demands.append(gives(profile))
    if frame.lowest < frame.first or frame.highest > frame.end:
        relief = sum(demands)
        supply += relief
        intervals.append(
            model.new_fixed_size_interval_var(frame.first, frame.end - frame.first, "")
        )
        demands.append(relief)
    model.add_cumulative(intervals, demands, supply)


def _complement(profile: Profile, most: int) -> Iterator[tuple[int | None, int | None, int]]:
    """Begin and end (None: of the frame) and demand of what is missing to the most it gives."""
    if most and profile:
        yield None, profile[0][0], most
    for begin_d, end_d, level in pieces(profile):
        if most > level:
            yield begin_d, end_d, most - level


def _interval(
    model: cp_model.CpModel,
    works: cp_model.LinearExpr | int,
    offsets_d: tuple[int | None, int | None],
    frame: _Frame,
    present: cp_model.LiteralT,
) -> cp_model.IntervalVar:
    begin_d, end_d = offsets_d
    begin = frame.lowest if begin_d is None else works + begin_d
    end = frame.highest if end_d is None else works + end_d
    size = end_d - begin_d if begin_d is not None and end_d is not None else end - begin
    return model.new_optional_interval_var(begin, size, end, present, "")
