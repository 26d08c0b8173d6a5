"""What holds the completion date of a plan back."""

from __future__ import annotations

from planner.schedule.chain import Link, Plan, chain, plan_of
from planner.schedule.domains import earliest_completion, narrow, own_domains
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.wording import day, days, listed


def why_not_earlier(
    instance: Instance,
    manifests: Manifests,
    *,
    bound_day: int | None,
    ahead: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Sentences: the completion and its bound, then the chain that holds it back.

    Parameters
    ----------
    instance : Instance
    manifests : dict[int, tuple[str, ...]]
        The plan.
    bound_day : int | None
        Proven lower bound on the completion day.
    ahead : tuple[str, ...]
        Goals that went before the date: they, not the rules, may hold it.
    """
    plan = plan_of(instance, manifests)
    counted = {e: d for e, d in plan.operational.items() if instance.task[e].completes}
    if not counted:
        return ("Nothing that completion waits for is delivered: the plan needs none of it.",)
    completion = max(counted.values())
    last = sorted(e for e, done in counted.items() if done == completion)
    if ahead:
        return (_chosen_otherwise(plan, completion, last, ahead),)
    links = tuple(Link(element, completion - 1) for element in last)
    return (_opening(plan, completion, bound_day), *chain(plan, links))


def _chosen_otherwise(plan: Plan, completion: int, last: list[str], ahead: tuple[str, ...]) -> str:
    return (
        f"Completion on {day(completion)}, when {listed(last)} is operational: the plan was chosen "
        f"for {listed(ahead)} before the date; dates, windows and precedence alone would allow "
        f"{day(_alone(plan.instance))}."
    )


def _alone(instance: Instance) -> int:
    """Earliest completion by dates, windows and precedence."""
    domains = narrow(instance, own_domains(instance))
    return earliest_completion(instance, domains)


def _opening(plan: Plan, completion: int, bound_day: int | None) -> str:
    alone = _alone(plan.instance)
    bound = alone if bound_day is None else max(bound_day, alone)
    proven = (
        "no plan can complete earlier"
        if bound >= completion
        else f"whether an earlier plan exists is open, but none completes before {day(bound)}"
    )
    cause = (
        "dates, windows and precedence alone already require it"
        if alone >= completion
        else f"dates, windows and precedence alone would allow {day(alone)}, "
        f"{days(completion - alone)} earlier"
    )
    return f"Completion on {day(completion)}: {proven}; {cause}."
