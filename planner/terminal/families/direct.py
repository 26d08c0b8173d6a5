"""``transfer direct``: parking orbit to lunar orbit in days, in any model."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.terminal import options
from planner.terminal.codes import DONE, REFUSED
from planner.terminal.families import planar
from planner.terminal.families.common import add_common

if TYPE_CHECKING:
    from planner.transfers.transfer import Transfer


def add_to(families: Any) -> None:
    """Add the family to the command line."""
    direct = families.add_parser(
        "direct",
        help="parking orbit to lunar orbit in 3 to 6 days",
        description="TLI states are about the Earth, LOI states about the Moon (ICRF, TDB). "
        + planar.ABOUT,
    )
    add_common(direct, dated=False)
    direct.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest of 3 to 6 if absent",
    )  # fmt: skip
    options.add_pad(direct)
    options.add_orbits(direct)
    planar.add_to(direct)
    direct.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Fly a direct transfer and print it; exit code."""
    if chosen.model in planar.MODELS:
        return planar.run(chosen)
    planar.require_dated(chosen)
    try:
        transfer = _direct(chosen)
    except PlannerError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return _print(transfer, as_json=chosen.json)


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
