"""``orbit nrho|dro|halo``: orbits that repeat in the circular three-body problem.

With ``--epoch`` also their life in the ephemeris, see `planner.terminal.orbits.kept`.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any, Final

from planner.terminal import values
from planner.terminal.answers import Answer, print_answer
from planner.terminal.motion_words import add_json
from planner.terminal.orbits.kept import add_life, in_words, life_told, require_epoch
from planner.terminal.progress import Progress, patient_progress

if TYPE_CHECKING:
    from planner.transfers.staging_orbit import PickedBy, StagingOrbit

_HELP: Final = {
    "nrho": "near-rectilinear halo orbit (9:2)",
    "dro": "distant retrograde orbit",
    "halo": "halo orbit about L1 or L2",
}
#: What an orbit is picked by where nothing is said: option and value.
_USUAL: Final[dict[str, tuple[PickedBy, float]]] = {
    "nrho": ("resonance", 4.5),
    "dro": ("perilune_km", 70_000.0),
    "halo": ("az_km", 10_000.0),
}
_PICKED_BY: Final[tuple[PickedBy, ...]] = (
    "resonance",
    "period_d",
    "period_tu",
    "perilune_km",
    "jacobi",
    "az_km",
)


def add_to(families: Any) -> None:
    """Add the three families to the command line."""
    for family, what in _HELP.items():
        parser = families.add_parser(family, help=what)
        add_choice(parser, family)
        add_life(parser)
        add_json(parser)
        parser.set_defaults(run=run)


def add_choice(parser: ArgumentParser, family: str) -> None:
    """What picks one orbit of a family, and the units it is told in."""
    add_which(parser, family)
    units = parser.add_argument_group("units", "those of JPL's catalogue if absent")
    units.add_argument("--mu", type=values.positive)
    units.add_argument("--length-unit-km", type=values.positive, metavar="KM")
    units.add_argument("--time-unit-s", type=values.positive, metavar="S")


def add_which(parser: ArgumentParser, family: str) -> None:
    """What picks one orbit of a family."""
    if family != "dro":
        parser.add_argument("--point", choices=("L1", "L2"), default="L2")
        parser.add_argument("--branch", choices=("northern", "southern"), default="southern")
    option, value = _USUAL[family]
    which = parser.add_argument_group(
        "which orbit", f"--{option.replace('_', '-')} {value:g} if none is given"
    ).add_mutually_exclusive_group()
    which.add_argument("--resonance", type=values.ratio, metavar="P:Q",
                       help="P periods in Q synodic months (9:2 is 4.5)")  # fmt: skip
    which.add_argument("--period-d", type=values.positive, metavar="D")
    which.add_argument("--period-tu", type=values.positive, metavar="TU")
    which.add_argument("--perilune-km", type=values.positive, metavar="KM",
                       help="from the Moon's centre")  # fmt: skip
    which.add_argument("--jacobi", type=values.finite, metavar="C")
    if family != "dro":
        which.add_argument("--az-km", type=values.positive, metavar="KM",
                           help="height over the plane far from the Moon")  # fmt: skip


def run(chosen: Namespace) -> int:
    """Find the orbit, and its life if an epoch is given, and print it; exit code."""
    require_epoch(chosen)
    with patient_progress(sys.stderr) as progress:
        return print_answer(lambda: _told(chosen, progress), as_json=chosen.json)


def _told(chosen: Namespace, progress: Progress) -> Answer:
    orbit = chosen_orbit(chosen, chosen.family)
    if chosen.epoch is None:
        return orbit.as_dict()
    life = life_told(chosen, orbit, progress)
    return {**orbit.as_dict(), **(life if chosen.json else in_words(life))}


def chosen_orbit(chosen: Namespace, family: Any) -> StagingOrbit:
    """The orbit the options of `add_choice` pick.

    Raises
    ------
    NotInFamilyError
        No orbit of the family has what is asked for.
    """
    from planner.transfers.staging_orbit import SystemUnits, staging_orbit

    by = [name for name in _PICKED_BY if getattr(chosen, name, None) is not None]
    option, value = (by[0], getattr(chosen, by[0])) if by else _USUAL[family]
    given = {n: getattr(chosen, n) for n in ("mu", "length_unit_km", "time_unit_s")}
    planar = family == "dro"
    return staging_orbit(
        family=family,
        picked_by=option,
        value=value,
        point="L2" if planar else chosen.point,
        branch="southern" if planar else chosen.branch,
        units=SystemUnits(**{name: x for name, x in given.items() if x is not None}),
    )
