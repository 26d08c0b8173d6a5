"""What a launcher injects at a given C3.

Two descriptions: one quoted mass moved along C3 by the upper stage's rocket equation,
or a published table. Both refuse a C3 outside their stated range.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2
from planner.astro.rocket import mass_ratio
from planner.errors import OutOfRangeError


class Capability(Protocol):
    """Anything that tells an injected mass (kg) at a C3 (km^2/s^2)."""

    def mass_kg(self, *, c3_km2_s2: float) -> float:
        """Mass (kg) injected at ``c3_km2_s2``; OutOfRangeError outside the range."""
        ...


def departure_speed_m_s(*, c3_km2_s2: float, parking_alt_km: float) -> float:
    """Speed (m/s) just after injection: perigee of the departure orbit.

    Vis-viva with C3 as twice the orbital energy, at the altitude of the circular
    parking orbit above the equatorial radius.
    """
    radius_km = EARTH_RADIUS_KM + parking_alt_km
    return 1000.0 * math.sqrt(c3_km2_s2 + 2.0 * GM_EARTH_KM3_S2 / radius_km)


def _refuse_outside(c3_km2_s2: float, low: float, high: float) -> None:
    if not low <= c3_km2_s2 <= high:
        raise OutOfRangeError(
            name="c3_km2_s2",
            value=c3_km2_s2,
            allowed=f"the launcher's {low:g} to {high:g} km^2/s^2",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorCapability:
    """One quoted mass, moved along C3 by the rocket equation of the upper stage.

    The stage starts in a circular parking orbit with the same mass whatever the C3,
    so payload plus dry stage scales as ``exp(-dv / exhaust speed)``. A real launcher
    reaches that orbit lighter when the payload is light, hence loses more with C3:
    against NASA's published tables the curve lies up to 6 % of the anchor mass low at
    10 km^2/s^2 below the anchor, and as much high above it; about 0.6 % for each
    km^2/s^2, which is the spread of direct lunar transfers.

    Attributes
    ----------
    anchor_c3_km2_s2, anchor_mass_kg : float
        The quoted mass and the C3 it is quoted at.
    upper_stage_isp_s, upper_stage_dry_kg : float
        Of the stage that performs the injection.
    valid_c3_km2_s2 : tuple[float, float]
        Range the curve is trusted in.
    parking_alt_km : float
        Altitude of the circular parking orbit.
    """

    anchor_c3_km2_s2: float
    anchor_mass_kg: float
    upper_stage_isp_s: float
    upper_stage_dry_kg: float
    valid_c3_km2_s2: tuple[float, float]
    parking_alt_km: float = 200.0

    def mass_kg(self, *, c3_km2_s2: float) -> float:
        """Mass (kg) injected at ``c3_km2_s2``; OutOfRangeError outside the valid range."""
        _refuse_outside(c3_km2_s2, *self.valid_c3_km2_s2)
        speed_m_s, anchor_speed_m_s = (
            departure_speed_m_s(c3_km2_s2=c3, parking_alt_km=self.parking_alt_km)
            for c3 in (c3_km2_s2, self.anchor_c3_km2_s2)
        )
        ratio = mass_ratio(dv_m_s=speed_m_s - anchor_speed_m_s, isp_s=self.upper_stage_isp_s)
        dry_kg = self.upper_stage_dry_kg
        return (self.anchor_mass_kg + dry_kg) / ratio - dry_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCapability:
    """A published table of masses over C3, read linearly and never extended.

    Attributes
    ----------
    c3_km2_s2, masses_kg : tuple[float, ...]
        At least two points, C3 strictly increasing.
    """

    c3_km2_s2: tuple[float, ...]
    masses_kg: tuple[float, ...]

    def __post_init__(self) -> None:
        c3 = self.c3_km2_s2
        if len(c3) < 2 or len(c3) != len(self.masses_kg):
            raise OutOfRangeError(
                name="points of a capability table",
                value=(len(c3), len(self.masses_kg)),
                allowed="two or more, one mass for each C3",
            )
        if any(b <= a for a, b in pairwise(c3)):
            raise OutOfRangeError(
                name="c3_km2_s2", value=c3, allowed="a strictly increasing sequence"
            )

    def mass_kg(self, *, c3_km2_s2: float) -> float:
        """Mass (kg) injected at ``c3_km2_s2``; OutOfRangeError outside the table."""
        c3, masses = self.c3_km2_s2, self.masses_kg
        _refuse_outside(c3_km2_s2, c3[0], c3[-1])
        i = min(bisect_right(c3, c3_km2_s2), len(c3) - 1)
        share = (c3_km2_s2 - c3[i - 1]) / (c3[i] - c3[i - 1])
        return masses[i - 1] + share * (masses[i] - masses[i - 1])
