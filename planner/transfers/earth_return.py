"""Return: from a circular lunar orbit by one TEI burn to an entry interface of the Earth.

First guess, all by time reversal: the two-body arc from the vacuum perigee back to the
Moon's centre, and the hyperbola that leaves the Moon along it. Then differential
correction in the ephemeris: the line of nodes, the place in the orbit and the size of
a tangential burn are driven onto flight-path angle, plane and time of entry; a latitude
is reached through the plane.
The inclination of the lunar orbit is kept; its node is chosen so that no plane change is
paid.

Model: point masses from DE440 (Earth, Moon, Sun by default), an impulsive burn.
Validity: 2 to 6 days; lunar inclinations above the declination of the departure asymptote.

Source: Bate, Mueller & White 1971, 7.4-7.5; Miele & Mancuso 2001, Acta Astronautica
49:59 (mirror property of lunar trajectories).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import bplane, cross
from planner.astro.constants import (
    EARTH_RADIUS_KM,
    GM_EARTH_KM3_S2,
    GM_MOON_KM3_S2,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import body_states_km_s
from planner.astro.lambert import SOLVED, LambertError
from planner.astro.orientation import (
    icrf_to_earth_fixed,
    icrf_to_equator_of_date,
    moon_pole,
    pole_of_date,
)
from planner.astro.propagate import EventRequest, Propagation, propagate
from planner.astro.tangential import tangential_departure
from planner.epochs import tdb_minus_utc_s
from planner.errors import NoConvergenceError, OutOfRangeError
from planner.transfers.conic import hyperbola_state
from planner.transfers.departure import (
    PLANE_MARGIN_DEG,
    julian_date,
    on_grid,
    orbit_axes,
    plane_node_rad,
    seconds_past_j2000,
)
from planner.transfers.earth_entry import (
    EntryWish,
    entry_gradient,
    entry_reading,
    is_inbound,
    path_angle_deg,
)
from planner.transfers.request import PERILUNE_RANGE_KM, require_within
from planner.transfers.transfer import Burn, vector

Array = NDArray[np.float64]

FAMILY = "return"
TOF_RANGE_D = (2.0, 6.0)

#: Distance (km) from the Earth at which the orbit home is read first: the Moon's pull has
#: faded, and even a perigee thousands of km off is met.
_GATE_KM = 100_000.0
#: The reading moves to the interface itself below this miss of perigee (km) and of the plane:
#: from farther off a step could lift perigee above the interface.
_HANDOVER = np.array([20.0, 5e-3])
#: Goals: ten metres of perigee (1e-4 degrees of path angle), 1e-6 in cos i, ten milliseconds.
_TOLERANCE = np.array([1e-2, 1e-6, 1e-2])
_MAX_ITERATIONS = 40
#: Largest step: 0.1 rad about the pole and in the orbit, 0.03 km/s.
_STEP_LIMIT = np.array([0.1, 0.1, 0.03])
_LATE_D = 2.0
#: A latitude is met within this (deg): 100 m on the ground.
_LATITUDE_TOLERANCE_DEG = 1e-3
_MAX_SECANTS = 15
#: A guess that does not come home leaves the Moon too slowly: it is given 0.5 % more speed.
_FASTER = 1.005


_APOLLO_ENTRY = EntryWish()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRequest:
    """What a return has to do.

    Attributes
    ----------
    orbit_alt_km, orbit_inclination_deg : float
        Circular lunar orbit it leaves, on the Moon's true equator.
    north_first : bool
        Of two places in that orbit to burn at: the burn that comes after the Moon's south
        and before its north (True), or the other.
    northward : bool
        Whether the plane home moves northward where it leaves the Moon.
    entry : EntryWish
    bodies : tuple of str
        What pulls.
    """

    orbit_alt_km: float = 100.0
    orbit_inclination_deg: float = 90.0
    north_first: bool = True
    northward: bool = True
    entry: EntryWish = _APOLLO_ENTRY
    bodies: tuple[str, ...] = ("earth", "moon", "sun")

    def __post_init__(self) -> None:
        """Refuse orbits inside the Moon, and NaN."""
        require_within("orbit_alt_km", self.orbit_alt_km, *PERILUNE_RANGE_KM, "km")
        require_within("orbit_inclination_deg", self.orbit_inclination_deg, 0.0, 180.0, "deg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """State at the entry interface; latitude geocentric, longitude east (deg)."""

    epoch_tdb_jd: float
    altitude_km: float
    speed_km_s: float
    path_angle_deg: float
    inclination_deg: float
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarthReturn:
    """A flight home.

    Attributes
    ----------
    burns : tuple[Burn, ...]
        TEI, states about the Moon.
    tof_d : float
        TEI to the entry interface.
    c3_km2_s2 : float
        Twice the osculating geocentric energy at the interface.
    v_inf_km_s : float
        Excess speed at the Moon after TEI.
    residuals : dict[str, float]
        Miss of each goal, unit in the name.
    """

    family: str
    model: str
    burns: tuple[Burn, ...]
    tof_d: float
    c3_km2_s2: float
    v_inf_km_s: float
    entry: Entry
    residuals: dict[str, float]

    @property
    def dv_total_m_s(self) -> float:
        """Sum of all burns (m/s)."""
        return sum(burn.dv_m_s for burn in self.burns)


def earth_return(*, depart_tdb_jd: float, tof_d: float, request: ReturnRequest) -> EarthReturn:
    """Fly from lunar orbit to the entry interface.

    Parameters
    ----------
    depart_tdb_jd : float
        TEI (TDB, Julian date).
    tof_d : float
        TEI to the interface (d), 2 to 6.
    request : ReturnRequest

    Raises
    ------
    OutOfRangeError
        A value outside its range, a latitude the geometry does not allow, or an
        inclination below the declination of the departure.
    NoConvergenceError
        The correction did not close.
    """
    require_within("tof_d", tof_d, *TOF_RANGE_D, "d")
    tei_s = on_grid(seconds_past_j2000(depart_tdb_jd))
    if request.entry.latitude_deg is not None:
        return _to_latitude(tei_s, tof_d, request.entry.latitude_deg, request)
    return _fly(tei_s, tof_d, request)


def _fly(tei_s: float, tof_d: float, request: ReturnRequest) -> EarthReturn:
    tof_s = tof_d * SECONDS_PER_DAY
    state, arc = _correct(tei_s, tof_s, _first_guess(tei_s, tof_s, request), request)
    return _assembled(tei_s, tof_d, state, arc, request)


def _to_latitude(
    tei_s: float, tof_d: float, wanted_deg: float, request: ReturnRequest
) -> EarthReturn:
    """Secants on the inclination home, begun where two bodies see the latitude."""
    moon = body_states_km_s("moon", julian_date(tei_s))[0]
    lowest = _declination_deg(tei_s, moon) + PLANE_MARGIN_DEG
    comb = np.linspace(lowest, 180.0 - lowest, 91)
    tof_s = tof_d * SECONDS_PER_DAY
    latitudes = np.array([_home_arc(tei_s, tof_s, moon, float(i), request)[1] for i in comb])
    if not latitudes.min() <= wanted_deg <= latitudes.max():
        raise OutOfRangeError(
            name="entry_lat_deg",
            value=wanted_deg,
            allowed=f"{latitudes.min():.1f} .. {latitudes.max():.1f}, as the Moon stands",
        )
    best = int(np.argmin(np.abs(latitudes - wanted_deg)))
    inclination = float(comb[best])
    slope = float(np.gradient(latitudes, comb)[best])
    miss, step = math.inf, math.nan
    for _ in range(_MAX_SECANTS):
        wish = replace(request.entry, inclination_deg=inclination)
        home = _fly(tei_s, tof_d, replace(request, entry=wish))
        before, miss = miss, home.entry.latitude_deg - wanted_deg
        if abs(miss) <= _LATITUDE_TOLERANCE_DEG:
            return home
        if math.isfinite(before):
            slope = (miss - before) / step
        step = float(np.clip(-miss / slope, -10.0, 10.0))
        inclination = min(180.0 - lowest, max(lowest, inclination + step))
    raise NoConvergenceError(
        what="return to a latitude",
        residual=abs(miss),
        unit="deg",
        way_out="take a latitude farther from the ends of what the Moon allows",
    )


def _first_guess(tei_s: float, tof_s: float, request: ReturnRequest) -> Array:
    """Moon-centred state (6,) after TEI by two bodies."""
    v_inf = departure_v_inf(tei_s, tof_s, request)
    # Reversed in time the flight is an arrival: velocity and angular momentum turn round.
    try:
        mirrored = hyperbola_state(
            v_inf_km_s=-v_inf,
            pole=moon_pole(tei_s),
            perilune_alt_km=request.orbit_alt_km,
            inclination_deg=180.0 - request.orbit_inclination_deg,
            north_first=request.north_first,
        )
    except OutOfRangeError as error:
        raise OutOfRangeError(
            name="orbit_inclination_deg",
            value=request.orbit_inclination_deg,
            allowed=error.allowed,
        ) from error
    state: Array = np.concatenate((mirrored[:3], -mirrored[3:]))
    return state


def departure_v_inf(tei_s: float, tof_s: float, request: ReturnRequest) -> Array:
    """Velocity past the Moon's (km/s) with which two bodies leave it for the interface.

    Raises
    ------
    OutOfRangeError
        An inclination home below the Moon's declination.
    LambertError
        No arc home that grazes the interface in this time.
    """
    moon = body_states_km_s("moon", julian_date(tei_s))[0]
    wanted, lowest = request.entry.inclination_deg, _declination_deg(tei_s, moon) + PLANE_MARGIN_DEG
    if not lowest <= wanted <= 180.0 - lowest:
        raise OutOfRangeError(
            name="return_inclination_deg",
            value=wanted,
            allowed=f"{lowest:.1f} .. {180.0 - lowest:.1f}, as the Moon stands",
        )
    return _home_arc(tei_s, tof_s, moon, wanted, request)[0]


def _declination_deg(tei_s: float, moon: Array) -> float:
    """How far the Moon stands from the equator of date (deg)."""
    aim = icrf_to_equator_of_date(tei_s) @ moon[:3]
    return abs(math.degrees(math.asin(aim[2] / float(np.linalg.norm(aim)))))


def _home_arc(
    tei_s: float, tof_s: float, moon: Array, inclination_deg: float, request: ReturnRequest
) -> tuple[Array, float]:
    """Velocity past the Moon's at departure (km/s), and the latitude of the entry (deg)."""
    aim = icrf_to_equator_of_date(tei_s) @ (moon[:3] / np.linalg.norm(moon[:3]))
    inclination = math.radians(inclination_deg)
    node = plane_node_rad(aim=aim, inclination_rad=inclination, ascending=request.northward)
    ahead = orbit_axes(node_rad=node, inclination_rad=inclination, t_tdb_s=tei_s)
    back = ahead * np.array([[1.0], [-1.0], [-1.0]])  # the same plane, turned about the other way
    status, u, _, v2 = tangential_departure(request.entry.perigee_km, moon[:3], tof_s, back)
    if status != SOLVED:
        raise LambertError(status=status)
    # On a near-parabola the interface lies twice the path angle before perigee.
    place = -u + 2.0 * math.radians(request.entry.path_angle_deg)
    latitude = math.degrees(math.asin(math.sin(inclination) * math.sin(place)))
    return -v2 - moon[3:], latitude


def _correct(
    tei_s: float, tof_s: float, state: Array, request: ReturnRequest
) -> tuple[Array, Propagation]:
    """Drive node, place and burn onto the entry; Moon-centred state and the arc home."""
    pole_home, pole = pole_of_date(tei_s + tof_s), moon_pole(tei_s)
    at_interface = False
    error = np.full(3, np.inf)
    for _ in range(_MAX_ITERATIONS):
        gate = request.entry.radius_km if at_interface else _GATE_KM
        arc = _arc(tei_s, tof_s, state, gate, request, 1e-12 if at_interface else 1e-9)
        if not is_inbound(arc.state_km_s):
            state = np.concatenate((state[:3], _FASTER * state[3:]))
            continue
        error = entry_reading(arc.state_km_s, pole_home, request.entry)
        error[2] += arc.elapsed_s - tof_s
        if at_interface and np.all(np.abs(error) <= _TOLERANCE):
            return state, arc
        gradient = entry_gradient(arc.state_km_s, pole_home, request.entry)
        state = _stepped(state, error, arc, gradient, pole)
        at_interface = bool(np.all(np.abs(error[:2]) < _HANDOVER))
    raise NoConvergenceError(
        what="return",
        residual=float(abs(error[0])),
        unit="km of perigee",
        way_out="take another time of flight, or an inclination farther from its limit",
    )


def _arc(
    tei_s: float, tof_s: float, state: Array, gate_km: float, request: ReturnRequest, rtol: float
) -> Propagation:
    return propagate(
        epoch_tdb_jd=julian_date(tei_s),
        state_km_s=state,
        center="moon",
        duration_s=tof_s + _LATE_D * SECONDS_PER_DAY,
        bodies=request.bodies,
        events=(
            EventRequest(name="distance", body="earth", value_km=gate_km, direction=-1, stops=True),
        ),
        stm=True,
        rtol=rtol,
    )


def _stepped(state: Array, error: Array, arc: Propagation, gradient: Array, pole: Array) -> Array:
    """The state after TEI moved by one limited Newton step of the three controls."""
    assert arc.stm is not None  # every arc of the correction asks for it
    r, v = state[:3], state[3:]
    normal = cross(r, v)
    normal /= np.linalg.norm(normal)
    speed = float(np.linalg.norm(v))
    columns = (
        np.concatenate((cross(pole, r), cross(pole, v))),
        np.concatenate((cross(normal, r), cross(normal, v))),
        np.concatenate((np.zeros(3), v / speed)),
    )
    step = -np.linalg.solve(gradient @ arc.stm @ np.stack(columns, axis=1), error)
    with np.errstate(divide="ignore"):
        step *= min(1.0, float(np.min(_STEP_LIMIT / np.abs(step))))
    moved = [_turned(_turned(x, normal, step[1]), pole, step[0]) for x in (r, v)]
    return np.concatenate((moved[0], moved[1] * (1.0 + step[2] / speed)))


def _turned(x: Array, axis: Array, angle: float) -> Array:
    """Rodrigues' rotation about a unit vector."""
    c, s = math.cos(angle), math.sin(angle)
    turned: Array = c * x + s * cross(axis, x) + (1.0 - c) * float(axis @ x) * axis
    return turned


def _assembled(
    tei_s: float, tof_d: float, state: Array, arc: Propagation, request: ReturnRequest
) -> EarthReturn:
    r, v = state[:3], state[3:]
    speed = float(np.linalg.norm(v))
    circular = math.sqrt(GM_MOON_KM3_S2 / float(np.linalg.norm(r)))
    home = arc.state_km_s
    entry = entry_of(home, arc.epoch_tdb_jd)
    h = cross(r, v)
    pole = moon_pole(tei_s)
    inclination = math.degrees(math.acos(float(h @ pole) / float(np.linalg.norm(h))))
    wish = request.entry
    residuals = {
        "entry_path_angle_deg": entry.path_angle_deg - wish.path_angle_deg,
        "entry_alt_km": entry.altitude_km - wish.altitude_km,
        "tof_s": arc.elapsed_s - tof_d * SECONDS_PER_DAY,
        "orbit_alt_km": float(np.linalg.norm(r)) - MOON_RADIUS_KM - request.orbit_alt_km,
        "orbit_inclination_deg": inclination - request.orbit_inclination_deg,
    }
    residuals["return_inclination_deg"] = entry.inclination_deg - wish.inclination_deg
    if wish.latitude_deg is not None:
        residuals["entry_lat_deg"] = entry.latitude_deg - wish.latitude_deg
    tei = Burn(
        name="tei",
        epoch_tdb_jd=julian_date(tei_s),
        dv_m_s=1e3 * (speed - circular),
        center="moon",
        r_km=vector(r),
        v_before_km_s=vector(v * (circular / speed)),
        v_after_km_s=vector(v),
    )
    return EarthReturn(
        family=FAMILY,
        model="ephemeris",
        burns=(tei,),
        tof_d=arc.elapsed_s / SECONDS_PER_DAY,
        c3_km2_s2=float(home[3:] @ home[3:] - 2.0 * GM_EARTH_KM3_S2 / np.linalg.norm(home[:3])),
        v_inf_km_s=float(bplane(GM_MOON_KM3_S2, state, pole)[3]),
        entry=entry,
        residuals=residuals,
    )


def entry_of(state_km_s: Array, epoch_tdb_jd: float) -> Entry:
    """Describe an Earth-centred inbound state (km, km/s; ICRF) at a date."""
    t = seconds_past_j2000(epoch_tdb_jd)
    r, v = state_km_s[:3], state_km_s[3:]
    distance = float(np.linalg.norm(r))
    fixed = icrf_to_earth_fixed(t - tdb_minus_utc_s(epoch_tdb_jd)) @ r
    h = cross(r, v)
    return Entry(
        epoch_tdb_jd=epoch_tdb_jd,
        altitude_km=distance - EARTH_RADIUS_KM,
        speed_km_s=float(np.linalg.norm(v)),
        path_angle_deg=path_angle_deg(state_km_s),
        inclination_deg=math.degrees(
            math.acos(float(h @ pole_of_date(t)) / float(np.linalg.norm(h)))
        ),
        latitude_deg=math.degrees(math.asin(fixed[2] / distance)),
        longitude_deg=math.degrees(math.atan2(fixed[1], fixed[0])),
    )
