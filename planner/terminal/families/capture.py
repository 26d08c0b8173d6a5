"""Options of every family that ends in lunar orbit: several LOI burns, light at a site."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planner.errors import OutOfRangeError
from planner.terminal import options
from planner.terminal.values import count

if TYPE_CHECKING:
    from planner.transfers.arrival_light import LandingSite
    from planner.transfers.direct_flight import CaptureWish


def add_to(parser: argparse.ArgumentParser) -> None:
    """Several burns into lunar orbit, and the site whose light is told."""
    group = parser.add_argument_group("capture", "several LOI burns, flown in between")
    how = group.add_mutually_exclusive_group()
    how.add_argument("--loi-burns", type=count, metavar="N", help="so many burns of equal size")
    how.add_argument(
        "--loi-apolunes-km", type=options.numbers, metavar="KM,KM",
        help="apolune altitude after each burn but the last",
    )  # fmt: skip
    how.add_argument(
        "--loi-periods-h", type=options.numbers, metavar="H,H", help="or the period of these orbits"
    )
    group.add_argument(
        "--loi-revolutions", type=options.counts, metavar="N,N",
        help="revolutions in each; one number stands for all (1)",
    )  # fmt: skip
    light = parser.add_argument_group("light at a site")
    light.add_argument("--site", metavar="ID", help="of the catalogue")
    light.add_argument(
        "--site-lat-deg", type=options.number, metavar="DEG", help="instead of --site"
    )
    light.add_argument("--site-lon-deg", type=options.number, metavar="DEG", help="east")


def wish(chosen: argparse.Namespace) -> CaptureWish:
    """The capture the options of `add_to` ask for.

    Raises
    ------
    OutOfRangeError
        Revolutions between burns where there is one burn alone.
    """
    from planner.transfers.direct_flight import CaptureWish

    several = chosen.loi_burns not in {None, 1} or chosen.loi_apolunes_km or chosen.loi_periods_h
    if chosen.loi_revolutions is not None and not several:
        raise OutOfRangeError(
            name="--loi-revolutions",
            value=chosen.loi_revolutions,
            allowed="captures by several burns; give --loi-burns, --loi-apolunes-km or "
            "--loi-periods-h too",
        )
    return CaptureWish(
        burns=chosen.loi_burns,
        apolunes_alt_km=chosen.loi_apolunes_km or (),
        periods_h=chosen.loi_periods_h or (),
        revolutions=(1,) if chosen.loi_revolutions is None else chosen.loi_revolutions,
    )


def site(chosen: argparse.Namespace) -> LandingSite | None:
    """The site the options of `add_to` ask for.

    Raises
    ------
    OutOfRangeError
        An unknown site, half a pair of coordinates, or both a site and coordinates.
    """
    from planner.transfers.arrival_light import LandingSite

    lat_deg, lon_deg = chosen.site_lat_deg, chosen.site_lon_deg
    given = (lat_deg is not None) + (lon_deg is not None)
    if given == 1 or (given and chosen.site is not None):
        raise OutOfRangeError(
            name="--site, --site-lat-deg, --site-lon-deg",
            value=(chosen.site, lat_deg, lon_deg),
            allowed="either a site, or both coordinates",
        )
    if given:
        return LandingSite(lat_deg=lat_deg, lon_deg=lon_deg)
    if chosen.site is None:
        return None
    place = options.catalogue_entry("sites", chosen.site, "--site")
    return LandingSite(
        lat_deg=place.lat_deg.value,
        lon_deg=place.lon_deg.value,
        horizon_deg=place.effective_horizon_deg.value,
    )
