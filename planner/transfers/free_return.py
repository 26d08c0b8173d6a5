"""Free return: one burn sends the craft round the Moon and back into the entry corridor.

First guess: a direct transfer of about three days that passes behind the Moon as nearly
in the plane of its motion as its arrival allows. Then the three controls of the burn are
driven at once onto the perilune altitude, the vacuum perigee that gives the flight-path
angle at the entry interface, and the inclination of the orbit home, while the burn
follows the pad's clock. Goals at the Earth are read as angular momenta, which answer
nearly in proportion; steps are shortened so that neither flyby nor return jumps.

Model: point masses from DE440 (Earth, Moon, Sun by default), one impulsive burn.
Validity: perilune altitudes of 60 to 12 000 km.

Source: Schwaniger 1963, NASA TN D-1833 (circumlunar trajectories); Bate, Mueller & White
1971, 7.5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import bplane, cross
from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    GM_MOON_KM3_S2,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import body_states_km_s, require_covered
from planner.astro.orientation import moon_pole, pole_of_date
from planner.astro.propagate import Event, EventRequest, Propagation, propagate
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.departure import (
    injection_partials,
    julian_date,
    on_grid,
    seconds_past_j2000,
)
from planner.transfers.direct import (
    first_guess,
    lowest_inclination_deg,
    pad_clock,
    parking_orbit,
    tli_burn,
)
from planner.transfers.earth_entry import EntryWish, is_inbound
from planner.transfers.earth_return import Entry, entry_of
from planner.transfers.request import DirectRequest, require_within
from planner.transfers.targeting import CLOCK_TOLERANCE_S, Aim, correct
from planner.transfers.transfer import Burn, ParkingOrbit

Array = NDArray[np.float64]

FAMILY = "free-return"
PERILUNE_RANGE_KM = (60.0, 12_000.0)

_GUESS_TOF_D = 2.9
#: Degrees kept from the limit of the arrival's inclination, smallest first.
_MARGINS_DEG = (2.0, 5.0, 10.0)
_GATE_KM = 100_000.0
_LONGEST_D = 12.0
_MAX_ITERATIONS = 60
_MAX_HALVINGS = 8
#: Goals: 10 m at the Moon, 1 km²/s of angular momentum, which is 0.2 km of perigee or 0.01
#: degrees of path angle.
_TOLERANCE = np.array([1e-2, 1.0, 1.0])
#: Most that one step may change: km at the Moon, km²/s of momentum (perigee 6 000 km).
_REACH = np.array([300.0, 15_000.0, 15_000.0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FreeReturn:
    """A flight round the Moon and back.

    Attributes
    ----------
    burns : tuple[Burn, ...]
        TLI, states about the Earth.
    tof_d, round_trip_d : float
        TLI to perilune, and TLI to the entry interface.
    perilune_alt_km, perilune_inclination_deg, v_inf_km_s : float
        The flyby, on the Moon's true equator.
    perigee_alt_km : float
        Vacuum perigee of the return.
    entry : Entry
    residuals : dict[str, float]
        Miss of each goal, unit in the name.
    """

    family: str
    model: str
    parking: ParkingOrbit
    burns: tuple[Burn, ...]
    tof_d: float
    round_trip_d: float
    c3_km2_s2: float
    perilune_alt_km: float
    perilune_inclination_deg: float
    v_inf_km_s: float
    perigee_alt_km: float
    entry: Entry
    residuals: dict[str, float]

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Loop:
    """One flight round the Moon: perilune, the state at the gate, misses and gradient."""

    perilune: Event
    arc: Propagation
    error: Array
    gradient: Array


def free_return(*, depart_tdb_jd: float, request: DirectRequest, entry: EntryWish) -> FreeReturn:
    """Fly round the Moon, at the pad's opportunity nearest a date.

    Parameters
    ----------
    depart_tdb_jd : float
        Wanted TLI (TDB, Julian date).
    request : DirectRequest
        Pad, parking orbit, perilune altitude and branch. Its lunar inclination and its
        apolune play no part.
    entry : EntryWish
        Interface, path angle and inclination home; no latitude.

    Raises
    ------
    OutOfRangeError
        A value outside its range, or a pad that cannot reach the plane.
    NoConvergenceError
        The correction did not close.
    """
    require_within("perilune_alt_km", request.perilune_alt_km, *PERILUNE_RANGE_KM, "km")
    if entry.latitude_deg is not None:
        raise OutOfRangeError(
            name="entry_lat_deg", value=entry.latitude_deg, allowed="the family return"
        )
    aim, request = _guess(depart_tdb_jd, request)
    drift = np.zeros(2)
    loop = _fly(aim, request, entry, drift)
    for _ in range(_MAX_ITERATIONS):
        off_s = pad_clock(aim, request).tli_tdb_s - aim.tli_s
        if abs(off_s) <= CLOCK_TOLERANCE_S and np.all(np.abs(loop.error) <= _TOLERANCE):
            home = _home(loop, request, entry)
            again = _drift(home, loop, aim, entry)
            if np.all(np.abs(again - drift) <= _TOLERANCE[1:]):
                return _assembled(aim, loop, home, request, entry)
            drift = again
            loop = _fly(aim, request, entry, drift)
            continue
        loop = _stepped(aim, loop, request, entry, drift)
    raise _lost(float(np.max(np.abs(loop.error))), "km or km2/s")


def _stepped(
    aim: Aim, loop: _Loop, request: DirectRequest, entry: EntryWish, drift: Array
) -> _Loop:
    """Move the controls by a limited Newton step, shorter again if it loses the way home."""
    share = min(1.0, float(np.min(_REACH / np.maximum(np.abs(loop.error), 1e-9))))
    partials = injection_partials(state=aim.state, axes=aim.axes, t_tdb_s=aim.tli_s)
    whole = np.linalg.solve(loop.gradient @ partials, loop.error)
    controls, tli_s = aim.controls, aim.tli_s
    for _ in range(_MAX_HALVINGS):
        aim.controls = controls - share * whole
        off_s = pad_clock(aim, request).tli_tdb_s - tli_s
        aim.tli_s = tli_s if abs(off_s) <= CLOCK_TOLERANCE_S else on_grid(tli_s + off_s)
        try:
            return _fly(aim, request, entry, drift)
        except NoConvergenceError:
            share *= 0.5
            aim.tli_s = tli_s
    raise _lost(float(np.max(np.abs(loop.error))), "km or km2/s, however short the step")


def _lost(residual: float, unit: str) -> NoConvergenceError:
    return NoConvergenceError(
        what="free return",
        residual=residual,
        unit=unit,
        way_out="take a departure a day away, a higher perilune, or another inclination home",
    )


def _guess(depart_tdb_jd: float, request: DirectRequest) -> tuple[Aim, DirectRequest]:
    """A direct transfer that passes behind the Moon, as flat as its arrival allows."""
    lowest = lowest_inclination_deg(
        depart_tdb_jd=depart_tdb_jd, tof_d=_GUESS_TOF_D, request=request
    )
    for margin in _MARGINS_DEG:
        flat = replace(request, inclination_deg=180.0 - lowest - margin)
        aim, _ = first_guess(depart_tdb_jd=depart_tdb_jd, tof_d=_GUESS_TOF_D, request=flat)
        try:
            correct(aim, flat, lambda moved: pad_clock(moved, request).tli_tdb_s - moved.tli_s)
        except (NoConvergenceError, OutOfRangeError):
            continue
        return aim, flat
    # Beyond the ephemeris nothing converges either; that is the reason to tell then.
    require_covered(seconds_past_j2000(depart_tdb_jd - 1.0))
    require_covered(seconds_past_j2000(depart_tdb_jd + _LONGEST_D))
    raise _lost(_MARGINS_DEG[-1], "deg of margin in the first guess")


def _fly(aim: Aim, request: DirectRequest, entry: EntryWish, drift: Array) -> _Loop:
    """Fly the loop; ``drift`` is what the momenta still change by from the gate to the entry."""
    arc = propagate(
        epoch_tdb_jd=julian_date(aim.tli_s),
        state_km_s=aim.state,
        duration_s=_LONGEST_D * SECONDS_PER_DAY,
        bodies=request.bodies,
        j2=request.j2,
        pole=pole_of_date(aim.tli_s),
        events=(
            EventRequest(name="periapsis"),
            EventRequest(
                name="distance", body="earth", value_km=_GATE_KM, direction=-1, stops=True
            ),
        ),
        stm=True,
    )
    passes = [event for event in arc.events if event.name == "periapsis"]
    if not passes or not is_inbound(arc.state_km_s) or arc.elapsed_s > 0.999 * _LONGEST_D * 86400.0:
        raise _lost(float(np.linalg.norm(arc.state_km_s[:3])), "km from the Earth after 12 d")
    perilune = min(passes, key=lambda event: event.distance_km)
    relative = perilune.state_km_s - body_states_km_s("moon", perilune.epoch_tdb_jd)[0]
    radius = float(np.linalg.norm(relative[:3]))
    outward = np.concatenate((relative[:3] / radius, np.zeros(3)))
    pole = pole_of_date(aim.tli_s + arc.elapsed_s)
    home, slopes = _momentum_reading(arc.state_km_s, pole, entry)
    assert perilune.stm is not None  # the arc was asked for it
    assert arc.stm is not None
    return _Loop(
        perilune=perilune,
        arc=arc,
        error=np.array([radius - MOON_RADIUS_KM - request.perilune_alt_km, *(home + drift)]),
        gradient=np.vstack((outward @ perilune.stm, slopes @ arc.stm)),
    )


def _momentum_reading(state: Array, pole: Array, entry: EntryWish) -> tuple[Array, Array]:
    """Miss of angular momentum and of its part along the pole (km²/s); gradient (2, 6).

    The momentum wanted depends on the energy, which hardly changes: it is held.
    """
    r, v = state[:3], state[3:]
    h = cross(r, v)
    momentum = float(np.linalg.norm(h))
    energy = 0.5 * float(v @ v) - GM_EARTH_KM3_S2 / float(np.linalg.norm(r))
    speed = np.sqrt(2.0 * (energy + GM_EARTH_KM3_S2 / entry.radius_km))
    wanted = float(entry.radius_km * speed * np.cos(np.radians(entry.path_angle_deg)))
    along = float(h @ pole) - wanted * float(np.cos(np.radians(entry.inclination_deg)))
    slopes = [np.concatenate((cross(v, axis), cross(axis, r))) for axis in (h / momentum, pole)]
    return np.array([momentum - wanted, along]), np.vstack(slopes)


def _home(loop: _Loop, request: DirectRequest, wish: EntryWish) -> Propagation:
    """From the gate to the interface, or to perigee if that lies above it."""
    return propagate(
        epoch_tdb_jd=loop.arc.epoch_tdb_jd,
        state_km_s=loop.arc.state_km_s,
        duration_s=3.0 * SECONDS_PER_DAY,
        bodies=request.bodies,
        j2=request.j2,
        pole=pole_of_date((loop.arc.epoch_tdb_jd - J2000_JD) * SECONDS_PER_DAY),
        events=(
            EventRequest(
                name="distance", body="earth", value_km=wish.radius_km, direction=-1, stops=True
            ),
            EventRequest(name="periapsis", body="earth", stops=True),
        ),
    )


def _drift(home: Propagation, loop: _Loop, aim: Aim, entry: EntryWish) -> Array:
    """What the misses of the momenta change by from the gate to the interface (km²/s).

    The Moon and the Sun still pull there, and oblateness changes the energy the momentum
    wanted is reckoned with.
    """
    pole = pole_of_date(aim.tli_s + loop.arc.elapsed_s)
    before, after = (
        _momentum_reading(state, pole, entry)[0] for state in (loop.arc.state_km_s, home.state_km_s)
    )
    return after - before


def _assembled(
    aim: Aim, loop: _Loop, end: Propagation, request: DirectRequest, wish: EntryWish
) -> FreeReturn:
    entry = entry_of(end.state_km_s, end.epoch_tdb_jd)
    r, v = end.state_km_s[:3], end.state_km_s[3:]
    h = cross(r, v)
    e = cross(v, h) / GM_EARTH_KM3_S2 - r / np.linalg.norm(r)
    perigee_km = float(h @ h) / GM_EARTH_KM3_S2 / (1.0 + float(np.linalg.norm(e)))
    when = loop.perilune.epoch_tdb_jd
    relative = loop.perilune.state_km_s - body_states_km_s("moon", when)[0]
    pole = moon_pole(aim.tli_s + loop.perilune.elapsed_s)
    normal = cross(relative[:3], relative[3:])
    state, clock = aim.state, pad_clock(aim, request)
    if clock.coast_s < 0.0:
        raise _lost(clock.coast_s, "s of coast")
    return FreeReturn(
        family=FAMILY,
        model="ephemeris",
        parking=parking_orbit(aim, clock, request),
        burns=(tli_burn(aim),),
        tof_d=loop.perilune.elapsed_s / SECONDS_PER_DAY,
        round_trip_d=(loop.arc.elapsed_s + end.elapsed_s) / SECONDS_PER_DAY,
        c3_km2_s2=float(state[3:] @ state[3:] - 2.0 * GM_EARTH_KM3_S2 / aim.radius_km),
        perilune_alt_km=loop.perilune.distance_km - MOON_RADIUS_KM,
        perilune_inclination_deg=float(
            np.degrees(np.arccos(normal @ pole / np.linalg.norm(normal)))
        ),
        v_inf_km_s=float(bplane(GM_MOON_KM3_S2, relative, pole)[3]),
        perigee_alt_km=perigee_km - EARTH_RADIUS_KM,
        entry=entry,
        residuals={
            "perilune_km": float(loop.error[0]),
            "entry_path_angle_deg": entry.path_angle_deg - wish.path_angle_deg,
            "return_inclination_deg": entry.inclination_deg - wish.inclination_deg,
            "launch_clock_s": float(clock.tli_tdb_s - aim.tli_s),
        },
    )
