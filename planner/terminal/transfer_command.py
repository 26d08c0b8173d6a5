"""``transfer FAMILY``: one transfer on one date, as text or JSON."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from planner.errors import OutOfRangeError, PlannerError
from planner.terminal import options, planar_command
from planner.terminal.codes import DONE, REFUSED

if TYPE_CHECKING:
    from planner.transfers.earth_return import EarthReturn
    from planner.transfers.free_return import FreeReturn
    from planner.transfers.transfer import Transfer

#: Models every family knows by name; which of them it flies is the family's matter.
MODELS: Final = ("conic", "cr3bp", "bcr4bp", "ephemeris")


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    transfer = verbs.add_parser("transfer", help="fly one transfer")
    families = transfer.add_subparsers(dest="family", required=True, metavar="FAMILY")
    _add_direct(families)
    _add_return(families)
    _add_free_return(families)


def add_common(parser: argparse.ArgumentParser, *, dated: bool = True) -> None:
    """Options of every family; one that flies in models without a date is not ``dated``."""
    parser.add_argument(
        "--depart", type=options.epoch, required=dated, metavar="DATE",
        help="first burn: 2030-01-01, or 2030-01-01T12:00:00 TDB (UTC, TAI, TT)",
    )  # fmt: skip
    parser.add_argument("--model", choices=MODELS, default="ephemeris")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def _add_direct(families: Any) -> None:
    direct = families.add_parser(
        "direct",
        help="parking orbit to lunar orbit in 3 to 6 days",
        description="TLI states are about the Earth, LOI states about the Moon (ICRF, TDB). "
        + planar_command.ABOUT,
    )
    add_common(direct, dated=False)
    direct.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest of 3 to 6 if absent",
    )  # fmt: skip
    options.add_pad(direct)
    options.add_orbits(direct)
    planar_command.add_to(direct)
    direct.set_defaults(run=run_direct, complain=direct.error)


def _add_return(families: Any) -> None:
    home = families.add_parser(
        "return",
        help="circular lunar orbit to an entry interface of the Earth",
        description="TEI states are about the Moon (ICRF, TDB). The node of the lunar orbit is "
        "chosen so that no plane change is paid.",
    )
    add_common(home)
    home.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TEI to entry (d); the cheapest of 2.5 to 5.5 if absent",
    )  # fmt: skip
    orbit = home.add_argument_group("lunar orbit")
    orbit.add_argument("--orbit-alt-km", type=options.number, default=100.0, metavar="KM")
    orbit.add_argument("--orbit-inclination-deg", type=options.number, default=90.0, metavar="DEG")
    orbit.add_argument(
        "--plane", choices=("northward", "southward"), default="northward",
        help="motion home at the Moon's declination",
    )  # fmt: skip
    orbit.add_argument("--first-over", choices=("north", "south"), default="north")
    options.add_entry(home)
    home.add_argument(
        "--entry-lat-deg", type=options.number, metavar="DEG",
        help="reach this latitude at the interface, at whatever inclination it takes",
    )  # fmt: skip
    home.set_defaults(run=run_return)


def _add_free_return(families: Any) -> None:
    loop = families.add_parser(
        "free-return",
        help="round the Moon and back into the entry corridor by one burn",
        description="TLI states are about the Earth (ICRF, TDB). The flight times follow "
        "from the perilune altitude and the entry.",
    )
    add_common(loop)
    options.add_pad(loop)
    options.add_parking(loop.add_argument_group("orbits"))
    loop.add_argument("--perilune-alt-km", type=options.number, default=200.0, metavar="KM")
    loop.add_argument("--plane", choices=("northward", "southward"), default="northward")
    options.add_entry(loop)
    loop.set_defaults(run=run_free_return)


def run_free_return(chosen: argparse.Namespace) -> int:
    """Fly round the Moon and print it; exit code."""
    try:
        loop = _loop(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    from planner.exports.transfer_json import dumps_document, free_return_to_dict
    from planner.terminal.transfer_text import free_return_text

    text = dumps_document(free_return_to_dict(loop)) if chosen.json else free_return_text(loop)
    print(text.rstrip("\n"))
    return DONE


def _loop(chosen: argparse.Namespace) -> FreeReturn:
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
        depart_tdb_jd=options.tdb_jd(chosen.depart),
        request=request,
        entry=options.entry_wish(chosen),
    )


def run_return(chosen: argparse.Namespace) -> int:
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


def _home(chosen: argparse.Namespace) -> EarthReturn:
    require_model(chosen, ("ephemeris",))
    from planner.transfers.cheapest import cheapest_return
    from planner.transfers.earth_return import ReturnRequest

    request = ReturnRequest(
        orbit_alt_km=chosen.orbit_alt_km,
        orbit_inclination_deg=chosen.orbit_inclination_deg,
        north_first=chosen.first_over == "north",
        northward=chosen.plane == "northward",
        entry=options.entry_wish(chosen, latitude_deg=chosen.entry_lat_deg),
    )
    return cheapest_return(
        depart_tdb_jd=options.tdb_jd(chosen.depart), request=request, tof_d=chosen.tof_d
    )


def run_direct(chosen: argparse.Namespace) -> int:
    """Fly a direct transfer and print it; exit code."""
    if chosen.model in planar_command.MODELS:
        return planar_command.run(chosen)
    planar_command.require_dated(chosen)
    try:
        transfer = _direct(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return _print(transfer, as_json=chosen.json)


def require_model(chosen: argparse.Namespace, known: tuple[str, ...]) -> None:
    """Refuse a model the family is not flown in.

    Raises
    ------
    OutOfRangeError
    """
    if chosen.model not in known:
        raise OutOfRangeError(
            name="--model",
            value=chosen.model,
            allowed=f"the models of the family {chosen.family}: {', '.join(known)}",
        )


def _direct(chosen: argparse.Namespace) -> Transfer:
    request = options.direct_request(chosen)
    depart = options.tdb_jd(chosen.depart)
    from planner.transfers.cheapest import cheapest_direct
    from planner.transfers.conic import conic_transfer
    from planner.transfers.direct import direct_transfer

    fly = conic_transfer if chosen.model == "conic" else direct_transfer
    return cheapest_direct(
        depart_tdb_jd=depart,
        request=request,
        planes=options.planes(chosen),
        fly=fly,
        tof_d=chosen.tof_d,
    )


def _print(transfer: Transfer, *, as_json: bool) -> int:
    from planner.exports.transfer_json import dumps_transfer
    from planner.terminal.transfer_text import transfer_text

    sys.stdout.write(dumps_transfer(transfer) if as_json else transfer_text(transfer) + "\n")
    return DONE
