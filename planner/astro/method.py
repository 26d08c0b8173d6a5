"""Which method integrates a model: Nyström's where only place and time matter.

The integrator calls the functions below; like those of `planner.astro.field` they are
settled by the class of the ``field`` tuple while numba compiles.
"""

# ruff: noqa: ARG001 -- a signature is the contract
from __future__ import annotations

from typing import Any

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from planner.astro import dop853, rkn1210
from planner.astro.field import Kernel, is_position_only
from planner.astro.kernels import LEAN_OPTIONS, OPTIONS

Array = NDArray[np.float64]


def make_room(field: Any, n: int) -> Any:
    """What the functions below write into, for ``n`` numbers. Compiled code only."""
    raise TypeError("make_room is for compiled code")


def begin(t: float, y: Array, field: Any, room: Any) -> None:
    """Evaluate what every step from ``y`` needs. Compiled code only."""
    raise TypeError("begin is for compiled code")


def step(t: float, h: float, y: Array, field: Any, room: Any) -> None:
    """Advance ``y`` by ``h`` into ``room.y``, after `begin`. Compiled code only."""
    raise TypeError("step is for compiled code")


def excess(h: float, y: Array, rtol: float, field: Any, room: Any) -> float:
    """Length of the last step over that which just meets the tolerance. Compiled code only."""
    raise TypeError("excess is for compiled code")


def _method(field: Any) -> Any:
    return rkn1210 if is_position_only(field) else dop853


@overload(make_room, strict=False, jit_options=OPTIONS)
def _make_room(field: Any, n: Any) -> Kernel:
    return _method(field).make_room


@overload(begin, strict=False, jit_options=LEAN_OPTIONS)
def _begin(t: Any, y: Any, field: Any, room: Any) -> Kernel:
    return _method(field).begin


@overload(step, strict=False, jit_options=LEAN_OPTIONS)
def _step(t: Any, h: Any, y: Any, field: Any, room: Any) -> Kernel:
    return _method(field).step


@overload(excess, strict=False, jit_options=LEAN_OPTIONS)
def _excess(h: Any, y: Any, rtol: Any, field: Any, room: Any) -> Kernel:
    return _method(field).excess
