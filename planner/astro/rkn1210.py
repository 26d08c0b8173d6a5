"""One step of RKN12(10)17, for models whose accelerations depend on place and time alone.

Gravity does. A Nyström method integrates y'' = f(t, y) as it stands: the velocities are
no unknowns of their own, and the pair of order 12(10) of Dormand, El-Mikkawy and Prince
(1987) takes far longer steps than DOP853. The variations obey Phi'' = G Phi, the same
kind of equation, and are carried along. What depends on time alone is asked for at all
nodes of a step at once, which the compiler vectorises.

Called by `planner.astro.integrator` by way of `planner.astro.method`.
"""

# ruff: noqa: ARG001 -- a signature is the contract, see planner.astro.method
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.field import SKY_ROWS, look_ahead, pull
from planner.astro.kernels import inlined
from planner.astro.rkn1210_tableau import B10, D10, STAGES, A, B, C, D

Array = NDArray[np.float64]

#: Rows of weights: the places of the stages, then the two solutions and their errors.
WEIGHTS = np.vstack((A, B, D, B - B10, D - D10))
# (Plain integers would have functions compiled anew for each value.)
_POSITION, _VELOCITY, _POSITION_ERROR, _VELOCITY_ERROR = np.arange(STAGES, STAGES + 4)
_FIRST, _ALL = np.intp(0), np.intp(STAGES)
#: Where in a step the sky is asked for: the last two stages share a time.
_NODES = C[:-1].copy()
_NOW = np.zeros(1)
#: Variations of the place: the upper half of the transition matrix, row-major.
_VARIATIONS = 18


class Rkn1210Room(NamedTuple):
    """Room for a step of 6 or 42 numbers.

    Attributes
    ----------
    q : ndarray, (3,) or (21,)
        Place of a stage, with its variations behind.
    k : ndarray, (3, 17)
        Accelerations at the stages, the first at the start.
    k_var : ndarray, (17, 18) or empty
        Those of the variations.
    acc, grad : ndarray, (3,) and (3, 3)
        What the model answers.
    sky, sky_now : ndarray
        What depends on time alone, at the nodes and at the start.
    y : ndarray
        The new state.
    """

    q: Array
    k: Array
    k_var: Array
    acc: Array
    grad: Array
    sky: Array
    sky_now: Array
    y: Array


def make_room(field: Any, n: int) -> Rkn1210Room:
    """Room for steps of ``n`` numbers, 6 or 42."""
    return Rkn1210Room(
        q=np.empty(n // 2),
        k=np.empty((3, STAGES)),
        k_var=np.empty((STAGES, n // 2 - 3)),
        acc=np.empty(3),
        grad=np.empty((3, 3)),
        sky=np.empty((SKY_ROWS, 3, len(_NODES))),
        sky_now=np.empty((SKY_ROWS, 3, 1)),
        y=np.empty(n),
    )


@inlined
def _sum(row: int, count: int, k: Array) -> tuple[float, float, float]:
    """Weighted accelerations of the first ``count`` stages."""
    x = y = z = 0.0
    for j in range(count):
        weight = WEIGHTS[row, j]
        x += weight * k[0, j]
        y += weight * k[1, j]
        z += weight * k[2, j]
    return x, y, z


@inlined
def _sum_variations(row: int, count: int, k_var: Array, out: Array, first: int) -> None:
    """As `_sum`, for the variations, written behind ``first``."""
    for c in range(_VARIATIONS):
        out[first + c] = 0.0
    for j in range(count):
        weight = WEIGHTS[row, j]
        for c in range(_VARIATIONS):
            out[first + c] += weight * k_var[j, c]


@inlined
def _accelerate(sky: Array, node: int, field: Any, stage: int, room: Rkn1210Room) -> None:
    """Accelerations of q: of the place by the model, of the variations by its gradient."""
    q, grad, k_var = room.q, room.grad, room.k_var
    pull(q, sky, node, field, room.acc, grad)
    for c in range(3):
        room.k[c, stage] = room.acc[c]
    if len(q) > 3:
        grad[1, 0], grad[2, 0], grad[2, 1] = grad[0, 1], grad[0, 2], grad[1, 2]
        for i in range(3):
            for column in range(6):
                k_var[stage, 6 * i + column] = (
                    grad[i, 0] * q[3 + column]
                    + grad[i, 1] * q[9 + column]
                    + grad[i, 2] * q[15 + column]
                )


def begin(t: float, y: Array, field: Any, room: Rkn1210Room) -> None:
    """Evaluate what every step from here needs, whatever its length."""
    for c in range(3):
        room.q[c] = y[c]
    for c in range(3, len(room.q)):
        room.q[c] = y[3 + c]
    look_ahead(t, 0.0, _NOW, field, room.sky_now)
    _accelerate(room.sky_now, _FIRST, field, _FIRST, room)


def step(t: float, h: float, y: Array, field: Any, room: Rkn1210Room) -> None:
    """Advance ``y`` by ``h`` into ``room.y``, after `begin` at ``t``."""
    q, k, y_new = room.q, room.k, room.y
    stm = len(q) > 3
    h2 = h * h
    look_ahead(t, h, _NODES, field, room.sky)
    for stage in range(1, STAGES):
        drift = C[stage] * h
        dx, dy, dz = _sum(stage, stage, k)
        q[0] = y[0] + (drift * y[3] + h2 * dx)
        q[1] = y[1] + (drift * y[4] + h2 * dy)
        q[2] = y[2] + (drift * y[5] + h2 * dz)
        if stm:
            _sum_variations(stage, stage, room.k_var, q, 3)
            for c in range(_VARIATIONS):
                q[3 + c] = y[6 + c] + (drift * y[24 + c] + h2 * q[3 + c])
        _accelerate(room.sky, min(stage, len(_NODES) - 1), field, stage, room)
    dx, dy, dz = _sum(_POSITION, _ALL, k)
    y_new[0] = y[0] + (h * y[3] + h2 * dx)
    y_new[1] = y[1] + (h * y[4] + h2 * dy)
    y_new[2] = y[2] + (h * y[5] + h2 * dz)
    dx, dy, dz = _sum(_VELOCITY, _ALL, k)
    y_new[3] = y[3] + h * dx
    y_new[4] = y[4] + h * dy
    y_new[5] = y[5] + h * dz
    if stm:
        _sum_variations(_POSITION, _ALL, room.k_var, y_new, 6)
        _sum_variations(_VELOCITY, _ALL, room.k_var, y_new, 24)
        for c in range(_VARIATIONS):
            y_new[6 + c] = y[6 + c] + (h * y[24 + c] + h2 * y_new[6 + c])
            y_new[24 + c] = y[24 + c] + h * y_new[24 + c]


def excess(h: float, y: Array, rtol: float, field: Any, room: Rkn1210Room) -> float:
    """Length of the last step over the length that just meets the tolerance.

    The weights give the error of the solution of order 10, of the order of h^11. The step
    goes on with that of order 12, whose error is of the order of h^13: it is taken to be
    the former to the power 13/11 and held to a twentieth of ``rtol``, with which arcs in low
    orbits, the hardest, end as near the truth as by DOP853, and translunar ones nearer.
    """
    y_new = room.y
    size = max(
        y[0] * y[0] + y[1] * y[1] + y[2] * y[2],
        y_new[0] * y_new[0] + y_new[1] * y_new[1] + y_new[2] * y_new[2],
    )
    speed = max(
        y[3] * y[3] + y[4] * y[4] + y[5] * y[5],
        y_new[3] * y_new[3] + y_new[4] * y_new[4] + y_new[5] * y_new[5],
    )
    dx, dy, dz = _sum(_POSITION_ERROR, _ALL, room.k)
    off = h * h * (dx * dx + dy * dy + dz * dz)
    dx, dy, dz = _sum(_VELOCITY_ERROR, _ALL, room.k)
    off = h * h * (off / size + (dx * dx + dy * dy + dz * dz) / speed) / 6.0
    return float(off ** (0.5 / 11.0) * (0.05 * rtol) ** (-1.0 / 13.0))
