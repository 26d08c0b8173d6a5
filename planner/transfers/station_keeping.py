"""What it costs to stay on a kept orbit: seeded trials of a craft with errors.

The life of `planner.transfers.kept_orbit` needs no burns; a craft that is never exactly
on it, nor knows exactly where it is, needs small ones. Every trial flies the full field
from burn to burn; a burn is the linear answer of `planner.transfers.keeping_gains` to the
deviation navigation reports.

Errors are Gaussian, independent from burn to burn, and given as three standard deviations
an axis. The defaults are assumed, of the size of a quiet craft in the studies of Davis et
al. 2017 (AAS 17-269, AAS 17-826) and Guzzetti et al. 2017 (AAS 17-395). Left out: venting,
wheel desaturation, errors of the force model, finite burns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.propagate import propagate
from planner.errors import OutOfRangeError, PlannerError
from planner.transfers.keeping_gains import KeepingPlan, burns_on, usual_plan
from planner.transfers.kept_orbit import KeptOrbit

Array = NDArray[np.float64]

_YEAR_D: Final = 365.25
_MAX_TRIALS: Final = 10_000
#: A trial that strays farther than this from its life (km) is lost.
_LOST_KM: Final = 10_000.0
_RTOL: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingErrors:
    """Three standard deviations of the errors of a trial, each an axis where it is a vector.

    Attributes
    ----------
    insertion_km, insertion_m_s : float
        Of the state at the beginning.
    navigation_km, navigation_m_s : float
        Of the state as known at a burn.
    burn_share : float
        Of a burn's size, as a share of it.
    burn_deg : float
        Of a burn's direction.
    burn_m_s : float
        Of a burn, whatever its size.
    """

    insertion_km: float = 10.0
    insertion_m_s: float = 0.1
    navigation_km: float = 10.0
    navigation_m_s: float = 0.1
    burn_share: float = 0.015
    burn_deg: float = 1.0
    burn_m_s: float = 0.00142


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StationKeeping:
    """Result of `station_keeping`.

    Attributes
    ----------
    plan, errors : KeepingPlan, KeepingErrors
    seed, trials, lost : int
        ``lost`` trials strayed by more than 10 000 km and are not in the figures.
    days : float
        How long a trial lasts.
    burns : int
        Burns a trial, at most.
    m_s_per_year : ndarray, shape (trials - lost,)
        Velocity spent a year, by trial.
    worst_km : ndarray, shape (trials - lost,)
        Greatest distance from the life at a burn.
    """

    plan: KeepingPlan
    errors: KeepingErrors
    seed: int
    trials: int
    lost: int
    days: float
    burns: int
    m_s_per_year: Array
    worst_km: Array

    @property
    def mean_m_s_per_year(self) -> float:
        """Mean of the trials (NaN if all are lost)."""
        return float(self.m_s_per_year.mean()) if self.m_s_per_year.size else float("nan")

    @property
    def spread_m_s_per_year(self) -> float:
        """Standard deviation between trials (NaN for fewer than two)."""
        few = self.m_s_per_year.size < 2
        return float("nan") if few else float(self.m_s_per_year.std(ddof=1))


class _Life(NamedTuple):
    """The life at its burns: epochs (n,), states (n, 6), gains (n - 1, 3, 6)."""

    epochs: Array
    states: Array
    gains: Array
    bodies: tuple[str, ...]


def station_keeping(
    *,
    kept: KeptOrbit,
    trials: int = 50,
    seed: int = 1,
    plan: KeepingPlan | None = None,
    errors: KeepingErrors | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> StationKeeping:
    """Fly trials of a craft that follows a life in the ephemeris.

    The trials last as long as the life allows the controller to look ahead, see
    `planner.transfers.keeping_gains.spare_days`. The same seed gives the same answer.

    Parameters
    ----------
    kept : KeptOrbit
    trials : int
        1 to 10 000.
    seed : int
    plan, errors : KeepingPlan, KeepingErrors
        `planner.transfers.keeping_gains.usual_plan`, and the defaults, where absent.
    progress : callable
        Told what is being done and the share done, 0 to 1.

    Raises
    ------
    OutOfRangeError
        Trials outside 1 to 10 000, an error below zero, a plan that makes no sense, or a
        life too short for a single burn.
    """
    plan, errors = plan or usual_plan(kept.orbit), errors or KeepingErrors()
    if not 1 <= trials <= _MAX_TRIALS:
        raise OutOfRangeError(name="trials", value=trials, allowed=f"1 .. {_MAX_TRIALS}")
    _check(errors)
    life = _Life(*burns_on(kept, plan), kept.bodies)
    told = progress or (lambda _text, _share: None)
    found = []
    for trial, source in enumerate(np.random.SeedSequence(seed).spawn(trials)):
        told("trials of station-keeping", trial / trials)
        found.append(_trial(life, plan, errors, np.random.default_rng(source)))
    stayed = [flown for flown in found if flown is not None]
    days = float(life.epochs[-1] - life.epochs[0])
    spent, worst = np.array(stayed, dtype=float).reshape(-1, 2).T
    return StationKeeping(
        plan=plan,
        errors=errors,
        seed=seed,
        trials=trials,
        lost=trials - len(stayed),
        days=days,
        burns=len(life.gains),
        m_s_per_year=spent * _YEAR_D / days,
        worst_km=worst,
    )


def _check(errors: KeepingErrors) -> None:
    for field in fields(errors):
        value = getattr(errors, field.name)
        if not 0.0 <= value < np.inf:
            raise OutOfRangeError(name=field.name, value=value, allowed="finite, 0 or more")


def _trial(
    life: _Life, plan: KeepingPlan, errors: KeepingErrors, random: np.random.Generator
) -> tuple[float, float] | None:
    """Velocity spent (m/s) and greatest deviation (km) of one trial; None if it strayed."""
    start = _scatter(random, errors.insertion_km, errors.insertion_m_s)
    state, spent, worst = life.states[0] + start, 0.0, 0.0
    for i, gain in enumerate(life.gains):
        off = state - life.states[i]
        worst = max(worst, float(np.linalg.norm(off[:3])))
        if worst > _LOST_KM:
            return None
        seen = off + _scatter(random, errors.navigation_km, errors.navigation_m_s)
        burn = gain @ seen
        if np.linalg.norm(burn) >= plan.least_burn_m_s * 1e-3:
            done = _executed(random, burn, errors)
            spent += float(np.linalg.norm(done)) * 1e3
            state = state + np.concatenate((np.zeros(3), done))
        try:
            state = propagate(
                epoch_tdb_jd=float(life.epochs[i]),
                state_km_s=state,
                duration_s=float(life.epochs[i + 1] - life.epochs[i]) * SECONDS_PER_DAY,
                bodies=life.bodies,
                rtol=_RTOL,
            ).state_km_s
        except PlannerError:
            return None
    return spent, worst


def _scatter(random: np.random.Generator, place_km: float, speed_m_s: float) -> Array:
    size = np.array([place_km] * 3 + [speed_m_s * 1e-3] * 3) / 3.0
    return np.asarray(random.normal(size=6) * size)


def _executed(random: np.random.Generator, burn: Array, errors: KeepingErrors) -> Array:
    """The burn as it turns out: longer or shorter, tilted, and off by a fixed part."""
    tilt = np.cross(burn, random.normal(size=3)) * np.radians(errors.burn_deg) / 3.0
    longer = burn * random.normal() * errors.burn_share / 3.0
    fixed = random.normal(size=3) * errors.burn_m_s * 1e-3 / 3.0
    return np.asarray(burn + longer + tilt + fixed, dtype=np.float64)
