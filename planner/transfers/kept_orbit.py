"""Periodic orbits kept in the real field of the Earth, the Moon and the Sun.

Patch points of the CR3BP orbit are laid on the Earth and the Moon of date and moved until
the arcs between them join: a life without burns, quasi-periodic, which a craft then follows
with small corrections. Validity: weeks to a year or so, inside 1965 to 2065; point masses.

Sources: Williams, Lee, Whitley, Bokelmann, Davis & Berry 2017, "Targeting cislunar near
rectilinear halo orbits for human space exploration", AAS 17-267; Davis, Phillips, Howell,
Vutukuri & McCarthy 2017, "Stationkeeping and transfer trajectory design for spacecraft in
cislunar space", AAS 17-826 (from the CR3BP to the ephemeris by multiple shooting).
"""

from __future__ import annotations

from dataclasses import dataclass
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
from planner.astro.propagate import EventRequest, propagate
from planner.astro.pulsating import to_earth_km_s
from planner.astro.symmetric import PLANAR, SPATIAL, correct, crossing_state
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.staging_orbit import StagingOrbit

Array = NDArray[np.float64]

#: Longest life (d): the gaps of a longer one close, but nothing was compared with it.
MAX_DAYS: Final = 1100.0
#: Gaps that count as closed (km, km/s); what is reached is told by the answer.
_CLOSED: Final = np.array([1e-4] * 3 + [1e-9] * 3)
#: Units of a step: the Moon's mean distance, and its mean speed.
_SCALE: Final = np.array([384400.0] * 3 + [1.023] * 3)
#: Patch points a period, none at the first crossing of the x-z plane nor at the second,
#: which is the perilune of an NRHO.
_NODES: Final = {"nrho": 4, "halo": 8, "dro": 8}
#: The life is made longer by about this much at a time.
_PIECE_D: Final = 28.0
_MEAN_MU: Final = 1.0 / (1.0 + EARTH_MOON_MASS_RATIO)
_UNIT_S: Final = SIDEREAL_MONTH_D * SECONDS_PER_DAY / (2.0 * np.pi)
_RTOL: Final = 1e-13


class Apsis(NamedTuple):
    """Nearest or farthest point from the Moon's centre."""

    epoch_tdb_jd: float
    distance_km: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptOrbit:
    """A life of an orbit in the ephemeris.

    Attributes
    ----------
    orbit : StagingOrbit
        What was asked for.
    period_d : float
        Mean period that was kept, see `kept_orbit`.
    bodies : tuple of str
        What pulls.
    epoch_tdb_jd, days : float
        From when, and for how long.
    node_tdb_jd : ndarray, shape (n,)
        Epochs of the nodes; the first and the last lie outside the life.
    node_km_s : ndarray, shape (n, 6)
        Earth-centred ICRF states (km, km/s).
    guess_km_s : ndarray, shape (n, 6)
        The CR3BP orbit at the nodes, on the Earth and the Moon of date.
    gap_km, gap_m_s : float
        Worst jump of position and of velocity at a node.
    perilunes, apolunes : tuple of Apsis
        Nearest and farthest points from the Moon, in order of time, within the life.
    """

    orbit: StagingOrbit
    period_d: float
    bodies: tuple[str, ...]
    epoch_tdb_jd: float
    days: float
    node_tdb_jd: Array
    node_km_s: Array
    guess_km_s: Array
    gap_km: float
    gap_m_s: float
    perilunes: tuple[Apsis, ...]
    apolunes: tuple[Apsis, ...]

    def state_at(self, tdb_jd: float) -> Array:
        """Return the Earth-centred ICRF state (6,) in km, km/s at an epoch of the life.

        Raises
        ------
        OutOfRangeError
            The epoch is before the first node or after the last.
        """
        first, last = float(self.node_tdb_jd[0]), float(self.node_tdb_jd[-1])
        if not first <= tdb_jd <= last:
            raise OutOfRangeError(
                name="tdb_jd", value=tdb_jd, allowed=f"{first:.6f} .. {last:.6f}, this life"
            )
        nearest = int(np.argmin(np.abs(self.node_tdb_jd - tdb_jd)))
        return propagate(
            epoch_tdb_jd=float(self.node_tdb_jd[nearest]),
            state_km_s=self.node_km_s[nearest],
            duration_s=(tdb_jd - float(self.node_tdb_jd[nearest])) * SECONDS_PER_DAY,
            bodies=self.bodies,
            rtol=_RTOL,
        ).state_km_s


def kept_orbit(
    *,
    orbit: StagingOrbit,
    epoch_tdb_jd: float,
    days: float,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    phase: float = 0.0,
) -> KeptOrbit:
    """Find a life of a periodic orbit in the ephemeris, without burns.

    Parameters
    ----------
    orbit : StagingOrbit
        Of an NRHO and a DRO the period in days is kept, which its resonance with the
        month and so its eclipses hang on: the patch points come from the member of the
        family that has this period when the Moon's mean motion is the real one, whatever
        unit of time the orbit was found with. The periods of a halo family hardly differ
        among each other, so of a halo the shape is kept, in units of the real distance.
    epoch_tdb_jd, days : float
        When it begins, and how long it lasts (more than 0, at most 1100).
    bodies : tuple of str
        What pulls; see `planner.astro.propagate.propagate`.
    phase : float
        Where the craft is at the epoch, in periods after ``orbit``'s first crossing of the
        x-z plane (-1 to 1): 0 is the far point of a halo or NRHO (its apolune), 0.5 its
        perilune; of a DRO 0 is between the Earth and the Moon.

    Raises
    ------
    OutOfRangeError
        A value outside the ranges above, or a life that leaves the ephemeris.
    NoConvergenceError
        The arcs cannot be joined, or the family does not reach the period.
    """
    _check(days, phase)
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
    nodes, gaps = _live(epochs, guess, bodies, _NODES[orbit.family], period_d)
    return KeptOrbit(
        orbit=orbit,
        period_d=period_d,
        bodies=bodies,
        epoch_tdb_jd=epoch_tdb_jd,
        days=days,
        node_tdb_jd=epochs,
        node_km_s=nodes,
        guess_km_s=guess,
        gap_km=float(np.linalg.norm(gaps[:, :3], axis=1).max()),
        gap_m_s=float(np.linalg.norm(gaps[:, 3:], axis=1).max()) * 1e3,
        perilunes=_apsides("periapsis", epochs, nodes, bodies, epoch_tdb_jd, days),
        apolunes=_apsides("apoapsis", epochs, nodes, bodies, epoch_tdb_jd, days),
    )


def _check(days: float, phase: float) -> None:
    if not 0.0 < days <= MAX_DAYS:
        raise OutOfRangeError(name="days", value=days, allowed=f"0 < days <= {MAX_DAYS:g}")
    if not -1.0 <= phase <= 1.0:
        raise OutOfRangeError(name="phase", value=phase, allowed="-1 .. 1 periods")


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
        unknowns, _ = correct(mu, shape, unknowns, held)
    return _MEAN_MU, crossing_state(shape, unknowns), float(2.0 * unknowns[-1])


def _node_phases(phase: float, periods: float, nodes: int) -> Array:
    """Periods after the first crossing at the nodes, from before the life to after it."""
    first = np.floor(phase * nodes - 0.5)
    last = np.ceil((phase + periods) * nodes - 0.5)
    return np.asarray((np.arange(first, last + 1) + 0.5) / nodes)


def _live(
    epochs: Array, guess: Array, bodies: tuple[str, ...], nodes: int, period_d: float
) -> tuple[Array, Array]:
    """Nodes that join, and the gaps left, piece by piece."""
    piece = nodes * max(1, round(_PIECE_D / period_d))

    def fly(i: int, state: Array) -> tuple[Array, Array]:
        flown = propagate(
            epoch_tdb_jd=float(epochs[i]),
            state_km_s=state,
            duration_s=float(epochs[i + 1] - epochs[i]) * SECONDS_PER_DAY,
            bodies=bodies,
            rtol=_RTOL,
            stm=True,
        )
        return flown.state_km_s, np.asarray(flown.stm)

    found, coarse = guess[:1], _CLOSED * 1e4
    while len(found) < len(guess):
        end = min(len(guess), len(found) + piece)
        tried = np.vstack((found, guess[len(found) : end]))
        try:
            found = multiple_shooting.join(fly, tried, scale=_SCALE, tolerance=coarse).nodes
        except NoConvergenceError:
            if piece == nodes:
                raise
            piece = nodes
            continue
        found = multiple_shooting.draw_to(fly, found, guess[:end], scale=_SCALE, tolerance=coarse)
    found, gaps = multiple_shooting.polish(fly, found, scale=_SCALE)
    if np.all(np.abs(gaps) <= _CLOSED):
        return found, gaps
    raise NoConvergenceError(
        what="joining the arcs of an orbit's life",
        residual=float(np.abs(gaps / _CLOSED).max()),
        unit="times 0.1 m and 1 micrometre per second",
        way_out="ask for a shorter life, another epoch or phase, or an orbit farther from the Moon",
    )


def _apsides(
    name: str, epochs: Array, nodes: Array, bodies: tuple[str, ...], epoch: float, days: float
) -> tuple[Apsis, ...]:
    """Nearest or farthest points from the Moon within the life."""
    found = [
        event
        for i in range(len(nodes) - 1)
        for event in propagate(
            epoch_tdb_jd=float(epochs[i]),
            state_km_s=nodes[i],
            duration_s=float(epochs[i + 1] - epochs[i]) * SECONDS_PER_DAY,
            bodies=bodies,
            events=(EventRequest(name=name),),
        ).events
    ]
    return tuple(
        Apsis(event.epoch_tdb_jd, event.distance_km)
        for event in found
        if epoch <= event.epoch_tdb_jd <= epoch + days
    )
