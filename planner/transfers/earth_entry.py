"""Coming back to the Earth: what an inbound orbit will do at the entry interface.

Everything is read off the osculating orbit about the Earth, so that the reading is smooth
far out, where the correction starts, and exact at the interface, where it ends.

Altitudes are above the equatorial radius; the flight-path angle and the speed are
inertial; latitude is geocentric. Source: Bate, Mueller & White 1971, 1.7 and 4.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2
from planner.transfers.request import require_within

Array = NDArray[np.float64]

#: 400 000 ft, where NASA counts entry from.
ENTRY_ALT_KM = 121.92


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWish:
    """The entry interface to arrive at.

    Attributes
    ----------
    altitude_km : float
        Height of the interface, 60 to 200 km.
    path_angle_deg : float
        Inertial flight-path angle there, -20 to -1; Apollo 11 flew -6.48.
    inclination_deg : float
        Of the return orbit on the true equator of date.
    latitude_deg : float or None
        Latitude at the interface to reach instead of an inclination.
    """

    altitude_km: float = ENTRY_ALT_KM
    path_angle_deg: float = -6.48
    inclination_deg: float = 40.0
    latitude_deg: float | None = None

    def __post_init__(self) -> None:
        """Refuse interfaces nobody survives, and NaN."""
        require_within("entry_alt_km", self.altitude_km, 60.0, 200.0, "km")
        require_within("entry_path_angle_deg", self.path_angle_deg, -20.0, -1.0, "deg")
        require_within("return_inclination_deg", self.inclination_deg, 0.0, 180.0, "deg")
        if self.latitude_deg is not None:
            require_within("entry_lat_deg", self.latitude_deg, -90.0, 90.0, "deg")

    @property
    def radius_km(self) -> float:
        """Distance of the interface from the Earth's centre."""
        return EARTH_RADIUS_KM + self.altitude_km

    @property
    def perigee_km(self) -> float:
        """Vacuum perigee radius of a parabola with this path angle at the interface."""
        return self.radius_km * math.cos(math.radians(self.path_angle_deg)) ** 2


def since_perigee_s(*, radius_km: float, perigee_km: float, eccentricity: float) -> float:
    """Seconds from perigee out to a radius on a conic; 0 at or below perigee.

    Kepler's equation, elliptic or hyperbolic; the parabola itself is taken as the ellipse
    next to it, which costs less than a millisecond.
    """
    e = eccentricity if abs(eccentricity - 1.0) > 1e-9 else 1.0 - 1e-9
    a = perigee_km / (1.0 - e)
    cosine = (1.0 - radius_km / a) / e
    if e < 1.0:
        anomaly = math.acos(min(1.0, max(-1.0, cosine)))
        return (anomaly - e * math.sin(anomaly)) * math.sqrt(a**3 / GM_EARTH_KM3_S2)
    anomaly = math.acosh(max(1.0, cosine))
    return (e * math.sinh(anomaly) - anomaly) * math.sqrt((-a) ** 3 / GM_EARTH_KM3_S2)


def entry_reading(state_km_s: Array, pole: Array, wish: EntryWish) -> Array:
    """Miss of perigee (km), of cos i, and seconds to the interface.

    Parameters
    ----------
    state_km_s : ndarray, shape (6,)
        Inbound Earth-centred state.
    pole : ndarray, shape (3,)
        Pole of date.

    Returns
    -------
    ndarray, shape (3,)
        Perigee above the one that gives the path angle at this energy; cos i less the
        wanted; time to the interface.
    """
    r, v = state_km_s[:3], state_km_s[3:]
    distance, energy = _norm(r), 0.5 * float(v @ v) - GM_EARTH_KM3_S2 / _norm(r)
    h = cross(r, v)
    momentum = _norm(h)
    e_vec = cross(v, h) / GM_EARTH_KM3_S2 - r / distance
    e = _norm(e_vec)
    perigee = momentum**2 / GM_EARTH_KM3_S2 / (1.0 + e)
    speed = math.sqrt(2.0 * (energy + GM_EARTH_KM3_S2 / wish.radius_km))
    wanted = wish.radius_km * speed * math.cos(math.radians(wish.path_angle_deg))
    e_wanted = math.sqrt(max(0.0, 1.0 + 2.0 * energy * (wanted / GM_EARTH_KM3_S2) ** 2))
    perigee_wanted = wanted**2 / GM_EARTH_KM3_S2 / (1.0 + e_wanted)
    to_perigee = since_perigee_s(radius_km=distance, perigee_km=perigee, eccentricity=e)
    after = since_perigee_s(radius_km=wish.radius_km, perigee_km=perigee, eccentricity=e)
    plane = float(h @ pole) / momentum - math.cos(math.radians(wish.inclination_deg))
    return np.array([perigee - perigee_wanted, plane, to_perigee - after])


def entry_gradient(state_km_s: Array, pole: Array, wish: EntryWish) -> Array:
    """Gradient (3, 6) of `entry_reading`, by central differences of 10 m and 10 mm/s."""
    gradient = np.empty((3, 6))
    for i, step in enumerate((1e-2,) * 3 + (1e-5,) * 3):
        shift = np.zeros(6)
        shift[i] = step
        ahead = entry_reading(state_km_s + shift, pole, wish)
        gradient[:, i] = (ahead - entry_reading(state_km_s - shift, pole, wish)) / (2.0 * step)
    return gradient


def path_angle_deg(state_km_s: Array) -> float:
    """Inertial flight-path angle (deg), negative inbound."""
    r, v = state_km_s[:3], state_km_s[3:]
    return math.degrees(math.asin(float(r @ v) / (_norm(r) * _norm(v))))


def is_inbound(state_km_s: Array) -> bool:
    """Whether an Earth-centred state falls towards the Earth."""
    return float(state_km_s[:3] @ state_km_s[3:]) < 0.0


def _norm(vector: Array) -> float:
    return float(np.linalg.norm(vector))
