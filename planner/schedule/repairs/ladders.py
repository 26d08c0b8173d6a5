"""The changes one statement can take, the smallest first, and the least that helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from planner.schedule.problem import ElementTask, ScheduleProblem, Window
from planner.schedule.repairs.changes import Change, furthest_value, widest
from planner.schedule.repairs.statements import Slack, Statement

Works = Callable[[Change], bool]


def least_change(
    problem: ScheduleProblem, statement: Statement, slack: Slack, works: Works
) -> Change | None:
    """Least change of one statement for which ``works`` holds; None if none does.

    A larger change of the same statement allows every plan a smaller one allows, so the
    values are halved. Launches are first added in one year, then in every year.
    """
    match statement.kind:
        case "fleet" | "requires" | "pin":
            return next(filter(works, widest(problem, statement, slack)), None)
        case "cadence":
            once = next(filter(works, _one_more(problem, statement)), None)
            return once or _least(problem, statement, slack, works)
        case _:
            return _least(problem, statement, slack, works)


def _least(
    problem: ScheduleProblem, statement: Statement, slack: Slack, works: Works
) -> Change | None:
    values = _values(problem, statement, slack)
    low, high, best = 0, len(values) - 1, None
    if high < 0 or not works(Change(statement=statement, value=values[high])):
        return None
    while low <= high:
        middle = (low + high) // 2
        change = Change(statement=statement, value=values[middle])
        if works(change):
            best, high = change, middle - 1
        else:
            low = middle + 1
    return best


def _values(problem: ScheduleProblem, statement: Statement, slack: Slack) -> Sequence[int]:
    """Values in order of growing change; only those at which an answer can differ."""
    match statement.kind:
        case "due":
            task = _task(problem, statement)
            ready = {w.delivery_day + task.commissioning_d for w in _windows(problem, task)}
            return sorted(d for d in ready if (task.due_day or 0) < d <= problem.end_day)
        case "release":
            task = _task(problem, statement)
            launches = {w.launch_day for w in _windows(problem, task)}
            earlier = (d for d in launches if problem.start_day <= d < task.release_day)
            return sorted(earlier, reverse=True)
        case "horizon":
            return range(problem.end_day + 1, furthest_value(problem, statement) + 1)
        case "first_flight":
            early = {window.launch_day for window in slack.withheld[statement.subject]}
            return sorted(early, reverse=True)
        case "mass":
            return range(_task(problem, statement).mass_kg - 1, 0, -1)
        case "commissioning":
            return range(_task(problem, statement).commissioning_d - 1, -1, -1)
        case "turnaround":
            (pad,) = (pad for pad in problem.pads if pad.id == statement.subject)
            return range(pad.turnaround_d - 1, -1, -1)
        case _:
            return range(1, furthest_value(problem, statement) + 1)


def _one_more(problem: ScheduleProblem, statement: Statement) -> Iterator[Change]:
    years = {
        date.fromordinal(window.launch_day).year
        for option in problem.options
        if option.launcher == statement.subject
        for window in option.windows
    }
    for year in sorted(years):
        yield Change(statement=statement, value=1, year=year)


def _task(problem: ScheduleProblem, statement: Statement) -> ElementTask:
    return next(task for task in problem.elements if task.id == statement.subject)


def _windows(problem: ScheduleProblem, task: ElementTask) -> Iterator[Window]:
    return (w for option in problem.options if option.id in task.options for w in option.windows)
