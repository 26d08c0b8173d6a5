"""An arc between two places found from one that is known, by moving its ends step by step.

Source: Allgower & Georg 1990, "Numerical Continuation Methods" (the embedding method).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoConvergenceError
from planner.transfers.leg import moon_state, two_point_arc

Array = NDArray[np.float64]

#: Share of the way gone at once, first and at least.
_STEP: Final = 0.25
_LEAST_STEP: Final = 0.02
#: Misses (km) that will do on the way: an arc that is moved on need not close better.
_CLOSED_KM, _ROUNDING_KM = 1.0, 10.0
_RTOL: Final = 1e-9


class Ends(NamedTuple):
    """Ends of an arc: epochs (TDB s past J2000) and Moon-centred places (3,) in km, ICRF."""

    start_s: float
    start_km: Array
    end_s: float
    end_km: Array

    def moved(self, other: Ends, share: float) -> Ends:
        """Between these ends and others."""
        return Ends(
            self.start_s + share * (other.start_s - self.start_s),
            self.start_km + share * (other.start_km - self.start_km),
            self.end_s + share * (other.end_s - self.end_s),
            self.end_km + share * (other.end_km - self.end_km),
        )


def bent_arc(*, known: Ends, velocity: Array, wanted: Ends, bodies: tuple[str, ...]) -> Array:
    """Moon-centred velocity (3,) at the start of the arc between the wanted ends.

    Parameters
    ----------
    known, velocity
        Ends of an arc and its Moon-centred velocity (km/s) at the start.
    wanted : Ends
    bodies : tuple of str

    Raises
    ------
    NoConvergenceError
        The arc is lost on the way.
    """
    done, step = 0.0, _STEP
    while done < 1.0:
        share = min(1.0, done + step)
        try:
            velocity = _closed(known.moved(wanted, share), velocity, bodies)
        except NoConvergenceError:
            step *= 0.5
            if step < _LEAST_STEP:
                raise
            continue
        done = share
    return velocity


def _closed(ends: Ends, velocity: Array, bodies: tuple[str, ...]) -> Array:
    moon = moon_state(ends.start_s)
    arc = two_point_arc(
        start_s=ends.start_s, start_km=moon[:3] + ends.start_km, end_s=ends.end_s,
        end_km=moon_state(ends.end_s)[:3] + ends.end_km, velocity=moon[3:] + velocity,
        bodies=bodies, tolerance_km=_CLOSED_KM, rounding_km=_ROUNDING_KM, rtol=_RTOL,
    )  # fmt: skip
    return arc.velocity - moon[3:]
