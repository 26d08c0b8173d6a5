"""``transfer low-thrust``: spiral from the Earth to an orbit about the Moon."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from planner.terminal import options
from planner.terminal.families.common import Common, add_common, require_model
from planner.terminal.progress import Progress

if TYPE_CHECKING:
    from planner.transfers.electric_craft import StartOrbit
    from planner.transfers.flight import Flight

#: Perigee and apogee (km), inclination and argument of perigee (deg) of the named orbits:
#: SMART-1's first orbit, and a circle above the drag at the latitude of Cape Canaveral.
_STARTS: Final = {"gto": (656.0, 35_880.0, 7.0, 178.0), "leo": (800.0, 800.0, 28.5, 0.0)}


def add_to(families: Any, common: Common = add_common) -> None:
    """Add the family to the command line."""
    spiral = families.add_parser(
        "low-thrust",
        help="electric engine: spiral from an Earth orbit into one about the Moon",
        description="One continuous flight of months, with eclipses; the search for a capture "
        "takes some ten seconds. Each phase with thrust is told as one burn of the same speed "
        "change. The craft is SMART-1 unless told otherwise.",
    )
    common(spiral, fly=_fly)
    craft = spiral.add_argument_group("craft")
    for option, value, what in (
        ("--mass-kg", 367.0, "at the start, with propellant"),
        ("--propellant-kg", 82.0, "part of the mass"),
        ("--thrust-n", 0.068, "in sunlight"),
        ("--isp-s", 1640.0, "specific impulse"),
        ("--duty-cycle", 0.58, "share of the time the engine may run"),
    ):
        craft.add_argument(
            option, type=options.number, default=value, metavar=option.rsplit("-", 1)[1].upper(),
            help=f"{what} ({value:g})",
        )  # fmt: skip
    start = spiral.add_argument_group("start orbit (osculating, at perigee)")
    start.add_argument("--from", dest="start", choices=tuple(_STARTS), default="gto")
    for option in ("--perigee-alt-km", "--apogee-alt-km", "--inclination-deg", "--argp-deg"):
        start.add_argument(option, type=options.number, metavar=option.rsplit("-", 1)[1].upper())
    start.add_argument(
        "--raan-deg", type=options.number, metavar="DEG",
        help="node on the equator of date; the best of six launch hours if absent",
    )  # fmt: skip
    end = spiral.add_argument_group("lunar orbit")
    end.add_argument("--perilune-alt-km", type=options.number, default=471.3, metavar="KM")
    end.add_argument("--apolune-alt-km", type=options.number, default=2880.8, metavar="KM")
    end.add_argument("--lunar-inclination-deg", type=options.number, default=90.0, metavar="DEG")
    spiral.add_argument(
        "--budget", type=options.number, default=240.0, metavar="N",
        help="approaches tried at most (240)",
    )  # fmt: skip


def _fly(chosen: argparse.Namespace, progress: Progress) -> Flight:
    require_model(chosen, ("ephemeris",))
    from planner.transfers.electric_craft import ElectricCraft, LunarTarget
    from planner.transfers.low_thrust import low_thrust_transfer

    return low_thrust_transfer(
        depart_tdb_jd=options.depart_tdb_jd(chosen),
        craft=ElectricCraft(
            mass_kg=chosen.mass_kg,
            thrust_n=chosen.thrust_n,
            isp_s=chosen.isp_s,
            propellant_kg=chosen.propellant_kg,
            duty_cycle=chosen.duty_cycle,
        ),
        start=_start(chosen),
        target=LunarTarget(
            perilune_alt_km=chosen.perilune_alt_km,
            apolune_alt_km=chosen.apolune_alt_km,
            inclination_deg=chosen.lunar_inclination_deg,
        ),
        budget=chosen.budget,
        progress=progress,
    )


def _start(chosen: argparse.Namespace) -> StartOrbit:
    """The named orbit with what was given in its place."""
    from planner.transfers.electric_craft import StartOrbit

    given = (
        chosen.perigee_alt_km,
        chosen.apogee_alt_km,
        chosen.inclination_deg,
        chosen.argp_deg,
    )
    perigee, apogee, inclination, argp = (
        named if own is None else own
        for own, named in zip(given, _STARTS[chosen.start], strict=True)
    )
    return StartOrbit(
        perigee_alt_km=perigee,
        apogee_alt_km=apogee,
        inclination_deg=inclination,
        raan_deg=chosen.raan_deg,
        argp_deg=argp,
    )
