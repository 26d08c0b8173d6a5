"""Checks that what the scenario asks is not contradictory in itself.

Only what can be said for certain, without computing a transfer, is a fault here:
each check compares with a bound that no plan can beat.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from planner.catalogue.fields import FIRST_DAY, LAST_DAY
from planner.scenario.alternatives import alternative_faults
from planner.scenario.budget import budget_faults
from planner.scenario.carriage import carriage_faults
from planner.scenario.crew_checks import crew_faults
from planner.scenario.document import Path
from planner.scenario.faults import Fault
from planner.scenario.history_checks import history_faults
from planner.scenario.orbits import orbit_faults
from planner.scenario.pin_checks import pin_faults
from planner.scenario.power import power_faults
from planner.scenario.prerequisites import cycle_faults, day_faults
from planner.scenario.resolve import Draft
from planner.scenario.support_checks import support_faults

#: The search for transfers goes by lunar months: one is kept free before the first launch,
#: and after the last one the longest flight (6.5 d) and wait (60 d) any policy may ask besides.
FIRST_HORIZON_DAY: Final = FIRST_DAY + timedelta(days=31)
LAST_HORIZON_DAY: Final = LAST_DAY - timedelta(days=92)
#: Windows of a scenario, some 5 ms each; the largest shipped one asks for 2760.
MOST_WINDOWS: Final = 6_000
#: Windows times elements, the size of the scheduler's model; the largest shipped has 97 000.
MOST_CHOICES: Final = 300_000
#: Parts that say how much science there is.
_PARTS: Final = frozenset({"elements", "catalogue"})
#: Windows of a ship computed each month, of which those in the lander's plane are kept.
SHIP_WINDOWS_PER_MONTH: Final = 8
_MEAN_MONTH_D: Final = 365.25 / 12.0


def contradiction_faults(draft: Draft) -> Iterator[Fault]:
    """Return everything the draft asks that no plan can give."""
    yield from _spans(draft)
    yield from _size(draft)
    yield from _options(draft)
    yield from orbit_faults(draft)
    yield from _science(draft)
    yield from alternative_faults(draft)
    yield from cycle_faults(draft)
    yield from day_faults(draft)
    yield from carriage_faults(draft)
    yield from crew_faults(draft)
    yield from support_faults(draft)
    yield from budget_faults(draft)
    yield from power_faults(draft)
    yield from pin_faults(draft)
    yield from history_faults(draft)


def _spans(draft: Draft) -> Iterator[Fault]:
    file, fault = draft.file, draft.document.fault
    start, end = file.horizon.start, file.horizon.end
    if end < start:
        yield fault(("horizon", "end"), f"{end} is before the start {start}, allowed is later")
        return
    yield from _edges(draft)
    for key, day in (("due", file.due), ("science_to", file.science_to)):
        if day is not None and not start <= day <= end:
            yield fault((key,), f"{day} is outside the horizon, allowed {start} to {end}")
    for index, phase in enumerate(file.phases):
        here: Path = ("phases", draft.position("phases", index))
        if phase.end < phase.start:
            message = f"{phase.end} is before the phase's start {phase.start}, allowed is later"
            yield fault((*here, "end"), message)
        elif phase.end < start or phase.start > end:
            message = (
                f"phase '{phase.id}' ({phase.start} to {phase.end}) lies outside the horizon, "
                f"allowed is an overlap with {start} to {end}"
            )
            yield fault(here, message)
    for index, entry in enumerate(file.in_place):
        if entry.since > start:
            message = (
                f"{entry.since} is after the horizon's start {start}; what comes later is an "
                "element"
            )
            yield fault(("in_place", draft.position("in_place", index), "since"), message)


def _edges(draft: Draft) -> Iterator[Fault]:
    """A flight launched on the last day still needs the ephemeris until it has landed."""
    if "horizon" in draft.salvaged.touched:  # a stand-in took its place
        return
    horizon = draft.file.horizon
    for key, day in (("start", horizon.start), ("end", horizon.end)):
        if not FIRST_HORIZON_DAY <= day <= LAST_HORIZON_DAY:
            message = (
                f"{day} is too near the end of the ephemeris, allowed {FIRST_HORIZON_DAY} to "
                f"{LAST_HORIZON_DAY}"
            )
            yield draft.document.fault(("horizon", key), message)


def _size(draft: Draft) -> Iterator[Fault]:
    """What can be computed in minutes, and searched in the memory of a desk computer."""
    file = draft.file
    if "horizon" in draft.salvaged.touched:  # a stand-in took its place
        return
    months = (file.horizon.end - file.horizon.start).days / _MEAN_MONTH_D
    ships = sum(option.ship is not None for option in file.fleet)
    windows = round(len(file.fleet) * months * file.policies.windows_per_month)
    windows += round(ships * months * SHIP_WINDOWS_PER_MONTH)
    choices = windows * len(file.elements)
    if windows > MOST_WINDOWS or choices > MOST_CHOICES:
        message = (
            f"{len(file.fleet)} flight options over {months:.0f} months with "
            f"{file.policies.windows_per_month} windows a month make {windows} windows, and "
            f"{choices} ways to place {len(file.elements)} elements, allowed are {MOST_WINDOWS} "
            f"and {MOST_CHOICES}; shorten the horizon, the fleet or policies.windows_per_month"
        )
        yield draft.document.fault(("horizon", "end"), message)


def _science(draft: Draft) -> Iterator[Fault]:
    """Whether there is any science to be chosen for."""
    whole = len(draft.elements) == len(draft.file.elements)
    if "science" not in draft.file.objective or not whole or _PARTS & draft.salvaged.touched:
        return
    if not any(element.science_per_year for element in draft.elements.values()):
        message = "names science, but no element has any; give elements science_per_year"
        yield draft.document.fault(("objective",), message)


def _options(draft: Draft) -> Iterator[Fault]:
    places = draft.salvaged.positions.get("fleet", ())
    for position, entry in zip(places, draft.file.fleet, strict=True):
        option = draft.options.get(position)
        if option is None or entry.destination in {None, option.destination}:
            continue
        what = option.lander.name if option.lander else "a flight without lander"
        ends = "lands" if option.destination == "surface" else "cannot land"
        message = f"is {entry.destination}, but {what} {ends}, allowed is {option.destination}"
        yield draft.document.fault(("fleet", position, "destination"), message)
