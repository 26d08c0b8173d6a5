"""The three stages of the search: completion day, cost, tidiness."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.schedule import engine, measure
from planner.schedule.domains import Domains, earliest_completion, narrow
from planner.schedule.greedy import thrifty_plan
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

Progress = Callable[[str, float], None]

UNITS_PER_S = 0.6
COMPLETION_SHARE = 0.5
TIDY_UNITS = 2.0
TIDY_SHARE = 0.1
SCIENCE_SHARE = 0.25


@dataclass(slots=True)
class Budget:
    """Effort left: deterministic units and a wall deadline.

    A unit took 0.6 to 0.9 s on the machine this was written on, so the units
    run out first unless a machine is twice as slow, or busy.
    """

    time_limit_s: float
    seed: int
    units: float = field(init=False)
    deadline_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.units = UNITS_PER_S * self.time_limit_s
        self.deadline_s = time.monotonic() + self.time_limit_s

    @property
    def tidy_units(self) -> float:
        """What is kept for the last stage."""
        return min(TIDY_UNITS, TIDY_SHARE * UNITS_PER_S * self.time_limit_s)

    def limits(self, units: float) -> engine.Limits:
        """At most ``units`` of what is left."""
        return engine.Limits(
            deterministic=max(min(units, self.units), 0.0),
            wall_s=self.deadline_s - time.monotonic(),
            seed=self.seed,
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
) -> Stage:
    """Earliest day by which everything can be operational.

    ``proven`` with no plan means the problem is infeasible.
    """
    lowest = earliest_completion(instance, domains)
    highest = instance.end_day if start is None else measure.completion_day(instance, start)
    if start is not None and highest == lowest:
        return Stage(start, lowest, proven=True)
    model = build_model(
        instance,
        narrow(instance, domains, completion_day=highest),
        completion_days=(lowest, highest),
    )
    if start is not None:
        add_hint(model, start)
    limits = budget.limits(COMPLETION_SHARE * budget.units)
    outcome = engine.minimise(model, model.variables.completion, limits, watch=watch)
    budget.units -= outcome.spent
    if outcome.manifests is None:
        return Stage(start, outcome.bound or lowest, proven=outcome.status == "infeasible")
    return Stage(outcome.manifests, outcome.bound, proven=outcome.status == "optimal")


def least_cost(
    instance: Instance,
    domains: Domains,
    start: Manifests,
    budget: Budget,
    watch: engine.Watch | None = None,
) -> Stage:
    """Least flight cost with completion no later than ``start`` completes."""
    completion = measure.completion_day(instance, start)
    domains = narrow(instance, domains, completion_day=completion)
    thrifty = thrifty_plan(instance, domains, seed=budget.seed)
    if thrifty is not None:
        start = min(start, thrifty, key=lambda plan: measure.cost_musd(instance, plan))
    model = build_model(
        instance,
        domains,
        completion_days=(instance.start_day, completion),
        cost_limit_musd=measure.cost_musd(instance, start),
    )
    add_hint(model, start)
    limits = budget.limits(budget.units - budget.tidy_units)
    outcome = engine.minimise(model, flight_cost(model), limits, watch=watch)
    budget.units -= outcome.spent
    return Stage(outcome.manifests or start, outcome.bound, proven=outcome.status == "optimal")


def tidy(instance: Instance, domains: Domains, start: Manifests, budget: Budget) -> Manifests:
    """The same flights, cost, launches and science with the least sum of operational days found.

    Elements move to earlier flights with room, then the dates of all flights are
    chosen together with what is aboard kept: small enough to be solved at once.
    """
    start = moved_earlier(instance, start)
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
    return measure.in_order(instance, moved_earlier(instance, outcome.manifests or start))
