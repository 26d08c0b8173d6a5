"""What a transfer family answers: burns, times, the arrival, and the path flown.

Frame: ICRF axes (GCRF when Earth-centred). Time scale: TDB, as Julian dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.transfers.transfer import Burn

#: What a family tells besides the keys that all share; units are in the names.
Detail: TypeAlias = "float | int | str | bool | list[Detail] | dict[str, Detail] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightEnd:
    """How a flight arrives; None where the family's arrival has no such figure.

    Attributes
    ----------
    altitude_km : float or None
        Above the mean radius of the Moon, or the equatorial radius of the Earth for a
        flight home.
    inclination_deg : float or None
        On the true equator of that body.
    v_inf_km_s : float or None
        Hyperbolic excess speed about the Moon; None for a capture or an ellipse.
    """

    altitude_km: float | None = None
    inclination_deg: float | None = None
    v_inf_km_s: float | None = None


def _no_times() -> NDArray[np.float64]:
    return np.empty(0)


def _no_places() -> NDArray[np.float64]:
    return np.empty((0, 3))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flight:
    """One flight of any family.

    Attributes
    ----------
    family, model : str
        How it flies, and the force model it was corrected in.
    burns : tuple[Burn, ...]
        In the order flown.
    tof_d : float
        Days from the first burn to the arrival.
    c3_km2_s2 : float or None
        Twice the osculating geocentric energy after the burn that leaves the Earth.
    arrival : FlightEnd
    residuals : dict[str, float]
        Miss of each target, unit in the name.
    details : mapping
        The family's own figures, units in the names, in the order they are told.
    path_tdb_jd : ndarray, shape (n,)
    path_earth_km, path_moon_km : ndarray, shape (n, 3)
        The craft and the Moon, Earth-centred.
    """

    family: str
    model: str
    burns: tuple[Burn, ...]
    tof_d: float
    c3_km2_s2: float | None
    arrival: FlightEnd
    residuals: dict[str, float]
    details: Mapping[str, Detail] = field(default_factory=dict)
    path_tdb_jd: NDArray[np.float64] = field(default_factory=_no_times)
    path_earth_km: NDArray[np.float64] = field(default_factory=_no_places)
    path_moon_km: NDArray[np.float64] = field(default_factory=_no_places)

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)

    @property
    def v_inf_km_s(self) -> float | None:
        """Excess speed at the Moon, if the arrival has one."""
        return self.arrival.v_inf_km_s


class Flown(Protocol):
    """What every answer of a family tells, whatever its class."""

    @property
    def burns(self) -> tuple[Burn, ...]:
        """In the order flown."""

    @property
    def tof_d(self) -> float:
        """Days from the first burn to the arrival."""

    @property
    def c3_km2_s2(self) -> float | None:
        """Twice the geocentric energy."""

    @property
    def v_inf_km_s(self) -> float | None:
        """Excess speed at the Moon."""

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""


def at_moon_tdb_jd(flight: Flown) -> float:
    """When a flight meets or leaves the Moon: its last burn there, else its arrival."""
    there = [burn.epoch_tdb_jd for burn in flight.burns if burn.center == "moon"]
    return there[-1] if there else flight.burns[0].epoch_tdb_jd + flight.tof_d
