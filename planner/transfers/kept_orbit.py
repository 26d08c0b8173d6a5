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

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.propagate import EventRequest, propagate
from planner.errors import OutOfRangeError
from planner.transfers.kept_nodes import RTOL, Nodes, nodes_of_life
from planner.transfers.staging_orbit import StagingOrbit

Array = NDArray[np.float64]

#: Longest life (d): the gaps of a longer one close, but nothing was compared with it.
MAX_DAYS: Final = 1100.0


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
    epoch_tdb_jd, days, phase : float
        From when, for how long, and where at the beginning, see `kept_orbit`.
    node_tdb_jd : ndarray, shape (n,)
        Epochs of the nodes; the first and the last lie outside the life.
    node_km_s : ndarray, shape (n, 6)
        Earth-centred ICRF states (km, km/s).
    guess_km_s : ndarray, shape (n, 6)
        The CR3BP orbit at the nodes, on the Earth and the Moon of date.
    gap_km, gap_m_s : float
        Worst jump of position and of velocity at a node.
    dv_m_s : float
        Sum of the jumps of velocity: what the life costs a craft that is exactly on it.
    perilunes, apolunes : tuple of Apsis
        Nearest and farthest points from the Moon, in order of time, within the life.
    """

    orbit: StagingOrbit
    period_d: float
    bodies: tuple[str, ...]
    epoch_tdb_jd: float
    days: float
    phase: float
    node_tdb_jd: Array
    node_km_s: Array
    guess_km_s: Array
    gap_km: float
    gap_m_s: float
    dv_m_s: float
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
            rtol=RTOL,
        ).state_km_s

    def shortened(self, days: float) -> KeptOrbit:
        """Return the first days of the life: nodes and apsides, the gaps as they are."""
        end = self.epoch_tdb_jd + days
        kept = int(np.searchsorted(self.node_tdb_jd, end)) + 1
        return replace(
            self,
            days=days,
            node_tdb_jd=self.node_tdb_jd[:kept],
            node_km_s=self.node_km_s[:kept],
            guess_km_s=self.guess_km_s[:kept],
            perilunes=tuple(x for x in self.perilunes if x.epoch_tdb_jd <= end),
            apolunes=tuple(x for x in self.apolunes if x.epoch_tdb_jd <= end),
        )


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
    found = nodes_of_life(
        orbit=orbit, epoch_tdb_jd=epoch_tdb_jd, days=days, bodies=bodies, phase=phase
    )
    jumps = np.linalg.norm(found.gaps_km_s[:, 3:], axis=1) * 1e3
    return KeptOrbit(
        orbit=orbit,
        period_d=found.period_d,
        bodies=bodies,
        epoch_tdb_jd=epoch_tdb_jd,
        days=days,
        phase=phase,
        node_tdb_jd=found.tdb_jd,
        node_km_s=found.states_km_s,
        guess_km_s=found.guess_km_s,
        gap_km=float(np.linalg.norm(found.gaps_km_s[:, :3], axis=1).max()),
        gap_m_s=float(jumps.max()),
        dv_m_s=float(jumps.sum()),
        perilunes=_apsides("periapsis", found, bodies, epoch_tdb_jd, days),
        apolunes=_apsides("apoapsis", found, bodies, epoch_tdb_jd, days),
    )


def _check(days: float, phase: float) -> None:
    if not 0.0 < days <= MAX_DAYS:
        raise OutOfRangeError(name="days", value=days, allowed=f"0 < days <= {MAX_DAYS:g}")
    if not -1.0 <= phase <= 1.0:
        raise OutOfRangeError(name="phase", value=phase, allowed="-1 .. 1 periods")


def _apsides(
    name: str, nodes: Nodes, bodies: tuple[str, ...], epoch: float, days: float
) -> tuple[Apsis, ...]:
    """Nearest or farthest points from the Moon within the life."""
    epochs = nodes.tdb_jd
    found = [
        event
        for i in range(len(epochs) - 1)
        for event in propagate(
            epoch_tdb_jd=float(epochs[i]),
            state_km_s=nodes.states_km_s[i],
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
