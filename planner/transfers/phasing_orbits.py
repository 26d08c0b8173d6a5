"""Phasing ellipses about the Earth, flown backwards from a given TLI.

TLI is tangential, so the place it happens at is a perigee before and after it. Taking
speed off along the track leaves the ellipse before; flown backwards through its
revolutions it gives the perigee of the burn before, and so on to the injection out of a
circular orbit. Nothing needs correcting: flown forwards, the same burns end in the TLI
given.

Model: the ephemeris with the Earth's oblateness on request, impulsive burns; no drag,
which near perigee takes some km off an apogee. Validity: periods of 2 to 150 h.

Source: Bate, Mueller & White 1971, 3.3 (vis-viva, Kepler's third law). Flown so by
Chang'e-1 (16, 24 and 48 h) and Chandrayaan-3 (five burns up to 127 603 km).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.propagate import EventRequest, propagate
from planner.errors import OutOfRangeError
from planner.transfers.request import require_within
from planner.transfers.transfer import Burn, frozen, vector

Array = NDArray[np.float64]

PERIOD_RANGE_H = (2.0, 150.0)
MOST_ORBITS = 8
MOST_REVOLUTIONS = 60
#: Longest stay (d): after that the Moon has moved each perigee many times over.
LONGEST_D = 60.0
#: Lowest perigee (km) a phasing orbit may come down to: below, drag ends it.
LOWEST_PERIGEE_KM = 120.0
_POINTS_PER_REVOLUTION = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasingPlan:
    """Ellipses between the circular orbit and TLI, lowest first.

    Attributes
    ----------
    periods_h : tuple of float
        Osculating period of each at its last perigee, rising.
    revolutions : tuple of int
        Whole revolutions in each.

    Raises
    ------
    OutOfRangeError
        Periods outside 2 to 150 h or not rising, no revolution, or more than 60 d.
    """

    periods_h: tuple[float, ...]
    revolutions: tuple[int, ...]

    def __post_init__(self) -> None:
        periods, turns = self.periods_h, self.revolutions
        if not 1 <= len(periods) <= MOST_ORBITS:
            raise OutOfRangeError(
                name="periods_h", value=periods, allowed=f"1 .. {MOST_ORBITS} phasing orbits"
            )
        if len(turns) != len(periods):
            raise OutOfRangeError(
                name="revolutions",
                value=turns,
                allowed=f"one number for each of the {len(periods)} periods",
            )
        for period in periods:
            require_within("periods_h", period, *PERIOD_RANGE_H, "h")
        for count in turns:
            require_within("revolutions", count, 1, MOST_REVOLUTIONS, "an orbit")
        if any(after <= before for before, after in itertools.pairwise(periods)):
            raise OutOfRangeError(name="periods_h", value=periods, allowed="periods that rise")
        require_within("phasing_d", self.days, 0.0, LONGEST_D, "d")

    @property
    def days(self) -> float:
        """What the revolutions take by Kepler's law."""
        return sum(h * n for h, n in zip(self.periods_h, self.revolutions, strict=True)) / 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasingOrbit:
    """An ellipse as flown.

    Attributes
    ----------
    period_h : float
        Mean time between its perigees.
    revolutions : int
    perigee_alt_km, apogee_alt_km : float
        Osculating after the burn that enters it.
    perigee_drift_km : float
        Its last perigee less its first.
    lowest_alt_km : float
        Its lowest perigee.
    """

    period_h: float
    revolutions: int
    perigee_alt_km: float
    apogee_alt_km: float
    perigee_drift_km: float
    lowest_alt_km: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ladder:
    """Burns from the circular orbit to TLI, and the ellipses between them.

    Attributes
    ----------
    burns : tuple[Burn, ...]
        ``injection``, ``perigee-1`` and so on; TLI is left out.
    orbits : tuple[PhasingOrbit, ...]
    before_tli_km_s : ndarray, shape (6,)
        State before TLI.
    """

    burns: tuple[Burn, ...]
    orbits: tuple[PhasingOrbit, ...]
    before_tli_km_s: Array


def period_h_of(*, apogee_alt_km: float, perigee_alt_km: float) -> float:
    """Period (h) of an ellipse about the Earth, altitudes above the equatorial radius.

    Raises
    ------
    OutOfRangeError
        An apogee not above the perigee.
    """
    if not perigee_alt_km < apogee_alt_km < math.inf:
        raise OutOfRangeError(
            name="first_apogee_alt_km",
            value=apogee_alt_km,
            allowed=f"altitudes above the perigee of {perigee_alt_km:g} km",
        )
    a = EARTH_RADIUS_KM + 0.5 * (apogee_alt_km + perigee_alt_km)
    return 2.0 * math.pi * math.sqrt(a**3 / GM_EARTH_KM3_S2) / 3600.0


def ladder_below(
    *,
    tli_state_km_s: Array,
    tli_tdb_jd: float,
    plan: PhasingPlan,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    j2: bool = False,
    pole: Array | None = None,
) -> Ladder:
    """Find the burns that lead from a circular orbit to a TLI, backwards.

    Parameters
    ----------
    tli_state_km_s : ndarray, shape (6,)
        State after TLI, at a perigee (ICRF).
    tli_tdb_jd : float
    plan : PhasingPlan
    bodies, j2, pole
        What pulls, see `planner.astro.propagate.propagate`.

    Raises
    ------
    OutOfRangeError
        A period not below that of the way to the Moon, or an orbit the Moon takes away.
    """
    state = tli_state_km_s
    epoch, entered = tli_tdb_jd, float(np.linalg.norm(state[3:]))
    burns: list[Burn] = []
    orbits: list[PhasingOrbit] = []
    before_tli = state
    for rung in reversed(range(len(plan.periods_h))):
        lower = _with_period(state, plan.periods_h[rung])
        if not float(np.linalg.norm(lower[3:])) < entered:
            raise OutOfRangeError(
                name="periods_h",
                value=plan.periods_h[rung],
                allowed="periods below that of the way to the Moon, some 230 h",
            )
        if rung == len(plan.periods_h) - 1:
            before_tli = lower
        else:
            burns.append(_burn(f"perigee-{rung + 1}", epoch, lower, state))
        turns = plan.revolutions[rung]
        state, elapsed_s, lowest_km = _back(
            lower, epoch, turns, plan.periods_h[rung], bodies=bodies, j2=j2, pole=pole
        )
        epoch += elapsed_s / SECONDS_PER_DAY
        entered = float(np.linalg.norm(state[3:]))
        lowest_km = min(lowest_km, float(np.linalg.norm(lower[:3])))
        orbits.append(_orbit(state, lower, -elapsed_s / turns / 3600.0, turns, lowest_km))
    radius = float(np.linalg.norm(state[:3]))
    circle = np.concatenate((state[:3], state[3:] * math.sqrt(GM_EARTH_KM3_S2 / radius) / entered))
    burns.append(_burn("injection", epoch, circle, state))
    return Ladder(
        burns=tuple(reversed(burns)), orbits=tuple(reversed(orbits)), before_tli_km_s=before_tli
    )


def require_clear(ladder: Ladder) -> None:
    """Refuse ellipses that come down into the air.

    Raises
    ------
    OutOfRangeError
    """
    for orbit in ladder.orbits:
        if not orbit.lowest_alt_km >= LOWEST_PERIGEE_KM:
            raise OutOfRangeError(
                name="periods_h",
                value=orbit.period_h,
                allowed=f"orbits whose perigee stays above {LOWEST_PERIGEE_KM:g} km; Sun and Moon "
                f"bring it to {orbit.lowest_alt_km:.0f} km; take fewer revolutions, a higher "
                "parking orbit, or a departure some days away",
            )


def climb(
    *,
    ladder: Ladder,
    tli_tdb_jd: float,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    j2: bool = False,
    pole: Array | None = None,
) -> tuple[Array, Array, Array]:
    """Fly the burns forwards: the state reached before TLI, and the way.

    Returns
    -------
    reached : ndarray, shape (6,)
    times_tdb_jd : ndarray, shape (n,)
    path_km : ndarray, shape (n, 3)
    """
    ends = [*(burn.epoch_tdb_jd for burn in ladder.burns[1:]), tli_tdb_jd]
    times, places = [], []
    state = np.array([*ladder.burns[0].r_km, *ladder.burns[0].v_after_km_s])
    for burn, orbit, end in zip(ladder.burns, ladder.orbits, ends, strict=True):
        if burn is not ladder.burns[0]:
            kick = np.array(burn.v_after_km_s) - np.array(burn.v_before_km_s)
            state = np.concatenate((state[:3], state[3:] + kick))
        span_s = (end - burn.epoch_tdb_jd) * SECONDS_PER_DAY
        arc = propagate(
            epoch_tdb_jd=burn.epoch_tdb_jd,
            state_km_s=state,
            duration_s=span_s,
            bodies=bodies,
            j2=j2,
            pole=pole,
            sample_s=np.linspace(0.0, span_s, orbit.revolutions * _POINTS_PER_REVOLUTION + 1),
        )
        state = arc.state_km_s
        times.append(arc.samples_tdb_jd)
        places.append(arc.samples_km_s[:, :3])
    return state, frozen(np.concatenate(times)), frozen(np.concatenate(places))


def _with_period(state: Array, period_h: float) -> Array:
    """The same place and direction at the speed that gives an osculating period."""
    radius, speed = float(np.linalg.norm(state[:3])), float(np.linalg.norm(state[3:]))
    a = (GM_EARTH_KM3_S2 * (3600.0 * period_h / (2.0 * math.pi)) ** 2) ** (1.0 / 3.0)
    if a <= 0.5 * radius:
        raise OutOfRangeError(
            name="periods_h", value=period_h, allowed="periods of orbits above the ground"
        )
    wanted = math.sqrt(GM_EARTH_KM3_S2 * (2.0 / radius - 1.0 / a))
    return np.concatenate((state[:3], state[3:] * wanted / speed))


def _back(
    state: Array,
    epoch_tdb_jd: float,
    turns: int,
    period_h: float,
    *,
    bodies: tuple[str, ...],
    j2: bool,
    pole: Array | None,
) -> tuple[Array, float, float]:
    """State so many perigees earlier, the (negative) time to it (s), the lowest of them (km)."""
    period_s = 3600.0 * period_h
    arc = propagate(
        epoch_tdb_jd=epoch_tdb_jd,
        state_km_s=state,
        duration_s=-(turns + 0.5) * 1.1 * period_s,
        bodies=bodies,
        j2=j2,
        pole=pole,
        events=(EventRequest(name="periapsis", body="earth"),),
    )
    passes = [event for event in arc.events if event.elapsed_s < -0.1 * period_s][:turns]
    if len(passes) < turns:
        raise OutOfRangeError(
            name="periods_h",
            value=period_h,
            allowed="orbits that the Moon leaves about the Earth; take fewer revolutions or "
            "a shorter period",
        )
    lowest_km = min(event.distance_km for event in passes)
    return passes[-1].state_km_s, passes[-1].elapsed_s, lowest_km


def _orbit(
    first: Array, last: Array, period_h: float, turns: int, lowest_km: float
) -> PhasingOrbit:
    radius, speed = float(np.linalg.norm(first[:3])), float(np.linalg.norm(first[3:]))
    a = 1.0 / (2.0 / radius - speed**2 / GM_EARTH_KM3_S2)
    return PhasingOrbit(
        period_h=period_h,
        revolutions=turns,
        perigee_alt_km=radius - EARTH_RADIUS_KM,
        apogee_alt_km=2.0 * a - radius - EARTH_RADIUS_KM,
        perigee_drift_km=float(np.linalg.norm(last[:3])) - radius,
        lowest_alt_km=lowest_km - EARTH_RADIUS_KM,
    )


def _burn(name: str, epoch_tdb_jd: float, before: Array, after: Array) -> Burn:
    return Burn(
        name=name,
        epoch_tdb_jd=epoch_tdb_jd,
        dv_m_s=1e3 * float(np.linalg.norm(after[3:] - before[3:])),
        center="earth",
        r_km=vector(after[:3]),
        v_before_km_s=vector(before[3:]),
        v_after_km_s=vector(after[3:]),
    )
