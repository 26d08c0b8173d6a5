"""What an author states that a plan must keep, one relaxable statement at a time.

Relaxing a statement only ever allows more plans. Conflicts and repairs rest on that: what
has no plan with some statements relaxed has none with fewer of them relaxed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planner.schedule.problem import ScheduleProblem, Window

#: Kinds from the one an author would first hear of to the last: of several conflicts, the one
#: told is the one that does without the last kinds of this list.
KINDS = (
    "due", "pin", "cadence", "budget", "balance", "horizon", "first_flight", "mass", "capacity",
    "turnaround", "commissioning", "release", "requires", "fleet",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing stated.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    subject : str
        Id of the element (``due``, ``mass``, ``commissioning``, ``release``, ``requires``,
        ``fleet``), launcher (``cadence``), pad (``turnaround``) or flight option
        (``capacity``, ``first_flight``), balance (``balance``) or payer (``budget``; empty: the
        programme), or text of the pin (``pin``); empty for ``horizon``.
    other : str
        Of ``requires``: the element required; of ``budget``: the year; else empty.
    """

    kind: str
    subject: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """What a problem leaves out because of statements it does not show.

    Attributes
    ----------
    withheld : Mapping[str, tuple[Window, ...]]
        By flight option: windows closed only because a craft has not flown yet.
    forbidden : Mapping[str, tuple[str, ...]]
        By element: flight options closed to it only because the author named others.
    """

    withheld: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def statements_of(problem: ScheduleProblem, slack: Slack) -> tuple[Statement, ...]:
    """Every statement of a problem, in the order of `KINDS`."""
    found = [
        *_of_elements(problem),
        *(Statement(kind="cadence", subject=launcher.id) for launcher in problem.launchers),
        *(Statement(kind="turnaround", subject=p.id) for p in problem.pads if p.turnaround_d > 0),
        *(Statement(kind="capacity", subject=option.id) for option in problem.options),
        *(Statement(kind="first_flight", subject=o) for o, w in slack.withheld.items() if w),
        *(Statement(kind="fleet", subject=e) for e, o in slack.forbidden.items() if o),
        *(Statement(kind="balance", subject=name) for name in _asked_of(problem)),
        *(
            Statement(kind="budget", subject=budget.payer or "", other=str(budget.year))
            for budget in problem.budgets
        ),
        *(Statement(kind="pin", subject=text) for text in dict.fromkeys(_texts(problem))),
        Statement(kind="horizon"),
    ]
    return tuple(sorted(found, key=rank))


def rank(statement: Statement) -> tuple[int, str, str]:
    """Order of `KINDS`, then of ids."""
    return KINDS.index(statement.kind), statement.subject, statement.other


def _asked_of(problem: ScheduleProblem) -> Iterator[str]:
    """Balances from which anything is taken."""
    for balance in problem.balances:
        uses = (use for task in problem.elements for use in task.uses)
        if any(use.balance == balance.id and use.amount < 0 for use in uses):
            yield balance.id


def _texts(problem: ScheduleProblem) -> Iterator[str]:
    return (pin.text for pin in problem.pins)


def _of_elements(problem: ScheduleProblem) -> Iterator[Statement]:
    for task in problem.elements:
        yield Statement(kind="mass", subject=task.id)
        if task.due_day is not None:
            yield Statement(kind="due", subject=task.id)
        if task.commissioning_d > 0 and all(use.amount >= 0 for use in task.uses):
            # One that takes from a balance would take sooner: other plans, not more.
            yield Statement(kind="commissioning", subject=task.id)
        if task.release_day > problem.start_day:
            yield Statement(kind="release", subject=task.id)
        for required in task.requires:
            yield Statement(kind="requires", subject=task.id, other=required)
