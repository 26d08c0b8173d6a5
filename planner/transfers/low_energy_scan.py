"""The survey of a low-energy search: many arrivals flown back until the Earth is near.

Arrivals are spread evenly over epoch, node, argument of perilune and energy (Halton 1960,
Numer. Math. 2:84) and flown back for months. Those that first linger far outside and then fall
almost straight to the Earth are seeds: the Sun has taken away nearly all their angular
momentum, and little has to change for their perigee to lie on the parking orbit.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.propagate import EventRequest, Propagation, propagate
from planner.errors import NoConvergenceError
from planner.transfers.departure import julian_date, on_grid, radius_of
from planner.transfers.low_energy_arrival import (
    C3,
    EPOCH,
    arrival_state,
    orbit_c3_km2_s2,
    orbit_speed_km_s,
    perilune_speed_km_s,
)
from planner.transfers.planar_search import Progress
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]

#: C3 about the Moon of the arrivals surveyed (km²/s²): from apolunes at the libration points
#: (61 000 km) up to nearly a parabola. Above, less is saved at LOI.
_C3_RANGE_KM2_S2: Final = (-0.16, -0.02)
#: Below this distance from the Earth (km) the rest of the way back is nearly a conic.
GATE_KM: Final = 200_000.0
#: Leaving the system for weeks means being beyond this (km) within so many days before perilune.
_OUTSIDE_KM, _LINGERING_D = 600_000.0, 50.0
#: Beyond this the craft does not come back within months (km).
_LOST_KM: Final = 2_200_000.0
#: Least distance of the farthest point (km): the family's 1.0 to 1.6 million km, and some room.
_FAR_KM: Final = 900_000.0
#: A craft is with the Moon inside this distance of it (km), two Hill radii; an arrival that is
#: with it for longer than this (d) goes round it in ways too sensitive to correct.
_WITH_MOON_KM, _WITH_MOON_D = 120_000.0, 25.0
#: Highest perigee (km) of a seed. Angular momentum goes with its root: three times that wanted.
_PERIGEE_KM: Final = 60_000.0
#: A seed may leave this long (d) outside the window: correcting moves it by as much.
_BESIDE_D: Final = 1.0
_RTOL: Final = 1e-8
#: Arcs between two reports of progress.
_BATCH: Final = 250
_EARTH_GATE: Final = EventRequest(name="distance", body="earth", value_km=GATE_KM, stops=True)
_FIRST_EVENTS: Final = (
    EventRequest(name="distance", body="earth", value_km=_OUTSIDE_KM, stops=True),
    _EARTH_GATE,
    EventRequest(name="distance", body="moon", value_km=_WITH_MOON_KM),
)
_THEN_EVENTS: Final = (
    _EARTH_GATE,
    EventRequest(name="distance", body="earth", value_km=_LOST_KM, stops=True),
    EventRequest(name="apoapsis", body="earth"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When to leave and how long to fly: TLI between two times (TDB s past J2000), flight (s)."""

    first_s: float
    last_s: float
    shortest_s: float
    longest_s: float


class Seed(NamedTuple):
    """An arrival that came from near the Earth.

    Times are TDB s past J2000: passing `GATE_KM` outbound, the farthest point, coming to the
    Moon for good. ``dv_m_s`` is what TLI and LOI would cost at the energies it has.
    """

    arrival: Array
    gate_s: float
    farthest_s: float
    with_moon_s: float
    dv_m_s: float


def survey(
    *, request: DirectRequest, span: Span, arcs: int, progress: Progress | None = None
) -> list[Seed]:
    """Seeds among so many arrivals, cheapest first."""
    seeds: list[Seed] = []
    with ThreadPoolExecutor(cpu_count()) as pool:  # the integrator lets go of the interpreter
        for start in range(0, arcs, _BATCH):
            if progress is not None:
                progress("surveying arrivals", start / arcs)
            batch = _arrivals(request, span, range(start, min(start + _BATCH, arcs)))
            found = pool.map(lambda arrival: _seed(arrival, request, span), batch)
            seeds += [seed for seed in found if seed is not None]
    return sorted(seeds, key=lambda seed: seed.dv_m_s)


def _arrivals(request: DirectRequest, span: Span, numbers: range) -> Iterator[Array]:
    first, last = span.first_s + span.shortest_s, span.last_s + span.longest_s
    turn = 2.0 * np.pi
    slowest = max(_C3_RANGE_KM2_S2[0], orbit_c3_km2_s2(request))
    low = np.array([first, 0.0, 0.0, slowest])
    high = np.array([last, turn, turn, _C3_RANGE_KM2_S2[1]])
    for number in numbers:
        place = np.array([_radical_inverse(number + 1, base) for base in (2, 3, 5, 7)])
        arrival = low + place * (high - low)
        arrival[EPOCH] = on_grid(arrival[EPOCH])
        yield arrival


def _radical_inverse(number: int, base: int) -> float:
    """Digits of a number mirrored at the point (van der Corput 1935)."""
    value, share = 0.0, 1.0 / base
    while number:
        number, digit = divmod(number, base)
        value += digit * share
        share /= base
    return value


def _seed(arrival: Array, request: DirectRequest, span: Span) -> Seed | None:
    try:
        legs = _flown_back(arrival, request, span)
    except NoConvergenceError:  # it came from a body's centre
        return None
    if legs is None:
        return None
    leaving, outside = legs
    farthest = max(
        (event for event in outside.events if event.name == "apoapsis"),
        key=lambda event: event.distance_km,
        default=None,
    )
    with_moon = next((e.elapsed_s for e in leaving.events if e.body == "moon"), -np.inf)
    if farthest is None or farthest.distance_km < _FAR_KM:
        return None
    if with_moon < -_WITH_MOON_D * SECONDS_PER_DAY:
        return None
    turned_s = arrival[EPOCH] + leaving.elapsed_s
    seed = Seed(
        arrival=arrival,
        gate_s=turned_s + outside.elapsed_s,
        farthest_s=turned_s + farthest.elapsed_s,
        with_moon_s=arrival[EPOCH] + with_moon,
        dv_m_s=_cost_m_s(outside.state_km_s, arrival, request),
    )
    return seed if _leaves_on_time(seed, span) and np.isfinite(seed.dv_m_s) else None


def _flown_back(
    arrival: Array, request: DirectRequest, span: Span
) -> tuple[Propagation, Propagation] | None:
    """Back to where the craft is far outside, and from there to the gate."""
    leaving = propagate(
        epoch_tdb_jd=julian_date(arrival[EPOCH]), state_km_s=arrival_state(arrival, request),
        duration_s=-_LINGERING_D * SECONDS_PER_DAY, bodies=request.bodies, rtol=_RTOL,
        events=_FIRST_EVENTS,
    )  # fmt: skip
    if _distance_km(leaving) < 0.9 * _OUTSIDE_KM:
        return None
    outside = propagate(
        epoch_tdb_jd=leaving.epoch_tdb_jd, state_km_s=leaving.state_km_s,
        duration_s=-span.longest_s - leaving.elapsed_s, bodies=request.bodies, rtol=_RTOL,
        events=_THEN_EVENTS,
    )  # fmt: skip
    return (leaving, outside) if _distance_km(outside) < 1.1 * GATE_KM else None


def _distance_km(arc: Propagation) -> float:
    return float(np.linalg.norm(arc.state_km_s[:3]))


def _leaves_on_time(seed: Seed, span: Span) -> bool:
    beside = _BESIDE_D * SECONDS_PER_DAY
    in_window = span.first_s - beside < seed.gate_s < span.last_s + beside
    return in_window and seed.arrival[EPOCH] - seed.gate_s > span.shortest_s - beside


def _cost_m_s(at_gate: Array, arrival: Array, request: DirectRequest) -> float:
    """TLI and LOI at the energies an arc has; NaN if its perigee is high or it is not bound."""
    r, v = at_gate[:3], at_gate[3:]
    energy = float(v @ v) - 2.0 * GM_EARTH_KM3_S2 / float(np.linalg.norm(r))
    h = cross(r, v)
    if energy >= 0.0 or float(h @ h) > 2.0 * GM_EARTH_KM3_S2 * _PERIGEE_KM:
        return np.nan
    parking = GM_EARTH_KM3_S2 / radius_of(parking_alt_km=request.parking_alt_km)
    tli = np.sqrt(energy + 2.0 * parking) - np.sqrt(parking)
    loi = perilune_speed_km_s(arrival[C3], request) - orbit_speed_km_s(request)
    return float(tli + loi) * 1e3
