"""``orbit lunar|frozen|elfo``: orbits about the Moon, flown for months."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any, Final

from planner.terminal import options
from planner.terminal.answers import Answer, print_answer
from planner.terminal.motion_words import add_json
from planner.terminal.progress import Progress, patient_progress
from planner.terminal.values import count

if TYPE_CHECKING:
    from planner.transfers.lunar_flight import LunarField
    from planner.transfers.lunar_frozen import Frozen, LunarEllipse
    from planner.transfers.lunar_orbit import Watch

_HELP: Final = {
    "lunar": "low or any lunar orbit: lifetime, altitudes, coverage of a site",
    "frozen": "low frozen lunar orbit, found",
    "elfo": "elliptical frozen relay orbit, found",
}


def add_to(families: Any) -> None:
    """Add the three families to the command line."""
    for family, what in _HELP.items():
        parser = families.add_parser(family, help=what)
        _add_orbit(parser, family)
        _add_flight(parser)
        _add_site(parser)
        add_json(parser)
        parser.set_defaults(run=run)


def _add_number(group: Any, name: str, default: float | None, what: str) -> None:
    told = what if default is None else f"{what} ({default:g})"
    metavar = "KM" if name.endswith("km") else "DEG"
    group.add_argument(name, type=options.number, default=default, metavar=metavar, help=told)


def _add_orbit(parser: ArgumentParser, family: str) -> None:
    group = parser.add_argument_group("orbit", "at its start; altitudes over 1737.4 km")
    group.add_argument(
        "--epoch", type=options.epoch, default="2030-01-01", metavar="DATE",
        help="2030-01-01, or 2030-01-01T12:00:00 TDB (UTC, TAI, TT)",
    )  # fmt: skip
    if family == "frozen":
        _add_number(group, "--mean-alt-km", 100.0, "semi-major axis less the radius")
    else:
        low, high = (200.0, 16000.0) if family == "elfo" else (100.0, None)
        _add_number(group, "--perilune-alt-km", low, "lowest")
        _add_number(group, "--apolune-alt-km", high, "highest; circular if absent")
    tilt = None if family == "elfo" else 90.0
    plane = "plane of the Earth's motion; found if absent" if tilt is None else "Moon's equator"
    _add_number(group, "--inclination-deg", tilt, f"on the {plane}")
    node = None if family == "elfo" else 0.0
    _add_number(group, "--node-deg", node, "east longitude of the ascending node at the epoch")
    if family == "lunar":
        _add_number(group, "--argp-deg", 0.0, "from the node to perilune")
        _add_number(group, "--true-anomaly-deg", 0.0, "from perilune to the craft")
    if family == "elfo":
        group.add_argument("--apolune-over", choices=("south", "north"), default="south",
                           help="half of the Moon served (south)")  # fmt: skip


def _add_flight(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("flight")
    group.add_argument(
        "--days", type=options.number, default=365.0, metavar="D", help="longest flight (365)"
    )
    _add_number(group, "--floor-alt-km", 0.0, "height that counts as the ground")
    group.add_argument("--moon-field-degree", type=count, default=4, metavar="N", help="0 to 6 (4)")
    group.add_argument(
        "--srp-area-m2-kg", type=options.number, default=0.0, metavar="A",
        help="lit area over mass: the pressure of sunlight too",
    )  # fmt: skip
    group.add_argument(
        "--srp-cr", type=options.number, default=1.3, metavar="C", help="reflectivity (1.3)"
    )


def _add_site(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("site served")
    _add_number(group, "--site-lat-deg", -90.0, "planetocentric")
    _add_number(group, "--site-lon-deg", 0.0, "east")
    _add_number(group, "--min-elevation-deg", 5.0, "lowest at which the site sees the craft")


def run(chosen: Namespace) -> int:
    """Find, fly and print; exit code."""
    with patient_progress(sys.stderr) as progress:
        return print_answer(lambda: _told(chosen, progress), as_json=chosen.json)


def _told(chosen: Namespace, progress: Progress) -> Answer:
    from planner.transfers.departure import seconds_past_j2000
    from planner.transfers.lunar_flight import require_days
    from planner.transfers.lunar_orbit import lunar_orbit

    # A search may take half a minute: what is wrong with the flight after it is told first.
    field, watch = _field(chosen), _watch(chosen)
    start_s = seconds_past_j2000(options.tdb_jd(chosen.epoch, "--epoch"))
    require_days(t0_tdb_s=start_s, days=chosen.days, floor_alt_km=chosen.floor_alt_km)
    return lunar_orbit(
        family=chosen.family,
        start=_start(chosen, start_s, field, progress),
        days=chosen.days,
        field=field,
        watch=watch,
        floor_alt_km=chosen.floor_alt_km,
        progress=progress,
    ).as_dict()


def _field(chosen: Namespace) -> LunarField:
    from planner.transfers.lunar_flight import LunarField

    return LunarField(
        degree=chosen.moon_field_degree,
        srp_area_m2_kg=chosen.srp_area_m2_kg,
        srp_cr=chosen.srp_cr,
    )


def _watch(chosen: Namespace) -> Watch:
    from planner.transfers.lunar_orbit import Watch

    return Watch(
        lat_deg=chosen.site_lat_deg,
        lon_deg=chosen.site_lon_deg,
        min_elevation_deg=chosen.min_elevation_deg,
    )


def _start(
    chosen: Namespace, t_tdb_s: float, field: LunarField, progress: Progress
) -> LunarEllipse | Frozen:
    from planner.transfers.lunar_frozen import LunarEllipse, elliptical_frozen, low_frozen

    if chosen.family == "frozen":
        return low_frozen(
            t_tdb_s=t_tdb_s, altitude_km=chosen.mean_alt_km,
            inclination_deg=chosen.inclination_deg, node_deg=chosen.node_deg, field=field,
            progress=progress,
        )  # fmt: skip
    apolune = chosen.apolune_alt_km
    if chosen.family == "elfo":
        return elliptical_frozen(
            t_tdb_s=t_tdb_s, perilune_alt_km=chosen.perilune_alt_km, apolune_alt_km=apolune,
            apolune_over=chosen.apolune_over, inclination_deg=chosen.inclination_deg,
            node_deg=chosen.node_deg, field=field, progress=progress,
        )  # fmt: skip
    return LunarEllipse(
        t_tdb_s=t_tdb_s,
        perilune_alt_km=chosen.perilune_alt_km,
        apolune_alt_km=chosen.perilune_alt_km if apolune is None else apolune,
        inclination_deg=chosen.inclination_deg,
        argp_deg=chosen.argp_deg,
        node_deg=chosen.node_deg,
        true_anomaly_deg=chosen.true_anomaly_deg,
    )
