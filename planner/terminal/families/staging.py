"""``transfer nrho|dro|halo``: a pad's parking orbit to a staging orbit, by powered flyby."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from planner.terminal import options
from planner.terminal.families.common import Common, add_common, require_model
from planner.terminal.orbits.periodic import add_which, chosen_orbit

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight
    from planner.transfers.staging_request import Meeting

ORBITS: Final = {
    "nrho": "near-rectilinear halo orbit (9:2 southern)",
    "dro": "distant retrograde orbit",
    "halo": "halo orbit about L2",
}


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the families to the command line."""
    for orbit, what in ORBITS.items():
        parser = families.add_parser(
            orbit,
            help=f"parking orbit to a {what} by a powered lunar flyby",
            description="TLI states are about the Earth, the others about the Moon (ICRF, TDB). "
            "The flight ends on the orbit kept in the ephemeris.",
        )
        common(parser, fly=_fly)
        options.add_pad(parser)
        options.add_parking(parser.add_argument_group("parking orbit"))
        parser.add_argument(
            "--plane", choices=("northward", "southward"),
            help="motion at the Moon's declination; the cheaper one if absent",
        )  # fmt: skip
        add_meeting(parser, orbit)


def add_meeting(parser: argparse.ArgumentParser, orbit: str) -> None:
    """The staging orbit, its date, and the flyby it is met by."""
    parser.add_argument(
        "--flyby-alt-km", type=options.number, metavar="KM",
        help="least altitude of the flyby (100)",
    )  # fmt: skip
    add_orbit(parser, orbit, "between the Earth and the orbit (d); what is cheapest if absent")


def add_orbit(parser: argparse.ArgumentParser, orbit: str, tof_help: str) -> None:
    """The staging orbit, its date, and the time of flight."""
    parser.add_argument("--tof-d", type=options.number, metavar="D", help=tof_help)
    add_which(parser, orbit)
    add_orbit_date(parser)


def add_orbit_date(parser: argparse.ArgumentParser) -> None:
    """When the orbit that is to be met was where."""
    dated = parser.add_argument_group(
        "date of the orbit", "the phase is free, and the best is found, if none is given"
    )
    dated.add_argument("--orbit-epoch", type=options.epoch, metavar="DATE",
                       help="when its life begins, 1100 d before the flight at most")  # fmt: skip
    dated.add_argument("--orbit-phase", type=options.number, default=0.0, metavar="P",
                       help="periods after the far crossing of the x-z plane then (0)")  # fmt: skip


def meeting(chosen: argparse.Namespace, orbit: str, **more: Any) -> Meeting:
    """What the options of `add_orbit` and `add_meeting` ask for; ``more`` of it.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or an orbit that is not in its family.
    """
    from planner.transfers.staging_request import Meeting, real_units

    units = real_units()
    chosen.mu, chosen.length_unit_km = units.mu, units.length_unit_km
    chosen.time_unit_s = units.time_unit_s
    if getattr(chosen, "flyby_alt_km", None) is not None:
        more["flyby_alt_km"] = chosen.flyby_alt_km
    epoch = chosen.orbit_epoch
    return Meeting(
        orbit=chosen_orbit(chosen, orbit),
        orbit_epoch_tdb_jd=None if epoch is None else options.tdb_jd(epoch),
        orbit_phase=chosen.orbit_phase,
        tof_d=chosen.tof_d,
        **more,
    )


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    depart = options.depart_tdb_jd(chosen)
    from planner.transfers.request import DirectRequest
    from planner.transfers.staging_outbound import to_staging_orbit

    request = DirectRequest(
        site=options.launch_site(chosen),
        parking_alt_km=options.parking_alt_km(chosen),
        parking_inclination_deg=chosen.parking_inclination_deg,
        north_east=chosen.azimuth == "northeast",
    )
    return to_staging_orbit(
        depart_tdb_jd=depart,
        request=request,
        meeting=meeting(chosen, chosen.family),
        planes=options.planes(chosen),
        progress=progress,
    )
