"""What a direct transfer is asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from planner.errors import OutOfRangeError
from planner.transfers.departure import Ascent, LaunchSite, radius_of

_TYPICAL_ASCENT = Ascent()
#: Highest lunar altitude (km): the Moon's Hill radius, 384 400 (m / 3 M)^(1/3), is 61 500 km.
HIGHEST_KM = 60_000.0

#: Perilune altitudes (km) a direct transfer is corrected to: above the highest mountain
#: (10.8 km, LRO LOLA), below half the distance at which the B-plane is read.
PERILUNE_RANGE_KM = (15.0, 20_000.0)


def require_within(name: str, value: float, low: float, high: float, unit: str) -> None:
    """Refuse a value outside a range, or NaN, by name."""
    if not low <= value <= high:
        raise OutOfRangeError(name=name, value=value, allowed=f"{low:g} .. {high:g} {unit}")


def refuse_unless(condition: bool, *, name: str, value: object, allowed: str) -> None:
    """Raise OutOfRangeError with these fields unless ``condition`` holds."""
    if not condition:
        raise OutOfRangeError(name=name, value=value, allowed=allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectRequest:
    """What a direct transfer has to do.

    Attributes
    ----------
    site : LaunchSite
    parking_alt_km, parking_inclination_deg : float
        Circular parking orbit, 150 to 2000 km; None takes the lowest inclination that
        serves the day.
    perilune_alt_km, apolune_alt_km : float
        Lunar orbit after LOI (km above 1737.4 km): perilune 15 to 20 000, apolune not lower,
        up to 60 000.
    inclination_deg : float
        Of the lunar orbit on the Moon's equator, 0 to 180.
    ascending_at_moon : bool
        Which of the two planes a day: northward or southward at the Moon.
    north_first : bool
        Pass over the Moon's north or south before perilune.
    north_east : bool
        Launch azimuth branch.
    bodies : tuple of str
        What pulls; the Earth and the Moon at least.
    j2 : bool
        Whether the Earth's oblateness acts, about its pole on the day of TLI.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or NaN.
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
    j2: bool = False

    def __post_init__(self) -> None:
        radius_of(parking_alt_km=self.parking_alt_km)
        require_within("perilune_alt_km", self.perilune_alt_km, *PERILUNE_RANGE_KM, "km")
        require_within(
            "apolune_alt_km", self.apolune_alt_km, self.perilune_alt_km, HIGHEST_KM, "km"
        )
        require_within("inclination_deg", self.inclination_deg, 0.0, 180.0, "deg")
        if self.parking_inclination_deg is not None:
            self.site.require_reachable(self.parking_inclination_deg)
        if not {"earth", "moon"} <= set(self.bodies):
            raise OutOfRangeError(
                name="bodies", value=self.bodies, allowed="tuples with 'earth' and 'moon'"
            )
