"""The chain from the first day to completion, and how late each element could be."""

from __future__ import annotations

from dataclasses import dataclass

from planner.schedule.chain import Binding, Link, Plan, Step, plan_of, steps
from planner.schedule.domains import narrow, own_domains, span
from planner.schedule.instance import Instance, make_instance
from planner.schedule.ledger import Manifests
from planner.schedule.problem import ScheduleProblem
from planner.schedule.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """An element on the chain, its flight, and why it is not at work sooner.

    Attributes
    ----------
    element : str
    option : str
    pad : str
    launch_day, delivery_day, operational_day : int
        Ordinals.
    bound_by : tuple[Binding, ...]
        The rules that hold it.
    says : str
        What was found, in words.
    """

    element: str
    option: str
    pad: str
    launch_day: int
    delivery_day: int
    operational_day: int
    bound_by: tuple[Binding, ...]
    says: str


def critical_chain(problem: ScheduleProblem, schedule: Schedule) -> tuple[ChainStep, ...]:
    """Elements that hold the completion date, from the first to the last.

    Empty if nothing completes, or if a goal ahead of the date chose it.
    """
    if problem.objective[:1] != ("completion",) or schedule.completion_day is None:
        return ()
    instance = make_instance(problem)
    plan = plan_of(instance, manifests_of(instance, schedule))
    completion = schedule.completion_day
    last = sorted(
        element
        for element, done in plan.operational.items()
        if done == completion and instance.task[element].completes
    )
    found = steps(plan, tuple(Link(element, completion - 1) for element in last))
    return tuple(_told(plan, step) for step in reversed(found))


def _told(plan: Plan, step: Step) -> ChainStep:
    here = plan.instance.opportunities[plan.flight_of[step.link.element]]
    return ChainStep(
        element=step.link.element,
        option=here.option,
        pad=here.pad,
        launch_day=here.launch_day,
        delivery_day=here.delivery_day,
        operational_day=plan.operational[step.link.element],
        bound_by=step.finding.bound_by,
        says=step.finding.cause,
    )


def manifests_of(instance: Instance, schedule: Schedule) -> Manifests:
    """The flights of a schedule by the index of their window."""
    index = {(here.option, here.window): i for i, here in enumerate(instance.opportunities)}
    return {index[flown.option, flown.window]: flown.elements for flown in schedule.flights}


def latest_days(problem: ScheduleProblem, schedule: Schedule) -> dict[str, int]:
    """Last day on which each element of a plan may be operational if completion is to hold.

    By due days, windows and precedence alone: no later day is possible, an earlier one may be
    the last once launches, pads and what is shared are counted.
    """
    instance = make_instance(problem)
    if schedule.completion_day is None:
        return {}
    domains = narrow(instance, own_domains(instance), completion_day=schedule.completion_day)
    flown = sorted(element for flight in schedule.flights for element in flight.elements)
    return {element: span(instance, domains, element).latest for element in flown}
