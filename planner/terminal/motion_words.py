"""The words of ``propagate`` and ``lambert``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Final

from planner.terminal import values

_TURNING: Final = ("mu", "state", "time")
_SUN: Final = ("sun_mass", "sun_distance", "sun_rate", "t0")
#: Options each model cannot do without.
NEEDED: Final = {
    "cr3bp": _TURNING,
    "bcr4bp": (*_TURNING, *_SUN),
    "ephemeris": ("epoch", "r_km", "v_km_s", "days"),
}
#: Options each model takes besides.
TAKEN: Final = {
    "cr3bp": ("stm",),
    "bcr4bp": ("stm",),
    "ephemeris": (
        "center",
        "bodies",
        "j2",
        "moon_field_degree",
        "srp_area_m2_kg",
        "srp_cr",
    ),
}
_VECTOR = "X,Y,Z"


def add_json(parser: ArgumentParser) -> None:
    """Let the answer be JSON, and wrong usage be told as argparse does."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(complain=parser.error)


def add_propagate(parser: ArgumentParser) -> None:
    """Options of ``propagate``."""
    parser.add_argument(
        "--model", required=True, choices=tuple(NEEDED), help="each takes the options of its group"
    )
    turning = parser.add_argument_group(
        "cr3bp and bcr4bp", "non-dimensional, in the turning Earth-Moon frame"
    )
    turning.add_argument("--mu", type=values.finite, help="the Moon's share of the mass")
    turning.add_argument("--state", type=values.numbers(6), metavar="X,Y,Z,VX,VY,VZ",
                         help="at the start")  # fmt: skip
    turning.add_argument("--time", type=values.finite, help="how long; negative runs backwards")
    turning.add_argument("--stm", action="store_true", default=None, help="with transition matrix")
    sun = parser.add_argument_group("bcr4bp")
    sun.add_argument("--sun-mass", type=values.finite, help="3.28900541e5 for the Sun")
    sun.add_argument("--sun-distance", type=values.finite, help="3.88811143e2 for the Sun")
    sun.add_argument("--sun-rate", type=values.finite, help="rad per time unit; -0.925195985")
    sun.add_argument("--t0", type=values.finite, help="start; the Sun stands at sun-rate times t0")
    real = parser.add_argument_group("ephemeris", "DE440, ICRF axes")
    real.add_argument(
        "--epoch", type=values.epoch, metavar="E", help='"2029-01-01T00:00:00 UTC|TAI|TT|TDB"'
    )
    real.add_argument("--center", choices=("earth", "moon"), help="of input and answer (earth)")
    real.add_argument("--r-km", type=values.numbers(3), metavar=_VECTOR, help="place at the epoch")
    real.add_argument(
        "--v-km-s", type=values.numbers(3), metavar=_VECTOR, help="velocity at the epoch"
    )
    real.add_argument("--days", type=values.finite, help="how long; negative runs backwards")
    real.add_argument("--bodies", type=values.names, help="what pulls (earth,moon,sun)")
    real.add_argument("--j2", action="store_true", default=None, help="Earth's oblateness too")
    real.add_argument(
        "--moon-field-degree", type=values.count, metavar="N",
        help="the Moon's uneven field to this degree, 0 to 6, with --center moon",
    )  # fmt: skip
    real.add_argument(
        "--srp-area-m2-kg", type=values.finite, metavar="A",
        help="lit area over mass: the pressure of sunlight too",
    )  # fmt: skip
    real.add_argument("--srp-cr", type=values.finite, help="reflectivity, 1 to 2 (1.3)")
    add_json(parser)


def add_lambert(parser: ArgumentParser) -> None:
    """Options of ``lambert``."""
    parser.add_argument(
        "--mu-km3-s2", type=values.positive, required=True, metavar="MU",
        help="gravitational parameter of the body; 398600.4418 of the Earth",
    )  # fmt: skip
    parser.add_argument(
        "--r1-km", type=values.numbers(3), required=True, metavar=_VECTOR, help="first point"
    )
    parser.add_argument(
        "--r2-km", type=values.numbers(3), required=True, metavar=_VECTOR, help="second point"
    )
    parser.add_argument(
        "--tof-s", type=values.positive, required=True, metavar="S", help="time between them"
    )
    parser.add_argument(
        "--revs", type=values.count, default=0, metavar="M", help="complete revolutions (0)"
    )
    parser.add_argument(
        "--branch", choices=("low", "high"), default="low",
        help="with revolutions: the conic of smaller or larger semi-major axis (low)",
    )  # fmt: skip
    parser.add_argument("--retrograde", action="store_true", help="turn about -z")
    add_json(parser)
