"""Flights from a circular Earth orbit to perilune in the planar three- and four-body models.

Units and frame as in `planner.astro.cr3bp`, all motion in the Moon's plane; the constants are
those of Topputo 2013 (`planner.astro.constants`), altitudes counted from his radii (6378 and
1738 km). Departure and arrival are tangential to circular orbits (Topputo 2013, eqs. 8-13).
Validity: the Moon on a circle, every orbit in its plane, no inclination, no date; the costs are
bounds and teaching figures, real months differ by tens of m/s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import constants as c
from planner.astro.synodic import APSIDES, fly
from planner.astro.synodic_forces import Bcr4bpField, Cr3bpField
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import radius_of
from planner.transfers.request import PERILUNE_RANGE_KM, require_within

Array = NDArray[np.float64]

MU: Final = c.TOPPUTO_MU
LENGTH_KM: Final = c.TOPPUTO_LENGTH_KM
TIME_D: Final = c.TOPPUTO_TIME_D
SPEED_KM_S: Final = LENGTH_KM / (TIME_D * c.SECONDS_PER_DAY)

#: Times of flight that may be asked for, and those searched when none is (d).
TOF_RANGE_D: Final = (2.5, 7.0)
SEARCH_TOF_D: Final = (3.0, 6.0)
#: Longest flight followed (time units): the longest allowed and what a search may overshoot.
_HORIZON: Final = (TOF_RANGE_D[1] + 1.0) / TIME_D
#: A closest point counts as perilune inside the Moon's sphere of influence (66 183 km,
#: Laplace; Curtis 2020, table A.2); the parking orbit has closest points to the Moon as well.
_INFLUENCE: Final = 66_183.0 / LENGTH_KM
_PERILUNE: Final = APSIDES[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanarModel:
    """A planar model: ``sun_mass`` None leaves the Sun out of the equations."""

    name: Literal["cr3bp", "bcr4bp"]
    sun_mass: float | None

    def field(self, sun_angle_rad: float) -> Cr3bpField | Bcr4bpField:
        """Equations of motion with the Sun at this angle from the Earth-Moon line at TLI."""
        if self.sun_mass is None:
            return Cr3bpField(mu=MU)
        return Bcr4bpField(
            mu=MU,
            sun_mass=self.sun_mass,
            sun_distance=c.TOPPUTO_SUN_DISTANCE,
            sun_rate=c.TOPPUTO_SUN_RATE,
            t0=sun_angle_rad / c.TOPPUTO_SUN_RATE,
        )


CR3BP: Final = PlanarModel(name="cr3bp", sun_mass=None)
BCR4BP: Final = PlanarModel(name="bcr4bp", sun_mass=c.TOPPUTO_SUN_MASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanarRequest:
    """What a planar transfer has to do.

    Attributes
    ----------
    parking_alt_km : float
        Circular Earth orbit (km above 6378 km), flown prograde, 150 to 2000.
    perilune_alt_km : float
        Circular lunar orbit (km above 1738 km).
    prograde : bool
        Whether the lunar orbit turns as the Moon turns about the Earth.
    tof_d : float, optional
        Time of flight (d), 2.5 to 7; the cheapest of 3 to 6 if absent.
    sun_angle_deg : float, optional
        Sun's angle from the Earth-Moon line at TLI; the cheapest if absent. Only with a Sun.

    Raises
    ------
    OutOfRangeError
        A value outside these ranges, or NaN.
    """

    parking_alt_km: float = 167.0
    perilune_alt_km: float = 100.0
    prograde: bool = True
    tof_d: float | None = None
    sun_angle_deg: float | None = None

    def __post_init__(self) -> None:
        """Refuse orbits inside a body, times of flight out of range, NaN."""
        radius_of(parking_alt_km=self.parking_alt_km)
        require_within("perilune_alt_km", self.perilune_alt_km, *PERILUNE_RANGE_KM, "km")
        if self.tof_d is not None:
            require_within("tof_d", self.tof_d, *TOF_RANGE_D, "d")
        if self.sun_angle_deg is not None and not np.isfinite(self.sun_angle_deg):
            raise OutOfRangeError(
                name="sun_angle_deg", value=self.sun_angle_deg, allowed="finite numbers"
            )


class Departure(NamedTuple):
    """TLI: angle (rad) from the Earth-Moon line, speed after over circular, Sun's angle (rad)."""

    angle_rad: float
    ratio: float
    sun_angle_rad: float


class Passage(NamedTuple):
    """Perilune, non-dimensional: ``momentum`` (signed) and ``speed`` do not turn with the frame."""

    time: float
    state: Array
    distance: float
    momentum: float
    speed: float


class Way:
    """From the parking orbit to the lunar orbit of a request, in one model."""

    def __init__(self, model: PlanarModel, request: PlanarRequest) -> None:
        self.model, self.request = model, request
        self.parking = (c.TOPPUTO_EARTH_RADIUS_KM + request.parking_alt_km) / LENGTH_KM
        self.lunar = (c.TOPPUTO_MOON_RADIUS_KM + request.perilune_alt_km) / LENGTH_KM
        self.sense = 1.0 if request.prograde else -1.0
        self.parking_speed = float(np.sqrt((1.0 - MU) / self.parking))
        self.lunar_speed = float(np.sqrt(MU / self.lunar))

    def start(self, leaving: Departure) -> Array:
        """State [6] after TLI in the turning frame."""
        cos, sin = np.cos(leaving.angle_rad), np.sin(leaving.angle_rad)
        speed = leaving.ratio * self.parking_speed - self.parking
        r = self.parking
        return np.array([r * cos - MU, r * sin, 0.0, -speed * sin, speed * cos, 0.0])

    def fly(self, leaving: Departure, *, rtol: float) -> Passage | None:
        """First perilune of the Moon, or None: it flew past, or through the Moon's centre."""
        field = self.model.field(leaving.sun_angle_rad)
        try:
            arc = fly(
                field, self.start(leaving), _HORIZON, rtol=rtol, stm=False, event_rows=_PERILUNE
            )
        except NoConvergenceError:
            return None
        passages = (passage_of_moon(event[1], event[2:]) for event in arc.events)
        return next((p for p in passages if p.distance < _INFLUENCE), None)

    def excess(self, passage: Passage) -> float:
        """Angular momentum above that of the same energy grazing the lunar orbit.

        Zero where the perilune is wanted; unlike the distance it runs smoothly through a
        hit of the Moon's centre, from one sense of motion to the other.
        """
        return passage.momentum - self.sense * self.lunar * self.speed_at_orbit(passage)

    def speed_at_orbit(self, passage: Passage) -> float:
        """Speed of the passage's two-body energy at the radius of the lunar orbit."""
        gain = 2.0 * MU * (1.0 / self.lunar - 1.0 / passage.distance)
        return float(np.sqrt(max(passage.speed**2 + gain, 0.0)))

    def cost(self, leaving: Departure, passage: Passage) -> float:
        """TLI and LOI together (m/s); the passage taken to the radius of the lunar orbit."""
        tli = (leaving.ratio - 1.0) * self.parking_speed
        loi = self.speed_at_orbit(passage) - self.lunar_speed
        return float((tli + loi) * SPEED_KM_S * 1e3)


def passage_of_moon(time: float, state: Array) -> Passage:
    """A closest point of the Moon, seen from it."""
    x, y = state[0] - 1.0 + MU, state[1]
    distance = float(np.hypot(x, y))
    momentum = float(x * (state[4] + x) - y * (state[3] - y))
    speed = float(np.hypot(state[3] - y, state[4] + x))
    return Passage(float(time), state.copy(), distance, momentum, speed)
