"""The scheduling model: variables, rules, an objective, a hint, and reading it back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.schedule import (
    balance_constraints,
    constraints,
    measure,
    pin_constraints,
    presence_constraints,
)
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance
from planner.schedule.ledger import Manifests
from planner.schedule.variables import Slot, Variables, make_variables


@dataclass(slots=True)
class ScheduleModel:
    """A built CP-SAT model with the meaning of its variables."""

    instance: Instance
    cp: cp_model.CpModel
    variables: Variables


def build_model(
    instance: Instance,
    domains: Domains,
    *,
    completion_days: tuple[int, int],
    cost_limit_musd: int | None = None,
    optional: bool = False,
) -> ScheduleModel:
    """All rules, no objective.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities open to each element; see `viable`.
    completion_days : tuple[int, int]
        Lowest and highest completion day allowed (ordinals).
    cost_limit_musd : int, optional
        Most the flights may cost together (million USD).
    optional : bool
        Whether elements may be left out (used to explain infeasible problems).
    """
    cp = cp_model.CpModel()
    v = make_variables(
        cp,
        instance,
        domains,
        completion_days=completion_days,
        cost_limit_musd=cost_limit_musd,
        optional=optional,
    )
    constraints.slots_fly_in_order(cp, instance, v)
    constraints.each_element_flies_once(cp, v)
    constraints.only_usable_windows(cp, domains, v)
    constraints.capacity(cp, instance, v)
    constraints.incompatible_elements(cp, instance, domains, v)
    constraints.cadence(cp, instance, v)
    constraints.pad_turnaround(cp, instance, v)
    constraints.budgets(cp, instance, v)
    constraints.precedence(cp, instance, v)
    constraints.served_flights(cp, instance, v)
    balance_constraints.balances(cp, instance, domains, v)
    pin_constraints.together_and_apart(cp, instance, v)
    constraints.completed_by(cp, instance, v)
    presence_constraints.alternatives(cp, instance, v, optional=optional)
    presence_constraints.lots_in_order(cp, instance, v)
    presence_constraints.absent_lies_still(cp, instance, v)
    model = ScheduleModel(instance, cp, v)
    if cost_limit_musd is not None:
        cp.add(flight_cost(model) <= cost_limit_musd)
    return model


def flight_cost(model: ScheduleModel) -> cp_model.LinearExprT:
    """Cost of all flights flown (million USD)."""
    options = model.instance.options
    return sum(options[slot[0]].cost_musd * used for slot, used in model.variables.used.items())


def launch_count(model: ScheduleModel) -> cp_model.LinearExprT:
    """Rockets launched, with those that flights take beside their first."""
    opportunities = model.instance.opportunities
    further = [
        (len(opportunities[i].launcher_years) - 1) * literal
        for flies in model.variables.flies.values()
        for i, literal in flies.items()
        if len(opportunities[i].launcher_years) > 1
    ]
    return sum([*model.variables.used.values(), *further])


def science(model: ScheduleModel) -> cp_model.LinearExprT:
    """Science points up to the science day, at most what the plan is worth (1/1000 point-day)."""
    instance, v = model.instance, model.variables
    total: list[cp_model.LinearExprT] = []
    for task in (task for task in instance.elements if task.value):
        works = v.delivery[task.id] + task.commissioning_d
        first = v.delivery[task.id].proto.domain[0] + task.commissioning_d
        most_d = max(0, instance.last_science_day - first)
        worked_d = model.cp.new_int_var(0, most_d, f"{task.id} worked")
        counts = model.cp.new_bool_var(f"{task.id} counts")
        model.cp.add(worked_d <= most_d * counts)
        model.cp.add(worked_d <= instance.last_science_day - works).only_enforce_if(counts)
        for literal in v.present(task.id):
            model.cp.add_implication(counts, literal)
        v.worked[task.id] = worked_d, counts
        total.append(task.value * worked_d)
    return sum(total)


def delivery_sum(model: ScheduleModel) -> cp_model.LinearExprT:
    """Sum of delivery days after the horizon's start."""
    return sum(day - model.instance.start_day for day in model.variables.delivery.values())


def add_hint(model: ScheduleModel, manifests: Manifests) -> None:
    """Give the solver ``manifests`` as a starting point, variable by variable.

    Elements absent from it are hinted as left out.
    """
    manifests = measure.in_order(model.instance, manifests)
    v, opportunities = model.variables, model.instance.opportunities
    flown = _slots_of(model.instance, manifests)
    slot_of = {e: slot for slot, i in flown.items() for e in manifests[i]}
    for slot, used in v.used.items():
        index = flown.get(slot)
        delivered = 0 if index is None else opportunities[index].delivery_day
        model.cp.add_hint(used, index is not None)
        model.cp.add_hint(v.slot_delivery[slot], delivered)
        for i, literal in v.flies[slot].items():
            model.cp.add_hint(literal, i == index)
    for element, slots in v.aboard.items():
        mine = slot_of.get(element)
        for slot, literal in slots.items():
            model.cp.add_hint(literal, slot == mine)
        if mine is not None:
            model.cp.add_hint(v.delivery[element], opportunities[flown[mine]].delivery_day)
        elif element in v.left_out and element not in model.instance.always:
            model.cp.add_hint(v.delivery[element], v.delivery[element].proto.domain[0])
    for element, literal in v.left_out.items():
        model.cp.add_hint(literal, element not in slot_of)
    for element, (worked_d, counts) in v.worked.items():
        mine = slot_of.get(element)
        wait_d = model.instance.task[element].commissioning_d
        done = None if mine is None else opportunities[flown[mine]].delivery_day + wait_d
        days = 0 if done is None else max(0, model.instance.last_science_day - done)
        model.cp.add_hint(worked_d, days)
        model.cp.add_hint(counts, days > 0)
    for (alternative, n), literal in v.choice.items():
        taken = measure.choices_taken(model.instance, manifests)
        model.cp.add_hint(literal, taken.get(alternative) == n)
    model.cp.add_hint(v.completion, measure.completion_day(model.instance, manifests))


def keep_manifests(model: ScheduleModel, manifests: Manifests) -> None:
    """Leave only the dates open: elements stay together, flights of an option in order."""
    manifests = measure.in_order(model.instance, manifests)
    flown = _slots_of(model.instance, manifests)
    slot_of = {element: slot for slot, index in flown.items() for element in manifests[index]}
    for element, slots in model.variables.aboard.items():
        for slot, literal in slots.items():
            model.cp.add(literal == int(slot == slot_of.get(element)))


def _slots_of(instance: Instance, manifests: Manifests) -> dict[Slot, int]:
    count: dict[str, int] = defaultdict(int)
    slots: dict[Slot, int] = {}
    for index in sorted(manifests):
        option = instance.opportunities[index].option
        slots[option, count[option]] = index
        count[option] += 1
    return slots


def read_manifests(
    model: ScheduleModel, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback
) -> Manifests:
    """The flights of the solver's solution."""
    v = model.variables
    flown = {
        slot: index
        for slot, flies in v.flies.items()
        for index, literal in flies.items()
        if solver.boolean_value(literal)
    }
    aboard: dict[int, list[str]] = defaultdict(list)
    for element, slots in v.aboard.items():
        for slot, literal in slots.items():
            if solver.boolean_value(literal):
                aboard[flown[slot]].append(element)
    return {index: tuple(sorted(aboard[index])) for index in sorted(aboard)}
