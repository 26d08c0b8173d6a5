"""What is delivered at all, as CP-SAT constraints: choices, and lots in the order of their ids."""

from __future__ import annotations

from itertools import pairwise

from ortools.sat.python import cp_model

from planner.schedule.instance import Instance
from planner.schedule.variables import Variables


def alternatives(
    model: cp_model.CpModel, instance: Instance, v: Variables, *, optional: bool
) -> None:
    """Exactly one choice (at most one if deliveries are optional), and what it delivers."""
    for alternative in instance.alternatives:
        taken = [v.choice[alternative.id, n] for n in range(len(alternative.choices))]
        if optional:
            model.add_at_most_one(taken)
        else:
            model.add_exactly_one(taken)
        named = dict.fromkeys(e for choice in alternative.choices for e in choice)
        for element in named:
            containing = [
                literal
                for literal, choice in zip(taken, alternative.choices, strict=True)
                if element in choice
            ]
            left_out = v.left_out.get(element)
            model.add(sum(containing) == (1 if left_out is None else 1 - left_out))


def lots_in_order(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """Of elements alike the first ones fly, in the order of their ids: nothing is lost by it."""
    for group in instance.alike:
        for first, then in pairwise(group):
            model.add_implication(v.left_out[first], v.left_out[then])
            rule = model.add(v.delivery[first] <= v.delivery[then])
            rule.only_enforce_if(~v.left_out[then])


def absent_lies_still(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """The day of an element left out is fixed, so that it is nothing to search."""
    for element, left_out in v.left_out.items():
        if element not in instance.always:
            lowest = v.delivery[element].proto.domain[0]
            model.add(v.delivery[element] == lowest).only_enforce_if(left_out)
