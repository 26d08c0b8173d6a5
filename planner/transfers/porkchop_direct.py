"""Porkchop of direct transfers: the two-body survey of `planner.transfers.scan` as a grid."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2
from planner.transfers.arrival_light import LandingSite
from planner.transfers.cheapest import SEARCH_TOF_D, cheapest_between
from planner.transfers.departure import radius_of, seconds_past_j2000
from planner.transfers.direct import direct_transfer
from planner.transfers.grid import Optimum, Survey, WindowGrid, cheaper_plane, light
from planner.transfers.request import DirectRequest
from planner.transfers.scan import CELL_WORDS, survey_direct

Array = NDArray[np.float64]

#: Days about a cell's time of flight in which the flown optimum is looked for.
REACH_D: Final = 0.5


def direct_cells(request: DirectRequest) -> Survey:
    """How to survey departures of a request; the light is that of the arrival."""
    radius_km = radius_of(parking_alt_km=request.parking_alt_km)

    def survey(depart_tdb_jd: Array, tof_d: Array, ground: LandingSite) -> WindowGrid:
        cells = survey_direct(
            tli_tdb_s=np.array([seconds_past_j2000(date) for date in depart_tdb_jd]),
            tof_d=tof_d,
            request=request,
        )
        chosen = cheaper_plane(cells.dv_total_m_s)
        dv_tli = chosen(cells.dv_tli_m_s)
        speed = np.sqrt(GM_EARTH_KM3_S2 / radius_km) + 1e-3 * dv_tli
        both = np.broadcast_to(np.array([False, True]), cells.status.shape)
        return WindowGrid(
            depart_tdb_jd=depart_tdb_jd,
            tof_d=tof_d,
            northward=chosen(both),
            burns_m_s={"dv_tli_m_s": dv_tli, "dv_loi_m_s": chosen(cells.dv_loi_m_s)},
            c3_km2_s2=speed**2 - 2.0 * GM_EARTH_KM3_S2 / radius_km,
            v_inf_km_s=chosen(cells.v_inf_km_s),
            declination_deg=chosen(cells.declination_deg),
            status=chosen(cells.status),
            words=CELL_WORDS,
            **light(at_moon_tdb_s=cells.tli_tdb_s[:, None] + cells.tof_s, ground=ground),
        )

    return survey


def refine_direct(grid: WindowGrid, cell: tuple[int, int], request: DirectRequest) -> Optimum:
    """Fly a cell in the ephemeris, its time of flight settled within half a day."""
    row, column = cell
    tof_d = float(grid.tof_d[column])
    low, high = min(SEARCH_TOF_D[0], tof_d), max(SEARCH_TOF_D[1], tof_d)
    way = replace(request, ascending_at_moon=bool(grid.northward[cell]))
    refined = cheapest_between(
        partial(direct_transfer, depart_tdb_jd=float(grid.depart_tdb_jd[row]), request=way),
        max(low, tof_d - REACH_D),
        min(high, tof_d + REACH_D),
    )
    return Optimum(row=row, column=column, refined=refined)
