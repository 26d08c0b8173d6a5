"""Braking to rest on the Moon: constant thrust steered by a linear tangent, compiled.

Plane motion over a spherical Moon in canonical units: lengths in lunar radii,
speeds in circular speeds at the surface, so that the gravitational parameter and
the surface gravity are 1. The thrust opposes the horizontal motion and is pitched
up from the local horizontal by theta, ``tan(theta) = tangent + rate * t``: the
fuel-optimal law over a flat Moon with free downrange (Lawden 1963, *Optimal
Trajectories for Space Navigation*; Bryson & Ho 1975, *Applied Optimal Control*,
section 2.7). Over the round Moon it stays within 0.3 m/s of the optimum.

Three numbers (tangent, rate, duration) meet three conditions: surface reached, no
vertical speed, no horizontal speed. Newton's method finds them.
"""

from __future__ import annotations

import math

from numba import njit

Triple = tuple[float, float, float]

#: Divisions by zero give infinities, which end as "not converged", not as exceptions.
compiled = njit(cache=True, error_model="numpy")

#: Runge-Kutta steps of a braking phase; what they leave at touchdown is measured in
#: ``tests/transfers/test_braking.py``.
STEPS = 32
#: Squared end miss at which Newton stops: 1e-9 of a radius is 2 mm, of a speed 2 um/s.
CONVERGED = 1e-18
#: Slope of ln(propellant) by ln(thrust) taken for flat: costs under 1 mm/s.
FLAT = 1e-5
MAX_ITERATIONS = 40
_MAX_HALVINGS = 12
_RELATIVE_STEP = 1e-7  # of finite differences: near the root of the rounding error


@compiled
def acceleration(
    r: float, up: float, along: float, thrust: float, tangent: float
) -> tuple[float, float]:
    """Rates of the vertical and horizontal speed; ``thrust`` is an acceleration."""
    cosine = 1.0 / math.sqrt(1.0 + tangent * tangent)
    return (
        along * along / r - 1.0 / (r * r) + thrust * tangent * cosine,
        -up * along / r - thrust * cosine,
    )


@compiled
def fly(r: float, along: float, thrust: float, exhaust: float, steering: Triple) -> Triple:
    """Radius, vertical and horizontal speed at the end of a burn begun in level flight.

    Classical fourth-order Runge-Kutta. ``thrust`` is the thrust acceleration at
    ignition; it grows as propellant leaves at the speed ``exhaust``.
    """
    tangent, rate, duration = steering
    up, h, flow = 0.0, duration / STEPS, thrust / exhaust
    for i in range(STEPS):
        t0 = i * h
        t1, t2 = t0 + 0.5 * h, t0 + h
        a0, w0 = thrust / (1.0 - flow * t0), tangent + rate * t0
        a1, w1 = thrust / (1.0 - flow * t1), tangent + rate * t1
        a2, w2 = thrust / (1.0 - flow * t2), tangent + rate * t2
        u1, v1 = acceleration(r, up, along, a0, w0)
        up2, along2 = up + 0.5 * h * u1, along + 0.5 * h * v1
        u2, v2 = acceleration(r + 0.5 * h * up, up2, along2, a1, w1)
        up3, along3 = up + 0.5 * h * u2, along + 0.5 * h * v2
        u3, v3 = acceleration(r + 0.5 * h * up2, up3, along3, a1, w1)
        up4, along4 = up + h * u3, along + h * v3
        u4, v4 = acceleration(r + h * up3, up4, along4, a2, w2)
        r += h / 6.0 * (up + 2.0 * up2 + 2.0 * up3 + up4)
        up += h / 6.0 * (u1 + 2.0 * u2 + 2.0 * u3 + u4)
        along += h / 6.0 * (v1 + 2.0 * v2 + 2.0 * v3 + v4)
    return r, up, along


@compiled
def _cross(a: Triple, b: Triple) -> Triple:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@compiled
def _dot(a: Triple, b: Triple) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@compiled
def _solve(a: Triple, b: Triple, c: Triple, d: Triple) -> Triple:
    """Solve x a + y b + z c = d by Cramer's rule."""
    bc = _cross(b, c)
    volume = _dot(a, bc)
    return _dot(d, bc) / volume, _dot(a, _cross(d, c)) / volume, _dot(a, _cross(b, d)) / volume


@compiled
def _slope(start: Triple, end: Triple, step: float) -> Triple:
    return (end[0] - start[0]) / step, (end[1] - start[1]) / step, (end[2] - start[2]) / step


@compiled
def _partials(
    r: float, along: float, thrust: float, exhaust: float, steering: Triple, end: Triple
) -> tuple[Triple, Triple, Triple]:
    """Differentiate the end state by tangent, rate and duration."""
    tangent, rate, duration = steering
    step = _RELATIVE_STEP / duration
    by_tangent = fly(r, along, thrust, exhaust, (tangent + _RELATIVE_STEP, rate, duration))
    by_rate = fly(r, along, thrust, exhaust, (tangent, rate + step, duration))
    pull = thrust / (1.0 - thrust * duration / exhaust)
    up_rate, along_rate = acceleration(end[0], end[1], end[2], pull, tangent + rate * duration)
    return (
        _slope(end, by_tangent, _RELATIVE_STEP),
        _slope(end, by_rate, step),
        (end[1], up_rate, along_rate),
    )


@compiled
def _size(end: Triple) -> float:
    """Squared distance from standing on the surface."""
    return float((end[0] - 1.0) ** 2 + end[1] ** 2 + end[2] ** 2)


@compiled
def steer(
    r: float, along: float, thrust: float, exhaust: float, guess: Triple
) -> tuple[Triple, float, bool]:
    """Steering that touches down at rest, by Newton with step halving.

    Returns the steering, the derivative of its duration by the thrust along the
    family of solutions, and whether it converged.
    """
    steering = guess
    end = fly(r, along, thrust, exhaust, steering)
    for _ in range(MAX_ITERATIONS):
        a, b, c = _partials(r, along, thrust, exhaust, steering, end)
        size = _size(end)
        if size < CONVERGED:
            step = thrust * _RELATIVE_STEP
            by_thrust = _slope(end, fly(r, along, thrust + step, exhaust, steering), step)
            return steering, -_solve(a, b, c, by_thrust)[2], True
        dx, dy, dz = _solve(a, b, c, (end[0] - 1.0, end[1], end[2]))
        scale = 1.0
        for _ in range(_MAX_HALVINGS):
            trial = (
                steering[0] - scale * dx,
                steering[1] - scale * dy,
                steering[2] - scale * dz,
            )
            scale *= 0.5
            if 0.0 < trial[2] < 0.999 * exhaust / thrust:
                end = fly(r, along, thrust, exhaust, trial)
                if _size(end) < size:
                    break
        else:
            return steering, 0.0, False
        steering = trial
    return steering, 0.0, False


@compiled
def first_guess(along: float, thrust: float, exhaust: float) -> Triple:
    """Steering to start Newton from; the loss term fits converged descents."""
    burned = along * (1.0 + 0.15 / (thrust * thrust))
    duration = exhaust / thrust * (1.0 - math.exp(-burned / exhaust))
    return 0.1, 0.4 / duration, duration


@compiled
def cheapest(
    r: float, along: float, thrust_max: float, exhaust: float
) -> tuple[float, Triple, bool]:
    """Constant thrust up to ``thrust_max`` that burns least, and its steering.

    From a given height a strong engine must push down to arrive in time, so it is
    throttled. The propellant goes as ``thrust * duration``; its logarithmic slope
    by the thrust, ``gain``, is brought to zero by a secant. The start fits the
    cheapest thrust found from 0.1 to 100 km. Returns thrust, steering, converged.
    """
    thrust = min(thrust_max, 0.35 / math.sqrt(r - 1.0))
    guess = first_guess(along, thrust, exhaust)
    steering, slope, converged = steer(r, along, thrust, exhaust, guess)
    gain = 1.0 + thrust * slope / steering[2]
    step = -0.2 if gain > 0.0 else 0.2
    for _ in range(MAX_ITERATIONS):
        enough = abs(gain) < FLAT or (gain < 0.0 and thrust == thrust_max)
        if enough or not converged:
            return thrust, steering, converged
        new = min(thrust * math.exp(step), thrust_max)
        guess = (steering[0], steering[1] * new / thrust, steering[2] * thrust / new)
        steering, slope, converged = steer(r, along, new, exhaust, guess)
        new_gain = 1.0 + new * slope / steering[2]
        step = -new_gain * math.log(new / thrust) / (new_gain - gain)
        step = max(-0.5, min(0.5, step))
        thrust, gain = new, new_gain
    return thrust, steering, False
