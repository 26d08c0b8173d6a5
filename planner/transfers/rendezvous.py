"""From the orbit an ascent ends in to a waiting craft on a circle above: the burns in the plane.

Two ways. ``coelliptic``, as Gemini and Apollo flew it: CSI at apolune sends the chaser to the
height of the waiting orbit less a set difference; CDH half a revolution later makes the orbit
coelliptic with the target's, so that the chaser catches up slowly and sees the target rise; at a
set elevation TPI starts an arc that meets it; TPF stops there. ``hohmann``: TPI at apolune, TPF
half a revolution later at the target, and room for a correction (MCC) halfway.

Everything is planar and two-body. Angles run along the motion from the insertion at perilune,
times from there too. The target's lead that makes the meeting is a result.

Source: Young & Alexander 1970, "Apollo lunar rendezvous", J. Spacecraft 7:1083 (sequence, 15 n mi,
26.6 degrees, 130 degrees).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.lambert import lambert
from planner.errors import OutOfRangeError
from planner.transfers.request import require_within

Way = Literal["coelliptic", "hohmann", "none"]
#: A burn that is nothing as planned: half a revolution cannot be corrected at its start, where
#: no burn moves the far end out of the plane.
CORRECTION: Final = "mcc"
WAYS: tuple[Way, ...] = ("coelliptic", "hohmann", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezvousWish:
    """How to come to the waiting craft.

    Attributes
    ----------
    way : {"coelliptic", "hohmann", "none"}
    below_km : float
        Coelliptic: how far below the target the chaser catches up; Apollo 15 n mi.
    drift_s : float
        Coelliptic: from CDH to TPI.
    elevation_deg : float
        Coelliptic: of the target over the chaser's horizon at TPI.
    travel_deg : float
        Coelliptic: arc of the target from TPI to TPF.
    """

    way: Way = "coelliptic"
    below_km: float = 27.78
    drift_s: float = 2400.0
    elevation_deg: float = 26.6
    travel_deg: float = 130.0

    def __post_init__(self) -> None:
        """Refuse ways nobody flies, and NaN."""
        if self.way not in WAYS:
            raise OutOfRangeError(name="rendezvous", value=self.way, allowed=", ".join(WAYS))
        require_within("below_km", self.below_km, 1.0, 100.0, "km")
        require_within("drift_s", self.drift_s, 0.0, 20_000.0, "s")
        require_within("elevation_deg", self.elevation_deg, 5.0, 80.0, "deg")
        require_within("travel_deg", self.travel_deg, 60.0, 170.0, "deg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impulse:
    """A burn in the plane: when, and the change of radial and forward speed (km/s)."""

    name: str
    t_s: float
    up_km_s: float
    ahead_km_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """The burns, and where the target has to be (rad ahead) when the chaser is inserted."""

    impulses: tuple[Impulse, ...]
    lead_rad: float

    @property
    def end_s(self) -> float:
        """Time of the meeting; 0 without one."""
        return self.impulses[-1].t_s if self.impulses else 0.0


def rendezvous(
    *, perilune_alt_km: float, apolune_alt_km: float, target_alt_km: float, wish: RendezvousWish
) -> Sequence:
    """Plan the burns from perilune of the insertion orbit to the target's circle.

    Raises
    ------
    OutOfRangeError
        A target below the apolune, or a coelliptic orbit below the insertion's perilune.
    """
    if wish.way == "none":
        return Sequence(impulses=(), lead_rad=0.0)
    r_low, r_high, r_target = (
        MOON_RADIUS_KM + alt for alt in (perilune_alt_km, apolune_alt_km, target_alt_km)
    )
    if not apolune_alt_km <= target_alt_km:
        raise OutOfRangeError(
            name="insertion_apolune_alt_km",
            value=apolune_alt_km,
            allowed=f"up to the waiting orbit ({target_alt_km:g} km)",
        )
    if wish.way == "hohmann":
        return _two_burns(r_low, r_high, r_target)
    if not target_alt_km - wish.below_km >= perilune_alt_km:
        raise OutOfRangeError(
            name="below_km",
            value=wish.below_km,
            allowed=f"up to {target_alt_km - perilune_alt_km:g} km, the insertion's perilune",
        )
    return _coelliptic(r_low, r_high, r_target, wish)


def _two_burns(r_low: float, r_high: float, r_target: float) -> Sequence:
    first = _half_s(r_low, r_high)
    last = first + _half_s(r_high, r_target)
    burns = (
        _ahead("tpi", first, _speed(r_high, r_target) - _speed(r_high, r_low)),
        _ahead(CORRECTION, 0.5 * (first + last), 0.0),
        _ahead("tpf", last, _speed(r_target, r_target) - _speed(r_target, r_high)),
    )
    return Sequence(impulses=burns, lead_rad=2.0 * math.pi - _rate(r_target) * last)


def _coelliptic(r_low: float, r_high: float, r_target: float, wish: RendezvousWish) -> Sequence:
    r_co = r_target - wish.below_km
    csi_s = _half_s(r_low, r_high)
    cdh_s = csi_s + _half_s(r_high, r_co)
    tpi_s = cdh_s + wish.drift_s
    travel_s = math.radians(wish.travel_deg) / _rate(r_target)
    ahead = _angle_ahead(r_co, r_target, math.radians(wish.elevation_deg))
    sweep = ahead + math.radians(wish.travel_deg)
    v1, v2 = lambert(
        mu_km3_s2=GM_MOON_KM3_S2,
        r1_km=np.array([r_co, 0.0, 0.0]),
        r2_km=r_target * np.array([math.cos(sweep), math.sin(sweep), 0.0]),
        tof_s=travel_s,
    )
    up = np.array([math.cos(sweep), math.sin(sweep), 0.0])
    along = np.array([-math.sin(sweep), math.cos(sweep), 0.0])
    burns = (
        _ahead("csi", csi_s, _speed(r_high, r_co) - _speed(r_high, r_low)),
        _ahead("cdh", cdh_s, _speed(r_co, r_co) - _speed(r_co, r_high)),
        Impulse(
            name="tpi", t_s=tpi_s, up_km_s=float(v1[0]),
            ahead_km_s=float(v1[1]) - _speed(r_co, r_co),
        ),
        Impulse(
            name="tpf", t_s=tpi_s + travel_s, up_km_s=-float(v2 @ up),
            ahead_km_s=_speed(r_target, r_target) - float(v2 @ along),
        ),
    )  # fmt: skip
    chaser = 2.0 * math.pi + _rate(r_co) * wish.drift_s
    return Sequence(impulses=burns, lead_rad=chaser + ahead - _rate(r_target) * tpi_s)


def _angle_ahead(r_low: float, r_high: float, elevation_rad: float) -> float:
    """Arc of the Moon by which the target leads when seen at an elevation (sine rule)."""
    at_target = math.asin(r_low * math.cos(elevation_rad) / r_high)
    return 0.5 * math.pi - elevation_rad - at_target


def _ahead(name: str, t_s: float, dv_km_s: float) -> Impulse:
    return Impulse(name=name, t_s=t_s, up_km_s=0.0, ahead_km_s=dv_km_s)


def _speed(r_km: float, other_km: float) -> float:
    """Speed at one apsis, the other given."""
    return math.sqrt(2.0 * GM_MOON_KM3_S2 * other_km / (r_km * (r_km + other_km)))


def _half_s(r_km: float, other_km: float) -> float:
    """Half a revolution between apsides."""
    return math.pi * math.sqrt((0.5 * (r_km + other_km)) ** 3 / GM_MOON_KM3_S2)


def _rate(r_km: float) -> float:
    return math.sqrt(GM_MOON_KM3_S2 / r_km**3)
