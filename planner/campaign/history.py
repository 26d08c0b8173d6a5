"""The frozen past in the scheduling problem: flights that cannot be moved.

A flown flight becomes an option of its own with one window, which its elements
alone may use; what it took of its launcher's year and of its pad counts apart.
The rules the past may have broken (due days, order, release) no longer bind
what has flown, nor may it be left out; what comes after still waits for it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from planner.campaign.support import past_launches
from planner.scenario import PastFlight, Scenario
from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launched,
    Launcher,
    Pad,
    Window,
)

#: Launcher and pad of what has flown; no id of a scenario holds a space.
PAST = "the past"
_NO_LIMIT = 10_000


def past_option(past: PastFlight) -> str:
    """Name of a flown flight as an option of the problem."""
    return f"{past.option} ({past.id}, flown)"


def past_options(scenario: Scenario) -> tuple[FlightOption, ...]:
    """Flown flights, each an option with a single window; their cost is spent."""
    mass_kg = {element.id: math.ceil(element.mass_kg) for element in scenario.elements}
    return tuple(
        FlightOption(
            id=past_option(past),
            launcher=PAST,
            pad=PAST,
            destination=next(o.destination for o in scenario.fleet if o.id == past.option),
            cost_musd=0,
            windows=(
                Window(
                    key=past.id,
                    launch_day=past.launch.toordinal(),
                    delivery_day=past.delivered.toordinal(),
                    capacity_kg=sum(mass_kg[name] for name in past.elements),
                ),
            ),
        )
        for past in scenario.history
        if past.launch is not None and past.delivered is not None
    )


def past_resources(scenario: Scenario) -> tuple[tuple[Launcher, ...], tuple[Pad, ...]]:
    """Launcher and pad of the past, without limits; none if nothing flew."""
    if not scenario.flown:
        return (), ()
    return (Launcher(id=PAST, cadence_per_year=_NO_LIMIT),), (Pad(id=PAST, turnaround_d=0),)


def launched(scenario: Scenario) -> tuple[Launched, ...]:
    """Launches, flown or lost, that count in their year and on their pad."""
    fleet = {option.id: option for option in scenario.fleet}
    return tuple(
        one
        for past in scenario.history
        if past.launch is not None and past.option is not None
        for one in (
            Launched(
                launcher=fleet[past.option].launcher.id,
                pad=fleet[past.option].pad.id,
                day=past.launch.toordinal(),
            ),
            *past_launches(fleet[past.option], past.launch),
        )
    )


def as_of_now(scenario: Scenario, task: ElementTask) -> ElementTask:
    """The task as history leaves it: flown, released anew, or as it was."""
    past = scenario.flown.get(task.id)
    if past is not None:
        return replace(
            task,
            options=(past_option(past),),
            release_day=scenario.horizon.start.toordinal(),
            due_day=None,
            requires=(),
            awaits=(),
            optional=False,
        )
    release = max(
        (one.earliest or date.min for one in scenario.history if task.id in one.elements),
        default=date.min,
    )
    return replace(task, release_day=max(task.release_day, release.toordinal()))
