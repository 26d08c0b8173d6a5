"""What the scheduler chose, and how sure it is that nothing better exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledFlight:
    """One flight flown: an option, one of its windows, and the elements aboard."""

    option: str
    window: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReached:
    """A goal of the objective, what the plan reached and what is proven, less being better.

    ``value`` and ``bound`` are a day ordinal for ``completion``, million US dollars
    for ``cost``, rockets for ``launches``, and with their sign turned days for
    ``robustness`` (the least slack) and thousandths of a point-day for ``science``.
    """

    goal: str
    value: int
    bound: int


def date_gap(*, completion_day: int, bound_day: int, start_day: int) -> float:
    """How far a date may be from the best: the days open of those since the horizon's start."""
    return max(completion_day - bound_day, 0) / max(completion_day - start_day, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """What is known of the best plan found so far while the search goes on.

    Attributes
    ----------
    kind : str
        ``first`` (the first plan), ``better`` (than those told before) or ``proven`` (no
        plan completes earlier).
    completion_day, bound_day : int
        Day its last element is operational, and a day before which no plan completes.
    cost_musd, flights : int
    gap : float
        `date_gap` of the two days, 0 to 1.
    """

    kind: str
    completion_day: int
    bound_day: int
    cost_musd: int
    flights: int
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A complete answer to a :class:`~planner.schedule.problem.ScheduleProblem`.

    Attributes
    ----------
    status : str
        ``optimal`` (every goal proven), ``feasible`` (the effort ran
        out, a bound is open), ``infeasible`` (proven: ``flights`` empty,
        ``reasons`` says why) or ``unknown`` (the effort ran out with neither a
        plan nor a proof that there is none; ``flights`` empty).
    flights : tuple[ScheduledFlight, ...]
        Sorted by launch day.
    completion_day, completion_bound_day : int | None
        Day the last element is operational, and the proven lower bound on it (None
        unless it is the first goal).
    cost_musd, cost_bound_musd : int | None
        Flight cost, and the proven lower bound on it at what the goals before it
        reached (None if it is no goal).
    reasons : tuple[str, ...]
        What holds the date back (or why there is no plan), in plain words.
    goals : tuple[GoalReached, ...]
        The objective, goal by goal; empty without a plan.
    """

    status: str
    flights: tuple[ScheduledFlight, ...]
    completion_day: int | None
    completion_bound_day: int | None
    cost_musd: int | None
    cost_bound_musd: int | None
    reasons: tuple[str, ...]
    goals: tuple[GoalReached, ...] = ()
