"""The fewest statements that clash: none of them can be left out of the conflict.

Whole kinds of statements are let go first, from the last of `KINDS`; then all that concerns
elements due late, and elements due early, as far as the rest still clashes. What remains is
halved as QuickXplain does (Junker 2004, AAAI), which asks some ``2 k log2(n / k)`` questions
for ``k`` clashing statements among ``n``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from planner.schedule.problem import ScheduleProblem
from planner.schedule.repairs.changes import relaxed
from planner.schedule.repairs.feasibility import Judge
from planner.schedule.repairs.statements import Slack, Statement, rank

#: Later than any due day (9999-12-31).
FAR_DAY = 3_652_059

Clash = Callable[[Sequence[Statement]], bool]


def clashing(
    problem: ScheduleProblem, statements: Sequence[Statement], slack: Slack, judge: Judge
) -> tuple[Statement, ...]:
    """An irreducible conflict of a problem that has no plan; empty if no statement is at fault.

    It can lose no statement as long as the judge left no question open.
    """

    def clash(kept: Sequence[Statement]) -> bool:
        let_go = set(statements) - set(kept)
        asked = relaxed(problem, (s for s in statements if s in let_go), slack)
        return judge.has_plan(asked) is False

    if clash(()):
        return ()
    candidates = _without_kinds(statements, clash)
    by_due = sorted(problem.elements, key=lambda task: (task.due_day or FAR_DAY, task.id))
    order = [task.id for task in by_due]
    candidates = _of_the_first(candidates, order, clash)
    candidates = _of_the_first(candidates, order[::-1], clash)
    return tuple(sorted(_irreducible((), candidates, clash, grown=False), key=rank))


def _without_kinds(statements: Sequence[Statement], clash: Clash) -> tuple[Statement, ...]:
    kept = tuple(sorted(statements, key=rank))
    kinds = [tuple(group) for _, group in groupby(kept, key=lambda statement: statement.kind)]
    for group in reversed(kinds):
        fewer = tuple(statement for statement in kept if statement not in group)
        if clash(fewer):
            kept = fewer
    return kept


def _of_the_first(
    kept: tuple[Statement, ...], order: Sequence[str], clash: Clash
) -> tuple[Statement, ...]:
    """Statements of the fewest elements, in an order, that still clash with those of none."""
    low, high = 0, len(order)

    def of_first(count: int) -> tuple[Statement, ...]:
        dropped = set(order[count:])
        return tuple(statement for statement in kept if statement.subject not in dropped)

    while low < high:
        middle = (low + high) // 2
        if clash(of_first(middle)):
            high = middle
        else:
            low = middle + 1
    return of_first(high)


def _irreducible(
    held: tuple[Statement, ...],
    candidates: tuple[Statement, ...],
    clash: Clash,
    *,
    grown: bool,
) -> tuple[Statement, ...]:
    """Fewest of ``candidates`` that clash together with ``held``; the first are kept longest."""
    if grown and clash(held):
        return ()
    if len(candidates) <= 1:
        return candidates
    middle = len(candidates) // 2
    first, last = candidates[:middle], candidates[middle:]
    from_last = _irreducible((*held, *first), last, clash, grown=bool(first))
    from_first = _irreducible((*held, *from_last), first, clash, grown=bool(from_last))
    return (*from_first, *from_last)
