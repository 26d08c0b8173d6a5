"""The cheapest planar transfer, found from scratch.

A survey flies a grid of departure angles and burn sizes (for the bicircular problem at
several angles of the Sun); wherever the perilune's angular momentum passes through the wanted
one between two neighbours, a flight lies between them. Those nearest the time of flight
wanted, or the cheapest, are corrected in angle and burn (Powell's hybrid method, MINPACK)
and led along to the time of flight, then a simplex (Nelder & Mead 1965, Comput. J. 7:308)
lowers the cost over what is free: time of flight and Sun's angle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, root

from planner.errors import NoConvergenceError
from planner.transfers.planar_model import (
    SEARCH_TOF_D,
    TIME_D,
    Departure,
    Passage,
    PlanarModel,
    PlanarRequest,
    Way,
)

Array = NDArray[np.float64]
Progress = Callable[[str, float], None]

#: Two-body apogees surveyed (units of length): from where the Moon just pulls the craft in,
#: to nearly escape, which takes 2.1 d.
_APOGEES: Final = (0.94, 0.96, 0.98, 1.0, 1.02, 1.05, 1.1, 1.2, 1.4, 1.8, 2.5, 4.0, 10.0)
_ANGLES_RAD: Final = np.radians(np.arange(-180.0, 180.1, 3.0))
#: Enough for a tidal force that repeats after half a turn to show both its valleys.
_SUN_ANGLES_RAD: Final = np.radians(np.arange(0.0, 360.0, 45.0))
_SURVEY_RTOL: Final = 1e-9
_RTOL: Final = 1e-13
#: Longest change of the time of flight in one correction (time units; 0.2 d).
_STRIDE: Final = 0.05
_HALVINGS: Final = 5
#: Accuracy of a correction: momentum as 4 m of perilune, time as 0.04 s.
_MOMENTUM_SCALE: Final = 1e-2
_CLOSED: Final = 1e-7
#: Flights corrected and lowered, the best of the survey first.
_TRIED: Final = 3
_MOST_COSTS: Final = 160
#: Stands for a flight that could not be corrected; infinity would upset the simplex.
_DEAR_M_S: Final = 1e6


class Flight(NamedTuple):
    """A departure, the perilune it leads to, and the cost (m/s)."""

    leaving: Departure
    passage: Passage
    dv_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The cheapest flight and how much was flown to find it."""

    way: Way
    flight: Flight
    arcs: int


def search(
    *, model: PlanarModel, request: PlanarRequest, progress: Progress | None = None
) -> Found:
    """The cheapest flight of a request over all that it leaves free.

    Raises
    ------
    NoConvergenceError
        The survey met no flight, or none of its flights could be led to the time wanted.
    """
    run = _Search(model, request, progress)
    return Found(way=run.way, flight=run.cheapest(), arcs=run.arcs)


class _Search:
    """One search: the request, what it leaves free, and the arcs flown so far."""

    def __init__(
        self, model: PlanarModel, request: PlanarRequest, progress: Progress | None
    ) -> None:
        self.way, self.request, self.progress = Way(model, request), request, progress
        self.arcs = 0
        self.free_sun = model.sun_mass is not None and request.sun_angle_deg is None
        fixed = np.radians(request.sun_angle_deg or 0.0)
        self.suns = _SUN_ANGLES_RAD if self.free_sun else np.array([fixed])
        asked = request.tof_d
        low, high = SEARCH_TOF_D if asked is None else (asked, asked)
        self.tof = (low / TIME_D, high / TIME_D)

    def cheapest(self) -> Flight:
        """Survey, correct, lower."""
        seeds = sorted((s for sun in self.suns for s in self.survey(sun)), key=self.rank)
        lowered = []
        for i, seed in enumerate(seeds[:_TRIED]):
            self.tell("lowering the cost", 0.6 + 0.4 * i / _TRIED)
            flight = self.led(seed, float(np.clip(seed.passage.time, *self.tof)))
            if flight is not None:
                lowered.append(self.lowered(flight))
        if not lowered:
            raise NoConvergenceError(
                what=f"planar search ({len(seeds)} flights surveyed, none of them corrected)",
                residual=float(len(seeds)), unit="flights",
                way_out="ask for another time of flight, or for lower orbits",
            )  # fmt: skip
        return min(lowered, key=lambda flight: flight.dv_m_s)

    def rank(self, flight: Flight) -> tuple[float, float]:
        """How far outside the times wanted, then the cost."""
        time = flight.passage.time
        # Times differ by the step of the grid: within a stride it is the cost that counts.
        outside = max(self.tof[0] - time, time - self.tof[1], 0.0)
        return round(outside / _STRIDE), flight.dv_m_s

    def survey(self, sun_angle_rad: float) -> Iterator[Flight]:
        """Flights between neighbours of the grid, at one angle of the Sun."""
        share = float(np.searchsorted(self.suns, sun_angle_rad)) / len(self.suns)
        self.tell("surveying departures", 0.6 * share)
        r = self.way.parking
        for apogee in _APOGEES:
            ratio = float(np.sqrt(2.0 * apogee / (apogee + r)))
            row = [Departure(float(a), ratio, sun_angle_rad) for a in _ANGLES_RAD]
            yield from self.crossings(row)

    def crossings(self, row: list[Departure]) -> Iterator[Flight]:
        """Flights between neighbours of a row, found by halving the angle between them."""
        flown = [self.flown(leaving, _SURVEY_RTOL) for leaving in row]
        for low, high in pairwise(flown):
            if low is not None and high is not None and self.parted(low, high):
                yield self.narrowed(low, high)

    def parted(self, one: Flight, other: Flight) -> bool:
        """Whether the wanted perilune lies between two flights."""
        return self.way.excess(one.passage) * self.way.excess(other.passage) <= 0.0

    def narrowed(self, low: Flight, high: Flight) -> Flight:
        """Two neighbours brought together to 0.05 degrees."""
        for _ in range(6):
            angle = 0.5 * (low.leaving.angle_rad + high.leaving.angle_rad)
            middle = self.flown(low.leaving._replace(angle_rad=angle), _SURVEY_RTOL)
            if middle is None:
                break
            low, high = (low, middle) if self.parted(low, middle) else (middle, high)
        return low

    def flown(self, leaving: Departure, rtol: float) -> Flight | None:
        """A departure flown to perilune."""
        self.arcs += 1
        passage = self.way.fly(leaving, rtol=rtol)
        return passage and Flight(leaving, passage, self.way.cost(leaving, passage))

    def led(self, flight: Flight, tof: float) -> Flight | None:
        """The flight corrected to a time of flight (time units), in strides from its own."""
        here, stride, halved = flight.passage.time, _STRIDE, 0
        while True:
            there = here + float(np.clip(tof - here, -stride, stride))
            corrected = self.corrected(flight, there)
            if corrected is not None:
                flight, here = corrected, there
                if there == tof:
                    return flight
            elif halved < _HALVINGS:
                stride, halved = 0.5 * stride, halved + 1
            else:
                return None

    def corrected(self, guess: Flight, tof: float) -> Flight | None:
        """Angle and burn changed until perilune is where and when it is wanted."""

        def miss(unknown: Array) -> Array:
            flight = self.flown(_departure(unknown, guess.leaving), _RTOL)
            if flight is None:
                raise _LostError
            return np.array([self.way.excess(flight.passage) / _MOMENTUM_SCALE,
                             flight.passage.time - tof])  # fmt: skip

        first = np.array([guess.leaving.angle_rad, 100.0 * guess.leaving.ratio])
        try:
            # 1e-6 of the unknowns moves perilune by kilometres: far above the arc's rounding.
            answer = root(miss, first, method="hybr", options={"eps": 1e-12, "xtol": 1e-13})
        except _LostError:
            return None
        if np.abs(answer.fun).max() > _CLOSED:
            return None
        return self.flown(_departure(answer.x, guess.leaving), _RTOL)

    def lowered(self, flight: Flight) -> Flight:
        """The valley's floor over what is free: time of flight (time units), Sun's angle."""
        best = flight

        def cost(free: Array) -> float:
            nonlocal best
            tof, sun = self.unpacked(free, flight)
            turned = best._replace(leaving=best.leaving._replace(sun_angle_rad=sun))
            trial = self.led(turned, tof)
            if trial is None:
                return _DEAR_M_S
            best = min(best, trial, key=lambda f: f.dv_m_s)
            return trial.dv_m_s

        first, bounds = self.packed(flight)
        if len(first):
            minimize(cost, first, method="Nelder-Mead", bounds=bounds,
                     options={"xatol": 1e-4, "fatol": 1e-4, "maxfev": _MOST_COSTS,
                              "initial_simplex": _simplex(first, bounds)})  # fmt: skip
        return best

    def packed(self, flight: Flight) -> tuple[Array, list[tuple[float, float]]]:
        """What is free, and its bounds."""
        first, bounds = [], []
        if self.tof[0] < self.tof[1]:
            first.append(flight.passage.time)
            bounds.append((self.tof[0], self.tof[1]))
        if self.free_sun:
            sun = flight.leaving.sun_angle_rad
            first.append(sun)
            bounds.append((sun - np.pi, sun + np.pi))
        return np.array(first), bounds

    def unpacked(self, free: Array, flight: Flight) -> tuple[float, float]:
        """Time of flight and Sun's angle."""
        fixed_tof = self.tof[0] == self.tof[1]
        tof = self.tof[0] if fixed_tof else float(free[0])
        return tof, float(free[-1]) if self.free_sun else flight.leaving.sun_angle_rad

    def tell(self, text: str, share: float) -> None:
        """Tell how far the search is."""
        if self.progress is not None:
            self.progress(text, share)


class _LostError(Exception):
    """A trial of the correction did not come to the Moon at all."""


def _departure(unknown: Array, like: Departure) -> Departure:
    # The burn in hundredths: both unknowns then move the perilune by like amounts.
    return like._replace(angle_rad=float(unknown[0]), ratio=float(unknown[1]) / 100.0)


def _simplex(first: Array, bounds: list[tuple[float, float]]) -> Array:
    """The first point and one a tenth of the range beside it along each axis."""
    corners = np.tile(first, (len(first) + 1, 1))
    for i, (low, high) in enumerate(bounds):
        step = 0.1 * (high - low)
        corners[i + 1, i] += step if first[i] + step <= high else -step
    return corners
