"""Differential correction of a lunar arrival in the ephemeris.

Three controls (node, argument of latitude, size of a tangential burn) are driven onto
three goals. Stage 1 reads the B-plane 50 000 km from the Moon, where the goals are
nearly linear in the controls, so that thousands of km of error go in a few steps.
Stage 2 reads perilune itself: radius, inclination and time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import aim_point_km, asymptote_declination, bplane, cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_pole, pole_of_date
from planner.astro.propagate import EventRequest, Propagation, propagate
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import (
    injection_partials,
    injection_state,
    julian_date,
    on_grid,
    orbit_axes,
)
from planner.transfers.request import DirectRequest

Array = NDArray[np.float64]

#: Distance (km) from the Moon at which the B-plane is read in the first stage: inside
#: it the Moon rules, so that the osculating hyperbola hardly changes any more.
_GATE_KM = 50_000.0
#: Where the two stages read.
GATE = EventRequest(name="distance", value_km=_GATE_KM, direction=-1, stops=True)
PERILUNE = EventRequest(name="periapsis", stops=True)
#: Stage 1 hands over to stage 2 below this miss in the B-plane (km).
HANDOVER_KM = 200.0
#: Goals of the correction: a metre, a millionth in cos i, ten milliseconds.
GOAL_TOLERANCE = np.array([1e-3, 1e-6, 1e-2])
MAX_ITERATIONS = 25
#: The pad's clock and the burn agree within this (s): the plane turns 1e-4 degrees in it.
CLOCK_TOLERANCE_S = 1.0
#: Largest change of node and argument of latitude (rad) and of TLI (km/s) in one step.
_STEP_LIMIT = np.array([0.1, 0.1, 0.05])
#: Days the search for perilune may run past the wanted time of flight.
LATE_D = 1.5


@dataclass(slots=True, kw_only=True)
class Aim:
    """Controls (node rad, argument of latitude rad, Δv km/s) about fixed epochs.

    Mutable: the correction moves ``controls``, the pad's clock moves ``tli_s``.
    ``tdb_minus_utc_s`` and ``coast_near_rad``, the coast of the first guess, serve that clock.
    """

    tli_s: float
    tof_s: float
    tdb_minus_utc_s: float
    radius_km: float
    inclination_rad: float
    controls: Array
    coast_near_rad: float | None = None

    @property
    def axes(self) -> Array:
        """Rows of the parking plane, see `orbit_axes`."""
        return orbit_axes(
            node_rad=self.controls[0],
            inclination_rad=self.inclination_rad,
            t_tdb_s=self.tli_s,
        )

    @property
    def state(self) -> Array:
        """State after the burn (km, km/s; Earth-centred ICRF)."""
        return injection_state(
            radius_km=self.radius_km,
            axes=self.axes,
            u_rad=self.controls[1],
            dv_km_s=self.controls[2],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """Miss of the three goals on one arc, and its gradient in the state at its end."""

    error: Array
    gradient: Array
    arc: Propagation
    relative_km_s: Array


def correct(aim: Aim, request: DirectRequest, clock_off_s: Callable[[Aim], float]) -> Reading:
    """Drive the controls onto the goals while the burn follows the pad's clock.

    ``clock_off_s`` tells how late (s) the pad would let the burn happen. The plane
    turns with the Moon, half a degree an hour, against the Earth's fifteen: each round
    leaves a thirtieth of the disagreement, so both settle together.

    Raises
    ------
    NoConvergenceError, OutOfRangeError
        The goals cannot be met from this first guess, or at all.
    """
    at_perilune = False
    for _ in range(MAX_ITERATIONS):
        reading = (_read_perilune if at_perilune else _read_bplane)(aim, request)
        off_s = clock_off_s(aim)
        on_time = abs(off_s) <= CLOCK_TOLERANCE_S
        if at_perilune and on_time and np.all(np.abs(reading.error) <= GOAL_TOLERANCE):
            return reading
        near = np.hypot(reading.error[0], reading.error[1]) < HANDOVER_KM
        at_perilune = at_perilune or bool(near)
        _step(aim, reading)
        if not on_time:
            aim.tli_s = on_grid(aim.tli_s + clock_off_s(aim))
    raise NoConvergenceError(
        what="direct transfer",
        residual=float(np.abs(reading.error[0])),
        unit="km",
        way_out="take a time of flight nearer to 4.5 days, or a departure a day away",
    )


def _step(aim: Aim, reading: Reading) -> None:
    stm = reading.arc.stm
    assert stm is not None  # every arc of the correction asks for it
    partials = injection_partials(state=aim.state, axes=aim.axes, t_tdb_s=aim.tli_s)
    step = -np.linalg.solve(reading.gradient @ stm @ partials, reading.error)
    with np.errstate(divide="ignore"):
        aim.controls = aim.controls + step * min(1.0, np.min(_STEP_LIMIT / np.abs(step)))


def _arc(aim: Aim, request: DirectRequest, stop: EventRequest, rtol: float) -> Propagation:
    return propagate(
        epoch_tdb_jd=julian_date(aim.tli_s),
        state_km_s=aim.state,
        duration_s=aim.tof_s + LATE_D * SECONDS_PER_DAY,
        bodies=request.bodies,
        j2=request.j2,
        pole=pole_of_date(aim.tli_s),
        events=(stop,),
        stm=True,
        rtol=rtol,
    )


def relative_to_moon(arc: Propagation) -> Array:
    """Moon-centred state (km, km/s) at the end of an arc."""
    relative: Array = arc.state_km_s - body_states_km_s("moon", arc.epoch_tdb_jd)[0]
    return relative


def _read_bplane(aim: Aim, request: DirectRequest) -> Reading:
    return bplane_reading(
        _arc(aim, request, GATE, 1e-9), request, start_s=aim.tli_s, tof_s=aim.tof_s
    )


def bplane_reading(
    arc: Propagation, request: DirectRequest, *, start_s: float, tof_s: float
) -> Reading:
    """Miss in B.T (km), B.R (km) and perilune time (s) of an arc that ends at the gate.

    ``start_s`` TDB seconds past J2000 at the arc's start, ``tof_s`` the time wanted from
    there to perilune.
    """
    relative = relative_to_moon(arc)
    pole = moon_pole(start_s + tof_s)
    read = bplane(GM_MOON_KM3_S2, relative, pole)
    if not np.isfinite(read[0]):
        raise NoConvergenceError(
            what="direct transfer",
            residual=float(np.linalg.norm(relative[:3])),
            unit="km from the Moon, and bound to it",
            way_out="take a shorter time of flight",
        )
    goal = _aim_point(relative, float(read[3]), pole, request)
    late_s = arc.elapsed_s + read[2] - tof_s
    return Reading(
        error=np.array([read[0] - goal[0], read[1] - goal[1], late_s]),
        gradient=_bplane_gradient(relative, pole),
        arc=arc,
        relative_km_s=relative,
    )


def _aim_point(
    relative: Array, v_inf_km_s: float, pole: Array, request: DirectRequest
) -> tuple[float, float]:
    declination = asymptote_declination(GM_MOON_KM3_S2, relative, pole)
    goal = aim_point_km(
        gm_km3_s2=GM_MOON_KM3_S2,
        v_inf_km_s=v_inf_km_s,
        periapsis_km=MOON_RADIUS_KM + request.perilune_alt_km,
        inclination_rad=float(np.radians(request.inclination_deg)),
        declination_rad=declination,
        north_first=request.north_first,
    )
    if goal is None:
        lowest = abs(float(np.degrees(declination)))
        raise OutOfRangeError(
            name="inclination_deg",
            value=request.inclination_deg,
            allowed=f"{lowest:.2f} .. {180.0 - lowest:.2f} for this arrival",
        )
    return goal


def _bplane_gradient(relative: Array, pole: Array) -> Array:
    """Central differences of the closed formula: 1 m and 1 mm/s, far above rounding."""
    gradient = np.empty((3, 6))
    for i, step in enumerate((1e-3,) * 3 + (1e-6,) * 3):
        shift = np.zeros(6)
        shift[i] = step
        ahead = bplane(GM_MOON_KM3_S2, relative + shift, pole)
        behind = bplane(GM_MOON_KM3_S2, relative - shift, pole)
        gradient[:, i] = (ahead[:3] - behind[:3]) / (2.0 * step)
    return gradient


def _read_perilune(aim: Aim, request: DirectRequest) -> Reading:
    return perilune_reading(
        _arc(aim, request, PERILUNE, 1e-12), request, start_s=aim.tli_s, tof_s=aim.tof_s
    )


def perilune_reading(
    arc: Propagation, request: DirectRequest, *, start_s: float, tof_s: float
) -> Reading:
    """Miss in perilune radius (km), cos i and perilune time (s) of an arc that ends there.

    As `bplane_reading`.
    """
    relative = relative_to_moon(arc)
    pole = moon_pole(start_s + arc.elapsed_s)
    misses, slopes = perilune_goals(relative, pole, request)
    r, v = relative[:3], relative[3:]
    # Perilune, where r.v = 0, moves by -d(r.v) / (d(r.v)/dt).
    rate = float(v @ v) - GM_MOON_KM3_S2 / float(np.linalg.norm(r))
    return Reading(
        error=np.append(misses, arc.elapsed_s - tof_s),
        gradient=np.vstack((slopes, -np.concatenate((v, r)) / rate)),
        arc=arc,
        relative_km_s=relative,
    )


def perilune_goals(
    relative_km_s: Array, pole: Array, request: DirectRequest
) -> tuple[Array, Array]:
    """Miss in perilune radius (km) and in cos i, and their derivatives (2, 6) in the state.

    ``relative_km_s`` [6] is the Moon-centred state at perilune, ``pole`` that of the Moon.
    """
    r, v = relative_km_s[:3], relative_km_s[3:]
    radius = float(np.linalg.norm(r))
    h = cross(r, v)
    momentum = float(np.linalg.norm(h))
    cos_i = float(h @ pole) / momentum
    across = (pole - cos_i * h / momentum) / momentum  # d(cos i) = across . dh
    misses = np.array(
        [
            radius - MOON_RADIUS_KM - request.perilune_alt_km,
            cos_i - np.cos(np.radians(request.inclination_deg)),
        ]
    )
    slopes = np.vstack(
        (
            np.concatenate((r / radius, np.zeros(3))),
            np.concatenate((cross(v, across), cross(across, r))),
        )
    )
    return misses, slopes
