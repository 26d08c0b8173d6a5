"""Direct transfer by patched conics: a two-body arc to the Moon, a hyperbola at it.

The arc leaves the parking orbit tangentially and ends at the Moon's centre as if the
Moon had no mass; the velocity left over there is the hyperbolic excess of a fall to the
perilune asked. The fall is taken to last no time, and the Sun is left out.

Validity: a teaching model and a first guess for `planner.transfers.direct`. Against
the ephemeris TLI errs by up to 20 m/s, LOI by up to 60 m/s, and the state after TLI,
flown in the ephemeris, misses the Moon's surface by thousands of km.

Source: Bate, Mueller & White 1971, 7.4; Curtis 2014, "Orbital Mechanics for
Engineering Students", 9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import aim_point_km, cross
from planner.astro.constants import GM_EARTH_KM3_S2, GM_MOON_KM3_S2, MOON_RADIUS_KM, SECONDS_PER_DAY
from planner.astro.orientation import moon_pole
from planner.errors import OutOfRangeError
from planner.transfers.capture import capture_burn
from planner.transfers.departure import julian_date
from planner.transfers.direct import (
    FAMILY,
    first_guess,
    pad_clock,
    parking_orbit,
    sampled_path,
    tli_burn,
)
from planner.transfers.request import DirectRequest
from planner.transfers.transfer import Arrival, Transfer

Array = NDArray[np.float64]


def conic_transfer(*, depart_tdb_jd: float, tof_d: float, request: DirectRequest) -> Transfer:
    """As `planner.transfers.direct.direct_transfer`, in patched conics.

    Returns
    -------
    Transfer
        ``model`` is ``conic``; the only residual is ``launch_clock_s``, below a minute.

    Raises
    ------
    OutOfRangeError
        A value outside its range, a pad that cannot reach the plane, or a lunar
        inclination below the declination of the arrival.
    """
    aim, v_inf = first_guess(depart_tdb_jd=depart_tdb_jd, tof_d=tof_d, request=request)
    clock = pad_clock(aim, request)
    perilune = hyperbola_state(
        v_inf_km_s=v_inf,
        pole=moon_pole(aim.tli_s + aim.tof_s),
        perilune_alt_km=request.perilune_alt_km,
        inclination_deg=request.inclination_deg,
        north_first=request.north_first,
    )
    times, craft, moon = sampled_path(aim, aim.tof_s, ("earth",))
    state = aim.state
    return Transfer(
        family=FAMILY,
        model="conic",
        parking=parking_orbit(aim, clock, request),
        burns=(
            tli_burn(aim),
            capture_burn(
                relative_km_s=perilune,
                epoch_tdb_jd=julian_date(aim.tli_s + aim.tof_s),
                apolune_alt_km=request.apolune_alt_km,
            ),
        ),
        tof_d=aim.tof_s / SECONDS_PER_DAY,
        c3_km2_s2=float(state[3:] @ state[3:] - 2.0 * GM_EARTH_KM3_S2 / aim.radius_km),
        arrival=Arrival(
            altitude_km=request.perilune_alt_km,
            inclination_deg=request.inclination_deg,
            v_inf_km_s=float(np.linalg.norm(v_inf)),
            apolune_alt_km=request.apolune_alt_km,
        ),
        residuals={"launch_clock_s": clock.tli_tdb_s - aim.tli_s},
        path_tdb_jd=times,
        path_earth_km=craft,
        path_moon_km=moon,
    )


def hyperbola_state(
    *,
    v_inf_km_s: Array,
    pole: Array,
    perilune_alt_km: float,
    inclination_deg: float,
    north_first: bool,
) -> Array:
    """Moon-centred state (6,) at perilune of the hyperbola that arrives along a velocity.

    Raises
    ------
    OutOfRangeError
        The inclination lies below the declination of the arrival.
    """
    speed = float(np.linalg.norm(v_inf_km_s))
    s_hat = v_inf_km_s / speed
    radius = MOON_RADIUS_KM + perilune_alt_km
    declination = float(np.arcsin(s_hat @ pole))
    goal = aim_point_km(
        gm_km3_s2=GM_MOON_KM3_S2,
        v_inf_km_s=speed,
        periapsis_km=radius,
        inclination_rad=float(np.radians(inclination_deg)),
        declination_rad=declination,
        north_first=north_first,
    )
    if goal is None:
        lowest = abs(float(np.degrees(declination)))
        raise OutOfRangeError(
            name="inclination_deg",
            value=inclination_deg,
            allowed=f"{lowest:.2f} .. {180.0 - lowest:.2f} for this asymptote",
        )
    t_hat = cross(s_hat, pole)
    t_hat /= np.linalg.norm(t_hat)
    b_hat = goal[0] * t_hat + goal[1] * cross(s_hat, t_hat)
    b_hat /= np.linalg.norm(b_hat)
    # In the plane of S and B the asymptote and the line of apsides include acos(1/e).
    e = 1.0 + radius * speed**2 / GM_MOON_KM3_S2
    lean = np.sqrt(e * e - 1.0)
    p_hat = (s_hat + lean * b_hat) / e
    q_hat = (lean * s_hat - b_hat) / e
    return np.concatenate((radius * p_hat, np.sqrt(speed**2 + 2 * GM_MOON_KM3_S2 / radius) * q_hat))
