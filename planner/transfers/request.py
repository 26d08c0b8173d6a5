"""What a direct transfer is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.transfers.departure import Ascent, LaunchSite

_TYPICAL_ASCENT = Ascent()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectRequest:
    """What a direct transfer has to do.

    Attributes
    ----------
    site : LaunchSite
    parking_alt_km, parking_inclination_deg : float
        Circular parking orbit; None takes the lowest inclination that serves the day.
    perilune_alt_km, apolune_alt_km : float
        Lunar orbit after LOI (km above 1737.4 km).
    inclination_deg : float
        Of the lunar orbit on the Moon's equator.
    ascending_at_moon : bool
        Which of the two planes a day: northward or southward at the Moon.
    north_first : bool
        Pass over the Moon's north or south before perilune.
    north_east : bool
        Launch azimuth branch.
    bodies : tuple of str
        What pulls.
    """

    site: LaunchSite
    parking_alt_km: float = 200.0
    parking_inclination_deg: float | None = None
    perilune_alt_km: float = 100.0
    apolune_alt_km: float = 100.0
    inclination_deg: float = 90.0
    ascending_at_moon: bool = True
    north_first: bool = True
    north_east: bool = True
    ascent: Ascent = _TYPICAL_ASCENT
    bodies: tuple[str, ...] = ("earth", "moon", "sun")


def other_branches(request: DirectRequest) -> tuple[DirectRequest, ...]:
    """The request with each combination of plane at the Moon and pole passed first."""
    return tuple(
        replace(request, ascending_at_moon=ascending, north_first=north)
        for ascending in (True, False)
        for north in (True, False)
    )
