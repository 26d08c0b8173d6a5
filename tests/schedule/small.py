"""Seeded problems of up to six elements and four dated flights, for trying every plan."""

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

START = date(2030, 12, 10).toordinal()  # so that windows fall on both sides of a new year
END = START + 60
NAMES = ("o0", "o1", "o2")


def small(seed: int) -> ScheduleProblem:
    """Few enough windows that six elements have 4096 assignments at most."""
    random = Random(seed)
    options = [_empty(random, name) for name in NAMES[: random.randint(1, 3)]]
    for n, day in enumerate(sorted(random.sample(range(START, END - 12), random.randint(2, 4)))):
        at = random.randrange(len(options))
        options[at] = _with_window(random, options[at], n, day)
    count = random.randint(2, 6)
    return ScheduleProblem(
        elements=tuple(_task(random, n, [o.id for o in options]) for n in range(count)),
        options=tuple(options),
        launchers=tuple(
            Launcher(id=name, cadence_per_year=random.choice((1, 2, 2, 3)))
            for name in ("long", "short")
        ),
        pads=tuple(Pad(id=name, turnaround_d=random.choice((0, 3, 12))) for name in ("e", "w")),
        start_day=START,
        end_day=END,
    )


def _empty(random: Random, name: str) -> FlightOption:
    return FlightOption(
        id=name,
        launcher=random.choice(("long", "short")),
        pad=random.choice(("e", "w")),
        destination="surface",
        cost_musd=random.randint(1, 9),
        windows=(),
    )


def _with_window(random: Random, option: FlightOption, n: int, day: int) -> FlightOption:
    window = Window(
        key=f"w{n}",
        launch_day=day,
        delivery_day=day + random.randint(3, 8),
        capacity_kg=random.randint(5, 14),
    )
    return FlightOption(
        id=option.id,
        launcher=option.launcher,
        pad=option.pad,
        destination=option.destination,
        cost_musd=option.cost_musd,
        windows=(*option.windows, window),
    )


def _task(random: Random, n: int, options: list[str]) -> ElementTask:
    allowed = random.sample(options, random.randint(1, len(options)))
    earlier = [f"e{k}" for k in range(n) if random.random() < 0.15]
    return ElementTask(
        id=f"e{n}",
        mass_kg=random.randint(1, 5),
        options=tuple(sorted({*allowed, *random.sample(options, 1)})),
        release_day=START + random.choice((0, 0, 0, 0, 10)),
        due_day=random.choice((None, None, None, None, START + 50)),
        commissioning_d=random.choice((0, 0, 0, 2, 8)),
        requires=tuple(earlier),
    )
