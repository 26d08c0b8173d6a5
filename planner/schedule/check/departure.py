"""The launch of a flight: the pad lies under the plane that its injection shows, in reach of it.

The plane is that of the state after TLI; a tangential burn keeps it. The axes of date follow
from the precession of Lieske 1977 (Meeus 1998, ch. 21) and the pad from Greenwich mean sidereal
time (Meeus 12.4). Nutation and polar motion, left out, move a pad by 0.005 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from planner.scenario import FlightOption
from planner.schedule.check.record import FlightRecord
from planner.schedule.check.sun import CENTURY_S, J2000_S
from planner.schedule.check.violation import Violation

FLATTENING: Final = 1.0 / 298.257  # of the Earth, IERS conventions 2010
UNDER_PLANE_DEG: Final = 0.02  # 5 s of the Earth turning; UT1 is within 1 s of UTC
REACH_DEG: Final = 0.02  # precession and nutation as above

Vector = tuple[float, float, float]


def launch_violations(option: FlightOption, flight: FlightRecord) -> Iterator[Violation]:
    """Whether the pad lies in the parking plane at launch, and may fly that inclination."""
    if flight.ship is not None and option.ship is not None:
        option = option.model_copy(update={"pad": option.ship.pad})
    r, v = flight.r_km, flight.v_km_s
    normal = _unit(
        (r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0])
    )
    pole_ward = _to_date(normal, flight.launch)
    inclination_deg = math.degrees(math.acos(pole_ward[2]))
    if inclination_deg > option.pad.max_inclination_deg.value + REACH_DEG:
        message = (
            f"leaves in a plane of {inclination_deg:.2f} deg, {option.pad.id} reaches "
            f"{option.pad.max_inclination_deg.value:g} deg"
        )
        yield Violation("launch_plane", flight.id, message)
    pad = _pad(option.pad.lat_deg.value, option.pad.lon_deg.value, flight.launch)
    off_deg = math.degrees(math.asin(sum(p * n for p, n in zip(pad, pole_ward, strict=True))))
    if abs(off_deg) > UNDER_PLANE_DEG:
        message = f"{option.pad.id} lies {off_deg:.2f} deg off the parking plane at launch"
        yield Violation("launch_plane", flight.id, message)


def _unit(vector: Vector) -> Vector:
    size = math.hypot(*vector)
    return vector[0] / size, vector[1] / size, vector[2] / size


def _centuries(at: datetime) -> float:
    return (at.timestamp() - J2000_S) / CENTURY_S


def _to_date(vector: Vector, at: datetime) -> Vector:
    """A direction of the ICRF in the mean equator and equinox of date."""
    t = _centuries(at)
    zeta, z, theta = (
        math.radians((a * t + b * t * t) / 3600.0)
        for a, b in ((2306.2181, 0.30188), (2306.2181, 1.09468), (2004.3109, -0.42665))
    )
    return _about_pole(_about_y(_about_pole(vector, zeta), -theta), z)


def _about_pole(vector: Vector, angle: float) -> Vector:
    c, s = math.cos(angle), math.sin(angle)
    return c * vector[0] - s * vector[1], s * vector[0] + c * vector[1], vector[2]


def _about_y(vector: Vector, angle: float) -> Vector:
    c, s = math.cos(angle), math.sin(angle)
    return c * vector[0] + s * vector[2], vector[1], -s * vector[0] + c * vector[2]


def _pad(lat_deg: float, lon_deg: float, at: datetime) -> Vector:
    """Direction of a pad from the Earth's centre, equator and equinox of date."""
    lat = math.atan((1.0 - FLATTENING) ** 2 * math.tan(math.radians(lat_deg)))
    days = _centuries(at) * 36_525.0
    turned = math.radians(280.46061837 + 360.98564736629 * days + lon_deg)
    return math.cos(lat) * math.cos(turned), math.cos(lat) * math.sin(turned), math.sin(lat)
