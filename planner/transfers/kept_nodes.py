"""Nodes of a life: from the CR3BP orbit to states whose arcs join in the ephemeris.

See `planner.transfers.kept_orbit`. A long life is joined piece by piece, each piece together
with all before it, and after each the whole is drawn back towards the orbit of the CR3BP.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import multiple_shooting
from planner.astro.constants import (
    EARTH_MOON_MASS_RATIO,
    J2000_JD,
    SECONDS_PER_DAY,
    SIDEREAL_MONTH_D,
)
from planner.astro.cr3bp import propagate_cr3bp
from planner.astro.ephemeris import require_covered
from planner.astro.propagate import propagate
from planner.astro.pulsating import to_earth_km_s
from planner.astro.symmetric import PLANAR, SPATIAL, correct, crossing_state
from planner.errors import NoConvergenceError
from planner.transfers.staging_orbit import Family, StagingOrbit

Array = NDArray[np.float64]

#: Gaps that count as closed (km, km/s); what is reached is told by the answer.
_CLOSED: Final = np.array([1e-4] * 3 + [1e-9] * 3)
#: Units of a step: the Moon's mean distance, and its mean speed.
_SCALE: Final = np.array([384400.0] * 3 + [1.023] * 3)
#: Patch points a period, none at the first crossing of the x-z plane nor at the second,
#: which is the perilune of an NRHO.
_NODES: Final[dict[Family, int]] = {"nrho": 4, "halo": 8, "dro": 6}
#: The life is made longer by about this much at a time (d).
_PIECE_D: Final[dict[Family, float]] = {"nrho": 56.0, "halo": 28.0, "dro": 28.0}
_ITERATIONS: Final = 20
#: Arcs flown before the search ends with what it has: half a minute.
_MAX_ARCS: Final = 100_000
_MEAN_MU: Final = 1.0 / (1.0 + EARTH_MOON_MASS_RATIO)
_UNIT_S: Final = SIDEREAL_MONTH_D * SECONDS_PER_DAY / (2.0 * np.pi)
#: Relative tolerance of every arc of a life.
RTOL: Final = 1e-13


class Nodes(NamedTuple):
    """Nodes of a life, Earth-centred ICRF.

    Attributes
    ----------
    period_d : float
        Mean period kept.
    tdb_jd : ndarray, shape (n,)
    states_km_s, guess_km_s : ndarray, shape (n, 6)
        Joined, and as the CR3BP has them.
    gaps_km_s : ndarray, shape (n - 1, 6)
        Jumps left at the end of each arc (km, km/s).
    """

    period_d: float
    tdb_jd: Array
    states_km_s: Array
    guess_km_s: Array
    gaps_km_s: Array


def nodes_of_life(
    *, orbit: StagingOrbit, epoch_tdb_jd: float, days: float, bodies: tuple[str, ...], phase: float
) -> Nodes:
    """Find the nodes; arguments and errors as of `planner.transfers.kept_orbit.kept_orbit`."""
    mu, start, period = _in_real_months(orbit)
    period_d = period * _UNIT_S / SECONDS_PER_DAY
    phases = _node_phases(phase, days / period_d, _NODES[orbit.family])
    epochs = epoch_tdb_jd + (phases - phase) * period_d
    require_covered((epochs[[0, -1]] - J2000_JD) * SECONDS_PER_DAY)
    flat = [
        propagate_cr3bp(mu=mu, state=start, time=float(share % 1.0) * period).state
        for share in phases
    ]
    guess = to_earth_km_s(tdb_jd=epochs, states=np.array(flat), mu=mu)
    states, gaps = _live(epochs, guess, bodies, orbit.family, period_d)
    return Nodes(period_d, epochs, states, guess, gaps)


def _in_real_months(orbit: StagingOrbit) -> tuple[float, Array, float]:
    """Mass ratio, first crossing and period of the member to be kept, in the real units.

    The real mean motion has its own unit of time; the family is walked, in small steps, to
    the period in it and to the real mass ratio.
    """
    shape = PLANAR if orbit.family == "dro" else SPATIAL
    stretch = 1.0 if orbit.family == "halo" else orbit.units.time_unit_s / _UNIT_S
    half = 0.5 * orbit.orbit.period
    held = np.zeros(len(shape.free) + 1)
    held[-1] = 1.0
    unknowns = np.append(orbit.orbit.state[list(shape.free)], half)
    steps = 1 + int(abs(np.log(stretch)) / 0.004)
    for share in np.arange(1, steps + 1) / steps:
        unknowns[-1] = half * (1.0 + share * (stretch - 1.0))
        mu = orbit.units.mu + share * (_MEAN_MU - orbit.units.mu)
        try:
            unknowns, _ = correct(mu, shape, unknowns, held)
        except NoConvergenceError as error:
            raise NoConvergenceError(
                what="finding the orbit of the same period in the real month",
                residual=error.residual,
                unit=error.unit,
                way_out=f"pick the orbit in the real month's unit of time, {_UNIT_S:.1f} s",
            ) from error
    return _MEAN_MU, crossing_state(shape, unknowns), float(2.0 * unknowns[-1])


def _node_phases(phase: float, periods: float, nodes: int) -> Array:
    """Periods after the first crossing at the nodes, from before the life to after it."""
    first = np.floor(phase * nodes - 0.5)
    last = np.ceil((phase + periods) * nodes - 0.5)
    return np.asarray((np.arange(first, last + 1) + 0.5) / nodes)


class _Arcs:
    """Flies from node to node, and counts."""

    def __init__(self, epochs: Array, bodies: tuple[str, ...]) -> None:
        self._epochs, self._bodies = epochs, bodies
        self.flown = 0

    def __call__(self, i: int, state: Array) -> tuple[Array, Array]:
        self.flown += 1
        there = propagate(
            epoch_tdb_jd=float(self._epochs[i]),
            state_km_s=state,
            duration_s=float(self._epochs[i + 1] - self._epochs[i]) * SECONDS_PER_DAY,
            bodies=self._bodies,
            rtol=RTOL,
            stm=True,
        )
        return there.state_km_s, np.asarray(there.stm)


def _live(
    epochs: Array, guess: Array, bodies: tuple[str, ...], family: Family, period_d: float
) -> tuple[Array, Array]:
    """Nodes that join, and the gaps left."""
    fly = _Arcs(epochs, bodies)
    periods = max(1, round(_PIECE_D[family] / period_d))
    found = _piece_by_piece(fly, epochs, guess, _NODES[family], periods)
    found, gaps = multiple_shooting.polish(fly, found, scale=_SCALE)
    if np.all(np.abs(gaps) <= _CLOSED):
        return found, gaps
    raise NoConvergenceError(
        what="closing the gaps of an orbit's life",
        residual=float(np.abs(gaps / _CLOSED).max()),
        unit="times 0.1 m and 1 micrometre per second",
        way_out="ask for an orbit farther from the Moon",
    )


def _piece_by_piece(fly: _Arcs, epochs: Array, guess: Array, nodes: int, periods: int) -> Array:
    """Join some periods, then some more; fewer at a time once a piece does not join."""
    found, coarse = guess[:1], _CLOSED * 1e4
    while len(found) < len(guess):
        end = min(len(guess), len(found) + nodes * periods)
        tried = np.vstack((found, guess[len(found) : end]))
        try:
            found = multiple_shooting.join(
                fly, tried, scale=_SCALE, tolerance=coarse, max_iterations=_ITERATIONS
            ).nodes
        except NoConvergenceError:
            if periods == 1 or fly.flown > _MAX_ARCS:
                raise _too_long(float(epochs[len(found) - 1] - epochs[0])) from None
            periods //= 2
            continue
        found = multiple_shooting.draw_to(fly, found, guess[:end], scale=_SCALE, tolerance=coarse)
        if fly.flown > _MAX_ARCS and len(found) < len(guess):
            raise _too_long(float(epochs[len(found) - 1] - epochs[0]))
    return found


def _too_long(joined_d: float) -> NoConvergenceError:
    return NoConvergenceError(
        what="joining the arcs of an orbit's life",
        residual=joined_d,
        unit="days were joined",
        way_out="ask for a life shorter than that, or another epoch, phase or period",
    )
