"""``transfer ascent``: a site on the Moon to a craft that waits in orbit."""

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
    up = families.add_parser(
        "ascent",
        help="a site on the Moon to a craft in lunar orbit, with an engine of finite thrust",
        description="Waits for the plane, rises, and meets the craft that waits on a circle. "
        "States are about the Moon (ICRF, TDB); those of the ascent are of liftoff and cut-off.",
    )
    common(up, fly=_rise)
    surface_options.add_site(up)
    surface_options.add_orbit(up)
    # An ascender of Apollo's size.
    surface_options.add_craft(up, mass_kg=4_900.0, thrust_n=15_600.0, isp_s=311.0)
    flight = up.add_argument_group("ascent")
    flight.add_argument("--insertion-perilune-alt-km", type=options.number, default=17.0,
                        metavar="KM", help="where the engine is cut off")  # fmt: skip
    flight.add_argument("--insertion-apolune-alt-km", type=options.number, default=72.0,
                        metavar="KM")  # fmt: skip
    flight.add_argument(
        "--rise-s", type=options.number, default=10.0, metavar="S", help="straight up at first"
    )
    _add_rendezvous(up)


def _add_rendezvous(up: argparse.ArgumentParser) -> None:
    group = up.add_argument_group("rendezvous")
    group.add_argument(
        "--rendezvous", choices=("coelliptic", "hohmann", "none"), default="coelliptic",
        help="CSI, CDH, TPI, TPF as Apollo flew; or two burns half a revolution apart",
    )  # fmt: skip
    coelliptic = (
        ("--below-km", 27.78, "KM", "catch up so far below the target"),
        ("--drift-s", 2400.0, "S", "from CDH to TPI"),
        ("--elevation-deg", 26.6, "DEG", "of the target over the horizon at TPI"),
        ("--travel-deg", 130.0, "DEG", "arc of the target from TPI to TPF"),
    )
    for name, default, unit, words in coelliptic:
        group.add_argument(
            name, type=options.number, default=default, metavar=unit, help=f"{words} ({default:g})"
        )


def _rise(chosen: argparse.Namespace, _progress: Progress) -> Flight:
    require_model(chosen, ("conic", "ephemeris"))
    from planner.transfers.ascent import ascent
    from planner.transfers.climb import Insertion
    from planner.transfers.liftoff import AscentRequest
    from planner.transfers.rendezvous import RendezvousWish

    request = AscentRequest(
        site=surface_options.surface_site(chosen),
        engine=surface_options.engine(chosen),
        orbit=surface_options.lunar_orbit(chosen),
        insertion=Insertion(
            perilune_alt_km=chosen.insertion_perilune_alt_km,
            apolune_alt_km=chosen.insertion_apolune_alt_km,
        ),
        rise_s=chosen.rise_s,
        wait_max_d=chosen.wait_max_d,
        cross_range_max_km=chosen.cross_range_max_km,
        rendezvous=RendezvousWish(
            way=chosen.rendezvous,
            below_km=chosen.below_km,
            drift_s=chosen.drift_s,
            elevation_deg=chosen.elevation_deg,
            travel_deg=chosen.travel_deg,
        ),
    )
    return ascent(depart_tdb_jd=options.depart_tdb_jd(chosen), request=request, model=chosen.model)
