"""Writes the stress case, ``scenarios/large_200.yaml``: ``python -m benchmarks.build_large_200``.

A station of two hundred parts to 2045: the basic model, then two extensions, each with its
power, habitats, laboratories, rovers and supplies. Counts by kind are below; a seed draws the
years and the precedences. The same seed gives the same file, which a test compares.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final, NamedTuple

SEED: Final = 200
ELEMENTS: Final = 200
TARGET: Final = Path(__file__).parents[1] / "scenarios" / "large_200.yaml"


class Part(NamedTuple):
    """So many elements of a kind in each of the three phases, and what they wait for."""

    kind: str
    counts: tuple[int, int, int]
    waits_for: str = ""
    rests_at_night: bool = False


#: Order is that of a phase: what comes first is there for what follows.
_PARTS: Final = (
    Part("comnav_sat", (4, 3, 2)),
    Part("relay_queqiao2", (0, 1, 1)),
    Part("logistics_module", (2, 7, 7), "command_centre", rests_at_night=True),
    Part("solar_vsat10", (3, 2, 2)),
    Part("solar_vsat50", (2, 4, 4)),
    Part("cable_km", (3, 4, 4)),
    Part("battery_100", (2, 4, 4)),
    Part("rfc_100", (2, 4, 4)),
    Part("comm_hub", (2, 1, 1), "comnav_sat", rests_at_night=True),
    Part("reactor_fsp40", (1, 2, 1), "cable_km"),
    Part("reactor_kp10", (0, 2, 2), "cable_km"),
    Part("power_plant_ru", (0, 1, 1), "cable_km"),
    Part("command_centre", (1, 0, 0), "reactor_fsp40"),
    Part("hab_gateway_surface", (0, 1, 0), "reactor_fsp40"),
    Part("hab_fsh", (0, 1, 1), "reactor_fsp40"),
    Part("hab_classroom", (0, 0, 1), "reactor_fsp40"),
    Part("eclss_loop", (0, 2, 2), "hab_fsh"),
    Part("rover_small", (4, 6, 5), "comm_hub"),
    Part("rover_medium", (4, 4, 4), "comm_hub"),
    Part("rover_ltv", (0, 2, 2), "command_centre", rests_at_night=True),
    Part("rover_crew_light", (0, 2, 2), "command_centre", rests_at_night=True),
    Part("rover_press_sev", (0, 1, 1), "hab_fsh", rests_at_night=True),
    Part("rover_press_jaxa", (0, 0, 1), "hab_fsh", rests_at_night=True),
    Part("hopper", (2, 1, 1), "comm_hub"),
    Part("excavator", (2, 3, 3), "solar_vsat50"),
    Part("printer_robot", (1, 2, 2), "solar_vsat50"),
    Part("isru_demo", (2, 1, 0), "excavator", rests_at_night=True),
    Part("isru_o2_pilot", (0, 1, 1), "excavator", rests_at_night=True),
    Part("isru_water", (0, 1, 1), "excavator", rests_at_night=True),
    Part("lab_geo", (1, 2, 2), "command_centre", rests_at_night=True),
    Part("lab_biomed", (1, 2, 2), "command_centre", rests_at_night=True),
    Part("telescope_lf", (1, 2, 2), "comm_hub", rests_at_night=True),
    Part("ascender_sample", (2, 2, 2), "rover_medium", rests_at_night=True),
)
#: What fills the number up, in the phase named.
_FILLER: Final = Part("instruments_partner", (0, 0, 0), "comm_hub", rests_at_night=True)

#: Id, title, first and last day; years in which its elements are released.
_PHASES: Final = (
    ("basic", "Basic model", "2029-01-01", "2035-12-31", (2030, 2034)),
    ("extension_1", "Extension, stage 1", "2034-01-01", "2040-12-31", (2035, 2038)),
    ("extension_2", "Extension, stage 2", "2039-01-01", "2045-12-31", (2039, 2042)),
)

_HEAD: Final = """\
# yaml-language-server: $schema=./scenario.schema.json
#
# The stress case: two hundred elements, nineteen years, five ways to fly. It is there to
# measure the planner (first plan, gap, time; docs/scale.md), not to tell a programme. Kinds,
# masses and rockets are the catalogue's; how many of each fly, when, and what waits for what is
# drawn by benchmarks/build_large_200.py, which writes this file: change that, not this.
schema_version: 1
id: large_200
title: A station of two hundred elements to 2045
teaches: >-
  What a large problem does to a proof: a good plan is there in seconds, how good it is takes
  longer to know, and launches a year decide more than any one date.
as_of: 2026-07-01
horizon:
  start: 2027-01-01
  end: 2045-12-31
due: 2045-12-31
site: ce7_peak

# What is said to rest at night uses nothing in the dark. One window a month keeps the file within
# what a scenario may ask for.
policies:
  power_balance: true
  windows_per_month: 1
"""

_FLEET: Final = """\

fleet:
  - id: cz8_relay
    launcher: cz8
    arrival_orbit:
      perilune_alt_km: 300
      apolune_alt_km: 8600
      inclination_deg: 54.8
  - id: cz5_cargo
    launcher: cz5
    lander: cargo_cz5
  - id: cz10_cargo
    launcher: cz10
    lander: cargo_cz10
  - id: cz9_cargo
    launcher: cz9
    lander: cargo_cz9
  - id: angara_heavy
    launcher: angara_a5v
    lander: heavy_ru
"""


def text() -> str:
    """The scenario file."""
    random = Random(SEED)
    lines = [_HEAD, "phases:"]
    for identity, title, start, end, _ in _PHASES:
        lines += [f"  - id: {identity}", f"    title: {title}", f"    start: {start}"]
        lines += [f"    end: {end}"]
    lines += [_FLEET, "elements:"]
    made: dict[str, list[str]] = {}
    for phase, parts in enumerate(_filled()):
        lines.append(f"  # --- {_PHASES[phase][1]}")
        for part, count in parts:
            for _ in range(count):
                lines += _element(random, made, phase, part)
    return "\n".join(lines) + "\n"


def _filled() -> list[list[tuple[Part, int]]]:
    """Parts and counts by phase; the filler brings the whole to its number."""
    phases = [[(part, part.counts[n]) for part in _PARTS] for n in range(len(_PHASES))]
    missing = ELEMENTS - sum(count for parts in phases for _, count in parts)
    for n, parts in enumerate(phases):
        parts.append((_FILLER, missing * (n + 1) // 3 - missing * n // 3))
    return phases


def _element(random: Random, made: dict[str, list[str]], phase: int, part: Part) -> list[str]:
    identity = f"{part.kind}_{len(made.get(part.kind, ())) + 1}"
    first, last = _PHASES[phase][4]
    before = made.get(part.waits_for, [])
    # The earlier half is there sooner: who waits for it does not wait for the last of its kind.
    needs = [random.choice(before[: (len(before) + 1) // 2])] if before else []
    year = random.randint(first, last)
    made.setdefault(part.kind, []).append(identity)
    lines = [f"  - id: {identity}", f"    kind: {part.kind}", f"    phase: {_PHASES[phase][0]}"]
    if part.rests_at_night:
        lines.append("    power_night_kw: 0")
    lines.append(f"    earliest: {year}-01-01")
    if needs:
        lines.append(f"    requires: [{', '.join(needs)}]")
    return lines


def main() -> None:
    """Write the file."""
    TARGET.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
