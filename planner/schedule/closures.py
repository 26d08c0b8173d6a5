"""What closes a set of windows to one more flight, gathered into few clauses."""

from __future__ import annotations

from collections import defaultdict

from planner.schedule.instance import Instance
from planner.schedule.ledger import Ledger
from planner.schedule.moves import Blocker
from planner.schedule.wording import berth, counted, days, flight, listed, millions


def closures(instance: Instance, ledger: Ledger, blocked: dict[int, list[Blocker]]) -> list[str]:
    """Each window's first blocker, gathered by launcher, pad, payer, and for full flights."""
    years: dict[str, dict[int, tuple[int, ...]]] = defaultdict(dict)
    near: dict[str, set[int]] = defaultdict(set)
    poor: dict[str | None, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    full: list[int] = []
    apart: list[int] = []
    for index, found in blocked.items():
        blocker = found[0]
        if blocker.launcher_year is not None:
            launcher, year = blocker.launcher_year
            years[launcher][year] = blocker.flights
        elif blocker.rule == "pad":
            near[blocker.pad] |= set(blocker.flights)
        elif blocker.payment is not None:
            payer, year = blocker.payment
            poor[payer][year].append(index)
        else:
            (full if blocker.rule == "room" else apart).append(index)
    told = [_used_up(instance, name, taken) for name, taken in sorted(years.items())]
    for pad, flights in sorted(near.items()):
        turnaround = days(instance.pads[pad].turnaround_d)
        names = listed([flight(instance, i) for i in sorted(flights)], most=3)
        told.append(f"{berth(pad)} needs {turnaround} between launches (too near: {names})")
    told += [_too_dear(instance, ledger, payer, closed) for payer, closed in poor.items()]
    if full:
        roomiest = max(full, key=lambda i: (ledger.room_kg(i), -i))
        told.append(
            f"the flights already there are full ({flight(instance, roomiest)} "
            f"has most room left, {ledger.room_kg(roomiest)} kg)"
        )
    if apart:
        names = listed([flight(instance, i) for i in sorted(apart)], most=3)
        told.append(f"pins keep it from what flies on {names}")
    return told


def _used_up(instance: Instance, launcher: str, taken: dict[int, tuple[int, ...]]) -> str:
    launches = counted(instance.launchers[launcher].cadence_per_year, "launch")
    years = listed([str(year) for year in sorted(taken)], most=12)
    flights = [flight(instance, i) for year in sorted(taken) for i in taken[year]]
    return f"{launcher} has {launches} a year, used up in {years} ({listed(flights, most=4)})"


def _too_dear(
    instance: Instance, ledger: Ledger, payer: str | None, closed: dict[int, list[int]]
) -> str:
    """What the budgets of the years have left, the flights that took it, and what one costs."""
    years = [
        f"{millions(ledger.left_kusd((payer, year)))} of "
        f"{millions(instance.budgets[payer, year])} left in {year}"
        for year in sorted(closed)
    ]
    spent = [flight(instance, i) for year in sorted(closed) for i in ledger.charged((payer, year))]
    dear = min(
        (i for found in closed.values() for i in found), key=lambda i: (_charge(instance, i), i)
    )
    return (
        f"the budget of {payer or 'the programme'} has {listed(years, most=4)}"
        f"{f' (spent on {listed(spent, most=4)})' if spent else ''}, "
        f"{instance.opportunities[dear].option} costs {millions(_charge(instance, dear))}"
    )


def _charge(instance: Instance, index: int) -> int:
    return instance.opportunities[index].charge_kusd
