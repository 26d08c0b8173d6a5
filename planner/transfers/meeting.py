"""The burns of a rendezvous flown in space: from insertion to the waiting craft.

In the model ``conic`` both craft fly on ellipses, and the sequence meets as planned. In the
model ``ephemeris`` both fly in the field of the Moon, the Earth and the Sun from insertion on;
the last burn before the meeting is then corrected until the chaser meets the target, and TPF
stops it there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2
from planner.astro.ephemeris import body_states_km_s
from planner.astro.kepler import kepler_state, kepler_states
from planner.astro.propagate import propagate
from planner.errors import NoConvergenceError
from planner.transfers.departure import julian_date
from planner.transfers.rendezvous import CORRECTION, Impulse, Sequence
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]

#: The meeting is met within this (km): a metre, far inside what a crew sees.
_MET_KM = 1e-3
_MAX_CORRECTIONS = 8
_SAMPLES = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meeting:
    """A rendezvous flown.

    Attributes
    ----------
    burns : tuple[Burn, ...]
    miss_m : float
        Distance of the two at the last burn.
    end_tdb_s : float
    path_tdb_s, path_km : ndarray, (n,) and (n, 3)
        The chaser, about the Moon.
    """

    burns: tuple[Burn, ...]
    miss_m: float
    end_tdb_s: float
    path_tdb_s: Array
    path_km: Array


def meet(
    *, chaser: Array, target: Array, insertion_tdb_s: float, sequence: Sequence, model: str
) -> Meeting:
    """Fly a sequence from the states (6,; km, km/s) of both craft at insertion.

    Raises
    ------
    NoConvergenceError
        The burns could not be corrected to meet the target.
    """
    fly = _Field(model)
    *early, last = sequence.impulses
    end_s = insertion_tdb_s + last.t_s
    goal = fly.state(target, insertion_tdb_s, end_s)
    burns: list[Burn] = []
    times, places = [np.empty(0)], [np.empty((0, 3))]
    now, state = insertion_tdb_s, chaser
    for impulse in early:
        at = insertion_tdb_s + impulse.t_s
        _sample(state, now, at, times, places)
        before, now = fly.state(state, now, at), at
        state = _kicked(before, impulse)
        if impulse is early[-1]:
            state = _aimed(fly, state, now, end_s, goal)
        if impulse.name != CORRECTION or fly.is_ephemeris:
            burns.append(_burn(impulse.name, now, before, state))
    _sample(state, now, end_s, times, places)
    arrived = fly.state(state, now, end_s)
    after = np.concatenate((arrived[:3], goal[3:]))
    burns.append(_burn(last.name, end_s, arrived, after))
    return Meeting(
        burns=tuple(burns),
        miss_m=1e3 * float(np.linalg.norm(arrived[:3] - goal[:3])),
        end_tdb_s=end_s,
        path_tdb_s=np.concatenate((*times, [end_s])),
        path_km=np.concatenate((*places, [arrived[:3]])),
    )


class _Field:
    """Moon-centred motion in one of the two models."""

    def __init__(self, model: str) -> None:
        self.is_ephemeris = model == "ephemeris"

    def state(self, state: Array, from_s: float, to_s: float) -> Array:
        if not self.is_ephemeris:
            return kepler_state(state, gm_km3_s2=GM_MOON_KM3_S2, elapsed_s=to_s - from_s)
        return self.arc(state, from_s, to_s)[0]

    def arc(self, state: Array, from_s: float, to_s: float) -> tuple[Array, Array]:
        """Ephemeris: the state, and how it moves with the velocity at the start (3, 3)."""
        flown = propagate(
            epoch_tdb_jd=julian_date(from_s),
            state_km_s=state,
            center="moon",
            duration_s=to_s - from_s,
            stm=True,
        )
        assert flown.stm is not None
        moon = body_states_km_s("moon", flown.epoch_tdb_jd)[0]
        return flown.state_km_s - moon, flown.stm[:3, 3:]


def _aimed(fly: _Field, state: Array, from_s: float, to_s: float, goal: Array) -> Array:
    """Correct the velocity until the place is met; two-body arcs meet as they are."""
    if not fly.is_ephemeris:
        return state
    for _ in range(_MAX_CORRECTIONS):
        end, slope = fly.arc(state, from_s, to_s)
        miss = end[:3] - goal[:3]
        size = float(np.linalg.norm(miss))
        if size <= _MET_KM:
            return state
        state = np.concatenate((state[:3], state[3:] - np.linalg.solve(slope, miss)))
    raise NoConvergenceError(
        what="aim of the last arc", residual=size, unit="km", way_out="take a shorter arc to TPF"
    )


def _kicked(state: Array, impulse: Impulse) -> Array:
    """State after a burn given in the local vertical and the direction of motion."""
    r, v = state[:3], state[3:]
    up = r / math.sqrt(float(r @ r))
    normal = cross(r, v)
    ahead = cross(normal / np.linalg.norm(normal), up)
    return np.concatenate((r, v + impulse.up_km_s * up + impulse.ahead_km_s * ahead))


def _burn(name: str, t_tdb_s: float, before: Array, after: Array) -> Burn:
    return Burn(
        name=name,
        epoch_tdb_jd=julian_date(t_tdb_s),
        dv_m_s=1e3 * float(np.linalg.norm(after[3:] - before[3:])),
        center="moon",
        r_km=vector(before[:3]),
        v_before_km_s=vector(before[3:]),
        v_after_km_s=vector(after[3:]),
    )


def _sample(
    state: Array, from_s: float, to_s: float, times: list[Array], places: list[Array]
) -> None:
    """Add places of an arc for the drawing: two-body in either model, a kilometre off at most."""
    at = np.linspace(0.0, to_s - from_s, _SAMPLES, endpoint=False)
    times.append(from_s + at)
    places.append(kepler_states(state, gm_km3_s2=GM_MOON_KM3_S2, elapsed_s=at)[:, :3])
