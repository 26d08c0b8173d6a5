"""The way home of a crew's ship from its low lunar orbit: the day of TEI, and the turn it takes.

The orbit keeps its plane while the direction home turns with the Moon, 13 degrees a day: on a
day drawn blindly the two lie up to 90 degrees apart, and TEI would take up to 1900 m/s more.
Within half a sidereal month the plane comes to hold that direction. The ship waits for the day
on which TEI and the turn that is left cost least.

The turn is part of the same burn: the orbit is turned about the place of TEI until it holds the
asymptote, ``sqrt(v1^2 + v2^2 - 2 v1 v2 cos(angle))``. The plane is taken as fixed; the Moon's
uneven field turns a polar one by less than a degree in a fortnight.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.lambert import LambertError
from planner.epochs import utc_to_tdb_jd
from planner.errors import OutOfRangeError
from planner.logistics.crewed import CannotCloseError
from planner.transfers.cheapest import RETURN_TOF_D, cheapest_return
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_return import EarthReturn, ReturnRequest, departure_v_inf
from planner.transfers.scan_return import survey_return
from planner.transfers.transfer import Vector

#: Longest wait (d) for the plane: half a sidereal month, rounded up to the step.
WAIT_MAX_D: Final = 14.0
#: Two bodies miss the flown return by up to 25 m/s, and its direction by some degrees.
SURVEY_ALLOWANCE_M_S: Final = 60.0
_STEP_D: Final = 0.25
_RETURN_TOFS: Final = 13  # every quarter of a day

Array = NDArray[np.float64]


def escape_m_s(*, normal: Vector, r_km: Array, v_inf_km_s: Array) -> float:
    """Burn (m/s) that leaves a circular orbit by an asymptote that may lie off its plane.

    Parameters
    ----------
    normal : tuple of float
        Normal of the orbit's plane; its length does not matter.
    r_km : ndarray, shape (n,)
        A place on the orbit from the Moon's centre; only its length matters.
    v_inf_km_s : ndarray, shape (3,)
        Excess velocity about the Moon.
    """
    radius = float(np.linalg.norm(r_km))
    excess = float(np.linalg.norm(v_inf_km_s))
    unit = np.array(normal) / math.hypot(*normal)
    off = abs(float(unit @ v_inf_km_s)) / excess
    eccentricity = 1.0 + radius * excess**2 / GM_MOON_KM3_S2
    away = math.sqrt(1.0 - 1.0 / eccentricity**2)  # sine of the angle from TEI to the asymptote
    angle = math.asin(min(1.0, off / away))
    before = math.sqrt(GM_MOON_KM3_S2 / radius)
    after = math.sqrt(excess**2 + 2.0 * GM_MOON_KM3_S2 / radius)
    turned = before**2 + after**2 - 2.0 * before * after * math.cos(angle)
    return 1000.0 * math.sqrt(turned)


@lru_cache(maxsize=4096)
def tei_of(ready_utc: datetime, normal: Vector, request: ReturnRequest) -> tuple[datetime, float]:
    """Moment of the cheapest TEI of the fortnight, and its cost by two bodies (m/s).

    Raises
    ------
    CannotCloseError
        No return leaves that orbit.
    """
    days: Array = np.arange(0.0, WAIT_MAX_D + 0.5 * _STEP_D, _STEP_D, dtype=np.float64)
    tei_s: Array = seconds_past_j2000(utc_to_tdb_jd(ready_utc)) + SECONDS_PER_DAY * days
    tof_d: Array = np.linspace(*RETURN_TOF_D, _RETURN_TOFS)
    survey = survey_return(tei_tdb_s=tei_s, tof_d=tof_d, request=request)
    costs = survey.dv_tei_m_s[:, :, int(request.northward)]
    radius = np.array([MOON_RADIUS_KM + request.orbit_alt_km])
    found: list[tuple[float, float]] = []
    for i, day in enumerate(days):
        if not np.isfinite(costs[i]).any():
            continue
        tof_s = SECONDS_PER_DAY * float(tof_d[int(np.nanargmin(costs[i]))])
        try:
            v_inf = departure_v_inf(float(tei_s[i]), tof_s, request)
        except (OutOfRangeError, LambertError):
            continue
        found.append((escape_m_s(normal=normal, r_km=radius, v_inf_km_s=v_inf), float(day)))
    if not found:
        raise CannotCloseError(craft="the ship", burn="TEI", reason="no return leaves that orbit")
    least_m_s, wait_d = min(found)
    return ready_utc + timedelta(days=wait_d), least_m_s


@lru_cache(maxsize=512)
def return_of(tei_utc: datetime, request: ReturnRequest) -> EarthReturn:
    """The cheapest return of a moment, flown in the ephemeris; the node of the orbit is free."""
    return cheapest_return(depart_tdb_jd=utc_to_tdb_jd(tei_utc), request=request)


def turned_tei_m_s(flown: EarthReturn, normal: Vector) -> float:
    """TEI of a flown return from the plane the ship is in (m/s)."""
    burn = flown.burns[0]
    r, v = np.array(burn.r_km), np.array(burn.v_after_km_s)
    return escape_m_s(normal=normal, r_km=r, v_inf_km_s=_asymptote_km_s(r, v))


def _asymptote_km_s(r: Array, v: Array) -> Array:
    """Excess velocity (km/s) of a hyperbola about the Moon."""
    h = np.cross(r, v)
    e = np.cross(v, h) / GM_MOON_KM3_S2 - r / np.linalg.norm(r)
    size = float(np.linalg.norm(e))
    along, across = e / size, np.cross(h, e) / (np.linalg.norm(h) * size)
    excess = math.sqrt(float(v @ v) - 2.0 * GM_MOON_KM3_S2 / float(np.linalg.norm(r)))
    asymptote: Array = excess * (-along / size + across * math.sqrt(1.0 - 1.0 / size**2))
    return asymptote
