"""Which elements a first plan should carry: one choice of each alternative, and nothing spare."""

from __future__ import annotations

from itertools import islice, product

from planner.schedule.domains import Domains
from planner.schedule.instance import Instance
from planner.schedule.presence import brought_along, live_choices

MOST_SELECTIONS = 24
_MOST_TRIED = 512


def selections(instance: Instance, domains: Domains) -> list[frozenset[str]]:
    """Sets of elements that may be delivered together, optional ones only where required.

    The choices as they are written first, then those that differ in one alternative,
    then the others; empty if no choices go together.
    """
    if not instance.alternatives:
        return [instance.always]
    choices = [live_choices(alternative, domains) for alternative in instance.alternatives]
    ranks = islice(product(*(range(len(live)) for live in choices)), _MOST_TRIED)
    ordered = sorted(ranks, key=lambda rank: (sum(map(bool, rank)), rank))
    found: dict[frozenset[str], None] = {}
    for rank in ordered:
        picked = [live[n] for live, n in zip(choices, rank, strict=True)]
        selection = _together(instance, domains, picked)
        if selection is not None:
            found.setdefault(selection)
    return list(islice(found, MOST_SELECTIONS))


def _together(
    instance: Instance, domains: Domains, picked: list[tuple[str, ...]]
) -> frozenset[str] | None:
    """What the choices bring along; None if that contradicts one of them."""
    wanted = instance.always.union(*picked)
    selection = brought_along(instance.task, instance.ties.companions, wanted)
    for alternative, choice in zip(instance.alternatives, picked, strict=True):
        named = {element for one in alternative.choices for element in one}
        if named & selection != set(choice):
            return None
    return selection if all(domains[element] for element in selection) else None


def undisputed(instance: Instance) -> frozenset[str]:
    """What every plan delivers, whatever is chosen where there are alternatives."""
    named = {e for one in instance.alternatives for choice in one.choices for e in choice}
    return instance.always - named
