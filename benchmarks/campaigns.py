"""Drawn scheduling problems of a size to choose: elements, launches, ten years of windows."""

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

_START, _END = date(2027, 1, 1).toordinal(), date(2036, 12, 31).toordinal()
_YEARS = 10
#: Option and launcher, pad, price (M$), capacity (kg), share of the launches.
_FLEET = (
    ("small", "east", 150, 1500, 0.4),
    ("medium", "east", 350, 4000, 0.4),
    ("large", "west", 900, 11000, 0.2),
)
_MASSES_KG = (200, 300, 500, 800, 1200, 1400, 2500, 3800)


def campaign(*, elements: int, launches: int, seed: int = 1) -> ScheduleProblem:
    """A station of so many parts, for which ten years offer about so many launches."""
    random = Random(seed)
    options = tuple(_option(random, *row[:4]) for row in _FLEET)
    return ScheduleProblem(
        elements=tuple(_task(random, n, elements) for n in range(elements)),
        options=options,
        launchers=tuple(
            Launcher(id=row[0], cadence_per_year=max(1, round(row[4] * launches / _YEARS)))
            for row in _FLEET
        ),
        pads=(Pad(id="east", turnaround_d=30), Pad(id="west", turnaround_d=60)),
        start_day=_START,
        end_day=_END,
    )


def _option(random: Random, name: str, pad: str, cost: int, capacity_kg: int) -> FlightOption:
    days = range(_START + random.randrange(14), _END - 30, 14)
    return FlightOption(
        id=name,
        launcher=name,
        pad=pad,
        destination="surface",
        cost_musd=cost,
        windows=tuple(
            Window(
                key=f"d{day}",
                launch_day=day,
                delivery_day=day + random.randint(5, 18),
                capacity_kg=int(capacity_kg * random.uniform(0.95, 1.05)),
            )
            for day in days
        ),
    )


def _task(random: Random, n: int, elements: int) -> ElementTask:
    mass_kg = random.choice(_MASSES_KG)
    requires = [k for k in range(max(0, n - 6), n) if random.random() < 0.12]
    return ElementTask(
        id=f"e{n:03d}",
        mass_kg=mass_kg,
        options=tuple(row[0] for row in _FLEET if 0.9 * row[3] >= mass_kg),
        release_day=_START + 365 * (3 * n // elements),
        due_day=None,
        commissioning_d=random.choice((0, 10, 30, 60)),
        requires=tuple(f"e{k:03d}" for k in requires),
    )
