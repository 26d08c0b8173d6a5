"""The cheapest flight between the Moon's vicinity and a staging orbit on a date.

Surveyed with two bodies; the best few flown and improved by one round of the optimiser,
the best of those to the end. Where the orbit's phase is free, that is done on the CR3BP
orbit laid over the Moon of date, and done again on a life of the orbit in the ephemeris
that has the phase found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.errors import NoConvergenceError, PlannerError
from planner.transfers.bent_arc import Ends, bent_arc
from planner.transfers.cheapest_arc import cheapest_arc
from planner.transfers.departure import julian_date
from planner.transfers.kept_orbit import KeptOrbit
from planner.transfers.leg import moon_state
from planner.transfers.moon_arc import ArcGuess, ArcProblem, MoonArc
from planner.transfers.moon_ends import NearMoon
from planner.transfers.staging_path import DatedOrbit, MappedOrbit, OrbitEnd
from planner.transfers.staging_request import Meeting

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]
Found = tuple[ArcProblem, MoonArc]

#: Of the candidates flown, the ones improved by one round, and those improved to the end.
_BETTERED, _FINISHED = 6, 3
#: Rounds of the first improvement: one may end where nothing joins, and the next step less far.
_ROUNDS: Final = 3
#: Phases surveyed where the phase is free.
PHASES: Final[Array] = np.linspace(0.0, 1.0, 24, endpoint=False)
#: A life built for a phase is used within this long (d) about the place found.
_WITHIN_D = 3.0


#: A flight may dip below the least altitude by this (km): what the optimiser leaves.
_LACK_KM = 0.01


def silent(_text: str, _share: float) -> None:
    """Tell no progress."""


class Way(Protocol):
    """A kind of flight: what it surveys and how it starts.

    ``orbit_span_s`` is the first and last epoch at the staging orbit (TDB s past J2000),
    ``first_span_s`` the same for the other end of the flight.
    """

    orbit_span_s: tuple[float, float]
    first_span_s: tuple[float, float]

    def candidates(self, orbit: OrbitEnd, phases: Array | None) -> Sequence[Any]:
        """Guesses, best first; ``phases`` to try if the orbit's phase is free."""

    def start(self, candidate: Any) -> tuple[NearMoon, ArcGuess]:
        """The Moon's end and the start of the search for one of them."""


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


def choose_arc(way: Way, meeting: Meeting, progress: Progress) -> Choice:
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
    found, tried = _improved(way, meeting, DatedOrbit(life), None, progress)
    problem, flight = found[0]
    _require_clear(problem, flight)
    return Choice(flight, problem, life, meeting.orbit_phase, tried)


def _free(way: Way, meeting: Meeting, progress: Progress) -> Choice:
    found, tried = _improved(way, meeting, MappedOrbit(meeting.orbit), PHASES, progress)
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
    guess = ArcGuess(flight.controls, _to_the_life(problem, flight, kept.orbit), np.array([at_s]))
    within = _WITHIN_D * SECONDS_PER_DAY
    low, high = way.orbit_span_s
    span = (np.array([max(low, at_s - within)]), np.array([min(high, at_s + within)]))
    settled = cheapest_arc(kept, guess, place_span=span)
    _require_clear(kept, settled)
    return kept, settled, life, first_phase


def _require_clear(problem: ArcProblem, flight: MoonArc) -> None:
    """Refuse a flight that dips below the least altitude."""
    lack_km = problem.lack_km(flight)
    if problem.near.moves_radius and lack_km > _LACK_KM:
        raise NoConvergenceError(
            what="least altitude of the flyby", residual=lack_km, unit="km too low",
            way_out="take another date or flyby altitude",
        )  # fmt: skip


def _to_the_life(problem: ArcProblem, flight: MoonArc, life: OrbitEnd) -> Array:
    """Velocity (3,) at the Moon's end of an arc to the life, at the epoch of one that is known."""
    begin, orbit_s = flight.near, flight.orbit.t_s
    moon, then = moon_state(begin.t_s), moon_state(orbit_s)[:3]
    start_km = begin.state[:3] - moon[:3]
    wanted = life.at(np.array([orbit_s])).state[:3]
    velocity = bent_arc(
        known=Ends(begin.t_s, start_km, orbit_s, flight.orbit.state[:3] - then),
        velocity=flight.arc.velocity - moon[3:],
        wanted=Ends(begin.t_s, start_km, orbit_s, wanted - then),
        bodies=problem.bodies,
    )  # fmt: skip
    return moon[3:] + velocity


def _improved(
    way: Way, meeting: Meeting, orbit: OrbitEnd, phases: Array | None, progress: Progress
) -> tuple[list[Found], int]:
    """The best few flights of a survey, cheapest first, and how many were tried."""
    progress("surveying arcs", 0.0)
    candidates = way.candidates(orbit, phases)
    first, last = way.orbit_span_s
    m = 1 if phases is None else 2  # a phase has no bounds
    span = np.array([first, -np.inf])[:m], np.array([last, np.inf])[:m]
    begun: list[Found] = []
    failed: PlannerError | None = None
    for i, candidate in enumerate(candidates):
        progress("flying the best", 0.2 + 0.2 * i / len(candidates))
        try:
            near, guess = way.start(candidate)
            problem = ArcProblem(
                near=near, orbit=orbit, bodies=meeting.bodies, tof_s=meeting.tof_s,
                least_radius_km=meeting.least_radius_km, first_span_s=way.first_span_s,
            )  # fmt: skip
            begun.append((problem, problem.fly(guess)))
        except PlannerError as error:
            failed = failed or error
    if not begun:
        raise failed or NoConvergenceError(
            what="survey of arcs", residual=0.0, unit="arcs found",
            way_out="take another date or time of flight, or leave the orbit's phase free",
        )  # fmt: skip
    better = []
    for i, (problem, flight) in enumerate(_by_cost(begun)[:_BETTERED]):
        progress("making the best cheap", 0.4 + 0.4 * i / _BETTERED)
        better.append(
            (problem, cheapest_arc(problem, flight.guess, place_span=span, rounds=_ROUNDS))
        )
    finished = []
    for i, (problem, flight) in enumerate(_by_cost(better)[:_FINISHED]):
        progress("making the best cheap", 0.8 + 0.05 * i)
        finished.append((problem, cheapest_arc(problem, flight.guess, place_span=span)))
    return _by_cost(finished), len(candidates)


def _by_cost(found: list[Found]) -> list[Found]:
    return sorted(found, key=lambda one: one[0].cost(one[1]))
