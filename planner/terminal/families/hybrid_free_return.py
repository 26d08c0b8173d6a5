"""``transfer hybrid-free-return``: leave on a free return, turn to a lunar orbit on the way."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.terminal import options
from planner.terminal.families import capture
from planner.terminal.families.common import Common, add_common, require_model

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    parser = families.add_parser(
        "hybrid-free-return",
        help="leave on a free return, turn to a lunar orbit by a midcourse burn",
        description="States of TLI and of the midcourse burn are about the Earth, LOI states "
        "about the Moon (ICRF, TDB). Until the midcourse burn the craft comes home by itself.",
    )
    common(parser, fly=_fly)
    parser.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest near that of the free return if absent",
    )  # fmt: skip
    group = parser.add_argument_group("midcourse burn")
    group.add_argument(
        "--midcourse-h", type=options.number, default=28.0, metavar="H", help="after TLI (28)"
    )
    group.add_argument(
        "--loop-perilune-alt-km", type=options.number, default=2000.0, metavar="KM",
        help="of the free return left behind (2000)",
    )  # fmt: skip
    options.add_pad(parser)
    options.add_orbits(parser)
    capture.add_to(parser)
    options.add_entry(parser)
    options.add_j2(parser)
    parser.set_defaults(first_over=None)


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    sides = (True, False) if chosen.first_over is None else (chosen.first_over == "north",)
    direct = options.direct_request(chosen)
    depart = options.depart_tdb_jd(chosen)
    site = capture.site(chosen)
    from dataclasses import replace

    from planner.transfers.cheapest import cheapest_of
    from planner.transfers.hybrid_free_return import HybridRequest, hybrid_free_return

    ways = options.planes(chosen)

    def fly(north: bool) -> Flight:
        progress("free return and midcourse burn", ways.index(north) / len(ways))
        return hybrid_free_return(
            depart_tdb_jd=depart,
            request=HybridRequest(
                direct=replace(direct, ascending_at_moon=north),
                loop_perilune_alt_km=chosen.loop_perilune_alt_km,
                entry=options.entry_wish(chosen),
                midcourse_h=chosen.midcourse_h,
            ),
            tof_d=chosen.tof_d,
            sides=sides,
            wish=capture.wish(chosen),
            site=site,
        )

    return cheapest_of(fly, ways)[1]
