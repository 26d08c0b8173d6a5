"""A cheap survey of flights home: two-body arcs from the Moon, day by time of flight.

Each cell is the tangential Lambert arc from the vacuum perigee of the entry back to the
Moon's centre, and the hyperbola that leaves the Moon along it; it costs microseconds and
errs by tens of m/s against the ephemeris.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import MOON, EphemerisTable, geocentric_state, load_ephemeris
from planner.astro.lambert import SOLVED
from planner.astro.orientation import icrf_to_equator_of_date, moon_pole
from planner.astro.tangential import tangential_departure
from planner.transfers.departure import PLANE_MARGIN_DEG, axes_of_plane, node_through
from planner.transfers.earth_return import ReturnRequest

Array = NDArray[np.float64]

#: What a cell says: flown, or why not.
FLOWN, PLANE_TOO_LOW, NO_ARC, INCLINATION_TOO_LOW = 0, 1, 2, 3
CELL_WORDS = (
    "ok",
    "the inclination home is below the Moon's declination",
    "no tangential arc",
    "the lunar inclination is below the declination of departure",
)


class ReturnSurvey(NamedTuple):
    """Cells of a survey, shape (days, tofs, 2): southward and northward at the Moon.

    Attributes
    ----------
    tei_tdb_s, tof_s : ndarray
        Axes: departure (TDB s past J2000) and time of flight (s).
    dv_tei_m_s, c3_km2_s2 : ndarray
        TEI, and twice the geocentric energy of the arc; NaN where there is no flight.
    v_inf_km_s, declination_deg : ndarray
        Velocity past the Moon's after departure; declination of its asymptote on the Moon's
        equator.
    status : ndarray of int64
        Index into `CELL_WORDS`.
    """

    tei_tdb_s: Array
    tof_s: Array
    dv_tei_m_s: Array
    c3_km2_s2: Array
    v_inf_km_s: Array
    declination_deg: Array
    status: NDArray[np.int64]


def survey_return(*, tei_tdb_s: Array, tof_d: Array, request: ReturnRequest) -> ReturnSurvey:
    """Survey departures (TDB s past J2000) against times of flight (d)."""
    shape = (len(tei_tdb_s), len(tof_d), 2)
    values = np.full((4, *shape), np.nan)
    status = np.full(shape, PLANE_TOO_LOW, dtype=np.int64)
    tof_s = np.asarray(tof_d, dtype=float) * SECONDS_PER_DAY
    _survey(
        load_ephemeris(),
        np.asarray(tei_tdb_s, dtype=float),
        tof_s,
        request.entry.perigee_km,
        np.radians(request.entry.inclination_deg),
        MOON_RADIUS_KM + request.orbit_alt_km,
        np.abs(np.cos(np.radians(request.orbit_inclination_deg))),
        np.sin(np.radians(PLANE_MARGIN_DEG)),
        values,
        status,
    )
    dv, c3, v_inf, declination = values
    return ReturnSurvey(np.asarray(tei_tdb_s), tof_s, dv, c3, v_inf, declination, status)


@njit(cache=True, nogil=True)
def _survey(
    table: EphemerisTable,
    tei_s: Array,
    tof_s: Array,
    perigee: float,
    inclination: float,
    radius: float,
    cos_lunar: float,
    margin: float,
    values: Array,
    status_out: NDArray[np.int64],
) -> None:
    """Fill TEI, C3, excess speed and declination; turned about, the plane home is flown out."""
    moon = np.empty(6)
    turned = np.array([[1.0], [-1.0], [-1.0]])
    circular = np.sqrt(GM_MOON_KM3_S2 / radius)
    for i in range(len(tei_s)):
        to_date = icrf_to_equator_of_date(tei_s[i])
        geocentric_state(table, MOON, tei_s[i], moon)
        distance = np.sqrt(np.dot(moon[:3], moon[:3]))
        aim = to_date @ moon[:3] / distance
        if abs(np.arcsin(aim[2])) + np.arcsin(margin) > np.arcsin(np.sin(inclination)):
            continue
        pole = moon_pole(tei_s[i])
        for j in range(len(tof_s)):
            for north in range(2):
                node = node_through(aim, inclination, north == 1)
                back = axes_of_plane(node, inclination, to_date) * turned
                status, _, _, v2 = tangential_departure(perigee, moon[:3], tof_s[j], back)
                if status != SOLVED:
                    status_out[i, j, north] = NO_ARC
                    continue
                v_inf = -v2 - moon[3:]
                speed = np.sqrt(np.dot(v_inf, v_inf))
                sine = np.dot(v_inf, pole) / speed
                values[1, i, j, north] = np.dot(v2, v2) - 2.0 * GM_EARTH_KM3_S2 / distance
                values[2, i, j, north] = speed
                values[3, i, j, north] = np.degrees(np.arcsin(sine))
                if cos_lunar > np.sqrt(1.0 - sine * sine):
                    status_out[i, j, north] = INCLINATION_TOO_LOW
                    continue
                fast = np.sqrt(speed * speed + 2.0 * GM_MOON_KM3_S2 / radius)
                values[0, i, j, north] = 1e3 * (fast - circular)
                status_out[i, j, north] = FLOWN
