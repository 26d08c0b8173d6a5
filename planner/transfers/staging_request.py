"""What a flight to or from a staging orbit is asked to do, and the orbit it meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.astro.constants import (
    EARTH_MOON_MASS_RATIO,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
    SIDEREAL_MONTH_D,
)
from planner.errors import OutOfRangeError
from planner.transfers.kept_orbit import MAX_DAYS, KeptOrbit, kept_orbit
from planner.transfers.request import require_within
from planner.transfers.staging_orbit import StagingOrbit, SystemUnits

#: Least altitudes (km) a flyby may be asked to keep: above the mountains, within the reach
#: of the two-body first guess.
FLYBY_RANGE_KM: Final = (15.0, 5_000.0)
#: Days between the Earth and the orbit that may be asked for.
TOF_RANGE_D: Final = (3.5, 10.0)
#: A life is kept from this long before its use to this long after it (d).
_BEFORE_D, _AFTER_D = 4.0, 10.0


def real_units() -> SystemUnits:
    """Mass ratio and mean motion of the real Moon, the length a mean distance of 384 400 km."""
    return SystemUnits(
        mu=1.0 / (1.0 + EARTH_MOON_MASS_RATIO),
        length_unit_km=384_400.0,
        time_unit_s=SIDEREAL_MONTH_D * SECONDS_PER_DAY / (2.0 * np.pi),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A staging orbit and how to meet it.

    Attributes
    ----------
    orbit : StagingOrbit
        Best found in `real_units`, so that the first guess is the orbit that is kept.
    orbit_epoch_tdb_jd : float or None
        When the orbit that is to be met was at ``orbit_phase``; None leaves the phase free:
        nobody waits there yet.
    orbit_phase : float
        Periods after the first crossing of the x-z plane, see `kept_orbit`.
    flyby_alt_km : float
        Least altitude of the flyby.
    tof_d : float or None
        Days between the ends; None takes what is cheapest.
    tof_range_d : tuple of float
        What may be asked for.
    bodies : tuple of str
        What pulls.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or NaN.
    """

    orbit: StagingOrbit
    orbit_epoch_tdb_jd: float | None = None
    orbit_phase: float = 0.0
    flyby_alt_km: float = 100.0
    tof_d: float | None = None
    tof_range_d: tuple[float, float] = TOF_RANGE_D
    bodies: tuple[str, ...] = ("earth", "moon", "sun")

    def __post_init__(self) -> None:
        """Refuse flybys below the mountains and phases that are none."""
        require_within("flyby_alt_km", self.flyby_alt_km, *FLYBY_RANGE_KM, "km")
        require_within("orbit_phase", self.orbit_phase, -1.0, 1.0, "periods")
        if self.tof_d is not None:
            require_within("tof_d", self.tof_d, *self.tof_range_d, "d")
        if not {"earth", "moon"} <= set(self.bodies):
            raise OutOfRangeError(
                name="bodies", value=self.bodies, allowed="tuples with 'earth' and 'moon'"
            )

    @property
    def tof_s(self) -> float | None:
        """Time between the Earth and the orbit (s), if it is given."""
        return None if self.tof_d is None else self.tof_d * SECONDS_PER_DAY

    @property
    def least_radius_km(self) -> float:
        """Least distance of the flyby from the Moon's centre."""
        return MOON_RADIUS_KM + self.flyby_alt_km

    @property
    def period_d(self) -> float:
        """Period (d) of the orbit."""
        return self.orbit.orbit.period * self.orbit.units.time_unit_d

    def life_about(self, tdb_jd: float, phase: float) -> tuple[KeptOrbit, float]:
        """A short life in the ephemeris that has about a phase at a date; its first phase."""
        before = float(np.remainder(phase - _BEFORE_D / self.period_d, 1.0))
        life = kept_orbit(
            orbit=self.orbit, epoch_tdb_jd=tdb_jd - _BEFORE_D, days=_BEFORE_D + _AFTER_D,
            bodies=self.bodies, phase=before,
        )  # fmt: skip
        return life, before

    def life_until(self, tdb_jd: float) -> KeptOrbit:
        """The life that began at ``orbit_epoch_tdb_jd``, kept past a date.

        Raises
        ------
        OutOfRangeError
            The date is before the life begins, or too long after.
        """
        epoch = self.orbit_epoch_tdb_jd
        assert epoch is not None  # asked for only where the orbit has a date
        days = tdb_jd - epoch
        if not 0.0 <= days <= MAX_DAYS:
            raise OutOfRangeError(
                name="orbit_epoch_tdb_jd",
                value=epoch,
                allowed=f"{tdb_jd - MAX_DAYS:.1f} .. {tdb_jd:.1f}, up to {MAX_DAYS:g} d "
                "before the flight ends",
            )
        return kept_orbit(
            orbit=self.orbit, epoch_tdb_jd=epoch, days=max(days, 1.0), bodies=self.bodies,
            phase=self.orbit_phase,
        )  # fmt: skip
