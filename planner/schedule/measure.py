"""What a set of flights amounts to: operational days, completion, cost."""

from __future__ import annotations

from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests


def operational_days(instance: Instance, manifests: Manifests) -> dict[str, int]:
    """Day each delivered element is operational (ordinal)."""
    return {
        element: instance.opportunities[index].delivery_day + instance.task[element].commissioning_d
        for index, elements in manifests.items()
        for element in elements
    }


def completion_day(instance: Instance, manifests: Manifests) -> int:
    """Day the last element is operational; the horizon's start if there is none."""
    return max(operational_days(instance, manifests).values(), default=instance.start_day)


def cost_musd(instance: Instance, manifests: Manifests) -> int:
    """Sum of the flights' costs (million USD)."""
    return sum(instance.opportunities[index].cost_musd for index in manifests)


def least_slack_d(instance: Instance, manifests: Manifests) -> int:
    """Fewest days between an element's start of work and its due day; 0 if none is due."""
    return min(
        (
            instance.latest_operational_day(instance.task[element]) - done
            for element, done in operational_days(instance, manifests).items()
            if instance.task[element].due_day is not None
        ),
        default=0,
    )
