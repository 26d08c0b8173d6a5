"""``transfer free-return``: round the Moon and back by one burn."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.families.common import Common, add_common, require_model
from planner.terminal.progress import Progress

if TYPE_CHECKING:
    from planner.transfers.free_return import FreeReturn


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    loop = families.add_parser(
        "free-return",
        help="round the Moon and back into the entry corridor by one burn",
        description="TLI states are about the Earth (ICRF, TDB). The flight times follow "
        "from the perilune altitude and the entry.",
    )
    common(loop, fly=_fly)
    options.add_pad(loop)
    options.add_parking(loop.add_argument_group("orbits"))
    loop.add_argument("--perilune-alt-km", type=options.number, default=200.0, metavar="KM")
    loop.add_argument("--plane", choices=("northward", "southward"), default="northward")
    options.add_entry(loop)
    if common is add_common:
        loop.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Fly round the Moon and print it; exit code."""
    try:
        loop = _fly(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    from planner.exports.transfer_json import dumps_document, free_return_to_dict
    from planner.terminal.transfer_text import free_return_text

    text = dumps_document(free_return_to_dict(loop)) if chosen.json else free_return_text(loop)
    print(text.rstrip("\n"))
    return DONE


def _fly(chosen: argparse.Namespace, _progress: Progress | None = None) -> FreeReturn:
    require_model(chosen, ("ephemeris",))
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
        depart_tdb_jd=options.depart_tdb_jd(chosen),
        request=request,
        entry=options.entry_wish(chosen),
    )
