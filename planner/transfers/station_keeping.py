"""What it costs to stay on a kept orbit: seeded trials of a craft with errors.

The life of `planner.transfers.kept_orbit` needs no burns; a craft that is never exactly
on it, nor knows exactly where it is, needs small ones. Every trial flies the full field
from burn to burn; the burn is a linear answer to the deviation navigation reports, with
gains found beforehand on the life itself. Two controllers:

``crossing``
    Once a period, at the far crossing: the least burn that brings the velocity along the
    Earth-Moon line, at the perilune some periods ahead, back to the life's (x-axis
    crossing control: Davis, Bhatt, Howell et al. 2017, AAS 17-269; Guzzetti, Zimovan, Howell
    & Davis 2017, AAS 17-395; 6.5 revolutions ahead in AAS 17-826). For NRHO.
``lqr``
    The linear-quadratic regulator of the discrete system from burn to burn, weights by
    Bryson's rule (Bryson & Ho 1975, "Applied Optimal Control", sections 2.3 and 5.2).

Errors are Gaussian, independent from burn to burn, and given as three standard deviations
an axis, as those papers do. The defaults are of the size those papers take for a quiet
craft; no venting, no wheel desaturation, no error of the force model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.propagate import propagate
from planner.astro.pulsating import moon_frame
from planner.errors import OutOfRangeError, PlannerError
from planner.transfers.kept_orbit import KeptOrbit

Array = NDArray[np.float64]
Controller = Literal["crossing", "lqr"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPlan:
    """How the craft is kept.

    Attributes
    ----------
    controller : {"crossing", "lqr"}
    burns_per_period : int
        1 for ``crossing``.
    periods_ahead : int
        Of ``crossing``: the perilune this many periods and a half after the burn.
    allowed_km, allowed_m_s : float
        Of ``lqr``: deviation and burn that weigh the same.
    least_burn_m_s : float
        A smaller burn is left out.
    """

    controller: Controller = "crossing"
    burns_per_period: int = 1
    periods_ahead: int = 6
    allowed_km: float = 300.0
    allowed_m_s: float = 0.1
    least_burn_m_s: float = 0.0


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


def usual_plan(family: str) -> KeepingPlan:
    """Return the plan of a family: ``crossing`` for an NRHO, ``lqr`` for halo and DRO."""
    if family == "nrho":
        return KeepingPlan()
    return KeepingPlan(controller="lqr", burns_per_period=4 if family == "halo" else 1)


def spare_days(*, plan: KeepingPlan, period_d: float) -> float:
    """How much longer than the trials (d) a life has to be for the controller to look ahead."""
    ahead = plan.periods_ahead + 1.5 if plan.controller == "crossing" else 4.0
    return ahead * period_d


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
    `spare_days`. The same seed gives the same answer.

    Parameters
    ----------
    kept : KeptOrbit
    trials : int
        1 to 10 000.
    seed : int
    plan, errors : KeepingPlan, KeepingErrors
        `usual_plan` and the defaults of `KeepingErrors` where absent.
    progress : callable
        Told what is being done and the share done, 0 to 1.

    Raises
    ------
    OutOfRangeError
        Trials outside 1 to 10 000, or a life too short for a single burn.
    """
    plan, errors = plan or usual_plan(kept.orbit.family), errors or KeepingErrors()
    if not 1 <= trials <= _MAX_TRIALS:
        raise OutOfRangeError(name="trials", value=trials, allowed=f"1 .. {_MAX_TRIALS}")
    life = _with_gains(kept, plan)
    told = progress or (lambda _text, _share: None)
    found = []
    for trial, source in enumerate(np.random.SeedSequence(seed).spawn(trials)):
        told(f"trial {trial + 1} of {trials}", trial / trials)
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


def _with_gains(kept: KeptOrbit, plan: KeepingPlan) -> _Life:
    """Burn epochs at the first crossing and between, as far as the controller sees."""
    epochs = _burn_epochs(kept, plan.burns_per_period)
    states = np.array([kept.state_at(float(epoch)) for epoch in epochs])
    gains = _crossing if plan.controller == "crossing" else _regulator
    found = gains(kept, plan, epochs, states)
    end = len(found) + 1
    return _Life(epochs[:end], states[:end], found, kept.bodies)


def _burn_epochs(kept: KeptOrbit, a_period: int) -> Array:
    """Epochs within the life at whole parts of a period after the first crossing."""
    step = kept.period_d / a_period
    crossing = kept.epoch_tdb_jd - kept.phase * kept.period_d
    first = np.ceil((kept.epoch_tdb_jd - crossing) / step - 1e-9)
    last = np.floor((kept.epoch_tdb_jd + kept.days - crossing) / step)
    return np.asarray(crossing + np.arange(first, last + 1) * step)


def _regulator(kept: KeptOrbit, plan: KeepingPlan, epochs: Array, states: Array) -> Array:
    """Gains of the linear-quadratic regulator by the Riccati recursion, backwards."""
    rate = 2.0 * np.pi / (kept.period_d * SECONDS_PER_DAY)
    allowed = plan.allowed_km * np.array([1.0] * 3 + [rate] * 3)
    weight, cost = np.diag(allowed**-2.0), np.eye(3) * (plan.allowed_m_s * 1e-3) ** -2.0
    gains, later = np.empty((len(epochs) - 1, 3, 6)), weight
    for i in range(len(epochs) - 2, -1, -1):
        stm = _transition(kept, epochs[i], states[i], epochs[i + 1])
        ahead = stm.T @ later @ stm
        gains[i] = -np.linalg.solve(cost + ahead[3:, 3:], ahead[3:])
        later = weight + ahead + ahead[:, 3:] @ gains[i]
        later = 0.5 * (later + later.T)
    seen = len(gains) - 3 * plan.burns_per_period
    return gains[:seen]


def _transition(kept: KeptOrbit, epoch: float, state: Array, until: float) -> Array:
    flown = propagate(
        epoch_tdb_jd=float(epoch),
        state_km_s=state,
        duration_s=float(until - epoch) * SECONDS_PER_DAY,
        bodies=kept.bodies,
        stm=True,
    )
    return np.asarray(flown.stm)


def _crossing(kept: KeptOrbit, plan: KeepingPlan, epochs: Array, states: Array) -> Array:
    """Gains that bring vx at a later perilune back, by the least burn."""
    gains = []
    for epoch, state in zip(epochs, states, strict=True):
        later = [x for x in kept.perilunes if x.epoch_tdb_jd > epoch]
        if len(later) <= plan.periods_ahead:
            break
        row = _sensitivity(kept, float(epoch), state, later[plan.periods_ahead].epoch_tdb_jd)
        gains.append(-np.outer(row[3:], row) / (row[3:] @ row[3:]))
    return np.array(gains).reshape(-1, 3, 6)


def _sensitivity(kept: KeptOrbit, epoch: float, state: Array, perilune: float) -> Array:
    """Change of the velocity along the Earth-Moon line at a perilune by the state before."""
    stm = np.eye(6)
    edges = [epoch, *[float(x) for x in kept.node_tdb_jd if epoch < x < perilune], perilune]
    for here, there in zip(edges[:-1], edges[1:], strict=True):
        stm = _transition(kept, here, state if here == epoch else kept.state_at(here), there) @ stm
    end = kept.state_at(perilune)
    frame = moon_frame([perilune])
    moon, x, z = frame.moon_km_s[0], frame.axes[0, 0], frame.axes[0, 2]
    place, speed = end[:3] - moon[:3], end[3:] - moon[3:]
    spin = frame.spin_rad_s[0]
    # vx = x . (v - spin z cross r); its change at the moved time of perilune as well
    along = np.concatenate((-spin * np.cross(x, z), x))
    pull = _pull(kept, perilune, end)
    rate = along @ np.concatenate((speed, pull)) + spin * np.cross(z, x) @ (
        speed - spin * np.cross(z, place)
    )
    apsis = np.concatenate((speed, place))
    apsis_rate = speed @ speed + place @ pull
    row: Array = (along - rate / apsis_rate * apsis) @ stm
    return row


def _pull(kept: KeptOrbit, epoch: float, state: Array) -> Array:
    """Acceleration relative to the Moon (km/s²), by a difference over a second."""
    ends = [
        propagate(
            epoch_tdb_jd=epoch, state_km_s=state, duration_s=t, bodies=kept.bodies
        ).state_km_s
        - body_states_km_s("moon", epoch + t / SECONDS_PER_DAY)[0]
        for t in (-10.0, 10.0)
    ]
    return np.asarray((ends[1] - ends[0])[3:] / 20.0)


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
    return random.normal(size=6) * np.array([place_km] * 3 + [speed_m_s * 1e-3] * 3) / 3.0


def _executed(random: np.random.Generator, burn: Array, errors: KeepingErrors) -> Array:
    """The burn as it turns out: longer or shorter, tilted, and off by a fixed part."""
    size = np.linalg.norm(burn)
    tilt = np.cross(burn, random.normal(size=3)) * np.radians(errors.burn_deg) / 3.0
    longer = burn * random.normal() * errors.burn_share / 3.0
    fixed = random.normal(size=3) * errors.burn_m_s * 1e-3 / 3.0
    return np.asarray(burn + longer + tilt + (fixed if size > 0.0 else 0.0))
