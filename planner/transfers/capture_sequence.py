"""Capture by several burns: into a long ellipse first, lower at later perilunes.

Each burn is tangential at a perilune, sized for an osculating apolune; between burns the
craft flies in the ephemeris and the next perilunes are found on the way. The Earth's
tide, strongest on the longest ellipse, moves perilune meanwhile: each pass tells by how
much.

Model: point masses (Earth, Moon, Sun by default), impulsive burns; neither the Moon's
uneven field nor the loss of a finite burn. Validity: apolunes up to 60 000 km, where the
Moon's pull still rules.

Source: Bate, Mueller & White 1971, 3.3 (vis-viva). Flown so by Chang'e-1 (12 h, 3.5 h, 127
min) and Chandrayaan-3 (18 074, 4313, 1437, 163 km).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_pole
from planner.astro.propagate import Event, EventRequest, propagate
from planner.errors import OutOfRangeError
from planner.transfers.capture import capture_burn
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.request import HIGHEST_KM, PERILUNE_RANGE_KM, require_within
from planner.transfers.transfer import Burn

Array = NDArray[np.float64]

#: Most burns, and most revolutions between two: months in lunar orbit, beyond which the
#: Moon's uneven field, left out here, decides where perilune is.
MOST_BURNS = 8
MOST_REVOLUTIONS = 60
#: Highest apolune (km) burns of equal size are planned with: 22 h round. The Earth's tide
#: moves perilune by up to 80 km in one revolution there, by 180 at 20 000 km (flown: 80
#: arrivals of 2026 to 2035).
_EQUAL_HIGHEST_KM = 15_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePlan:
    """How to come down in several burns.

    Attributes
    ----------
    apolunes_alt_km : tuple of float
        Osculating apolune after each burn but the last, falling.
    revolutions : tuple of int
        Flown after each of these burns.

    Raises
    ------
    OutOfRangeError
        Apolunes that do not fall, too many burns, or revolutions below one.
    """

    apolunes_alt_km: tuple[float, ...]
    revolutions: tuple[int, ...]

    def __post_init__(self) -> None:
        apolunes = self.apolunes_alt_km
        if len(apolunes) >= MOST_BURNS:
            raise OutOfRangeError(
                name="loi_burns", value=len(apolunes) + 1, allowed=f"1 .. {MOST_BURNS}"
            )
        for apolune in apolunes:
            require_within("loi_apolune_alt_km", apolune, PERILUNE_RANGE_KM[0], HIGHEST_KM, "km")
        if any(after >= before for before, after in itertools.pairwise(apolunes)):
            raise OutOfRangeError(
                name="loi_apolune_alt_km", value=apolunes, allowed="apolunes that fall"
            )
        if len(self.revolutions) != len(apolunes):
            raise OutOfRangeError(
                name="loi_revolutions",
                value=self.revolutions,
                allowed=f"one number for each of {len(apolunes)} intermediate orbits",
            )
        for revolutions in self.revolutions:
            require_within("loi_revolutions", revolutions, 1, MOST_REVOLUTIONS, "a burn")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureLeg:
    """An intermediate orbit as flown, from one burn to the next.

    Attributes
    ----------
    apolune_alt_km : float
        Osculating, right after the burn.
    period_h : float
        Mean time between the perilunes flown.
    revolutions : int
    perilune_drift_km : float
        Perilune at its end less perilune at its start.
    highest_alt_km : float
        Highest point flown.
    lowest_alt_km : float
        Its lowest perilune.
    """

    apolune_alt_km: float
    period_h: float
    revolutions: int
    perilune_drift_km: float
    highest_alt_km: float
    lowest_alt_km: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capture:
    """A capture flown.

    Attributes
    ----------
    burns : tuple[Burn, ...]
        About the Moon.
    legs : tuple[CaptureLeg, ...]
        Between the burns.
    perilune_alt_km, inclination_deg : float
        The orbit after the last burn, on the Moon's true equator.
    """

    burns: tuple[Burn, ...]
    legs: tuple[CaptureLeg, ...]
    perilune_alt_km: float
    inclination_deg: float


def equal_burns_km(*, relative_km_s: Array, apolune_alt_km: float, count: int) -> tuple[float, ...]:
    """Intermediate apolunes (km) that share the whole Δv equally among ``count`` burns.

    Where the first share would leave an apolune above 15 000 km, the first burn goes to
    15 000 km and the others share what is left.

    Parameters
    ----------
    relative_km_s : ndarray, shape (6,)
        Moon-centred state at perilune before the first burn.
    apolune_alt_km : float
        Of the final orbit.
    count : int
        1 to 8.

    Raises
    ------
    OutOfRangeError
        Another count.
    """
    require_within("loi_burns", count, 1, MOST_BURNS, "burns")
    radius = float(np.linalg.norm(relative_km_s[:3]))
    arrival = float(np.linalg.norm(relative_km_s[3:]))
    final = _speed(radius, max(radius, MOON_RADIUS_KM + apolune_alt_km))
    speeds = np.linspace(arrival, final, count + 1)[1:-1]
    fastest = _speed(radius, MOON_RADIUS_KM + _EQUAL_HIGHEST_KM)
    if count > 1 and speeds[0] > fastest:
        speeds = np.linspace(fastest, final, count)[:-1]
    return tuple(_apolune_km(radius, float(speed)) for speed in speeds)


def apolune_of_period_km(*, period_h: float, perilune_alt_km: float) -> float:
    """Apolune altitude (km) of a two-body orbit about the Moon.

    Raises
    ------
    OutOfRangeError
        A period too short for an orbit above that perilune.
    """
    perilune = MOON_RADIUS_KM + perilune_alt_km
    shortest = 2.0 * math.pi * math.sqrt(perilune**3 / GM_MOON_KM3_S2) / 3600.0
    if not shortest <= period_h < math.inf:
        raise OutOfRangeError(
            name="loi_periods_h", value=period_h, allowed=f"periods above {shortest:.2f} h"
        )
    a = (GM_MOON_KM3_S2 * (3600.0 * period_h / (2.0 * math.pi)) ** 2) ** (1.0 / 3.0)
    return float(2.0 * a - perilune - MOON_RADIUS_KM)


def fly_capture(
    *,
    relative_km_s: Array,
    epoch_tdb_jd: float,
    apolune_alt_km: float,
    plan: CapturePlan,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
) -> Capture:
    """Burn at perilune, fly, and burn again, as a plan says.

    Parameters
    ----------
    relative_km_s : ndarray, shape (6,)
        Moon-centred state (ICRF) at the first perilune, before the burn.
    epoch_tdb_jd : float
        Its date.
    apolune_alt_km : float
        After the last burn.
    plan : CapturePlan
    bodies : tuple of str
        What pulls.

    Raises
    ------
    OutOfRangeError
        An apolune not above the final one, or an orbit the Earth takes away.
    """
    if plan.apolunes_alt_km and plan.apolunes_alt_km[-1] <= apolune_alt_km:
        raise OutOfRangeError(
            name="loi_apolune_alt_km",
            value=plan.apolunes_alt_km,
            allowed=f"apolunes above the final {apolune_alt_km:g} km",
        )
    burns: list[Burn] = []
    legs: list[CaptureLeg] = []
    state, epoch = relative_km_s, epoch_tdb_jd
    apolunes = (*plan.apolunes_alt_km, apolune_alt_km)
    for number, apolune in enumerate(apolunes, start=1):
        name = "loi" if len(apolunes) == 1 else f"loi-{number}"
        burn = capture_burn(
            relative_km_s=state, epoch_tdb_jd=epoch, apolune_alt_km=apolune, name=name
        )
        burns.append(burn)
        after = np.array([*burn.r_km, *burn.v_after_km_s])
        if number == len(apolunes):
            break
        leg, state, epoch = _leg(after, epoch, apolune, plan.revolutions[number - 1], bodies)
        legs.append(leg)
    return Capture(
        burns=tuple(burns),
        legs=tuple(legs),
        perilune_alt_km=float(np.linalg.norm(after[:3])) - MOON_RADIUS_KM,
        inclination_deg=lunar_inclination_deg(after, epoch),
    )


def _leg(
    state: Array,
    epoch_tdb_jd: float,
    apolune_alt_km: float,
    revolutions: int,
    bodies: tuple[str, ...],
) -> tuple[CaptureLeg, Array, float]:
    """Fly whole revolutions; the leg, and Moon-centred state and date at its last perilune."""
    perilune = float(np.linalg.norm(state[:3]))
    a = 0.5 * (perilune + MOON_RADIUS_KM + apolune_alt_km)
    period_s = 2.0 * math.pi * math.sqrt(a**3 / GM_MOON_KM3_S2)
    # The Earth's tide changes the period of the longest ellipses by up to a quarter.
    arc = propagate(
        epoch_tdb_jd=epoch_tdb_jd,
        state_km_s=state,
        center="moon",
        duration_s=(revolutions + 0.5) * 1.3 * period_s,
        bodies=bodies,
        events=(EventRequest(name="periapsis"), EventRequest(name="apoapsis")),
        max_events=4 * MOST_REVOLUTIONS,
    )
    flown = [event for event in arc.events if event.elapsed_s > 0.1 * period_s]
    passes = [event for event in flown if event.name == "periapsis"]
    tops = [event.distance_km for event in flown if event.name == "apoapsis"]
    if len(passes) < revolutions:
        raise _lost(apolune_alt_km, "the craft does not come back to perilune")
    last = passes[revolutions - 1]
    drift = last.distance_km - perilune
    lowest = min(perilune, *(event.distance_km for event in passes[:revolutions]))
    leg = CaptureLeg(
        apolune_alt_km=apolune_alt_km,
        period_h=last.elapsed_s / revolutions / 3600.0,
        revolutions=revolutions,
        perilune_drift_km=drift,
        highest_alt_km=max(tops[:revolutions]) - MOON_RADIUS_KM,
        lowest_alt_km=lowest - MOON_RADIUS_KM,
    )
    return leg, _from_moon(last), last.epoch_tdb_jd


def _lost(apolune_alt_km: float, what: str) -> OutOfRangeError:
    return OutOfRangeError(
        name="loi_apolune_alt_km",
        value=apolune_alt_km,
        allowed=f"what the Earth's tide lets stand: {what}; take a lower apolune, fewer "
        "revolutions or a higher perilune",
    )


def _from_moon(event: Event) -> Array:
    relative: Array = event.state_km_s - body_states_km_s("moon", event.epoch_tdb_jd)[0]
    return relative


def lunar_inclination_deg(relative_km_s: Array, epoch_tdb_jd: float) -> float:
    """Inclination (deg) of a Moon-centred state on the Moon's true equator."""
    h = cross(relative_km_s[:3], relative_km_s[3:])
    pole = moon_pole(seconds_past_j2000(epoch_tdb_jd))
    return math.degrees(math.acos(float(h @ pole) / float(np.linalg.norm(h))))


def _speed(radius_km: float, apolune_km: float) -> float:
    """Speed (km/s) at perilune of an ellipse."""
    return math.sqrt(2.0 * GM_MOON_KM3_S2 * apolune_km / (radius_km * (radius_km + apolune_km)))


def _apolune_km(radius_km: float, speed_km_s: float) -> float:
    """Apolune altitude (km) of a speed at perilune."""
    a = 1.0 / (2.0 / radius_km - speed_km_s**2 / GM_MOON_KM3_S2)
    return 2.0 * a - radius_km - MOON_RADIUS_KM


def require_clear(capture: Capture) -> None:
    """Refuse orbits whose perilune comes down to the mountains.

    Raises
    ------
    OutOfRangeError
    """
    for leg in capture.legs:
        if not leg.lowest_alt_km >= PERILUNE_RANGE_KM[0]:
            raise _lost(leg.apolune_alt_km, f"perilune falls to {leg.lowest_alt_km:.0f} km")


def capture_days(capture: Capture) -> float:
    """Days from the first burn to the last."""
    return capture.burns[-1].epoch_tdb_jd - capture.burns[0].epoch_tdb_jd
