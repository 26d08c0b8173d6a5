"""Seeded scenarios at full size: the fleet of a shipped one, stations drawn from its parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from planner.scenario import Alternative, Choice, Phase, Scenario, StationElement, load_scenario

ILRS = Path(__file__).parents[2] / "scenarios" / "ilrs_2035.yaml"
FLEET = ("cz5_cargo", "cz10_cargo", "cz9_cargo", "cz8_relay")
START, MIDDLE, END = date(2029, 1, 1), date(2033, 12, 31), date(2038, 12, 31)
MASSES_KG = (300.0, 600.0, 900.0, 1250.5, 1800.0, 2600.0, 4100.0)
#: Two things to choose: one pair or one part; one of three ways, two of which share a part.
CHOICES = {
    "dwelling": {"pair": ("part_006", "part_007"), "single": ("part_008",)},
    "source": {"near": ("part_024",), "far": ("part_025",), "both": ("part_024", "part_026")},
}
MEMBERS = {name for ways in CHOICES.values() for names in ways.values() for name in names}


def station(seed: int, *, elements: int) -> Scenario:
    """A station of so many parts from Wenchang in ten years, about 30 launches for 80."""
    random = Random(seed)
    base = load_scenario(ILRS)
    cargo = next(e for e in base.elements if e.propulsion is None)
    craft = next(e for e in base.elements if e.propulsion is not None and "cz8_relay" in e.fleet)
    phases = (
        Phase(id="first", title="First half", start=START, end=MIDDLE),
        Phase(id="second", title="Second half", start=START, end=END),
    )
    parts: list[StationElement] = []
    for n in range(elements):
        relay = n % 20 == 0
        phase = phases[0] if n < elements // 3 else phases[1]
        earlier = [part.id for part in parts[-6:]]
        change = {
            "id": f"part_{n:03d}",
            "name": f"Part {n}",
            "phase": phase.id,
            "requires": tuple(random.sample(earlier, min(len(earlier), random.choice((0, 0, 1))))),
            "earliest": date(2029 + 4 * n // elements, 1, 1),
            "due": None,
            "commissioning_d": random.choice((0, 10, 30, 60)),
        }
        if not relay:
            change |= {"mass_kg": random.choice(MASSES_KG), "fleet": ()}
        parts.append((craft if relay else cargo).model_copy(update=change))
    return base.model_copy(
        update={
            "id": f"station_{seed}",
            "horizon": base.horizon.model_copy(update={"start": START, "end": END}),
            "due": END,
            "phases": phases,
            "fleet": tuple(option for option in base.fleet if option.id in FLEET),
            "elements": tuple(parts),
        }
    )


def station_of_choices(seed: int, *, elements: int) -> Scenario:
    """The same with every fourth part optional, two alternatives, and science to be had."""
    random, base = Random(seed), station(seed, elements=elements)
    optional = {e.id for n, e in enumerate(base.elements) if n % 4 == 1} - MEMBERS
    parts = tuple(
        part.model_copy(
            update={
                "optional": part.id in optional,
                "requires": tuple(
                    need
                    for need in part.requires
                    if need not in MEMBERS and (need not in optional or part.id in optional)
                ),
                "awaits": tuple(
                    name for name, first in (("dwelling", 30), ("source", 34)) if n >= first
                )
                * (n % 3 == 0),
                "science_per_year": random.choice((0.0, 1.5, 4.0)) if part.id > "part_030" else 0.0,
            }
        )
        for n, part in enumerate(base.elements)
    )
    alternatives = tuple(
        Alternative(
            id=key,
            name=key,
            choices=tuple(Choice(id=way, elements=names) for way, names in ways.items()),
        )
        for key, ways in CHOICES.items()
    )
    return base.model_copy(
        update={
            "elements": parts,
            "alternatives": alternatives,
            "objective": ("completion", "cost", "science"),
            "science_to": END,
        }
    )
