"""``transfer free-return``: round the Moon and back by one burn."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.families.common import add_common, require_model
from planner.terminal.progress import Progress

if TYPE_CHECKING:
    from planner.transfers.free_return import FreeReturn


NAME: Final = "free-return"
HELP: Final = "round the Moon and back into the entry corridor by one burn"
#: Days between departures scanned, and the longest flight, for ``windows``.
STEP_D: Final = 1.0
LONGEST_D: Final = 12.0


def add_to(families: Any) -> None:
    """Add the family to the command line."""
    loop = families.add_parser(
        NAME,
        help=HELP,
        description="TLI states are about the Earth (ICRF, TDB). The flight times follow "
        "from the perilune altitude and the entry.",
    )
    add_common(loop)
    add_options(loop)
    loop.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The pad, the orbits and the entry."""
    options.add_pad(parser)
    options.add_parking(parser.add_argument_group("orbits"))
    parser.add_argument("--perilune-alt-km", type=options.number, default=200.0, metavar="KM")
    parser.add_argument("--plane", choices=("northward", "southward"), default="northward")
    options.add_entry(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fly round the Moon and print it; exit code."""
    try:
        require_model(chosen, ("ephemeris",))
        loop = flight_on(chosen, options.tdb_jd(chosen.depart))
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    from planner.exports.transfer_json import dumps_document, free_return_to_dict
    from planner.terminal.transfer_text import free_return_text

    text = dumps_document(free_return_to_dict(loop)) if chosen.json else free_return_text(loop)
    print(text.rstrip("\n"))
    return DONE


def flight_on(
    chosen: argparse.Namespace,
    depart_tdb_jd: float,
    progress: Progress | None = None,  # noqa: ARG001
) -> FreeReturn:
    """Fly the options of `add_options` on a date; too quick to tell of progress."""
    from planner.transfers.free_return import free_return
    from planner.transfers.request import DirectRequest

    request = DirectRequest(
        site=options.launch_site(chosen),
        parking_alt_km=options.parking_alt_km(chosen),
        parking_inclination_deg=chosen.parking_inclination_deg,
        perilune_alt_km=chosen.perilune_alt_km,
        apolune_alt_km=chosen.perilune_alt_km,
        ascending_at_moon=chosen.plane == "northward",
        north_east=chosen.azimuth == "northeast",
    )
    return free_return(
        depart_tdb_jd=depart_tdb_jd,
        request=request,
        entry=options.entry_wish(chosen),
    )
