"""``transfer FAMILY``: one transfer on one date, as text or JSON."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Final

from planner.errors import OutOfRangeError, PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED

if TYPE_CHECKING:
    from planner.transfers.transfer import Transfer

#: Models every family knows by name; which of them it flies is the family's matter.
MODELS: Final = ("conic", "cr3bp", "bcr4bp", "ephemeris")


def add_to(verbs: Any) -> None:
    """Add the command and its families to the command line."""
    transfer = verbs.add_parser("transfer", help="fly one transfer")
    families = transfer.add_subparsers(dest="family", required=True, metavar="FAMILY")
    _add_direct(families)


def add_common(parser: argparse.ArgumentParser) -> None:
    """Options of every family."""
    parser.add_argument(
        "--depart", type=options.epoch, required=True, metavar="DATE",
        help="first burn: 2030-01-01, or 2030-01-01T12:00:00 TDB (UTC, TAI, TT)",
    )  # fmt: skip
    parser.add_argument("--model", choices=MODELS, default="ephemeris")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def _add_direct(families: Any) -> None:
    direct = families.add_parser(
        "direct",
        help="parking orbit to lunar orbit in 3 to 6 days",
        description="TLI states are about the Earth, LOI states about the Moon (ICRF, TDB).",
    )
    add_common(direct)
    direct.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest of 3 to 6 if absent",
    )  # fmt: skip
    options.add_pad(direct)
    options.add_orbits(direct)
    direct.set_defaults(run=run_direct)


def run_direct(chosen: argparse.Namespace) -> int:
    """Fly a direct transfer and print it; exit code."""
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
    require_model(chosen, ("conic", "ephemeris"))
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
