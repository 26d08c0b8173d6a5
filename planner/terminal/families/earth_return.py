"""``transfer return``: lunar orbit to an entry interface of the Earth."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.families.common import add_common, require_model

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.earth_return import EarthReturn, ReturnRequest


def add_to(families: Any) -> None:
    """Add the family to the command line."""
    home = families.add_parser(
        "return",
        help="circular lunar orbit to an entry interface of the Earth",
        description="TEI states are about the Moon (ICRF, TDB). The node of the lunar orbit is "
        "chosen so that no plane change is paid.",
    )
    add_common(home, fly=_home)
    home.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TEI to entry (d); the cheapest of 2.5 to 5.5 if absent",
    )  # fmt: skip
    add_options(home)
    home.add_argument(
        "--entry-lat-deg", type=options.number, metavar="DEG",
        help="reach this latitude at the interface, at whatever inclination it takes",
    )  # fmt: skip
    home.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser, *, both_planes: bool = False) -> None:
    """The lunar orbit left and the entry; without ``--plane`` where both are tried."""
    orbit = parser.add_argument_group("lunar orbit")
    orbit.add_argument("--orbit-alt-km", type=options.number, default=100.0, metavar="KM")
    orbit.add_argument("--orbit-inclination-deg", type=options.number, default=90.0, metavar="DEG")
    if both_planes:
        orbit.set_defaults(plane="northward", entry_lat_deg=None)
    else:
        orbit.add_argument(
            "--plane", choices=("northward", "southward"), default="northward",
            help="motion home at the Moon's declination",
        )  # fmt: skip
    orbit.add_argument("--first-over", choices=("north", "south"), default="north")
    options.add_entry(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fly home and print it; exit code."""
    try:
        home = _home(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    from planner.exports.transfer_json import dumps_document, return_to_dict
    from planner.terminal.transfer_text import return_text

    text = dumps_document(return_to_dict(home)) if chosen.json else return_text(home) + "\n"
    sys.stdout.write(text)
    return DONE


def _home(chosen: argparse.Namespace, _progress: Progress | None = None) -> EarthReturn:
    require_model(chosen, ("ephemeris",))
    from planner.transfers.cheapest import cheapest_return

    return cheapest_return(
        depart_tdb_jd=options.depart_tdb_jd(chosen),
        request=return_request(chosen),
        tof_d=chosen.tof_d,
    )


def return_request(chosen: argparse.Namespace) -> ReturnRequest:
    """What the options of `add_options` ask for.

    Raises
    ------
    OutOfRangeError
        An orbit inside the Moon, or an interface nobody survives.
    """
    from planner.transfers.earth_return import ReturnRequest

    return ReturnRequest(
        orbit_alt_km=chosen.orbit_alt_km,
        orbit_inclination_deg=chosen.orbit_inclination_deg,
        north_first=chosen.first_over == "north",
        northward=chosen.plane == "northward",
        entry=options.entry_wish(chosen, latitude_deg=chosen.entry_lat_deg),
    )
