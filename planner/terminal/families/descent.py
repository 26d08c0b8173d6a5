"""``transfer descent``: lunar orbit to rest on a site."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from planner.terminal import options
from planner.terminal.families import surface_options
from planner.terminal.families.common import Common, add_common, require_model

if TYPE_CHECKING:
    from planner.terminal.progress import Progress
    from planner.transfers.flight import Flight


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    down = families.add_parser(
        "descent",
        help="lunar orbit to a latitude and longitude, with an engine of finite thrust",
        description="Waits for the plane, lowers perilune (DOI), brakes to rest over the site and "
        "goes down straight. States are about the Moon (ICRF, TDB); those of the braking are of "
        "its ignition and its end.",
    )
    common(down, fly=_land)
    down.set_defaults(model="conic")
    surface_options.add_site(down)
    orbit = surface_options.add_orbit(down)
    orbit.add_argument(
        "--orbit-apolune-alt-km", type=options.number, metavar="KM",
        help="circular if absent; the apolune of an ellipse is where DOI is wanted",
    )  # fmt: skip
    orbit.add_argument(
        "--plane-change", action="store_true", help="turn the plane when the wait is too short"
    )
    light = down.add_argument_group("light")
    light.add_argument("--sun-min-deg", type=options.number, default=-90.0, metavar="DEG",
                       help="least elevation of the Sun at the landing")  # fmt: skip
    light.add_argument("--sun-max-deg", type=options.number, default=90.0, metavar="DEG",
                       help="greatest elevation of the Sun at the landing")  # fmt: skip
    # A lander of Apollo's size.
    surface_options.add_craft(down, mass_kg=15_000.0, thrust_n=45_000.0, isp_s=311.0)
    flight = down.add_argument_group("descent")
    flight.add_argument(
        "--start-alt-km", type=options.number, default=15.0, metavar="KM", help="of ignition"
    )
    flight.add_argument(
        "--hover-s", type=options.number, default=30.0, metavar="S",
        help="time of the last metres, straight down at 1 m/s",
    )  # fmt: skip


def _land(chosen: argparse.Namespace, _progress: Progress) -> Flight:
    require_model(chosen, ("conic",))
    from planner.transfers.descent import descent
    from planner.transfers.descent_plan import DescentRequest

    request = DescentRequest(
        site=surface_options.surface_site(chosen),
        engine=surface_options.engine(chosen),
        orbit=surface_options.lunar_orbit(chosen, apolune_alt_km=chosen.orbit_apolune_alt_km),
        start_alt_km=chosen.start_alt_km,
        hover_s=chosen.hover_s,
        wait_max_d=chosen.wait_max_d,
        cross_range_max_km=chosen.cross_range_max_km,
        sun_deg=(chosen.sun_min_deg, chosen.sun_max_deg),
        plane_change=chosen.plane_change,
    )
    return descent(depart_tdb_jd=options.depart_tdb_jd(chosen), request=request)
