"""Powered ascent from a point of the turning Moon into an orbit of a given plane.

Straight up first, away from rocks; then five numbers (the tangents of pitch and yaw with
their rates, the duration) meet five conditions at cut-off: radius and speed of perilune,
level flight, in the plane, moving along it. What the site lies to the side of the plane is
steered out on the way (a dog-leg).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.powered_arc import DRIVE, RISE, STRAIGHT_UP, fly, fly_each
from planner.errors import NoConvergenceError
from planner.transfers.braking import LUNAR_GRAVITY_M_S2
from planner.transfers.over_site import Plane, SurfaceSite
from planner.transfers.powered_flight import Burning, Engine, Units, newton
from planner.transfers.request import refuse_unless

Array = NDArray[np.float64]

#: Least thrust over lunar weight at liftoff; below it the gravity loss passes 400 m/s and grows
#: fast.
MIN_THRUST_TO_WEIGHT = 1.2
#: Above so many weights less thrust may cost less, since a short burn has to be pushed down to
#: end level so low: the throttle is sought between here and full.
_STRONG = 2.0
#: Accuracy of the throttle (natural logarithm) at its flat minimum: costs under 1 mm/s.
_THROTTLE_STEP = 2e-3
_STEP = 1e-7
#: Tangents of the first pitch that Newton is begun from, in turn.
_FIRST_TANGENTS = (0.6, 1.0, 0.3, 1.6, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """The orbit an ascent ends in, at its perilune."""

    perilune_alt_km: float = 17.0
    apolune_alt_km: float = 72.0

    @property
    def speed_km_s(self) -> float:
        """Speed at perilune."""
        low, high = (MOON_RADIUS_KM + alt for alt in (self.perilune_alt_km, self.apolune_alt_km))
        return math.sqrt(2.0 * GM_MOON_KM3_S2 * high / (low * (low + high)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Climb:
    """An ascent: the rise, then the steered burn; liftoff in TDB seconds past J2000."""

    liftoff_tdb_s: float
    throttle: float
    rise: Burning
    burn: Burning

    @property
    def duration_s(self) -> float:
        """From liftoff to cut-off."""
        return self.rise.duration_s + self.burn.duration_s

    @property
    def dv_m_s(self) -> float:
        """Speed change the propellant burnt stands for."""
        return self.rise.dv_m_s + self.burn.dv_m_s

    def path(self) -> tuple[Array, Array]:
        """Seconds after liftoff (n,) and states (n, 6; km, km/s)."""
        rise_s, rise = self.rise.path()
        burn_s, burn = self.burn.path()
        return (
            np.concatenate((rise_s[:-1], burn_s + self.rise.duration_s)),
            np.concatenate((rise[:-1], burn)),
        )


def climb(
    *,
    plane: Plane,
    site: SurfaceSite,
    insertion: Insertion,
    engine: Engine,
    rise_s: float,
    liftoff_tdb_s: float,
    throttle: float | None = None,
) -> Climb:
    """Steer from a site into an orbit of the plane.

    ``throttle`` is a share of the full thrust; None finds the one that costs least.

    Raises
    ------
    OutOfRangeError
        Too little thrust for the mass, or a way that would lead into the ground.
    NoConvergenceError
        No steering reaches the orbit.
    """
    weights = require_thrust(engine)

    def at(share: float) -> Climb:
        return _climb(plane, site, insertion, engine, share, rise_s, liftoff_tdb_s)

    if throttle is None and weights > _STRONG:
        best = _least(at, _STRONG / weights)
    else:
        best = at(1.0 if throttle is None else throttle)
    _require_above_ground(best, site)
    return best


def _least(at: Callable[[float], Climb], low: float) -> Climb:
    """Golden section over the throttle, on its logarithm, from ``low`` to full thrust."""
    left, right = math.log(low), 0.0
    golden = 0.5 * (math.sqrt(5.0) - 1.0)
    inner = [right - golden * (right - left), left + golden * (right - left)]
    flown = [at(math.exp(x)) for x in inner]
    while right - left > _THROTTLE_STEP:
        if flown[0].dv_m_s < flown[1].dv_m_s:
            right, inner[1], flown[1] = inner[1], inner[0], flown[0]
            inner[0] = right - golden * (right - left)
            flown[0] = at(math.exp(inner[0]))
        else:
            left, inner[0], flown[0] = inner[0], inner[1], flown[1]
            inner[1] = left + golden * (right - left)
            flown[1] = at(math.exp(inner[1]))
    return min(*flown, at(1.0), key=lambda climb: climb.dv_m_s)


def _climb(
    plane: Plane,
    site: SurfaceSite,
    insertion: Insertion,
    engine: Engine,
    throttle: float,
    rise_s: float,
    liftoff_tdb_s: float,
) -> Climb:
    rise = _rise(plane, site, insertion, engine, throttle, rise_s, liftoff_tdb_s)
    units, normal = rise.units, rise.normal
    start = fly(rise.start, normal, rise.thrust, rise.exhaust, RISE, rise.steering)
    thrust = rise.thrust / (1.0 - rise.thrust / rise.exhaust * rise.steering[4])
    speed = insertion.speed_km_s / units.speed_km_s

    def reading(x: Array) -> tuple[Array, Array]:
        steerings = np.tile(x, (6, 1))
        steps = _STEP * np.array([1.0, 1.0 / x[4], 1.0, 1.0 / x[4], x[4]])
        steerings[1:] += np.diag(steps)
        starts = np.tile(start, (6, 1))
        ends = fly_each(starts, normal, thrust, rise.exhaust, DRIVE, steerings)
        misses = _misses(ends, normal, speed)
        return misses[0], ((misses[1:] - misses[0]) / steps[:, None]).T

    burn = Burning(
        units=units,
        start=start,
        normal=normal,
        thrust=thrust,
        exhaust=rise.exhaust,
        forward=DRIVE,
        steering=_steered(reading, thrust, rise.exhaust, speed),
    )
    return Climb(liftoff_tdb_s=liftoff_tdb_s, throttle=throttle, rise=rise, burn=burn)


def _steered(
    reading: Callable[[Array], tuple[Array, Array]], thrust: float, exhaust: float, speed: float
) -> Array:
    """Newton from one first pitch after another."""
    longest = 0.999 * exhaust / thrust
    failure: NoConvergenceError | None = None
    for tangent in _FIRST_TANGENTS:
        try:
            return newton(
                reading,
                _first_guess(tangent, thrust, exhaust, speed),
                allowed=lambda x: bool(0.0 < x[4] < longest),
                what="steering of the ascent",
                way_out="allow less cross-range, or take a higher perilune or another thrust",
            )
        except NoConvergenceError as error:
            failure = error
    assert failure is not None
    raise failure


def require_thrust(engine: Engine) -> float:
    """Thrust over lunar weight at liftoff, refused where it is too little.

    Raises
    ------
    OutOfRangeError
    """
    weight_n = engine.mass_kg * LUNAR_GRAVITY_M_S2
    weights = engine.thrust_n / weight_n
    refuse_unless(
        weights >= MIN_THRUST_TO_WEIGHT,
        name="thrust_to_weight",
        value=round(weights, 4),
        allowed=f"at least {MIN_THRUST_TO_WEIGHT:g} lunar weights at liftoff: "
        f"{engine.mass_kg:.0f} kg need {MIN_THRUST_TO_WEIGHT * weight_n:.0f} N",
    )
    return weights


def _require_above_ground(flown: Climb, site: SurfaceSite) -> None:
    _, states = flown.path()
    lowest = float(np.sqrt(np.sum(states[:, :3] ** 2, axis=1)).min()) - MOON_RADIUS_KM
    refuse_unless(
        lowest >= site.alt_km - 1e-6,
        name="lowest altitude of the ascent (km)",
        value=round(lowest, 3),
        allowed=f"the site's {site.alt_km:g} km and above: rise longer, allow less cross-range, "
        "or give more thrust",
    )


def _rise(
    plane: Plane,
    site: SurfaceSite,
    insertion: Insertion,
    engine: Engine,
    throttle: float,
    rise_s: float,
    liftoff_tdb_s: float,
) -> Burning:
    units = Units(MOON_RADIUS_KM + insertion.perilune_alt_km)
    return Burning(
        units=units,
        start=units.scaled(site.state(liftoff_tdb_s)),
        normal=plane.axes[2],
        thrust=throttle * engine.thrust_n / engine.mass_kg / units.acceleration_m_s2,
        exhaust=1e-3 * engine.exhaust_m_s / units.speed_km_s,
        forward=RISE,
        steering=np.array([*STRAIGHT_UP, rise_s / units.time_s]),
    )


def _misses(ends: Array, normal: Array, speed: float) -> Array:
    """Misses (n, 5) of ends (n, 6): radius, level flight, place and motion in the plane, speed."""
    r, v = ends[:, :3], ends[:, 3:]
    radius = np.sqrt(np.sum(r * r, axis=1))
    return np.stack(
        (
            radius - 1.0,
            np.sum(r * v, axis=1),
            r @ normal,
            v @ normal,
            np.sqrt(np.sum(v * v, axis=1)) - speed,
        ),
        axis=1,
    )


def _first_guess(tangent: float, thrust: float, exhaust: float, speed: float) -> Array:
    """Steering to start Newton from: pitch falling from a first tangent to level."""
    burned = speed * (1.0 + 0.15 / (thrust * thrust))
    duration = exhaust / thrust * (1.0 - math.exp(-burned / exhaust))
    return np.array([tangent, -tangent / duration, 0.0, 0.0, duration])
