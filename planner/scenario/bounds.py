"""What a flight option can at most deliver, whatever the day and the skill.

These are bounds, not estimates: each step takes the most favourable value that
physics leaves open, so an element above its bound can never fly, and saying so
needs no trajectory. They live beside the scenario's checks because they judge the
author's text before any transfer is computed; what a flight really delivers is
computed later, from the transfer, with margins.
"""

from __future__ import annotations

from math import exp, inf, log, sqrt
from typing import Final

from planner.astro.constants import G0_M_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.catalogue.models import AnchorPerformance, Lander, Launcher
from planner.scenario.model import ArrivalOrbit, FlightOption, Propulsion

#: No parking orbit up to 1000 km altitude is left for C3 >= -3 km2/s2 slower than this:
#: sqrt(2 * 398600 / 7378 - 3) = 10.25 km/s.
_SLOWEST_INJECTION_KM_S: Final = 10.25
#: Capture by the Sun's help saves at most about 40 m/s against a parabolic arrival
#: (639 m/s published for 100 km against 677; Hiraiwa et al. 2026, table 3); rounded up.
_BALLISTIC_CAPTURE_M_S: Final = 50.0
#: Slower than the slowest orbit at the surface, sqrt(GM/R) = 1680 m/s, less the ground's
#: own 5 m/s at the equator, before any loss to gravity or hover.
DESCENT_FLOOR_M_S: Final = 1650.0


def tli_bound_kg(launcher: Launcher) -> float:
    """Return the most a launcher separates anywhere in its valid range of C3 (kg).

    Since d(v^2) = d(C3) at a given radius, lowering C3 saves at most dC3 / (2 v)
    with v the slowest injection speed; the rocket equation turns that into mass.
    """
    performance = launcher.performance
    if not isinstance(performance, AnchorPerformance):
        return max(performance.mass_kg)
    drop = performance.c3_km2_s2 - performance.valid_c3_km2_s2[0]
    saved_m_s = 1000.0 * drop / (2.0 * _SLOWEST_INJECTION_KM_S)
    dry = performance.upper_stage_dry_kg.value
    gain = 1.0 / _kept(saved_m_s, performance.upper_stage_isp_s.value)
    return (performance.mass_kg.value + dry) * gain - dry


def loi_floor_m_s(orbit: ArrivalOrbit) -> float:
    """Return the least speed change into a lunar orbit (m/s): from a parabola, less 50."""
    perilune = MOON_RADIUS_KM + orbit.perilune_alt_km
    apolune = MOON_RADIUS_KM + orbit.apolune_alt_km
    escape = sqrt(2.0 * GM_MOON_KM3_S2 / perilune)
    held = escape * sqrt(apolune / (perilune + apolune))
    return max(0.0, 1000.0 * (escape - held) - _BALLISTIC_CAPTURE_M_S)


def delivered_bound_kg(option: FlightOption) -> float:
    """Return the most payload a flight option can deliver to its destination (kg).

    With a lander: the launcher's best mass, braked by the least possible LOI and
    descent at each stage's own specific impulse, less the stages' dry masses; no
    margin, no residual, tanks of any size. Without one: the mass at TLI.
    """
    mass = tli_bound_kg(option.launcher)
    if option.lander is None:
        return mass
    return max(0.0, _braked(mass, option.lander, option.arrival_orbit))


def _braked(mass: float, lander: Lander, orbit: ArrivalOrbit) -> float:
    floors = {"loi": loi_floor_m_s(orbit), "descent": DESCENT_FLOOR_M_S}
    for stage in lander.stages:
        for burn in stage.burns:
            mass *= _kept(floors.get(burn, 0.0), stage.isp_s.value)
        mass -= stage.dry_mass_kg.value
    return mass


def capture_reserve_m_s(propulsion: Propulsion, mass_kg: float) -> float:
    """Return the speed change a craft can make with all its propellant (m/s)."""
    if propulsion.propellant_kg >= mass_kg:
        return inf
    burnt = mass_kg / (mass_kg - propulsion.propellant_kg)
    return propulsion.isp_s * G0_M_S2 * log(burnt)


def _kept(dv_m_s: float, isp_s: float) -> float:
    """Return the part of the mass left after a burn (Tsiolkovsky 1903)."""
    return exp(-dv_m_s / (isp_s * G0_M_S2))
