"""Fly legs under one steering law each, and keep the chain of them.

A leg is what is commanded at once: a law held for at most one revolution. A whole
mission is a tuple of legs, each of which starts where the one before ended, so the
trajectory is continuous in position, velocity and mass by construction.

Earth-centred ICRF axes, km, km/s, kg; time in TDB seconds past J2000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.astro import events, integrator
from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2
from planner.astro.elements import elements_core
from planner.astro.ephemeris import MOON, geocentric_state, load_ephemeris
from planner.astro.forces import EARTH, ForceModel, force_model
from planner.astro.low_thrust import MASS, LowThrustField, low_thrust_field
from planner.astro.orientation import pole_of_date
from planner.astro.steering import LAW_SIZE, QUOTIENT, SPIRAL
from planner.errors import NoConvergenceError
from planner.transfers.electric_craft import ElectricCraft

Array = NDArray[np.float64]

_MAX_STEPS: Final = 200_000
_NO_ROWS: Final = np.empty((0, events.EVENT_COLUMNS))
_NO_TIMES: Final = np.empty(0)
#: Events of one leg that are kept.
_MAX_EVENTS: Final = 64


class Moment(NamedTuple):
    """TDB seconds past J2000, and position, velocity and mass then."""

    t_tdb_s: float
    y: Array


class Orbit(NamedTuple):
    """Osculating orbit about a body; angles in degrees, inclination from a given axis."""

    a_km: float
    e: float
    tilt_deg: float

    @property
    def periapsis_km(self) -> float:
        """Radius of periapsis."""
        return self.a_km * (1.0 - self.e)

    @property
    def apoapsis_km(self) -> float:
        """Radius of apoapsis, infinite on an open orbit."""
        return self.a_km * (1.0 + self.e) if self.e < 1.0 else math.inf


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leg:
    """One law held from one moment to the next; ``status`` as the integrator's."""

    phase: str
    law: Array
    start: Moment
    end: Moment
    status: int
    events: Array

    @property
    def duration_s(self) -> float:
        """Length of the leg."""
        return self.end.t_tdb_s - self.start.t_tdb_s

    @property
    def used_kg(self) -> float:
        """Propellant of the leg."""
        return float(self.start.y[MASS] - self.end.y[MASS])


def coast_law() -> Array:
    """Engine off."""
    return np.zeros(LAW_SIZE)


def spiral_law(
    *,
    body: int = EARTH,
    way: float = 1.0,
    half_arc_deg: float = 180.0,
    axis: Array | None = None,
    target_km_s: float = 1.0,
) -> Array:
    """Along (or against, ``way`` -1) the velocity, turning the plane towards an axis.

    ``half_arc_deg`` is the half-width of the arc about periapsis, in eccentric anomaly;
    without an axis there is no yaw.
    """
    law = np.zeros(LAW_SIZE)
    law[:3] = SPIRAL, body, way
    law[3] = -1.0 if half_arc_deg >= 180.0 else math.cos(math.radians(half_arc_deg))
    if axis is not None:
        law[4:7], law[7], law[8] = axis, target_km_s, 1.0
    return law


def quotient_law(
    *,
    body: int,
    axis: Array,
    a_km: float,
    e: float,
    turn_rad: float,
    least_km: float,
    soft_km_s: float,
    effectivity: float,
) -> Array:
    """Towards an orbit given by size, shape and angle from an axis, by the quotient.

    Within ``soft_km_s`` of the target the throttle closes, or the law would chatter. Where
    thrust does less than the share ``effectivity`` of what it would do at the best place
    of the orbit, the engine is off.
    """
    law = np.zeros(LAW_SIZE)
    law[:2] = QUOTIENT, body
    law[2:5] = axis
    law[5:] = a_km, e, turn_rad, least_km, soft_km_s, effectivity
    return law


def moon_state(t_tdb_s: float) -> Array:
    """Position and velocity of the Moon from the Earth (6,), km and km/s."""
    out = np.empty(6)
    geocentric_state(load_ephemeris(), MOON, t_tdb_s, out)
    return out


def moon_orbit_axis(t_tdb_s: float) -> Array:
    """Unit normal of the Moon's orbit of the day."""
    moon = moon_state(t_tdb_s)
    normal = np.cross(moon[:3], moon[3:])
    return np.asarray(normal / np.linalg.norm(normal))


def orbit_about(moment: Moment, *, body: int, axis: Array) -> Orbit:
    """Osculating orbit about the Earth or the Moon."""
    gm = GM_EARTH_KM3_S2 if body == EARTH else GM_MOON_KM3_S2
    state = moment.y[:6] if body == EARTH else moment.y[:6] - moon_state(moment.t_tdb_s)
    p, e, *_ = elements_core(state, gm)
    normal = np.cross(state[:3], state[3:])
    cosine = float(normal @ axis / np.linalg.norm(normal))
    return Orbit(
        p / max(1.0 - e * e, 1e-12) if e < 1.0 else -math.inf,
        e,
        math.degrees(math.acos(max(-1.0, min(1.0, cosine)))),
    )


def moon_distance_km(moment: Moment) -> float:
    """From the Moon's centre."""
    return float(np.linalg.norm(moment.y[:3] - moon_state(moment.t_tdb_s)[:3]))


def period_s(a_km: float, gm_km3_s2: float) -> float:
    """Period of an ellipse."""
    return 2.0 * math.pi * math.sqrt(a_km**3 / gm_km3_s2)


def distance_row(*, distance_km: float, direction: int) -> Array:
    """Event row that stops a leg at a distance from the Moon, inbound -1, outbound +1."""
    return np.array([[events.DISTANCE, MOON, distance_km, direction, 1.0]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """Flies legs with one craft in one field.

    Attributes
    ----------
    craft : ElectricCraft
    rtol : float
        Of the integrator, of the length of position and of velocity each step.
    bodies, j2, eclipses : what acts
    """

    craft: ElectricCraft
    rtol: float = 1e-10
    bodies: tuple[str, ...] = ("earth", "moon", "sun")
    j2: bool = True
    eclipses: bool = True
    _fields: dict[str, ForceModel] = field(default_factory=dict, init=False)

    def field_at(self, t_tdb_s: float, law: Array) -> LowThrustField:
        """Model of motion that starts at an instant; the pole is that of the first call."""
        if "force" not in self._fields:
            self._fields["force"] = force_model(
                t0_s=t_tdb_s, bodies=self.bodies, j2=self.j2, pole=pole_of_date(t_tdb_s)
            )
        return low_thrust_field(
            force=self._fields["force"]._replace(t0_s=float(t_tdb_s)),
            thrust_n=self.craft.thrust_n,
            isp_s=self.craft.isp_s,
            law=law,
            eclipses=self.eclipses,
        )

    def fly(
        self, phase: str, start: Moment, duration_s: float, law: Array, *, rows: Array = _NO_ROWS
    ) -> Leg:
        """Fly one leg, up to its duration or to the event that stops it.

        Raises
        ------
        NoConvergenceError
            The integrator met a body's centre or ran out of steps.
        """
        found = np.empty((_MAX_EVENTS if len(rows) else 0, 2 + len(start.y)))
        status, _, n_events, reached, end = integrator.integrate(
            0.0,
            float(duration_s),
            start.y,
            self.rtol,
            self.field_at(start.t_tdb_s, law),
            _NO_TIMES,
            rows,
            _MAX_STEPS,
            np.empty((0, 6)),
            found,
        )
        if status not in (integrator.DONE, integrator.STOPPED_BY_EVENT):
            raise NoConvergenceError(
                what=f"low-thrust leg ({phase})",
                residual=reached,
                unit="s flown",
                way_out="start higher, or keep away from a body's centre",
            )
        return Leg(
            phase=phase,
            law=law,
            start=start,
            end=Moment(start.t_tdb_s + reached, end),
            status=status,
            events=found[:n_events],
        )

    def places(self, leg: Leg, times_s: Array) -> Array:
        """States (m, 6) inside a leg, at seconds from its start."""
        samples = np.empty((len(times_s), 6))
        integrator.integrate(
            0.0,
            leg.duration_s,
            leg.start.y,
            self.rtol,
            self.field_at(leg.start.t_tdb_s, leg.law),
            times_s,
            _NO_ROWS,
            _MAX_STEPS,
            samples,
            np.empty((0, 2 + len(leg.start.y))),
        )
        return samples


class Duty:
    """Spreads pauses evenly: the engine runs in a share of the legs, by length.

    Deterministic, so that the same flight is flown twice alike.
    """

    def __init__(self, share: float) -> None:
        self.share = share
        self._run_s = self._all_s = 0.0

    def allows(self, duration_s: float) -> bool:
        """Whether the engine may run in the next leg of this length."""
        runs = self._run_s <= self.share * self._all_s
        self._all_s += duration_s
        self._run_s += duration_s if runs else 0.0
        return runs
