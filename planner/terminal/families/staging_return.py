"""``transfer nrho-return|dro-return|halo-return``: a staging orbit to an entry interface."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.terminal import options
from planner.terminal.families.common import Common, add_common, require_model
from planner.terminal.families.staging import ORBITS, add_meeting, meeting

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the families to the command line."""
    for orbit, what in ORBITS.items():
        parser = families.add_parser(
            f"{orbit}-return",
            help=f"{what} home to an entry interface by a powered lunar flyby",
            description="States are about the Moon (ICRF, TDB). With a dated staging orbit the "
            "craft waits for its best place.",
        )
        common(parser, fly=_fly)
        parser.add_argument(
            "--plane", choices=("northward", "southward"),
            help="motion home at the Moon's declination; the cheaper one if absent",
        )  # fmt: skip
        add_meeting(parser, orbit)
        options.add_entry(parser)
        parser.set_defaults(staging=orbit)


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    from planner.transfers.staging_return import from_staging_orbit

    return from_staging_orbit(
        depart_tdb_jd=options.depart_tdb_jd(chosen),
        entry=options.entry_wish(chosen),
        meeting=meeting(chosen, chosen.staging),
        planes=options.planes(chosen),
        progress=progress,
    )
