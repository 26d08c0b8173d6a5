"""Options several commands share: dates, pads, orbits; and how they become a request."""

from __future__ import annotations

import argparse
import math
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from planner.errors import OutOfRangeError

if TYPE_CHECKING:
    from planner.transfers.departure import LaunchSite
    from planner.transfers.earth_entry import EntryWish
    from planner.transfers.request import DirectRequest

DEFAULT_PAD = "wenchang_101"
DEFAULT_PARKING_ALT_KM = 200.0


def number(text: str) -> float:
    """A finite number, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a finite number")
    return value


def numbers(text: str) -> tuple[float, ...]:
    """Finite numbers between commas, for argparse."""
    return tuple(number(part) for part in text.split(","))


def counts(text: str) -> tuple[int, ...]:
    """Whole numbers between commas, for argparse."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} are not whole numbers") from error


def epoch(text: str) -> str:
    """A date or an epoch with a scale, for argparse; it is read when the command runs."""
    day = text.replace("T", " ").partition(" ")[0]
    try:
        datetime.fromisoformat(day)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2030-01-01, or 2030-01-01T12:00:00 TDB"
        ) from error
    return text


def add_pad(parser: argparse.ArgumentParser) -> None:
    """Where the flight starts: a pad of the catalogue, or a latitude and a longitude."""
    group = parser.add_argument_group("pad")
    group.add_argument("--pad", metavar="ID", help=f"of the catalogue ({DEFAULT_PAD})")
    group.add_argument("--lat-deg", type=number, metavar="DEG", help="geodetic, instead of --pad")
    group.add_argument("--lon-deg", type=number, metavar="DEG", help="east")
    group.add_argument(
        "--max-inclination-deg", type=number, metavar="DEG", help="highest the pad may fly to"
    )


def add_orbits(
    parser: argparse.ArgumentParser, *, both_planes: bool = False, any_way: bool = False
) -> None:
    """The parking orbit and the lunar orbit, and which of the ways between them.

    ``both_planes``: the command always tries both, so that there is no ``--plane``.
    ``any_way``: the command finds its way itself, so that there is no ``--first-over`` either.
    """
    group = parser.add_argument_group("orbits")
    add_parking(group)
    group.add_argument("--perilune-alt-km", type=number, default=100.0, metavar="KM")
    group.add_argument("--apolune-alt-km", type=number, metavar="KM", help="circular if absent")
    group.add_argument(
        "--inclination-deg", type=number, default=90.0, metavar="DEG", help="on the Moon's equator"
    )
    if any_way:
        parser.set_defaults(first_over="north")
        return
    if not both_planes:
        group.add_argument(
            "--plane", choices=("northward", "southward"),
            help="motion at the Moon's declination; the cheaper one if absent",
        )  # fmt: skip
    group.add_argument("--first-over", choices=("north", "south"), default="north")


def add_parking(group: argparse._ArgumentGroup) -> None:
    """The parking orbit, and the way the rocket leaves the pad."""
    group.add_argument(
        "--parking-alt-km", type=number, metavar="KM", help=f"{DEFAULT_PARKING_ALT_KM:g} if absent"
    )
    group.add_argument(
        "--parking-inclination-deg", type=number, metavar="DEG",
        help="the lowest that serves the day if absent",
    )  # fmt: skip
    group.add_argument("--azimuth", choices=("northeast", "southeast"), default="northeast")


def parking_alt_km(chosen: argparse.Namespace) -> float:
    """The parking altitude (km) asked for; planar models have a default of their own."""
    asked: float | None = chosen.parking_alt_km
    return DEFAULT_PARKING_ALT_KM if asked is None else asked


def add_entry(parser: argparse.ArgumentParser) -> None:
    """The entry interface of a way home."""
    entry = parser.add_argument_group("entry")
    entry.add_argument("--entry-alt-km", type=number, default=121.92, metavar="KM")
    entry.add_argument("--entry-path-angle-deg", type=number, default=-6.48, metavar="DEG")
    entry.add_argument("--return-inclination-deg", type=number, default=40.0, metavar="DEG")


def entry_wish(chosen: argparse.Namespace, *, latitude_deg: float | None = None) -> EntryWish:
    """What the options of `add_entry` ask for.

    Raises
    ------
    OutOfRangeError
        An interface nobody survives.
    """
    from planner.transfers.earth_entry import EntryWish

    return EntryWish(
        altitude_km=chosen.entry_alt_km,
        path_angle_deg=chosen.entry_path_angle_deg,
        inclination_deg=chosen.return_inclination_deg,
        latitude_deg=latitude_deg,
    )


def launch_site(chosen: argparse.Namespace) -> LaunchSite:
    """The pad asked for.

    Raises
    ------
    OutOfRangeError
        An unknown pad, half a pair of coordinates, or both a pad and coordinates.
    """
    from planner.transfers.departure import LaunchSite

    given = (chosen.lat_deg is not None) + (chosen.lon_deg is not None)
    if given == 1 or (given and chosen.pad):
        raise OutOfRangeError(
            name="--pad, --lat-deg, --lon-deg",
            value=(chosen.pad, chosen.lat_deg, chosen.lon_deg),
            allowed="either a pad, or both coordinates",
        )
    highest = chosen.max_inclination_deg
    if given:
        return LaunchSite(
            id=f"{chosen.lat_deg:g} deg, {chosen.lon_deg:g} deg",
            lat_deg=chosen.lat_deg,
            lon_deg=chosen.lon_deg,
            max_inclination_deg=90.0 if highest is None else highest,
        )
    pad = catalogue_entry("pads", chosen.pad or DEFAULT_PAD, "--pad")
    return LaunchSite(
        id=pad.id,
        lat_deg=pad.lat_deg.value,
        lon_deg=pad.lon_deg.value,
        max_inclination_deg=pad.max_inclination_deg.value if highest is None else highest,
    )


def catalogue_entry(section: str, key: str, option: str) -> Any:
    """An entry of the catalogue by id.

    Raises
    ------
    OutOfRangeError
        No such id; the nearest one is named.
    """
    from planner.catalogue.loading import load_catalogue

    known = getattr(load_catalogue(), section)
    if key not in known:
        near = get_close_matches(key, known, n=1) or sorted(known)
        raise OutOfRangeError(
            name=option, value=key, allowed=f"the catalogue; there is {', '.join(near)}"
        )
    return known[key]


def direct_request(chosen: argparse.Namespace) -> DirectRequest:
    """What the options of `add_pad` and `add_orbits` ask for.

    Raises
    ------
    OutOfRangeError
        A value no day can serve.
    """
    from planner.transfers.request import DirectRequest

    apolune = chosen.apolune_alt_km
    return DirectRequest(
        site=launch_site(chosen),
        parking_alt_km=parking_alt_km(chosen),
        parking_inclination_deg=chosen.parking_inclination_deg,
        perilune_alt_km=chosen.perilune_alt_km,
        apolune_alt_km=chosen.perilune_alt_km if apolune is None else apolune,
        inclination_deg=chosen.inclination_deg,
        north_first=chosen.first_over == "north",
        north_east=chosen.azimuth == "northeast",
        j2=getattr(chosen, "j2", False),
    )


def add_j2(parser: argparse.ArgumentParser) -> None:
    """The Earth's oblateness, off unless asked for."""
    parser.add_argument("--j2", action="store_true", help="the Earth's oblateness too")


def planes(chosen: argparse.Namespace) -> tuple[bool, ...]:
    """Planes to try: that of ``--plane``, or both."""
    return (True, False) if chosen.plane is None else (chosen.plane == "northward",)


def depart_tdb_jd(chosen: argparse.Namespace) -> float:
    """When to leave: the date of a scan if there is one, else that of ``--depart``.

    Raises
    ------
    OutOfRangeError
        As `tdb_jd`.
    """
    scanned: float | None = getattr(chosen, "scanned_tdb_jd", None)
    return tdb_jd(chosen.depart) if scanned is None else scanned


def tdb_jd(text: str) -> float:
    """TDB Julian date of a date (its midnight UTC) or an epoch.

    Raises
    ------
    OutOfRangeError
        It cannot be read, or lies outside the ephemeris.
    """
    from planner.astro.ephemeris import require_covered
    from planner.epochs import parse_epoch
    from planner.transfers.departure import seconds_past_j2000

    jd = parse_epoch(text)
    require_covered(seconds_past_j2000(jd))
    return jd
