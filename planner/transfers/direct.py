"""Direct transfer: parking orbit, one TLI burn, three to six days, perilune, LOI.

First guess: the Lambert arc from the parking orbit to the Moon's centre whose
departure is tangential, in the plane the pad can reach. Then differential correction
in the ephemeris (`planner.transfers.targeting`). The burn stays tangential and the
parking inclination exact, so nothing is paid for a plane change at TLI. The burn's
epoch is moved until the pad's clock agrees: launch, ascent and coast end at it.

Model: point masses from DE440 (Earth, Moon, Sun by default), impulsive burns.
Validity: times of flight of 2.5 to 6.5 days; pads whose inclination range covers the
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
from planner.astro.orientation import icrf_to_equator_of_date, moon_pole
from planner.astro.propagate import propagate
from planner.astro.tangential import tangential_departure
from planner.epochs import tdb_minus_utc_s
from planner.errors import OutOfRangeError
from planner.transfers.capture import capture_burn
from planner.transfers.departure import (
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
from planner.transfers.request import DirectRequest
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
    if not TOF_RANGE_D[0] <= tof_d <= TOF_RANGE_D[1]:
        raise OutOfRangeError(name="tof_d", value=tof_d, allowed="2.5 .. 6.5 d")
    aim = _first_aim(seconds_past_j2000(depart_tdb_jd), tof_d, request)
    reading = correct(aim, request, lambda moved: _clock(moved, request).tli_tdb_s - moved.tli_s)
    return _assemble(aim, _clock(aim, request), reading, request)


def _clock(aim: Aim, request: DirectRequest) -> LaunchClock:
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
    )


def _first_aim(tli_s: float, tof_d: float, request: DirectRequest) -> Aim:
    """Two-body aim whose burn time already agrees with the pad's clock within a minute."""
    offset_s = tdb_minus_utc_s(julian_date(tli_s))  # a leap second would cost 15 arcsec
    aim = _two_body_aim(on_grid(tli_s), tof_d, offset_s, request)
    for _ in range(8):
        off_s = _clock(aim, request).tli_tdb_s - aim.tli_s
        if abs(off_s) < 60.0:
            break
        aim = _two_body_aim(on_grid(aim.tli_s + off_s), tof_d, offset_s, request)
    return aim


def _two_body_aim(tli_s: float, tof_d: float, offset_s: float, request: DirectRequest) -> Aim:
    tof_s = tof_d * SECONDS_PER_DAY
    radius = radius_of(parking_alt_km=request.parking_alt_km)
    moon = body_states_km_s("moon", julian_date(tli_s + tof_s))[0, :3]
    of_date = icrf_to_equator_of_date(tli_s) @ (moon / np.linalg.norm(moon))
    inclination = request.parking_inclination_deg
    if inclination is None:
        inclination = parking_inclination_deg(
            site=request.site, declination_deg=float(np.degrees(np.arcsin(of_date[2])))
        )
    inclination_rad = float(np.radians(inclination))
    node = plane_node_rad(
        aim=of_date, inclination_rad=inclination_rad, ascending=request.ascending_at_moon
    )
    axes = orbit_axes(node_rad=node, inclination_rad=inclination_rad, t_tdb_s=tli_s)
    status, u, dv, _ = tangential_departure(radius, moon, tof_s, axes)
    if status != SOLVED:
        raise LambertError(status=status)
    return Aim(
        tli_s=tli_s,
        tof_s=tof_s,
        tdb_minus_utc_s=offset_s,
        radius_km=radius,
        inclination_rad=inclination_rad,
        controls=np.array([node, u, dv]),
    )


def _tli_burn(aim: Aim) -> Burn:
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


def _arrival(reading: Reading, request: DirectRequest, arrive_s: float) -> Arrival:
    relative = reading.relative_km_s
    pole = moon_pole(arrive_s)
    h = cross(relative[:3], relative[3:])
    return Arrival(
        altitude_km=float(np.linalg.norm(relative[:3])) - MOON_RADIUS_KM,
        inclination_deg=float(np.degrees(np.arccos(h @ pole / np.linalg.norm(h)))),
        v_inf_km_s=float(bplane(GM_MOON_KM3_S2, relative, pole)[3]),
        apolune_alt_km=request.apolune_alt_km,
    )


def _assemble(aim: Aim, clock: LaunchClock, reading: Reading, request: DirectRequest) -> Transfer:
    arc = reading.arc
    state = aim.state
    arrival = _arrival(reading, request, aim.tli_s + arc.elapsed_s)
    loi = capture_burn(
        relative_km_s=reading.relative_km_s,
        epoch_tdb_jd=arc.epoch_tdb_jd,
        apolune_alt_km=request.apolune_alt_km,
    )
    times, craft, moon = _path(aim, arc.elapsed_s, request)
    return Transfer(
        family=FAMILY,
        model="ephemeris",
        parking=ParkingOrbit(
            altitude_km=request.parking_alt_km,
            inclination_deg=float(np.degrees(aim.inclination_rad)),
            raan_deg=float(np.degrees(aim.controls[0]) % 360.0),
            argument_of_latitude_deg=float(np.degrees(aim.controls[1]) % 360.0),
            launch_tdb_jd=julian_date(clock.launch_tdb_s),
            coast_d=clock.coast_s / SECONDS_PER_DAY,
        ),
        burns=(_tli_burn(aim), loi),
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


def _path(aim: Aim, elapsed_s: float, request: DirectRequest) -> tuple[Array, Array, Array]:
    """Sampled way, closer together at both ends, where the speed is high."""
    share = 0.5 * (1.0 - np.cos(np.linspace(0.0, np.pi, _PATH_POINTS)))
    arc = propagate(
        epoch_tdb_jd=julian_date(aim.tli_s),
        state_km_s=aim.state,
        duration_s=elapsed_s,
        bodies=request.bodies,
        sample_s=share * elapsed_s,
    )
    moon = body_states_km_s("moon", arc.samples_tdb_jd)[:, :3]
    return frozen(arc.samples_tdb_jd), frozen(arc.samples_km_s[:, :3]), frozen(moon)
