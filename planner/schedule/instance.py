"""A schedule problem made ready to search: checked, put in one fixed order, indexed.

Elements, options, launchers and pads are sorted by id, so the same problem
written in another order gives the same search and the same schedule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from planner.errors import OutOfRangeError
from planner.schedule.pins import Ties, ties_of, with_shared_needs
from planner.schedule.problem import (
    Balance,
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
)

#: Who is charged (None: the programme) and in which year.
Payment: TypeAlias = tuple[str | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One window of one option, with the resources a launch on it would take.

    ``year`` is the calendar year of launch, in which the launcher's cadence and
    the money (``charge_kusd``, thousand US dollars) count. Days are proleptic
    Gregorian ordinals, masses kg.
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


@dataclass(frozen=True)
class Instance:
    """The problem in canonical order.

    Attributes
    ----------
    elements : tuple[ElementTask, ...]
        Sorted by id.
    opportunities : tuple[Opportunity, ...]
        Every window inside the horizon, sorted by launch day, option and key;
        the position in this tuple is the opportunity's index everywhere else.
    launchers, pads, balances : dict[str, ...]
        Resources by id.
    budgets : dict[tuple[str | None, int], int]
        Limit by payer (None: all flights) and year (thousand US dollars).
    start_day, end_day : int
        No launch before the first, nothing operational after the second.
    ties : Ties
        The author's pins; options they close have no opportunity.
    launched : dict[tuple[str, int], int]
        Launches of the past by launcher and calendar year; a pad they keep busy
        has no opportunity.
    """

    elements: tuple[ElementTask, ...]
    options: Mapping[str, FlightOption]
    opportunities: tuple[Opportunity, ...]
    launchers: Mapping[str, Launcher]
    pads: Mapping[str, Pad]
    balances: Mapping[str, Balance]
    budgets: Mapping[Payment, int]
    start_day: int
    end_day: int
    ties: Ties
    launched: Mapping[tuple[str, int], int]

    @cached_property
    def task(self) -> dict[str, ElementTask]:
        """Elements by id."""
        return {task.id: task for task in self.elements}

    @cached_property
    def by_option(self) -> dict[str, tuple[int, ...]]:
        """Opportunity indices of each option, in launch order."""
        found: dict[str, list[int]] = {option: [] for option in self.options}
        for index, opportunity in enumerate(self.opportunities):
            found[opportunity.option].append(index)
        return {option: tuple(indices) for option, indices in found.items()}

    @cached_property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """For each element, the elements that require it."""
        found: dict[str, list[str]] = {task.id: [] for task in self.elements}
        for task in self.elements:
            for required in task.requires:
                found[required].append(task.id)
        return {element: tuple(ids) for element, ids in found.items()}

    @cached_property
    def power_w(self) -> dict[str, dict[str, int]]:
        """What each element gives (+) or uses (-) in each grid where anything is used (W)."""
        uses: dict[str, dict[str, int]] = {grid: {} for grid in self.balances}
        for task in self.elements:
            for use in task.uses:
                if use.amount:
                    uses[use.balance][task.id] = use.amount
        return {grid: mine for grid, mine in uses.items() if min(mine.values(), default=0) < 0}

    def payments(self, index: int) -> tuple[Payment, ...]:
        """The budgets that a launch at ``index`` is charged to."""
        here = self.opportunities[index]
        both: tuple[Payment, ...] = ((None, here.year), (here.payer, here.year))
        return tuple(payment for payment in both if payment in self.budgets)

    def cadence_left(self, launcher: str, year: int) -> int:
        """Launches the launcher has in the year, less those of the past."""
        allowed = self.launchers[launcher].cadence_per_year
        return max(0, allowed - self.launched.get((launcher, year), 0))

    def latest_operational_day(self, task: ElementTask) -> int:
        """Last day ``task`` may become operational: its due day or the horizon's end."""
        return self.end_day if task.due_day is None else min(task.due_day, self.end_day)


def make_instance(problem: ScheduleProblem) -> Instance:
    """Check the references inside ``problem`` and bring it into canonical order.

    Raises
    ------
    OutOfRangeError
        An id is used twice or names nothing, or an element requires itself.
    """
    elements = tuple(sorted(problem.elements, key=lambda task: task.id))
    options = {option.id: option for option in sorted(problem.options, key=lambda o: o.id)}
    launchers = {launcher.id: launcher for launcher in problem.launchers}
    pads = {pad.id: pad for pad in problem.pads}
    _refuse_duplicates("element", (task.id for task in problem.elements))
    _refuse_duplicates("flight option", (option.id for option in problem.options))
    _refuse_duplicates("launcher", (launcher.id for launcher in problem.launchers))
    _refuse_duplicates("pad", (pad.id for pad in problem.pads))
    _refuse_duplicates("balance", (grid.id for grid in problem.balances))
    grids = {grid.id: grid for grid in sorted(problem.balances, key=lambda grid: grid.id)}
    for grid in grids.values():
        _refuse_negative(f"{grid.id}.in_place", grid.in_place)
    budgets = {(one.payer, one.year): one.limit_kusd for one in problem.budgets}
    _refuse_duplicates("budget", (f"{one.payer} {one.year}" for one in problem.budgets))
    known = {task.id for task in elements}
    for task in elements:
        _refuse_unknown(f"{task.id}.options", task.options, options)
        _refuse_unknown(f"{task.id}.requires", task.requires, known - {task.id})
        _refuse_unknown(f"{task.id}.uses", (use.balance for use in task.uses), grids)
        _refuse_duplicates(f"balance of {task.id}", (use.balance for use in task.uses))
    for option in options.values():
        _refuse_unknown(f"{option.id}.launcher", (option.launcher,), launchers)
        _refuse_unknown(f"{option.id}.pad", (option.pad,), pads)
        _refuse_duplicates(f"window of {option.id}", (window.key for window in option.windows))
    for pin in problem.pins:
        _refuse_unknown("pin.elements", pin.elements, known)
        _refuse_unknown("pin.options", pin.options or (), options)
    ties = ties_of(problem.pins, known)
    requires = with_shared_needs(elements, ties)
    return Instance(
        elements=tuple(
            task
            if requires[task.id] == task.requires
            else replace(task, requires=requires[task.id])
            for task in elements
        ),
        options=options,
        opportunities=_opportunities(problem),
        launchers=launchers,
        pads=pads,
        balances=grids,
        budgets=budgets,
        start_day=problem.start_day,
        end_day=problem.end_day,
        ties=ties,
        launched=Counter((p.launcher, date.fromordinal(p.day).year) for p in problem.launched),
    )


def _opportunities(problem: ScheduleProblem) -> tuple[Opportunity, ...]:
    turnaround_d = {pad.id: pad.turnaround_d for pad in problem.pads}
    closed = [pin for pin in problem.pins if pin.kind == "close"]
    found = [
        Opportunity(
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
        )
        for option in problem.options
        for window in option.windows
        if problem.start_day <= window.launch_day and window.delivery_day <= problem.end_day
        if not any(pin.speaks_of(option=option.id, launch_day=window.launch_day) for pin in closed)
        and not any(
            past.pad == option.pad and abs(past.day - window.launch_day) < turnaround_d[option.pad]
            for past in problem.launched
        )
    ]
    return tuple(sorted(found, key=lambda o: (o.launch_day, o.option, o.delivery_day, o.window)))


def _refuse_duplicates(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for identity in ids:
        if identity in seen:
            raise OutOfRangeError(name=f"{what} id", value=identity, allowed="ids used once each")
        seen.add(identity)


def _refuse_negative(name: str, value: int) -> None:
    if value < 0:
        raise OutOfRangeError(name=name, value=value, allowed="0 or more")


def _refuse_unknown(name: str, ids: Iterable[str], known: Iterable[str]) -> None:
    allowed = set(known)
    for identity in ids:
        if identity not in allowed:
            listed = ", ".join(sorted(allowed)) or "nothing"
            raise OutOfRangeError(name=name, value=identity, allowed=f"the known ids ({listed})")
