"""Powered descent to a point: the steering and the place of ignition, solved together.

Six numbers (the tangents of pitch and yaw with their rates, the duration, the place of
ignition along the orbit) meet six conditions: the position and the velocity of a point
fixed to the turning Moon. The planar solution (`planner.transfers.braking`) is the first
guess and sets the throttle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import MOON_RADIUS_KM
from planner.astro.powered_arc import BRAKE, fly, fly_each
from planner.transfers.braking import Descent, DescentProfile
from planner.transfers.over_site import Plane, SurfaceSite
from planner.transfers.powered_flight import Burning, Engine, Units, newton

Array = NDArray[np.float64]

#: Steps of the finite differences: tangents and angles, near the root of rounding.
_STEP = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ignition:
    """The clock of a descent: when perilune is passed at which angle from the node.

    Attributes
    ----------
    angle_rad, t_tdb_s : float
        A perilune of reference, and its time.
    s_per_rad : float
        How much later perilune comes for each radian farther on: nothing where the craft's
        place in its orbit is free, the clock of the orbit where it is given.
    """

    angle_rad: float
    t_tdb_s: float
    s_per_rad: float

    def at(self, angle_rad: float) -> float:
        """Time of a perilune at an angle."""
        return self.t_tdb_s + self.s_per_rad * (angle_rad - self.angle_rad)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Braking:
    """A braking burn that ends at rest over the site.

    Attributes
    ----------
    burn : Burning
    ignition_tdb_s, angle_rad : float
        When and where (from the node) the engine is lit.
    """

    burn: Burning
    ignition_tdb_s: float
    angle_rad: float


def nominal_arc_rad(nominal: Descent, profile: DescentProfile, engine: Engine) -> float:
    """Arc of the Moon the planar braking spans."""
    problem = _Problem.of(nominal, profile, engine)
    start = np.concatenate(
        (problem.radius * np.array([1.0, 0.0, 0.0]), problem.speed * np.array([0.0, 1.0, 0.0]))
    )
    end = fly(
        start, np.array([0.0, 0.0, 1.0]), problem.thrust, problem.exhaust, BRAKE, problem.planar
    )
    return math.atan2(end[1], end[0])


def brake_to_site(
    *,
    plane: Plane,
    site: SurfaceSite,
    profile: DescentProfile,
    nominal: Descent,
    engine: Engine,
    ignition: Ignition,
) -> Braking:
    """Steer from perilune to rest at ``profile.end_alt_km`` over the site.

    Raises
    ------
    NoConvergenceError
        No steering reaches the site.
    """
    problem = _Problem.of(nominal, profile, engine)
    units, above_km = problem.units, profile.end_alt_km - site.alt_km
    normal = plane.axes[2]

    def start(angle: float) -> Array:
        return np.concatenate(
            (problem.radius * plane.radial(angle), problem.speed * plane.ahead(angle))
        )

    def reading(x: Array) -> tuple[Array, Array]:
        steerings = np.tile(x[:5], (7, 1))
        steps = _STEP * np.array([1.0, 1.0 / x[4], 1.0, 1.0 / x[4], x[4], 1.0])
        steerings[1:6] += np.diag(steps[:5])
        starts = np.tile(start(x[5]), (7, 1))
        starts[6] = start(x[5] + steps[5])
        ends = fly_each(starts, normal, problem.thrust, problem.exhaust, BRAKE, steerings)
        landing_s = ignition.at(x[5]) + x[4] * units.time_s
        site_state = units.scaled(site.state(landing_s, above_km=above_km))
        slope = ((ends[1:] - ends[0]) / steps[:, None]).T
        drift = np.concatenate((site_state[3:], np.zeros(3)))  # its turn is 1e-5 of gravity
        slope[:, 4] -= drift
        slope[:, 5] -= drift * ignition.s_per_rad / units.time_s
        return ends[0] - site_state, slope

    x = newton(
        reading,
        np.concatenate((problem.planar, [ignition.angle_rad])),
        allowed=lambda x: bool(0.0 < x[4] < 0.999 * problem.exhaust / problem.thrust),
        what="steering of the powered descent",
        way_out="allow less cross-range, start lower, or give more thrust",
    )
    burn = Burning(
        units=units,
        start=start(x[5]),
        normal=normal,
        thrust=problem.thrust,
        exhaust=problem.exhaust,
        forward=BRAKE,
        steering=x[:5],
    )
    return Braking(burn=burn, ignition_tdb_s=ignition.at(float(x[5])), angle_rad=float(x[5]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Problem:
    """The planar solution in canonical units of the radius where the braking ends."""

    units: Units
    radius: float
    speed: float
    thrust: float
    exhaust: float
    planar: Array

    @classmethod
    def of(cls, nominal: Descent, profile: DescentProfile, engine: Engine) -> _Problem:
        units = Units(MOON_RADIUS_KM + profile.end_alt_km)
        push_m_s2 = nominal.throttle * engine.thrust_n / nominal.ignition_mass_kg
        planar = [
            nominal.tangent, nominal.tangent_rate_per_s * units.time_s, 0.0, 0.0,
            nominal.duration_s / units.time_s,
        ]  # fmt: skip
        return cls(
            units=units,
            radius=(MOON_RADIUS_KM + profile.start_alt_km) / units.length_km,
            speed=1e-3 * profile.start_speed_m_s / units.speed_km_s,
            thrust=push_m_s2 / units.acceleration_m_s2,
            exhaust=1e-3 * engine.exhaust_m_s / units.speed_km_s,
            planar=np.array(planar),
        )
