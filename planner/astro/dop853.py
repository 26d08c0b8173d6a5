"""One step of DOP853, for models whose accelerations depend on the velocity.

The pair of order 8(5,3) of Dormand and Prince as given by Hairer, Norsett and Wanner
(1993); their estimate of the error. Positions and velocities are each judged against
the length of their vector, so that a coordinate passing through zero does not shorten
the step. Called by `planner.astro.integrator` by way of `planner.astro.method`.
"""

# ruff: noqa: ARG001 -- a signature is the contract, see planner.astro.method
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.dop853_tableau import E3, E5, FIRST, STAGES, A, B, C
from planner.astro.field import derivative
from planner.astro.kernels import inlined

Array = NDArray[np.float64]


class Dop853Room(NamedTuple):
    """Derivatives at the stages (the first at the start), the new ``y``, the model's scratch."""

    k: Array
    y: Array
    scratch: Array


def make_room(field: Any, n: int) -> Dop853Room:
    """Room for steps of ``n`` numbers."""
    return Dop853Room(k=np.empty((STAGES, n)), y=np.empty(n), scratch=np.empty((9, 3)))


def begin(t: float, y: Array, field: Any, room: Dop853Room) -> None:
    """Evaluate what every step from here needs, whatever its length."""
    derivative(t, y, field, room.scratch, room.k[0])


@inlined
def _combine(
    weights: Array, first: int, count: int, h: float, y: Array, k: Array, out: Array
) -> None:
    """Write ``y + h sum(weights k)``; weights between the zeroth and ``first`` are zero."""
    for i in range(len(y)):
        out[i] = weights[0] * k[0, i]
    for j in range(first, count):
        for i in range(len(y)):
            out[i] += weights[j] * k[j, i]
    for i in range(len(y)):
        out[i] = y[i] + h * out[i]


def step(t: float, h: float, y: Array, field: Any, room: Dop853Room) -> None:
    """Advance ``y`` by ``h`` into ``room.y``, after `begin` at ``t``."""
    k, y_new = room.k, room.y
    for stage in range(1, STAGES):
        _combine(A[stage], FIRST[stage], stage, h, y, k, y_new)
        derivative(t + C[stage] * h, y_new, field, room.scratch, k[stage])
    _combine(B, 5, STAGES, h, y, k, y_new)


def excess(h: float, y: Array, rtol: float, field: Any, room: Dop853Room) -> float:
    """Length of the last step over the length that just meets the tolerance (Hairer's norm)."""
    fifth = 0.0
    third = 0.0
    for half in range(2):
        size = 0.0
        size_new = 0.0
        for i in range(3 * half, 3 * half + 3):
            size += y[i] * y[i]
            size_new += room.y[i] * room.y[i]
        scale = rtol * np.sqrt(max(size, size_new))
        for i in range(3 * half, 3 * half + 3):
            e5 = 0.0
            e3 = 0.0
            for j in range(STAGES):
                e5 += E5[j] * room.k[j, i]
                e3 += E3[j] * room.k[j, i]
            fifth += (e5 / scale) ** 2
            third += (e3 / scale) ** 2
    if fifth == 0.0:
        return 0.0
    return (abs(h) * fifth / np.sqrt((fifth + 0.01 * third) * 6.0)) ** 0.125
