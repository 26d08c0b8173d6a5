"""The circular restricted three-body problem of the Earth and the Moon.

Non-dimensional and turning with the two: origin at their barycentre, the Earth at
x = -mu, the Moon at x = 1 - mu, z along their angular momentum; the unit of length is
their distance, the unit of time the inverse of their angular rate. Validity: the Moon
on a circle, nothing else pulls; within days and near the Moon the real motion departs
by percents. Sources: Szebehely 1967, "Theory of Orbits", chapters 1 and 4; Koon, Lo,
Marsden & Ross 2011, "Dynamical Systems, the Three-Body Problem and Space Mission
Design", chapter 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.synodic import NO_EVENTS, SynodicArc, fly, require_mass_ratio, require_state
from planner.astro.synodic_forces import Cr3bpField
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]


def propagate_cr3bp(
    *,
    mu: float,
    state: ArrayLike,
    time: float,
    rtol: float = 1e-13,
    stm: bool = False,
    sample_t: ArrayLike = (),
    event_rows: Array = NO_EVENTS,
) -> SynodicArc:
    """Propagate a state in the turning frame.

    Parameters
    ----------
    mu : float
        The smaller body's share of the mass, 0 < mu <= 0.5.
    state : array_like, shape (6,)
        x, y, z, vx, vy, vz (non-dimensional, turning frame).
    time : float
        How long (time units); negative runs backwards.
    rtol : float
        Relative tolerance of a step, 1e-13 to 1e-3.
    stm : bool
        Whether to carry the state transition matrix.
    sample_t : array_like
        Times at which to report the state, in the order met.
    event_rows : ndarray, shape (e, 5)
        See `planner.astro.events`; `planner.astro.synodic.APSIDES` for the Moon's.

    Raises
    ------
    OutOfRangeError
        A value outside the ranges above.
    NoConvergenceError
        A collision, or the steps ran out.
    """
    return fly(
        Cr3bpField(mu=require_mass_ratio(mu)), state, time,
        rtol=rtol, stm=stm, sample_t=sample_t, event_rows=event_rows,
    )  # fmt: skip


def pseudo_potential(*, mu: float, position: ArrayLike) -> float:
    """Omega = (x² + y²)/2 + (1 - mu)/r1 + mu/r2 (Szebehely 1967, eq. 1.46, less mu(1-mu)/2)."""
    x, y, z = np.asarray(position, dtype=np.float64)
    r1, r2 = np.hypot(x + mu, np.hypot(y, z)), np.hypot(x - 1.0 + mu, np.hypot(y, z))
    return float(0.5 * (x * x + y * y) + (1.0 - mu) / r1 + mu / r2)


def jacobi_constant(*, mu: float, state: ArrayLike) -> float:
    """C = 2 Omega - v², without the term mu (1 - mu) that some authors add."""
    y = require_state(state)
    return 2.0 * pseudo_potential(mu=mu, position=y[:3]) - float(y[3:] @ y[3:])


def jacobi_gradient(*, mu: float, state: ArrayLike) -> Array:
    """Derivatives [6] of `jacobi_constant` by the state."""
    y = require_state(state)
    earth, moon = y[:3] - [-mu, 0.0, 0.0], y[:3] - [1.0 - mu, 0.0, 0.0]
    pull = (1.0 - mu) * earth / np.linalg.norm(earth) ** 3 + mu * moon / np.linalg.norm(moon) ** 3
    return np.concatenate((2.0 * (y[:3] * [1.0, 1.0, 0.0] - pull), -2.0 * y[3:]))


def libration_points(*, mu: float) -> Array:
    """Positions [5, 3] of L1 to L5, where the pseudo-potential is level.

    L1, L2 and L3 are the real roots of Euler's quintics, polished by Newton's method
    on the pull along x; L4 (y > 0) and L5 make equilateral triangles. Source:
    Szebehely 1967, section 4.4.

    Raises
    ------
    OutOfRangeError
        ``mu`` outside 1e-12 .. 0.5; below, L1 and L2 are lost in the rounding of the
        quintics' roots.
    """
    if not 1e-12 <= mu <= 0.5:
        raise OutOfRangeError(name="mu", value=mu, allowed="1e-12 .. 0.5")
    moon_x, height = 1.0 - mu, np.sqrt(0.75)
    # g: distance from the nearer body, the Moon for L1 and L2, the Earth for L3.
    l1 = moon_x - _root([1.0, mu - 3.0, 3.0 - 2.0 * mu, -mu, 2.0 * mu, -mu])
    l2 = moon_x + _root([1.0, 3.0 - mu, 3.0 - 2.0 * mu, -mu, -2.0 * mu, -mu])
    l3 = -mu - _root([1.0, 2.0 + mu, 1.0 + 2.0 * mu, mu - 1.0, 2.0 * mu - 2.0, mu - 1.0])
    points = np.zeros((5, 3))
    points[:3, 0] = [_level(mu, x) for x in (l1, l2, l3)]
    points[3], points[4] = [0.5 - mu, height, 0.0], [0.5 - mu, -height, 0.0]
    return points


def _root(quintic: list[float]) -> float:
    """The one root that is real and positive."""
    roots = np.roots(quintic)
    real = roots.real[(abs(roots.imag) < 1e-6) & (roots.real > 0.0)]
    return float(real.min())


def _level(mu: float, x: float) -> float:
    """Newton's method on the pull along x; the polynomial's root is off by 1e-14 or so."""
    for _ in range(4):
        a, b = x + mu, x - 1.0 + mu
        pull = x - (1.0 - mu) * a / abs(a) ** 3 - mu * b / abs(b) ** 3
        x -= pull / (1.0 + 2.0 * (1.0 - mu) / abs(a) ** 3 + 2.0 * mu / abs(b) ** 3)
    return x
