"""A joined low-energy flight as one arc from TLI to perilune, and what it tells.

The chain's TLI is flown forward without a cut and corrected until perilune has the radius and
the inclination wanted: three controls, two goals, the least change. The state reported is
therefore continuous: any accurate integrator that starts from it arrives, as far as its own
rounding, magnified by the flight, lets it (``perilune_km_per_m_s_at_tli`` tells how much).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import (
    GM_EARTH_KM3_S2,
    GM_MOON_KM3_S2,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_pole
from planner.astro.propagate import Event, EventRequest, Propagation, propagate
from planner.errors import NoConvergenceError, PlannerError
from planner.transfers.capture import capture_burn
from planner.transfers.departure import (
    injection_partials,
    julian_date,
    on_grid,
    radius_of,
)
from planner.transfers.direct import pad_clock, parking_orbit, sampled_path, tli_burn
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.low_energy_nodes import BURN, EPOCH, INCLINATION, LATITUDE, NODE, Chain
from planner.transfers.request import PERILUNE_RANGE_KM, DirectRequest
from planner.transfers.targeting import Aim, perilune_goals

Array = NDArray[np.float64]

FAMILY: Final = "low-energy"
_RTOL: Final = 1e-13
#: Perilune's radius (km) and cos i are met, as closely as a direct transfer meets them.
_TOLERANCE: Final = np.array([1e-3, 1e-6])
#: Most km that perilune may move by 1 m/s more at TLI. At this limit the steps of integrators
#: at 1e-13, some 1e-9 m/s near the Earth, part by 10 m at the Moon; beyond it, the state at TLI
#: no longer tells where a flight arrives.
_WILDEST_KM_PER_M_S: Final = 1e7
_MOST_STEPS: Final = 12
#: Largest change of node and argument of latitude (rad) and of TLI (km/s) in one step.
_STEP_LIMIT: Final = np.array([1e-3, 1e-3, 1e-4])
#: The perilune of the chain is met again within this (d).
_SAME_PERILUNE_D: Final = 0.5
_EVENTS: Final = (
    EventRequest(name="periapsis", body="moon"),
    EventRequest(name="apoapsis", body="earth"),
    EventRequest(name="periapsis", body="earth"),
)
#: A closest point to the Moon counts as a passage inside its sphere of influence (km, Laplace).
_INFLUENCE_KM: Final = 66_183.0


def flown_forward(chain: Chain, z: Array) -> Flight | None:
    """The flight of a joined chain.

    None if it does not close, meets a body on the way, or is too sensitive.
    """
    aim = _aim(chain, z)
    try:
        arc, perilune = _closed(aim, float(z[-4]), chain.request)
    except PlannerError:
        return None
    wild = _sensitivity(aim, perilune) > _WILDEST_KM_PER_M_S
    if wild or _meets_a_body(arc, perilune, aim.radius_km):
        return None
    return _flight(aim, arc, perilune, chain.request)


def _aim(chain: Chain, z: Array) -> Aim:
    tli_s = on_grid(z[EPOCH])
    return Aim(
        tli_s=tli_s,
        tof_s=float(z[-4]) - tli_s,
        tdb_minus_utc_s=chain.tdb_minus_utc_s,
        radius_km=radius_of(parking_alt_km=chain.request.parking_alt_km),
        inclination_rad=float(z[INCLINATION]),
        controls=np.array([z[NODE], z[LATITUDE], z[BURN]]),
        coast_near_rad=chain.coast_near_rad,
    )


def _closed(aim: Aim, perilune_s: float, request: DirectRequest) -> tuple[Propagation, Event]:
    """Correct the controls until the arc arrives."""
    for _ in range(_MOST_STEPS):
        arc, perilune = _flown(aim, perilune_s, request)
        misses, slopes = perilune_goals(_about_moon(perilune), moon_pole(perilune_s), request)
        if np.all(np.abs(misses) <= _TOLERANCE):
            return arc, perilune
        partials = injection_partials(state=aim.state, axes=aim.axes, t_tdb_s=aim.tli_s)
        assert perilune.stm is not None  # asked for
        rows = slopes @ perilune.stm @ partials * _STEP_LIMIT
        step = -np.linalg.lstsq(rows, misses, rcond=None)[0]
        aim.controls = aim.controls + step / max(1.0, float(np.abs(step).max())) * _STEP_LIMIT
    raise _lost(float(misses[0]))


def _flown(aim: Aim, perilune_s: float, request: DirectRequest) -> tuple[Propagation, Event]:
    """The arc, and its perilune nearest in time to the one wanted."""
    beyond_s = _SAME_PERILUNE_D * SECONDS_PER_DAY
    arc = propagate(
        epoch_tdb_jd=julian_date(aim.tli_s), state_km_s=aim.state,
        duration_s=perilune_s + beyond_s - aim.tli_s, bodies=request.bodies,
        events=_EVENTS, stm=True, rtol=_RTOL,
    )  # fmt: skip
    flight_s = perilune_s - aim.tli_s
    near = [e for e in arc.events if _at_moon(e) and abs(e.elapsed_s - flight_s) < beyond_s]
    if not near:
        raise _lost(float(np.linalg.norm(arc.state_km_s[:3])))
    return arc, min(near, key=lambda event: abs(event.elapsed_s - flight_s))


def _lost(residual_km: float) -> NoConvergenceError:
    return NoConvergenceError(
        what="low-energy flight in one arc", residual=residual_km, unit="km", way_out="try another"
    )


def _at_moon(event: Event) -> bool:
    return event.body == "moon" and event.distance_km < _INFLUENCE_KM


def _about_moon(event: Event) -> Array:
    relative: Array = event.state_km_s - body_states_km_s("moon", event.epoch_tdb_jd)[0]
    return relative


def _meets_a_body(arc: Propagation, perilune: Event, parking_km: float) -> bool:
    """Whether a passage before the last comes below mountains, or below the parking orbit."""
    lowest = {"moon": MOON_RADIUS_KM + PERILUNE_RANGE_KM[0], "earth": parking_km}
    return any(
        event.name == "periapsis" and event.distance_km < lowest[event.body]
        for event in arc.events
        # TLI is itself a perigee, which rounding may put a moment after the start.
        if 60.0 < event.elapsed_s < perilune.elapsed_s - 60.0
    )


def _flight(aim: Aim, arc: Propagation, perilune: Event, request: DirectRequest) -> Flight:
    relative = _about_moon(perilune)
    c3_moon = _c3_moon_km2_s2(perilune)
    loi = capture_burn(
        relative_km_s=relative,
        epoch_tdb_jd=perilune.epoch_tdb_jd,
        apolune_alt_km=request.apolune_alt_km,
    )
    inclination = _inclination_deg(relative, perilune)
    times, craft, moon = sampled_path(aim, perilune.elapsed_s, request.bodies)
    state = aim.state
    return Flight(
        family=FAMILY,
        model="ephemeris",
        burns=(tli_burn(aim), loi),
        tof_d=perilune.elapsed_s / SECONDS_PER_DAY,
        c3_km2_s2=float(state[3:] @ state[3:]) - 2.0 * GM_EARTH_KM3_S2 / aim.radius_km,
        arrival=FlightEnd(
            altitude_km=perilune.distance_km - MOON_RADIUS_KM,
            inclination_deg=inclination,
            v_inf_km_s=float(np.sqrt(c3_moon)) if c3_moon > 0.0 else None,
        ),
        residuals={
            "perilune_km": perilune.distance_km - MOON_RADIUS_KM - request.perilune_alt_km,
            "inclination_deg": inclination - request.inclination_deg,
            "launch_clock_s": pad_clock(aim, request).tli_tdb_s - aim.tli_s,
        },
        details=_details(aim, arc, perilune, request),
        path_tdb_jd=times,
        path_earth_km=craft,
        path_moon_km=moon,
    )


def _details(
    aim: Aim, arc: Propagation, perilune: Event, request: DirectRequest
) -> dict[str, Detail]:
    parking = parking_orbit(aim, pad_clock(aim, request), request)
    return {
        "launch_tdb_jd": float(parking.launch_tdb_jd),
        "coast_d": float(parking.coast_d),
        "parking_inclination_deg": parking.inclination_deg,
        "parking_raan_deg": parking.raan_deg,
        "arrival_c3_km2_s2": _c3_moon_km2_s2(perilune),
        "apolune_alt_km": request.apolune_alt_km,
        **_far_out(arc, perilune),
        "nearest_moon_before_km": _nearest_before_km(arc, perilune),
        "perilune_km_per_m_s_at_tli": _sensitivity(aim, perilune),
    }


def _c3_moon_km2_s2(perilune: Event) -> float:
    """Twice the two-body energy about the Moon before LOI."""
    v = _about_moon(perilune)[3:]
    return float(v @ v) - 2.0 * GM_MOON_KM3_S2 / perilune.distance_km


def _inclination_deg(relative: Array, perilune: Event) -> float:
    h = cross(relative[:3], relative[3:])
    pole = moon_pole((perilune.epoch_tdb_jd - J2000_JD) * SECONDS_PER_DAY)
    return float(np.degrees(np.arccos(h @ pole / np.linalg.norm(h))))


def _far_out(arc: Propagation, perilune: Event) -> dict[str, float | int]:
    """Apogee, and where the Sun has it.

    The angle counts from the direction away from the Sun, the way the Earth goes round it. In
    the second and fourth quadrants the Sun's tide adds to the angular momentum.
    """
    apogee = max(
        (e for e in arc.events if e.name == "apoapsis" and e.elapsed_s < perilune.elapsed_s),
        key=lambda event: event.distance_km,
    )
    sun = body_states_km_s("sun", apogee.epoch_tdb_jd)[0]
    away = -sun[:3] / np.linalg.norm(sun[:3])
    north = cross(sun[:3], sun[3:])
    ahead = cross(north / np.linalg.norm(north), away)
    place = apogee.state_km_s[:3]
    angle_deg = float(np.degrees(np.arctan2(place @ ahead, place @ away))) % 360.0
    return {
        "apogee_km": float(apogee.distance_km),
        "apogee_tdb_jd": float(apogee.epoch_tdb_jd),
        "apogee_from_anti_sun_deg": angle_deg,
        "apogee_quadrant": int(angle_deg // 90.0) + 1,
    }


def _nearest_before_km(arc: Propagation, perilune: Event) -> float | None:
    """Least distance from the Moon's centre at a passage before the last; None without one."""
    passages = [
        e.distance_km for e in arc.events if _at_moon(e) and e.elapsed_s < perilune.elapsed_s - 60.0
    ]
    return min(passages, default=None)


def _sensitivity(aim: Aim, perilune: Event) -> float:
    """Change of perilune (km) by 1 m/s more at TLI, to first order."""
    relative = _about_moon(perilune)
    partials = injection_partials(state=aim.state, axes=aim.axes, t_tdb_s=aim.tli_s)
    assert perilune.stm is not None  # asked for
    moved = perilune.stm @ partials[:, 2]
    return abs(float(relative[:3] @ moved[:3])) / perilune.distance_km * 1e-3
