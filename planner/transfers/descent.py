"""From a lunar orbit to rest on a site: wait, descent orbit insertion, braking, last metres.

The orbit keeps its plane while the Moon brings the site to it (`planner.transfers.descent_plan`);
what is left to the side is steered out while braking, or paid for by a change of plane. An
impulse half a revolution before ignition lowers perilune; from there one engine of finite
thrust, steered by linear tangents, brings the craft to rest over the site on the turning Moon.
The last metres go straight down, a metre a second: whatever the throttle does, from rest to
rest that costs lunar gravity times the time.

Left out: the Moon's uneven field and the pull of the Earth (hours), the approach phase that
lets a crew see the site, terrain. Moon-centred ICRF axes.

Source: Bennett 1972, "Mission planning for lunar module descent and ascent", NASA TN D-6846, for
the phases; steering: `planner.astro.powered_arc`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.kepler import kepler_states
from planner.transfers.braking import LUNAR_GRAVITY_M_S2
from planner.transfers.braking_to_site import Braking, brake_to_site
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.descent_plan import DescentPlan, DescentRequest, half_revolution_s, turn_m_s
from planner.transfers.flight import Detail, Flight, FlightEnd
from planner.transfers.moon_path import earth_centred
from planner.transfers.plane_chances import (
    Chance,
)
from planner.transfers.request import refuse_unless, require_within
from planner.transfers.site_light import look_deg
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]

FAMILY = "descent"
MODEL = "conic"


def descent(*, depart_tdb_jd: float, request: DescentRequest) -> Flight:
    """Land on a site.

    Parameters
    ----------
    depart_tdb_jd : float
        First burn at the earliest (TDB, Julian date), 1965 to 2065; a node or an argument
        of the orbit is of this moment.
    request : DescentRequest

    Returns
    -------
    Flight
        Burns: ``plane_change`` if there is one, ``doi``, ``pdi`` (finite: its state before
        is that of ignition, ``v_after`` that of the point over the site it ends at, ``dv_m_s``
        from the propellant) and ``landing`` (the last metres). ``residuals`` are those of the
        braking flown again in short pieces.

    Raises
    ------
    OutOfRangeError
        A value outside its range, a site out of reach within the wait, or too little thrust.
    NoConvergenceError
        No steering was found.
    """
    require_within("depart_tdb_jd", depart_tdb_jd, 2438761.5, 2475286.5, "(1965 to 2065)")
    plan = DescentPlan.of(seconds_past_j2000(depart_tdb_jd), request)
    braking = brake_to_site(
        plane=plan.plane,
        site=request.site,
        profile=plan.profile,
        nominal=plan.nominal,
        engine=request.engine,
        ignition=plan.ignition,
    )
    return _assembled(plan, braking, request)


def _assembled(plan: DescentPlan, braking: Braking, request: DescentRequest) -> Flight:
    engine, site, profile = request.engine, request.site, plan.profile
    seconds, states = braking.burn.path()
    doi = _doi(plan, braking)
    burns = (*_plane_change(plan, doi, request), doi, *_powered(braking, states, request))
    rest_s = braking.ignition_tdb_s + braking.burn.duration_s
    landing_s = rest_s + request.hover_s
    first_s = seconds_past_j2000(burns[0].epoch_tdb_jd)
    miss = states[-1] - site.state(rest_s, above_km=profile.end_alt_km - site.alt_km)
    coast_s = np.linspace(0.0, half_revolution_s(profile), 60)
    after_doi = np.array([*doi.r_km, *doi.v_after_km_s])
    coast = kepler_states(after_doi, gm_km3_s2=GM_MOON_KM3_S2, elapsed_s=coast_s[:-1])
    times = np.concatenate(
        (coast_s[:-1] - coast_s[-1] + braking.ignition_tdb_s, seconds + braking.ignition_tdb_s,
         [landing_s])
    )  # fmt: skip
    places = np.concatenate((coast[:, :3], states[:, :3], [site.state(landing_s)[:3]]))
    path_jd, path_earth, path_moon = earth_centred(times, places)
    landed_kg = engine.mass_after_kg(engine.mass_kg, sum(burn.dv_m_s for burn in burns))
    _require_hover(landed_kg, request)
    return Flight(
        family=FAMILY,
        model=MODEL,
        burns=burns,
        tof_d=(landing_s - first_s) / SECONDS_PER_DAY,
        c3_km2_s2=None,
        arrival=FlightEnd(altitude_km=site.alt_km),
        residuals={
            "landing_m": 1e3 * float(np.linalg.norm(miss[:3])),
            "landing_m_s": 1e3 * float(np.linalg.norm(miss[3:])),
        },
        details=_details(plan, braking, request, landing_s, landed_kg),
        path_tdb_jd=path_jd,
        path_earth_km=path_earth,
        path_moon_km=path_moon,
    )


def _doi(plan: DescentPlan, braking: Braking) -> Burn:
    angle, profile = braking.angle_rad + math.pi, plan.profile
    radius = MOON_RADIUS_KM + profile.apolune_alt_km
    before = math.sqrt(
        GM_MOON_KM3_S2 * (2.0 / radius - 2.0 / (radius + MOON_RADIUS_KM + profile.perilune_alt_km))
    )
    ahead = plan.plane.ahead(angle)
    return Burn(
        name="doi",
        epoch_tdb_jd=julian_date(braking.ignition_tdb_s - half_revolution_s(profile)),
        dv_m_s=profile.doi_m_s,
        center="moon",
        r_km=vector(radius * plan.plane.radial(angle)),
        v_before_km_s=vector(before * ahead),
        v_after_km_s=vector((before - 1e-3 * profile.doi_m_s) * ahead),
    )


def _plane_change(plan: DescentPlan, doi: Burn, request: DescentRequest) -> tuple[Burn, ...]:
    """The turn of the plane, on the line square to the site, before DOI."""
    if not plan.turn_rad:
        return ()
    hinge, orbit = plan.over_angle_rad - 1.5 * math.pi, request.orbit
    radius = MOON_RADIUS_KM + orbit.altitude_km
    speed = math.sqrt(GM_MOON_KM3_S2 / radius)
    doi_angle = float(plan.plane.angle_of(np.array(doi.r_km)))
    coast_s = ((doi_angle - hinge) % (2.0 * math.pi)) / orbit.rate_rad_s
    turn = Burn(
        name="plane_change",
        epoch_tdb_jd=doi.epoch_tdb_jd - coast_s / SECONDS_PER_DAY,
        dv_m_s=turn_m_s(orbit, plan.turn_rad),
        center="moon",
        r_km=vector(radius * plan.plane.radial(hinge)),
        v_before_km_s=vector(speed * plan.first_plane.ahead(hinge)),
        v_after_km_s=vector(speed * plan.plane.ahead(hinge)),
    )
    return (turn,)


def _powered(braking: Braking, states: Array, request: DescentRequest) -> tuple[Burn, ...]:
    """The braking, and the last metres if there are any."""
    burn = Burn(
        name="pdi",
        epoch_tdb_jd=julian_date(braking.ignition_tdb_s),
        dv_m_s=braking.burn.dv_m_s,
        center="moon",
        r_km=vector(states[0, :3]),
        v_before_km_s=vector(states[0, 3:]),
        v_after_km_s=vector(states[-1, 3:]),
    )
    if not request.hover_s:
        return (burn,)
    rest_s = braking.ignition_tdb_s + braking.burn.duration_s
    landing = Burn(
        name="landing",
        epoch_tdb_jd=julian_date(rest_s),
        dv_m_s=request.profile().hover_m_s,
        center="moon",
        r_km=vector(states[-1, :3]),
        v_before_km_s=vector(states[-1, 3:]),
        v_after_km_s=vector(request.site.state(rest_s + request.hover_s)[3:]),
    )
    return burn, landing


def _require_hover(landed_kg: float, request: DescentRequest) -> None:
    weight_n = landed_kg * LUNAR_GRAVITY_M_S2
    refuse_unless(
        request.engine.thrust_n > weight_n,
        name="thrust_n",
        value=request.engine.thrust_n,
        allowed=f"more than the weight at touchdown, {weight_n:.0f} N",
    )


def _details(
    plan: DescentPlan, braking: Braking, request: DescentRequest, landing_s: float, landed_kg: float
) -> dict[str, Detail]:
    burn, site, nominal = braking.burn, request.site, plan.nominal
    sun_up, sun_azimuth = look_deg(site=site, body="sun", t_tdb_s=landing_s)
    doi_s = braking.ignition_tdb_s - half_revolution_s(plan.profile)
    earth_up, _ = look_deg(site=site, body="earth", t_tdb_s=landing_s)
    return {
        "landing_tdb_jd": julian_date(landing_s),
        "site_lat_deg": site.lat_deg,
        "site_lon_deg": site.lon_deg,
        "sun_elevation_deg": sun_up,
        "sun_azimuth_deg": sun_azimuth,
        "earth_elevation_deg": earth_up,
        "wait_d": (doi_s - plan.start_s) / SECONDS_PER_DAY,
        "orbit_node_deg": plan.first_plane.node_deg(),
        "cross_range_km": MOON_RADIUS_KM * plan.off_rad,
        "plane_change_deg": math.degrees(abs(plan.turn_rad)),
        "ignition_alt_km": request.start_alt_km,
        "ignition_range_km": MOON_RADIUS_KM
        * ((plan.over_angle_rad - braking.angle_rad) % (2.0 * math.pi)),
        "duration_s": burn.duration_s,
        "hover_s": request.hover_s,
        "throttle": nominal.throttle,
        "thrust_to_weight": nominal.thrust_to_weight,
        "pitch_start_deg": burn.pitch_deg(0.0),
        "pitch_end_deg": burn.pitch_deg(1.0),
        "yaw_start_deg": burn.yaw_deg(0.0),
        "yaw_end_deg": burn.yaw_deg(1.0),
        "later_chances": [_told(chance, plan) for chance in plan.later],
        "propellant_kg": request.engine.mass_kg - landed_kg,
        "landed_kg": landed_kg,
    }


def _told(chance: Chance, plan: DescentPlan) -> dict[str, Detail]:
    """A later chance, by the wait until its DOI."""
    doi_s = chance.t_tdb_s - plan.nominal.duration_s - half_revolution_s(plan.profile)
    return {
        "wait_d": (doi_s - plan.start_s) / SECONDS_PER_DAY,
        "cross_range_km": MOON_RADIUS_KM * chance.off_rad,
        "sun_elevation_deg": chance.sun_deg,
    }
