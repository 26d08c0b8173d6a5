"""A schedule problem made ready to search: checked, put in one fixed order, indexed.

Elements, options, launchers and pads are sorted by id, so the same problem
written in another order gives the same search and the same schedule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from planner.schedule.opportunity import Opportunity, opportunities_of
from planner.schedule.pins import Ties, ties_of, with_shared_needs
from planner.schedule.presence import alike, always_delivered
from planner.schedule.problem import (
    Alternative,
    Balance,
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
)
from planner.schedule.profiles import Profile, profile_of, steady, takes
from planner.schedule.references import refuse_what_does_not_hold_together

#: Who is charged (None: the programme) and in which year.
Payment: TypeAlias = tuple[str | None, int]


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
    alternatives : tuple[Alternative, ...]
        Sorted by id.
    science_day : int | None
        Day to which science points are counted; None: the horizon's end.
    alike : tuple[tuple[str, ...], ...]
        Groups of optional elements that differ in nothing but their ids.
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
    alternatives: tuple[Alternative, ...] = ()
    science_day: int | None = None
    alike: tuple[tuple[str, ...], ...] = ()

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
        """For each element, the elements that require or await it."""
        found: dict[str, list[str]] = {task.id: [] for task in self.elements}
        for task in self.elements:
            for required in (*task.requires, *task.awaits):
                found[required].append(task.id)
        return {element: tuple(ids) for element, ids in found.items()}

    @cached_property
    def profiles(self) -> dict[str, dict[str, Profile]]:
        """How each element changes each balance from which anything is taken."""
        found: dict[str, dict[str, Profile]] = {balance: {} for balance in self.balances}
        for task in self.elements:
            for balance in dict.fromkeys(use.balance for use in task.uses):
                profile = profile_of(use for use in task.uses if use.balance == balance)
                if profile:
                    found[balance][task.id] = profile
        return {b: mine for b, mine in found.items() if any(map(takes, mine.values()))}

    @cached_property
    def timed(self) -> frozenset[str]:
        """Balances that end, or in which something changes other than once on a day of work."""
        return frozenset(
            balance
            for balance, mine in self.profiles.items()
            if self.balances[balance].until_day is not None or not all(map(steady, mine.values()))
        )

    @cached_property
    def always(self) -> frozenset[str]:
        """Elements that every plan delivers."""
        return always_delivered(self.elements, self.alternatives, self.ties.companions)

    @cached_property
    def supporting(self) -> frozenset[str]:
        """Elements that some flight option requires."""
        return frozenset(e for option in self.options.values() for e in option.requires)

    def last_day(self, balance: str) -> int:
        """Last day on which the rule of a balance holds."""
        until = self.balances[balance].until_day
        return self.end_day if until is None else min(until, self.end_day)

    @property
    def last_science_day(self) -> int:
        """Day to which science points are counted."""
        return self.end_day if self.science_day is None else self.science_day

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
        The problem does not hold together.
    """
    refuse_what_does_not_hold_together(problem)
    elements = tuple(sorted(problem.elements, key=lambda task: task.id))
    known = {task.id for task in elements}
    ties = ties_of(problem.pins, known)
    requires = with_shared_needs({task.id: task.requires for task in elements}, ties)
    awaits = with_shared_needs({task.id: task.awaits for task in elements}, ties)
    return Instance(
        elements=tuple(
            replace(task, requires=requires[task.id], awaits=awaits[task.id]) for task in elements
        ),
        options={option.id: option for option in sorted(problem.options, key=lambda o: o.id)},
        opportunities=opportunities_of(problem),
        launchers={launcher.id: launcher for launcher in problem.launchers},
        pads={pad.id: pad for pad in problem.pads},
        balances={one.id: one for one in sorted(problem.balances, key=lambda one: one.id)},
        budgets={(one.payer, one.year): one.limit_kusd for one in problem.budgets},
        start_day=problem.start_day,
        end_day=problem.end_day,
        ties=ties,
        launched=Counter((p.launcher, date.fromordinal(p.day).year) for p in problem.launched),
        alternatives=tuple(sorted(problem.alternatives, key=lambda one: one.id)),
        science_day=problem.science_day,
        alike=alike(elements, problem.alternatives, problem.options, problem.pins),
    )
