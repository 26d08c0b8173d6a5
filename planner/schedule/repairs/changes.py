"""A problem with one statement changed by so much, or as far as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from planner.schedule.problem import ElementTask, FlightOption, ScheduleProblem
from planner.schedule.repairs.statements import Slack, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A statement and what it should say instead.

    Attributes
    ----------
    statement : Statement
    value : int
        The new due day, release day, last day of the horizon or first flight (ordinals); new
        turnaround or commissioning (d); new mass (kg); kg added to every window of the option;
        launches added a year (or in ``year`` alone); thousand US dollars added to a budget;
        units of a balance put in place; 0 for a requirement or a pin dropped.
    year : int | None
        Of ``cadence``: the one calendar year in which launches are added.
    option : str
        Of ``fleet``: the flight option allowed.
    """

    statement: Statement
    value: int = 0
    year: int | None = None
    option: str = ""


Apply = Callable[[ScheduleProblem, Change, Slack], ScheduleProblem]


def changed(problem: ScheduleProblem, changes: Iterable[Change], slack: Slack) -> ScheduleProblem:
    """The problem with every change made.

    Launches added in one year double flight options, so that comes after every other change;
    windows are opened before capacities grow.
    """
    for change in sorted(changes, key=lambda one: _ORDER.index(one.statement.kind)):
        problem = _APPLY[change.statement.kind](problem, change, slack)
    return problem


def relaxed(
    problem: ScheduleProblem, statements: Iterable[Statement], slack: Slack
) -> ScheduleProblem:
    """The problem as if the statements had not been made."""
    furthest = [change for statement in statements for change in widest(problem, statement, slack)]
    return changed(problem, furthest, slack)


def widest(problem: ScheduleProblem, statement: Statement, slack: Slack) -> tuple[Change, ...]:
    """Changes of a statement beyond which nothing more is allowed."""
    if statement.kind == "fleet":
        options = slack.forbidden[statement.subject]
        return tuple(Change(statement=statement, option=option) for option in options)
    return (Change(statement=statement, value=furthest_value(problem, statement)),)


def furthest_value(problem: ScheduleProblem, statement: Statement) -> int:
    """The value at which a statement no longer binds."""
    match statement.kind:
        case "due" | "horizon":
            return _last_possible_day(problem)
        case "release" | "first_flight":
            return problem.start_day
        case "capacity":
            return sum(task.mass_kg for task in problem.elements)
        case "cadence":
            return most_launches(problem)
        case "budget":
            dearest = max((option.charge_kusd for option in problem.options), default=0)
            return dearest * len(problem.elements)
        case "balance":
            uses = (use for task in problem.elements for use in task.uses)
            return -sum(min(use.amount, 0) for use in uses if use.balance == statement.subject)
        case _:
            return 0


def most_launches(problem: ScheduleProblem) -> int:
    """More could never fly in a year: each element alone, with all that such a flight takes."""
    windows = (window for option in problem.options for window in option.windows)
    each = 1 + max((len(window.more) for window in windows), default=0)
    return each * len(problem.elements) + len(problem.launched)


def _last_possible_day(problem: ScheduleProblem) -> int:
    windows = [window.delivery_day for option in problem.options for window in option.windows]
    waits = [task.commissioning_d for task in problem.elements]
    return max(problem.end_day, max(windows, default=0) + max(waits, default=0))


def _element(problem: ScheduleProblem, name: str, **values: object) -> ScheduleProblem:
    def one(task: ElementTask) -> ElementTask:
        return replace(task, **values) if task.id == name else task  # type: ignore[arg-type]

    return replace(problem, elements=tuple(map(one, problem.elements)))


def _option(
    problem: ScheduleProblem, name: str, change: Callable[[FlightOption], FlightOption]
) -> ScheduleProblem:
    options = tuple(change(option) if option.id == name else option for option in problem.options)
    return replace(problem, options=options)


def _field(name: str) -> Apply:
    return lambda problem, change, _: _element(
        problem, change.statement.subject, **{name: change.value}
    )


def _drop_requirement(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    statement = change.statement
    task = next(task for task in problem.elements if task.id == statement.subject)
    kept = tuple(name for name in task.requires if name != statement.other)
    return _element(problem, task.id, requires=kept)


def _allow_option(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    task = next(task for task in problem.elements if task.id == change.statement.subject)
    return _element(problem, task.id, options=(*task.options, change.option))


def _turn_faster(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    pads = (
        replace(pad, turnaround_d=change.value) if pad.id == change.statement.subject else pad
        for pad in problem.pads
    )
    return replace(problem, pads=tuple(pads))


def _carry_more(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    def lift(option: FlightOption) -> FlightOption:
        windows = (replace(w, capacity_kg=w.capacity_kg + change.value) for w in option.windows)
        return replace(option, windows=tuple(windows))

    return _option(problem, change.statement.subject, lift)


def _fly_sooner(problem: ScheduleProblem, change: Change, slack: Slack) -> ScheduleProblem:
    early = slack.withheld[change.statement.subject]
    opened = tuple(window for window in early if window.launch_day >= change.value)
    return _option(
        problem,
        change.statement.subject,
        lambda option: replace(option, windows=(*opened, *option.windows)),
    )


def _launch_more(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    """More a year; of one year, a twin of the launcher that flies in that year alone."""
    name = change.statement.subject
    if change.year is None:
        launchers = (
            replace(one, cadence_per_year=one.cadence_per_year + change.value)
            if one.id == name
            else one
            for one in problem.launchers
        )
        return replace(problem, launchers=tuple(launchers))
    (launcher,) = (one for one in problem.launchers if one.id == name)
    twin = replace(launcher, id=f"{name} [{change.year}]", cadence_per_year=change.value)
    twins = {
        option.id: replace(
            option,
            id=f"{option.id} [{change.year}]",
            launcher=twin.id,
            windows=tuple(
                window
                for window in option.windows
                if date.fromordinal(window.launch_day).year == change.year
            ),
        )
        for option in problem.options
        if option.launcher == name
    }
    return replace(
        problem,
        launchers=(*problem.launchers, twin),
        options=(*problem.options, *twins.values()),
        elements=tuple(
            replace(task, options=_with_twins(task.options, twins)) for task in problem.elements
        ),
        pins=tuple(
            pin if pin.options is None else replace(pin, options=_with_twins(pin.options, twins))
            for pin in problem.pins
        ),
    )


def _with_twins(options: tuple[str, ...], twins: dict[str, FlightOption]) -> tuple[str, ...]:
    """What is allowed, or pinned, on an option is so on its twin."""
    return (*options, *(twins[option].id for option in options if option in twins))


def _extend(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    return replace(problem, end_day=change.value)


def _put_in_place(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    balances = (
        replace(one, in_place=one.in_place + change.value)
        if one.id == change.statement.subject
        else one
        for one in problem.balances
    )
    return replace(problem, balances=tuple(balances))


def _spend_more(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    payer, year = change.statement.subject, change.statement.other
    budgets = (
        replace(one, limit_kusd=one.limit_kusd + change.value)
        if (one.payer or "", str(one.year)) == (payer, year)
        else one
        for one in problem.budgets
    )
    return replace(problem, budgets=tuple(budgets))


def _drop_pin(problem: ScheduleProblem, change: Change, _: Slack) -> ScheduleProblem:
    kept = (pin for pin in problem.pins if pin.text != change.statement.subject)
    return replace(problem, pins=tuple(kept))


_ORDER: Final = (
    "pin", "budget", "balance", "first_flight", "fleet", "due", "mass", "commissioning", "release",
    "requires", "turnaround", "capacity", "horizon", "cadence",
)  # fmt: skip
_APPLY: Final[dict[str, Apply]] = {
    "due": _field("due_day"),
    "mass": _field("mass_kg"),
    "commissioning": _field("commissioning_d"),
    "release": _field("release_day"),
    "requires": _drop_requirement,
    "fleet": _allow_option,
    "cadence": _launch_more,
    "turnaround": _turn_faster,
    "capacity": _carry_more,
    "first_flight": _fly_sooner,
    "horizon": _extend,
    "balance": _put_in_place,
    "budget": _spend_more,
    "pin": _drop_pin,
}
