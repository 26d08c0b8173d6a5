"""Propagate many craft at once: scatter about a trajectory, or one state at many epochs.

As `planner.astro.propagate`, but in one call of compiled code, without events and samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.arc import run_many
from planner.astro.constants import J2000_JD, SECONDS_PER_DAY
from planner.astro.ephemeris import require_covered
from planner.astro.forces import force_model
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]


class ManyEnds(NamedTuple):
    """Earth-centred ICRF states (n, 6) [km, km/s] reached, and matrices (n, 6, 6) if asked."""

    states_km_s: Array
    stms: Array | None


def propagate_many(
    *,
    epoch_tdb_jd: ArrayLike,
    states_km_s: ArrayLike,
    duration_s: ArrayLike,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    j2: bool = False,
    pole: Array | None = None,
    gm_km3_s2: Mapping[str, float] | None = None,
    rtol: float = 1e-12,
    stm: bool = False,
) -> ManyEnds:
    """Propagate many states through the ephemeris.

    Parameters
    ----------
    epoch_tdb_jd, duration_s : array_like, shape (n,) or scalar
        Starts (TDB, Julian dates), 1965 to 2065, and how long (s); negative runs backwards.
    states_km_s : array_like, shape (n, 6)
        Earth-centred positions (km) and velocities (km/s), ICRF axes.
    bodies, j2, pole, gm_km3_s2, rtol
        As for `planner.astro.propagate.propagate`, the same for all.
    stm : bool
        Whether to carry the transition matrices.

    Raises
    ------
    OutOfRangeError
        A value, or the way itself, leaves the range above.
    NoConvergenceError
        A step became too small (a collision) or the steps ran out; names the first arc.
    """
    states = _checked_states(states_km_s)
    n = len(states)
    epochs = _one_each("epoch_tdb_jd", epoch_tdb_jd, n)
    starts = (epochs - J2000_JD) * SECONDS_PER_DAY
    durations = _one_each("duration_s", duration_s, n)
    require_covered((starts, starts + durations))
    t0_s = float(starts[0])
    field = force_model(t0_s=t0_s, bodies=bodies, j2=j2, pole=pole, gm_km3_s2=gm_km3_s2)
    since = starts - t0_s
    y = run_many(field, states, since, since + durations, rtol=rtol, stm=stm)
    return ManyEnds(y[:, :6].copy(), y[:, 6:].reshape(n, 6, 6) if stm else None)


def _checked_states(states_km_s: ArrayLike) -> Array:
    states = np.asarray(states_km_s, dtype=np.float64)
    if (
        states.ndim != 2
        or states.shape[1] != 6
        or not states.size
        or not np.isfinite(states).all()
        or not states[:, :3].any(axis=1).all()
    ):
        raise OutOfRangeError(
            name="states_km_s",
            value=states_km_s,
            allowed="rows of six finite numbers, none at the Earth's centre",
        )
    return states


def _one_each(name: str, value: ArrayLike, n: int) -> Array:
    given = np.asarray(value, dtype=np.float64)
    if given.shape not in ((), (n,)) or not np.isfinite(given).all():
        raise OutOfRangeError(name=name, value=value, allowed=f"a finite number or {n} of them")
    return np.broadcast_to(given, (n,)).copy()
