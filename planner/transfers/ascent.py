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
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.elements import elements_from_state
from planner.astro.orientation import moon_pole
from planner.errors import NoConvergenceError
from planner.transfers.climb import Climb, Insertion, climb, require_thrust
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.meeting import Meeting, meet
from planner.transfers.moon_path import earth_centred
from planner.transfers.over_site import Lead, LunarOrbit, Plane, SurfaceSite, plane_of
from planner.transfers.plane_chances import (
    LONGEST_WAIT_D,
    Chances,
    Reach,
    chances_over,
    out_of_reach,
)
from planner.transfers.powered_flight import Engine
from planner.transfers.rendezvous import RendezvousWish, Sequence, rendezvous
from planner.transfers.request import refuse_unless, require_within
from planner.transfers.site_light import look_deg
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]

FAMILY = "ascent"
MODELS = ("conic", "ephemeris")
#: Widest dog-leg: it costs some 180 m/s at Apollo's thrust, more than a turn in orbit.
CROSS_RANGE_LIMIT_KM = 100.0
_NO_LEAD = Lead(lag_s=0.0, angle_rad=0.0)
#: The target is where it should be, within this angle (rad): a metre.
_IN_PLACE = 5e-7
_MAX_SHIFTS = 10
_TURN = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentRequest:
    """What an ascent has to do.

    Attributes
    ----------
    site : SurfaceSite
    engine : Engine
        Mass at liftoff; the rendezvous burns are counted with the same specific impulse.
    orbit : LunarOrbit
        The waiting craft's circle; its argument is the craft's.
    insertion : Insertion
        The ellipse the ascent ends in, at perilune.
    rise_s : float
        Straight up at first: 0 to 60 s.
    wait_max_d : float
        Longest wait on the surface, to 28.5 d.
    cross_range_max_km : float
        How far to the side of the plane the site may lie: 0 to 100 km.
    rendezvous : RendezvousWish
    """

    site: SurfaceSite
    engine: Engine
    orbit: LunarOrbit = LunarOrbit()  # noqa: RUF009 -- frozen
    insertion: Insertion = Insertion()  # noqa: RUF009 -- frozen
    rise_s: float = 10.0
    wait_max_d: float = 14.0
    cross_range_max_km: float = 20.0
    rendezvous: RendezvousWish = RendezvousWish()  # noqa: RUF009 -- frozen

    def __post_init__(self) -> None:
        """Refuse what no ascender does, and NaN."""
        require_within("rise_s", self.rise_s, 0.0, 60.0, "s")
        require_within("wait_max_d", self.wait_max_d, 0.0, LONGEST_WAIT_D, "d")
        require_within(
            "cross_range_max_km", self.cross_range_max_km, 0.0, CROSS_RANGE_LIMIT_KM, "km"
        )
        low = max(5.0, self.site.alt_km + 5.0)
        require_within(
            "insertion_perilune_alt_km", self.insertion.perilune_alt_km, low, 100.0, "km"
        )
        require_within(
            "insertion_apolune_alt_km", self.insertion.apolune_alt_km,
            self.insertion.perilune_alt_km, 5000.0, "km",
        )  # fmt: skip
        refuse_unless(
            self.orbit.apolune_alt_km is None,
            name="orbit_apolune_alt_km",
            value=self.orbit.apolune_alt_km,
            allowed="circles: the rendezvous is planned for one",
        )
        require_thrust(self.engine)
        self.sequence()

    def sequence(self) -> Sequence:
        """Return the rendezvous in the plane."""
        return rendezvous(
            perilune_alt_km=self.insertion.perilune_alt_km,
            apolune_alt_km=self.insertion.apolune_alt_km,
            target_alt_km=self.orbit.altitude_km,
            wish=self.rendezvous,
        )


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
    require_within("depart_tdb_jd", depart_tdb_jd, 2438761.5, 2475285.5, "(1965 to 2065)")
    refuse_unless(model in MODELS, name="model", value=model, allowed=", ".join(MODELS))
    sequence = request.sequence()
    start_s = seconds_past_j2000(depart_tdb_jd)
    plane, off_rad, flown = _lifted(start_s, request, sequence)
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


def _lifted(
    start_s: float, request: AscentRequest, sequence: Sequence
) -> tuple[Plane, float, Climb]:
    """Plane, the site's angle off it, and the ascent at the moment that suits the target."""
    if not sequence.impulses:  # nobody to meet: any moment will do
        request = replace(request, orbit=replace(request.orbit, argument_deg=None))
    lead = _lead_at_liftoff(start_s, request, sequence)
    plane = plane_of(
        request.orbit, site=request.site, start_tdb_s=start_s, first_tdb_s=start_s, lead=lead
    )
    reach = Reach(cross_range_max_km=request.cross_range_max_km)

    def within(wait_max_d: float) -> Chances:
        return chances_over(
            plane, site=request.site, first_tdb_s=start_s, wait_max_d=wait_max_d, lead=lead,
            reach=reach,
        )  # fmt: skip

    chances = within(request.wait_max_d)
    if not chances.reached:
        raise out_of_reach(
            patient=within(LONGEST_WAIT_D),
            best=chances,
            earliest_tdb_s=start_s,
            wait_max_d=request.wait_max_d,
            reach=reach,
            way_out="let the waiting craft change its plane",
        )
    liftoff_s = chances.first.t_tdb_s
    throttle: float | None = None
    for _ in range(_MAX_SHIFTS):
        flown = _climbed(plane, request, liftoff_s, throttle)
        throttle = flown.throttle
        late = _late_rad(plane, flown, sequence)
        if abs(late) <= _IN_PLACE:
            break
        liftoff_s -= late / plane.rate_rad_s
    else:
        raise NoConvergenceError(
            what="moment of liftoff",
            residual=abs(late),
            unit="rad of the target's orbit",
            way_out="leave the target's argument open, or allow less cross-range",
        )
    place = request.site.state(liftoff_s)[:3]
    off = math.asin(float(place @ plane.axes[2]) / float(np.linalg.norm(place)))
    return plane, off, flown


def _climbed(
    plane: Plane, request: AscentRequest, liftoff_s: float, throttle: float | None = None
) -> Climb:
    return climb(
        plane=plane,
        site=request.site,
        insertion=request.insertion,
        engine=request.engine,
        rise_s=request.rise_s,
        liftoff_tdb_s=liftoff_s,
        throttle=throttle,
    )


def _lead_at_liftoff(start_s: float, request: AscentRequest, sequence: Sequence) -> Lead:
    """Where the target has to be at liftoff, from an ascent straight into the plane."""
    if request.orbit.argument_deg is None:
        return _NO_LEAD
    reachable = max(request.orbit.inclination_deg, abs(request.site.lat_deg))
    through = replace(
        request.orbit, node_deg=None, argument_deg=None,
        inclination_deg=min(reachable, 180.0 - abs(request.site.lat_deg)),
    )  # fmt: skip
    plane = plane_of(
        through, site=request.site, start_tdb_s=start_s, first_tdb_s=start_s, lead=_NO_LEAD
    )
    flown = _climbed(plane, request, start_s)
    _, states = flown.path()
    arc = float(plane.angle_of(states[-1, :3]) - plane.angle_of(states[0, :3])) % _TURN
    ahead = arc + sequence.lead_rad - plane.rate_rad_s * flown.duration_s
    return Lead(lag_s=0.0, angle_rad=-ahead)


def _late_rad(plane: Plane, flown: Climb, sequence: Sequence) -> float:
    """How far the target is past its place at insertion (rad); 0 where its place is free."""
    if plane.argument_rad is None:
        return 0.0
    _, states = flown.path()
    cutoff_s = flown.liftoff_tdb_s + flown.duration_s
    target = plane.argument_rad + plane.rate_rad_s * (cutoff_s - plane.start_tdb_s)
    wanted = float(plane.angle_of(states[-1, :3])) + sequence.lead_rad
    return (target - wanted + math.pi) % _TURN - math.pi


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
