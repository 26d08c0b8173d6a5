"""Gains by which a craft answers a deviation from its life, found on the life itself.

``crossing``
    Once a period, at the far crossing: the least burn that brings the velocity along the
    Earth-Moon line, at the perilune some periods ahead, back to the life's. This is x-axis
    crossing control (Davis, Bhatt, Howell et al. 2017, AAS 17-269; Guzzetti, Zimovan, Howell
    & Davis 2017, AAS 17-395; Shimane, Di Cairano, Ho & Weiss 2025, arXiv:2502.05013), in its
    linear form: the change of that velocity comes from the transition matrix, with the
    perilune's own shift in time. For NRHO.
``lqr``
    The linear-quadratic regulator of the discrete system from burn to burn, weights by
    Bryson's rule: 1 / allowed² (Bryson & Ho 1975, "Applied Optimal Control", chapter 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.propagate import propagate
from planner.astro.pulsating import moon_frame
from planner.errors import OutOfRangeError
from planner.transfers.kept_orbit import KeptOrbit
from planner.transfers.staging_orbit import StagingOrbit

Array = NDArray[np.float64]
Controller = Literal["crossing", "lqr"]

#: Half the time (s) over which the pull at perilune is differenced.
_HALF_S = 10.0
#: Periods for which the regulator's recursion runs before its gains are used.
_SETTLED = 3
#: Deviation the regulator allows, as a share of apolune: 1000 km on the 9:2 NRHO.
_ALLOWED_SHARE = 0.014


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPlan:
    """How a craft is kept.

    Attributes
    ----------
    controller : {"lqr", "crossing"}
    burns_per_period : int
        1 to 24; 1 for ``crossing``.
    periods_ahead : int
        Of ``crossing``, 1 to 12: the perilune this many periods and a half after the burn.
    allowed_km, allowed_m_s : float
        Of ``lqr``: deviation and burn that weigh the same.
    least_burn_m_s : float
        A smaller burn is left out.
    """

    controller: Controller = "lqr"
    burns_per_period: int = 1
    periods_ahead: int = 6
    allowed_km: float = 1000.0
    allowed_m_s: float = 0.1
    least_burn_m_s: float = 0.0


def usual_plan(orbit: StagingOrbit) -> KeepingPlan:
    """Return the plan of an orbit: a halo, far less stable, gets four burns a period.

    The deviation allowed is a share of apolune, small enough for the gains to be linear.
    """
    return KeepingPlan(
        burns_per_period=4 if orbit.family == "halo" else 1,
        allowed_km=_ALLOWED_SHARE * orbit.orbit.apolune * orbit.units.length_unit_km,
    )


def spare_days(*, plan: KeepingPlan, period_d: float) -> float:
    """How much longer than the trials (d) a life has to be for the controller to look ahead."""
    return period_d * (plan.periods_ahead + 1.5 if plan.controller == "crossing" else _SETTLED + 1)


def burns_on(kept: KeptOrbit, plan: KeepingPlan) -> tuple[Array, Array, Array]:
    """Epochs (n,) of the burns and of the end, states (n, 6) of the life, gains (n - 1, 3, 6).

    The burns are at whole parts of a period after the first crossing; the gains turn a
    deviation (km, km/s) into a burn (km/s).

    Raises
    ------
    OutOfRangeError
        A value of the plan makes no sense, or the life is too short to look ahead on.
    """
    _check(kept, plan)
    epochs = _burn_epochs(kept, plan.burns_per_period)
    states = np.array([kept.state_at(float(epoch)) for epoch in epochs])
    gains = (_crossing if plan.controller == "crossing" else _regulator)(kept, plan, epochs, states)
    if len(gains) < 1:
        needed = spare_days(plan=plan, period_d=kept.period_d) + kept.period_d
        raise OutOfRangeError(
            name="days", value=kept.days, allowed=f"more than {needed:.0f}, to look ahead"
        )
    return epochs[: len(gains) + 1], states[: len(gains) + 1], gains


def _check(kept: KeptOrbit, plan: KeepingPlan) -> None:
    whole = plan.controller == "lqr" or (kept.orbit.family == "nrho" and plan.burns_per_period == 1)
    rules = (
        ("controller", plan.controller, whole, "lqr; crossing for an nrho, one burn a period"),
        ("burns_per_period", plan.burns_per_period, 1 <= plan.burns_per_period <= 24, "1 .. 24"),
        ("periods_ahead", plan.periods_ahead, 1 <= plan.periods_ahead <= 12, "1 .. 12"),
        ("allowed_km", plan.allowed_km, 0.0 < plan.allowed_km < np.inf, "above 0"),
        ("allowed_m_s", plan.allowed_m_s, 0.0 < plan.allowed_m_s < np.inf, "above 0"),
        ("least_burn_m_s", plan.least_burn_m_s, 0.0 <= plan.least_burn_m_s < np.inf, "0 or more"),
    )
    for name, value, holds, allowed in rules:
        if not holds:
            raise OutOfRangeError(name=name, value=value, allowed=allowed)


def _burn_epochs(kept: KeptOrbit, a_period: int) -> Array:
    """Epochs within the life at whole parts of a period after the first crossing."""
    step = kept.period_d / a_period
    crossing = kept.epoch_tdb_jd - kept.phase * kept.period_d
    first = np.ceil((kept.epoch_tdb_jd - crossing) / step - 1e-9)
    last = np.floor((kept.epoch_tdb_jd + kept.days - crossing) / step)
    return np.asarray(crossing + np.arange(first, last + 1) * step)


def _regulator(kept: KeptOrbit, plan: KeepingPlan, epochs: Array, states: Array) -> Array:
    """Gains of the linear-quadratic regulator along the life."""
    rate = 2.0 * np.pi / (kept.period_d * SECONDS_PER_DAY)
    allowed = plan.allowed_km * np.array([1.0] * 3 + [rate] * 3)
    stms = [_transition(kept, epochs[i], states[i], epochs[i + 1]) for i in range(len(epochs) - 1)]
    gains = regulator_gains(
        np.array(stms).reshape(-1, 6, 6),
        weight=np.diag(allowed**-2.0),
        cost=np.eye(3) * (plan.allowed_m_s * 1e-3) ** -2.0,
    )
    return gains[: max(0, len(gains) - _SETTLED * plan.burns_per_period)]


def regulator_gains(stms: Array, *, weight: Array, cost: Array) -> Array:
    """Gains (n, 3, 6) that minimise the sum of x' weight x + u' cost u over n arcs.

    x is the deviation before a burn, u the burn, ``stms`` (n, 6, 6) carry the deviation
    after a burn to the next. Bryson & Ho 1975, chapter 2 (multistage systems).
    """
    gains, later = np.empty((len(stms), 3, 6)), weight
    for i in range(len(stms) - 1, -1, -1):
        ahead = stms[i].T @ later @ stms[i]
        gains[i] = -np.linalg.solve(cost + ahead[3:, 3:], ahead[3:])
        later = weight + ahead + ahead[:, 3:] @ gains[i]
        later = 0.5 * (later + later.T)
    return gains


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
    for here, there in pairwise(edges):
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
    """Acceleration relative to the Moon (km/s²), by a central difference."""
    ends = [
        propagate(epoch_tdb_jd=epoch, state_km_s=state, duration_s=t, bodies=kept.bodies).state_km_s
        - body_states_km_s("moon", epoch + t / SECONDS_PER_DAY)[0]
        for t in (-_HALF_S, _HALF_S)
    ]
    return np.asarray((ends[1] - ends[0])[3:] / (2.0 * _HALF_S))
