"""What the integrator asks of a model of motion, answered while it is compiled.

`planner.astro.integrator` and its methods know no model. They call the functions below;
which kernels these become is settled by the class of the ``field`` tuple when numba
compiles the integrator for it, so that a choice of model costs nothing at run time. A
model is a named tuple of numbers and arrays whose module calls `bind` once, or
`bind_position_only` if its accelerations depend on place and time alone; that also
settles the method (`planner.astro.method`).
"""

# ruff: noqa: ARG001 -- a signature is the contract; not every model needs every argument
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from planner.astro import kernels
from planner.astro.gradient import transition
from planner.astro.kernels import INLINE_OPTIONS, OPTIONS

Array = NDArray[np.float64]
Kernel = Callable[..., Any]

#: For the models' own functions.
compiled = kernels.compiled
#: Vectors per node a position-only model may keep in its ``sky``.
SKY_ROWS = 6

_NOW = np.zeros(1)
_POSITION_ONLY: set[type] = set()


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


def look_ahead(t: float, h: float, nodes: Array, field: Any, sky: Array) -> None:
    """Write into ``sky`` what depends on time alone, at ``t + nodes h``.

    For position-only models, which settle what they write there: a caller-owned array
    (`SKY_ROWS`, 3, n) whose last index is the node. Compiled code only.
    """
    raise TypeError("look_ahead is for compiled code")


def pull(q: Array, sky: Array, node: int, field: Any, acc: Array, grad: Array) -> None:
    """Acceleration at the place ``q[:3]`` and a node of `look_ahead`.

    If ``q`` is longer than 3, variations follow the place: then the gradient is written
    as well, by the upper triangle of ``grad`` (3, 3). Compiled code only.
    """
    raise TypeError("pull is for compiled code")


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
        return _class_of(field) is model

    @overload(derivative, strict=False, jit_options=OPTIONS)
    def _derivative(t: Any, y: Any, field: Any, scratch: Any, dydt: Any) -> Kernel | None:
        return rate if is_model(field) else None

    @overload(body_state, strict=False, jit_options=OPTIONS)
    def _body_state(t: Any, field: Any, body: Any, state: Any) -> Kernel | None:
        return places if is_model(field) else None

    @overload(pace, strict=False, jit_options=OPTIONS)
    def _pace(field: Any) -> Kernel | None:
        def call(field: Any) -> Pace:
            return steps

        return call if is_model(field) else None


def bind_position_only(
    model: type, *, ahead: Kernel, at: Kernel, places: Kernel, steps: Pace
) -> None:
    """As `bind`, for a model whose accelerations depend on place and time alone.

    `derivative` is answered as well, for models that add to this one.

    Parameters
    ----------
    model : type
        Class of the named tuple that holds the model's numbers.
    ahead, at, places : functions that numba can compile
        With the arguments of `look_ahead`, of `pull` and of `body_state`; the first two
        allocate nothing (`planner.astro.kernels.INLINE_OPTIONS`).
    steps : Pace
    """

    @overload(look_ahead, strict=False, jit_options=INLINE_OPTIONS)
    def _look_ahead(t: Any, h: Any, nodes: Any, field: Any, sky: Any) -> Kernel | None:
        return ahead if _class_of(field) is model else None

    @overload(pull, strict=False, jit_options=INLINE_OPTIONS)
    def _pull(q: Any, sky: Any, node: Any, field: Any, acc: Any, grad: Any) -> Kernel | None:
        return at if _class_of(field) is model else None

    bind(model, rate=_position_only_rate, places=places, steps=steps)
    _POSITION_ONLY.add(model)


def is_position_only(field: Any) -> bool:
    """Whether the type numba gives a model's tuple is of a class bound by place and time."""
    return _class_of(field) in _POSITION_ONLY


def _class_of(field: Any) -> Any:
    return getattr(field, "instance_class", None)


def _position_only_rate(t: float, y: Array, field: Any, scratch: Array, dydt: Array) -> None:
    """Answer `derivative` by `look_ahead` and `pull`; ``scratch`` holds sky and gradient."""
    sky, grad = scratch[:SKY_ROWS].reshape((SKY_ROWS, 3, 1)), scratch[SKY_ROWS:]
    look_ahead(t, 0.0, _NOW, field, sky)
    pull(y if len(y) > 6 else y[:3], sky, 0, field, dydt[3:6], grad)
    for i in range(3):
        dydt[i] = y[3 + i]
    if len(y) > 6:
        transition(y, grad, 0.0, dydt)
