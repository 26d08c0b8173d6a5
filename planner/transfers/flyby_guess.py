"""From a surveyed flyby to a flight that joins: the start of the search in the ephemeris."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError
from planner.transfers.flyby_survey import Candidate, Crossing, distinct, survey_flybys
from planner.transfers.leg import coast_leg, moon_state, two_point_arc
from planner.transfers.moon_arc import ArcGuess
from planner.transfers.moon_ends import MoonEnd, NearMoon
from planner.transfers.shot_survey import survey_shots
from planner.transfers.staging_path import OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]

#: Days between perilune and the orbit that are surveyed.
DAYS_NEAR: Final[Array] = np.concatenate((np.arange(0.25, 2.0, 0.25), np.arange(2.0, 4.1, 0.5)))
#: The same where the orbit's phase is given: the craft may have to wait for it.
_DAYS_DATED: Final[Array] = np.concatenate((np.arange(0.2, 2.0, 0.1), np.arange(2.0, 6.1, 0.2)))
#: The same to orbits far from the Moon.
DAYS_FAR: Final[Array] = np.array([*np.arange(1.0, 7.1, 0.25)])
_DAYS_FAR_DATED: Final[Array] = np.array([*np.arange(1.0, 8.1, 0.25)])
#: Phases of an orbit far from the Moon: a shot should pass within a day's turn of one.
_PHASES_FAR: Final[Array] = np.linspace(0.0, 1.0, 96, endpoint=False)
#: Candidates tried: shots are rougher guesses than two-body arcs.
_TRIED_NEAR, _TRIED_FAR = 8, 40
#: Share of a shot's miss that is made good at once, first and at least.
_STEP, _LEAST_STEP = 0.25, 0.03


def is_near(meeting: Meeting) -> bool:
    """Whether two-body arcs about the Moon lead to the orbit: so it is for an NRHO."""
    return meeting.orbit.family == "nrho"


def candidates_of(
    *, crossings: Sequence[Crossing], orbit: OrbitEnd, phases: Array | None, meeting: Meeting,
    orbit_span_s: tuple[float, float],
) -> list[Candidate]:  # fmt: skip
    """The best few guesses that differ: two-body arcs to an NRHO, shots to wider orbits."""
    if is_near(meeting):
        surveyed = survey_flybys(
            crossings=crossings, orbit=orbit, phases=phases, tof_s=meeting.tof_s,
            days=_DAYS_DATED if phases is None else DAYS_NEAR, orbit_span_s=orbit_span_s,
            least_radius_km=meeting.least_radius_km,
        )  # fmt: skip
        return distinct(surveyed, _TRIED_NEAR)
    surveyed = survey_shots(
        crossings=crossings, orbit=orbit, tof_s=meeting.tof_s,
        phases=None if phases is None else _PHASES_FAR,
        days=_DAYS_FAR_DATED if phases is None else DAYS_FAR, orbit_span_s=orbit_span_s,
        least_radius_km=meeting.least_radius_km, bodies=meeting.bodies,
    )  # fmt: skip
    return distinct(surveyed, _TRIED_FAR)


def guess_of(
    *, candidate: Candidate, near: NearMoon, controls: Array, orbit: OrbitEnd, meeting: Meeting
) -> ArcGuess:
    """A candidate as the start of a search, with the controls found for it.

    Raises
    ------
    NoConvergenceError
        The shot cannot be bent to the orbit.
    """
    if is_near(meeting):
        velocity = candidate.velocity + moon_state(candidate.crossing.moon_s)[3:]
        return ArcGuess(controls, velocity, candidate.place)
    begin = near.at(controls, 1e-9)
    moon = moon_state(begin.t_s)
    slower = np.linalg.norm(candidate.velocity) / np.linalg.norm(candidate.perilune[3:])
    velocity = moon[3:] + float(slower) * (begin.state[3:] - moon[3:])
    orbit_s, wanted = float(candidate.place[0]), orbit.at(candidate.place).state[:3]
    shot = coast_leg(
        start_s=begin.t_s, state=np.concatenate((begin.state[:3], velocity)),
        duration_s=orbit_s - begin.t_s, bodies=meeting.bodies, rtol=1e-9,
    )  # fmt: skip
    velocity = _bent(begin, velocity, orbit_s, shot.state[:3], wanted, meeting.bodies)
    return ArcGuess(controls, velocity, candidate.place)


def _bent(
    begin: MoonEnd, velocity: Array, end_s: float, reached: Array, wanted: Array,
    bodies: tuple[str, ...],
) -> Array:  # fmt: skip
    """Velocity of the arc to a place, found by moving the end of a shot there step by step."""
    done, step = 0.0, _STEP
    while done < 1.0:
        share = min(1.0, done + step)
        try:
            velocity = two_point_arc(
                start_s=begin.t_s, start_km=begin.state[:3], end_s=end_s,
                end_km=reached + share * (wanted - reached), velocity=velocity, bodies=bodies,
                tolerance_km=1.0, rounding_km=10.0, rtol=1e-9,
            ).velocity  # fmt: skip
        except NoConvergenceError:
            step *= 0.5
            if step < _LEAST_STEP:
                raise
            continue
        done = share
    return velocity
