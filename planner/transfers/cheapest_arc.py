"""A flight between the Moon and a staging orbit made as cheap as it can be.

What is left to choose (the controls at the Moon's end, the place on the orbit) is settled
by sequential quadratic programming on the sum of the burns, in rounds: each in units of the
flight it starts from, inside a box about it.

Source: Kraft 1988, DFVLR-FB 88-28 (SLSQP).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError, PlannerError
from planner.transfers.moon_arc import ArcGuess, ArcProblem, MoonArc

Array = NDArray[np.float64]
Flown = Callable[[Array], MoonArc]

#: Units of a place on the orbit: 1 h, and a hundredth of a period.
_PLACE_UNITS = np.array([3600.0, 0.01])
#: Units of cost (km/s), of altitude (km) and of time (s).
_COST_UNIT, _ALTITUDE_UNIT, _TIME_UNIT = 0.1, 300.0, 7200.0
#: Most one round may move each variable by, in its unit.
_REACH = 6.0
_ROUNDS, _ITERATIONS = 8, 60
#: After a trial that could not be flown the box shrinks to this share.
_SHORTER = 0.3
#: How often the way to a trial that could not be flown is halved before it is given up.
_HALVINGS = 4
#: A neighbour's velocity at the Moon differs by less than this (km/s).
_JUMP_KM_S = 0.25
#: A round that gains less than this (km/s) is the last: a millimetre a second.
_GAIN_KM_S = 1e-6


def cheapest_arc(
    problem: ArcProblem, guess: ArcGuess, *, place_span: tuple[Array, Array],
    rounds: int = _ROUNDS,
) -> MoonArc:  # fmt: skip
    """Improve a flight until a round gains less than a millimetre a second.

    Parameters
    ----------
    place_span : tuple of ndarray (m,)
        Lowest and highest place on the orbit.
    rounds : int
        Most runs of the optimiser.

    Raises
    ------
    NoConvergenceError
        The first guess itself cannot be flown.
    """
    best, reach = problem.fly(guess), _REACH
    for _ in range(rounds):
        found, lost = _round(problem, best, place_span, reach)
        gained = problem.cost(best) - problem.cost(found)
        if gained > 0.0:
            best = found
        if lost:
            reach *= _SHORTER  # a step led to where nothing joins
        elif gained < _GAIN_KM_S:
            break
    return best


def _round(
    problem: ArcProblem, start: MoonArc, place_span: tuple[Array, Array], reach: float
) -> tuple[MoonArc, bool]:
    """One run of SLSQP inside a box about a flight; whether a trial could not be flown."""
    from scipy.optimize import minimize

    k, m = len(start.controls), len(start.place)
    unit = np.zeros((k + m, k + m))  # from the search's variables to controls and place
    unit[:k, :k] = np.linalg.inv(start.near.natural)
    unit[k:, k:] = np.diag(_PLACE_UNITS[:m])
    nothing = np.zeros(k + m)
    seen: dict[bytes, MoonArc] = {nothing.tobytes(): start}
    last = nothing

    def flown(x: Array, guide: Array, halvings: int) -> MoonArc:
        """The flight at ``x``, guided by one near by; by steps between, if the way is long."""
        step = unit @ x
        velocity = seen[guide.tobytes()].arc.velocity
        try:
            trial = problem.fly(
                ArcGuess(start.controls + step[:k], velocity, start.place + step[k:])
            )
            _require_same_branch(trial, velocity)
        except PlannerError:
            if not halvings:
                raise
        else:
            return trial
        between = 0.5 * (guide + x)
        seen[between.tobytes()] = flown(between, guide, halvings - 1)
        return flown(x, between, halvings - 1)

    def flight(x: Array) -> MoonArc:
        nonlocal last
        key = x.tobytes()
        if key not in seen:
            seen[key] = flown(x, last, _HALVINGS)
            last = x.copy()
        return seen[key]

    lost = False
    try:
        minimize(
            lambda x: flight(x).total_km_s / _COST_UNIT,
            nothing,
            jac=lambda x: flight(x).gradient @ unit / _COST_UNIT,
            method="SLSQP",
            bounds=_box(start.place, k, place_span, reach),
            constraints=_constraints(problem, flight, unit, m),
            options={"maxiter": _ITERATIONS, "ftol": 1e-7},
        )
    except PlannerError:  # what was flown before the step too far still counts
        lost = True
    return min(seen.values(), key=problem.cost, default=start), lost


def _require_same_branch(trial: MoonArc, guess: Array) -> None:
    """Refuse another of the arcs between two places than the neighbour of the guess."""
    jump = float(np.linalg.norm(trial.arc.velocity - guess))
    if jump > _JUMP_KM_S:
        raise NoConvergenceError(
            what="neighbouring arc", residual=1e3 * jump, unit="m/s off", way_out="step less far"
        )


def _box(
    place: Array, k: int, place_span: tuple[Array, Array], reach: float
) -> list[tuple[float, float]]:
    low, high = (
        np.clip((end - place) / _PLACE_UNITS[: len(place)], -reach, reach) for end in place_span
    )
    return [(-reach, reach)] * k + list(zip(low.tolist(), high.tolist(), strict=True))


def _constraints(problem: ArcProblem, flight: Flown, unit: Array, m: int) -> list[dict[str, Any]]:
    """Altitude where the controls move it, and the time of flight if it is given."""
    nothing, epoch = np.zeros(m), np.eye(m)[0]
    found: list[dict[str, Any]] = []
    if problem.near.moves_radius:
        found.append(
            {
                "type": "ineq",
                "fun": lambda x: (flight(x).low_km - problem.least_radius_km) / _ALTITUDE_UNIT,
                "jac": lambda x: flight(x).low_gradient @ unit / _ALTITUDE_UNIT,
            }
        )
    for bound_s, side in zip(problem.first_span_s, (1.0, -1.0), strict=True):
        if np.isfinite(bound_s):
            found.append(
                {
                    "type": "ineq",
                    "fun": lambda x, b=bound_s, s=side: (
                        s * (flight(x).near.first_s - b) / _TIME_UNIT
                    ),
                    "jac": lambda x, s=side: (
                        s * np.append(flight(x).near.first_partials, nothing) @ unit / _TIME_UNIT
                    ),
                }
            )
    if problem.tof_s is not None:
        sense = problem.near.sense
        found.append(
            {
                "type": "eq",
                "fun": lambda x: problem.late_s(flight(x)) / _TIME_UNIT,
                "jac": lambda x: (
                    sense * np.append(-flight(x).near.first_partials, epoch) @ unit / _TIME_UNIT
                ),
            }
        )
    return found
