"""Seeded problems at full size with everything in them: crews, lots, choices, tankers, a depot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from planner.schedule.problem import (
    Alternative,
    Balance,
    ElementTask,
    FlightOption,
    Launch,
    Pad,
    ScheduleProblem,
    Use,
)
from tests.schedule.instances import campaign

CARGO = ("cz10_cargo", "cz9_cargo")
STAY_D, CREW, RATION_KG, LOT_KG = 180, 3, 900, 1000


def outpost(seed: int, *, elements: int = 40, crews: int = 4, lots: int = 10) -> ScheduleProblem:
    """A campaign whose parts take power, with crews of a stay who eat from optional lots.

    One element in eight is an instrument that may be left out, two are ways to give power,
    heavy cargo flights take a tanker, and one of them needs a depot in orbit.
    """
    random = Random(seed)
    base = campaign(seed, elements=elements, due_slack_d=None, spread_y=4)
    parts = [_part(random, n, task) for n, task in enumerate(base.elements)]
    optional = {task.id for task in parts if task.optional}
    parts = [_without(task, optional) for task in parts]
    home = next(e for e in reversed(parts) if "surface" in e.id and not e.optional)
    berths = Use(balance="berths", amount=CREW + 1)
    parts = [replace(e, uses=(*e.uses, berths)) if e.id == home.id else e for e in parts]
    power = [_source(f"source_{n}", watts, mass) for n, (watts, mass) in enumerate(_WAYS)]
    depot = replace(_source("depot", 0, 1200), options=("cz5_orbit",), uses=())
    return replace(
        base,
        elements=(*parts, *power, depot, *_crews(home.id, crews), *_lots(lots)),
        options=tuple(_tanked(option) for option in base.options),
        pads=(*base.pads, Pad(id="tug", turnaround_d=25)),
        balances=(
            Balance(id="power", name="on the surface", in_place=2000),
            Balance(id="berths", name="in the habitat", in_place=0, unit="people"),
            Balance(id="stores", name="in the stores", in_place=400, unit="kg"),
        ),
        alternatives=(Alternative(id="power", choices=(("source_0",), ("source_1", "source_2"))),),
        science_day=date(2035, 12, 31).toordinal(),
    )


#: Watts and kilograms of the ways to power.
_WAYS = ((40_000, 5000), (20_000, 2500), (20_000, 2500))


def _part(random: Random, n: int, task: ElementTask) -> ElementTask:
    uses = ()
    if "surface" in task.id:
        uses = (Use(balance="power", amount=-random.randint(100, 900)),)
    instrument = n % 8 == 5
    return replace(
        task, uses=uses, optional=instrument, value=random.randint(1, 9) if instrument else 0
    )


def _without(task: ElementTask, optional: set[str]) -> ElementTask:
    """What always flies requires only what always flies; it awaits the rest."""
    if task.optional:
        return task
    return replace(
        task,
        requires=tuple(r for r in task.requires if r not in optional),
        awaits=tuple(r for r in task.requires if r in optional),
    )


def _source(name: str, watts: int, mass_kg: int) -> ElementTask:
    return ElementTask(
        id=name, mass_kg=mass_kg, options=CARGO, release_day=date(2029, 1, 1).toordinal(),
        due_day=None, commissioning_d=20, requires=(),
        uses=(Use(balance="power", amount=watts),),
    )  # fmt: skip


def _crews(home: str, count: int) -> list[ElementTask]:
    return [
        ElementTask(
            id=f"crew_{n}", mass_kg=2000, options=CARGO,
            release_day=date(2031, 1, 1).toordinal(), due_day=None, commissioning_d=5,
            requires=(home,), completes=n == 0,
            uses=(
                Use(balance="berths", amount=-CREW, after_d=-5, for_d=STAY_D + 5),
                Use(balance="stores", amount=-RATION_KG),
            ),
        )
        for n in range(count)
    ]  # fmt: skip


def _lots(count: int) -> list[ElementTask]:
    return [
        ElementTask(
            id=f"lot_{n:02d}", mass_kg=LOT_KG + 100, options=CARGO,
            release_day=date(2029, 1, 1).toordinal(), due_day=None, commissioning_d=0,
            requires=(), optional=True, completes=False,
            uses=(Use(balance="stores", amount=LOT_KG),),
        )
        for n in range(count)
    ]  # fmt: skip


def _tanked(option: FlightOption) -> FlightOption:
    """Heavy flights take a tanker from Vostochny and a tug that is used again."""
    if option.id != "cz9_cargo":
        return option
    windows = tuple(
        replace(
            window,
            more=(
                Launch(launcher="angara", pad="vostochny_1a", day=window.launch_day - 3),
                Launch(launcher="", pad="tug", day=window.launch_day),
            ),
        )
        for window in option.windows
    )
    return replace(option, windows=windows, requires=("depot",))
