"""The time of flight that costs least: surveyed in two bodies, settled by flying.

The cost of one departure is a smooth valley in the time of flight, so golden sections
(Kiefer 1953, Proc. AMS 4:502) between the surveyed neighbours close in on its floor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.direct import direct_transfer
from planner.transfers.earth_return import EarthReturn, ReturnRequest, earth_return
from planner.transfers.request import DirectRequest
from planner.transfers.scan import survey_direct
from planner.transfers.transfer import Transfer

#: Times of flight searched when none is asked for (d).
SEARCH_TOF_D = (3.0, 6.0)
RETURN_TOF_D = (2.5, 5.5)
_GRID_STEP_D = 0.25
#: The Moon's pull, which the survey leaves out, moves the floor by up to half a day.
_REACH = 2
#: The floor of the valley is flat: 0.02 d beside it costs some cm/s.
_TOLERANCE_D = 0.02
_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)


def cheapest_direct(
    *,
    depart_tdb_jd: float,
    request: DirectRequest,
    planes: tuple[bool, ...] = (True, False),
    fly: Callable[..., Transfer] = direct_transfer,
    tof_d: float | None = None,
) -> Transfer:
    """The cheapest transfer of one departure, over times of flight and planes.

    As `cheapest_plane`, without the plane.
    """
    return cheapest_plane(
        depart_tdb_jd=depart_tdb_jd, request=request, planes=planes, fly=fly, tof_d=tof_d
    )[0]


def cheapest_plane(
    *,
    depart_tdb_jd: float,
    request: DirectRequest,
    planes: tuple[bool, ...] = (True, False),
    fly: Callable[..., Transfer] = direct_transfer,
    tof_d: float | None = None,
) -> tuple[Transfer, DirectRequest]:
    """The cheapest transfer of one departure, and the request with its plane.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted TLI (TDB).
    request : DirectRequest
        Its ``ascending_at_moon`` is replaced by each of ``planes`` in turn.
    planes : tuple of bool
        Northward at the Moon (True), southward (False), or both.
    fly : callable
        `direct_transfer`, or another model of the same signature.
    tof_d : float, optional
        Time of flight (d); searched from 3 to 6 d if absent.

    Raises
    ------
    OutOfRangeError, NoConvergenceError
        Nothing can be flown; the error is that of the time asked, or of 4.5 d.
    """

    def by_plane(north: bool) -> Transfer:
        way = partial(
            fly, depart_tdb_jd=depart_tdb_jd, request=replace(request, ascending_at_moon=north)
        )
        if tof_d is not None:
            return way(tof_d=tof_d)
        best = cheapest_between(way, *_surveyed_valley(depart_tdb_jd, request, north))
        # Nothing can be flown: one more try raises the reason.
        return way(tof_d=0.5 * sum(SEARCH_TOF_D)) if best is None else best

    north, transfer = cheapest_of(by_plane, planes)
    return transfer, replace(request, ascending_at_moon=north)


def _surveyed_valley(
    depart_tdb_jd: float, request: DirectRequest, north: bool
) -> tuple[float, float]:
    """Times of flight (d) well on both sides of the cheapest surveyed one."""
    grid = np.append(np.arange(*SEARCH_TOF_D, _GRID_STEP_D), SEARCH_TOF_D[1])
    survey = survey_direct(
        tli_tdb_s=np.array([seconds_past_j2000(depart_tdb_jd)]), tof_d=grid, request=request
    )
    costs = survey.dv_total_m_s[0, :, int(north)]
    if np.all(np.isnan(costs)):
        return SEARCH_TOF_D
    best = int(np.nanargmin(costs))
    return float(grid[max(best - _REACH, 0)]), float(grid[min(best + _REACH, len(grid) - 1)])


def cheapest_return(
    *, depart_tdb_jd: float, request: ReturnRequest, tof_d: float | None = None
) -> EarthReturn:
    """The return of one TEI date at a time of flight, or the cheapest of 2.5 to 5.5 d.

    Raises
    ------
    OutOfRangeError, NoConvergenceError
        Nothing can be flown; the error is that of the time asked, or of 4 d.
    """
    fly = partial(earth_return, depart_tdb_jd=depart_tdb_jd, request=request)
    if tof_d is not None:
        return fly(tof_d=tof_d)
    best = cheapest_between(fly, *RETURN_TOF_D)
    return fly(tof_d=0.5 * sum(RETURN_TOF_D)) if best is None else best


class Costed(Protocol):
    """Anything flown that has a cost."""

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""


_Flight = TypeVar("_Flight", bound=Costed)


_Way = TypeVar("_Way")


def cheapest_of(fly: Callable[[_Way], _Flight], ways: Sequence[_Way]) -> tuple[_Way, _Flight]:
    """The cheapest of several ways, and its flight; those that cannot be flown are left out.

    Raises
    ------
    OutOfRangeError, NoConvergenceError
        None can be flown; the error is that of the last.
    """
    flown = []
    for way in ways:
        try:
            flown.append((way, fly(way)))
        except (NoConvergenceError, OutOfRangeError):
            if not flown and way == ways[-1]:
                raise
    return min(flown, key=lambda pair: pair[1].dv_total_m_s)


def cheapest_between(
    fly: Callable[..., _Flight], low_d: float, high_d: float, *, tolerance_d: float = _TOLERANCE_D
) -> _Flight | None:
    """The cheapest transfer with a time of flight between two; None if none can be flown."""
    flown: list[_Flight] = []

    def cost(tof_d: float) -> float:
        try:
            flown.append(fly(tof_d=tof_d))
        except (NoConvergenceError, OutOfRangeError):
            return np.inf
        return flown[-1].dv_total_m_s

    cost(low_d)
    if high_d <= low_d:
        return flown[0] if flown else None
    cost(high_d)
    left, right = high_d - _GOLDEN * (high_d - low_d), low_d + _GOLDEN * (high_d - low_d)
    at_left, at_right = cost(left), cost(right)
    while high_d - low_d > tolerance_d:
        if at_left <= at_right:
            high_d, right, at_right = right, left, at_left
            left = high_d - _GOLDEN * (high_d - low_d)
            at_left = cost(left)
        else:
            low_d, left, at_left = left, right, at_right
            right = low_d + _GOLDEN * (high_d - low_d)
            at_right = cost(right)
    return min(flown, key=lambda flight: flight.dv_total_m_s, default=None)
