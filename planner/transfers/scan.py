"""A cheap survey of direct departures: two-body arcs to the Moon, day by time of flight.

Each cell is one tangential Lambert arc to the Moon's centre and the hyperbola it
leaves at the Moon; it costs microseconds and errs by tens of m/s. It ranks days and
tells the plane of the lunar orbit; the chosen ones are then flown in the ephemeris.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import MOON, EphemerisTable, geocentric_state, load_ephemeris
from planner.astro.lambert import SOLVED
from planner.astro.orientation import icrf_to_equator_of_date, moon_pole
from planner.astro.tangential import tangential_departure
from planner.transfers.departure import (
    axes_of_plane,
    lowest_parking_inclination_deg,
    node_through,
    radius_of,
)
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]


#: What a cell says: flown, or why not.
FLOWN, PAD_TOO_LOW, NO_ARC, INCLINATION_TOO_LOW = 0, 1, 2, 3
CELL_WORDS = (
    "ok",
    "the pad cannot reach the plane",
    "no tangential arc",
    "the lunar inclination is below the declination of arrival",
)


class Survey(NamedTuple):
    """Cells of a survey, shape (days, tofs, 2): southward and northward at the Moon.

    Attributes
    ----------
    tli_tdb_s, tof_s : ndarray
        Axes: departure (TDB s past J2000) and time of flight (s).
    dv_tli_m_s, dv_loi_m_s : ndarray
        NaN where the pad cannot reach the plane or no arc exists.
    normal : ndarray, shape (days, tofs, 2, 3)
        Unit normal (ICRF) of the lunar orbit at the wanted inclination.
    v_inf_km_s, declination_deg : ndarray
        Velocity past the Moon's on arrival; declination of its asymptote on the Moon's
        equator, the least inclination the arrival can have.
    status : ndarray of int64
        Index into `CELL_WORDS`.
    """

    tli_tdb_s: Array
    tof_s: Array
    dv_tli_m_s: Array
    dv_loi_m_s: Array
    normal: Array
    v_inf_km_s: Array
    declination_deg: Array
    status: NDArray[np.int64]

    @property
    def dv_total_m_s(self) -> Array:
        """TLI plus LOI (m/s)."""
        total: Array = self.dv_tli_m_s + self.dv_loi_m_s
        return total


def survey_direct(*, tli_tdb_s: Array, tof_d: Array, request: DirectRequest) -> Survey:
    """Survey departures (TDB s past J2000) against times of flight (d)."""
    shape = (len(tli_tdb_s), len(tof_d), 2)
    dv_tli, dv_loi = np.full(shape, np.nan), np.full(shape, np.nan)
    v_inf, declination = np.full(shape, np.nan), np.full(shape, np.nan)
    status = np.full(shape, PAD_TOO_LOW, dtype=np.int64)
    normal = np.empty((*shape, 3))
    fixed = request.parking_inclination_deg
    _survey(
        load_ephemeris(),
        np.asarray(tli_tdb_s, dtype=float),
        np.asarray(tof_d, dtype=float) * SECONDS_PER_DAY,
        radius_of(parking_alt_km=request.parking_alt_km),
        -1.0 if fixed is None else fixed,
        request.site.geocentric_lat_deg,
        request.site.max_inclination_deg,
        MOON_RADIUS_KM + request.perilune_alt_km,
        MOON_RADIUS_KM + request.apolune_alt_km,
        float(np.cos(np.radians(request.inclination_deg))),
        request.north_first,
        dv_tli,
        dv_loi,
        normal,
        v_inf,
        declination,
        status,
    )
    tof_s = np.asarray(tof_d) * SECONDS_PER_DAY
    return Survey(tli_tdb_s, tof_s, dv_tli, dv_loi, normal, v_inf, declination, status)


@njit(cache=True)
def _inclination(fixed_deg: float, lat_deg: float, max_deg: float, declination_deg: float) -> float:
    if fixed_deg >= 0.0:
        return fixed_deg if fixed_deg >= abs(declination_deg) else np.nan
    needed = lowest_parking_inclination_deg(lat_deg, declination_deg)
    return needed if needed <= max_deg else np.nan


@njit(cache=True)
def _orbit_normal(
    s_hat: Array, pole: Array, cos_inclination: float, north_first: bool, normal: Array
) -> float:
    """Write the orbit's normal for an arrival along ``s_hat``; NaN if out of reach, else 0.

    With T and R of the B-plane, B = cos T -/+ sin R and the normal is B x S.
    """
    t_hat = cross(s_hat, pole)
    cos_declination = np.sqrt(np.dot(t_hat, t_hat))
    t_hat = t_hat / cos_declination
    r_hat = cross(s_hat, t_hat)
    cosine = cos_inclination / cos_declination
    if abs(cosine) > 1.0:
        return np.nan
    sine = np.sqrt(1.0 - cosine * cosine)
    if north_first:
        sine = -sine
    normal[:] = sine * t_hat - cosine * r_hat
    return 0.0


@njit(cache=True, nogil=True)
def _survey(
    table: EphemerisTable,
    tli_s: Array,
    tof_s: Array,
    radius: float,
    fixed_deg: float,
    lat_deg: float,
    max_deg: float,
    perilune: float,
    apolune: float,
    cos_inclination: float,
    north_first: bool,
    dv_tli: Array,
    dv_loi: Array,
    normal: Array,
    v_inf_out: Array,
    declination_out: Array,
    status_out: NDArray[np.int64],
) -> None:
    moon = np.empty(6)
    after = np.sqrt(2.0 * GM_MOON_KM3_S2 * apolune / (perilune * (perilune + apolune)))
    for i in range(len(tli_s)):
        to_date = icrf_to_equator_of_date(tli_s[i])
        for j in range(len(tof_s)):
            arrive = tli_s[i] + tof_s[j]
            geocentric_state(table, MOON, arrive, moon)
            aim = to_date @ moon[:3]
            aim = aim / np.sqrt(np.dot(aim, aim))
            declination = np.degrees(np.arcsin(aim[2]))
            inclination = np.radians(_inclination(fixed_deg, lat_deg, max_deg, declination))
            if np.isnan(inclination):
                continue
            pole = moon_pole(arrive)
            for north in range(2):
                node = node_through(aim, inclination, north == 1)
                axes = axes_of_plane(node, inclination, to_date)
                status, _, dv, v2 = tangential_departure(radius, moon[:3], tof_s[j], axes)
                if status != SOLVED:
                    status_out[i, j, north] = NO_ARC
                    continue
                v_inf = v2 - moon[3:]
                v2_inf = np.dot(v_inf, v_inf)
                dv_tli[i, j, north] = 1e3 * dv
                dv_loi[i, j, north] = 1e3 * (
                    np.sqrt(v2_inf + 2.0 * GM_MOON_KM3_S2 / perilune) - after
                )
                speed = np.sqrt(v2_inf)
                v_inf_out[i, j, north] = speed
                declination_out[i, j, north] = np.degrees(np.arcsin(np.dot(v_inf, pole) / speed))
                reached = _orbit_normal(
                    v_inf / speed, pole, cos_inclination, north_first, normal[i, j, north]
                )
                dv_tli[i, j, north] += reached
                status_out[i, j, north] = FLOWN if reached == 0.0 else INCLINATION_TOO_LOW
