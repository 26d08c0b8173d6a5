"""What every transfer family returns: burns, states and a sampled path.

Frame: ICRF axes (GCRF when Earth-centred). Time scale: TDB, as Julian dates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """One impulsive burn.

    ``center`` names the body that ``r_km``, ``v_before_km_s`` and
    ``v_after_km_s`` are relative to (``earth`` or ``moon``).
    """

    name: str
    epoch_tdb_jd: float
    dv_m_s: float
    center: str
    r_km: Vector
    v_before_km_s: Vector
    v_after_km_s: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingOrbit:
    """Circular Earth orbit before departure; angles on the true equator of date.

    ``launch_tdb_jd`` is when the pad passes under the plane, ``coast_d`` the
    coast from insertion to TLI.
    """

    altitude_km: float
    inclination_deg: float
    raan_deg: float
    argument_of_latitude_deg: float
    launch_tdb_jd: float
    coast_d: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Perilune, seen from the Moon; inclination on the Moon's true equator."""

    altitude_km: float
    inclination_deg: float
    v_inf_km_s: float
    apolune_alt_km: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transfer:
    """An Earth-Moon transfer.

    Attributes
    ----------
    family, model : str
        How it flies, and the force model it was corrected in.
    burns : tuple[Burn, ...]
    tof_d : float
        Days from the first burn to perilune.
    c3_km2_s2 : float
        Twice the osculating geocentric energy after TLI.
    path_tdb_jd : ndarray, shape (n,)
    path_earth_km, path_moon_km : ndarray, shape (n, 3)
        The craft and the Moon, Earth-centred ICRF; read-only.
    residuals : dict[str, float]
        Miss of each target, unit in the name.
    """

    family: str
    model: str
    parking: ParkingOrbit
    burns: tuple[Burn, ...]
    tof_d: float
    c3_km2_s2: float
    arrival: Arrival
    residuals: dict[str, float]
    path_tdb_jd: NDArray[np.float64]
    path_earth_km: NDArray[np.float64]
    path_moon_km: NDArray[np.float64]

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)

    @property
    def v_inf_km_s(self) -> float:
        """Excess speed at the Moon (km/s)."""
        return self.arrival.v_inf_km_s


def frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read-only copy: plans share the transfers that are remembered between them."""
    copy = np.array(values, dtype=np.float64)
    copy.flags.writeable = False
    return copy


def vector(values: NDArray[np.float64]) -> Vector:
    """Three plain floats from an array."""
    return (float(values[0]), float(values[1]), float(values[2]))
