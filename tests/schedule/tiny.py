"""Hypothesis strategies: problems small enough to try every plan, rich enough to break rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from planner.schedule.problem import (
    Balance,
    ElementTask,
    FlightOption,
    Launched,
    Launcher,
    Pad,
    Pin,
    ScheduleProblem,
    Use,
    Window,
    YearBudget,
)

START = date(2030, 12, 20).toordinal()  # so that windows fall on both sides of a new year
END = START + 60
DUE_DAYS = (None, None, None, None, START + 35, START + 50)
RELEASES_D = (0, 0, 0, 10, 20)
SOURCES_W, USERS_W = (6, 4, 3), (0, -1, -2, -3)


@st.composite
def options(draw: st.DrawFn, name: str, *, money: bool = False) -> FlightOption:
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
    cost_musd = draw(st.integers(0, 5))
    return FlightOption(
        id=name,
        launcher=draw(st.sampled_from(("long", "short"))),
        pad=draw(st.sampled_from(("east", "west"))),
        destination="surface",
        cost_musd=cost_musd,
        windows=windows,
        payer=draw(st.sampled_from(("north", "south"))) if money else "",
        charge_kusd=max(0, 1000 * cost_musd + draw(st.sampled_from((-400, 0, 1)))) if money else 0,
    )


@st.composite
def power_grids(draw: st.DrawFn) -> tuple[Balance, ...]:
    """One grid or two, by day and at night, sometimes with power in place."""
    names = draw(st.sampled_from((("by day",), ("by day", "at night"))))
    return tuple(
        Balance(id=name[:2], name=name, in_place=draw(st.sampled_from((0, 0, 1, 3))))
        for name in names
    )


@st.composite
def year_budgets(draw: st.DrawFn) -> tuple[YearBudget, ...]:
    """Limits of the programme and of one payer, in one year or in both."""
    payers = draw(st.sampled_from(((None,), ("north",), (None, "south"))))
    years = draw(st.sampled_from(((2030,), (2031,), (2030, 2031))))
    return tuple(
        YearBudget(payer=payer, year=year, limit_kusd=1000 * draw(st.integers(0, 7)))
        for payer in payers
        for year in years
    )


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    least_elements: int = 1,
    most_elements: int = 4,
    power: bool = False,
    money: bool = False,
) -> ScheduleProblem:
    """Elements, options and their rules; with ``power`` one source and users in grids.

    Power and money are hidden by rules that make most problems impossible, so these are
    loosened, and the source comes late.
    """
    loose = power or money
    count = draw(st.integers(least_elements, most_elements))
    grids = draw(power_grids()) if power else ()
    source = draw(st.integers(0, count - 1)) if power else None
    fleet = tuple(draw(options(f"o{n}", money=money)) for n in range(draw(st.integers(1, 2))))
    elements = tuple(
        ElementTask(
            id=f"e{n}",
            mass_kg=draw(st.integers(1, 3)),
            options=tuple(
                sorted(draw(st.sets(st.sampled_from([o.id for o in fleet]), min_size=1)))
            ),
            release_day=START + draw(st.sampled_from((10, 20) if n == source else RELEASES_D)),
            due_day=None if loose else draw(st.sampled_from(DUE_DAYS)),
            commissioning_d=draw(st.sampled_from((0, 0, 2, 8))),
            requires=tuple(
                f"e{k}" for k in range(n) if draw(st.sampled_from((False, False, True)))
            ),
            uses=tuple(
                Use(
                    balance=grid.id,
                    amount=draw(st.sampled_from(SOURCES_W if n == source else USERS_W)),
                )
                for grid in grids
            ),
        )
        for n in range(count)
    )
    return ScheduleProblem(
        elements=elements,
        options=fleet,
        launchers=tuple(
            Launcher(id=name, cadence_per_year=draw(st.integers(0, 2)) + loose)
            for name in ("long", "short")
        ),
        pads=tuple(
            Pad(id=name, turnaround_d=draw(st.sampled_from((0, 3, 12))))
            for name in ("east", "west")
        ),
        start_day=START,
        end_day=END,
        balances=grids,
        budgets=draw(year_budgets()) if money else (),
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
