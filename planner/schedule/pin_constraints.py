"""Pins as CP-SAT constraints; places and closed options are in the domains already."""

from __future__ import annotations

from ortools.sat.python import cp_model

from planner.schedule.instance import Instance
from planner.schedule.variables import Variables


def together_and_apart(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """Companions share their slot; elements kept apart never do."""
    for element, others in instance.ties.companions.items():
        for other in others:
            for slot, literal in v.aboard[element].items():
                model.add(literal == v.aboard[other].get(slot, 0))
    for element, forbidden in instance.ties.apart.items():
        for other in sorted(other for other in forbidden if element < other):
            for slot in (slot for slot in v.aboard[element] if slot in v.aboard[other]):
                model.add_at_most_one([v.aboard[element][slot], v.aboard[other][slot]])
