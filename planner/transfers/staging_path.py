"""Where a staging orbit is on a date: what a transfer to it or from it has to meet.

`MappedOrbit` lays the periodic orbit of the CR3BP over the real Earth and Moon of date:
a first guess, some hundreds of km and some m/s from an orbit that flies.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.cr3bp import propagate_cr3bp
from planner.astro.pulsating import to_earth_km_s
from planner.transfers.staging_orbit import StagingOrbit

Array = NDArray[np.float64]

_SAMPLES = 401


class OrbitPath(Protocol):
    """A path that tells its Earth-centred ICRF state (km, km/s) at TDB Julian dates."""

    def state_at(self, tdb_jd: float) -> Array:
        """State (6,) at a date."""


class MappedOrbit:
    """The CR3BP orbit in the pulsating frame of date.

    Parameters
    ----------
    orbit : StagingOrbit
    epoch_tdb_jd : float
        When it is at its initial state, the crossing of the x-z plane far from the Moon.
    """

    def __init__(self, orbit: StagingOrbit, epoch_tdb_jd: float) -> None:
        self.orbit = orbit
        self.epoch_tdb_jd = epoch_tdb_jd

    @property
    def period_d(self) -> float:
        """Period (d) of the periodic orbit."""
        return self.orbit.orbit.period * self.orbit.units.time_unit_d

    @cached_property
    def _spline(self) -> object:
        from scipy.interpolate import CubicSpline

        periodic = self.orbit.orbit
        share = np.linspace(0.0, 1.0, _SAMPLES)
        states = propagate_cr3bp(
            mu=periodic.mu, state=periodic.state, time=periodic.period,
            sample_t=share * periodic.period,
        ).samples  # fmt: skip
        states[-1] = states[0]  # they agree to 1e-11; the spline wants equality
        return CubicSpline(share, states, bc_type="periodic")

    def states_at(self, tdb_jd: Array, phase: Array) -> Array:
        """States (n, 6) at dates, for phases counted in periods from the initial state."""
        spline: object = self._spline
        states = spline(np.mod(phase, 1.0))  # type: ignore[operator]
        return to_earth_km_s(tdb_jd=tdb_jd, states=states, mu=self.orbit.orbit.mu)

    def state_at(self, tdb_jd: float) -> Array:
        """State (6,) at a date."""
        phase = (tdb_jd - self.epoch_tdb_jd) / self.period_d
        return self.states_at(np.array([tdb_jd]), np.array([phase]))[0]
