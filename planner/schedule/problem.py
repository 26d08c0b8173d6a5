"""What is asked of the scheduler: plain numbers, no scenario, no ephemeris.

Days are proleptic Gregorian ordinals (``datetime.date.toordinal``) in UTC and
masses are whole kilograms, so that the optimiser works on exact integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One more departure a flight needs: a ship to its lander, a tanker, a reused craft.

    ``launcher`` empty is a craft that is used again: it counts in no rocket's year, and
    ``pad`` is the craft itself, whose turnaround is the time from one use to the next.
    """

    launcher: str
    pad: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One dated flight opportunity: a computed transfer and what it can carry.

    Attributes
    ----------
    key : str
        Identifies the transfer behind the window.
    launch_day : int
        Day of launch (ordinal).
    delivery_day : int
        Day the payload is on the surface, or in its lunar orbit (ordinal).
    capacity_kg : int
        Payload the flight can deliver, rounded down (kg).
    more : tuple[Launch, ...]
        Departures the flight takes beside its first; each counts in its own year and
        on its own pad. Money is charged in the year of the first.
    """

    key: str
    launch_day: int
    delivery_day: int
    capacity_kg: int
    more: tuple[Launch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """A launcher as a renewable resource: at most ``cadence_per_year`` a calendar year."""

    id: str
    cadence_per_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """A launch pad: two launches from it lie at least ``turnaround_d`` days apart."""

    id: str
    turnaround_d: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightOption:
    """A way to fly: launcher, pad, lander and the windows computed for them.

    ``windows`` is sorted by launch day and already respects first-flight dates,
    landing light and the horizon. ``cost_musd`` is the price of a flight as the
    objective counts it; ``charge_kusd``, rounded up, is what its ``payer`` has to
    find in the year of launch (thousand US dollars). ``requires`` names elements that
    are operational on or before the first launch day of every flight of the option.
    """

    id: str
    launcher: str
    pad: str
    destination: str
    cost_musd: int
    windows: tuple[Window, ...]
    payer: str = ""
    charge_kusd: int = 0
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBudget:
    """Most that may be charged in a calendar year (thousand US dollars).

    ``payer`` None counts every flight, else those of the options it pays for.
    """

    payer: str | None
    year: int
    limit_kusd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What an element gives (+) to a balance or takes (-) from it, in whole units.

    From ``after_d`` days after its operational day (before it, if negative) for
    ``for_d`` days; None: to the end.
    """

    balance: str
    amount: int
    after_d: int = 0
    for_d: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Ways to do one thing: of exactly one of ``choices`` every element is delivered.

    Elements of the other choices that are not in it as well are left out.
    """

    id: str
    choices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Something shared: what is taken from it never exceeds what is given to it.

    Power of a place by day or at night (W), berths (people), a stock of supplies (kg).

    Attributes
    ----------
    id : str
    name : str
        What and where in the words of a reason, e.g. ``on the surface at night``.
    in_place : int
        What is there already, less what is taken already; never negative.
    unit : str
        ``W``, ``people`` or ``kg``.
    until_day : int | None
        Last day on which the rule holds (ordinal); None: the horizon's end.
    """

    id: str
    name: str
    in_place: int
    unit: str = "W"
    until_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTask:
    """One element to deliver and put to work.

    Attributes
    ----------
    id : str
    mass_kg : int
        Mass counted against a window's capacity (kg, rounded up).
    options : tuple[str, ...]
        Flight options that may carry it.
    release_day : int
        Earliest launch day (ordinal): phase start and author's earliest date.
    due_day : int | None
        Latest day it must be operational (ordinal), None if free.
    commissioning_d : int
        Days from delivery to operational.
    requires : tuple[str, ...]
        Elements that must be operational on or before this one's delivery day.
    uses : tuple[Use, ...]
        What it gives to balances and takes from them.
    optional : bool
        Whether it may be left out. What requires it is then left out as well.
    awaits : tuple[str, ...]
        Elements that, if they are delivered, must be operational on or before this
        one's delivery day: the choices of an alternative it depends on.
    value : int
        Thousandths of a science point a year of operation up to the problem's
        ``science_day``.
    completes : bool
        Whether completion waits for it. Supplies and later crews it does not wait for.
    """

    id: str
    mass_kg: int
    options: tuple[str, ...]
    release_day: int
    due_day: int | None
    commissioning_d: int
    requires: tuple[str, ...]
    uses: tuple[Use, ...] = ()
    optional: bool = False
    awaits: tuple[str, ...] = ()
    value: int = 0
    completes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Launched:
    """A launch of the past: it counts in its launcher's year and keeps its pad busy."""

    launcher: str
    pad: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A choice the author made, which every plan keeps.

    Attributes
    ----------
    kind : str
        ``place`` (the elements fly on the options, launched on the days),
        ``together``, ``apart``, ``flight`` (place and together, with no others
        aboard) or ``close`` (the options are not flown on the days).
    text : str
        Where it was written and what it says, in the words of a reason. Of elements that
        may be left out, ``place`` speaks only if they fly; ``together`` and ``flight`` have
        all of theirs delivered, or none.
    elements : tuple[str, ...]
        Elements it concerns; none for ``close``.
    options : tuple[str, ...] | None
        Flight options it names; None: any.
    first_day, last_day : int
        Days of launch it speaks of (ordinals, both included).
    """

    kind: str
    text: str
    elements: tuple[str, ...] = ()
    options: tuple[str, ...] | None = None
    first_day: int = 0
    last_day: int = date.max.toordinal()

    def speaks_of(self, *, option: str, launch_day: int) -> bool:
        """Whether a launch is on its options and days."""
        named = self.options is None or option in self.options
        return named and self.first_day <= launch_day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleProblem:
    """Elements, flight options, what they share, and the days between which to plan.

    ``science_day`` is the day to which science points are counted (ordinal); None: the end.
    """

    elements: tuple[ElementTask, ...]
    options: tuple[FlightOption, ...]
    launchers: tuple[Launcher, ...]
    pads: tuple[Pad, ...]
    start_day: int
    end_day: int
    balances: tuple[Balance, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    science_day: int | None = None
    budgets: tuple[YearBudget, ...] = ()
    pins: tuple[Pin, ...] = ()
    launched: tuple[Launched, ...] = ()
    objective: tuple[str, ...] = ("completion", "cost")
