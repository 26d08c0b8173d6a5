"""The three stages of the search: completion day, cost, tidiness."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.schedule import bounds, engine, measure, neighbourhood
from planner.schedule.domains import Domains, earliest_completion, narrow
from planner.schedule.greedy import EARLY_STARTS, THRIFTY_STARTS, greedy_plan, thrifty_plan
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.model import (
    add_hint,
    build_model,
    delivery_sum,
    flight_cost,
    keep_manifests,
    launch_count,
    science,
)
from planner.schedule.moves import moved_earlier

#: Told of a plan and of the day before which none completes (None: as told before).
Tell = Callable[[Manifests, int | None], None]

UNITS_PER_S = 0.6
COMPLETION_SHARE = 0.5
TIDY_UNITS = 2.0
TIDY_SHARE = 0.1
SCIENCE_SHARE = 0.25
#: Most work on the bound of the date (share of the effort).
BOUND_SHARE = 0.1
#: From so many elements on, rounds over parts of the plan come before the whole model.
LARGE = 50
#: Seconds by the clock for each second of the limit. Work is counted, so that a machine shared with
#: others gives the same plan; the clock ends what is slowed beyond hope.
WALL_PER_LIMIT = 3.0
#: What a greedy start costs (units an element), as measured.
START_UNITS = 2e-4
#: Part of a stage's effort that these rounds may take.
ROUNDS_SHARE = 0.7


@dataclass(slots=True)
class Budget:
    """Effort left: deterministic units and a wall deadline.

    A unit took 0.6 to 0.9 s on the machine this was written on, so the units
    run out first unless a machine is four times as slow, or that busy.
    """

    time_limit_s: float
    seed: int
    stopped: Callable[[], bool] = engine.never
    units: float = field(init=False)
    deadline_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.units = UNITS_PER_S * self.time_limit_s
        self.deadline_s = time.monotonic() + WALL_PER_LIMIT * self.time_limit_s

    def is_over(self) -> bool:
        """Whether nothing more is to be begun: somebody ended it, or the time is up."""
        return self.stopped() or time.monotonic() >= self.deadline_s

    @property
    def tidy_units(self) -> float:
        """What is kept for the last stage."""
        return min(TIDY_UNITS, TIDY_SHARE * UNITS_PER_S * self.time_limit_s)

    def charge_starts(self, starts: int, elements: int) -> None:
        """Take greedy starts off, at most half of what is left."""
        self.units -= min(START_UNITS * starts * elements, 0.5 * self.units)

    def limits(self, units: float) -> engine.Limits:
        """At most ``units`` of what is left."""
        return engine.Limits(
            deterministic=max(min(units, self.units), 0.0),
            wall_s=self.deadline_s - time.monotonic(),
            seed=self.seed,
            stopped=self.stopped,
        )

    def effort(self, units: float) -> neighbourhood.Effort:
        """The same for rounds over parts of the plan."""
        return neighbourhood.Effort(
            units=max(min(units, self.units), 0.0),
            seed=self.seed,
            wall_left_s=lambda: self.deadline_s - time.monotonic(),
            stopped=self.stopped,
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage's best plan (None: nothing found), and the proven bound on its objective."""

    manifests: Manifests | None
    bound: int | None
    proven: bool


def least_completion(
    instance: Instance,
    domains: Domains,
    start: Manifests | None,
    budget: Budget,
    watch: engine.Watch | None = None,
    tell: Tell = lambda _plan, _bound: None,
) -> Stage:
    """Earliest day by which everything can be operational.

    A bound by flights a year, more greedy starts, rounds over parts of the plan if it is
    large, and the whole model, each only if those before did not close the gap. ``tell`` is
    told of every better plan with the bound. ``proven`` with no plan means the problem is
    infeasible.
    """
    lowest = earliest_completion(instance, domains)
    share = COMPLETION_SHARE * budget.units
    if start is not None:
        done = measure.completion_day(instance, start)
        lowest = _raised(instance, domains, lowest, done, budget)
        tell(start, lowest)
        start = _better_start(instance, domains, start, lowest, budget)
        tell(start, lowest)
        if len(instance.elements) >= LARGE:
            aim = neighbourhood.Aim(day=lowest)
            effort = budget.effort(ROUNDS_SHARE * share)
            improved = neighbourhood.improve(
                instance, domains, start, aim, effort, lambda plan: tell(plan, lowest)
            )
            start, share = improved.manifests, share - improved.spent
            budget.units -= improved.spent
        if measure.completion_day(instance, start) <= lowest:
            return Stage(start, lowest, proven=True)
    return _whole_model(instance, domains, start, lowest, budget, share, watch, tell)


def _raised(instance: Instance, domains: Domains, lowest: int, done: int, budget: Budget) -> int:
    """The day before which no plan completes, raised by what can be flown in the years."""
    if done <= lowest or budget.is_over():
        return lowest
    found = bounds.least_day(
        instance,
        domains,
        lowest=lowest,
        highest=done,
        seed=budget.seed,
        units=BOUND_SHARE * budget.units,
    )
    budget.units -= found.spent
    return found.day


def _better_start(
    instance: Instance, domains: Domains, start: Manifests, lowest: int, budget: Budget
) -> Manifests:
    """The best of more greedy starts; fewer of them the more elements there are."""
    done = measure.completion_day(instance, start)
    if done <= lowest or budget.is_over():
        return start
    starts = min(EARLY_STARTS, max(4, 3000 // len(instance.elements)))
    budget.charge_starts(starts, len(instance.elements))
    found = greedy_plan(instance, domains, seed=budget.seed, good_enough_day=lowest, starts=starts)
    return start if found is None or measure.completion_day(instance, found) > done else found


def _whole_model(
    instance: Instance,
    domains: Domains,
    start: Manifests | None,
    lowest: int,
    budget: Budget,
    units: float,
    watch: engine.Watch | None,
    tell: Tell,
) -> Stage:
    highest = instance.end_day if start is None else measure.completion_day(instance, start)
    if start is not None and budget.is_over():
        return Stage(start, lowest, proven=False)
    model = build_model(
        instance,
        narrow(instance, domains, completion_day=highest),
        completion_days=(lowest, highest),
    )
    if start is not None:
        add_hint(model, start)
    outcome = engine.minimise(
        model,
        model.variables.completion,
        budget.limits(units),
        watch=watch,
        found=lambda plan: tell(plan, lowest),
    )
    budget.units -= outcome.spent
    bound = max(lowest, outcome.bound or lowest)
    if outcome.manifests is None:  # with a start the model has a plan: "none" proves nothing then
        return Stage(start, bound, proven=start is None and outcome.status == "infeasible")
    return Stage(outcome.manifests, bound, proven=outcome.status == "optimal")


def least_cost(
    instance: Instance,
    domains: Domains,
    start: Manifests,
    budget: Budget,
    watch: engine.Watch | None = None,
    tell: Tell = lambda _plan, _bound: None,
) -> Stage:
    """Least flight cost with completion no later than ``start`` completes."""
    completion = measure.completion_day(instance, start)
    if budget.is_over():
        return Stage(start, 0, proven=False)
    domains = narrow(instance, domains, completion_day=completion)
    starts = min(THRIFTY_STARTS, max(4, 5000 // len(instance.elements)))
    budget.charge_starts(starts, len(instance.elements))
    thrifty = thrifty_plan(instance, domains, seed=budget.seed, starts=starts)
    if thrifty is not None:
        start = min(start, thrifty, key=lambda plan: measure.cost_musd(instance, plan))
    if len(instance.elements) >= LARGE:
        aim = neighbourhood.Aim(day=completion, cost=True)
        effort = budget.effort(ROUNDS_SHARE * (budget.units - budget.tidy_units))
        improved = neighbourhood.improve(
            instance, domains, start, aim, effort, lambda plan: tell(plan, None)
        )
        start = improved.manifests
        budget.units -= improved.spent
    if budget.is_over():
        return Stage(start, 0, proven=False)
    model = build_model(
        instance,
        domains,
        completion_days=(instance.start_day, completion),
        cost_limit_musd=measure.cost_musd(instance, start),
    )
    add_hint(model, start)
    limits = budget.limits(budget.units - budget.tidy_units)
    outcome = engine.minimise(
        model, flight_cost(model), limits, watch=watch, found=lambda plan: tell(plan, None)
    )
    budget.units -= outcome.spent
    bound = max(0, outcome.bound or 0)
    best = start if outcome.manifests is None else outcome.manifests
    return Stage(best, bound, proven=outcome.status == "optimal")


def tidy(instance: Instance, domains: Domains, start: Manifests, budget: Budget) -> Manifests:
    """The same flights, cost, launches and science with the least sum of operational days found.

    Elements move to earlier flights with room, then the dates of all flights are
    chosen together with what is aboard kept: small enough to be solved at once.
    """
    start = moved_earlier(instance, start)
    if budget.is_over():
        return measure.in_order(instance, start)
    completion = measure.completion_day(instance, start)
    model = build_model(
        instance,
        narrow(instance, domains, completion_day=completion),
        completion_days=(instance.start_day, completion),
        cost_limit_musd=measure.cost_musd(instance, start),
    )
    if any(len(here.launches) > 1 for here in instance.opportunities):
        model.cp.add(launch_count(model) <= measure.launches(instance, start))
    if points := measure.science(instance, start):
        model.cp.add(science(model) >= points)
    add_hint(model, start)
    keep_manifests(model, start)
    outcome = engine.minimise(model, delivery_sum(model), budget.limits(budget.tidy_units))
    budget.units -= outcome.spent
    best = start if outcome.manifests is None else outcome.manifests
    return measure.in_order(instance, moved_earlier(instance, best))
