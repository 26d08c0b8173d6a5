"""Statements and repairs as an author would say them."""

from __future__ import annotations

from planner.schedule.problem import ElementTask, FlightOption, ScheduleProblem
from planner.schedule.repairs.changes import Change
from planner.schedule.repairs.statements import Slack, Statement
from planner.schedule.wording import counted, day, days, listed


def stated(problem: ScheduleProblem, statement: Statement, slack: Slack) -> str:
    """What a statement of the problem says."""
    name = statement.subject
    match statement.kind:
        case "due":
            return f"{name} is due {day(_task(problem, name).due_day or 0)}"
        case "cadence":
            return f"{name} has {counted(_cadence(problem, name), 'launch')} a year"
        case "horizon":
            return f"the horizon ends on {day(problem.end_day)}"
        case "first_flight":
            last = max(window.launch_day for window in slack.withheld[name])
            return f"{name} has not flown yet on {day(last)}"
        case "mass":
            return f"{name} weighs {_task(problem, name).mass_kg} kg"
        case "capacity":
            return f"{name} carries {_most_kg(problem, name)} kg a flight at most"
        case "turnaround":
            return f"pad {name} needs {days(_turnaround_d(problem, name))} between launches"
        case "commissioning":
            return f"{name} takes {days(_task(problem, name).commissioning_d)} to commission"
        case "release":
            return f"{name} may not launch before {day(_task(problem, name).release_day)}"
        case "requires":
            return f"{name} needs {statement.other} at work when it arrives"
        case _:
            return f"{name} flies only on {listed(sorted(_task(problem, name).options))}"


def offered(problem: ScheduleProblem, change: Change) -> str:
    """What a repair asks for."""
    statement, value = change.statement, change.value
    name = statement.subject
    match statement.kind:
        case "due":
            old = _task(problem, name).due_day or 0
            return f"{name} due {day(value)} instead of {day(old)}, {days(value - old)} later"
        case "cadence" if change.year is not None:
            return f"one more {name} in {change.year}"
        case "cadence":
            old = _cadence(problem, name)
            return f"{counted(old + value, 'launch')} a year of {name} instead of {old}"
        case "horizon":
            return f"a horizon until {day(value)} instead of {day(problem.end_day)}"
        case "first_flight":
            return f"{name} flying by {day(value)}"
        case "mass":
            return f"{name} of {value} kg at most instead of {_task(problem, name).mass_kg}"
        case "capacity":
            return f"{value} kg more on every flight of {name}"
        case "turnaround":
            old = _turnaround_d(problem, name)
            return f"{days(value)} between launches from pad {name} instead of {old}"
        case "commissioning":
            old = _task(problem, name).commissioning_d
            return f"{days(value)} to commission {name} instead of {old}"
        case "release":
            old = _task(problem, name).release_day
            return f"{name} free to launch from {day(value)} instead of {day(old)}"
        case "requires":
            return f"{name} without waiting for {statement.other}"
        case _:
            return f"{name} allowed on {change.option} too"


def _task(problem: ScheduleProblem, name: str) -> ElementTask:
    return next(task for task in problem.elements if task.id == name)


def _cadence(problem: ScheduleProblem, name: str) -> int:
    return next(one.cadence_per_year for one in problem.launchers if one.id == name)


def _turnaround_d(problem: ScheduleProblem, name: str) -> int:
    return next(pad.turnaround_d for pad in problem.pads if pad.id == name)


def _most_kg(problem: ScheduleProblem, name: str) -> int:
    option: FlightOption = next(option for option in problem.options if option.id == name)
    return max((window.capacity_kg for window in option.windows), default=0)
