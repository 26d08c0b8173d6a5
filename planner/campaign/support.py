"""Tankers and craft used again: what a flight takes besides its own launch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.plan import TankerLaunch
from planner.scenario import FlightOption, Scenario
from planner.schedule.problem import Launch, Launched, Pad


def craft_pad(craft: str) -> str:
    """A craft as the scheduler's pad, whose turnaround is its cycle; no id has a space."""
    return f"craft {craft}"


def craft_behind(pad: str) -> str | None:
    """The craft a scheduler's pad stands for; None if it is a pad."""
    return pad.removeprefix("craft ") if pad.startswith("craft ") else None


def beside(option: FlightOption, launch: date) -> tuple[Launch, ...]:
    """Departures of tankers, and the use of a craft, for a flight of a day."""
    found: list[Launch] = []
    if tankers := option.tankers:
        found += (
            Launch(launcher=tankers.launcher.id, pad=tankers.pad.id, day=day.toordinal())
            for day in tankers.days(launch)
        )
    if option.reuses is not None:
        found.append(Launch(launcher="", pad=craft_pad(option.reuses.id), day=launch.toordinal()))
    return tuple(found)


def supported(scenario: Scenario, option: FlightOption, launch: date) -> bool:
    """Whether the first tanker of a flight is neither in the past nor before its first flight."""
    tankers = option.tankers
    if tankers is None:
        return True
    first = next(tankers.days(launch))
    fact = tankers.launcher.first_flight
    return first >= scenario.as_of and (fact is None or first >= fact.date)


def needed(scenario: Scenario, option: FlightOption) -> tuple[str, ...]:
    """Elements that must work before a craft is used; what is in place does."""
    delivered = {element.id for element in scenario.elements}
    return tuple(name for name in (option.reuses.requires if option.reuses else ())
                 if name in delivered)  # fmt: skip


def craft_pads(scenario: Scenario) -> Iterator[Pad]:
    """Craft that are used again, each as a pad of its own."""
    cycles = {one.reuses.id: one.reuses.cycle_d for one in scenario.fleet if one.reuses}
    for craft, cycle_d in cycles.items():
        yield Pad(id=craft_pad(craft), turnaround_d=cycle_d)


def past_launches(option: FlightOption, launch: date) -> Iterator[Launched]:
    """The same departures of a flight of the past."""
    for one in beside(option, launch):
        yield Launched(launcher=one.launcher, pad=one.pad, day=one.day)


def tanker_launches(option: FlightOption, launch: date) -> tuple[TankerLaunch, ...]:
    """Tankers of a flight as the plan states them."""
    tankers = option.tankers
    if tankers is None:
        return ()
    return tuple(
        TankerLaunch(launcher=tankers.launcher.id, pad=tankers.pad.id, launch=day)
        for day in tankers.days(launch)
    )
