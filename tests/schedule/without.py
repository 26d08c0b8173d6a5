"""A problem with one statement struck out, written apart from the planner's own way."""

from __future__ import annotations

from dataclasses import replace

from planner.schedule.problem import ScheduleProblem
from planner.schedule.repairs import Slack, Statement

FAR = 10_000  # days, kilograms or launches beyond anything in a test


def without(
    problem: ScheduleProblem, *struck: Statement, slack: Slack | None = None
) -> ScheduleProblem:
    """The problem as its author would leave it after striking out each statement."""
    elements, options = list(problem.elements), list(problem.options)
    launchers, pads, end_day = list(problem.launchers), list(problem.pads), problem.end_day
    balances, budgets, pins = problem.balances, problem.budgets, problem.pins
    for statement in struck:
        name = statement.subject
        for n, task in enumerate(elements):
            if task.id == name:
                elements[n] = _task_without(task, statement, problem, slack or Slack())
        for n, option in enumerate(options):
            if option.id == name and statement.kind == "capacity":
                lifted = (replace(w, capacity_kg=w.capacity_kg + FAR) for w in option.windows)
                options[n] = replace(option, windows=tuple(lifted))
            if option.id == name and statement.kind == "first_flight":
                early = (slack or Slack()).withheld[name]
                options[n] = replace(option, windows=early + option.windows)
        if statement.kind == "cadence":
            launchers = [replace(x, cadence_per_year=FAR) if x.id == name else x for x in launchers]
        if statement.kind == "turnaround":
            pads = [replace(pad, turnaround_d=0) if pad.id == name else pad for pad in pads]
        if statement.kind == "balance":
            balances = [one for one in balances if one.id != name]
            elements = [
                replace(task, uses=tuple(use for use in task.uses if use.balance != name))
                for task in elements
            ]
        if statement.kind == "budget":
            whose, year = name or None, int(statement.other)
            budgets = [one for one in budgets if (one.payer, one.year) != (whose, year)]
        if statement.kind == "pin":
            pins = [pin for pin in pins if pin.text != name]
        if statement.kind == "horizon":
            end_day += FAR
    return replace(
        problem, elements=tuple(elements), options=tuple(options), launchers=tuple(launchers),
        pads=tuple(pads), end_day=end_day, balances=tuple(balances), budgets=tuple(budgets),
        pins=tuple(pins),
    )  # fmt: skip


def _task_without(task, statement, problem, slack):
    match statement.kind:
        case "mass":
            return replace(task, mass_kg=0)
        case "due":
            return replace(task, due_day=None)
        case "commissioning":
            return replace(task, commissioning_d=0)
        case "release":
            return replace(task, release_day=problem.start_day)
        case "requires":
            return replace(task, requires=tuple(r for r in task.requires if r != statement.other))
        case "fleet":
            return replace(task, options=task.options + slack.forbidden[task.id])
    return task
