"""No plan can complete before ...: flights counted by year, dates and single windows left out.

To complete by a day, every element must be aboard some flight of some year in which it has a
window that is early enough. The relaxed question keeps what launchers, pads and budgets allow
in a year and what flights can hold, and forgets the rest: it is small, and a "no" to it is a
"no" to the plan (a destructive lower bound). Halving the days that a plan may complete on gives
the first that is not refused.

What a flight can hold is asked in several ways that are all necessary: the mass aboard, and
dual feasible functions of it (Fekete and Schepers, 2001), which see that two elements over
half of the capacity never share a flight.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.schedule.domains import Domains, narrow, viable
from planner.schedule.instance import Instance

#: Work of one relaxed question (deterministic units); unanswered counts as "maybe".
QUESTION_UNITS = 0.25
#: Dual feasible functions asked of a flight: rounding to k-ths.
_KTHS = (1, 2, 3, 4, 5)

#: A flight option in a calendar year.
Period = tuple[str, int]


@dataclass(frozen=True, slots=True)
class DateBound:
    """No plan completes before ``day``; ``spent`` in deterministic units."""

    day: int
    spent: float


def least_day(
    instance: Instance,
    domains: Domains,
    *,
    lowest: int,
    highest: int,
    seed: int,
    units: float,
) -> DateBound:
    """First day in ``lowest`` to ``highest`` on which the relaxed question is not refused.

    Parameters
    ----------
    instance : Instance
    domains : Domains
        Opportunities open to each element, none empty.
    lowest, highest : int
        No plan completes before the first; one completes on the second (ordinals).
    seed : int
    units : float
        Most work (deterministic units).
    """
    days = _completion_days(instance, domains, lowest, highest)
    first, last, spent = 0, len(days) - 1, 0.0
    while first < last and spent < units:
        middle = (first + last) // 2
        refused, work = _refused(instance, domains, days[middle], seed)
        spent += work
        if refused:
            first = middle + 1
        else:
            last = middle
    return DateBound(days[first], spent)


def _completion_days(instance: Instance, domains: Domains, lowest: int, highest: int) -> list[int]:
    """Days on which some element could start to work, between two days, both included."""
    found = {
        instance.opportunities[i].delivery_day + instance.task[e].commissioning_d
        for e, domain in domains.items()
        for i in domain
    }
    return sorted({lowest, highest, *(day for day in found if lowest < day < highest)})


def _refused(instance: Instance, domains: Domains, day: int, seed: int) -> tuple[bool, float]:
    """Whether it is proven that no plan completes by ``day``, and the work it took."""
    within = narrow(instance, domains, completion_day=day)
    if not viable(instance, within):
        return True, 0.0
    model = cp_model.CpModel()
    flights = _flights(model, instance, within)
    _seated(model, instance, within, flights)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = QUESTION_UNITS
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model)
    return status == cp_model.INFEASIBLE, solver.response_proto.deterministic_time


def _flights(
    model: cp_model.CpModel, instance: Instance, domains: Domains
) -> dict[Period, cp_model.IntVar]:
    """How often each option flies in each year, within cadences, pads and budgets."""
    usable: dict[Period, list[int]] = defaultdict(list)
    for index in sorted({i for domain in domains.values() for i in domain}):
        here = instance.opportunities[index]
        usable[here.option, here.year].append(index)
    flights: dict[Period, cp_model.IntVar] = {}
    by_launcher: dict[tuple[str, int], list[cp_model.LinearExprT]] = defaultdict(list)
    by_pad: dict[str, list[Period]] = defaultdict(list)
    for period, indices in usable.items():
        here = instance.opportunities[indices[0]]
        most = min(instance.cadence_left(here.launcher, here.year), len(indices))
        flights[period] = model.new_int_var(0, most, f"{period}")
        for key in dict.fromkeys(here.launcher_years):
            taken = min(instance.opportunities[i].launcher_years.count(key) for i in indices)
            by_launcher[key].append(taken * flights[period])
        by_pad[here.pad].append(period)
    for (launcher, year), launches in by_launcher.items():
        model.add(sum(launches) <= instance.cadence_left(launcher, year))
    for pad, periods in by_pad.items():
        for year in sorted({year for _, year in periods}):
            same = [p for p in periods if p[1] == year]
            days = [instance.opportunities[i].launch_day for p in same for i in usable[p]]
            most = _most_launches(days, instance.pads[pad].turnaround_d)
            model.add(sum(flights[p] for p in same) <= most)
    for payment, limit_kusd in instance.budgets.items():
        charged = [
            instance.opportunities[indices[0]].charge_kusd * flights[period]
            for period, indices in usable.items()
            if payment in instance.payments(indices[0])
        ]
        if charged:
            model.add(sum(charged) <= limit_kusd)
    return flights


def _most_launches(days: list[int], turnaround_d: int) -> int:
    """Most of these launches that lie pairwise at least the turnaround apart."""
    count, free_day = 0, 0
    for day in sorted(days) if turnaround_d else ():
        if day >= free_day:
            count, free_day = count + 1, day + turnaround_d
    return count if turnaround_d else len(days)


def _seated(
    model: cp_model.CpModel,
    instance: Instance,
    domains: Domains,
    flights: dict[Period, cp_model.IntVar],
) -> None:
    """Every element that must fly is aboard; like elements are counted together."""
    kinds: dict[tuple[int, tuple[Period, ...]], int] = defaultdict(int)
    largest_kg: dict[Period, int] = defaultdict(int)
    for task in instance.elements:
        if task.id not in instance.always or not task.completes:
            continue  # a plan may complete without it
        periods = set()
        for index in domains[task.id]:
            here = instance.opportunities[index]
            period = here.option, here.year
            periods.add(period)
            largest_kg[period] = max(largest_kg[period], here.capacity_kg)
        kinds[task.mass_kg, tuple(sorted(periods))] += 1
    aboard: dict[Period, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for (mass_kg, where), count in kinds.items():
        parts = [model.new_int_var(0, count, "") for _ in where]
        model.add(sum(parts) == count)
        for period, share in zip(where, parts, strict=True):
            aboard[period].append((mass_kg, share))
    for period, shares in aboard.items():
        capacity_kg = largest_kg[period]
        model.add(sum(m * x for m, x in shares) <= capacity_kg * flights[period])
        for k in _KTHS:
            weights = [kth(m, capacity_kg, k) for m, _ in shares]
            if any(weights):
                terms = sum(w * x for w, (_, x) in zip(weights, shares, strict=True) if w)
                model.add(terms <= k * capacity_kg * flights[period])


def kth(mass_kg: int, capacity_kg: int, k: int) -> int:
    """The dual feasible function of k, times ``k`` and the capacity.

    A share of the capacity that is a multiple of 1/(k+1) stays itself, any other becomes
    the whole (k+1)-ths in it over k: what fits together still adds up to 1 at most.
    """
    whole, rest = divmod((k + 1) * mass_kg, capacity_kg)
    return whole * capacity_kg if rest else k * mass_kg
