"""To a staging orbit (NRHO, halo, DRO) by a powered lunar flyby, from a pad's parking orbit.

Three burns: TLI along the parking orbit, one at perilune, one that joins the orbit. The
ways to the Moon (3 to 6 days, both planes a day) and the places of the orbit are surveyed
with two-body arcs; the best few are corrected in the ephemeris and made as cheap as they
get (`planner.transfers.arc_choice`). Launch, ascent and coast end at TLI, as for a
direct transfer.

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns. The flight
ends on an orbit kept in the same field.

Source: Whitley & Martinez 2016, "Options for Staging Orbits in Cislunar Space", IEEE
Aerospace Conference; Davis et al. 2017, AAS 17-826.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_EARTH_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.lambert import LambertError
from planner.errors import OutOfRangeError
from planner.transfers.arc_choice import Choice, Progress, choose_arc, silent
from planner.transfers.departure import on_grid, seconds_past_j2000
from planner.transfers.direct import first_guess, pad_clock, parking_orbit, tli_burn
from planner.transfers.earth_ends import PadEnd
from planner.transfers.flight import Flight, FlightEnd
from planner.transfers.flyby_guess import candidates_of, guess_of
from planner.transfers.flyby_survey import Candidate, Crossing, branch_of
from planner.transfers.moon_arc import ArcGuess
from planner.transfers.moon_ends import FlybyEnd, NearMoon
from planner.transfers.request import HIGHEST_KM, DirectRequest
from planner.transfers.staging_flight import (
    exact_arc,
    exact_perilune,
    flyby_details,
    moon_altitude_km,
    moon_burn,
    orbit_details,
    path_of,
)
from planner.transfers.staging_path import OrbitEnd
from planner.transfers.staging_request import Meeting
from planner.transfers.targeting import Aim, correct

Array = NDArray[np.float64]

#: Days from TLI to perilune that are surveyed; the optimiser then moves freely.
_TOFS_D: Final = np.arange(3.0, 6.01, 0.5)
#: Longest flight (d) from TLI to the orbit.
LONGEST_D: Final = 14.0


def to_staging_orbit(
    *, depart_tdb_jd: float, request: DirectRequest, meeting: Meeting,
    planes: tuple[bool, ...] = (True, False), progress: Progress = silent,
) -> Flight:  # fmt: skip
    """Fly to a staging orbit at the pad's opportunity nearest a date.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted TLI (TDB, Julian date).
    request : DirectRequest
        Pad and parking orbit; its lunar orbit plays no part.
    meeting : Meeting
        The orbit, its phase if one is given, the flyby's least altitude.
    planes : tuple of bool
        Northward at the Moon (True), southward (False), or both.

    Returns
    -------
    Flight
        Burns ``tli``, ``flyby``, ``insertion``. ``residuals``: ``launch_clock_s``,
        ``orbit_miss_km``, ``flyby_lack_km``.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or a pad that cannot reach the Moon.
    NoConvergenceError
        No flight was found within the budget.
    """
    way = _Outward(depart_tdb_jd, request, planes, meeting)
    choice = choose_arc(way, meeting, progress)
    return _flight(choice, meeting)


class _Outward:
    """Ways from the pad to the Moon on a date."""

    def __init__(
        self, depart_tdb_jd: float, request: DirectRequest, planes: tuple[bool, ...],
        meeting: Meeting,
    ) -> None:  # fmt: skip
        self._meeting = meeting
        self.first_span_s = (-np.inf, np.inf)  # the pad's clock says
        tli_s = seconds_past_j2000(depart_tdb_jd)
        self.orbit_span_s = (tli_s, tli_s + LONGEST_D * SECONDS_PER_DAY)
        self.crossings: list[Crossing] = []
        self._aims: list[tuple[Aim, DirectRequest]] = []
        refused: OutOfRangeError | LambertError | None = None
        for tof_d in _TOFS_D:
            for north in planes:
                branch = replace(request, ascending_at_moon=north)
                try:
                    aim, v_inf = first_guess(
                        depart_tdb_jd=depart_tdb_jd, tof_d=float(tof_d), request=branch
                    )
                except (OutOfRangeError, LambertError) as error:
                    refused = error
                    continue
                moon_s, dv = aim.tli_s + aim.tof_s, float(aim.controls[2])
                self.crossings.append(Crossing(aim.tli_s, moon_s, v_inf, 1.0, dv, len(self._aims)))
                self._aims.append((aim, branch))
        if refused is not None and not self.crossings:
            raise refused

    def candidates(self, orbit: OrbitEnd, phases: Array | None) -> Sequence[Candidate]:
        """See `planner.transfers.arc_choice.Way`."""
        self._orbit = orbit
        return candidates_of(
            crossings=self.crossings, orbit=orbit, phases=phases, meeting=self._meeting,
            orbit_span_s=self.orbit_span_s,
        )  # fmt: skip

    def start(self, candidate: Candidate) -> tuple[NearMoon, ArcGuess]:
        """See `planner.transfers.arc_choice.Way`."""
        aim, branch = self._aims[candidate.crossing.number]
        aim = replace(aim, controls=aim.controls.copy())  # the correction moves it
        request = _perilune_request(candidate, branch)
        correct(aim, request, lambda moved: pad_clock(moved, request).tli_tdb_s - moved.tli_s)
        near = FlybyEnd(PadEnd(aim, request), self._meeting.bodies)
        return near, self._guess(candidate, near, aim.controls)

    def _guess(self, candidate: Candidate, near: NearMoon, controls: Array) -> ArcGuess:
        return guess_of(
            candidate=candidate, near=near, controls=controls, orbit=self._orbit,
            meeting=self._meeting,
        )  # fmt: skip


def _perilune_request(candidate: Candidate, branch: DirectRequest) -> DirectRequest:
    """The direct transfer that arrives at a candidate's perilune."""
    inclination_deg, north_first = branch_of(candidate)
    return replace(
        branch,
        inclination_deg=inclination_deg,
        north_first=north_first,
        perilune_alt_km=float(np.linalg.norm(candidate.perilune[:3])) - MOON_RADIUS_KM,
        apolune_alt_km=HIGHEST_KM,
    )


def _flight(choice: Choice, meeting: Meeting) -> Flight:
    near = choice.problem.near
    assert isinstance(near, FlybyEnd)
    assert isinstance(near.earth, PadEnd)  # an outward way starts at a pad
    end = near.earth
    aim = end.aim_at(choice.flight.controls)
    clock_s = aim.tli_s
    aim.tli_s = on_grid(float(aim.tli_s))
    perilune_s, before = exact_perilune(aim.tli_s, aim.state, 1.0, meeting.bodies)
    arc = exact_arc(perilune_s, before, choice, meeting)
    burns = (
        tli_burn(aim),
        moon_burn("flyby", perilune_s, before, arc.after),
        moon_burn("insertion", arc.orbit_s, arc.arrival, arc.orbit),
    )
    parking = parking_orbit(aim, pad_clock(aim, end.request), end.request)
    return Flight(
        family=meeting.orbit.family,
        model="ephemeris",
        burns=burns,
        tof_d=(arc.orbit_s - aim.tli_s) / SECONDS_PER_DAY,
        c3_km2_s2=float(
            aim.state[3:] @ aim.state[3:] - 2.0 * GM_EARTH_KM3_S2 / np.linalg.norm(aim.state[:3])
        ),
        arrival=FlightEnd(altitude_km=moon_altitude_km(arc.orbit_s, arc.orbit)),
        residuals={
            "launch_clock_s": clock_s - aim.tli_s,
            "orbit_miss_km": arc.miss_km,
            "flyby_lack_km": choice.problem.lack_km(choice.flight),
        },
        details={
            "flyby_d": (perilune_s - aim.tli_s) / SECONDS_PER_DAY,
            **flyby_details(perilune_s, before),
            "parking_inclination_deg": parking.inclination_deg,
            "launch_tdb_jd": parking.launch_tdb_jd,
            "coast_d": parking.coast_d,
            **orbit_details(choice, meeting),
        },
        **path_of(
            ((aim.tli_s, aim.state, perilune_s), (perilune_s, arc.after, arc.orbit_s)),
            meeting.bodies,
        ),
    )
