"""The unknowns of the scheduling model.

Each option has numbered slots, filled in launch order: slot k flies at most
one window, later than slot k-1, and elements are put aboard slots. A flight
literal per (option, window) with element literals on each was tried and left:
on 30 elements and 1500 windows it had not closed the cost stage after 20 s,
where slots close it in 2 to 8 s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from planner.schedule.domains import Domains
from planner.schedule.instance import Instance

Slot = tuple[str, int]


@dataclass(slots=True)
class Variables:
    """CP-SAT variables, by what they mean.

    Attributes
    ----------
    used : dict[Slot, BoolVar]
        The slot flies.
    flies : dict[Slot, dict[int, BoolVar]]
        The slot flies at this opportunity.
    slot_delivery : dict[Slot, IntVar]
        Delivery day of the slot, 0 when it does not fly.
    aboard : dict[str, dict[Slot, BoolVar]]
        The element flies in this slot.
    delivery : dict[str, IntVar]
        Delivery day of the element (ordinal).
    left_out : dict[str, BoolVar]
        The element is not delivered; only of elements that may be left out.
    choice : dict[tuple[str, int], BoolVar]
        The alternative (by id) takes its choice (by position).
    worked : dict[str, tuple[IntVar, BoolVar]]
        Days for which the element earns science points, and whether it earns any; only
        once science is asked for.
    completion : IntVar
        No element is operational after this day.
    """

    completion: cp_model.IntVar
    used: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    flies: dict[Slot, dict[int, cp_model.IntVar]] = field(default_factory=dict)
    slot_delivery: dict[Slot, cp_model.IntVar] = field(default_factory=dict)
    aboard: dict[str, dict[Slot, cp_model.IntVar]] = field(default_factory=dict)
    delivery: dict[str, cp_model.IntVar] = field(default_factory=dict)
    left_out: dict[str, cp_model.IntVar] = field(default_factory=dict)
    choice: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    worked: dict[str, tuple[cp_model.IntVar, cp_model.IntVar]] = field(default_factory=dict)

    def present(self, *elements: str) -> list[cp_model.LiteralT]:
        """Literals that all hold when every one of the elements is delivered."""
        return [~self.left_out[e] for e in elements if e in self.left_out]

    def passengers(self, slot: Slot) -> dict[str, cp_model.IntVar]:
        """Literals of the elements that may be aboard ``slot``."""
        return {e: slots[slot] for e, slots in self.aboard.items() if slot in slots}


def make_variables(
    model: cp_model.CpModel,
    instance: Instance,
    domains: Domains,
    *,
    completion_days: tuple[int, int],
    cost_limit_musd: int | None,
    optional: bool,
) -> Variables:
    """Declare every variable on ``model``; what flies always must have a window."""
    variables = Variables(completion=model.new_int_var(*completion_days, "completion"))
    windows, users = usable_windows(instance, domains)
    for option, indices in windows.items():
        count = slot_count(instance, indices, len(users[option]), cost_limit_musd)
        for position in range(count):
            _make_slot(model, instance, variables, (option, position), indices[position:])
    for task in instance.elements:
        days = [instance.opportunities[i].delivery_day for i in domains[task.id]]
        days = days or [instance.start_day]
        variables.delivery[task.id] = model.new_int_var(min(days), max(days), f"day {task.id}")
        variables.aboard[task.id] = {
            slot: model.new_bool_var(f"{task.id} on {slot}")
            for slot in variables.used
            if task.id in users[slot[0]]
        }
        if optional or task.id not in instance.always:
            variables.left_out[task.id] = model.new_bool_var(f"{task.id} left out")
    for alternative in instance.alternatives:
        for n in range(len(alternative.choices)):
            variables.choice[alternative.id, n] = model.new_bool_var(f"{alternative.id} {n}")
    return variables


def usable_windows(
    instance: Instance, domains: Domains
) -> tuple[dict[str, tuple[int, ...]], dict[str, set[str]]]:
    """Windows some element can use and the elements that can use them, by option."""
    windows: dict[str, set[int]] = defaultdict(set)
    users: dict[str, set[str]] = defaultdict(set)
    for element, domain in domains.items():
        for index in domain:
            option = instance.opportunities[index].option
            windows[option].add(index)
            users[option].add(element)
    return {option: tuple(sorted(windows[option])) for option in sorted(windows)}, users


def slot_count(
    instance: Instance, indices: tuple[int, ...], users: int, cost_limit_musd: int | None
) -> int:
    """Most flights an option can need: one per element, cadence, windows, money."""
    option = instance.options[instance.opportunities[indices[0]].option]
    years: dict[int, int] = defaultdict(int)
    for index in indices:
        years[instance.opportunities[index].year] += 1
    flown = sum(
        min(instance.cadence_left(option.launcher, year), windows)
        for year, windows in years.items()
    )
    count = min(users, flown)
    if cost_limit_musd is not None and option.cost_musd > 0:
        count = min(count, cost_limit_musd // option.cost_musd)
    return count


def _make_slot(
    model: cp_model.CpModel,
    instance: Instance,
    variables: Variables,
    slot: Slot,
    indices: tuple[int, ...],
) -> None:
    """One slot; its first windows are left to the slots before it."""
    name = f"{slot[0]} {slot[1]}"
    last = max(instance.opportunities[i].delivery_day for i in indices)
    variables.used[slot] = model.new_bool_var(f"{name} used")
    variables.flies[slot] = {i: model.new_bool_var(f"{name} at {i}") for i in indices}
    variables.slot_delivery[slot] = model.new_int_var(0, last, f"{name} delivers")
