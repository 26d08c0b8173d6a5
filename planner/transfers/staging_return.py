"""Home from a staging orbit (NRHO, halo, DRO) by a powered lunar flyby.

Two burns: one leaves the orbit, one at perilune sends the craft to an entry interface of
the Earth at a given flight-path angle and inclination. Flown backwards it is the way out:
the controls stand at the interface, the arc to the orbit starts at perilune
(`planner.transfers.arc_choice`).

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns.

Source: Whitley & Martinez 2016, "Options for Staging Orbits in Cislunar Space", IEEE
Aerospace Conference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.lambert import LambertError
from planner.errors import OutOfRangeError
from planner.transfers.arc_choice import Choice, Progress, choose_arc, silent
from planner.transfers.departure import julian_date, on_grid, seconds_past_j2000
from planner.transfers.earth_ends import EntryEnd
from planner.transfers.earth_entry import EntryWish
from planner.transfers.earth_return import ReturnRequest, departure_v_inf, earth_return, entry_of
from planner.transfers.flight import Flight, FlightEnd
from planner.transfers.flyby_guess import (
    DAYS_FAR,
    DAYS_NEAR,
    candidates_of,
    guess_of,
    is_near,
)
from planner.transfers.flyby_survey import Candidate, Crossing, branch_of
from planner.transfers.leg import coast_leg, moon_state
from planner.transfers.moon_arc import ArcGuess
from planner.transfers.moon_ends import FlybyEnd, NearMoon
from planner.transfers.staging_flight import (
    exact_arc,
    exact_perilune,
    flyby_details,
    moon_burn,
    orbit_details,
    path_of,
)
from planner.transfers.staging_path import OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]

#: Days from perilune to the interface that are surveyed, and a coarser choice of them
#: where the wait for a dated orbit is surveyed as well, or every guess is a shot.
_TOFS_D: Final = np.arange(2.5, 5.6, 0.5)
_TOFS_FEW_D: Final = np.array([3.0, 4.0, 5.0])
_WAIT_STEP_D: Final = 0.25
_WAIT_STEP_FAR_D: Final = 1.0
#: Most days from the orbit to perilune that are surveyed for a dated orbit.
_TO_PERILUNE_D: Final = 4.0
#: An epoch of the survey is the date asked for, to within rounding (s).
_SAME_S: Final = 1.0


def from_staging_orbit(
    *, depart_tdb_jd: float, entry: EntryWish, meeting: Meeting,
    planes: tuple[bool, ...] = (True, False), progress: Progress = silent,
) -> Flight:  # fmt: skip
    """Fly home from a staging orbit.

    Parameters
    ----------
    depart_tdb_jd : float
        First burn (TDB, Julian date). With a dated staging orbit it is the earliest: the
        craft waits for the best place of one period.
    entry : EntryWish
        Interface, path angle and inclination home; no latitude.
    meeting : Meeting
        The orbit, its phase if one is given, the flyby's least altitude.
    planes : tuple of bool
        Northward where the Moon is left (True), southward (False), or both.

    Returns
    -------
    Flight
        Burns ``departure`` and ``flyby``; ``tof_d`` ends at the interface. ``residuals``:
        ``entry_alt_km``, ``entry_path_angle_deg``, ``return_inclination_deg``,
        ``orbit_miss_km``, ``flyby_lack_km``.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or an inclination below the Moon's declination.
    NoConvergenceError
        No flight was found within the budget.
    """
    if entry.latitude_deg is not None:
        raise OutOfRangeError(
            name="entry_lat_deg",
            value=entry.latitude_deg,
            allowed="flights home from a low lunar orbit; give return_inclination_deg instead",
        )
    way = _Homeward(depart_tdb_jd, entry, meeting, planes)
    choice = choose_arc(way, meeting, progress)
    return _flight(choice, entry, meeting)


class _Homeward:
    """Ways from the Moon to the interface from a date on."""

    def __init__(
        self, depart_tdb_jd: float, entry: EntryWish, meeting: Meeting, planes: tuple[bool, ...]
    ) -> None:
        self._entry, self._meeting = entry, meeting
        begin_s = on_grid(seconds_past_j2000(depart_tdb_jd))
        dated = meeting.orbit_epoch_tdb_jd is not None
        wait_d = meeting.period_d if dated else 0.0
        self.orbit_span_s = (begin_s, begin_s + wait_d * SECONDS_PER_DAY)
        self.first_span_s = (-np.inf, np.inf)
        near = is_near(meeting)
        days = DAYS_NEAR if near else DAYS_FAR
        tofs_d = _TOFS_D if near else _TOFS_FEW_D
        if dated:
            step_d = _WAIT_STEP_D if near else _WAIT_STEP_FAR_D
            days = np.array([*np.arange(step_d, wait_d + _TO_PERILUNE_D, step_d)])
            tofs_d = _TOFS_FEW_D
        self.crossings: list[Crossing] = []
        self._requests: list[ReturnRequest] = []
        refused: OutOfRangeError | LambertError | None = None
        for moon_s in begin_s + days * SECONDS_PER_DAY:
            for tof_d in tofs_d:
                for north in planes:
                    request = ReturnRequest(entry=entry, northward=north, bodies=meeting.bodies)
                    try:
                        self._add(float(moon_s), float(tof_d) * SECONDS_PER_DAY, request)
                    except (OutOfRangeError, LambertError) as error:
                        refused = error
        if refused is not None and not self.crossings:
            raise refused

    def _add(self, moon_s: float, tof_s: float, request: ReturnRequest) -> None:
        v_inf = departure_v_inf(moon_s, tof_s, request)
        number = len(self._requests)
        self.crossings.append(Crossing(moon_s + tof_s, moon_s, v_inf, -1.0, 0.0, number))
        self._requests.append(request)

    def candidates(self, orbit: OrbitEnd, phases: Array | None) -> Sequence[Candidate]:
        """See `planner.transfers.arc_choice.Way`."""
        first, last = self.orbit_span_s
        self._orbit = orbit
        return candidates_of(
            crossings=self.crossings, orbit=orbit, phases=phases, meeting=self._meeting,
            orbit_span_s=(first - _SAME_S, last + _SAME_S),
        )  # fmt: skip

    def start(self, candidate: Candidate) -> tuple[NearMoon, ArcGuess]:
        """See `planner.transfers.arc_choice.Way`."""
        crossing = candidate.crossing
        inclination_deg, north_first = branch_of(candidate)
        request = replace(
            self._requests[crossing.number],
            orbit_alt_km=float(np.linalg.norm(candidate.perilune[:3])) - MOON_RADIUS_KM,
            orbit_inclination_deg=inclination_deg,
            north_first=north_first,
        )
        tof_s = crossing.earth_s - crossing.moon_s
        home = earth_return(
            depart_tdb_jd=julian_date(crossing.moon_s),
            tof_d=tof_s / SECONDS_PER_DAY,
            request=request,
        )
        tei = home.burns[0]
        leg = coast_leg(
            start_s=crossing.moon_s,
            state=moon_state(crossing.moon_s) + np.array([*tei.r_km, *tei.v_after_km_s]),
            duration_s=home.tof_d * SECONDS_PER_DAY,
            bodies=self._meeting.bodies,
        )
        end = EntryEnd(self._entry, leg.end_s)
        near = FlybyEnd(end, self._meeting.bodies)
        return near, self._guess(candidate, near, end.controls_of(leg.end_s, leg.state))

    def _guess(self, candidate: Candidate, near: NearMoon, controls: Array) -> ArcGuess:
        return guess_of(
            candidate=candidate, near=near, controls=controls, orbit=self._orbit,
            meeting=self._meeting,
        )  # fmt: skip


def _flight(choice: Choice, wish: EntryWish, meeting: Meeting) -> Flight:
    near = choice.problem.near
    assert isinstance(near, FlybyEnd)  # the way home goes by the Moon
    end = near.earth.at(choice.flight.controls)
    entry_s = on_grid(end.t_s)
    entry = entry_of(end.state, julian_date(entry_s))
    perilune_s, after = exact_perilune(entry_s, end.state, -1.0, meeting.bodies)
    arc = exact_arc(perilune_s, after, choice, meeting)
    return Flight(
        family=f"{meeting.orbit.family}-return",
        model="ephemeris",
        burns=(
            moon_burn("departure", arc.orbit_s, arc.orbit, arc.arrival),
            moon_burn("flyby", perilune_s, arc.after, after),
        ),
        tof_d=(entry_s - arc.orbit_s) / SECONDS_PER_DAY,
        c3_km2_s2=None,
        arrival=FlightEnd(altitude_km=entry.altitude_km, inclination_deg=entry.inclination_deg),
        residuals={
            "entry_alt_km": entry.altitude_km - wish.altitude_km,
            "entry_path_angle_deg": entry.path_angle_deg - wish.path_angle_deg,
            "return_inclination_deg": entry.inclination_deg - wish.inclination_deg,
            "orbit_miss_km": arc.miss_km,
            "flyby_lack_km": choice.problem.lack_km(choice.flight),
        },
        details={
            "flyby_d": (perilune_s - arc.orbit_s) / SECONDS_PER_DAY,
            **flyby_details(perilune_s, after),
            "entry_tdb_jd": entry.epoch_tdb_jd,
            "entry_speed_km_s": entry.speed_km_s,
            "entry_path_angle_deg": entry.path_angle_deg,
            "entry_lat_deg": entry.latitude_deg,
            "entry_lon_deg": entry.longitude_deg,
            **orbit_details(choice, meeting),
        },
        **path_of(
            ((entry_s, end.state, perilune_s), (perilune_s, arc.after, arc.orbit_s)),
            meeting.bodies,
        ),
    )
