"""``transfer phasing``: ellipses about the Earth, each entered at a perigee, before TLI."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.terminal import options
from planner.terminal.families import capture
from planner.terminal.families.common import Common, add_common, require_model

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight
    from planner.transfers.phasing import PhasingRequest


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    parser = families.add_parser(
        "phasing",
        help="parking orbit, phasing ellipses, TLI at a perigee, lunar orbit",
        description="The date is that of the injection into the first ellipse, at the pad's "
        "opportunity nearest to it; TLI follows after the revolutions given. States up to TLI "
        "are about the Earth, LOI states about the Moon (ICRF, TDB).",
    )
    common(parser, fly=_fly)
    parser.add_argument(
        "--tof-d", type=options.number, metavar="D",
        help="TLI to perilune (d); the cheapest of 3 to 6 if absent",
    )  # fmt: skip
    group = parser.add_argument_group("phasing orbits")
    group.add_argument(
        "--periods-h", type=options.numbers, default=(16.0, 24.0, 48.0), metavar="H,H",
        help="of the ellipses, rising (16,24,48)",
    )  # fmt: skip
    group.add_argument(
        "--revolutions", type=options.counts, default=(3, 3, 1), metavar="N,N",
        help="in each (3,3,1)",
    )  # fmt: skip
    group.add_argument(
        "--first-apogee-alt-km", type=options.number, metavar="KM",
        help="the launcher injects into an ellipse with this apogee, before those of --periods-h",
    )  # fmt: skip
    group.add_argument(
        "--first-revolutions", type=int, default=1, metavar="N", help="in that ellipse (1)"
    )
    options.add_pad(parser)
    options.add_orbits(parser)
    capture.add_to(parser)
    options.add_j2(parser)


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    request = _request(chosen)
    depart = options.depart_tdb_jd(chosen)
    site = capture.site(chosen)
    from dataclasses import replace

    from planner.transfers.cheapest import cheapest_plane
    from planner.transfers.phasing_flight import phasing_flight

    progress("way to the Moon", 0.0)
    transfer, direct = cheapest_plane(
        depart_tdb_jd=depart + request.plan.days,
        request=request.direct,
        planes=options.planes(chosen),
        tof_d=chosen.tof_d,
    )
    progress("phasing orbits", 0.5)
    return phasing_flight(
        depart_tdb_jd=depart,
        tof_d=transfer.tof_d if chosen.tof_d is None else chosen.tof_d,
        request=replace(request, direct=direct),
        wish=capture.wish(chosen),
        site=site,
    )


def _request(chosen: argparse.Namespace) -> PhasingRequest:
    from planner.transfers.phasing import PhasingRequest, with_first_apogee
    from planner.transfers.phasing_orbits import PhasingPlan

    request = PhasingRequest(
        direct=options.direct_request(chosen),
        plan=PhasingPlan(periods_h=chosen.periods_h, revolutions=chosen.revolutions),
    )
    if chosen.first_apogee_alt_km is None:
        return request
    return with_first_apogee(
        request,
        apogee_alt_km=chosen.first_apogee_alt_km,
        revolutions=chosen.first_revolutions,
    )
