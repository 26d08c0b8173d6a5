"""``transfer low-energy``: months round by the Sun, in the ephemeris or in the plane."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from planner.terminal import options
from planner.terminal.families import planar
from planner.terminal.families.common import Common, add_common, answer, require_model
from planner.terminal.progress import Progress, patient_progress

if TYPE_CHECKING:
    from planner.transfers.flight import Flight
    from planner.transfers.planar import PlanarTransfer

_PLANAR: Final = ("bcr4bp",)
_WINDOW_D: Final = 30.0


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    family = families.add_parser(
        "low-energy",
        help="out to four times the Moon's distance and back, 60 to 150 days",
        description="Searches TLI within a window that starts at the date, from scratch, and "
        "prints the cheapest flight met. TLI states are about the Earth, LOI states about the "
        "Moon (ICRF, TDB). The planar model bcr4bp (constants of Topputo 2013) needs no date; "
        "epochs are then null, states are in axes that point from the Earth to the Moon at TLI.",
    )
    common(family, fly=_on_date, dated=False)
    family.add_argument(
        "--window-d", type=options.number, metavar="D",
        help="days from the departure within which TLI may lie (30; a scan: one step)",
    )  # fmt: skip
    _add_search(family)
    if common is add_common:
        planar.add_to(family, models=_PLANAR, spatial=("depart", "window_d", "tof_min_d", "arcs"))
        family.set_defaults(run=run)


def _add_search(parser: argparse.ArgumentParser) -> None:
    search = parser.add_argument_group("search")
    search.add_argument("--tof-min-d", type=options.number, default=60.0, metavar="D")
    search.add_argument("--tof-max-d", type=options.number, default=150.0, metavar="D")
    search.add_argument(
        "--arcs", type=int, metavar="N",
        help="budget: arrivals flown back (16000 if absent); the same number, the same answer",
    )  # fmt: skip
    options.add_pad(parser)
    options.add_orbits(parser, any_way=True)


def run(chosen: argparse.Namespace) -> int:
    """Search and print; exit code."""
    if chosen.model in _PLANAR:
        return planar.answer(chosen, _in_the_plane)
    planar.require_dated(chosen)
    return answer(chosen, lambda progress: _on_date(chosen, progress))


def _on_date(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris", *_PLANAR))
    from planner.transfers.low_energy import USUAL_ARCS, low_energy_transfer

    window_d = getattr(chosen, "step_d", _WINDOW_D) if chosen.window_d is None else chosen.window_d
    return low_energy_transfer(
        start_tdb_jd=options.depart_tdb_jd(chosen),
        request=options.direct_request(chosen),
        days=window_d,
        tof_d=(chosen.tof_min_d, chosen.tof_max_d),
        arcs=USUAL_ARCS if chosen.arcs is None else chosen.arcs,
        progress=progress,
    )


def _in_the_plane(chosen: argparse.Namespace, _date: float | None) -> PlanarTransfer:
    from planner.transfers.planar_low_energy import low_energy_transfer

    parking = chosen.parking_alt_km
    with patient_progress(sys.stderr) as progress:
        return low_energy_transfer(
            parking_alt_km=planar.PARKING_ALT_KM if parking is None else parking,
            perilune_alt_km=chosen.perilune_alt_km,
            prograde=chosen.prograde is not False,
            longest_d=chosen.tof_max_d,
            progress=progress,
        )
