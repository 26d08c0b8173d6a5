"""Hypothesis strategies: problems small enough to try every plan, rich enough to break rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from planner.schedule.problem import (
    ElementTask,
    FlightOption,
    Launched,
    Launcher,
    Pad,
    Pin,
    ScheduleProblem,
    Window,
)

START = date(2030, 12, 20).toordinal()  # so that windows fall on both sides of a new year
END = START + 60


@st.composite
def options(draw: st.DrawFn, name: str) -> FlightOption:
    launch_days = draw(
        st.lists(st.integers(START - 1, END - 12), min_size=2, max_size=4, unique=True).map(sorted)
    )
    windows = tuple(
        Window(
            key=f"w{n}",
            launch_day=launch_day,
            delivery_day=launch_day + draw(st.integers(3, 6)),
            capacity_kg=draw(st.integers(3, 7)),
        )
        for n, launch_day in enumerate(launch_days)
    )
    return FlightOption(
        id=name,
        launcher=draw(st.sampled_from(("long", "short"))),
        pad=draw(st.sampled_from(("east", "west"))),
        destination="surface",
        cost_musd=draw(st.integers(0, 5)),
        windows=windows,
    )


@st.composite
def problems(draw: st.DrawFn, *, most_elements: int = 4) -> ScheduleProblem:
    count = draw(st.integers(1, most_elements))
    fleet = tuple(draw(options(f"o{n}")) for n in range(draw(st.integers(1, 2))))
    elements = tuple(
        ElementTask(
            id=f"e{n}",
            mass_kg=draw(st.integers(1, 3)),
            options=tuple(
                sorted(draw(st.sets(st.sampled_from([o.id for o in fleet]), min_size=1)))
            ),
            release_day=START + draw(st.sampled_from((0, 0, 0, 10, 20))),
            due_day=draw(st.sampled_from((None, None, None, None, START + 35, START + 50))),
            commissioning_d=draw(st.sampled_from((0, 0, 2, 8))),
            requires=tuple(
                f"e{k}" for k in range(n) if draw(st.sampled_from((False, False, True)))
            ),
        )
        for n in range(count)
    )
    return ScheduleProblem(
        elements=elements,
        options=fleet,
        launchers=tuple(
            Launcher(id=name, cadence_per_year=draw(st.integers(0, 2)))
            for name in ("long", "short")
        ),
        pads=tuple(
            Pad(id=name, turnaround_d=draw(st.sampled_from((0, 3, 12))))
            for name in ("east", "west")
        ),
        start_day=START,
        end_day=END,
    )


@st.composite
def pins(draw: st.DrawFn, problem: ScheduleProblem, number: int) -> Pin:
    elements = [task.id for task in problem.elements]
    kinds = ["place", "flight", "close"] + ["together", "apart"] * (len(elements) > 1)
    kind = draw(st.sampled_from(kinds))
    least = {"place": 1, "flight": 1, "close": 0}.get(kind, 2)
    most = {"place": 1, "flight": 2, "close": 0}.get(kind, 3)
    several = st.lists(st.sampled_from(elements), min_size=least, max_size=most, unique=True)
    fleet = [option.id for option in problem.options]
    named = kind in {"close", "flight"} or (kind == "place" and draw(st.booleans()))
    first = START + draw(st.sampled_from((0, 0, 10, 25)))
    last = first + draw(st.sampled_from((15, 30, 60)))
    dated = kind not in {"together", "apart"}
    return Pin(
        kind=kind,
        text=f"pin {number}",
        elements=tuple(draw(several)),
        options=(draw(st.sampled_from(fleet)),) if named else None,
        first_day=first if dated else 0,
        last_day=last if dated else END,
    )


@st.composite
def pinned_problems(draw: st.DrawFn, *, most_elements: int = 4) -> ScheduleProblem:
    """Problems with one to three pins."""
    problem = draw(problems(most_elements=most_elements))
    count = draw(st.integers(1, 3))
    return replace(problem, pins=tuple(draw(pins(problem, n)) for n in range(count)))


@st.composite
def problems_with_a_past(draw: st.DrawFn) -> ScheduleProblem:
    """Problems with one to three launches behind them, some of which carried an element."""
    problem = draw(pinned_problems()) if draw(st.booleans()) else draw(problems())
    launched = tuple(
        Launched(
            launcher=draw(st.sampled_from(("long", "short"))),
            pad=draw(st.sampled_from(("east", "west"))),
            day=START + draw(st.integers(0, 20)),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    return replace(problem, launched=launched)
