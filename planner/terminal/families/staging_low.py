"""``transfer nrho-llo|llo-nrho|…``: between a staging orbit and a low lunar orbit."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.terminal import options
from planner.terminal.families.common import Common, add_common, require_model
from planner.terminal.families.staging import ORBITS, add_orbit, meeting

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the families to the command line."""
    for orbit, what in ORBITS.items():
        for name, words in (
            (f"{orbit}-llo", f"{what} to a low lunar orbit"),
            (f"llo-{orbit}", f"low lunar orbit to a {what}"),
        ):
            parser = families.add_parser(
                name,
                help=words,
                description="States are about the Moon (ICRF, TDB). The node of the low orbit "
                "is chosen; with a dated staging orbit the craft waits for its best place.",
            )
            common(parser, fly=_fly)
            low = parser.add_argument_group("low orbit")
            low.add_argument("--orbit-alt-km", type=options.number, default=100.0, metavar="KM")
            low.add_argument(
                "--orbit-inclination-deg", type=options.number, default=90.0, metavar="DEG"
            )
            add_orbit(parser, orbit, "between the burns (d); what is cheapest if absent")
            parser.set_defaults(staging=orbit)


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    from planner.transfers.staging_low_orbit import LOW_TOF_RANGE_D, staging_to_low

    return staging_to_low(
        depart_tdb_jd=options.depart_tdb_jd(chosen),
        meeting=meeting(chosen, chosen.staging, tof_range_d=LOW_TOF_RANGE_D),
        direction="up" if chosen.family.startswith("llo-") else "down",
        orbit_alt_km=chosen.orbit_alt_km,
        orbit_inclination_deg=chosen.orbit_inclination_deg,
        progress=progress,
    )
