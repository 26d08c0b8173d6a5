"""The rules of a campaign as CP-SAT constraints, one function a rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ortools.sat.python import cp_model

from planner.schedule.conflicts import clique_cover, incompatible_pairs
from planner.schedule.domains import Domains
from planner.schedule.instance import Instance, Payment
from planner.schedule.variables import Variables, usable_windows

#: Terms of an option's constraints on incompatible elements; they are implied by others.
MOST_CLIQUE_TERMS = 50_000

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
        slots = [slot for slot in v.used if slot[0] == option]
        cliques = list(_affordable(clique_cover(pairs), len(slots)))
        # Slot by slot: in the other order 12 full bins took ten times the work or were not proven.
        for slot in slots:
            for clique in cliques:
                model.add(sum(v.aboard[e][slot] for e in clique) <= v.used[slot])


def _affordable(cliques: Iterable[tuple[str, ...]], slots: int) -> Iterator[tuple[str, ...]]:
    """The first cliques, whose pairs conflict the most, up to what a large model can bear."""
    terms = 0
    for clique in cliques:
        terms += len(clique) * slots
        if terms > MOST_CLIQUE_TERMS:
            return
        yield clique


def cadence(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """Launches of a launcher in a calendar year, over all flights that share it."""
    launches: dict[tuple[str, int], list[cp_model.LinearExprT]] = defaultdict(list)
    for flies in v.flies.values():
        for index, literal in flies.items():
            for key, count in Counter(instance.opportunities[index].launcher_years).items():
                launches[key].append(literal if count == 1 else count * literal)
    for (launcher, year), terms in launches.items():
        model.add(sum(terms) <= instance.cadence_left(launcher, year))


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
    launches: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index in sorted(literals):
        for launch in instance.opportunities[index].launches:
            launches[launch.pad].append((launch.day, index))
    for pad in instance.pads.values():
        for clique in _spans(sorted(launches[pad.id]), pad.turnaround_d):
            model.add_at_most_one([x for i in clique for x in literals[i]])


def _spans(launches: Sequence[tuple[int, int]], turnaround_d: int) -> list[list[int]]:
    """Largest runs of launches that lie pairwise less than the turnaround apart."""
    spans, end = [], 0
    for begin in range(len(launches)):
        reached = end
        while end < len(launches) and launches[end][0] - launches[begin][0] < turnaround_d:
            end += 1
        if end > reached and end - begin > 1:
            spans.append([index for _, index in launches[begin:end]])
    return spans


def precedence(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """A required element is operational on or before the delivery day of the one requiring it.

    So is one that is awaited, if both are delivered.
    """
    for task in instance.elements:
        for required in task.requires:
            rule = model.add(_ready(instance, v, required) <= v.delivery[task.id])
            if present := v.present(task.id):
                rule.only_enforce_if(present)
            if required in v.left_out:
                model.add_bool_or([~v.left_out[required], *_absent(v, task.id)])
        for awaited in (e for e in task.awaits if e not in task.requires):
            rule = model.add(_ready(instance, v, awaited) <= v.delivery[task.id])
            if present := v.present(task.id, awaited):
                rule.only_enforce_if(present)


def served_flights(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """What an option requires is operational on or before the first launch of its flights."""
    for slot, used in v.used.items():
        for required in instance.options[slot[0]].requires:
            first = sum(instance.opportunities[i].first_day * x for i, x in v.flies[slot].items())
            model.add(_ready(instance, v, required) <= first).only_enforce_if(used)
            if required in v.left_out:
                model.add_implication(used, ~v.left_out[required])


def _ready(instance: Instance, v: Variables, element: str) -> cp_model.LinearExprT:
    return v.delivery[element] + instance.task[element].commissioning_d


def _absent(v: Variables, element: str) -> list[cp_model.LiteralT]:
    return [v.left_out[element]] if element in v.left_out else []


def completed_by(model: cp_model.CpModel, instance: Instance, v: Variables) -> None:
    """The completion day is at or after every operational day that counts for it."""
    for task in instance.elements:
        if task.completes:
            rule = model.add(_ready(instance, v, task.id) <= v.completion)
            if task.id not in instance.always:
                rule.only_enforce_if(v.present(task.id))
