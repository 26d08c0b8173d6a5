"""The spatial bicircular problem: the CR3BP and a Sun on a circle.

Frame and units as in `planner.astro.cr3bp`. The Sun circles the barycentre of the
Earth and the Moon in their plane, at the angle ``sun_rate * t`` from the x axis; its
pull on the barycentre is taken off, as the frame falls with it. The model is not
coherent: the Sun does not bend the Moon's path. Validity: weeks to months outside the
Moon's neighbourhood, the Sun's yearly 1.7 % in distance and 1.5° in latitude left out.
Sources: Simó et al. 1995; Topputo 2013, CMDA 117:279, eqs. 5-7 (planar).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.synodic import NO_EVENTS, SynodicArc, fly, require_mass_ratio
from planner.astro.synodic_forces import Bcr4bpField
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]


def propagate_bcr4bp(
    *,
    mu: float,
    sun_mass: float,
    sun_distance: float,
    sun_rate: float,
    t0: float,
    state: ArrayLike,
    time: float,
    rtol: float = 1e-13,
    stm: bool = False,
    sample_t: ArrayLike = (),
    event_rows: Array = NO_EVENTS,
) -> SynodicArc:
    """Propagate a state in the turning frame, under the Earth, the Moon and the Sun.

    Parameters
    ----------
    mu : float
        The Moon's share of the mass, 0 < mu <= 0.5.
    sun_mass, sun_distance : float
        Non-dimensional, >= 0 and > 1 (3.289e5 and 388.8 for the Sun).
    sun_rate : float
        Rate of the Sun's angle in the turning frame (rad per time unit), about -0.925.
    t0 : float
        The model's time at the start: the Sun then stands at ``sun_rate * t0``.
    state, time, rtol, stm, sample_t, event_rows
        As in `planner.astro.cr3bp.propagate_cr3bp`.

    Raises
    ------
    OutOfRangeError
        A value outside the ranges above.
    NoConvergenceError
        A collision, or the steps ran out.
    """
    _require(sun_mass >= 0.0, "sun_mass", sun_mass, "0 <= sun_mass, finite")
    _require(sun_distance > 1.0, "sun_distance", sun_distance, "sun_distance > 1, finite")
    _require(True, "sun_rate", sun_rate, "finite numbers")
    _require(True, "t0", t0, "finite numbers")
    field = Bcr4bpField(
        mu=require_mass_ratio(mu),
        sun_mass=float(sun_mass),
        sun_distance=float(sun_distance),
        sun_rate=float(sun_rate),
        t0=float(t0),
    )
    return fly(field, state, time, rtol=rtol, stm=stm, sample_t=sample_t, event_rows=event_rows)


def _require(condition: bool, name: str, value: float, allowed: str) -> None:
    if not (condition and np.isfinite(value)):
        raise OutOfRangeError(name=name, value=value, allowed=allowed)
