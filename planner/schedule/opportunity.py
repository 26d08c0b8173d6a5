"""Dated chances to fly: one window of one option, with all that a flight on it takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from planner.schedule.problem import FlightOption, Launch, ScheduleProblem, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One window of one option, with the resources a flight on it would take.

    ``year`` is the calendar year of the first launch, in which the money
    (``charge_kusd``, thousand US dollars) counts. ``launches`` are all departures of
    the flight, the first included, and ``launcher_years`` holds the launcher and the
    calendar year of each that has one. ``first_day`` is the earliest of them. Days are
    proleptic Gregorian ordinals, masses kg.
    """

    option: str
    window: str
    launcher: str
    pad: str
    launch_day: int
    delivery_day: int
    capacity_kg: int
    cost_musd: int
    year: int
    payer: str
    charge_kusd: int
    launches: tuple[Launch, ...]
    launcher_years: tuple[tuple[str, int], ...]
    first_day: int


def opportunities_of(problem: ScheduleProblem) -> tuple[Opportunity, ...]:
    """Windows inside the horizon that pins and pads leave, by launch day, option and key."""
    turnaround_d = {pad.id: pad.turnaround_d for pad in problem.pads}
    closed = [pin for pin in problem.pins if pin.kind == "close"]
    found = []
    for option in problem.options:
        for window in option.windows:
            here = _opportunity(option, window)
            if (
                problem.start_day <= here.first_day
                and here.delivery_day <= problem.end_day
                and not any(
                    p.speaks_of(option=option.id, launch_day=here.launch_day) for p in closed
                )
                and _pads_free(problem, here, turnaround_d)
            ):
                found.append(here)
    return tuple(sorted(found, key=lambda o: (o.launch_day, o.option, o.delivery_day, o.window)))


def _opportunity(option: FlightOption, window: Window) -> Opportunity:
    first = Launch(launcher=option.launcher, pad=option.pad, day=window.launch_day)
    launches = (first, *window.more)
    return Opportunity(
        option=option.id,
        window=window.key,
        launcher=option.launcher,
        pad=option.pad,
        launch_day=window.launch_day,
        delivery_day=window.delivery_day,
        capacity_kg=window.capacity_kg,
        cost_musd=option.cost_musd,
        year=date.fromordinal(window.launch_day).year,
        payer=option.payer,
        charge_kusd=option.charge_kusd,
        launches=launches,
        launcher_years=tuple(
            (launch.launcher, date.fromordinal(launch.day).year)
            for launch in launches
            if launch.launcher
        ),
        first_day=min(launch.day for launch in launches),
    )


def _pads_free(problem: ScheduleProblem, here: Opportunity, turnaround_d: dict[str, int]) -> bool:
    """Whether no pad is still busy with a launch of the past or another of the same flight."""
    busy: dict[str, list[int]] = defaultdict(list)
    for past in problem.launched:
        busy[past.pad].append(past.day)
    for launch in here.launches:
        if any(abs(launch.day - day) < turnaround_d[launch.pad] for day in busy[launch.pad]):
            return False
        busy[launch.pad].append(launch.day)
    return True
