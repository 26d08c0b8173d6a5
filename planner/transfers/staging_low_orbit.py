"""Between a staging orbit and a low lunar orbit: NRHO, DRO or halo to a circular one, or back.

Two burns, one at each end; the arc between them, their places and the plane of the low
orbit (its inclination is kept, its node is free) are chosen together
(`planner.transfers.arc_choice`). Neither burn has to lie along the motion.

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns. Validity:
arcs of 0.2 to 5 days.

Source: Whitley & Martinez 2016, "Options for Staging Orbits in Cislunar Space", IEEE
Aerospace Conference.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.orientation import moon_pole
from planner.transfers.arc_choice import Choice, Progress, choose_arc, silent
from planner.transfers.departure import on_grid, seconds_past_j2000
from planner.transfers.flight import Flight, FlightEnd
from planner.transfers.flyby_guess import PHASES_FAR, from_shot, is_near
from planner.transfers.leg import moon_state
from planner.transfers.low_shots import survey_low_shots
from planner.transfers.low_survey import LowCandidate, distinct_low, survey_low
from planner.transfers.moon_arc import ArcGuess
from planner.transfers.moon_ends import LowOrbitEnd, NearMoon
from planner.transfers.request import require_within
from planner.transfers.staging_flight import (
    exact_arc,
    moon_altitude_km,
    moon_burn,
    orbit_details,
    path_of,
)
from planner.transfers.staging_path import OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]
Direction = Literal["down", "up"]

#: Days of the arc that may be asked for.
LOW_TOF_RANGE_D: Final = (0.2, 5.0)
#: Altitudes (km) of the low orbit.
LOW_RANGE_KM: Final = (15.0, 2_000.0)
_TOFS_D: Final = np.concatenate((np.arange(0.25, 1.0, 0.125), np.arange(1.0, 4.6, 0.5)))
#: Candidates tried.
_TRIED: Final = 16
_TRIED_SHOTS: Final = 40
#: Orbits far from the Moon: steps of the epochs that shots leave from where the orbit is
#: dated; how long after the low orbit the epoch is that stands for all where it is not.
_SHOT_STEP_S: Final = 0.25 * SECONDS_PER_DAY
_MIDDLE_S: Final = 3.0 * SECONDS_PER_DAY
#: Step (d) of the wait for the best place of a dated orbit.
_WAIT_STEP_D: Final = 0.1


def staging_to_low(
    *, depart_tdb_jd: float, meeting: Meeting, direction: Direction = "down",
    orbit_alt_km: float = 100.0, orbit_inclination_deg: float = 90.0,
    progress: Progress = silent,
) -> Flight:  # fmt: skip
    """Fly down from a staging orbit to a low circular one, or up.

    Parameters
    ----------
    depart_tdb_jd : float
        First burn (TDB, Julian date). With a dated staging orbit it is the earliest: the
        craft waits for the best place of one period.
    meeting : Meeting
        The staging orbit and, in ``tof_d``, the days of the arc if they are given; its
        flyby altitude is the least the arc may dip to.
    direction : {"down", "up"}
    orbit_alt_km, orbit_inclination_deg : float
        The low orbit, on the Moon's true equator; its node is chosen.

    Returns
    -------
    Flight
        Burns ``departure`` and ``loi`` (down) or ``insertion`` (up). ``residuals``:
        ``orbit_miss_km``, ``orbit_inclination_deg``.

    Raises
    ------
    OutOfRangeError
        A value outside its range.
    NoConvergenceError
        No flight was found within the budget.
    """
    require_within("orbit_alt_km", orbit_alt_km, *LOW_RANGE_KM, "km")
    require_within("orbit_inclination_deg", orbit_inclination_deg, 0.0, 180.0, "deg")
    way = _LowWay(depart_tdb_jd, meeting, direction, orbit_alt_km, orbit_inclination_deg)
    choice = choose_arc(way, meeting, progress)
    return _flight(choice, meeting, direction, orbit_inclination_deg)


class _LowWay:
    """Arcs between the two orbits from a date on."""

    def __init__(
        self, depart_tdb_jd: float, meeting: Meeting, direction: Direction,
        orbit_alt_km: float, orbit_inclination_deg: float,
    ) -> None:  # fmt: skip
        self._meeting, self._sense = meeting, 1.0 if direction == "up" else -1.0
        self._radius_km = MOON_RADIUS_KM + orbit_alt_km
        self._inclination_rad = math.radians(orbit_inclination_deg)
        begin_s = on_grid(seconds_past_j2000(depart_tdb_jd))
        wait_d = 0.0 if meeting.orbit_epoch_tdb_jd is None else meeting.period_d
        departs = (begin_s, begin_s + wait_d * SECONDS_PER_DAY)
        arrives = (begin_s, departs[1] + LOW_TOF_RANGE_D[1] * SECONDS_PER_DAY)
        up = direction == "up"
        self.first_span_s, self.orbit_span_s = (departs, arrives) if up else (arrives, departs)
        self._begins_s = begin_s + np.arange(0.0, wait_d + 1e-9, _WAIT_STEP_D) * SECONDS_PER_DAY
        self._fixed_epoch = up and wait_d == 0.0

    def candidates(self, orbit: OrbitEnd, phases: Array | None) -> Sequence[LowCandidate]:
        """See `planner.transfers.arc_choice.Way`."""
        self._orbit = orbit
        asked = self._meeting.tof_d
        tofs_s = (_TOFS_D if asked is None else np.array([asked])) * SECONDS_PER_DAY
        grid = np.meshgrid(
            self._begins_s, tofs_s, [0.0] if phases is None else phases, indexing="ij"
        )
        begins, tofs, turned = (axis.ravel() for axis in grid)
        at_orbit, low_s = begins, begins + tofs
        if self._sense > 0.0:
            at_orbit, low_s = low_s, at_orbit
        places = np.stack((at_orbit, turned), axis=1)[:, : 1 if phases is None else 2]
        surveyed = survey_low(
            orbit=orbit, places=places, low_s=low_s, sense=self._sense,
            radius_km=self._radius_km, inclination_rad=self._inclination_rad,
        )  # fmt: skip
        best = distinct_low(surveyed, _TRIED)
        if is_near(self._meeting):
            return best
        return best + distinct_low(self._shots(orbit, phases), _TRIED_SHOTS)

    def _shots(self, orbit: OrbitEnd, phases: Array | None) -> list[LowCandidate]:
        """Shots from the staging orbit; upwards they leave an epoch that stands for all."""
        up, asked_s = self._sense > 0.0, self._meeting.tof_s
        if phases is None:
            last_s = self.orbit_span_s[1] + 1.0
            epochs: Array = np.arange(self.orbit_span_s[0], last_s, _SHOT_STEP_S, dtype=np.float64)
            places = epochs[:, None]
        else:
            at_s = self._begins_s[0] + (_MIDDLE_S if up else 0.0)
            places = np.stack((np.full(len(PHASES_FAR), at_s), PHASES_FAR), axis=1)
        return survey_low_shots(
            orbit=orbit, places=places, sense=self._sense, radius_km=self._radius_km,
            low_s=float(self._begins_s[0]) if up and phases is not None else None,
            inclination_rad=self._inclination_rad, bodies=self._meeting.bodies,
            longest_s=LOW_TOF_RANGE_D[1] * SECONDS_PER_DAY, tof_s=asked_s,
        )  # fmt: skip

    def start(self, candidate: LowCandidate) -> tuple[NearMoon, ArcGuess]:
        """See `planner.transfers.arc_choice.Way`."""
        end = LowOrbitEnd(
            radius_km=self._radius_km, inclination_rad=self._inclination_rad,
            epoch_s=candidate.low_s, sense=self._sense, fixed_epoch=self._fixed_epoch,
        )  # fmt: skip
        controls = end.controls_of(candidate.low_km, candidate.normal)
        velocity = candidate.velocity
        if candidate.burn is not None:
            velocity = from_shot(
                place=candidate.place, burn=candidate.burn, sense=self._sense,
                orbit=self._orbit, near_s=candidate.low_s, near_km=candidate.low_km,
                bodies=self._meeting.bodies,
            )  # fmt: skip
        velocity = velocity + moon_state(candidate.low_s)[3:]
        return end, ArcGuess(controls, velocity, candidate.place)


def _flight(
    choice: Choice, meeting: Meeting, direction: Direction, inclination_deg: float
) -> Flight:
    near = choice.problem.near
    assert isinstance(near, LowOrbitEnd)  # the way to a low orbit starts in one
    controls = choice.flight.controls
    low_s = on_grid(choice.flight.near.t_s)
    relative = near.relative(controls, low_s)
    low = moon_state(low_s) + relative
    arc = exact_arc(low_s, low, choice, meeting)
    end = FlightEnd(altitude_km=moon_altitude_km(low_s, low), inclination_deg=inclination_deg)
    if direction == "down":
        burns = (
            moon_burn("departure", arc.orbit_s, arc.orbit, arc.arrival),
            moon_burn("loi", low_s, arc.after, low),
        )
    else:
        burns = (
            moon_burn("departure", low_s, low, arc.after),
            moon_burn("insertion", arc.orbit_s, arc.arrival, arc.orbit),
        )
        end = FlightEnd(altitude_km=moon_altitude_km(arc.orbit_s, arc.orbit))
    h = cross(relative[:3], relative[3:])
    cosine = float(h @ moon_pole(low_s)) / float(np.linalg.norm(h))
    family = meeting.orbit.family
    return Flight(
        family=f"{family}-llo" if direction == "down" else f"llo-{family}",
        model="ephemeris",
        burns=burns,
        tof_d=abs(arc.orbit_s - low_s) / SECONDS_PER_DAY,
        c3_km2_s2=None,
        arrival=end,
        residuals={
            "orbit_miss_km": arc.miss_km,
            "orbit_inclination_deg": math.degrees(math.acos(cosine)) - inclination_deg,
        },
        details={
            "low_orbit_node_deg": math.degrees(float(controls[0])) % 360.0,
            "least_alt_km": choice.flight.low_km - MOON_RADIUS_KM,
            **orbit_details(choice, meeting),
        },
        **path_of(((low_s, arc.after, arc.orbit_s),), meeting.bodies),
    )
