"""The arc between the Moon's vicinity and a staging orbit, and the burns at its ends.

One end is a flyby of a flight from or to the Earth, or a low lunar orbit
(`planner.transfers.moon_ends`); the other a place on the staging orbit. The arc between
them is flown; the burns are what velocities differ by, with gradients from the transition
matrices, so that every trial of a search is a flight that joins.

Source: Battin 1999, section 11.4 (differentials of two-point arcs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2
from planner.transfers.leg import TwoPoint, moon_rate, moon_state, state_rate, two_point_arc
from planner.transfers.moon_ends import MoonEnd, NearMoon
from planner.transfers.staging_path import OrbitEnd, OrbitState

Array = NDArray[np.float64]


_SLOPE_STEPS = (1e-2, 1e-2, 1e-2, 1e-5, 1e-5, 1e-5)


class ArcGuess(NamedTuple):
    """Where a search starts.

    Controls at the Moon's end, velocity (3,) there on the orbit's side of the burn (km/s,
    Earth-centred), place on the orbit.
    """

    controls: Array
    velocity: Array
    place: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MoonArc:
    """One flight: its ends, its arc, the burns and their derivatives.

    Attributes
    ----------
    near : MoonEnd
    arc : TwoPoint
        From the Moon to the orbit (backwards for a flight from the orbit).
    place : ndarray, shape (m,)
    orbit : OrbitState
    dv_km_s : ndarray, shape (3,)
        At the Earth (if any), at the Moon, at the orbit.
    gradient : ndarray, shape (k + m,)
        Of their sum, in the controls and the place on the orbit.
    low_km, low_gradient : float, ndarray (k + m,)
        Least distance from the Moon's centre near it (less than that of the burn if the
        arc leads inward), and its derivative.
    """

    controls: Array
    near: MoonEnd
    arc: TwoPoint
    place: Array
    orbit: OrbitState
    dv_km_s: Array
    gradient: Array
    low_km: float
    low_gradient: Array

    @property
    def total_km_s(self) -> float:
        """Sum of the burns."""
        return float(self.dv_km_s.sum())

    @property
    def guess(self) -> ArcGuess:
        """Itself as the start of a search."""
        return ArcGuess(self.controls, self.arc.velocity, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcProblem:
    """What is flown.

    The Moon's end, the orbit, what pulls, the least distance from the Moon's centre (km), the
    time from end to end (s), if it is given, and the first and last epoch at the end that
    is not the staging orbit.
    """

    near: NearMoon
    orbit: OrbitEnd
    bodies: tuple[str, ...]
    least_radius_km: float
    tof_s: float | None = None
    first_span_s: tuple[float, float] = (-np.inf, np.inf)

    def fly(self, guess: ArcGuess, rtol: float = 1e-10) -> MoonArc:
        """Fly from end to end and tell the burns with their gradient.

        Raises
        ------
        NoConvergenceError
            No perilune, or no arc to the orbit.
        """
        near = self.near.at(guess.controls, rtol)
        orbit = self.orbit.at(guess.place)
        arc = two_point_arc(
            start_s=near.t_s, start_km=near.state[:3], end_s=orbit.t_s, end_km=orbit.state[:3],
            velocity=guess.velocity, bodies=self.bodies, rtol=rtol,
        )  # fmt: skip
        at_moon, at_orbit = arc.velocity - near.state[3:], orbit.state[3:] - arc.end.state[3:]
        dv = np.array([near.dv_km_s, np.linalg.norm(at_moon), np.linalg.norm(at_orbit)])
        moved, turned = self._partials(near, arc, orbit)
        gradient = np.concatenate((near.dv_partials, np.zeros(len(guess.place))))
        gradient += at_moon @ moved / dv[1] + at_orbit @ turned / dv[2]
        start = np.concatenate((near.state[:3], arc.velocity)) - moon_state(near.t_s)
        return MoonArc(
            controls=guess.controls,
            near=near,
            arc=arc,
            place=guess.place,
            orbit=orbit,
            dv_km_s=dv,
            gradient=gradient,
            low_km=_lowest_km(start, self.near.sense),
            low_gradient=_lowest_slope(start, self.near.sense)
            @ self._start_partials(near, moved, len(guess.place)),
        )

    def cost(self, flight: MoonArc) -> float:
        """Sum of the burns (km/s), and what is not kept to.

        A metre of lacking altitude is as dear as 10 cm/s, a second off the time of flight as
        1 m/s.
        """
        return flight.total_km_s + 0.1 * self.lack_km(flight) + 1e-3 * abs(self.late_s(flight))

    def lack_km(self, flight: MoonArc) -> float:
        """By how much the flight dips below the least distance from the Moon."""
        return max(0.0, self.least_radius_km - flight.low_km)

    def late_s(self, flight: MoonArc) -> float:
        """How much longer than asked the flight takes; 0 if nothing was asked."""
        if self.tof_s is None:
            return 0.0
        return self.near.sense * (flight.orbit.t_s - flight.near.first_s) - self.tof_s

    @staticmethod
    def _start_partials(near: MoonEnd, moved: Array, m: int) -> Array:
        """Derivatives (6, k + m) of the Moon-centred state after the burn at the Moon."""
        relative = near.partials - np.outer(moon_rate(near.t_s), near.t_partials)
        wide = np.hstack((relative, np.zeros((6, m))))
        wide[3:] += moved
        return wide

    def _partials(self, near: MoonEnd, arc: TwoPoint, orbit: OrbitState) -> tuple[Array, Array]:
        """Derivatives (3, k + m) of the velocity changes at the Moon and at the orbit."""
        start = np.concatenate((near.state[:3], arc.velocity))
        start_rate = state_rate(near.t_s, start, self.bodies)
        # How the end moves on its own with the place: the epoch comes first.
        drift = np.zeros((6, orbit.partials.shape[1]))
        drift[:, 0] = state_rate(orbit.t_s, arc.end.state, self.bodies)
        stm = arc.end.stm
        # The arc's end for a moved start at a later epoch, its velocity still the same.
        moved = stm[:, :3] @ near.partials[:3] - np.outer(stm @ start_rate, near.t_partials)
        miss = np.hstack((-moved[:3], orbit.partials[:3] - drift[:3]))
        velocity = np.linalg.solve(stm[:3, 3:], miss)
        arrival = stm[3:, 3:] @ velocity + np.hstack((moved[3:], drift[3:]))
        nothing = np.zeros((3, drift.shape[1]))
        target = np.hstack((np.zeros((3, near.partials.shape[1])), orbit.partials[3:]))
        return velocity - np.hstack((near.partials[3:], nothing)), target - arrival


def _lowest_km(relative: Array, sense: float) -> float:
    """Least radius ahead (behind, for ``sense`` -1) of a Moon-centred state (6,), two bodies."""
    r, v = relative[:3], relative[3:]
    distance = float(np.linalg.norm(r))
    if sense * float(r @ v) >= 0.0:
        return distance
    momentum = cross(r, v)
    e_vec = cross(v, momentum) / GM_MOON_KM3_S2 - r / distance
    return float(momentum @ momentum) / GM_MOON_KM3_S2 / (1.0 + float(np.linalg.norm(e_vec)))


def _lowest_slope(relative: Array, sense: float) -> Array:
    """Derivative (6,) of `_lowest_km`: central differences over 10 m and 10 mm/s."""
    slope = np.empty(6)
    for i, step in enumerate(_SLOPE_STEPS):
        ahead, behind = relative.copy(), relative.copy()
        ahead[i] += step
        behind[i] -= step
        slope[i] = (_lowest_km(ahead, sense) - _lowest_km(behind, sense)) / (2.0 * step)
    return slope
