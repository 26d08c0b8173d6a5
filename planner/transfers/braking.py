"""From a lunar orbit to the surface: what it costs, from thrust and mass.

An impulsive descent orbit insertion (DOI) at apolune lowers perilune to the height
where the engine is lit; a powered descent of finite thrust
(:mod:`planner.astro.linear_tangent`) brings the craft to rest on the surface; hovering
is paid at lunar gravity. The engine is throttled, constantly, where that burns less.

The steering is the ideal one: no approach phase, no redesignation, touchdown with the
thrust still inclined. A flown descent costs more (Apollo 11: 2141 m/s from ignition,
against 1781 m/s here), which is what the hover allowance and the margin are for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.linear_tangent import cheapest
from planner.astro.rocket import exhaust_m_s, mass_ratio
from planner.errors import NoConvergenceError
from planner.transfers.request import refuse_unless

#: Gravity at the lunar surface (m/s^2), GM over the mean radius squared.
LUNAR_GRAVITY_M_S2 = 1000.0 * GM_MOON_KM3_S2 / MOON_RADIUS_KM**2
#: Least thrust over lunar weight at ignition. Lit at 15 km, a craft at this limit first
#: climbs to 22 km; below it the climb and the loss grow fast and a single burn is no
#: longer how one would land.
MIN_THRUST_TO_WEIGHT = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentProfile:
    """Where a descent starts and what it keeps for the end.

    Attributes
    ----------
    perilune_alt_km, apolune_alt_km : float
        The orbit left, above the mean radius; apolune up to 20 000 km.
    start_alt_km : float
        Perilune after DOI, where the engine is lit: 0.1 to 100 km, not above the orbit.
    hover_s : float
        Time (s) of hovering paid for.
    end_alt_km : float
        Where the braking ends at rest, above the mean radius: -10 to 12 km, and at least
        100 m below the start.
    """

    perilune_alt_km: float = 100.0
    apolune_alt_km: float = 100.0
    start_alt_km: float = 15.0
    hover_s: float = 30.0
    end_alt_km: float = 0.0

    def __post_init__(self) -> None:
        refuse_unless(
            self.perilune_alt_km <= self.apolune_alt_km <= 20_000.0,
            name="apolune_alt_km",
            value=self.apolune_alt_km,
            allowed=f"perilune ({self.perilune_alt_km:g}) to 20000 km",
        )
        refuse_unless(
            0.1 <= self.start_alt_km <= min(100.0, self.perilune_alt_km),
            name="descent_start_alt_km",
            value=self.start_alt_km,
            allowed=f"0.1 to 100 km and at most perilune ({self.perilune_alt_km:g} km)",
        )
        refuse_unless(
            0.0 <= self.hover_s <= 3600.0,
            name="hover_s",
            value=self.hover_s,
            allowed="0 to 3600 s",
        )
        refuse_unless(
            -10.0 <= self.end_alt_km <= min(12.0, self.start_alt_km - 0.1),
            name="end_alt_km",
            value=self.end_alt_km,
            allowed=f"-10 to 12 km and 0.1 km below the start ({self.start_alt_km:g} km)",
        )

    @property
    def doi_m_s(self) -> float:
        """Impulse (m/s) at apolune that lowers perilune to the start height."""
        orbit = _speed_m_s(self.apolune_alt_km, self.perilune_alt_km)
        return orbit - _speed_m_s(self.apolune_alt_km, self.start_alt_km)

    @property
    def start_speed_m_s(self) -> float:
        """Horizontal speed (m/s) at the start of the powered descent."""
        return _speed_m_s(self.start_alt_km, self.apolune_alt_km)

    @property
    def hover_m_s(self) -> float:
        """Speed change (m/s) spent on hovering."""
        return self.hover_s * LUNAR_GRAVITY_M_S2


def _speed_m_s(at_alt_km: float, other_alt_km: float) -> float:
    """Speed at one apsis of a lunar orbit (vis-viva), the other given."""
    r_km, other_km = MOON_RADIUS_KM + at_alt_km, MOON_RADIUS_KM + other_alt_km
    return 1000.0 * math.sqrt(2.0 * GM_MOON_KM3_S2 * other_km / (r_km * (r_km + other_km)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """A landing, by parts.

    Attributes
    ----------
    doi_m_s, braking_m_s, hover_m_s : float
        Speed change of each part, without margin.
    start_alt_km, ignition_mass_kg : float
        Height and mass when the powered descent begins.
    duration_s : float
        Of the powered descent, hover not counted.
    throttle : float
        Share of the full thrust used, constant.
    thrust_to_weight : float
        Full thrust over lunar surface weight at ignition.
    tangent, tangent_rate_per_s : float
        Steering: tangent of the pitch above the horizontal at ignition, and its rate.
    """

    doi_m_s: float
    braking_m_s: float
    hover_m_s: float
    start_alt_km: float
    ignition_mass_kg: float
    duration_s: float
    throttle: float
    thrust_to_weight: float
    tangent: float
    tangent_rate_per_s: float

    @property
    def dv_m_s(self) -> float:
        """Sum of the parts (m/s)."""
        return self.doi_m_s + self.braking_m_s + self.hover_m_s


def heaviest_start_kg(*, thrust_n: float, isp_s: float, profile: DescentProfile) -> float:
    """Mass (kg) before DOI at which thrust over weight at ignition is the least allowed."""
    at_ignition_kg = thrust_n / (MIN_THRUST_TO_WEIGHT * LUNAR_GRAVITY_M_S2)
    return at_ignition_kg * mass_ratio(dv_m_s=profile.doi_m_s, isp_s=isp_s)


def powered_descent(
    *, mass_kg: float, thrust_n: float, isp_s: float, profile: DescentProfile
) -> Descent:
    """Descent of a craft of ``mass_kg`` in lunar orbit, before DOI, to rest on the surface.

    Parameters
    ----------
    mass_kg : float
        Positive.
    thrust_n, isp_s : float
        Full thrust and vacuum specific impulse (100 to 1000 s) of the descent engine.
    profile : DescentProfile

    Raises
    ------
    OutOfRangeError
        Thrust over lunar weight at ignition below ``MIN_THRUST_TO_WEIGHT``, or a
        value outside its range.
    NoConvergenceError
        No steering was found that reaches the surface at rest.
    """
    refuse_unless(mass_kg > 0.0, name="mass_kg", value=mass_kg, allowed="positive numbers")
    refuse_unless(100.0 <= isp_s <= 1000.0, name="isp_s", value=isp_s, allowed="100 to 1000 s")
    exhaust = exhaust_m_s(isp_s=isp_s)
    ignition_kg = mass_kg / mass_ratio(dv_m_s=profile.doi_m_s, isp_s=isp_s)
    weight_n = ignition_kg * LUNAR_GRAVITY_M_S2
    thrust_to_weight = thrust_n / weight_n
    refuse_unless(
        thrust_to_weight >= MIN_THRUST_TO_WEIGHT * (1.0 - 1e-12),  # rounding at the limit
        name="thrust_to_weight",
        value=round(thrust_to_weight, 4),
        allowed=f"at least {MIN_THRUST_TO_WEIGHT} lunar weights at ignition: {ignition_kg:.0f} kg "
        f"need {MIN_THRUST_TO_WEIGHT * weight_n:.0f} N, the engine gives {thrust_n:.0f} N",
    )
    end_km = MOON_RADIUS_KM + profile.end_alt_km
    circular_m_s = 1000.0 * math.sqrt(GM_MOON_KM3_S2 / end_km)  # unit of speed where it lands
    unit_s = 1000.0 * end_km / circular_m_s
    weight_there = thrust_to_weight * (end_km / MOON_RADIUS_KM) ** 2
    used, (tangent, rate, duration), converged = cheapest(
        1.0 + (profile.start_alt_km - profile.end_alt_km) / end_km,
        profile.start_speed_m_s / circular_m_s,
        weight_there,
        exhaust / circular_m_s,
    )
    burned_share = used * duration * circular_m_s / exhaust
    if not converged:
        raise NoConvergenceError(
            what="steering of the powered descent",
            residual=burned_share,
            unit="of the mass burnt at the last try",
            way_out="start lower, or give the stage more thrust",
        )
    return Descent(
        doi_m_s=profile.doi_m_s,
        braking_m_s=-exhaust * math.log1p(-burned_share),
        hover_m_s=profile.hover_m_s,
        start_alt_km=profile.start_alt_km,
        ignition_mass_kg=ignition_kg,
        duration_s=duration * unit_s,
        throttle=used / weight_there,
        thrust_to_weight=thrust_to_weight,
        tangent=tangent,
        tangent_rate_per_s=rate / unit_s,
    )
