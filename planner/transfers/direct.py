"""Direct transfer: parking orbit, one TLI burn, three to six days, perilune, LOI.

First guess: the Lambert arc from the parking orbit to the Moon's centre whose
departure is tangential, in the plane the pad can reach. Then differential correction
in the ephemeris (`planner.transfers.targeting`). The burn stays tangential and the
parking inclination exact, so nothing is paid for a plane change at TLI. The burn's
epoch is moved until the pad's clock agrees: launch, ascent and coast end at it.

Model: point masses from DE440 (Earth, Moon, Sun by default), the Earth's oblateness on
request, impulsive burns.
Validity: times of flight of 2.5 to 6.5 days; coasts of up to one revolution and a bit;
pads whose inclination range covers the
Moon's declination on the day of arrival.

Source: Bate, Mueller & White 1971, ch. 7; Kizner 1961 (B-plane); Izzo 2015 (Lambert).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import bplane, cross
from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.astro.lambert import SOLVED, LambertError
from planner.astro.orientation import icrf_to_equator_of_date, moon_pole, pole_of_date
from planner.astro.propagate import propagate
from planner.astro.tangential import tangential_departure
from planner.epochs import tdb_minus_utc_s
from planner.errors import OutOfRangeError
from planner.transfers.capture import capture_burn
from planner.transfers.departure import (
    LEAST_COAST_RAD,
    LaunchClock,
    julian_date,
    launch_clock,
    on_grid,
    orbit_axes,
    parking_inclination_deg,
    plane_node_rad,
    radius_of,
    seconds_past_j2000,
)
from planner.transfers.request import DirectRequest, require_within
from planner.transfers.targeting import Aim, Reading, correct
from planner.transfers.transfer import Arrival, Burn, ParkingOrbit, Transfer, frozen, vector

Array = NDArray[np.float64]

FAMILY = "direct"
TOF_RANGE_D = (2.5, 6.5)

_PATH_POINTS = 161


def direct_transfer(*, depart_tdb_jd: float, tof_d: float, request: DirectRequest) -> Transfer:
    """Fly from a parking orbit to perilune, at the pad's opportunity nearest a date.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted TLI (TDB, Julian date). The pad passes under the plane once a sidereal
        day, so the burn lies within half a day of it.
    tof_d : float
        TLI to perilune (d), 2.5 to 6.5.
    request : DirectRequest

    Returns
    -------
    Transfer
        ``residuals``: ``perilune_km``, ``inclination_deg``, ``tof_s``, ``launch_clock_s``.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or a pad that cannot reach the plane.
    NoConvergenceError
        The correction did not close.
    """
    aim, _ = first_guess(depart_tdb_jd=depart_tdb_jd, tof_d=tof_d, request=request)
    reading = correct(aim, request, lambda moved: pad_clock(moved, request).tli_tdb_s - moved.tli_s)
    return assembled(aim, pad_clock(aim, request), reading, request)


def lowest_inclination_deg(*, depart_tdb_jd: float, tof_d: float, request: DirectRequest) -> float:
    """Least lunar inclination (deg) an arrival can have, by the two-body first guess.

    It is the declination of the arrival asymptote on the Moon's equator, and also what
    180 degrees must exceed the inclination by. The flown one differs by a few degrees.
    """
    tli_s = seconds_past_j2000(depart_tdb_jd)
    aim, v_inf = two_body_arc(tli_s, tof_d, tdb_minus_utc_s(depart_tdb_jd), request)
    sine = v_inf @ moon_pole(tli_s + aim.tof_s) / np.linalg.norm(v_inf)
    return float(np.degrees(np.arcsin(abs(sine))))


def pad_clock(aim: Aim, request: DirectRequest) -> LaunchClock:
    """When the pad serves the parking orbit of an aim, nearest to its burn."""
    return launch_clock(
        site=request.site,
        ascent=request.ascent,
        radius_km=aim.radius_km,
        inclination_rad=aim.inclination_rad,
        node_rad=aim.controls[0],
        u_rad=aim.controls[1],
        near_tdb_s=aim.tli_s,
        tdb_minus_utc_s=aim.tdb_minus_utc_s,
        north_east=request.north_east,
        coast_near_rad=aim.coast_near_rad,
    )


def first_guess(*, depart_tdb_jd: float, tof_d: float, request: DirectRequest) -> tuple[Aim, Array]:
    """Two-body aim whose burn time already agrees with the pad's clock within a minute.

    Returns
    -------
    aim : Aim
        The tangential arc to the Moon's centre.
    v_inf_km_s : ndarray, shape (3,)
        Velocity there past the Moon's (ICRF).

    Raises
    ------
    OutOfRangeError
        A value outside its range, or a pad that cannot reach the plane.
    """
    require_within("tof_d", tof_d, *TOF_RANGE_D, "d")
    tli_s = seconds_past_j2000(depart_tdb_jd)
    offset_s = tdb_minus_utc_s(depart_tdb_jd)  # a leap second would cost 15 arcsec
    aim, v_inf = two_body_arc(on_grid(tli_s), tof_d, offset_s, request)
    for _ in range(12):
        clock = pad_clock(aim, request)
        off_s, near_rad = clock.tli_tdb_s - aim.tli_s, clock.coast_rad
        if abs(off_s) < 60.0 and near_rad >= LEAST_COAST_RAD:
            break
        if abs(off_s) < 60.0:
            near_rad += 2.0 * np.pi  # settled, but before the ascent ends: a revolution later
        else:
            aim, v_inf = two_body_arc(on_grid(aim.tli_s + off_s), tof_d, offset_s, request)
        aim.coast_near_rad = near_rad
    aim.coast_near_rad = near_rad
    return aim, v_inf


def two_body_arc(
    tli_s: float,
    tof_d: float,
    offset_s: float,
    request: DirectRequest,
    *,
    inclination_deg: float | None = None,
) -> tuple[Aim, Array]:
    """Aim of the tangential arc to the Moon's centre, and the velocity there past the Moon's.

    ``tli_s`` in TDB seconds past J2000, ``offset_s`` what TDB is ahead of UTC by;
    ``inclination_deg`` of the plane, that of the request if absent.
    """
    tof_s = tof_d * SECONDS_PER_DAY
    radius = radius_of(parking_alt_km=request.parking_alt_km)
    state = body_states_km_s("moon", julian_date(tli_s + tof_s))[0]
    moon = state[:3]
    of_date = icrf_to_equator_of_date(tli_s) @ (moon / np.linalg.norm(moon))
    declination_deg = float(np.degrees(np.arcsin(of_date[2])))
    inclination = request.parking_inclination_deg if inclination_deg is None else inclination_deg
    if inclination is None:
        inclination = parking_inclination_deg(site=request.site, declination_deg=declination_deg)
    if not abs(declination_deg) <= inclination <= 180.0 - abs(declination_deg):
        raise OutOfRangeError(
            name="parking_inclination_deg",
            value=inclination,
            allowed=f"inclinations above the Moon's declination at arrival, "
            f"{abs(declination_deg):.1f} deg",
        )
    inclination_rad = float(np.radians(inclination))
    node = plane_node_rad(
        aim=of_date, inclination_rad=inclination_rad, ascending=request.ascending_at_moon
    )
    axes = orbit_axes(node_rad=node, inclination_rad=inclination_rad, t_tdb_s=tli_s)
    status, u, dv, v2 = tangential_departure(radius, moon, tof_s, axes)
    if status != SOLVED:
        raise LambertError(status=status)
    aim = Aim(
        tli_s=tli_s,
        tof_s=tof_s,
        tdb_minus_utc_s=offset_s,
        radius_km=radius,
        inclination_rad=inclination_rad,
        controls=np.array([node, u, dv]),
    )
    return aim, v2 - state[3:]


def parking_orbit(aim: Aim, clock: LaunchClock, request: DirectRequest) -> ParkingOrbit:
    """Parking orbit of an aim, as a transfer reports it."""
    return ParkingOrbit(
        altitude_km=request.parking_alt_km,
        inclination_deg=float(np.degrees(aim.inclination_rad)),
        raan_deg=float(np.degrees(aim.controls[0]) % 360.0),
        argument_of_latitude_deg=float(np.degrees(aim.controls[1]) % 360.0),
        launch_tdb_jd=julian_date(clock.launch_tdb_s),
        coast_d=clock.coast_s / SECONDS_PER_DAY,
    )


def tli_burn(aim: Aim) -> Burn:
    """Tangential burn out of the parking orbit."""
    state = aim.state
    forward = state[3:] / np.linalg.norm(state[3:])
    return Burn(
        name="tli",
        epoch_tdb_jd=julian_date(aim.tli_s),
        dv_m_s=float(aim.controls[2] * 1e3),
        center="earth",
        r_km=vector(state[:3]),
        v_before_km_s=vector(state[3:] - aim.controls[2] * forward),
        v_after_km_s=vector(state[3:]),
    )


def arrival_of(reading: Reading, request: DirectRequest, arrive_s: float) -> Arrival:
    """Perilune of a corrected flight, at TDB seconds past J2000."""
    relative = reading.relative_km_s
    pole = moon_pole(arrive_s)
    h = cross(relative[:3], relative[3:])
    return Arrival(
        altitude_km=float(np.linalg.norm(relative[:3])) - MOON_RADIUS_KM,
        inclination_deg=float(np.degrees(np.arccos(h @ pole / np.linalg.norm(h)))),
        v_inf_km_s=float(bplane(GM_MOON_KM3_S2, relative, pole)[3]),
        apolune_alt_km=request.apolune_alt_km,
    )


def assembled(aim: Aim, clock: LaunchClock, reading: Reading, request: DirectRequest) -> Transfer:
    """The transfer of a corrected aim, served by the pad as its clock says."""
    arc = reading.arc
    state = aim.state
    arrival = arrival_of(reading, request, aim.tli_s + arc.elapsed_s)
    loi = capture_burn(
        relative_km_s=reading.relative_km_s,
        epoch_tdb_jd=arc.epoch_tdb_jd,
        apolune_alt_km=request.apolune_alt_km,
    )
    times, craft, moon = sampled_path(aim, arc.elapsed_s, request.bodies, j2=request.j2)
    return Transfer(
        family=FAMILY,
        model="ephemeris",
        parking=parking_orbit(aim, clock, request),
        burns=(tli_burn(aim), loi),
        tof_d=arc.elapsed_s / SECONDS_PER_DAY,
        c3_km2_s2=float(state[3:] @ state[3:] - 2.0 * GM_EARTH_KM3_S2 / aim.radius_km),
        arrival=arrival,
        residuals={
            "perilune_km": float(reading.error[0]),
            "inclination_deg": arrival.inclination_deg - request.inclination_deg,
            "tof_s": float(reading.error[2]),
            "launch_clock_s": clock.tli_tdb_s - aim.tli_s,
        },
        path_tdb_jd=times,
        path_earth_km=craft,
        path_moon_km=moon,
    )


def sampled_path(
    aim: Aim, elapsed_s: float, bodies: tuple[str, ...], *, j2: bool = False
) -> tuple[Array, Array, Array]:
    """Dates, craft and Moon along the way, closer together at both ends, where speed is high."""
    share = 0.5 * (1.0 - np.cos(np.linspace(0.0, np.pi, _PATH_POINTS)))
    arc = propagate(
        epoch_tdb_jd=julian_date(aim.tli_s),
        state_km_s=aim.state,
        duration_s=elapsed_s,
        bodies=bodies,
        j2=j2,
        pole=pole_of_date(aim.tli_s),
        sample_s=share * elapsed_s,
    )
    moon = body_states_km_s("moon", arc.samples_tdb_jd)[:, :3]
    return frozen(arc.samples_tdb_jd), frozen(arc.samples_km_s[:, :3]), frozen(moon)
