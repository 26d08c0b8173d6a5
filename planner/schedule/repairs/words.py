"""Statements and repairs as an author would say them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from planner.schedule import wording
from planner.schedule.problem import Balance, ElementTask, FlightOption, Pad, ScheduleProblem
from planner.schedule.repairs.changes import Change
from planner.schedule.repairs.statements import Slack, Statement
from planner.schedule.wording import counted, day, days, kilowatts, listed, millions


def stated(problem: ScheduleProblem, statement: Statement, slack: Slack) -> str:
    """What a statement of the problem says."""
    if statement.kind == "first_flight":
        last = max(window.launch_day for window in slack.withheld[statement.subject])
        return f"{statement.subject} has not flown yet on {day(last)}"
    if statement.kind in _STATED:
        return _STATED[statement.kind](problem, statement)
    task = _task(problem, statement.subject)
    return f"{task.id} {_OF_AN_ELEMENT[statement.kind](task, statement)}"


_STATED: Final[dict[str, Callable[[ScheduleProblem, Statement], str]]] = {
    "horizon": lambda problem, _: f"the horizon ends on {day(problem.end_day)}",
    "cadence": lambda problem, one: (
        f"{one.subject} has {counted(_cadence(problem, one.subject), 'launch')} a year"
    ),
    "turnaround": lambda problem, one: (
        f"{wording.berth(one.subject)} needs "
        f"{days(_pad(problem, one.subject).turnaround_d)} between launches"
    ),
    "capacity": lambda problem, one: (
        f"{one.subject} carries {_most_kg(problem, one.subject)} kg a flight at most"
    ),
    "balance": lambda problem, one: (
        f"what works never uses more {_what(problem, one.subject)} than is given"
    ),
    "budget": lambda problem, one: (
        f"{one.subject or 'the programme'} may spend {millions(_limit_kusd(problem, one))} "
        f"in {one.other}"
    ),
    "pin": lambda _, one: f"the pin of {one.subject}",
}


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
    kind = change.statement.kind
    if kind in _OFFERED:
        return _OFFERED[kind](problem, change)
    return _FOR_AN_ELEMENT[kind](_task(problem, change.statement.subject), change)


def _more_launches(problem: ScheduleProblem, change: Change) -> str:
    name = change.statement.subject
    if change.year is not None:
        return f"one more {name} in {change.year}"
    old = _cadence(problem, name)
    return f"{counted(old + change.value, 'launch')} a year of {name} instead of {old}"


def _faster(problem: ScheduleProblem, change: Change) -> str:
    name = change.statement.subject
    old = _pad(problem, name).turnaround_d
    return f"{days(change.value)} between launches from {wording.berth(name)} instead of {old}"


def _more_in_place(problem: ScheduleProblem, change: Change) -> str:
    balance = _balance(problem, change.statement.subject)
    amount = kilowatts(change.value) if balance.unit == "W" else f"{change.value} {balance.unit}"
    return f"{amount} more in place {balance.name}"


def _more_money(problem: ScheduleProblem, change: Change) -> str:
    statement, old = change.statement, _limit_kusd(problem, change.statement)
    return (
        f"{millions(old + change.value)} for {statement.subject or 'the programme'} "
        f"in {statement.other} instead of {millions(old)}"
    )


_OFFERED: Final[dict[str, Callable[[ScheduleProblem, Change], str]]] = {
    "horizon": lambda problem, change: (
        f"a horizon until {day(change.value)} instead of {day(problem.end_day)}"
    ),
    "cadence": _more_launches,
    "turnaround": _faster,
    "capacity": lambda _, change: (
        f"{change.value} kg more on every flight of {change.statement.subject}"
    ),
    "first_flight": lambda _, change: f"{change.statement.subject} flying by {day(change.value)}",
    "balance": _more_in_place,
    "budget": _more_money,
    "pin": lambda _, change: f"the pin of {change.statement.subject} dropped",
}


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


def _balance(problem: ScheduleProblem, name: str) -> Balance:
    return next(one for one in problem.balances if one.id == name)


def _what(problem: ScheduleProblem, name: str) -> str:
    balance = _balance(problem, name)
    return f"{wording.kind(balance)} {balance.name}"


def _limit_kusd(problem: ScheduleProblem, statement: Statement) -> int:
    return next(
        one.limit_kusd
        for one in problem.budgets
        if (one.payer or "", str(one.year)) == (statement.subject, statement.other)
    )


def _task(problem: ScheduleProblem, name: str) -> ElementTask:
    return next(task for task in problem.elements if task.id == name)


def _cadence(problem: ScheduleProblem, name: str) -> int:
    return next(one.cadence_per_year for one in problem.launchers if one.id == name)


def _pad(problem: ScheduleProblem, name: str) -> Pad:
    return next(pad for pad in problem.pads if pad.id == name)


def _most_kg(problem: ScheduleProblem, name: str) -> int:
    option: FlightOption = next(option for option in problem.options if option.id == name)
    return max((window.capacity_kg for window in option.windows), default=0)
