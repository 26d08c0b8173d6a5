"""A problem with one thing its author stated changed, to see what that would do to the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from planner.schedule.problem import FlightOption, ScheduleProblem
from planner.schedule.repairs.changes import Change, changed, most_launches
from planner.schedule.repairs.statements import Slack, Statement
from planner.schedule.repairs.words import offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The problem with one statement looser, or tighter.

    Attributes
    ----------
    kind : str
        ``cadence``, ``turnaround``, ``first_flight``, ``release``, ``phase`` or
        ``commissioning``.
    subject : str
        Id of the launcher, pad, craft, element or phase.
    tighter : bool
        Whether it asks for more.
    comparable : bool
        Whether it allows only fewer plans, or only more; else nothing follows from the plan
        of the problem unchanged.
    says : str
        The change in words.
    problem : ScheduleProblem
        With the change made.
    changes : tuple[Change, ...]
        The same as changes of statements; empty where these cannot say it.
    """

    kind: str
    subject: str
    tighter: bool
    says: str
    problem: ScheduleProblem
    changes: tuple[Change, ...] = ()
    comparable: bool = True


def cadences(problem: ScheduleProblem) -> Iterator[Variant]:
    """One launch a year more, and one fewer, of every launcher that could fly."""
    flying = {option.launcher for option in problem.options if option.windows}
    shared = [one for one in problem.launchers if one.id in flying]
    for launcher in sorted(shared, key=lambda one: one.id):
        statement = Statement(kind="cadence", subject=launcher.id)
        if launcher.cadence_per_year < most_launches(problem):
            yield _one(problem, Change(statement=statement, value=1))
        if launcher.cadence_per_year > 0:
            yield _one(problem, Change(statement=statement, value=-1), tighter=True)


def turnarounds(problem: ScheduleProblem, pads: Iterable[str]) -> Iterator[Variant]:
    """Half the time between launches from each of the pads."""
    turnaround_d = {pad.id: pad.turnaround_d for pad in problem.pads}
    for name in sorted(set(pads)):
        if turnaround_d[name] > 1:
            statement = Statement(kind="turnaround", subject=name)
            yield _one(problem, Change(statement=statement, value=turnaround_d[name] // 2))


def commissionings(
    problem: ScheduleProblem, elements: Iterable[str], *, by_d: int
) -> Iterator[Variant]:
    """Each of the elements at work ``by_d`` days sooner after delivery, at most on that day.

    One that takes from a balance takes from it sooner, too: that allows other plans, not more.
    """
    task = {one.id: one for one in problem.elements}
    for name in elements:
        if task[name].commissioning_d > 0:
            statement = Statement(kind="commissioning", subject=name)
            value = max(0, task[name].commissioning_d - by_d)
            takes = any(use.amount < 0 for use in task[name].uses)
            yield replace(
                _one(problem, Change(statement=statement, value=value)), comparable=not takes
            )


def releases(problem: ScheduleProblem, first_days: Mapping[str, int]) -> Iterator[Variant]:
    """Each element free to launch from an earlier day."""
    for name, day in first_days.items():
        statement = Statement(kind="release", subject=name)
        yield _one(problem, Change(statement=statement, value=day))


def _one(problem: ScheduleProblem, change: Change, *, tighter: bool = False) -> Variant:
    return Variant(
        kind=change.statement.kind,
        subject=change.statement.subject,
        tighter=tighter,
        says=offered(problem, change),
        problem=changed(problem, (change,), Slack()),
        changes=(change,),
    )


def opened_from(
    problem: ScheduleProblem, first_days: Mapping[str, int], slack: Slack
) -> ScheduleProblem:
    """Windows that a first flight withholds opened from a day on, by option."""
    changes = (
        Change(statement=Statement(kind="first_flight", subject=option), value=day)
        for option, day in first_days.items()
        if slack.withheld.get(option)
    )
    return changed(problem, changes, slack)


def closed_before(problem: ScheduleProblem, first_days: Mapping[str, int]) -> ScheduleProblem:
    """Windows before a day closed, by option."""

    def later(option: FlightOption) -> FlightOption:
        first = first_days.get(option.id, 0)
        kept = tuple(window for window in option.windows if window.launch_day >= first)
        return replace(option, windows=kept)

    return replace(problem, options=tuple(map(later, problem.options)))
