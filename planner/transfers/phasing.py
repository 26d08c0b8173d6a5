"""Phasing: parking orbit, one or more ellipses about the Earth, TLI at a perigee, the Moon.

The way to the Moon is a direct transfer, corrected as in `planner.transfers.direct`; the
ellipses below it are flown backwards from its TLI (`planner.transfers.phasing_orbits`). The
injection they begin with has to lie in a circular orbit of the altitude and inclination
asked for, at a time the pad can serve: perigee and plane of TLI are moved until it does,
for the Sun, the Moon and the Earth's oblateness change both on the way up.

The sum of burns is that of a single TLI, for all are tangential at about one perigee; what
is gained is time: several days on which to launch for one TLI, and burns short enough for
a small engine.

Model: DE440 (Earth, Moon, Sun by default), oblateness on request, impulsive burns; no drag.

Source: Yang 2010, "Phasing Orbit Design for Chinese Lunar Satellite CE-1", Chinese Space
Science and Technology 30; Bate, Mueller & White 1971, 3.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.elements import elements_from_state
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import icrf_to_equator_of_date, pole_of_date
from planner.epochs import tdb_minus_utc_s
from planner.errors import OutOfRangeError
from planner.transfers.departure import (
    LEAST_COAST_RAD,
    LaunchClock,
    julian_date,
    launch_clock,
    on_grid,
    seconds_past_j2000,
)
from planner.transfers.direct import TOF_RANGE_D, assembled, two_body_arc
from planner.transfers.phasing_orbits import (
    Ladder,
    PhasingPlan,
    climb,
    ladder_below,
    period_h_of,
    require_clear,
)
from planner.transfers.request import DirectRequest, require_within
from planner.transfers.settle import settle
from planner.transfers.targeting import CLOCK_TOLERANCE_S, Aim, Reading, correct
from planner.transfers.transfer import Burn, ParkingOrbit, Transfer, frozen, vector

Array = NDArray[np.float64]

FAMILY = "phasing"

_MAX_GUESSES = 12
#: The injection lies in the circular orbit asked for within 10 m and 1e-4 degrees (0.01 of
#: the unit), at the pad's time within a second, and its apogee within 100 m.
_TOLERANCE = np.array([1e-2, 1e-2, CLOCK_TOLERANCE_S / 60.0, 0.1])
#: Largest step: 100 km of perigee, 2 degrees, half a day, 1000 km of apogee.
_STEP_LIMIT = np.array([100.0, 200.0, 720.0, 1000.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasingRequest:
    """What a flight by phasing orbits has to do.

    Attributes
    ----------
    direct : DirectRequest
        Pad, circular parking orbit, lunar orbit and forces.
    plan : PhasingPlan
        The ellipses.
    first_apogee_alt_km : float or None
        Osculating apogee the launcher injects into; the first period of the plan then is a
        first guess, see `with_first_apogee`.
    """

    direct: DirectRequest
    plan: PhasingPlan
    first_apogee_alt_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phased:
    """A flight by phasing orbits.

    Attributes
    ----------
    transfer : Transfer
        From the injection to LOI; ``tof_d`` runs from TLI to perilune. Its residuals tell
        what the burns, flown forwards, miss besides.
    ladder : Ladder
    single_burn_m_s : float
        One burn from the parking orbit to the energy of the same way to the Moon.
    """

    transfer: Transfer
    ladder: Ladder
    single_burn_m_s: float


def with_first_apogee(
    request: PhasingRequest, *, apogee_alt_km: float, revolutions: int
) -> PhasingRequest:
    """The same request with an ellipse before the others, into which the launcher injects.

    Raises
    ------
    OutOfRangeError
        An apogee whose period is not below the first of the plan.
    """
    perigee = request.direct.parking_alt_km
    period = period_h_of(apogee_alt_km=apogee_alt_km, perigee_alt_km=perigee)
    if not period < request.plan.periods_h[0]:
        raise OutOfRangeError(
            name="first_apogee_alt_km", value=apogee_alt_km,
            allowed=f"ellipses of less than the first period, {request.plan.periods_h[0]:g} h; "
            f"this one has {period:.3g} h",
        )  # fmt: skip
    plan = PhasingPlan(
        periods_h=(period, *request.plan.periods_h),
        revolutions=(revolutions, *request.plan.revolutions),
    )
    return replace(request, plan=plan, first_apogee_alt_km=apogee_alt_km)


def phasing_transfer(*, depart_tdb_jd: float, tof_d: float, request: PhasingRequest) -> Phased:
    """Fly by phasing orbits, injected at the pad's opportunity nearest a date.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted injection into the first ellipse (TDB, Julian date). TLI follows after the
        revolutions of the plan.
    tof_d : float
        TLI to perilune (d), 2.5 to 6.5.
    request : PhasingRequest

    Raises
    ------
    OutOfRangeError
        A value outside its range, a pad that cannot reach the plane, or a perigee that
        comes down into the air.
    NoConvergenceError
        The correction did not close.
    """
    require_within("tof_d", tof_d, *TOF_RANGE_D, "d")
    aim, near_s = _first_guess(depart_tdb_jd, tof_d, request)
    search = _Search(aim=aim, near_s=near_s, request=request)
    settle(
        search.miss,
        np.zeros(4),
        tolerance=_TOLERANCE,
        reach=_STEP_LIMIT,
        what="phasing",
        way_out="take fewer revolutions in the highest orbit, or a departure some days away",
    )
    pad = search.pad
    require_clear(pad.ladder)
    direct = assembled(search.flown, pad.clock, search.reading, request.direct)
    return _assemble(search.flown, pad, direct, search.planned)


class _Search:
    """What is moved so that the injection lies where the pad can serve it.

    The unknowns are changes of the perigee of TLI (km), of its inclination (0.01 deg), of
    its date (min) and of the first period (a kilometre of apogee each); the last flight is
    kept.
    """

    def __init__(self, *, aim: Aim, near_s: float, request: PhasingRequest) -> None:
        self._aim, self._near_s, self._request = aim, near_s, request
        self._wanted_deg = math.degrees(aim.inclination_rad)
        self._controls = aim.controls
        self.flown, self.planned = aim, request
        self.reading: Reading
        self.pad: _Pad

    def miss(self, moved: Array) -> Array:
        """Injection's altitude (km), inclination (0.01 deg), date (min), apogee (km)."""
        first = self._aim
        direct = self._request.direct
        aim = replace(
            first,
            radius_km=first.radius_km + moved[0],
            inclination_rad=first.inclination_rad + math.radians(0.01 * moved[1]),
            tli_s=on_grid(first.tli_s + 60.0 * moved[2]),
            controls=self._controls,
        )
        self.planned = _first_period_moved(self._request, -float(moved[3]))
        self.reading = correct(aim, direct, lambda _: 0.0)
        self.flown, self._controls = aim, aim.controls
        self.pad = _pad(aim, self.planned, self._near_s)
        altitude = float(np.linalg.norm(self.pad.ladder.burns[0].r_km)) - EARTH_RADIUS_KM
        return np.array(
            [
                altitude - direct.parking_alt_km,
                100.0 * (self.pad.inclination_deg - self._wanted_deg),
                -self.pad.late_s / 60.0,
                _beyond_km(self.pad.ladder, self._request),
            ]
        )


def _beyond_km(ladder: Ladder, request: PhasingRequest) -> float:
    """First apogee above the one the launcher injects into; 0 if none is given."""
    wanted = request.first_apogee_alt_km
    return 0.0 if wanted is None else ladder.orbits[0].apogee_alt_km - wanted


def _first_period_moved(request: PhasingRequest, lower_km: float) -> PhasingRequest:
    """Kepler's third law: the first apogee lower by so much."""
    if request.first_apogee_alt_km is None:
        return request
    first, *others = request.plan.periods_h
    a = EARTH_RADIUS_KM + 0.5 * (request.first_apogee_alt_km + request.direct.parking_alt_km)
    moved = first * (1.0 - 0.75 * lower_km / a)
    return replace(request, plan=replace(request.plan, periods_h=(moved, *others)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pad:
    """The ladder below an aim, and how the pad serves the circular orbit it starts from."""

    ladder: Ladder
    clock: LaunchClock
    inclination_deg: float
    raan_deg: float
    argument_of_latitude_deg: float

    @property
    def late_s(self) -> float:
        """How much later the pad would have the injection (s)."""
        return self.clock.tli_tdb_s - seconds_past_j2000(self.ladder.burns[0].epoch_tdb_jd)


def _pad(aim: Aim, request: PhasingRequest, near_s: float | None = None) -> _Pad:
    """The pad's opportunity nearest to the injection, or to a fixed date (TDB s past J2000)."""
    direct = request.direct
    ladder = ladder_below(
        tli_state_km_s=aim.state,
        tli_tdb_jd=julian_date(aim.tli_s),
        plan=request.plan,
        bodies=direct.bodies,
        j2=direct.j2,
        pole=pole_of_date(aim.tli_s),
    )
    injection = ladder.burns[0]
    t = seconds_past_j2000(injection.epoch_tdb_jd)
    to_date = icrf_to_equator_of_date(t)
    state = np.concatenate(
        (to_date @ np.array(injection.r_km), to_date @ np.array(injection.v_after_km_s))
    )
    orbit = elements_from_state(state, gm_km3_s2=GM_EARTH_KM3_S2)
    u_rad = orbit.argp_rad + orbit.true_anomaly_rad
    clock = launch_clock(
        site=direct.site,
        ascent=direct.ascent,
        radius_km=float(np.linalg.norm(injection.r_km)),
        inclination_rad=orbit.inclination_rad,
        node_rad=orbit.raan_rad,
        u_rad=u_rad,
        near_tdb_s=t if near_s is None else near_s,
        tdb_minus_utc_s=aim.tdb_minus_utc_s,
        north_east=direct.north_east,
        coast_near_rad=aim.coast_near_rad,
    )
    return _Pad(
        ladder=ladder,
        clock=clock,
        inclination_deg=math.degrees(orbit.inclination_rad),
        raan_deg=math.degrees(orbit.raan_rad),
        argument_of_latitude_deg=math.degrees(u_rad) % 360.0,
    )


def _first_guess(depart_tdb_jd: float, tof_d: float, request: PhasingRequest) -> tuple[Aim, float]:
    """Two-body aim whose injection the pad serves within a minute, and when it does.

    The opportunity found is kept: half a day away from it the nearest would be another.
    """
    direct = request.direct
    offset_s = tdb_minus_utc_s(depart_tdb_jd)
    tli_s = seconds_past_j2000(depart_tdb_jd + request.plan.days)
    aim, _ = two_body_arc(on_grid(tli_s), tof_d, offset_s, direct)
    for _ in range(_MAX_GUESSES):
        pad = _pad(aim, request)
        near_rad = pad.clock.coast_rad
        if abs(pad.late_s) < 60.0 and near_rad >= LEAST_COAST_RAD:
            break
        if abs(pad.late_s) < 60.0:
            near_rad += 2.0 * math.pi  # settled, but before the ascent ends: a revolution later
        else:
            aim, _ = two_body_arc(on_grid(aim.tli_s + pad.late_s), tof_d, offset_s, direct)
        aim.coast_near_rad = near_rad
    aim.coast_near_rad = near_rad
    return aim, pad.clock.tli_tdb_s


def _assemble(aim: Aim, pad: _Pad, direct: Transfer, request: PhasingRequest) -> Phased:
    """Put the ladder below the direct transfer, flown forwards once more."""
    ladder = pad.ladder
    reached, times, path = climb(
        ladder=ladder,
        tli_tdb_jd=direct.burns[0].epoch_tdb_jd,
        bodies=request.direct.bodies,
        j2=request.direct.j2,
        pole=pole_of_date(aim.tli_s),
    )
    miss = reached - ladder.before_tli_km_s
    residuals = {name: miss for name, miss in direct.residuals.items() if name != "launch_clock_s"}
    residuals |= {
        "launch_clock_s": pad.late_s,
        "injection_alt_km": float(np.linalg.norm(ladder.burns[0].r_km))
        - EARTH_RADIUS_KM
        - request.direct.parking_alt_km,
        "tli_place_km": float(np.linalg.norm(miss[:3])),
        "tli_velocity_m_s": 1e3 * float(np.linalg.norm(miss[3:])),
    }
    moon = body_states_km_s("moon", times)[:, :3]
    transfer = replace(
        direct,
        family=FAMILY,
        parking=ParkingOrbit(
            altitude_km=request.direct.parking_alt_km,
            inclination_deg=pad.inclination_deg,
            raan_deg=pad.raan_deg,
            argument_of_latitude_deg=pad.argument_of_latitude_deg,
            launch_tdb_jd=julian_date(pad.clock.launch_tdb_s),
            coast_d=pad.clock.coast_s / SECONDS_PER_DAY,
        ),
        burns=(*ladder.burns, _tli(direct.burns[0], ladder), *direct.burns[1:]),
        residuals=residuals,
        path_tdb_jd=frozen(np.concatenate((times, direct.path_tdb_jd))),
        path_earth_km=frozen(np.concatenate((path, direct.path_earth_km))),
        path_moon_km=frozen(np.concatenate((moon, direct.path_moon_km))),
    )
    return Phased(
        transfer=transfer, ladder=ladder, single_burn_m_s=_single_burn_m_s(direct, ladder)
    )


def _single_burn_m_s(direct: Transfer, ladder: Ladder) -> float:
    """One burn from the circle of the injection to the energy of the way to the Moon."""
    radius = float(np.linalg.norm(ladder.burns[0].r_km))
    away = math.sqrt(direct.c3_km2_s2 + 2.0 * GM_EARTH_KM3_S2 / radius)
    return 1e3 * (away - math.sqrt(GM_EARTH_KM3_S2 / radius))


def _tli(single: Burn, ladder: Ladder) -> Burn:
    """TLI out of the last ellipse instead of out of a circle."""
    before = ladder.before_tli_km_s[3:]
    dv = 1e3 * float(np.linalg.norm(np.array(single.v_after_km_s) - before))
    return replace(single, dv_m_s=dv, v_before_km_s=vector(before))
