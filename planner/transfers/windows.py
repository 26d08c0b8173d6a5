"""Windows of direct transfers for a pad and a lunar orbit, through a range of dates.

Every month is cut into equal parts; each gives its cheapest departure that meets the
wishes for the landing, if there is one. Candidates are ranked by the two-body survey
and flown in the ephemeris; a candidate that fails there gives way to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import SECONDS_PER_DAY
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.direct import direct_transfer
from planner.transfers.landing import LandingPass, SiteTrack, landing_passes
from planner.transfers.request import DirectRequest
from planner.transfers.scan import Survey, survey_direct
from planner.transfers.transfer import Transfer

Array = NDArray[np.float64]

_TOF_STEP_D = 0.25
#: Candidates flown in the ephemeris before a part of a month is given up.
_TRIES = 4
_MEAN_MONTH_D = 365.25 / 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingWish:
    """When a landing suits: after a wait, by so many days, with the Sun so high.

    ``min_sun_deg`` None takes any light.
    """

    track: SiteTrack
    wait_min_d: float
    wait_max_d: float
    min_sun_deg: float | None

    def suits(self, landing: LandingPass) -> bool:
        """Whether the light at a pass is enough."""
        return self.min_sun_deg is None or landing.sun_elevation_deg >= self.min_sun_deg


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferWindow:
    """A transfer flown in the ephemeris, and the landing that follows it, if any."""

    transfer: Transfer
    landing: LandingPass | None


def transfer_windows(
    *,
    start_tdb_jd: float,
    end_tdb_jd: float,
    tof_d: tuple[float, float],
    per_month: int,
    request: DirectRequest,
    landing: LandingWish | None,
    progress: Callable[[float], None] | None = None,
) -> tuple[TransferWindow, ...]:
    """The cheapest window of every part of every month, in order of departure.

    Parameters
    ----------
    start_tdb_jd, end_tdb_jd : float
        Departures between these dates (TDB).
    tof_d : (float, float)
        Shortest and longest time of flight (d).
    per_month : int
        Parts a month (30.44 d) is cut into.
    request : DirectRequest
        Its ``ascending_at_moon`` is chosen here.
    landing : LandingWish or None
        None for flights that stay in lunar orbit.
    progress : callable, optional
        Told the fraction done, 0 to 1.
    """
    survey = survey_of(
        start_tdb_jd=start_tdb_jd, end_tdb_jd=end_tdb_jd, tof_d=tof_d, request=request
    )
    part_d = _MEAN_MONTH_D / per_month
    bounds = np.arange(0, int((end_tdb_jd - start_tdb_jd) / part_d) + 1) * part_d
    found = []
    for k, lower in enumerate(bounds):
        first = int(np.ceil(lower))
        last = min(int(np.ceil(lower + part_d)), len(survey.tli_tdb_s))
        window = _best_window(survey, first, last, request, landing)
        if window is not None:
            found.append(window)
        if progress is not None:
            progress((k + 1) / len(bounds))
    return tuple(found)


def survey_of(
    *, start_tdb_jd: float, end_tdb_jd: float, tof_d: tuple[float, float], request: DirectRequest
) -> Survey:
    """Survey a range of dates, day by day, and of times of flight (d) by quarters of a day."""
    days = np.arange(
        seconds_past_j2000(start_tdb_jd),
        seconds_past_j2000(end_tdb_jd),
        SECONDS_PER_DAY,
        dtype=np.float64,
    )
    tofs = np.arange(tof_d[0], tof_d[1] + 1e-9, _TOF_STEP_D, dtype=np.float64)
    return survey_direct(tli_tdb_s=days, tof_d=tofs, request=request)


def _best_window(
    survey: Survey, first: int, last: int, request: DirectRequest, landing: LandingWish | None
) -> TransferWindow | None:
    """Cheapest departure of days ``first`` to ``last`` that the ephemeris confirms."""
    cells = survey.dv_total_m_s[first:last]
    tries = 0
    for flat in np.argsort(cells, axis=None):
        day, tof, north = np.unravel_index(flat, cells.shape)
        if not np.isfinite(cells[day, tof, north]):
            return None
        index = (first + int(day), int(tof), int(north))
        if landing is not None and not _surveyed_landing(survey, index, landing):
            continue
        tries += 1
        window = _fly(survey, index, request, landing)
        if window is not None or tries >= _TRIES:
            return window
    return None


def _surveyed_landing(survey: Survey, index: tuple[int, int, int], landing: LandingWish) -> bool:
    """Whether the surveyed plane passes over the site in good light."""
    arrive = survey.tli_tdb_s[index[0]] + survey.tof_s[index[1]]
    return _landing(survey.normal[index], arrive, landing) is not None


def _landing(normal: Array, arrive_tdb_s: float, wish: LandingWish) -> LandingPass | None:
    passes = landing_passes(
        track=wish.track,
        normal=normal,
        from_tdb_s=arrive_tdb_s + wish.wait_min_d * SECONDS_PER_DAY,
        wait_max_d=wish.wait_max_d - wish.wait_min_d,
    )
    return next((landing for landing in passes if wish.suits(landing)), None)


def _fly(
    survey: Survey,
    index: tuple[int, int, int],
    request: DirectRequest,
    landing: LandingWish | None,
) -> TransferWindow | None:
    """Confirm a surveyed cell in the ephemeris; None if it does not hold there."""
    day, tof, north = index
    try:
        transfer = direct_transfer(
            depart_tdb_jd=julian_date(float(survey.tli_tdb_s[day])),
            tof_d=float(survey.tof_s[tof]) / SECONDS_PER_DAY,
            request=replace(request, ascending_at_moon=bool(north)),
        )
    except (NoConvergenceError, OutOfRangeError):
        return None
    if landing is None:
        return TransferWindow(transfer=transfer, landing=None)
    loi = transfer.burns[-1]
    momentum = cross(np.array(loi.r_km), np.array(loi.v_after_km_s))
    normal = momentum / np.linalg.norm(momentum)
    touchdown = _landing(normal, seconds_past_j2000(loi.epoch_tdb_jd), landing)
    return None if touchdown is None else TransferWindow(transfer=transfer, landing=touchdown)
