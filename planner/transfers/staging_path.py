"""Where a staging orbit is on a date: what a transfer to it or from it has to meet.

`MappedOrbit` lays the periodic orbit of the CR3BP over the real Earth and Moon of date:
a first guess, some hundreds of km and some m/s from an orbit that flies, but one whose
phase is free. `DatedOrbit` is an orbit that flies, at a date.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.cr3bp import propagate_cr3bp
from planner.astro.pulsating import to_earth_km_s
from planner.transfers.departure import julian_date
from planner.transfers.staging_orbit import StagingOrbit

Array = NDArray[np.float64]

_SAMPLES = 401
#: Steps of the differences: 60 s, and a hundred thousandth of a period.
_STEP_S = 60.0
_STEP_PHASE = 1e-5


class OrbitState(NamedTuple):
    """A place on an orbit.

    Epoch (TDB s past J2000), Earth-centred ICRF state (6,) in km and km/s, and its
    derivative (6, m) in what tells the place.
    """

    t_s: float
    state: Array
    partials: Array


class OrbitEnd(Protocol):
    """An orbit to meet; a place is an epoch (TDB s past J2000), and a phase if that is free."""

    def at(self, place: Array) -> OrbitState:
        """State at a place (m,)."""

    def states_at(self, places: Array) -> Array:
        """States (n, 6) at places (n, m)."""


class OrbitPath(Protocol):
    """A path that tells its Earth-centred ICRF state (km, km/s) at TDB Julian dates."""

    def state_at(self, tdb_jd: float) -> Array:
        """State (6,) at a date."""


class DatedOrbit:
    """A path as an `OrbitEnd`: the epoch alone tells the place."""

    def __init__(self, path: OrbitPath) -> None:
        self._path = path

    def at(self, place: Array) -> OrbitState:
        """See `OrbitEnd`."""
        t_s = float(place[0])
        ahead = self._path.state_at(julian_date(t_s + _STEP_S))
        behind = self._path.state_at(julian_date(t_s - _STEP_S))
        rate = (ahead - behind) / (2.0 * _STEP_S)
        return OrbitState(t_s, self._path.state_at(julian_date(t_s)), rate[:, None])

    def states_at(self, places: Array) -> Array:
        """See `OrbitEnd`."""
        return np.array([self._path.state_at(julian_date(t)) for t in places[:, 0]])


class MappedOrbit:
    """The CR3BP orbit in the pulsating frame of date; an `OrbitEnd` whose phase is free.

    Parameters
    ----------
    orbit : StagingOrbit
        Phases count in its periods from its initial state, the crossing of the x-z plane
        far from the Moon (of a DRO, the one between the Earth and the Moon).
    """

    def __init__(self, orbit: StagingOrbit) -> None:
        self.orbit = orbit

    @property
    def period_d(self) -> float:
        """Period (d) of the periodic orbit."""
        return self.orbit.orbit.period * self.orbit.units.time_unit_d

    @cached_property
    def _spline(self) -> Any:
        from scipy.interpolate import CubicSpline

        periodic = self.orbit.orbit
        share = np.linspace(0.0, 1.0, _SAMPLES)
        states = propagate_cr3bp(
            mu=periodic.mu, state=periodic.state, time=periodic.period,
            sample_t=share * periodic.period,
        ).samples  # fmt: skip
        states[-1] = states[0]  # they agree to 1e-11; the spline wants equality
        return CubicSpline(share, states, bc_type="periodic")

    def states_at(self, places: Array) -> Array:
        """See `OrbitEnd`."""
        return to_earth_km_s(
            tdb_jd=J2000_JD + places[:, 0] / SECONDS_PER_DAY,
            states=self._spline(np.mod(places[:, 1], 1.0)),
            mu=self.orbit.orbit.mu,
        )

    def at(self, place: Array) -> OrbitState:
        """See `OrbitEnd`."""
        steps = np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]) * [_STEP_S, _STEP_PHASE]
        states = self.states_at(place + steps)
        partials = np.stack(
            (
                (states[1] - states[2]) / (2.0 * _STEP_S),
                (states[3] - states[4]) / (2 * _STEP_PHASE),
            ),
            axis=1,
        )
        return OrbitState(float(place[0]), states[0], partials)
