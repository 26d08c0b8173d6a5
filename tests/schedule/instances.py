"""Seeded schedule problems: the size and shape of a real campaign, and tiny ones."""

from __future__ import annotations

from datetime import date
from random import Random

from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)

START, END = date(2026, 1, 1), date(2036, 12, 31)

# option, launcher, pad, destination, cost, first year, about what it delivers (kg)
FLEET = (
    ("cz5_medium", "cz5", "wenchang_101", "surface", 260, 2026, 1300),
    ("cz10_cargo", "cz10", "wenchang_301", "surface", 600, 2029, 6300),
    ("cz9_cargo", "cz9", "wenchang_501", "surface", 1100, 2033, 12800),
    ("angara_luna", "angara", "vostochny_1a", "surface", 220, 2028, 1100),
    ("cz5_orbit", "cz5", "wenchang_101", "lunar_orbit", 210, 2026, 5200),
    ("cz8_orbit", "cz8", "wenchang_201", "lunar_orbit", 90, 2026, 1500),
    ("soyuz_orbit", "soyuz", "vostochny_1s", "lunar_orbit", 70, 2027, 1400),
)
CADENCE = {"cz5": 2, "cz10": 2, "cz9": 1, "angara": 1, "cz8": 2, "soyuz": 1}


def campaign(
    seed: int,
    *,
    elements: int = 30,
    due_slack_d: int | None = 400,
    cadence: dict[str, int] | None = None,
    spread_y: int = 8,
    heavy: bool = False,
) -> ScheduleProblem:
    """A station of ``elements`` parts in five yearly missions after a survey in orbit.

    ``due_slack_d`` is the time between the end of a mission's year and its due
    day; negative values make the problem infeasible, None leaves due days out.
    ``spread_y`` is the number of years over which release days spread: the fewer,
    the more launches and not dates decide. ``heavy`` draws heavier elements.
    """
    random = Random(seed)
    options = tuple(_option(random, *row) for row in FLEET)
    tasks = [_task(random, n, elements, due_slack_d, spread_y, heavy) for n in range(elements)]
    return ScheduleProblem(
        elements=tuple(_chained(random, tasks)),
        options=options,
        launchers=tuple(
            Launcher(id=name, cadence_per_year=count)
            for name, count in (cadence or CADENCE).items()
        ),
        pads=tuple(
            Pad(id=pad, turnaround_d=random.choice((20, 30, 45)))
            for pad in sorted({row[2] for row in FLEET})
        ),
        start_day=START.toordinal(),
        end_day=END.toordinal(),
    )


def _option(
    random: Random,
    name: str,
    launcher: str,
    pad: str,
    destination: str,
    cost: int,
    first_year: int,
    capacity_kg: int,
) -> FlightOption:
    day, windows = date(first_year, 1, 1).toordinal() + random.randrange(27), []
    while day < END.toordinal() - 30:
        transfer_d = random.randint(4, 6) + (
            random.randint(0, 14) if destination == "surface" else 0
        )
        if destination != "surface" or random.random() < 0.8:  # the rest land in the dark
            capacity = int(capacity_kg * random.uniform(0.96, 1.04))
            windows.append(
                Window(
                    key=f"{name}-{day}",
                    launch_day=day,
                    delivery_day=day + transfer_d,
                    capacity_kg=capacity,
                )
            )
        day += random.choice((13, 14, 14))
    return FlightOption(
        id=name,
        launcher=launcher,
        pad=pad,
        destination=destination,
        cost_musd=cost,
        windows=tuple(windows),
    )


def _task(
    random: Random, n: int, elements: int, due_slack_d: int | None, spread_y: int, heavy: bool
) -> ElementTask:
    orbiter = n < elements // 5
    year = 2026 + n * 5 // elements if orbiter else 2027 + n * spread_y // elements
    if orbiter:
        mass_kg = random.choice((300, 300, 900, 1200, 2100, 4100))
        fleet = [row for row in FLEET if row[3] == "lunar_orbit"]
    else:
        light = (150, 200, 300, 500, 500, 600, 800, 1000, 1500, 2000, 3000, 5000)
        mass_kg = random.choice((800, 2000, 3000, 4500, 5500, 11000) if heavy else light)
        fleet = [row for row in FLEET if row[3] == "surface"]
    usable = tuple(row[0] for row in fleet if row[6] * 0.9 >= mass_kg)
    due = None if due_slack_d is None else date(year + 2, 12, 31).toordinal() + due_slack_d
    return ElementTask(
        id=f"e{n:02d}_{'orbiter' if orbiter else 'surface'}",
        mass_kg=mass_kg,
        options=usable,
        release_day=date(year, 1, 1).toordinal(),
        due_day=None if due is None else min(due, END.toordinal()),
        commissioning_d=random.choice((0, 10, 14, 30, 30, 60, 90)),
        requires=(),
    )


def _chained(random: Random, tasks: list[ElementTask]) -> list[ElementTask]:
    chained = []
    for n, task in enumerate(tasks):
        earlier = tasks[max(0, n - 8) : n]
        names = random.sample(earlier, min(len(earlier), random.choice((0, 1, 1, 2))))
        chained.append(
            ElementTask(
                id=task.id,
                mass_kg=task.mass_kg,
                options=task.options,
                release_day=task.release_day,
                due_day=task.due_day,
                commissioning_d=task.commissioning_d,
                requires=tuple(sorted(other.id for other in names)),
            )
        )
    return chained
