"""Physical constants, each with its source. km, s, rad; TDB-compatible values.

Park et al. 2021 stands for R. S. Park, W. M. Folkner, J. G. Williams, D. H. Boggs,
"The JPL Planetary and Lunar Ephemerides DE440 and DE441", AJ 161:105; the values are
those printed in the comment area of the kernel, which the excerpt in ``data/`` keeps.
"""

from __future__ import annotations

from typing import Final

# --- time ---------------------------------------------------------------------------
#: Seconds in a day (definition).
SECONDS_PER_DAY: Final = 86400.0
#: Julian date of J2000.0, 2000-01-01 12:00 TDB (IAU 1976).
J2000_JD: Final = 2451545.0
#: Days in a Julian century (definition).
DAYS_PER_CENTURY: Final = 36525.0

# --- gravity, Park et al. 2021 (kernel comments, table of GM in km^3/s^2) -------------
GM_EARTH_KM3_S2: Final = 398600.435507
GM_MOON_KM3_S2: Final = 4902.800118
GM_SUN_KM3_S2: Final = 132712440041.279419
GM_VENUS_KM3_S2: Final = 324858.592000
#: Mars with its moons.
GM_MARS_KM3_S2: Final = 42828.375816
#: Jupiter with its moons.
GM_JUPITER_KM3_S2: Final = 126712764.100000
#: Mass of the Earth over mass of the Moon, Park et al. 2021 (header ``EMRAT``).
EARTH_MOON_MASS_RATIO: Final = 81.300568221497215
#: Earth's unnormalised J2, to be used with EARTH_RADIUS_KM, Park et al. 2021 (``J2E``).
J2_EARTH: Final = 1.08262539e-3

# --- the Earth and the Moon on circles: JPL Solar System Dynamics, "Three-Body Periodic
# Orbits" (ssd.jpl.nasa.gov/tools/periodic_orbits.html), its Earth-Moon system ------------
#: The Moon's share of the mass.
CR3BP_MU: Final = 1.215058560962404e-2
#: Unit of length (km); papers that take 384400 km give the same orbit other kilometres.
CR3BP_LENGTH_KM: Final = 389703.264829278
#: Unit of time (s).
CR3BP_TIME_S: Final = 382981.289129055
#: Mean synodic month (d): from new moon to new moon, Chapront-Touzé & Chapront 1988,
#: A&A 190:342.
SYNODIC_MONTH_D: Final = 29.530588853
#: Mean sidereal month (d): the Moon's mean motion against the stars, same source.
SIDEREAL_MONTH_D: Final = 27.321661547

# --- planar transfers: Topputo 2013, "On optimal two-impulse Earth-Moon transfers in a
# four-body model", CMDA 117:279, table of constants; one set, not to be mixed with others --
#: The Moon's share of the mass.
TOPPUTO_MU: Final = 1.21506683e-2
#: Mass of the Sun in masses of the Earth and the Moon.
TOPPUTO_SUN_MASS: Final = 3.28900541e5
#: Distance of the Sun in units of length.
TOPPUTO_SUN_DISTANCE: Final = 3.88811143e2
#: Rate of the Sun's angle in the turning frame (rad per unit of time).
TOPPUTO_SUN_RATE: Final = -9.25195985e-1
#: Unit of length (km) and of time (d).
TOPPUTO_LENGTH_KM: Final = 3.84405e5
TOPPUTO_TIME_D: Final = 4.34811305
#: Radii altitudes are counted from in these models.
TOPPUTO_EARTH_RADIUS_KM: Final = 6378.0
TOPPUTO_MOON_RADIUS_KM: Final = 1738.0

# --- sizes ----------------------------------------------------------------------------
#: Equatorial radius, IERS Conventions 2010, table 1.1; also ``RE`` of DE440.
EARTH_RADIUS_KM: Final = 6378.1366
#: Flattening of WGS 84 (NIMA TR8350.2): geodetic pad coordinates.
WGS84_FLATTENING: Final = 1.0 / 298.257223563
#: Mean radius, IAU working group, Archinal et al. 2018 (CMDA 130:22), table 5.
MOON_RADIUS_KM: Final = 1737.4
#: Nominal solar radius, IAU 2015 resolution B3.
SUN_RADIUS_KM: Final = 695700.0
#: Astronomical unit, IAU 2012 resolution B2.
AU_KM: Final = 149597870.7

# --- engineering ------------------------------------------------------------------------
#: Standard gravity, 3rd CGPM 1901; turns specific impulse in s into exhaust speed.
G0_M_S2: Final = 9.80665
