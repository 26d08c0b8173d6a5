"""From a surveyed flyby to a flight that joins: the start of the search in the ephemeris."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.errors import NoConvergenceError
from planner.transfers.bent_arc import Ends, bent_arc
from planner.transfers.flyby_survey import Candidate, Crossing, distinct, survey_flybys
from planner.transfers.leg import moon_state
from planner.transfers.moon_arc import ArcGuess
from planner.transfers.moon_ends import NearMoon
from planner.transfers.orbit_shots import after_burn, fly_shot, survey_orbit_shots
from planner.transfers.staging_path import OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]

#: Days between perilune and the orbit that are surveyed.
DAYS_NEAR: Final[Array] = np.concatenate((np.arange(0.25, 2.0, 0.25), np.arange(2.0, 4.1, 0.5)))
#: The same where the orbit's phase is given: the craft may have to wait for it.
_DAYS_DATED: Final[Array] = np.concatenate((np.arange(0.2, 2.0, 0.1), np.arange(2.0, 6.1, 0.2)))
#: The same to orbits far from the Moon.
DAYS_FAR: Final[Array] = np.array([*np.arange(1.0, 9.1, 0.25)])
#: Phases of an orbit far from the Moon that shots leave from, and days from perilune to it
#: that stand for all; steps of the epochs they leave from where the orbit is dated.
PHASES_FAR: Final[Array] = np.linspace(0.0, 1.0, 72, endpoint=False)
_MIDDLE_S: Final = 5.0 * SECONDS_PER_DAY
_SHOT_STEP_S: Final = 0.25 * SECONDS_PER_DAY
#: Candidates tried: shots are rougher guesses than two-body arcs.
_TRIED_NEAR, _TRIED_FAR = 8, 60


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
    epochs = np.array([crossings[0].moon_s + crossings[0].sense * _MIDDLE_S])
    if phases is None:
        epochs = np.arange(orbit_span_s[0], orbit_span_s[1] + 1.0, _SHOT_STEP_S)
    surveyed = survey_orbit_shots(
        crossings=crossings, orbit=orbit, tof_s=meeting.tof_s, epochs=epochs,
        phases=None if phases is None else PHASES_FAR, orbit_span_s=orbit_span_s,
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
    assert candidate.burn is not None  # orbits far from the Moon are surveyed with shots
    begin = near.at(controls, 1e-9)
    moon = moon_state(begin.t_s)
    velocity = from_shot(
        place=candidate.place, burn=candidate.burn, sense=near.sense, orbit=orbit,
        near_s=begin.t_s, near_km=begin.state[:3] - moon[:3], bodies=meeting.bodies,
    )  # fmt: skip
    return ArcGuess(controls, moon[3:] + velocity, candidate.place)


def from_shot(
    *, place: Array, burn: Array, sense: float, orbit: OrbitEnd, near_s: float, near_km: Array,
    bodies: tuple[str, ...],
) -> Array:  # fmt: skip
    """Moon-centred velocity (3,) of the arc a shot is bent to.

    Parameters
    ----------
    place, burn, sense
        Where on the orbit the shot leaves, and how; see `planner.transfers.orbit_shots`.
    near_s, near_km
        Epoch (TDB s past J2000) and Moon-centred place (3,) the arc has near the Moon.

    Raises
    ------
    NoConvergenceError
        The shot misses the Moon or cannot be bent.
    """
    orbit_s = float(place[0])
    state = after_burn(place, burn, orbit.at(place).state)
    flown = fly_shot(orbit_s, state, sense, bodies, 1e-9)
    if flown is None:
        raise NoConvergenceError(
            what="shot from the orbit", residual=0.0, unit="perilunes low over the Moon",
            way_out="take another date",
        )  # fmt: skip
    shot_s, shot = flown
    end_km = state[:3] - moon_state(orbit_s)[:3]
    return bent_arc(
        known=Ends(shot_s, shot[:3], orbit_s, end_km), velocity=shot[3:],
        wanted=Ends(near_s, near_km, orbit_s, end_km), bodies=bodies,
    )  # fmt: skip
