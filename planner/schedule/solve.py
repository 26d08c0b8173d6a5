"""The door to the scheduler: ``solve_schedule(problem)`` → ``Schedule``.

A stage for each goal of the objective, each keeping what the ones before reached;
unless told otherwise

1. the least completion day (last element operational);
2. the least flight cost at that completion day;

then, if no goal is science and elements may be left out, as much science as these plans have
room for; and at last a tidy plan: the same flights with the least sum of operational days
found in a small budget, so that nothing waits without a reason.

Effort is limited in CP-SAT's deterministic time, so the same problem, seed and
limit give the same schedule; the wall limit is a safety net for slow machines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from planner.schedule import measure
from planner.schedule.domains import (
    Domains,
    earliest_completion,
    narrow,
    own_domains,
    viable,
)
from planner.schedule.greedy import greedy_plan
from planner.schedule.instance import Instance, make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import (
    GoalReached,
    Incumbent,
    Schedule,
    ScheduledFlight,
    date_gap,
)
from planner.schedule.supply import shortages

if TYPE_CHECKING:
    from planner.schedule import stages

Progress = Callable[[str, float], None]
OnPlan = Callable[[Incumbent], None]


def solve_schedule(
    problem: ScheduleProblem,
    *,
    time_limit_s: float,
    seed: int,
    progress: Progress | None = None,
    on_plan: OnPlan | None = None,
    stop: Callable[[], bool] | None = None,
) -> Schedule:
    """Plan the flights of ``problem``.

    Parameters
    ----------
    problem : ScheduleProblem
    time_limit_s : float
        Longest search (s). What normally stops it sooner is 0.6 units of
        CP-SAT's deterministic time for each of these seconds.
    seed : int
        Seed of the greedy starts and of CP-SAT.
    progress : callable, optional
        Told in words what is being done with the best and the bound so far,
        and a fraction from 0 to 1.
    on_plan : callable, optional
        Told of the first plan, each that completes earlier or as early for less, and the
        proof that none completes earlier.
    stop : callable, optional
        Asked now and then, from other threads too, whether the search is to end. A run of
        the solver then ends at once; greedy starts, questions of the bound and the reasons of
        an impossible problem are finished first, which takes seconds where they are large.

    Returns
    -------
    Schedule
        ``optimal`` when every goal is proven; ``unknown`` when the effort
        ran out with neither a plan nor a proof that there is none.

    Raises
    ------
    OutOfRangeError
        The problem names something it does not contain, or an id twice.
    """
    # CP-SAT takes 0.7 s to import
    from planner.schedule import goals, impossible, pin_conflict, reasons, stages

    report = progress or _silent
    instance = make_instance(problem)
    budget = stages.Budget(time_limit_s, seed, *([stop] if stop else []))
    news = _News(instance, on_plan)
    objective = problem.objective
    if not instance.elements:
        return _nothing_to_fly(instance, objective)
    domains = narrow(instance, own_domains(instance))
    first = _first_stage(instance, domains, objective, budget, report, news)
    if first.manifests is None and budget.stopped():
        return _without_plan(False, ("The search was ended before it found a plan.",))
    if first.manifests is None:
        report("why there is no plan", 0.5)
        if problem.pins and first.proven:
            return _without_plan(True, pin_conflict.why_pinned_out(problem, budget))
        return _without_plan(first.proven, impossible.why_impossible(instance, budget))
    found, best = [first], first.manifests
    news.tell(best, first.bound if objective[0] == "completion" else None)
    reached = {objective[0]: goals.value_of(instance, best, objective[0])}
    for goal in objective[1:]:
        found.append(_next_stage(instance, domains, objective, reached, best, budget, report, news))
        best = _kept(found[-1], best)
        reached[goal] = goals.value_of(instance, best, goal)
    # What has to be there anyhow the tidy plan brings early; science decides what may be left out.
    if "science" not in objective and any(one.value and one.optional for one in instance.elements):
        report("taking science along", 0.85)
        share = stages.SCIENCE_SHARE
        best = _kept(goals.least(instance, "science", reached, best, budget, share=share), best)
    report("tidying the plan", 0.9)
    kept = {goal: value for goal, value in reached.items() if goal == "robustness"}
    manifests = stages.tidy(*goals.within(instance, kept), best, budget)
    bound_day = first.bound if objective[0] == "completion" else None
    dated = objective.index("completion") if "completion" in objective else len(objective)
    held_back = reasons.why_not_earlier(
        instance, manifests, bound_day=bound_day, ahead=objective[:dated]
    )
    report("schedule ready", 1.0)
    return _with_plan(instance, manifests, objective, found, held_back)


def _kept(stage: stages.Stage, best: Manifests) -> Manifests:
    """The stage's plan, which may have no flight, or else the one before it."""
    return best if stage.manifests is None else stage.manifests


def _next_stage(
    instance: Instance,
    domains: Domains,
    objective: tuple[str, ...],
    reached: dict[str, int],
    best: Manifests,
    budget: stages.Budget,
    report: Progress,
    news: _News,
) -> stages.Stage:
    """The goal after those reached; the usual second one has a search of its own."""
    from planner.schedule import goals, stages

    goal = objective[len(reached)]
    fraction = 0.1 + 0.8 * len(reached) / len(objective)
    watch = _watch(report, goal, _SHOWN[goal], fraction, goals.value_of(instance, best, goal))
    if objective == ("completion", "cost"):
        return stages.least_cost(instance, domains, best, budget, watch, news.tell)
    share = 1.0 / (len(objective) - len(reached))
    return goals.least(instance, goal, reached, best, budget, share=share, watch=watch)


def _first_stage(
    instance: Instance,
    domains: Domains,
    objective: tuple[str, ...],
    budget: stages.Budget,
    report: Progress,
    news: _News,
) -> stages.Stage:
    """A greedy plan, then the first goal."""
    from planner.schedule import goals, stages

    if not viable(instance, domains):
        return stages.Stage(None, None, proven=True)
    report("looking for a first plan", 0.0)
    lowest = earliest_completion(instance, domains)
    start = greedy_plan(instance, domains, seed=budget.seed, good_enough_day=instance.end_day)
    if start is None and shortages(instance, domains):
        return stages.Stage(None, None, proven=True)
    done = None if start is None else measure.completion_day(instance, start)
    if done is not None:
        report(f"a first plan completes on {_day(done)}, none can before {_day(lowest)}", 0.1)
        news.tell(start, lowest)
    goal = objective[0]
    value = None if start is None else goals.value_of(instance, start, goal)
    watch = _watch(report, goal, _SHOWN[goal], 0.1, value)
    if goal != "completion":
        found = greedy_plan(instance, domains, seed=budget.seed, good_enough_day=lowest)
        start = start if found is None else found
        share = 1.0 / len(objective)
        return goals.least(instance, goal, {}, start, budget, share=share, watch=watch)
    return stages.least_completion(instance, domains, start, budget, watch, news.tell)


def _with_plan(
    instance: Instance,
    manifests: Manifests,
    objective: tuple[str, ...],
    found: list[stages.Stage],
    held_back: tuple[str, ...],
) -> Schedule:
    from planner.schedule import goals

    opportunities = instance.opportunities
    values = [goals.value_of(instance, manifests, goal) for goal in objective]
    reached = tuple(
        GoalReached(goal=goal, value=value, bound=value if stage.bound is None else stage.bound)
        for goal, value, stage in zip(objective, values, found, strict=True)
    )
    bounds = {one.goal: one.bound for one in reached}
    return Schedule(
        status="optimal" if all(stage.proven for stage in found) else "feasible",
        flights=tuple(
            ScheduledFlight(
                option=opportunities[index].option,
                window=opportunities[index].window,
                elements=elements,
            )
            for index, elements in manifests.items()
        ),
        completion_day=measure.completion_day(instance, manifests),
        completion_bound_day=bounds["completion"] if objective[0] == "completion" else None,
        cost_musd=measure.cost_musd(instance, manifests),
        cost_bound_musd=bounds.get("cost"),
        reasons=held_back,
        goals=reached,
    )


def _without_plan(proven: bool, why: tuple[str, ...]) -> Schedule:
    return Schedule(
        status="infeasible" if proven else "unknown",
        flights=(),
        completion_day=None,
        completion_bound_day=None,
        cost_musd=None,
        cost_bound_musd=None,
        reasons=why,
    )


def _nothing_to_fly(instance: Instance, objective: tuple[str, ...]) -> Schedule:
    start = {"completion": instance.start_day}
    return Schedule(
        status="optimal",
        flights=(),
        completion_day=instance.start_day,
        completion_bound_day=instance.start_day,
        cost_musd=0,
        cost_bound_musd=0,
        reasons=("There is nothing to fly: the plan is complete on its first day.",),
        goals=tuple(
            GoalReached(goal=goal, value=start.get(goal, 0), bound=start.get(goal, 0))
            for goal in objective
        ),
    )


@dataclass(slots=True)
class _News:
    """Tells of plans as they get better, and of the proof, once each."""

    instance: Instance
    on_plan: OnPlan | None
    best: tuple[int, int] | None = field(default=None, init=False)
    bound_day: int = field(init=False)
    proven: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.bound_day = self.instance.start_day

    def tell(self, manifests: Manifests | None, bound_day: int | None) -> None:
        """A plan found, and a day before which none completes if there is news of it."""
        if self.on_plan is None or manifests is None:
            return
        self.bound_day = max(self.bound_day, bound_day or self.bound_day)
        instance = self.instance
        reached = (
            measure.completion_day(instance, manifests),
            measure.cost_musd(instance, manifests),
        )
        better = self.best is None or reached < self.best
        proven = reached[0] <= self.bound_day and not self.proven
        if not better and not proven:
            return
        kind = "proven" if proven else "first" if self.best is None else "better"
        if better and self.best is None and proven:
            self.on_plan(self._incumbent("first", reached, len(manifests)))
        self.best, self.proven = reached, self.proven or proven
        self.on_plan(self._incumbent(kind, reached, len(manifests)))

    def _incumbent(self, kind: str, reached: tuple[int, int], flights: int) -> Incumbent:
        return Incumbent(
            kind=kind,
            completion_day=reached[0],
            bound_day=min(self.bound_day, reached[0]),
            cost_musd=reached[1],
            flights=flights,
            gap=date_gap(
                completion_day=reached[0],
                bound_day=self.bound_day,
                start_day=self.instance.start_day,
            ),
        )


def _silent(_text: str, _fraction: float) -> None:
    """Progress for callers who did not ask."""


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _money(cost_musd: int) -> str:
    return f"{cost_musd} M$"


#: Thousandths of a point times days in a point-year.
_POINT_YEAR: Final = 1000.0 * 365.25
_SHOWN: Final[dict[str, Callable[[int], str]]] = {
    "completion": _day,
    "cost": _money,
    "launches": str,
    "robustness": lambda value: f"{-value} d of slack",
    "science": lambda value: f"{-value / _POINT_YEAR:.1f} point-years",
}


def _watch(
    report: Progress, what: str, show: Callable[[int], str], fraction: float, start: int | None
) -> Callable[[int | None, int], None]:
    """Words for the best (``start`` until something better is found) and the bound."""

    def watch(best: int | None, bound: int) -> None:
        known = start if best is None else best
        found = "none yet" if known is None else show(known)
        report(f"{what}: best {found}, proven not below {show(bound)}", fraction)

    return watch
