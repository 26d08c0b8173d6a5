"""The scheduling rules written down a second time, and every plan of a tiny problem tried.

Shares no code with the planner beyond the problem's own classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product

from planner.schedule.problem import ElementTask, FlightOption, ScheduleProblem, Window
from planner.schedule.schedule import Schedule

Flown = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class Best:
    completion_day: int
    cost_musd: int


def flown_by(schedule: Schedule) -> Flown:
    return {(f.option, f.window): f.elements for f in schedule.flights}


def broken_rules(problem: ScheduleProblem, flown: Flown) -> list[str]:
    """Everything wrong with a set of flights, in words."""
    return list(_faults(problem, flown))


def _faults(problem: ScheduleProblem, flown: Flown) -> Iterator[str]:
    """What is wrong, one by one; where whole elements are missing, that alone."""
    carried = Counter(e for aboard in flown.values() for e in aboard)
    absent = [f"flight {key} is empty" for key, aboard in flown.items() if not aboard]
    absent += _presence_faults(problem, carried)
    yield from absent
    if absent:
        return
    windows = {(o.id, w.key): (o, w) for o in problem.options for w in o.windows}
    tasks = {task.id: task for task in problem.elements}
    done, delivered = {}, {}
    for key, aboard in flown.items():
        option, window = windows[key]
        if sum(tasks[e].mass_kg for e in aboard) > window.capacity_kg:
            yield f"{key} is overloaded"
        for e in aboard:
            delivered[e] = window.delivery_day
            done[e] = window.delivery_day + tasks[e].commissioning_d
            if option.id not in tasks[e].options:
                yield f"{e} may not fly on {option.id}"
            if window.launch_day < tasks[e].release_day or window.launch_day < problem.start_day:
                yield f"{e} launches too early"
            if done[e] > problem.end_day or done[e] > (tasks[e].due_day or problem.end_day):
                yield f"{e} is late"
    for e, day in delivered.items():
        needed = [*tasks[e].requires, *(a for a in tasks[e].awaits if a in done)]
        yield from (f"{e} arrives before {r} works" for r in needed if done[r] > day)
    for option, window in (windows[key] for key in flown):
        leaves = min([window.launch_day, *(launch.day for launch in window.more)])
        late = [r for r in option.requires if r not in done or done[r] > leaves]
        yield from (f"{option.id} leaves before {r} works" for r in late)
        if leaves < problem.start_day:
            yield f"{option.id} leaves before the horizon"
    yield from _launch_faults(problem, [windows[key] for key in flown])
    yield from _pin_faults(problem, {key: windows[key][1].launch_day for key in flown}, flown)
    yield from _balance_faults(problem, done)


def _presence_faults(problem: ScheduleProblem, carried: Counter[str]) -> Iterator[str]:
    """What must fly does, what may be left out flies once at most, one choice flies whole."""
    chosen = {e for one in problem.alternatives for choice in one.choices for e in choice}
    for task in problem.elements:
        free = task.optional or task.id in chosen
        if carried[task.id] > 1 or (carried[task.id] == 0 and not free):
            yield f"{task.id} flies {carried[task.id]} times"
        if carried[task.id]:
            yield from (f"{task.id} lacks {r}" for r in task.requires if not carried[r])
    for one in problem.alternatives:
        named = {e for choice in one.choices for e in choice if carried[e]}
        if not any(set(choice) == named for choice in one.choices):
            yield f"{one.id} has {sorted(named)}"


def _balance_faults(problem: ScheduleProblem, done: dict[str, int]) -> Iterator[str]:
    """The sum of all that is given and taken, on the first day and whenever it changes."""
    for balance in problem.balances:
        last = problem.end_day if balance.until_day is None else balance.until_day
        spans = [
            (done[t.id] + u.after_d, u.for_d, u.amount)
            for t in problem.elements
            if t.id in done
            for u in t.uses
            if u.balance == balance.id
        ]
        days = {problem.start_day, *(start for start, _, _ in spans)}
        days |= {start + length for start, length, _ in spans if length is not None}
        for day in sorted(days):
            if not problem.start_day <= day <= min(last, problem.end_day):
                continue
            left = balance.in_place + sum(
                amount
                for start, length, amount in spans
                if start <= day and (length is None or day < start + length)
            )
            if left < 0:
                yield f"{-left} {balance.unit} are missing {balance.name} on {day}"
                break


def _pin_faults(
    problem: ScheduleProblem, launch_day: dict[tuple[str, str], int], flown: Flown
) -> Iterator[str]:
    seat = {e: key for key, aboard in flown.items() for e in aboard}
    for pin in problem.pins:
        named = set(pin.elements)
        for key, aboard in flown.items():
            right_option = pin.options is None or key[0] in pin.options
            right_day = pin.first_day <= launch_day[key] <= pin.last_day
            if pin.kind == "close" and right_option and right_day:
                yield f"{key} is closed"
            placed = pin.kind in {"place", "flight"} and not named.isdisjoint(aboard)
            if placed and not (right_option and right_day):
                yield f"{key} is not where {pin.text} places it"
            if placed and pin.kind == "flight" and named != set(aboard):
                yield f"{key} carries {aboard}, not {pin.elements}"
        seats = [seat[e] for e in sorted(named & set(seat))]
        if pin.kind in {"together", "flight"} and seats and len(seats) < len(named):
            yield f"{pin.elements} are torn apart"
        if pin.kind == "together" and len(set(seats)) > 1:
            yield f"{pin.elements} are not together"
        if pin.kind == "apart" and len(set(seats)) < len(seats):
            yield f"{pin.elements} are not apart"


def _launch_faults(
    problem: ScheduleProblem, launches: list[tuple[FlightOption, Window]]
) -> Iterator[str]:
    rockets = [(o.launcher, w.launch_day) for o, w in launches]
    rockets += [(m.launcher, m.day) for _, w in launches for m in w.more if m.launcher]
    years = Counter((launcher, date.fromordinal(day).year) for launcher, day in rockets)
    for key in years:
        years[key] += sum(
            key == (past.launcher, date.fromordinal(past.day).year) for past in problem.launched
        )
    turnaround = {pad.id: pad.turnaround_d for pad in problem.pads}
    leaves = [(o.pad, w.launch_day) for o, w in launches]
    leaves += [(m.pad, m.day) for _, w in launches for m in w.more]
    for (pad, day), past in product(leaves, problem.launched):
        if pad == past.pad and abs(day - past.day) < turnaround[pad]:
            yield f"pad {past.pad} was still busy"
    for launcher in problem.launchers:
        for (name, year), count in years.items():
            if name == launcher.id and count > launcher.cadence_per_year:
                yield f"{name} flies {count} times in {year}"
    for budget in problem.budgets:
        charged_kusd = sum(
            o.charge_kusd
            for o, w in launches
            if date.fromordinal(w.launch_day).year == budget.year
            and budget.payer in (None, o.payer)
        )
        if charged_kusd > budget.limit_kusd:
            yield f"{charged_kusd} k$ are charged to {budget.payer} in {budget.year}"
    for (pad, day), (other, then) in combinations(leaves, 2):
        if pad == other and abs(day - then) < turnaround[pad]:
            yield f"pad {pad} is used twice within {turnaround[pad]} d"


def every_plan(problem: ScheduleProblem) -> Iterator[tuple[Flown, dict[str, int]]]:
    """Every plan that breaks no rule, with the operational day of each element."""
    tasks = problem.elements
    windows = {(o.id, w.key): w for o in problem.options for w in o.windows}
    free = {e for one in problem.alternatives for choice in one.choices for e in choice}
    free |= {task.id for task in tasks if task.optional}
    seats: list[list[tuple[str, str] | None]] = [
        [*(seat for seat in windows if _alone(problem, task, seat)), *[None] * (task.id in free)]
        for task in tasks
    ]
    for choice in product(*seats):
        seated = [(t, s) for t, s in zip(tasks, choice, strict=True) if s is not None]
        aboard: dict[tuple[str, str], list[str]] = {}
        for task, seat in seated:
            aboard.setdefault(seat, []).append(task.id)
        flown = {key: tuple(elements) for key, elements in aboard.items()}
        if next(_faults(problem, flown), None) is None:
            yield flown, {t.id: windows[s].delivery_day + t.commissioning_d for t, s in seated}


def _alone(problem: ScheduleProblem, task: ElementTask, seat: tuple[str, str]) -> bool:
    """Whether an element alone, with nothing to wait for, may take a seat.

    What it may not do alone it may not do in company: companions add mass, launches and
    charges. Power they may bring, and pins speak of them, so both are left aside here.
    """
    alone = (replace(task, requires=(), awaits=(), uses=()),)
    fleet = tuple(replace(option, requires=()) for option in problem.options)
    part = replace(problem, elements=alone, options=fleet, balances=(), pins=(), alternatives=())
    return next(_faults(part, {seat: (task.id,)}), None) is None


def best_by_exhaustion(problem: ScheduleProblem) -> Best | None:
    """Least (completion, cost) over every assignment of elements to windows; None if none holds."""
    cost = {option.id: option.cost_musd for option in problem.options}
    scores = (
        (max(done.values()), sum(cost[option] for option, _ in flown))
        for flown, done in every_plan(problem)
    )
    best = min(scores, default=None)
    return None if best is None else Best(*best)


def lateness_by_exhaustion(problem: ScheduleProblem) -> dict[frozenset[str], int]:
    """Due days aside: each set of elements that a plan may have late, with its fewest days late."""
    due = {task.id: task.due_day for task in problem.elements if task.due_day is not None}
    undated = replace(
        problem, elements=tuple(replace(task, due_day=None) for task in problem.elements)
    )
    totals: dict[frozenset[str], int] = {}
    for _, done in every_plan(undated):
        late = frozenset(e for e, day in due.items() if done[e] > day)
        total = sum(done[e] - due[e] for e in late)
        totals[late] = min(total, totals.get(late, total))
    return totals


def most_delivered_by_exhaustion(problem: ScheduleProblem) -> int:
    """Largest number of elements that some plan delivers, due days aside."""
    for size in range(len(problem.elements), 0, -1):
        for kept in combinations(problem.elements, size):
            names = {task.id for task in kept}
            if any(not set(task.requires) <= names for task in kept):
                continue
            part = replace(problem, elements=tuple(replace(task, due_day=None) for task in kept))
            if next(every_plan(part), None) is not None:
                return size
    return 0
