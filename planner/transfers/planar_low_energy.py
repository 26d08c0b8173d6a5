"""Low-energy transfers of the planar bicircular problem, found from scratch.

The Sun raises a perigee from the parking orbit to the Moon's distance while the craft lingers
far outside, so that it reaches the Moon slowly (weak stability boundary; Belbruno & Miller
1993, J. Guid. Control Dyn. 16:770). The search runs backwards from the lunar orbit: a grid of
places on it, of speeds just below escape and of the Sun's angle at arrival is flown back for
months; where the perigee's angular momentum passes through that of the parking orbit between
two neighbours, halving closes in on a flight. Each is then flown forwards as a check.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from os import cpu_count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import constants as c
from planner.astro import events
from planner.astro.synodic import APSIDES, fly
from planner.astro.synodic_forces import EARTH
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.planar import PlanarTransfer, assembled
from planner.transfers.planar_model import (
    BCR4BP,
    LENGTH_KM,
    MU,
    SPEED_KM_S,
    TIME_D,
    Departure,
    Passage,
    PlanarRequest,
    Way,
    passage_of_moon,
)
from planner.transfers.planar_search import Flight, Found, Progress

Array = NDArray[np.float64]

#: Shortest flight of the family, and the longest that may be followed (d).
LONGEST_RANGE_D: Final = (60.0, 200.0)
#: Arrivals with a two-body apolune (km above the lunar orbit) near the distance of
#: the libration points, 58 000 and 64 500 km: the slowest that still lead in from outside.
_APOLUNES_KM: Final = (58_000.0, 64_000.0)
_SUN_ANGLES_RAD: Final = np.radians(np.arange(0.0, 360.0, 12.0))
_PLACES_RAD: Final = np.radians(np.arange(0.0, 360.1, 1.5))
#: Perigees of neighbours within this of each other in time (time units; 8 d) are the same.
_SAME: Final = 8.0 / TIME_D
#: Shortest flight of the family (time units): below, the Sun has no time to act.
_SHORTEST: Final = LONGEST_RANGE_D[0] / TIME_D
#: Times next to arrival in which closest points are the Moon's doing (time units; 10 d).
_AWAY: Final = 10.0 / TIME_D
#: Flying back, the first closest point of the Earth below this is the departure.
_NEAR_EARTH: Final = 0.9
_SURVEY_RTOL: Final = 1e-10
_RTOL: Final = 1e-13
_HALVINGS: Final = 50
#: Flights closed in on, cheapest of the survey first, until so many fly forwards.
_TRIED, _ENOUGH = 24, 3
#: A flight counts if flown forwards it comes this near the perilune wanted (km): months in a
#: sensitive field magnify rounding at the parking orbit, one metre there some km at the Moon.
_CLOSED_KM: Final = 1.0
_PERIGEE: Final = np.array([[events.PERIAPSIS, float(EARTH), 0.0, 0.0, 0.0]])
_CLOSEST: Final = np.vstack((_PERIGEE, APSIDES[:1]))


class _Arrival(NamedTuple):
    """Perilune: place on the lunar orbit (rad), speed, Sun's angle (rad)."""

    place_rad: float
    speed: float
    sun_angle_rad: float


class _Perigee(NamedTuple):
    """A perigee met flying back: time (negative), state, angular momentum above the wanted."""

    time: float
    state: Array
    distance: float
    excess: float
    speed: float


class _Pair(NamedTuple):
    """Neighbours with the parking orbit between their perigees; about what it costs (m/s)."""

    low: _Arrival
    high: _Arrival
    perigee: _Perigee
    dv_m_s: float


def low_energy_transfer(
    *,
    parking_alt_km: float = 167.0,
    perilune_alt_km: float = 100.0,
    prograde: bool = True,
    longest_d: float = 150.0,
    progress: Progress | None = None,
) -> PlanarTransfer:
    """The cheapest of the first three flights the survey leads to.

    It may pass the Moon on the way out, which lowers TLI. Not the global optimum: the survey is
    a grid, and what it meets is closed in on, not lowered further.

    Parameters
    ----------
    parking_alt_km, perilune_alt_km, prograde
        As in `planner.transfers.planar_model.PlanarRequest`.
    longest_d : float
        Longest time of flight (d), 60 to 200.
    progress : callable, optional
        Told what is being done and the share behind, 0 to 1.

    Raises
    ------
    OutOfRangeError
        A value outside these ranges.
    NoConvergenceError
        None of the flights surveyed could be flown forwards.
    """
    if not LONGEST_RANGE_D[0] < longest_d <= LONGEST_RANGE_D[1]:
        raise OutOfRangeError(name="longest_d", value=longest_d, allowed="60 .. 200 d")
    request = PlanarRequest(
        parking_alt_km=parking_alt_km, perilune_alt_km=perilune_alt_km, prograde=prograde
    )
    run = _Backwards(Way(BCR4BP, request), longest_d / TIME_D, progress)
    return assembled(Found(way=run.way, flight=run.cheapest(), arcs=run.arcs), family="low-energy")


class _Backwards:
    """One search from the lunar orbit back to the parking orbit."""

    def __init__(self, way: Way, longest: float, progress: Progress | None) -> None:
        self.way, self.longest, self.progress = way, longest, progress
        self.arcs = 0

    def cheapest(self) -> Flight:
        """Survey, close in, fly forwards."""
        pairs = sorted(self.survey(), key=lambda pair: pair.dv_m_s)
        closed = map(self.closed, pairs[:_TRIED])
        flights = list(islice((flight for flight in closed if flight is not None), _ENOUGH))
        if not flights:
            raise NoConvergenceError(
                what=f"low-energy search ({len(pairs)} crossings, none flown forwards)",
                residual=float(len(pairs)), unit="crossings",
                way_out="allow a longer flight, or the other sense of the lunar orbit",
            )  # fmt: skip
        return min(flights, key=lambda flight: flight.dv_m_s)

    def survey(self) -> Iterator[_Pair]:
        """Crossings between neighbours on the lunar orbit."""
        rows = [self.row(a, float(s)) for a in _APOLUNES_KM for s in _SUN_ANGLES_RAD]
        with ThreadPoolExecutor(cpu_count()) as pool:  # the integrator lets go of the interpreter
            for i, found in enumerate(pool.map(self.crossings, rows)):
                if self.progress is not None:
                    self.progress("surveying arrivals", i / len(rows))
                self.arcs += len(_PLACES_RAD)
                yield from found

    def row(self, apolune_km: float, sun_angle_rad: float) -> list[_Arrival]:
        """Arrivals all round the lunar orbit with one speed."""
        r = self.way.lunar
        speed = float(np.sqrt(2.0 * MU * (1.0 / r - 1.0 / (r + apolune_km / LENGTH_KM))))
        return [_Arrival(float(p), speed, sun_angle_rad) for p in _PLACES_RAD]

    def crossings(self, row: list[_Arrival]) -> list[_Pair]:
        """Crossings of one row."""
        flown = [(arrival, self.departure(arrival, _SURVEY_RTOL)) for arrival in row]
        return [
            _Pair(low, high, one, self.cost(one, low))
            for (low, one), (high, other) in pairwise(flown)
            if one is not None and other is not None
            if _same(one, other) and one.excess * other.excess < 0.0
        ]

    def departure(self, arrival: _Arrival, rtol: float) -> _Perigee | None:
        """The first perigee on the way back, if it lies long enough before."""
        field = BCR4BP.field(arrival.sun_angle_rad)
        try:
            arc = fly(
                field, self.arriving(arrival), -self.longest, rtol=rtol, stm=False,
                event_rows=_PERIGEE,
            )  # fmt: skip
        except NoConvergenceError:
            return None
        met = (self.perigee(event[1], event[2:]) for event in arc.events)
        # Beside the Moon, too, the Earth has closest points: the first ten days do not count.
        back = (p for p in met if p.time < -_AWAY and p.distance < _NEAR_EARTH)
        first = next(back, None)
        return first if first is not None and first.time < -_SHORTEST else None

    def arriving(self, arrival: _Arrival) -> Array:
        """State [6] at perilune before LOI, turning frame."""
        cos, sin, r = np.cos(arrival.place_rad), np.sin(arrival.place_rad), self.way.lunar
        speed = self.way.sense * arrival.speed - r
        return np.array([1.0 - MU + r * cos, r * sin, 0.0, -speed * sin, speed * cos, 0.0])

    def perigee(self, time: float, state: Array) -> _Perigee:
        """A perigee, and how it compares with one of its energy grazing the parking orbit."""
        x, y = state[0] + MU, state[1]
        r = float(np.hypot(x, y))
        momentum = float(x * (state[4] + x) - y * (state[3] - y))
        gain = 2.0 * (1.0 - MU) * (1.0 / self.way.parking - 1.0 / r)
        speed = float(np.sqrt(max((momentum / r) ** 2 + gain, 0.0)))
        excess = momentum - self.way.parking * speed
        return _Perigee(float(time), state.copy(), r, excess, speed)

    def cost(self, perigee: _Perigee, arrival: _Arrival) -> float:
        """TLI and LOI (m/s)."""
        tli, loi = perigee.speed - self.way.parking_speed, arrival.speed - self.way.lunar_speed
        return float(tli + loi) * SPEED_KM_S * 1e3

    def closed(self, pair: _Pair) -> Flight | None:
        """The flight between two neighbours, if there is one and it flies forwards."""
        low, high = pair.low, pair.high
        at_low = self.departure(low, _RTOL)
        self.arcs += 1
        for _ in range(_HALVINGS):
            self.arcs += 1
            middle = low._replace(place_rad=0.5 * (low.place_rad + high.place_rad))
            between = self.departure(middle, _RTOL)
            if at_low is None or between is None or not _same(at_low, between):
                return None
            if between.excess * at_low.excess > 0.0:
                low, at_low = middle, between
            else:
                high = middle
        return None if at_low is None else self.forwards(at_low, low)

    def forwards(self, perigee: _Perigee, arrival: _Arrival) -> Flight | None:
        """The flight from its parking orbit on; None if it misses or hits a body before."""
        r = self.way.parking
        x, y = perigee.state[0] + MU, perigee.state[1]
        turned = arrival.sun_angle_rad + c.TOPPUTO_SUN_RATE * perigee.time
        leaving = Departure(
            float(np.arctan2(y, x)), perigee.speed / self.way.parking_speed, float(turned)
        )
        self.arcs += 1
        try:
            arc = fly(
                BCR4BP.field(leaving.sun_angle_rad), self.way.start(leaving), 0.1 - perigee.time,
                rtol=_RTOL, stm=False, event_rows=_CLOSEST,
            )  # fmt: skip
        except NoConvergenceError:
            return None
        passages = [passage_of_moon(e[1], e[2:]) for e in arc.events if e[0] == 1.0]
        grounded = [e for e in arc.events if e[0] == 0.0 and np.hypot(e[2] + MU, e[3]) < 0.99 * r]
        last = min(passages, key=lambda p: abs(p.time + perigee.time), default=None)
        if last is None or grounded or any(_hits(p) for p in passages if p.time <= last.time):
            return None
        if abs(last.distance - self.way.lunar) * LENGTH_KM > _CLOSED_KM:
            return None
        return Flight(leaving, last, self.cost(perigee, arrival))


def _same(one: _Perigee, other: _Perigee) -> bool:
    """Whether two neighbours met theirs about the same time."""
    return abs(one.time - other.time) < _SAME


def _hits(passage: Passage) -> bool:
    return passage.distance * LENGTH_KM < c.TOPPUTO_MOON_RADIUS_KM
