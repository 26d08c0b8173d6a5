"""Multiple shooting: patch points moved, as little as may be, until their arcs join.

Newton's method for phi(x_i) = x_(i+1): of all steps that close the linearised gaps the one
of least norm is taken, from the sparse system [[I, J'], [J, 0]], which is better
conditioned than J J'. How much of a step is taken is settled by the step that would follow
it, not by the gaps: long lives are so sensitive that a good step may open gaps which the
next one closes. Sources: Pavlak 2013, PhD thesis, Purdue University (minimum-norm update);
Deuflhard 2004, "Newton Methods for Nonlinear Problems" (natural monotonicity test).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError, PlannerError

Array = NDArray[np.float64]

#: Flies from node i at a state (6,): the state at node i + 1 and the transition matrix.
Fly = Callable[[int, Array], tuple[Array, Array]]

_LEAST_SHARE = 1.0 / 512.0
_LEAST_DRAW = 1.0 / 16.0
_DRAW_ITERATIONS = 5
#: Steps in a row that do not halve the gaps: what is left is the integrator's rounding.
_IDLE = 3


class Joined(NamedTuple):
    """Nodes (n, 6) whose arcs join, the gaps (n - 1, 6) left, and the iterations taken."""

    nodes: Array
    gaps: Array
    iterations: int


class _Flown(NamedTuple):
    gaps: Array
    stms: Array


def join(
    fly: Fly, guess: Array, *, scale: Array, tolerance: Array, max_iterations: int = 60
) -> Joined:
    """Join the arcs between patch points.

    Parameters
    ----------
    fly : callable
        ``fly(i, state)`` gives the state at node i + 1 and the transition matrix (6, 6).
    guess : ndarray, shape (n, 6)
        Patch points, n > 1.
    scale : ndarray, shape (6,)
        Units in which steps and gaps are measured against each other.
    tolerance : ndarray, shape (6,)
        Gap that counts as closed, in the unit of the state.

    Raises
    ------
    NoConvergenceError
        The gaps do not close.
    """
    nodes, flown, share = guess.copy(), _flown(fly, guess), 1.0
    for iteration in range(max_iterations):
        if np.all(np.abs(flown.gaps) <= tolerance):
            return Joined(nodes, flown.gaps, iteration)
        taken = _step(fly, nodes, flown, scale, min(1.0, 4.0 * share))
        if taken is None:
            break
        nodes, flown, share = taken
    raise NoConvergenceError(
        what="multiple shooting",
        residual=float(np.abs(flown.gaps / tolerance).max()),
        unit="times the tolerance",
        way_out="ask for a shorter life, another epoch or phase, or an orbit nearer to a resonance",
    )


def draw_to(fly: Fly, nodes: Array, towards: Array, *, scale: Array, tolerance: Array) -> Array:
    """Move nodes that join nearer to a guess while they stay joined.

    One Gauss-Newton step of the problem "least distance from the guess, no gaps", halved
    until it gains. Without it a life that is made longer piece by piece wanders off.

    Returns
    -------
    ndarray, shape (n, 6)
        The nodes given where no step gains.
    """
    flown = _flown(fly, nodes)
    step = _least_step(flown.stms, scale)(flown.gaps, towards - nodes)
    before, share = np.linalg.norm((nodes - towards) / scale), 1.0
    while share > _LEAST_DRAW:
        try:
            moved = join(
                fly, nodes + share * step, scale=scale, tolerance=tolerance,
                max_iterations=_DRAW_ITERATIONS,
            ).nodes  # fmt: skip
        except PlannerError:
            share *= 0.5
            continue
        if np.linalg.norm((moved - towards) / scale) < before:
            return moved
        share *= 0.5
    return nodes


def polish(fly: Fly, nodes: Array, *, scale: Array) -> tuple[Array, Array]:
    """Take full Newton steps until they gain no more; return the best nodes and their gaps."""
    flown = _flown(fly, nodes)
    best, least, idle = (nodes, flown.gaps), _worst(flown, scale), 0
    while idle < _IDLE:
        nodes = nodes + _least_step(flown.stms, scale)(flown.gaps)
        flown = _flown(fly, nodes)
        idle = 0 if _worst(flown, scale) < 0.5 * least else idle + 1
        if _worst(flown, scale) < least:
            best, least = (nodes, flown.gaps), _worst(flown, scale)
    return best


def _worst(flown: _Flown, scale: Array) -> float:
    return float(np.abs(flown.gaps / scale).max())


def _flown(fly: Fly, nodes: Array) -> _Flown:
    gaps, stms = np.empty((len(nodes) - 1, 6)), np.empty((len(nodes) - 1, 6, 6))
    for i in range(len(gaps)):
        end, stms[i] = fly(i, nodes[i])
        gaps[i] = end - nodes[i + 1]
    return _Flown(gaps, stms)


def _step(
    fly: Fly, nodes: Array, flown: _Flown, scale: Array, share: float
) -> tuple[Array, _Flown, float] | None:
    """Take the largest share of Newton's step that shortens the one to follow, or none."""
    closing = _least_step(flown.stms, scale)
    step = closing(flown.gaps)
    length = np.linalg.norm(step / scale)
    while share >= _LEAST_SHARE:
        tried = nodes + share * step
        try:
            there = _flown(fly, tried)
        except PlannerError:
            share *= 0.5  # an arc met a body
            continue
        if np.linalg.norm(closing(there.gaps) / scale) <= (1.0 - share / 2.0) * length:
            return tried, there, share
        share *= 0.5
    return None


def _least_step(stms: Array, scale: Array) -> Callable[..., Array]:
    """Return what turns gaps (n - 1, 6), and a wish (n, 6), into a step (n, 6).

    The step closes the gaps and is as near to the wish as that allows; without a wish, to
    nothing.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    rows = 6 * len(stms)
    blocks = stms * scale[None, None, :] / scale[None, :, None]
    none = sparse.csr_matrix((rows, 6))
    here = sparse.hstack((sparse.block_diag(list(blocks)), none))
    jacobian = here - sparse.hstack((none, sparse.identity(rows)))
    factors = splu(
        sparse.bmat([[sparse.identity(rows + 6), jacobian.T], [jacobian, None]], format="csc")
    )

    def step(gaps: Array, wish: Array | None = None) -> Array:
        wished = np.zeros(rows + 6) if wish is None else (wish / scale).ravel()
        solved: Array = factors.solve(np.concatenate((wished, -(gaps / scale).ravel())))
        return scale * solved[: rows + 6].reshape(-1, 6)

    return step
