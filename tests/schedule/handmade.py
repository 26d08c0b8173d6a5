"""Problems small enough to solve in the head, on one option.

Day 0 is 2031-01-01; the option is ``cargo`` on launcher ``lift`` from pad
``east``, 7 million a flight; a flight takes 5 days and carries 10 kg unless said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.schedule import solve_schedule
from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)
from planner.schedule.schedule import Schedule

EFFORT_S = 20.0  # far above what these take

DAY0 = date(2031, 1, 1).toordinal()


def window(day: int, *, capacity_kg: int = 10, transfer_d: int = 5) -> Window:
    return Window(
        key=f"d{day}",
        launch_day=DAY0 + day,
        delivery_day=DAY0 + day + transfer_d,
        capacity_kg=capacity_kg,
    )


def element(name: str, **changes: object) -> ElementTask:
    task = ElementTask(
        id=name, mass_kg=10, options=("cargo",), release_day=DAY0, due_day=None,
        commissioning_d=0, requires=(),
    )  # fmt: skip
    return replace(task, **changes)


def problem(
    *elements: ElementTask, windows: Iterable[Window], cadence: int = 9, turnaround_d: int = 0
) -> ScheduleProblem:
    return ScheduleProblem(
        elements=elements,
        options=(
            FlightOption(
                id="cargo", launcher="lift", pad="east", destination="surface", cost_musd=7,
                windows=tuple(windows),
            ),
        ),
        launchers=(Launcher(id="lift", cadence_per_year=cadence),),
        pads=(Pad(id="east", turnaround_d=turnaround_d),),
        start_day=DAY0,
        end_day=DAY0 + 1000,
    )  # fmt: skip


def answer(asked: ScheduleProblem) -> Schedule:
    return solve_schedule(asked, time_limit_s=EFFORT_S, seed=1)
