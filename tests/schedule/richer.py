"""Hypothesis strategies for what may be left out, chosen, shared for a time, or flown in parts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from planner.schedule.problem import (
    Alternative,
    Balance,
    ElementTask,
    Launch,
    Pad,
    ScheduleProblem,
    Use,
    Window,
)
from tests.schedule.tiny import END, START, pins, problems


def _changed(problem: ScheduleProblem, tasks: list[ElementTask]) -> ScheduleProblem:
    return replace(problem, elements=tuple(tasks))


@st.composite
def with_choices(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """Some elements optional, some in an alternative, some worth points, some awaiting."""
    tasks = list(problem.elements)
    names = [task.id for task in tasks]
    alternatives: tuple[Alternative, ...] = ()
    members: set[str] = set()
    if len(names) > 1 and draw(st.booleans()):
        some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        choices = draw(st.lists(some.map(tuple), min_size=2, max_size=3, unique_by=frozenset))
        alternatives = (Alternative(id="way", choices=tuple(choices)),)
        members = {name for choice in choices for name in choice}
    certain = set.intersection(*map(set, alternatives[0].choices)) if alternatives else set()
    optional = {n for n in names if n not in members and draw(st.sampled_from((False, True)))}
    uncertain = optional | (members - certain)
    for n, task in enumerate(tasks):
        firm = task.requires
        if task.id not in uncertain:  # what always flies requires only what always flies
            firm = tuple(r for r in task.requires if r not in uncertain)
        tasks[n] = replace(
            task,
            optional=task.id in optional,
            requires=firm,
            awaits=tuple(r for r in task.requires if r not in firm),
            value=draw(st.sampled_from((0, 0, 1, 3))),
            completes=task.id not in optional or draw(st.booleans()),
        )
    science_day = draw(st.sampled_from((None, START + 30)))
    return replace(_changed(problem, tasks), alternatives=alternatives, science_day=science_day)


@st.composite
def with_stocks(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """Berths taken for a stay, a stock used up, sources that come and go."""
    last = draw(st.sampled_from((None, START + 40)))
    berths = Balance(
        id="berths", name="in the habitat", in_place=draw(st.sampled_from((0, 1, 2))),
        unit="people", until_day=last,
    )  # fmt: skip
    stock = Balance(
        id="stock", name="in the stores", in_place=draw(st.sampled_from((0, 2))), unit="kg",
    )  # fmt: skip
    tasks = []
    for n, task in enumerate(problem.elements):
        uses: list[Use] = []
        if draw(st.booleans()):
            uses.append(
                Use(
                    balance="berths",
                    amount=draw(st.sampled_from((2, 1, -1, -1, -2))),
                    after_d=draw(st.sampled_from((0, 0, -task.commissioning_d, 5))),
                    for_d=draw(st.sampled_from((None, 6, 15))),
                )
            )
        if draw(st.booleans()):
            amount = draw(st.sampled_from((3, 2, -1, -2))) if n else 3
            uses += [
                Use(balance="stock", amount=amount, after_d=10 * k)
                for k in range(draw(st.sampled_from((1, 1, 2))))
            ]
        tasks.append(replace(task, uses=tuple(uses)))
    return replace(_changed(problem, tasks), balances=(berths, stock))


@st.composite
def with_company(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """Flights of two launches, a craft that is used again, options that need an element."""
    pads = (*problem.pads, Pad(id="tug", turnaround_d=draw(st.sampled_from((5, 20)))))
    fleet = []
    for option in problem.options:
        way = draw(st.sampled_from(("alone", "ship", "tug")))
        windows = tuple(_more(draw, window, way) for window in option.windows)
        needs = [task.id for task in problem.elements if option.id not in task.options]
        requires = (draw(st.sampled_from(needs)),) if needs and draw(st.booleans()) else ()
        fleet.append(replace(option, windows=windows, requires=requires))
    return replace(problem, options=tuple(fleet), pads=pads)


def _more(draw: st.DrawFn, window: Window, way: str) -> Window:
    if way == "alone":
        return window
    day = min(window.launch_day + draw(st.sampled_from((-4, 0, 2, 12))), END)
    launch = (
        Launch(launcher="", pad="tug", day=day)
        if way == "tug"
        else Launch(
            launcher=draw(st.sampled_from(("long", "short"))),
            pad=draw(st.sampled_from(("east", "west"))),
            day=day,
        )
    )
    return replace(window, more=(launch,))


@st.composite
def with_pins(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """One pin or two, on what may be left out as well."""
    count = draw(st.integers(1, 2))
    return replace(problem, pins=tuple(draw(pins(problem, n)) for n in range(count)))


@st.composite
def with_lots(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """Optional lots alike but for their ids, and a crew that eats what they bring for years."""
    stock = Balance(
        id="lots", name="in the stores", in_place=draw(st.sampled_from((0, 1))), unit="kg"
    )
    crew, *others = problem.elements
    eaten = draw(st.sampled_from((1, 2, 3)))
    years = range(draw(st.sampled_from((1, 2))))
    crew = replace(
        crew,
        uses=(
            *crew.uses,
            *(Use(balance="lots", amount=-eaten, after_d=12 * k - 2) for k in years),
        ),
    )
    lot = ElementTask(
        id="", mass_kg=2, options=(problem.options[0].id,), release_day=START, due_day=None,
        commissioning_d=0, requires=(), optional=True, completes=draw(st.booleans()),
        uses=(Use(balance="lots", amount=draw(st.sampled_from((2, 3)))),),
    )  # fmt: skip
    lots = tuple(replace(lot, id=f"lot{n}") for n in range(draw(st.integers(1, 3))))
    return replace(
        problem,
        elements=(crew, *others[:2], *lots),
        balances=(*problem.balances, stock),
    )


ADDITIONS = {
    "choices": with_choices,
    "stocks": with_stocks,
    "company": with_company,
    "pins": with_pins,
    "lots": with_lots,
}


def _loosened(draw: st.DrawFn, problem: ScheduleProblem) -> ScheduleProblem:
    """More launches a year and fewer due days, so that plans exist, and of several flights."""
    most_kg = draw(st.sampled_from((3, 4, 7)))
    return replace(
        problem,
        elements=tuple(
            replace(task, due_day=task.due_day if draw(st.booleans()) else None)
            for task in problem.elements
        ),
        options=tuple(
            replace(
                option,
                windows=tuple(
                    replace(w, capacity_kg=min(w.capacity_kg, most_kg)) for w in option.windows
                ),
            )
            for option in problem.options
        ),
        launchers=tuple(
            replace(one, cadence_per_year=one.cadence_per_year + draw(st.sampled_from((1, 2, 3))))
            for one in problem.launchers
        ),
    )


@st.composite
def richer_problems(
    draw: st.DrawFn, kinds: tuple[str, ...], *, most_elements: int = 4
) -> ScheduleProblem:
    """Problems with these additions, by the names of ``ADDITIONS``."""
    most = 3 if "lots" in kinds else most_elements
    money = draw(st.sampled_from((False, False, True)))
    problem = _loosened(draw, draw(problems(least_elements=2, most_elements=most, money=money)))
    for kind in kinds:
        problem = draw(ADDITIONS[kind](problem))
    order = draw(st.permutations(("completion", "cost", "science", "launches")))
    return replace(problem, objective=tuple(order[: draw(st.integers(1, 3))]))
