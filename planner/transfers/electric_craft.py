"""A craft with an electric engine, the orbit it starts from and the one it is to reach.

The defaults are SMART-1's: launch mass 367 kg, 82 kg of xenon, 68 mN, 1640 s; first
osculating orbit 656 x 35 880 km at 7 degrees; first operational orbit about the Moon of
28 February 2005, 2208.7 x 4618.2 km from its centre, polar (ESA status reports 22 and 36,
ESA orbit pages 36037 and 39723). Its duty cycle is that of the climb through the
radiation belts: 1313 h of thrust in the 94 d to 30 December 2003.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.astro.constants import EARTH_RADIUS_KM, G0_M_S2, MOON_RADIUS_KM
from planner.errors import OutOfRangeError
from planner.transfers.request import require_within

#: Accelerations (m/s²) a spiral is meant for: a day of thrust changes the orbit by little,
#: and the Moon is reached in a few years.
ACCELERATION_RANGE_M_S2 = (3e-5, 1e-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricCraft:
    """Mass, engine and how much of the time it may run.

    Attributes
    ----------
    mass_kg, propellant_kg : float
        At the start; the propellant is part of the mass.
    thrust_n, isp_s : float
        In full sunlight; both are kept whatever the power of a real array would be.
    duty_cycle : float
        Share of the time in which the engine may run where the law would have it run
        throughout: the rest is for eclipse seasons, navigation, upsets. Above 0, up to 1.

    Raises
    ------
    OutOfRangeError
    """

    mass_kg: float = 367.0
    thrust_n: float = 0.068
    isp_s: float = 1640.0
    propellant_kg: float = 82.0
    duty_cycle: float = 0.58

    def __post_init__(self) -> None:
        require_within("mass_kg", self.mass_kg, 1.0, 1e6, "kg")
        require_within("isp_s", self.isp_s, 500.0, 20_000.0, "s")
        require_within("duty_cycle", self.duty_cycle, 0.05, 1.0, "of the time")
        if not 0.0 < self.propellant_kg < self.mass_kg:
            raise OutOfRangeError(
                name="propellant_kg", value=self.propellant_kg, allowed="0 .. mass_kg, both open"
            )
        low, high = (a * self.mass_kg for a in ACCELERATION_RANGE_M_S2)
        require_within("thrust_n", self.thrust_n, low, high, "N for this mass_kg")

    @property
    def flow_kg_s(self) -> float:
        """Propellant a second of full thrust."""
        return self.thrust_n / (self.isp_s * G0_M_S2)

    def dv_m_s(self, *, before_kg: float, after_kg: float) -> float:
        """Speed change by the rocket equation while the mass falls."""
        return self.isp_s * G0_M_S2 * math.log(before_kg / after_kg)

    def propellant_for_kg(self, *, dv_m_s: float) -> float:
        """Propellant that a speed change takes from the full mass."""
        return self.mass_kg * -math.expm1(-dv_m_s / (self.isp_s * G0_M_S2))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOrbit:
    """Osculating orbit about the Earth at departure, on its true equator, at perigee.

    Attributes
    ----------
    perigee_alt_km, apogee_alt_km : float
        250 to 40 000 km, perigee not above apogee.
    inclination_deg : float
    raan_deg : float or None
        None takes, of six launch hours, the one whose climb ends nearest to the plane of
        the Moon's orbit.
    argp_deg : float

    Raises
    ------
    OutOfRangeError
    """

    perigee_alt_km: float = 656.0
    apogee_alt_km: float = 35_880.0
    inclination_deg: float = 7.0
    raan_deg: float | None = None
    argp_deg: float = 178.0

    def __post_init__(self) -> None:
        require_within("perigee_alt_km", self.perigee_alt_km, 250.0, 40_000.0, "km")
        require_within("apogee_alt_km", self.apogee_alt_km, self.perigee_alt_km, 40_000.0, "km")
        require_within("inclination_deg", self.inclination_deg, 0.0, 120.0, "deg")
        require_within("argp_deg", self.argp_deg, 0.0, 360.0, "deg")
        if self.raan_deg is not None:
            require_within("raan_deg", self.raan_deg, 0.0, 360.0, "deg")

    @property
    def semi_major_axis_km(self) -> float:
        """Half the sum of the two radii."""
        return EARTH_RADIUS_KM + 0.5 * (self.perigee_alt_km + self.apogee_alt_km)

    @property
    def eccentricity(self) -> float:
        """Difference of the two radii over their sum."""
        return 0.5 * (self.apogee_alt_km - self.perigee_alt_km) / self.semi_major_axis_km


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarTarget:
    """Orbit about the Moon to end in; node and argument of perilune are free.

    Attributes
    ----------
    perilune_alt_km, apolune_alt_km : float
        Above 1737.4 km: 100 to 10 000, apolune not below perilune.
    inclination_deg : float
        On the Moon's true equator.

    Raises
    ------
    OutOfRangeError
    """

    perilune_alt_km: float = 471.3
    apolune_alt_km: float = 2880.8
    inclination_deg: float = 90.0

    def __post_init__(self) -> None:
        require_within("perilune_alt_km", self.perilune_alt_km, 100.0, 10_000.0, "km")
        require_within("apolune_alt_km", self.apolune_alt_km, self.perilune_alt_km, 10_000.0, "km")
        require_within("inclination_deg", self.inclination_deg, 0.0, 180.0, "deg")

    @property
    def semi_major_axis_km(self) -> float:
        """Half the sum of the two radii."""
        return MOON_RADIUS_KM + 0.5 * (self.perilune_alt_km + self.apolune_alt_km)

    @property
    def eccentricity(self) -> float:
        """Difference of the two radii over their sum."""
        return 0.5 * (self.apolune_alt_km - self.perilune_alt_km) / self.semi_major_axis_km


def edelbaum_dv_m_s(*, v0_km_s: float, v1_km_s: float, turn_deg: float = 0.0) -> float:
    """Least speed change of a slow spiral between two circles, Edelbaum 1961.

    Parameters
    ----------
    v0_km_s, v1_km_s : float
        Circular speeds.
    turn_deg : float
        Angle between the planes, 0 to 114.6 (beyond, turning far outside is cheaper).

    Raises
    ------
    OutOfRangeError
    """
    for name, value in (("v0_km_s", v0_km_s), ("v1_km_s", v1_km_s)):
        require_within(name, value, 1e-3, 1e3, "km/s")
    require_within("turn_deg", turn_deg, 0.0, 114.6, "deg")
    cosine = math.cos(0.5 * math.pi * math.radians(turn_deg))
    return 1e3 * math.sqrt(v0_km_s**2 + v1_km_s**2 - 2.0 * v0_km_s * v1_km_s * cosine)
