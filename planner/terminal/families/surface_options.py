"""Options that landings and ascents share: the site, the lunar orbit, the craft, the wait."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planner.errors import OutOfRangeError
from planner.terminal import options

if TYPE_CHECKING:
    from planner.transfers.over_site import LunarOrbit, SurfaceSite
    from planner.transfers.powered_flight import Engine

DEFAULT_SITE = "shackleton_ridge"


def add_site(parser: argparse.ArgumentParser) -> None:
    """A site of the catalogue, or a latitude and a longitude."""
    group = parser.add_argument_group("site")
    group.add_argument("--site", metavar="ID", help=f"of the catalogue ({DEFAULT_SITE})")
    group.add_argument(
        "--site-lat-deg", type=options.number, metavar="DEG", help="instead of --site"
    )
    group.add_argument("--site-lon-deg", type=options.number, metavar="DEG", help="east")
    group.add_argument(
        "--site-alt-km", type=options.number, default=0.0, metavar="KM",
        help="height over the mean sphere of 1737.4 km",
    )  # fmt: skip


def add_orbit(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """The lunar orbit and how long, and how far to the side, one may go for it."""
    group = parser.add_argument_group("lunar orbit, on the Moon's equator at DATE")
    options.add_circle(group)
    group.add_argument(
        "--orbit-node-deg", type=options.number, metavar="DEG",
        help="selenographic longitude of the ascending node; over the site at once if absent",
    )  # fmt: skip
    group.add_argument(
        "--orbit-argument-deg", type=options.number, metavar="DEG",
        help="place of the craft in orbit, from the node; where it is needed if absent",
    )  # fmt: skip
    group.add_argument(
        "--pass", dest="site_pass", choices=("ascending", "descending"), default="ascending",
        help="without a node: motion over the site",
    )  # fmt: skip
    group.add_argument(
        "--wait-max-d", type=options.number, default=14.0, metavar="D",
        help="longest wait for the plane, and for light where it is asked for (14)",
    )  # fmt: skip
    group.add_argument(
        "--cross-range-max-km", type=options.number, default=20.0, metavar="KM",
        help="how far beside the plane the site may lie; it is steered out",
    )  # fmt: skip
    return group


def add_craft(
    parser: argparse.ArgumentParser, *, mass_kg: float, thrust_n: float, isp_s: float
) -> None:
    """The craft and its engine."""
    group = parser.add_argument_group("craft")
    group.add_argument("--mass-kg", type=options.number, default=mass_kg, metavar="KG",
                       help=f"before the first burn ({mass_kg:g})")  # fmt: skip
    group.add_argument("--thrust-n", type=options.number, default=thrust_n, metavar="N",
                       help=f"full thrust ({thrust_n:g})")  # fmt: skip
    group.add_argument("--isp-s", type=options.number, default=isp_s, metavar="S",
                       help=f"specific impulse in vacuum ({isp_s:g})")  # fmt: skip


def surface_site(chosen: argparse.Namespace) -> SurfaceSite:
    """The site asked for.

    Raises
    ------
    OutOfRangeError
        An unknown site, half a pair of coordinates, or both a site and coordinates.
    """
    from planner.transfers.over_site import SurfaceSite

    given = (chosen.site_lat_deg is not None) + (chosen.site_lon_deg is not None)
    if given == 1 or (given and chosen.site is not None):
        raise OutOfRangeError(
            name="--site, --site-lat-deg, --site-lon-deg",
            value=(chosen.site, chosen.site_lat_deg, chosen.site_lon_deg),
            allowed="either a site, or both coordinates",
        )
    if given:
        return SurfaceSite(
            lat_deg=chosen.site_lat_deg, lon_deg=chosen.site_lon_deg, alt_km=chosen.site_alt_km
        )
    key = DEFAULT_SITE if chosen.site is None else chosen.site
    site = options.catalogue_entry("sites", key, "--site")
    return SurfaceSite(
        lat_deg=site.lat_deg.value, lon_deg=site.lon_deg.value, alt_km=chosen.site_alt_km
    )


def lunar_orbit(chosen: argparse.Namespace, *, apolune_alt_km: float | None = None) -> LunarOrbit:
    """The orbit asked for.

    Raises
    ------
    OutOfRangeError
        A value outside its range.
    """
    from planner.transfers.over_site import LunarOrbit

    return LunarOrbit(
        altitude_km=chosen.orbit_alt_km,
        apolune_alt_km=apolune_alt_km,
        inclination_deg=chosen.orbit_inclination_deg,
        node_deg=chosen.orbit_node_deg,
        argument_deg=chosen.orbit_argument_deg,
        ascending=chosen.site_pass == "ascending",
    )


def engine(chosen: argparse.Namespace) -> Engine:
    """The craft asked for.

    Raises
    ------
    OutOfRangeError
        What does not fly.
    """
    from planner.transfers.powered_flight import Engine

    return Engine(mass_kg=chosen.mass_kg, thrust_n=chosen.thrust_n, isp_s=chosen.isp_s)
