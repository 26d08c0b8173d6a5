"""``transfer direct``: parking orbit to lunar orbit in days, in any model."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.errors import OutOfRangeError
from planner.terminal import options
from planner.terminal.families import capture, planar
from planner.terminal.families.common import add_common, answer

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight


def add_to(families: Any) -> None:
    """Add the family to the command line."""
    direct = families.add_parser(
        "direct",
        help="parking orbit to lunar orbit in 3 to 6 days",
        description="TLI states are about the Earth, LOI states about the Moon (ICRF, TDB). "
        + planar.ABOUT,
    )
    add_common(direct, fly=_direct, dated=False)
    direct.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest of 3 to 6 if absent",
    )  # fmt: skip
    options.add_pad(direct)
    options.add_orbits(direct)
    capture.add_to(direct)
    options.add_j2(direct)
    planar.add_to(direct)
    direct.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Fly a direct transfer and print it; exit code."""
    if chosen.model in planar.MODELS:
        return planar.run(chosen)
    planar.require_dated(chosen)
    return answer(chosen, lambda progress: _direct(chosen, progress))


def _direct(chosen: argparse.Namespace, progress: Progress) -> Flight:
    request = options.direct_request(chosen)
    depart = options.depart_tdb_jd(chosen)
    site = capture.site(chosen)
    from planner.transfers.cheapest import cheapest_plane
    from planner.transfers.conic import conic_transfer
    from planner.transfers.direct import direct_transfer
    from planner.transfers.direct_flight import direct_flight

    if chosen.j2 and chosen.model == "conic":
        raise OutOfRangeError(name="--j2", value=True, allowed="--model ephemeris")
    progress("direct transfer", 0.0)
    transfer, request = cheapest_plane(
        depart_tdb_jd=depart,
        request=request,
        planes=options.planes(chosen),
        fly=conic_transfer if chosen.model == "conic" else direct_transfer,
        tof_d=chosen.tof_d,
    )
    progress("capture", 0.9)
    return direct_flight(transfer=transfer, request=request, wish=capture.wish(chosen), site=site)
