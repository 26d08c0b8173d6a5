"""The rules of a campaign as CP-SAT constraints, one function a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from planner.schedule.conflicts import clique_cover, incompatible_pairs
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance, Payment
from planner.schedule.variables import Variables, usable_windows

Literals = list[cp_model.IntVar]


def slots_fly_in_order(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """A used slot flies one window, carries something, and launches after the slot before it."""
    for slot, used in v.used.items():
        option, position = slot
        flies = v.flies[slot]
        model.add(sum(flies.values()) == used)
        model.add(
            v.slot_delivery[slot]
            == sum(instance.opportunities[i].delivery_day * x for i, x in flies.items())
        )
        passengers = list(v.passengers(slot).values())
        model.add_bool_or([*passengers, ~used])
        for literal in passengers:
            model.add_implication(literal, used)
        if position == 0:
            continue
        before = (option, position - 1)
        model.add_implication(used, v.used[before])
        earlier = sum(i * x for i, x in v.flies[before].items())
        model.add(sum(i * x for i, x in flies.items()) >= earlier + 1).only_enforce_if(used)


def each_element_flies_once(model: cp_model.CpModel, v: Variables) -> None:
    """Exactly one flight, or left out where that is allowed; delivered when its slot delivers."""
    for element, slots in v.aboard.items():
        left_out = [v.left_out[element]] if element in v.left_out else []
        model.add_exactly_one([*slots.values(), *left_out])
        for slot, literal in slots.items():
            same_day = model.add(v.delivery[element] == v.slot_delivery[slot])
            same_day.only_enforce_if(literal)


def only_usable_windows(model: cp_model.CpModel, domains: Domains, v: Variables) -> None:
    """An element aboard keeps its slot off the windows that element cannot use."""
    for element, slots in v.aboard.items():
        usable = set(domains[element])
        for slot, literal in slots.items():
            closed = [x for i, x in v.flies[slot].items() if i not in usable]
            if closed:
                model.add_at_most_one([literal, *closed])


def capacity(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """Mass aboard is at most what the chosen window delivers."""
    for slot, flies in v.flies.items():
        load = sum(instance.task[e].mass_kg * x for e, x in v.passengers(slot).items())
        limit = sum(instance.opportunities[i].capacity_kg * x for i, x in flies.items())
        model.add(load <= limit)


def incompatible_elements(
    model: cp_model.CpModel, instance: Instance, domains: Domains, v: Variables
) -> None:
    """At most one of each incompatible set aboard: implied by other rules, but lifts the bound."""
    windows, users = usable_windows(instance, domains)
    for option, indices in windows.items():
        most_kg = max(instance.opportunities[i].capacity_kg for i in indices)
        pairs = incompatible_pairs(instance, domains, users[option], capacity_kg=most_kg)
        cliques = clique_cover(pairs)
        for slot in (slot for slot in v.used if slot[0] == option):
            for clique in cliques:
                model.add(sum(v.aboard[e][slot] for e in clique) <= v.used[slot])


def cadence(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """Launches of a launcher in a calendar year, over all options that share it."""
    launches: dict[tuple[str, int], Literals] = defaultdict(list)
    for flies in v.flies.values():
        for index, literal in flies.items():
            opportunity = instance.opportunities[index]
            launches[opportunity.launcher, opportunity.year].append(literal)
    for (launcher, year), literals in launches.items():
        model.add(sum(literals) <= instance.cadence_left(launcher, year))


def budgets(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """What the launches of a year cost is at most what the year's budgets allow."""
    charges: dict[Payment, list[cp_model.LinearExprT]] = defaultdict(list)
    for flies in v.flies.values():
        for index, literal in flies.items():
            for payment in instance.payments(index):
                charges[payment].append(instance.opportunities[index].charge_kusd * literal)
    for payment, terms in charges.items():
        model.add(sum(terms) <= instance.budgets[payment])


def pad_turnaround(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """At most one launch in any span of the pad's turnaround."""
    literals: dict[int, Literals] = defaultdict(list)
    for flies in v.flies.values():
        for index, literal in flies.items():
            literals[index].append(literal)
    for pad in instance.pads.values():
        here = [i for i in sorted(literals) if instance.opportunities[i].pad == pad.id]
        for clique in _spans(instance, here, pad.turnaround_d):
            model.add_at_most_one([x for i in clique for x in literals[i]])


def _spans(instance: Instance, indices: Sequence[int], turnaround_d: int) -> list[Sequence[int]]:
    """Largest runs of launches that lie pairwise less than the turnaround apart."""
    days = [instance.opportunities[i].launch_day for i in indices]
    spans, end = [], 0
    for begin in range(len(days)):
        reached = end
        while end < len(days) and days[end] - days[begin] < turnaround_d:
            end += 1
        if end > reached and end - begin > 1:
            spans.append(indices[begin:end])
    return spans


def precedence(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """A required element is operational on or before the delivery day of the one requiring it."""
    for task in instance.elements:
        for required in task.requires:
            ready = v.delivery[required] + instance.task[required].commissioning_d
            rule = model.add(ready <= v.delivery[task.id])
            if v.left_out:
                rule.only_enforce_if(~v.left_out[task.id])
                model.add_implication(v.left_out[required], v.left_out[task.id])


def power(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """What works in a grid never uses more than what works there gives.

    The complement of the balance is a cumulative resource: all power there will
    ever be is its capacity, a source takes its own until it works, a user what
    it needs from then on. A source left out takes its own to the end.
    """
    for grid, uses in instance.power_w.items():
        taken = [_taken(model, instance, v, e, power_w > 0) for e, power_w in uses.items()]
        demands = [abs(power_w) for power_w in uses.values()]
        supply = instance.balances[grid].in_place + sum(w for w in uses.values() if w > 0)
        for element, power_w in uses.items():
            if power_w > 0 and element in v.left_out:
                whole = instance.start_day, instance.end_day + 1
                taken.append(_interval(model, *whole, v.left_out[element]))
                demands.append(power_w)
        model.add_cumulative(taken, demands, supply)


def _taken(
    model: cp_model.CpModel, instance: Instance, v: Variables, element: str, source: bool
) -> cp_model.IntervalVar:
    """Days on which a source does not give yet, or a user uses; absent if left out."""
    works = v.delivery[element] + instance.task[element].commissioning_d
    flies = ~v.left_out[element] if element in v.left_out else True
    if source:
        return _interval(model, instance.start_day, works, flies)
    return _interval(model, works, instance.end_day + 1, flies)


def _interval(
    model: cp_model.CpModel,
    start: cp_model.LinearExpr | int,
    end: cp_model.LinearExpr | int,
    present: cp_model.LiteralT,
) -> cp_model.IntervalVar:
    return model.new_optional_interval_var(start, end - start, end, present, "")


def completed_by(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """The completion day is at or after every operational day."""
    for task in instance.elements:
        model.add(v.delivery[task.id] + task.commissioning_d <= v.completion)
