"""The cheapest powered flyby between the Earth and a staging orbit on a date.

Surveyed with two bodies, the best few flown and improved by one round of the optimiser,
the best of those to the end; where the orbit's phase is free, that is done on the CR3BP
orbit laid over the Moon of date, and done again on a life of the orbit in the ephemeris
that has the phase found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.errors import NoConvergenceError, PlannerError
from planner.transfers.cheapest_arc import cheapest_arc
from planner.transfers.departure import julian_date
from planner.transfers.earth_ends import EarthEnd
from planner.transfers.flyby_survey import Candidate, Crossing, distinct, survey_flybys
from planner.transfers.kept_orbit import KeptOrbit
from planner.transfers.leg import moon_state
from planner.transfers.moon_arc import ArcGuess, ArcProblem, MoonArc
from planner.transfers.moon_ends import FlybyEnd
from planner.transfers.staging_path import DatedOrbit, MappedOrbit, OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]

#: Candidates improved by one round, and of those the ones improved to the end.
_TRIED, _FINISHED = 6, 2
#: Days between perilune and the orbit that are surveyed.
_DAYS: Array = np.concatenate((np.arange(0.25, 2.0, 0.25), np.arange(2.0, 4.1, 0.5)))
#: The same where the orbit's phase is given: the craft may have to wait for it.
_DAYS_DATED: Array = np.concatenate((np.arange(0.2, 2.0, 0.1), np.arange(2.0, 6.1, 0.2)))
_PHASES: Array = np.linspace(0.0, 1.0, 24, endpoint=False)
#: A life built for a phase is used within this long (d) about the place found.
_WITHIN_D = 3.0


def silent(_text: str, _share: float) -> None:
    """Tell no progress."""


class Way(Protocol):
    """Ways to or from the Earth that a flyby can be flown on."""

    crossings: Sequence[Crossing]
    #: First and last epoch at the orbit (TDB s past J2000).
    orbit_span_s: tuple[float, float]

    def start(self, candidate: Candidate) -> tuple[EarthEnd, Array]:
        """The Earth's end and its controls for a candidate, corrected in the ephemeris."""


class Choice(NamedTuple):
    """The flight chosen.

    What it solves, the orbit's life it meets and the phase that begins with, how many
    candidates were tried.
    """

    flight: MoonArc
    problem: ArcProblem
    life: KeptOrbit
    phase: float
    tried: int


def choose_flyby(way: Way, meeting: Meeting, progress: Progress) -> Choice:
    """Find the cheapest flight of a way.

    Raises
    ------
    NoConvergenceError
        None of the candidates could be flown; the error is that of the best.
    OutOfRangeError
        The orbit's date is outside what is kept.
    """
    if meeting.orbit_epoch_tdb_jd is None:
        return _free(way, meeting, progress)
    life = meeting.life_until(julian_date(way.orbit_span_s[1]))
    orbit = DatedOrbit(life)
    found, tried = _improved(way, meeting, orbit, None, _DAYS_DATED, progress)
    problem, flight = found[0]
    return Choice(flight, problem, life, meeting.orbit_phase, tried)


def _free(way: Way, meeting: Meeting, progress: Progress) -> Choice:
    orbit = MappedOrbit(meeting.orbit)
    found, tried = _improved(way, meeting, orbit, _PHASES, _DAYS, progress)
    settled, failed = [], None
    for problem, flight in found:
        progress("meeting an orbit kept in the ephemeris", 0.9)
        try:
            settled.append(_settled(way, meeting, problem, flight))
        except PlannerError as error:
            failed = error
    if not settled:
        assert failed is not None  # there is one flight at least, and it failed
        raise failed
    problem, flight, life, phase = min(settled, key=lambda one: one[0].cost(one[1]))
    return Choice(flight, problem, life, phase, tried)


def _settled(
    way: Way, meeting: Meeting, problem: ArcProblem, flight: MoonArc
) -> tuple[ArcProblem, MoonArc, KeptOrbit, float]:
    """The same flight to a life of the orbit that has the phase found."""
    at_s, phase = float(flight.place[0]), float(flight.place[1])
    life, first_phase = meeting.life_about(julian_date(at_s), phase)
    kept = replace(problem, orbit=DatedOrbit(life))
    guess = ArcGuess(flight.controls, flight.arc.velocity, np.array([at_s]))
    within = _WITHIN_D * SECONDS_PER_DAY
    low, high = way.orbit_span_s
    span = (np.array([max(low, at_s - within)]), np.array([min(high, at_s + within)]))
    return kept, cheapest_arc(kept, guess, place_span=span), life, first_phase


def _improved(
    way: Way, meeting: Meeting, orbit: OrbitEnd, phases: Array | None, days: Array,
    progress: Progress,
) -> tuple[list[tuple[ArcProblem, MoonArc]], int]:  # fmt: skip
    """The best few flights of a survey, cheapest first, and how many were tried."""
    progress("surveying flybys", 0.0)
    surveyed = survey_flybys(
        crossings=way.crossings, orbit=orbit, days=days, phases=phases,
        least_radius_km=meeting.least_radius_km, orbit_span_s=way.orbit_span_s,
        tof_s=meeting.tof_s,
    )  # fmt: skip
    span = _span(way, 1 if phases is None else 2)
    begun: list[tuple[ArcProblem, MoonArc]] = []
    failed: PlannerError | None = None
    candidates = distinct(surveyed, _TRIED)
    for i, candidate in enumerate(candidates):
        progress("flying flybys", 0.2 + 0.5 * i / len(candidates))
        try:
            end, controls = way.start(candidate)
            problem = ArcProblem(
                near=FlybyEnd(end, meeting.bodies), orbit=orbit, bodies=meeting.bodies,
                least_radius_km=meeting.least_radius_km, tof_s=meeting.tof_s,
            )  # fmt: skip
            velocity = candidate.velocity + moon_state(candidate.crossing.moon_s)[3:]
            guess = ArcGuess(controls, velocity, candidate.place)
            begun.append((problem, cheapest_arc(problem, guess, place_span=span, rounds=1)))
        except PlannerError as error:
            failed = failed or error
    if not begun:
        raise failed or NoConvergenceError(
            what="survey of flybys", residual=float(len(surveyed)), unit="arcs found",
            way_out="take another date, or leave the orbit's phase free",
        )  # fmt: skip
    begun.sort(key=lambda one: one[0].cost(one[1]))
    finished = []
    for i, (problem, flight) in enumerate(begun[:_FINISHED]):
        progress("making flybys cheap", 0.7 + 0.1 * i)
        guess = ArcGuess(flight.controls, flight.arc.velocity, flight.place)
        finished.append((problem, cheapest_arc(problem, guess, place_span=span)))
    return sorted(finished, key=lambda one: one[0].cost(one[1])), len(candidates)


def _span(way: Way, m: int) -> tuple[Array, Array]:
    """Lowest and highest place (m,) on the orbit; a phase has no bounds."""
    first, last = way.orbit_span_s
    return np.array([first, -np.inf])[:m], np.array([last, np.inf])[:m]
