"""Hybrid free return: leave on a way that comes home by itself, then bend it to the Moon.

TLI leaves on a free return (`planner.transfers.free_return`), which comes home should no
engine start again. Once the craft has proved itself, hours to a day later, a midcourse burn
moves the arrival to the lunar orbit wanted, which no free return reaches: any inclination
above the declination of the arrival, any perilune. From then on LOI is needed, or another
burn as large as the midcourse.

The three components of the burn are corrected onto perilune, inclination and time as those
of a direct transfer are; the time of arrival is the cheapest if none is given.

Model: DE440 (Earth, Moon, Sun by default), the Earth's oblateness on request, impulsive
burns. Validity: midcourse burns 1 to 60 h after TLI.

Source: flown by Apollo 12 to 14 (burn 61.8 ft/s at 30 h 52 min 44 s, Apollo 12 Mission
Report, MSC-01855); Battin 1987, 9.6 (velocity-to-be-gained by the transition matrix).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from planner.astro.constants import (
    EARTH_RADIUS_KM,
    J2000_JD,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import EventRequest, Propagation, propagate
from planner.errors import NoConvergenceError
from planner.transfers.arrival_light import LandingSite
from planner.transfers.capture import capture_burn
from planner.transfers.cheapest import cheapest_between, cheapest_of
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.direct import arrival_of
from planner.transfers.direct_flight import CaptureWish, direct_flight
from planner.transfers.earth_entry import EntryWish
from planner.transfers.flight import Detail, Flight
from planner.transfers.free_return import PERILUNE_RANGE_KM, FreeReturn, free_return
from planner.transfers.request import DirectRequest, require_within
from planner.transfers.targeting import (
    GATE,
    GOAL_TOLERANCE,
    HANDOVER_KM,
    LATE_D,
    MAX_ITERATIONS,
    PERILUNE,
    Reading,
    bplane_reading,
    perilune_reading,
)
from planner.transfers.transfer import Burn, Transfer, frozen, vector

Array = NDArray[np.float64]

FAMILY = "hybrid-free-return"
MIDCOURSE_RANGE_H = (1.0, 60.0)

#: Arrival may be moved from that of the free return by so many days.
_SHIFT_D = (-0.4, 1.6)
#: The cost is sharp in the date of arrival: a minute and a half is half a m/s.
_TOLERANCE_D = 1e-3
#: Largest change of the burn in one step (km/s).
_STEP_LIMIT_KM_S = 0.03
_PATH_POINTS = 161
#: A way not captured is followed for so long (d).
_AFTER_D = 12.0
_APOLLO_ENTRY = EntryWish()


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridRequest:
    """What a hybrid free return has to do.

    Attributes
    ----------
    direct : DirectRequest
        Pad, parking orbit, forces, and the lunar orbit wanted.
    loop_perilune_alt_km : float
        Perilune of the free return it leaves on, 60 to 12 000 km.
    entry : EntryWish
        Where that would come home.
    midcourse_h : float
        Hours from TLI to the midcourse burn, 1 to 60.
    """

    direct: DirectRequest
    loop_perilune_alt_km: float = 2000.0
    entry: EntryWish = _APOLLO_ENTRY
    midcourse_h: float = 28.0

    def __post_init__(self) -> None:
        """Refuse burns before the craft is on its way or inside the Moon's reach, and NaN."""
        require_within("midcourse_h", self.midcourse_h, *MIDCOURSE_RANGE_H, "h")
        perilune = self.loop_perilune_alt_km
        require_within("loop_perilune_alt_km", perilune, *PERILUNE_RANGE_KM, "km")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Coast:
    """The free return up to the midcourse burn."""

    loop: FreeReturn
    start: Array
    epoch_tdb_jd: float
    state: Array
    tli_s: float


def hybrid_free_return(
    *,
    depart_tdb_jd: float,
    request: HybridRequest,
    tof_d: float | None = None,
    sides: tuple[bool, ...] = (True, False),
    wish: CaptureWish | None = None,
    site: LandingSite | None = None,
) -> Flight:
    """Leave on a free return and turn to a lunar orbit by a midcourse burn.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted TLI (TDB, Julian date), moved to the pad's nearest opportunity.
    request : HybridRequest
    tof_d : float, optional
        TLI to perilune (d); the cheapest up to 0.4 d before and 1.6 d after the free
        return's own if absent.
    sides : tuple of bool
        Passing over the Moon's north before perilune (True), its south, or the cheaper.
    wish, site
        As for `planner.transfers.direct_flight.direct_flight`.

    Returns
    -------
    Flight
        ``details`` tell the free return left behind, and what becomes of the craft if LOI
        fails.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or an inclination the arrival does not reach.
    NoConvergenceError
        The free return, or the midcourse burn, did not close.
    """
    coast = _coast(depart_tdb_jd, request)

    def fly(tof_d: float, direct: DirectRequest = request.direct) -> Transfer:
        return _bent(coast, tof_d, direct)

    def by_side(north: bool) -> Transfer:
        return _cheapest(fly, coast, tof_d, replace(request.direct, north_first=north))

    north, best = cheapest_of(by_side, sides)
    asked = replace(request.direct, north_first=north)
    told = direct_flight(
        transfer=best,
        request=asked,
        wish=wish,
        site=site,
        again=lambda aim: fly(tof_d=best.tof_d, direct=aim),
    )
    return replace(told, details=_abort(coast, best, request) | dict(told.details))


def _coast(depart_tdb_jd: float, request: HybridRequest) -> _Coast:
    direct = request.direct
    perilune = request.loop_perilune_alt_km
    loop = free_return(
        depart_tdb_jd=depart_tdb_jd,
        request=replace(direct, perilune_alt_km=perilune, apolune_alt_km=perilune),
        entry=request.entry,
    )
    hours = 24.0 * loop.tof_d - 6.0
    require_within("midcourse_h", request.midcourse_h, MIDCOURSE_RANGE_H[0], hours, "h")
    tli = loop.burns[0]
    start = np.array([*tli.r_km, *tli.v_after_km_s])
    arc = _propagated(
        tli.epoch_tdb_jd, start, request.midcourse_h * 3600.0, direct, tli.epoch_tdb_jd
    )
    return _Coast(
        loop=loop,
        start=start,
        epoch_tdb_jd=arc.epoch_tdb_jd,
        state=arc.state_km_s,
        tli_s=seconds_past_j2000(tli.epoch_tdb_jd),
    )


def _propagated(
    epoch_tdb_jd: float,
    state: Array,
    duration_s: float,
    direct: DirectRequest,
    tli_tdb_jd: float,
    *,
    watch: EventRequest | None = None,
    stm: bool = False,
    rtol: float = 1e-12,
    sample_s: Array | tuple[float, ...] = (),
) -> Propagation:
    """The forces of the request, with the Earth's pole of the day of TLI."""
    return propagate(
        epoch_tdb_jd=epoch_tdb_jd,
        state_km_s=state,
        duration_s=duration_s,
        bodies=direct.bodies,
        j2=direct.j2,
        pole=pole_of_date((tli_tdb_jd - J2000_JD) * SECONDS_PER_DAY),
        events=() if watch is None else (watch,),
        stm=stm,
        rtol=rtol,
        sample_s=sample_s,
    )


def _cheapest(
    fly: Callable[..., Transfer], coast: _Coast, tof_d: float | None, direct: DirectRequest
) -> Transfer:
    """Least total over the time of flight, or at the one given."""
    own = coast.loop.tof_d
    low, high = (own + _SHIFT_D[0], own + _SHIFT_D[1]) if tof_d is None else (tof_d, tof_d)
    best = cheapest_between(partial(fly, direct=direct), low, high, tolerance_d=_TOLERANCE_D)
    # Nothing can be flown: one more try raises the reason.
    return fly(tof_d=own if tof_d is None else tof_d, direct=direct) if best is None else best


def _bent(coast: _Coast, tof_d: float, direct: DirectRequest) -> Transfer:
    """The flight with the midcourse burn that meets the goals at a time of flight."""
    start_s = seconds_past_j2000(coast.epoch_tdb_jd)
    left_s = coast.tli_s + tof_d * SECONDS_PER_DAY - start_s
    require_within("tof_d", tof_d, (start_s - coast.tli_s) / SECONDS_PER_DAY + 0.2, 8.0, "d")
    burn, reading = _corrected(coast, left_s, direct)
    after = coast.state + np.concatenate((np.zeros(3), burn))
    loi = capture_burn(
        relative_km_s=reading.relative_km_s,
        epoch_tdb_jd=reading.arc.epoch_tdb_jd,
        apolune_alt_km=direct.apolune_alt_km,
    )
    loop = coast.loop
    arrival = arrival_of(reading, direct, start_s + reading.arc.elapsed_s)
    midcourse = Burn(
        name="midcourse",
        epoch_tdb_jd=coast.epoch_tdb_jd,
        dv_m_s=1e3 * float(np.linalg.norm(burn)),
        center="earth",
        r_km=vector(coast.state[:3]),
        v_before_km_s=vector(coast.state[3:]),
        v_after_km_s=vector(after[3:]),
    )
    times, path = _path(coast, after, reading.arc.elapsed_s, direct)
    return Transfer(
        family=FAMILY,
        model="ephemeris",
        parking=loop.parking,
        burns=(loop.burns[0], midcourse, loi),
        tof_d=loi.epoch_tdb_jd - loop.burns[0].epoch_tdb_jd,
        c3_km2_s2=loop.c3_km2_s2,
        arrival=arrival,
        residuals={
            "perilune_km": float(reading.error[0]),
            "inclination_deg": arrival.inclination_deg - direct.inclination_deg,
            "tof_s": float(reading.error[2]),
            "launch_clock_s": loop.residuals["launch_clock_s"],
        },
        path_tdb_jd=times,
        path_earth_km=path,
        path_moon_km=frozen(body_states_km_s("moon", times)[:, :3]),
    )


def _corrected(coast: _Coast, left_s: float, direct: DirectRequest) -> tuple[Array, Reading]:
    """The burn (km/s) that meets perilune, inclination and time, by Newton's method."""
    burn = np.zeros(3)
    at_perilune = False
    start_s = seconds_past_j2000(coast.epoch_tdb_jd)
    for _ in range(MAX_ITERATIONS):
        arc = _propagated(
            coast.epoch_tdb_jd,
            coast.state + np.concatenate((np.zeros(3), burn)),
            left_s + LATE_D * SECONDS_PER_DAY,
            direct,
            coast.loop.burns[0].epoch_tdb_jd,
            watch=PERILUNE if at_perilune else GATE,
            stm=True,
            rtol=1e-12 if at_perilune else 1e-9,
        )
        read = perilune_reading if at_perilune else bplane_reading
        reading = read(arc, direct, start_s=start_s, tof_s=left_s)
        if at_perilune and np.all(np.abs(reading.error) <= GOAL_TOLERANCE):
            return burn, reading
        at_perilune |= bool(np.hypot(reading.error[0], reading.error[1]) < HANDOVER_KM)
        assert arc.stm is not None  # the arc was asked for it
        step = -np.linalg.solve(reading.gradient @ arc.stm[:, 3:], reading.error)
        burn = burn + step * min(1.0, _STEP_LIMIT_KM_S / float(np.linalg.norm(step)))
    raise NoConvergenceError(
        what="midcourse burn",
        residual=float(np.abs(reading.error[0])),
        unit="km",
        way_out="burn earlier, or take a time of flight nearer to that of the free return",
    )


def _path(
    coast: _Coast, after: Array, elapsed_s: float, direct: DirectRequest
) -> tuple[Array, Array]:
    tli = coast.loop.burns[0].epoch_tdb_jd
    share = 0.5 * (1.0 - np.cos(np.linspace(0.0, np.pi, _PATH_POINTS)))
    first_s = (coast.epoch_tdb_jd - tli) * SECONDS_PER_DAY
    arcs = (
        _propagated(tli, coast.start, first_s, direct, tli, sample_s=share * first_s),
        _propagated(coast.epoch_tdb_jd, after, elapsed_s, direct, tli, sample_s=share * elapsed_s),
    )
    return (
        frozen(np.concatenate([arc.samples_tdb_jd for arc in arcs])),
        frozen(np.concatenate([arc.samples_km_s[:, :3] for arc in arcs])),
    )


def _abort(coast: _Coast, flown: Transfer, request: HybridRequest) -> dict[str, Detail]:
    """The way home before the burn, and what is left of it after."""
    loop = coast.loop
    return {
        "midcourse_h": request.midcourse_h,
        "free_return": {
            "perilune_alt_km": loop.perilune_alt_km,
            "perilune_tdb_jd": loop.burns[0].epoch_tdb_jd + loop.tof_d,
            "round_trip_d": loop.round_trip_d,
            "entry_tdb_jd": loop.entry.epoch_tdb_jd,
            "entry_path_angle_deg": loop.entry.path_angle_deg,
            "entry_speed_km_s": loop.entry.speed_km_s,
        },
        "without_loi": asdict(_uncaptured(flown, request.direct)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncaptured:
    """Where a craft goes whose LOI fails.

    Attributes
    ----------
    perigee_alt_km : float or None
        Lowest perigee in 12 d (negative: it meets the Earth); None if there is none.
    perigee_tdb_jd : float or None
    """

    perigee_alt_km: float | None
    perigee_tdb_jd: float | None


def _uncaptured(flown: Transfer, direct: DirectRequest) -> Uncaptured:
    loi = flown.burns[-1]
    moon = body_states_km_s("moon", loi.epoch_tdb_jd)[0]
    arc = _propagated(
        loi.epoch_tdb_jd,
        moon + np.array([*loi.r_km, *loi.v_before_km_s]),
        _AFTER_D * SECONDS_PER_DAY,
        direct,
        flown.burns[0].epoch_tdb_jd,
        watch=EventRequest(name="periapsis", body="earth"),
    )
    # Beside the Moon the distance from the Earth may have a low of its own.
    gone = [event for event in arc.events if event.elapsed_s > SECONDS_PER_DAY]
    lowest = min(gone, key=lambda event: event.distance_km, default=None)
    return Uncaptured(
        perigee_alt_km=None if lowest is None else lowest.distance_km - EARTH_RADIUS_KM,
        perigee_tdb_jd=None if lowest is None else lowest.epoch_tdb_jd,
    )
