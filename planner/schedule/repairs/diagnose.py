"""From a problem without a plan to the statements that clash and the repairs that work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from planner.schedule.problem import ScheduleProblem
from planner.schedule.repairs.changes import Change, changed, relaxed
from planner.schedule.repairs.core import clashing
from planner.schedule.repairs.feasibility import Judge
from planner.schedule.repairs.ladders import least_change
from planner.schedule.repairs.statements import Slack, Statement, rank, statements_of
from planner.schedule.repairs.words import offered, stated
from planner.schedule.stages import Budget

#: Conflicts told at most, and clashing statements of one kind for which a repair is sought.
MOST_CONFLICTS = 12
MOST_TRIED = 4
#: Share of the effort for conflicts; repairs have the rest.
_SHARE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A statement of a conflict and its words."""

    statement: Statement
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Changes that together give the problem a plan, solved to make sure, and their words."""

    changes: tuple[Change, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Why there is no plan, and what would give one.

    Attributes
    ----------
    conflicts : tuple[tuple[Clash, ...], ...]
        Statements that cannot hold together, whatever else is given up. A second conflict
        remains when a statement of the first is relaxed.
    minimal : bool
        Whether each conflict was shown to lose its force with any of its statements.
    repairs : tuple[Repair, ...]
        Each by itself gives a plan. In the order of `statements.KINDS`: dates, launches,
        machines, then the station itself.
    """

    conflicts: tuple[tuple[Clash, ...], ...]
    minimal: bool
    repairs: tuple[Repair, ...]


def diagnose(
    problem: ScheduleProblem,
    *,
    time_limit_s: float,
    seed: int,
    slack: Slack | None = None,
    progress: Callable[[float], None] | None = None,
) -> Diagnosis:
    """Find what clashes in a problem proven to have no plan, and changes that mend it.

    Parameters
    ----------
    problem : ScheduleProblem
    time_limit_s : float
        Longest search (s), counted in solver work as `solve_schedule` does.
    seed : int
    slack : Slack, optional
        Windows and options that statements outside the problem keep closed.
    progress : callable, optional
        Told the part of the effort that is behind, 0 to 1.
    """
    slack = slack or Slack()
    tell = progress or (lambda _part: None)
    first = Judge(Budget(_SHARE * time_limit_s, seed), tell=lambda spent: tell(_SHARE * spent))
    conflicts, given_up, minimal = _conflicts(problem, slack, first)
    told = [[Clash(statement=s, says=stated(problem, s, slack)) for s in c] for c in conflicts]
    rest = Judge(
        Budget((1.0 - _SHARE) * time_limit_s, seed),
        tell=lambda spent: tell(_SHARE + (1.0 - _SHARE) * spent),
    )
    found = _repairs(problem, slack, rest, conflicts, given_up)
    return Diagnosis(
        conflicts=tuple(map(tuple, told)),
        minimal=minimal,
        repairs=tuple(_repair(problem, changes) for changes in found),
    )


def _repair(problem: ScheduleProblem, changes: tuple[Change, ...]) -> Repair:
    says = " and ".join(offered(problem, change) for change in changes)
    return Repair(changes=changes, says=says)


Conflict = tuple[Statement, ...]


def _conflicts(
    problem: ScheduleProblem, slack: Slack, judge: Judge
) -> tuple[list[Conflict], list[Statement], bool]:
    """One conflict after another, each with the first statement of those before given up."""
    conflicts: list[Conflict] = []
    given_up: list[Statement] = []
    statements = statements_of(problem, slack)
    while len(conflicts) < MOST_CONFLICTS:
        rest = relaxed(problem, given_up, slack)
        if judge.has_plan(rest) is not False:
            break
        left = [statement for statement in statements if statement not in given_up]
        conflict = clashing(rest, left, slack, judge)
        if not conflict:
            break
        conflicts.append(conflict)
        given_up.append(conflict[0])
    return conflicts, given_up, judge.doubts == 0


def _repairs(
    problem: ScheduleProblem,
    slack: Slack,
    judge: Judge,
    conflicts: Sequence[Conflict],
    given_up: Sequence[Statement],
) -> list[tuple[Change, ...]]:
    """Every single change that is enough; if there is none, one change for each conflict."""
    if not conflicts:
        return []
    common = set(conflicts[0]).intersection(*conflicts[1:]) if len(conflicts) > 1 else conflicts[0]
    alone: list[tuple[Change, ...]] = [
        (change,)
        for statement in _first_of_each_kind(common)
        if (change := _enough(problem, statement, slack, judge, ())) is not None
    ]
    return alone or _together(problem, slack, judge, given_up)


def _first_of_each_kind(statements: Iterable[Statement]) -> Iterator[Statement]:
    for _, group in groupby(sorted(statements, key=rank), key=lambda one: one.kind):
        yield from islice(group, MOST_TRIED)


def _enough(
    problem: ScheduleProblem,
    statement: Statement,
    slack: Slack,
    judge: Judge,
    others: tuple[Change, ...],
) -> Change | None:
    return least_change(
        problem,
        statement,
        slack,
        lambda change: judge.has_plan(changed(problem, (*others, change), slack)) is True,
    )


def _together(
    problem: ScheduleProblem, slack: Slack, judge: Judge, given_up: Sequence[Statement]
) -> list[tuple[Change, ...]]:
    """The statements given up, tightened one after another while the rest stay given up."""
    held: tuple[Change, ...] = ()
    for number, statement in enumerate(given_up):
        loose = relaxed(problem, given_up[number + 1 :], slack)
        change = _enough(loose, statement, slack, judge, held)
        if change is None:
            return []
        held = (*held, change)
    return [held]
