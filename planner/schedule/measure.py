"""What a set of flights amounts to: operational days, completion, cost, launches, science."""

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
    """Day the last element that completes is operational; the horizon's start if none is."""
    done = operational_days(instance, manifests)
    counted = (day for element, day in done.items() if instance.task[element].completes)
    return max(counted, default=instance.start_day)


def launches(instance: Instance, manifests: Manifests) -> int:
    """Rockets launched, with those that flights take beside their first."""
    return sum(len(instance.opportunities[index].launcher_years) for index in manifests)


def science(instance: Instance, manifests: Manifests) -> int:
    """Value of each element delivered times its days at work up to the science day."""
    return sum(
        instance.task[element].value * max(0, instance.last_science_day - done)
        for element, done in operational_days(instance, manifests).items()
    )


def choices_taken(instance: Instance, manifests: Manifests) -> dict[str, int]:
    """The choice that each alternative of a plan takes, by position."""
    delivered = {element for elements in manifests.values() for element in elements}
    taken: dict[str, int] = {}
    for alternative in instance.alternatives:
        named = {element for choice in alternative.choices for element in choice}
        for n, choice in enumerate(alternative.choices):
            if set(choice) == named & delivered:
                taken.setdefault(alternative.id, n)
    return taken


def in_order(instance: Instance, manifests: Manifests) -> Manifests:
    """The same flights, with elements that are alike in the order of their ids."""
    seat = {element: index for index, elements in manifests.items() for element in elements}
    renamed: dict[str, str] = {}
    for group in instance.alike:
        flown = sorted(
            (element for element in group if element in seat),
            key=lambda e: (instance.opportunities[seat[e]].delivery_day, seat[e], e),
        )
        renamed |= dict(zip(flown, group, strict=False))
    if all(old == new for old, new in renamed.items()):
        return manifests
    return {
        index: tuple(sorted(renamed.get(element, element) for element in elements))
        for index, elements in manifests.items()
    }


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
