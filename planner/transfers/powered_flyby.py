"""Powered flyby of the Moon between the Earth and a staging orbit, made as cheap as it can be.

Two legs meet at a perilune: one to or from the Earth (`planner.transfers.earth_ends`),
one to or from a place on the orbit. Both are flown; the burn at perilune is what their
velocities differ by, the burn at the orbit likewise. What is left to choose (the
controls at the Earth, the epoch at the orbit) is settled by sequential quadratic
programming on the sum of the burns, with gradients from the transition matrices. Every
iterate is a flight that joins.

Source: Kraft 1988, DFVLR-FB 88-28 (SLSQP); Davis et al. 2017, AAS 17-826, and Whitley &
Martinez 2016, IEEE Aerospace (powered lunar flybys to near-rectilinear halo orbits).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.errors import PlannerError
from planner.transfers.departure import julian_date
from planner.transfers.earth_ends import EarthEnd, EndState
from planner.transfers.leg import (
    Leg,
    TwoPoint,
    moon_rate,
    moon_state,
    perilune_leg,
    state_rate,
    two_point_arc,
)
from planner.transfers.staging_path import OrbitPath

Array = NDArray[np.float64]

#: Units of the search: 200 km of perilune radius and of its place across the plane, 2 h of
#: time; in them the sum of the burns curves about alike. Most one round may move them.
_UNITS = np.array([200.0, 200.0, 7200.0])
_HOUR_S = 3600.0
_REACH = 3.0
_ROUNDS = 6
_ITERATIONS = 12
#: A round that gains less than this (km/s) is the last: a millimetre a second.
_GAIN_KM_S = 1e-6
_DIFFERENCE_S = 60.0


class FlybyGuess(NamedTuple):
    """Where a search starts: controls at the Earth, velocity (3,) past the perilune on the
    orbit's side, epoch at the orbit (TDB s past J2000)."""

    controls: Array
    velocity: Array
    orbit_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flyby:
    """One flight past the Moon: its legs, burns and derivatives.

    Attributes
    ----------
    end : EndState
    to_perilune : Leg
        From the Earth's end (backwards on the way home).
    arc : TwoPoint
        From perilune to the orbit (backwards on the way home).
    orbit_s : float
    orbit : ndarray, shape (6,)
        The orbit's state there.
    dv_km_s : ndarray, shape (3,)
        At the Earth, at perilune, at the orbit.
    gradient : ndarray, shape (k + 1,)
        Of their sum, in the controls and the epoch at the orbit.
    perilune : ndarray, shape (3, k)
        Derivative of perilune radius, place across the plane (km) and epoch (s).
    radius_km : float
    """

    controls: Array
    end: EndState
    to_perilune: Leg
    arc: TwoPoint
    orbit_s: float
    orbit: Array
    dv_km_s: Array
    gradient: Array
    perilune: Array
    radius_km: float

    @property
    def total_km_s(self) -> float:
        """Sum of the burns."""
        return float(self.dv_km_s.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class FlybyProblem:
    """What is flown: the Earth's end, the orbit, what pulls and the least perilune radius (km)."""

    end: EarthEnd
    path: OrbitPath
    bodies: tuple[str, ...]
    least_radius_km: float

    def fly(self, guess: FlybyGuess, rtol: float = 1e-10) -> Flyby:
        """Fly both legs and tell the burns with their gradient.

        Raises
        ------
        NoConvergenceError
            No perilune, or no arc to the orbit.
        """
        end = self.end.at(guess.controls)
        leg = perilune_leg(
            start_s=end.t_s, state=end.state, sense=self.end.sense, bodies=self.bodies, rtol=rtol
        )
        place, t_partials, partials = self._perilune(end, leg)
        orbit = self.path.state_at(julian_date(guess.orbit_s))
        arc = two_point_arc(
            start_s=leg.end_s, start_km=leg.state[:3], end_s=guess.orbit_s, end_km=orbit[:3],
            velocity=guess.velocity, bodies=self.bodies, rtol=rtol,
        )  # fmt: skip
        at_moon, at_orbit = arc.velocity - leg.state[3:], orbit[3:] - arc.end.state[3:]
        dv = np.array([end.dv_km_s, np.linalg.norm(at_moon), np.linalg.norm(at_orbit)])
        moved, turned = self._arc_partials(leg, arc, partials, t_partials, guess.orbit_s)
        gradient = np.concatenate((end.dv_partials, [0.0]))
        gradient += at_moon @ moved / dv[1] + at_orbit @ turned / dv[2]
        return Flyby(
            controls=guess.controls,
            end=end,
            to_perilune=leg,
            arc=arc,
            orbit_s=guess.orbit_s,
            orbit=orbit,
            dv_km_s=dv,
            gradient=gradient,
            perilune=place,
            radius_km=float(np.linalg.norm(leg.state[:3] - moon_state(leg.end_s)[:3])),
        )

    def _perilune(self, end: EndState, leg: Leg) -> tuple[Array, Array, Array]:
        """Derivatives at perilune: of radius, place across and epoch; epoch; state (6, k)."""
        moon, fall = moon_state(leg.end_s), moon_rate(leg.end_s)
        rate = state_rate(leg.end_s, leg.state, self.bodies)
        start = end.partials - np.outer(
            state_rate(end.t_s, end.state, self.bodies), end.t_partials
        )
        fixed = leg.stm @ start
        r, v = (leg.state - moon)[:3], (leg.state - moon)[3:]
        turn = float(v @ v + r @ (rate - fall)[3:])
        t_partials = -np.concatenate((v, r)) @ fixed / turn
        partials = fixed + np.outer(rate, t_partials)
        relative = fixed[:3] + np.outer(v, t_partials)
        h = cross(r, v)
        rows = np.vstack((r / np.linalg.norm(r), h / np.linalg.norm(h)))
        return np.vstack((rows @ relative, t_partials)), t_partials, partials

    def _arc_partials(
        self, leg: Leg, arc: TwoPoint, partials: Array, t_partials: Array, orbit_s: float
    ) -> tuple[Array, Array]:
        """Derivatives (3, k + 1) of the velocity changes at perilune and at the orbit."""
        start = np.concatenate((leg.state[:3], arc.velocity))
        start_rate = state_rate(leg.end_s, start, self.bodies)
        end_rate = state_rate(orbit_s, arc.end.state, self.bodies)
        orbit_rate = self._orbit_rate(orbit_s)
        stm = arc.end.stm
        # The arc's end for a moved start at a later epoch, its velocity still the same.
        moved = stm[:, :3] @ partials[:3] - np.outer(stm @ start_rate, t_partials)
        k = partials.shape[1]
        miss = np.column_stack((-moved[:3], orbit_rate[:3] - end_rate[:3]))
        velocity = np.linalg.solve(stm[:3, 3:], miss)
        arrival = stm[3:, 3:] @ velocity
        arrival[:, :k] += moved[3:]
        arrival[:, k] += end_rate[3:]
        target = np.zeros((3, k + 1))
        target[:, k] = orbit_rate[3:]
        before = np.column_stack((partials[3:], np.zeros(3)))
        return velocity - before, target - arrival

    def _orbit_rate(self, t_s: float) -> Array:
        ahead = self.path.state_at(julian_date(t_s + _DIFFERENCE_S))
        behind = self.path.state_at(julian_date(t_s - _DIFFERENCE_S))
        return (ahead - behind) / (2.0 * _DIFFERENCE_S)


def cheapest_flyby(
    problem: FlybyProblem, guess: FlybyGuess, *, orbit_span_s: tuple[float, float]
) -> Flyby:
    """Improve a flight until a round gains less than a millimetre a second.

    Parameters
    ----------
    orbit_span_s : tuple of float
        Earliest and latest epoch at the orbit (TDB s past J2000).

    Raises
    ------
    NoConvergenceError
        The first guess itself cannot be flown.
    """
    best = problem.fly(guess)
    for _ in range(_ROUNDS):
        found = _round(problem, best, orbit_span_s)
        gained = _cost(problem, best) - _cost(problem, found)
        if gained > 0.0:
            best = found
        if gained < _GAIN_KM_S:
            break
    return best


def _cost(problem: FlybyProblem, flight: Flyby) -> float:
    """Sum of the burns, with a metre of lacking altitude as dear as 1 cm/s."""
    return flight.total_km_s + 1e-2 * max(0.0, problem.least_radius_km - flight.radius_km)


def _round(problem: FlybyProblem, start: Flyby, span_s: tuple[float, float]) -> Flyby:
    """One run of SLSQP inside a box about a flight, in units of its own perilune."""
    from scipy.optimize import minimize

    k = len(start.controls)
    scaled = np.vstack((start.perilune, np.eye(k)[3:])) / np.append(_UNITS, np.ones(k - 3))[:, None]
    back = np.linalg.inv(scaled)
    seen: dict[bytes, Flyby] = {}
    last = start

    def flight(x: Array) -> Flyby:
        nonlocal last
        key = x.tobytes()
        if key not in seen:
            guess = FlybyGuess(
                start.controls + back @ x[:k], last.arc.velocity, start.orbit_s + x[k] * _HOUR_S
            )
            last = seen[key] = problem.fly(guess)
        return seen[key]

    def slope(x: Array) -> Array:
        gradient = flight(x).gradient
        return np.append(gradient[:k] @ back, gradient[k] * _HOUR_S)

    low = max(-_REACH, (span_s[0] - start.orbit_s) / _HOUR_S)
    high = min(_REACH, (span_s[1] - start.orbit_s) / _HOUR_S)
    limits = [(-_REACH, _REACH)] * k + [(min(low, 0.0), max(high, 0.0))]
    try:
        minimize(
            lambda x: flight(x).total_km_s * 10.0,
            np.zeros(k + 1),
            jac=lambda x: slope(x) * 10.0,
            method="SLSQP",
            bounds=limits,
            constraints={
                "type": "ineq",
                "fun": lambda x: (flight(x).radius_km - problem.least_radius_km) / _UNITS[0],
                "jac": lambda x: np.append(flight(x).perilune[0] @ back / _UNITS[0], 0.0),
            },
            options={"maxiter": _ITERATIONS, "ftol": 1e-7},
        )
    except PlannerError:
        pass  # what was flown before the step too far still counts
    return min(seen.values(), key=lambda x: _cost(problem, x), default=start)
