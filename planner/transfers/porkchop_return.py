"""Porkchop of flights home: the two-body survey of `planner.transfers.scan_return` as a grid."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from planner.transfers.arrival_light import LandingSite
from planner.transfers.cheapest import RETURN_TOF_D, cheapest_between
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_return import ReturnRequest, earth_return
from planner.transfers.grid import Optimum, Survey, WindowGrid, cheaper_plane, light
from planner.transfers.porkchop_direct import REACH_D
from planner.transfers.scan_return import CELL_WORDS, survey_return

Array = NDArray[np.float64]


def return_cells(request: ReturnRequest) -> Survey:
    """How to survey departures of a request; the light is that of the departure."""

    def survey(depart_tdb_jd: Array, tof_d: Array, ground: LandingSite) -> WindowGrid:
        cells = survey_return(
            tei_tdb_s=np.array([seconds_past_j2000(date) for date in depart_tdb_jd]),
            tof_d=tof_d,
            request=request,
        )
        chosen = cheaper_plane(cells.dv_tei_m_s)
        both = np.broadcast_to(np.array([False, True]), cells.status.shape)
        at_moon = np.broadcast_to(cells.tei_tdb_s[:, None], (len(depart_tdb_jd), len(tof_d)))
        return WindowGrid(
            depart_tdb_jd=depart_tdb_jd,
            tof_d=tof_d,
            northward=chosen(both),
            burns_m_s={"dv_tei_m_s": chosen(cells.dv_tei_m_s)},
            c3_km2_s2=chosen(cells.c3_km2_s2),
            v_inf_km_s=chosen(cells.v_inf_km_s),
            declination_deg=chosen(cells.declination_deg),
            status=chosen(cells.status),
            words=CELL_WORDS,
            **light(at_moon_tdb_s=at_moon, ground=ground),
        )

    return survey


def refine_return(grid: WindowGrid, cell: tuple[int, int], request: ReturnRequest) -> Optimum:
    """Fly a cell in the ephemeris, its time of flight settled within half a day."""
    row, column = cell
    tof_d = float(grid.tof_d[column])
    low, high = min(RETURN_TOF_D[0], tof_d), max(RETURN_TOF_D[1], tof_d)
    way = replace(request, northward=bool(grid.northward[cell]))
    refined = cheapest_between(
        partial(earth_return, depart_tdb_jd=float(grid.depart_tdb_jd[row]), request=way),
        max(low, tof_d - REACH_D),
        min(high, tof_d + REACH_D),
    )
    return Optimum(row=row, column=column, refined=refined)
