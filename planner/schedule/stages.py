"""The three stages of the search: completion day, cost, tidiness."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from planner.schedule import engine, measure
from planner.schedule.domains import Domains, narrow, span
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.model import add_hint, build_model, delivery_sum, flight_cost
from planner.schedule.moves import moved_earlier

Progress = Callable[[str, float], None]

COMPLETION_SHARE = 0.5
TIDY_UNITS = 2.0
TIDY_SHARE = 0.1


@dataclass(slots=True)
class Budget:
    """Effort left: deterministic units (one per second of the limit) and a wall deadline.

    A unit was measured at 0.4 to 0.8 s on the machine this was written on, so
    the units normally run out before the wall does.
    """

    time_limit_s: float
    seed: int
    units: float = field(init=False)
    deadline_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.units = self.time_limit_s
        self.deadline_s = time.monotonic() + self.time_limit_s

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
    lowest = max(span(instance, domains, task.id).earliest for task in instance.elements)
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
    limits = budget.limits(COMPLETION_SHARE * budget.time_limit_s)
    outcome = engine.minimise(model, model.variables.completion, limits, watch=watch)
    budget.units -= outcome.spent
    if outcome.manifests is None:
        return Stage(start, lowest, proven=outcome.status == "infeasible")
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
    model = build_model(
        instance,
        narrow(instance, domains, completion_day=completion),
        completion_days=(instance.start_day, completion),
        cost_limit_musd=measure.cost_musd(instance, start),
    )
    add_hint(model, start)
    tidy = min(TIDY_UNITS, TIDY_SHARE * budget.time_limit_s)
    outcome = engine.minimise(
        model, flight_cost(model), budget.limits(budget.units - tidy), watch=watch
    )
    budget.units -= outcome.spent
    if outcome.manifests is None:
        return Stage(start, 0, proven=False)
    return Stage(outcome.manifests, outcome.bound, proven=outcome.status == "optimal")


def tidy(instance: Instance, domains: Domains, start: Manifests, budget: Budget) -> Manifests:
    """Least sum of operational days at the completion and cost of ``start``, in a small budget."""
    start = moved_earlier(instance, start)
    completion = measure.completion_day(instance, start)
    model = build_model(
        instance,
        narrow(instance, domains, completion_day=completion),
        completion_days=(instance.start_day, completion),
        cost_limit_musd=measure.cost_musd(instance, start),
    )
    add_hint(model, start)
    limits = budget.limits(min(TIDY_UNITS, TIDY_SHARE * budget.time_limit_s))
    outcome = engine.minimise(model, delivery_sum(model), limits)
    budget.units -= outcome.spent
    return moved_earlier(instance, outcome.manifests or start)
