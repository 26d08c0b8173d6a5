"""What the integrator asks of a model of motion, answered while it is compiled.

`planner.astro.dop853` knows no model. It calls the three functions below; which kernel
they become is settled by the class of the ``field`` tuple when numba compiles the
integrator for it, so that a choice of model costs nothing at run time. A model is a
named tuple of numbers and arrays whose module calls `bind` once.
"""

# ruff: noqa: ARG001 -- a signature is the contract; not every model needs every argument
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numba.extending import overload
from numpy.typing import NDArray

#: Divisions by zero give infinities, which end as "not finite", not as exceptions; the
#: checks left out are a quarter of the time of an arc.
compiled = njit(cache=True, error_model="numpy")

Array = NDArray[np.float64]
Kernel = Callable[..., Any]

_OPTIONS = {"error_model": "numpy"}


class Pace(NamedTuple):
    """Steps of the integrator in the model's unit of time.

    Attributes
    ----------
    first : float
        Length of the first step tried.
    least : float
        A rejected step shorter than this is a fall into a body's centre.
    root : float
        Accuracy of the times of events.
    """

    first: float
    least: float
    root: float


def derivative(t: float, y: Array, field: Any, scratch: Array, dydt: Array) -> None:
    """Right-hand side for 6 numbers (state) or 42 (state and row-major transition matrix).

    ``scratch`` is a caller-owned (9, 3) array, so that no call allocates. Compiled
    code only.
    """
    raise TypeError("derivative is for compiled code")


def body_state(t: float, field: Any, body: int, state: Array) -> None:
    """Write position and velocity of a body, in the frame of ``y``. Compiled code only."""
    raise TypeError("body_state is for compiled code")


def pace(field: Any) -> Pace:
    """Steps that suit the model's unit of time. Compiled code only."""
    raise TypeError("pace is for compiled code")


def bind(model: type, *, rate: Kernel, places: Kernel, steps: Pace) -> None:
    """Let the functions above stand for a model's kernels.

    Parameters
    ----------
    model : type
        Class of the named tuple that holds the model's numbers.
    rate, places : functions that numba can compile
        With the arguments of `derivative` and of `body_state`.
    steps : Pace
    """
    # Not strict: numba would compare the annotations of the two signatures as well.

    def is_model(field: Any) -> bool:
        return getattr(field, "instance_class", None) is model

    @overload(derivative, strict=False, jit_options=_OPTIONS)
    def _derivative(t: Any, y: Any, field: Any, scratch: Any, dydt: Any) -> Kernel | None:
        return rate if is_model(field) else None

    @overload(body_state, strict=False, jit_options=_OPTIONS)
    def _body_state(t: Any, field: Any, body: Any, state: Any) -> Kernel | None:
        return places if is_model(field) else None

    @overload(pace, strict=False, jit_options=_OPTIONS)
    def _pace(field: Any) -> Kernel | None:
        def call(field: Any) -> Pace:
            return steps

        return call if is_model(field) else None
