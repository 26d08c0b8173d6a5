"""Whether a problem holds together: ids used once, names that exist, amounts that make sense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from planner.errors import OutOfRangeError
from planner.schedule.presence import in_every_choice
from planner.schedule.problem import Alternative, ElementTask, FlightOption, ScheduleProblem

UNITS: Final = ("W", "people", "kg")


def refuse_what_does_not_hold_together(problem: ScheduleProblem) -> None:
    """Check every reference inside ``problem``.

    Raises
    ------
    OutOfRangeError
        An id is used twice or names nothing, an element requires itself, an amount is
        outside its range, or an element that must fly requires one that may be left out.
    """
    for what, ids in _ids(problem).items():
        _refuse_duplicates(what, ids)
    known = {task.id for task in problem.elements}
    _check_balances(problem)
    for task in problem.elements:
        _check_element(problem, task, known)
    for option in problem.options:
        _check_option(problem, option, known)
    for pin in problem.pins:
        _refuse_unknown("pin.elements", pin.elements, known)
        _refuse_unknown("pin.options", pin.options or (), (option.id for option in problem.options))
    optional = {task.id for task in problem.elements if task.optional}
    for alternative in problem.alternatives:
        _check_alternative(alternative, known, optional)
    _refuse_uncertain_needs(problem)


def _ids(problem: ScheduleProblem) -> Mapping[str, Iterable[str]]:
    return {
        "element": (task.id for task in problem.elements),
        "flight option": (option.id for option in problem.options),
        "launcher": (launcher.id for launcher in problem.launchers),
        "pad": (pad.id for pad in problem.pads),
        "balance": (balance.id for balance in problem.balances),
        "alternative": (alternative.id for alternative in problem.alternatives),
        "budget": (f"{one.payer} {one.year}" for one in problem.budgets),
    }


def _check_balances(problem: ScheduleProblem) -> None:
    for balance in problem.balances:
        _refuse_below(f"{balance.id}.in_place", balance.in_place, 0)
        _refuse_unknown(f"{balance.id}.unit", (balance.unit,), UNITS)


def _check_element(problem: ScheduleProblem, task: ElementTask, known: set[str]) -> None:
    others = known - {task.id}
    _refuse_unknown(f"{task.id}.options", task.options, (option.id for option in problem.options))
    _refuse_unknown(f"{task.id}.requires", task.requires, others)
    _refuse_unknown(f"{task.id}.awaits", task.awaits, others)
    balances = [balance.id for balance in problem.balances]
    _refuse_unknown(f"{task.id}.uses", (use.balance for use in task.uses), balances)
    _refuse_below(f"{task.id}.value", task.value, 0)
    for use in task.uses:
        if use.for_d is not None:
            _refuse_below(f"{task.id}.uses.for_d", use.for_d, 1)


def _check_option(problem: ScheduleProblem, option: FlightOption, known: set[str]) -> None:
    launchers = {launcher.id for launcher in problem.launchers}
    pads = {pad.id for pad in problem.pads}
    _refuse_unknown(f"{option.id}.launcher", (option.launcher,), launchers)
    _refuse_unknown(f"{option.id}.pad", (option.pad,), pads)
    _refuse_unknown(f"{option.id}.requires", option.requires, known)
    _refuse_duplicates(f"window of {option.id}", (window.key for window in option.windows))
    more = [launch for window in option.windows for launch in window.more]
    flown = dict.fromkeys(launch.launcher for launch in more if launch.launcher)
    _refuse_unknown(f"{option.id}.windows.more.launcher", flown, launchers)
    used = dict.fromkeys(launch.pad for launch in more)
    _refuse_unknown(f"{option.id}.windows.more.pad", used, pads)


def _check_alternative(alternative: Alternative, known: set[str], optional: set[str]) -> None:
    name = f"{alternative.id}.choices"
    if not alternative.choices:
        raise OutOfRangeError(name=name, value="none", allowed="one choice or more")
    for choice in alternative.choices:
        _refuse_unknown(name, choice, known)
        for element in choice:
            if element in optional:
                raise OutOfRangeError(
                    name=name, value=element, allowed="elements that are not optional themselves"
                )


def _refuse_uncertain_needs(problem: ScheduleProblem) -> None:
    """An element that always flies requires only what always flies."""
    chosen = {e for one in problem.alternatives for choice in one.choices for e in choice}
    certain = in_every_choice(problem.alternatives)
    optional = {task.id for task in problem.elements if task.optional}
    uncertain = optional | (chosen - certain)
    for task in problem.elements:
        if task.id in uncertain:
            continue
        for required in task.requires:
            if required in uncertain:
                raise OutOfRangeError(
                    name=f"{task.id}.requires",
                    value=required,
                    allowed="elements that every plan delivers; awaits names others",
                )


def _refuse_duplicates(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for identity in ids:
        if identity in seen:
            raise OutOfRangeError(name=f"{what} id", value=identity, allowed="ids used once each")
        seen.add(identity)


def _refuse_below(name: str, value: int, least: int) -> None:
    if value < least:
        raise OutOfRangeError(name=name, value=value, allowed=f"{least} or more")


def _refuse_unknown(name: str, ids: Iterable[str], known: Iterable[str]) -> None:
    allowed = set(known)
    for identity in ids:
        if identity not in allowed:
            listed = ", ".join(sorted(allowed)) or "nothing"
            raise OutOfRangeError(name=name, value=identity, allowed=f"the known ids ({listed})")
