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

from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2
from planner.errors import PlannerError
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
from planner.transfers.staging_path import OrbitEnd, OrbitState

Array = NDArray[np.float64]

#: Units of the search: 200 km of perilune radius and of its place across the plane, 2 h of
#: time; in them the sum of the burns curves about alike. Most one round may move them.
_UNITS = np.array([300.0, 60.0, 7200.0])
#: Units of a place on the orbit: 1 h, and a hundredth of a period.
_PLACE_UNITS = np.array([3600.0, 0.01])
#: Unit of cost (km/s).
_COST_UNIT = 0.1
_REACH = 6.0
_ROUNDS = 6
_ITERATIONS = 60
#: A round that gains less than this (km/s) is the last: a millimetre a second.
_GAIN_KM_S = 1e-6


class FlybyGuess(NamedTuple):
    """Where a search starts.

    Controls at the Earth, velocity (3,) at perilune on the orbit's side (km/s,
    Earth-centred), place on the orbit.
    """

    controls: Array
    velocity: Array
    place: Array


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
    place : ndarray, shape (m,)
    orbit : OrbitState
    dv_km_s : ndarray, shape (3,)
        At the Earth, at perilune, at the orbit.
    gradient : ndarray, shape (k + m,)
        Of their sum, in the controls and the place on the orbit.
    perilune : ndarray, shape (3, k)
        Derivative of perilune radius, place across the plane (km) and epoch (s).
    radius_km, low_km : float
        Distance of the burn from the Moon's centre, and the least of the way near it: less
        than the former if the orbit's side of the burn leads inward.
    """

    controls: Array
    end: EndState
    to_perilune: Leg
    arc: TwoPoint
    place: Array
    orbit: OrbitState
    dv_km_s: Array
    gradient: Array
    perilune: Array
    radius_km: float
    low_km: float

    @property
    def total_km_s(self) -> float:
        """Sum of the burns."""
        return float(self.dv_km_s.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class FlybyProblem:
    """What is flown.

    The Earth's end, the orbit, what pulls, the least perilune radius (km) and the time from
    end to end (s), if it is given.
    """

    end: EarthEnd
    orbit: OrbitEnd
    bodies: tuple[str, ...]
    least_radius_km: float
    tof_s: float | None = None

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
        perilune, t_partials, partials = self._perilune(end, leg)
        orbit = self.orbit.at(guess.place)
        arc = two_point_arc(
            start_s=leg.end_s, start_km=leg.state[:3], end_s=orbit.t_s, end_km=orbit.state[:3],
            velocity=guess.velocity, bodies=self.bodies, rtol=rtol,
        )  # fmt: skip
        at_moon, at_orbit = arc.velocity - leg.state[3:], orbit.state[3:] - arc.end.state[3:]
        dv = np.array([end.dv_km_s, np.linalg.norm(at_moon), np.linalg.norm(at_orbit)])
        moved, turned = self._arc_partials(leg, arc, orbit, partials, t_partials)
        gradient = np.concatenate((end.dv_partials, np.zeros(len(guess.place))))
        gradient += at_moon @ moved / dv[1] + at_orbit @ turned / dv[2]
        return Flyby(
            controls=guess.controls,
            end=end,
            to_perilune=leg,
            arc=arc,
            place=guess.place,
            orbit=orbit,
            dv_km_s=dv,
            gradient=gradient,
            perilune=perilune,
            radius_km=float(np.linalg.norm(leg.state[:3] - moon_state(leg.end_s)[:3])),
            low_km=_lowest_km(
                np.concatenate((leg.state[:3], arc.velocity)) - moon_state(leg.end_s),
                self.end.sense,
            ),
        )

    def cost(self, flight: Flyby) -> float:
        """Sum of the burns (km/s), and what is not kept to.

        A metre of lacking altitude is as dear as 1 cm/s, a second off the time of flight as
        1 m/s.
        """
        lack_km = max(0.0, self.least_radius_km - flight.low_km)
        return flight.total_km_s + 1e-2 * lack_km + 1e-3 * abs(self.late_s(flight))

    def late_s(self, flight: Flyby) -> float:
        """How much longer than asked the flight takes; 0 if nothing was asked."""
        if self.tof_s is None:
            return 0.0
        return self.end.sense * (flight.orbit.t_s - flight.end.t_s) - self.tof_s

    def _perilune(self, end: EndState, leg: Leg) -> tuple[Array, Array, Array]:
        """Derivatives at perilune: of radius, place across and epoch; epoch; state (6, k)."""
        moon, fall = moon_state(leg.end_s), moon_rate(leg.end_s)
        rate = state_rate(leg.end_s, leg.state, self.bodies)
        start = end.partials - np.outer(state_rate(end.t_s, end.state, self.bodies), end.t_partials)
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
        self, leg: Leg, arc: TwoPoint, orbit: OrbitState, partials: Array, t_partials: Array
    ) -> tuple[Array, Array]:
        """Derivatives (3, k + m) of the velocity changes at perilune and at the orbit."""
        start = np.concatenate((leg.state[:3], arc.velocity))
        start_rate = state_rate(leg.end_s, start, self.bodies)
        # How the end moves on its own with the place: the epoch comes first.
        drift = np.zeros((6, orbit.partials.shape[1]))
        drift[:, 0] = state_rate(orbit.t_s, arc.end.state, self.bodies)
        stm = arc.end.stm
        # The arc's end for a moved start at a later epoch, its velocity still the same.
        moved = stm[:, :3] @ partials[:3] - np.outer(stm @ start_rate, t_partials)
        miss = np.hstack((-moved[:3], orbit.partials[:3] - drift[:3]))
        velocity = np.linalg.solve(stm[:3, 3:], miss)
        arrival = stm[3:, 3:] @ velocity + np.hstack((moved[3:], drift[3:]))
        nothing = np.zeros((3, drift.shape[1]))
        target = np.hstack((np.zeros((3, partials.shape[1])), orbit.partials[3:]))
        return velocity - np.hstack((partials[3:], nothing)), target - arrival


def _lowest_km(relative: Array, sense: float) -> float:
    """Least radius ahead (behind, for ``sense`` -1) of a Moon-centred state (6,), two bodies."""
    r, v = relative[:3], relative[3:]
    distance = float(np.linalg.norm(r))
    if sense * float(r @ v) >= 0.0:
        return distance
    e_vec = cross(v, cross(r, v)) / GM_MOON_KM3_S2 - r / distance
    momentum = cross(r, v)
    return float(momentum @ momentum) / GM_MOON_KM3_S2 / (1.0 + float(np.linalg.norm(e_vec)))


def cheapest_flyby(
    problem: FlybyProblem, guess: FlybyGuess, *, place_span: tuple[Array, Array],
    rounds: int = _ROUNDS,
) -> Flyby:  # fmt: skip
    """Improve a flight until a round gains less than a millimetre a second.

    Parameters
    ----------
    place_span : tuple of ndarray (m,)
        Lowest and highest place on the orbit.
    rounds : int
        Most runs of the optimiser; each may move perilune by 600 km and 6 h.

    Raises
    ------
    NoConvergenceError
        The first guess itself cannot be flown.
    """
    best = problem.fly(guess)
    for _ in range(rounds):
        found = _round(problem, best, place_span)
        gained = problem.cost(best) - problem.cost(found)
        if gained > 0.0:
            best = found
        if gained < _GAIN_KM_S:
            break
    return best


def _round(problem: FlybyProblem, start: Flyby, place_span: tuple[Array, Array]) -> Flyby:
    """One run of SLSQP inside a box about a flight, in units of its own perilune."""
    from scipy.optimize import minimize

    k, m = len(start.controls), len(start.place)
    scaled = np.vstack((start.perilune, np.eye(k)[3:])) / np.append(_UNITS, np.ones(k - 3))[:, None]
    unit = np.zeros((k + m, k + m))  # from the search's variables to controls and place
    unit[:k, :k] = np.linalg.inv(scaled)
    unit[k:, k:] = np.diag(_PLACE_UNITS[:m])
    seen: dict[bytes, Flyby] = {}
    last = start

    def flight(x: Array) -> Flyby:
        nonlocal last
        key = x.tobytes()
        if key not in seen:
            step = unit @ x
            guess = FlybyGuess(start.controls + step[:k], last.arc.velocity, start.place + step[k:])
            last = seen[key] = problem.fly(guess)
        return seen[key]

    reach = [(max(-_REACH, low), min(_REACH, high)) for low, high in zip(
        *((np.asarray(end) - start.place) / _PLACE_UNITS[:m] for end in place_span), strict=True
    )]  # fmt: skip
    altitude = {
        "type": "ineq",
        "fun": lambda x: (flight(x).radius_km - problem.least_radius_km) / _UNITS[0],
        "jac": lambda x: np.append(flight(x).perilune[0], np.zeros(m)) @ unit / _UNITS[0],
    }
    only_epoch, sense = np.eye(m)[0], problem.end.sense
    duration = {
        "type": "eq",
        "fun": lambda x: problem.late_s(flight(x)) / _UNITS[2],
        "jac": lambda x: (
            sense * np.append(-flight(x).end.t_partials, only_epoch) @ unit / _UNITS[2]
        ),
    }
    with suppress(PlannerError):  # what was flown before the step too far still counts
        minimize(
            lambda x: flight(x).total_km_s / _COST_UNIT,
            np.zeros(k + m),
            jac=lambda x: flight(x).gradient @ unit / _COST_UNIT,
            method="SLSQP",
            bounds=[(-_REACH, _REACH)] * k + reach,
            constraints=[altitude] if problem.tof_s is None else [altitude, duration],
            options={"maxiter": _ITERATIONS, "ftol": 1e-7},
        )
    return min(seen.values(), key=problem.cost, default=start)
