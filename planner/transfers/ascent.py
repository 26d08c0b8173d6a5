"""From a site on the Moon to a craft that waits on a circle: wait, ascent, rendezvous.

The plane of the waiting orbit comes over the site as for a landing
(`planner.transfers.plane_chances`); what the site lies to the side is steered out on the way up.
Straight up first, then linear tangents (`planner.transfers.climb`) lead to perilune of an
insertion ellipse; from there the burns of `planner.transfers.rendezvous` meet the target. The
moment of liftoff is the one from which the target's lead comes out right; a target whose place is
not given is taken to be there.

Source: Bennett 1972, "Mission planning for lunar module descent and ascent", NASA TN D-6846;
Young & Alexander 1970, "Apollo lunar rendezvous", J. Spacecraft 7:1083.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.elements import elements_from_state
from planner.astro.orientation import moon_pole
from planner.transfers.climb import Climb, require_thrust
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.liftoff import AscentRequest, lifted_off
from planner.transfers.meeting import Meeting, meet
from planner.transfers.moon_path import earth_centred
from planner.transfers.over_site import LunarOrbit, Plane
from planner.transfers.rendezvous import Sequence
from planner.transfers.request import refuse_unless, require_within
from planner.transfers.site_light import look_deg
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]

FAMILY = "ascent"
MODELS = ("conic", "ephemeris")


def ascent(*, depart_tdb_jd: float, request: AscentRequest, model: str = "ephemeris") -> Flight:
    """Leave the Moon and meet the craft in orbit.

    Parameters
    ----------
    depart_tdb_jd : float
        Liftoff at the earliest (TDB, Julian date), 1965 to 2065; a node or an argument of the
        orbit is of this moment.
    request : AscentRequest
    model : {"conic", "ephemeris"}
        Field of the rendezvous; the ascent and the wait are two-body in both.

    Returns
    -------
    Flight
        Burns: ``ascent`` (finite: from the state on the ground to that at cut-off, ``dv_m_s``
        from the propellant), then those of the rendezvous. ``residuals``: of the ascent flown
        again in short pieces, and the distance to the target at the last burn.

    Raises
    ------
    OutOfRangeError
        A value outside its range, a site out of reach within the wait, or too little thrust.
    NoConvergenceError
        No steering, or no meeting, was found.
    """
    require_within("depart_tdb_jd", depart_tdb_jd, 2438761.5, 2475286.5, "(1965 to 2065)")
    refuse_unless(model in MODELS, name="model", value=model, allowed=", ".join(MODELS))
    sequence = request.sequence()
    start_s = seconds_past_j2000(depart_tdb_jd)
    plane, off_rad, flown = lifted_off(start_s, request, sequence)
    seconds, states = flown.path()
    cutoff_s = flown.liftoff_tdb_s + flown.duration_s
    if not sequence.impulses:
        meeting = None
    else:
        angle = float(plane.angle_of(states[-1, :3])) + sequence.lead_rad
        target = _on_circle(plane, request.orbit, angle)
        meeting = meet(
            chaser=states[-1],
            target=target,
            insertion_tdb_s=cutoff_s,
            sequence=sequence,
            model=model,
        )
    return _assembled(
        start_s, plane, off_rad, flown, seconds, states, meeting, request, sequence, model
    )


def _on_circle(plane: Plane, orbit: LunarOrbit, angle_rad: float) -> Array:
    radius = MOON_RADIUS_KM + orbit.altitude_km
    speed = math.sqrt(GM_MOON_KM3_S2 / radius)
    return np.concatenate((radius * plane.radial(angle_rad), speed * plane.ahead(angle_rad)))


def _assembled(
    start_s: float,
    plane: Plane,
    off_rad: float,
    flown: Climb,
    seconds: Array,
    states: Array,
    meeting: Meeting | None,
    request: AscentRequest,
    sequence: Sequence,
    model: str,
) -> Flight:
    liftoff_s = flown.liftoff_tdb_s
    first = Burn(
        name="ascent",
        epoch_tdb_jd=julian_date(liftoff_s),
        dv_m_s=flown.dv_m_s,
        center="moon",
        r_km=vector(states[0, :3]),
        v_before_km_s=vector(states[0, 3:]),
        v_after_km_s=vector(states[-1, 3:]),
    )
    burns = (first, *(meeting.burns if meeting else ()))
    end_s = meeting.end_tdb_s if meeting else liftoff_s + flown.duration_s
    times, places = seconds + liftoff_s, states[:, :3]
    if meeting:
        times = np.concatenate((times[:-1], meeting.path_tdb_s))
        places = np.concatenate((places[:-1], meeting.path_km))
    path_jd, path_earth, path_moon = earth_centred(times, places)
    residuals = _insertion_residuals(states[-1], plane, request)
    if meeting:
        residuals["meeting_m"] = meeting.miss_m
    return Flight(
        family=FAMILY,
        model=model,
        burns=burns,
        tof_d=(end_s - liftoff_s) / SECONDS_PER_DAY,
        c3_km2_s2=None,
        arrival=_arrival(burns[-1], end_s, meeting, request),
        residuals=residuals,
        details=_details(start_s, plane, off_rad, flown, burns, request, sequence),
        path_tdb_jd=path_jd,
        path_earth_km=path_earth,
        path_moon_km=path_moon,
    )


def _arrival(
    last: Burn, end_s: float, meeting: Meeting | None, request: AscentRequest
) -> FlightEnd:
    r, v = np.array(last.r_km), np.array(last.v_after_km_s)
    h = cross(r, v)
    inclination = math.acos(float(h @ moon_pole(end_s)) / float(np.linalg.norm(h)))
    altitude = float(np.linalg.norm(r)) - MOON_RADIUS_KM
    return FlightEnd(
        altitude_km=altitude if meeting else request.insertion.perilune_alt_km,
        inclination_deg=math.degrees(inclination),
    )


def _insertion_residuals(state: Array, plane: Plane, request: AscentRequest) -> dict[str, float]:
    orbit = elements_from_state(state, gm_km3_s2=GM_MOON_KM3_S2)
    apolune = 2.0 * orbit.semi_major_axis_km - orbit.periapsis_km
    wanted = request.insertion
    return {
        "perilune_m": 1e3 * (orbit.periapsis_km - MOON_RADIUS_KM - wanted.perilune_alt_km),
        "apolune_m": 1e3 * (apolune - MOON_RADIUS_KM - wanted.apolune_alt_km),
        "plane_m": 1e3 * float(state[:3] @ plane.axes[2]),
        "plane_m_s": 1e3 * float(state[3:] @ plane.axes[2]),
    }


def _details(
    start_s: float,
    plane: Plane,
    off_rad: float,
    flown: Climb,
    burns: tuple[Burn, ...],
    request: AscentRequest,
    sequence: Sequence,
) -> dict[str, Detail]:
    engine, site, liftoff_s = request.engine, request.site, flown.liftoff_tdb_s
    sun_up, _ = look_deg(site=site, body="sun", t_tdb_s=liftoff_s)
    inserted_kg = engine.mass_after_kg(engine.mass_kg, flown.dv_m_s)
    end_kg = engine.mass_after_kg(engine.mass_kg, sum(burn.dv_m_s for burn in burns))
    cutoff_s = liftoff_s + flown.duration_s
    return {
        "liftoff_tdb_jd": julian_date(liftoff_s),
        "insertion_tdb_jd": julian_date(cutoff_s),
        "site_lat_deg": site.lat_deg,
        "site_lon_deg": site.lon_deg,
        "sun_elevation_deg": sun_up,
        "wait_d": (liftoff_s - start_s) / SECONDS_PER_DAY,
        "orbit_node_deg": plane.node_deg(),
        "cross_range_km": MOON_RADIUS_KM * off_rad,
        "insertion_perilune_alt_km": request.insertion.perilune_alt_km,
        "insertion_apolune_alt_km": request.insertion.apolune_alt_km,
        "duration_s": flown.duration_s,
        "throttle": flown.throttle,
        "thrust_to_weight": require_thrust(engine),
        "pitch_start_deg": flown.burn.pitch_deg(0.0),
        "pitch_end_deg": flown.burn.pitch_deg(1.0),
        "yaw_start_deg": flown.burn.yaw_deg(0.0),
        "yaw_end_deg": flown.burn.yaw_deg(1.0),
        "rendezvous": request.rendezvous.way,
        "target_lead_deg": math.degrees(sequence.lead_rad) % 360.0 if sequence.impulses else None,
        "rendezvous_m_s": sum(burn.dv_m_s for burn in burns[1:]),
        "inserted_kg": inserted_kg,
        "propellant_kg": engine.mass_kg - end_kg,
        "end_kg": end_kg,
    }
