"""Statements and repairs as an author would say them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from planner.schedule.problem import ElementTask, FlightOption, Pad, ScheduleProblem
from planner.schedule.repairs.changes import Change
from planner.schedule.repairs.statements import Slack, Statement
from planner.schedule.wording import counted, day, days, listed


def stated(problem: ScheduleProblem, statement: Statement, slack: Slack) -> str:
    """What a statement of the problem says."""
    name = statement.subject
    match statement.kind:
        case "horizon":
            return f"the horizon ends on {day(problem.end_day)}"
        case "cadence":
            return f"{name} has {counted(_cadence(problem, name), 'launch')} a year"
        case "turnaround":
            return f"pad {name} needs {days(_pad(problem, name).turnaround_d)} between launches"
        case "capacity":
            return f"{name} carries {_most_kg(problem, name)} kg a flight at most"
        case "first_flight":
            last = max(window.launch_day for window in slack.withheld[name])
            return f"{name} has not flown yet on {day(last)}"
        case _:
            return f"{name} {_OF_AN_ELEMENT[statement.kind](_task(problem, name), statement)}"


_OF_AN_ELEMENT: Final[dict[str, Callable[[ElementTask, Statement], str]]] = {
    "due": lambda task, _: f"is due {day(task.due_day or 0)}",
    "mass": lambda task, _: f"weighs {task.mass_kg} kg",
    "commissioning": lambda task, _: f"takes {days(task.commissioning_d)} to commission",
    "release": lambda task, _: f"may not launch before {day(task.release_day)}",
    "requires": lambda _, statement: f"needs {statement.other} at work when it arrives",
    "fleet": lambda task, _: f"flies only on {listed(sorted(task.options))}",
}


def offered(problem: ScheduleProblem, change: Change) -> str:
    """What a repair asks for."""
    name, value = change.statement.subject, change.value
    match change.statement.kind:
        case "horizon":
            return f"a horizon until {day(value)} instead of {day(problem.end_day)}"
        case "cadence" if change.year is not None:
            return f"one more {name} in {change.year}"
        case "cadence":
            old = _cadence(problem, name)
            return f"{counted(old + value, 'launch')} a year of {name} instead of {old}"
        case "turnaround":
            old = _pad(problem, name).turnaround_d
            return f"{days(value)} between launches from pad {name} instead of {old}"
        case "capacity":
            return f"{value} kg more on every flight of {name}"
        case "first_flight":
            return f"{name} flying by {day(value)}"
        case kind:
            return _FOR_AN_ELEMENT[kind](_task(problem, name), change)


def _later(task: ElementTask, change: Change) -> str:
    old = task.due_day or 0
    return (
        f"{task.id} due {day(change.value)} instead of {day(old)}, {days(change.value - old)} later"
    )


_FOR_AN_ELEMENT: Final[dict[str, Callable[[ElementTask, Change], str]]] = {
    "due": _later,
    "mass": lambda task, change: (
        f"{task.id} of {change.value} kg at most instead of {task.mass_kg}"
    ),
    "commissioning": lambda task, change: (
        f"{days(change.value)} to commission {task.id} instead of {task.commissioning_d}"
    ),
    "release": lambda task, change: (
        f"{task.id} free to launch from {day(change.value)} instead of {day(task.release_day)}"
    ),
    "requires": lambda task, change: f"{task.id} without waiting for {change.statement.other}",
    "fleet": lambda task, change: f"{task.id} allowed on {change.option} too",
}


def _task(problem: ScheduleProblem, name: str) -> ElementTask:
    return next(task for task in problem.elements if task.id == name)


def _cadence(problem: ScheduleProblem, name: str) -> int:
    return next(one.cadence_per_year for one in problem.launchers if one.id == name)


def _pad(problem: ScheduleProblem, name: str) -> Pad:
    return next(pad for pad in problem.pads if pad.id == name)


def _most_kg(problem: ScheduleProblem, name: str) -> int:
    option: FlightOption = next(option for option in problem.options if option.id == name)
    return max((window.capacity_kg for window in option.windows), default=0)
