"""Propagate a craft in the field of the Earth, the Moon, the Sun and more.

The friendly door of `planner.astro.integrator`: checks its input, turns names into
rows, centres into Earth-centred states, and events back into named ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.arc import MAX_EVENTS, run
from planner.astro.constants import (
    EARTH_RADIUS_KM,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import BODIES, body_states_km_s, require_covered
from planner.astro.events import APOAPSIS, DISTANCE, EVENT_COLUMNS, PERIAPSIS
from planner.astro.forces import EARTH, ForceModel, force_model
from planner.astro.lunar_forces import LunarModel, lunar_model
from planner.astro.radiation import USUAL_CR, radiation_strength
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

_RADII_KM = {"earth": EARTH_RADIUS_KM, "moon": MOON_RADIUS_KM}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRequest:
    """An event to find.

    Attributes
    ----------
    name : str
        ``periapsis``, ``apoapsis``, ``distance`` or ``altitude`` (above the mean radius).
    body : str
        ``earth`` or an ephemeris body; ``altitude`` knows ``earth`` and ``moon``.
    value_km : float
        For ``distance`` and ``altitude``.
    direction : int
        -1 inbound, +1 outbound, 0 both.
    stops : bool
        Whether the propagation ends there.
    """

    name: str
    body: str = "moon"
    value_km: float = 0.0
    direction: int = 0
    stops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Event:
    """An event found: Earth-centred state and the distance from the body's centre."""

    name: str
    body: str
    epoch_tdb_jd: float
    elapsed_s: float
    state_km_s: Array
    distance_km: float
    stm: Array | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Propagation:
    """Result of `propagate`: Earth-centred ICRF states (km, km/s).

    ``stm`` [6, 6] maps a change of the initial state to a change of the final one.
    """

    epoch_tdb_jd: float
    elapsed_s: float
    state_km_s: Array
    stm: Array | None
    samples_tdb_jd: Array
    samples_km_s: Array
    events: tuple[Event, ...]


def propagate(
    *,
    epoch_tdb_jd: float,
    state_km_s: ArrayLike,
    duration_s: float,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    center: str = "earth",
    j2: bool = False,
    pole: Array | None = None,
    gm_km3_s2: Mapping[str, float] | None = None,
    moon_field_degree: int | None = None,
    srp_area_m2_kg: float = 0.0,
    srp_cr: float = USUAL_CR,
    rtol: float = 1e-12,
    stm: bool = False,
    sample_s: ArrayLike = (),
    events: tuple[EventRequest, ...] = (),
    max_events: int = MAX_EVENTS,
) -> Propagation:
    """Propagate a state through the ephemeris.

    Parameters
    ----------
    epoch_tdb_jd : float
        Start (TDB, Julian date), 1965 to 2065.
    state_km_s : array_like, shape (6,)
        Position (km) and velocity (km/s), ICRF axes, about ``center``.
    duration_s : float
        How long (s); negative runs backwards.
    bodies : tuple of str
        What pulls; the Earth always does.
    j2, pole : bool, ndarray
        Earth's oblateness about the unit vector ``pole`` of date.
    gm_km3_s2 : mapping, optional
        Gravitational parameters (km³/s²) to use instead of DE440's, by body.
    moon_field_degree : int
        Degree (0 to 6) of the Moon's uneven field, for motion about the Moon: the
        equations are then written about it (`planner.astro.lunar_forces`), ``center``
        must be ``moon``, and ``j2`` and ``gm_km3_s2`` are not taken.
    srp_area_m2_kg, srp_cr : float
        Lit area over mass and reflectivity (1 to 2) for the pressure of sunlight.
    rtol : float
        Relative tolerance of a step, 1e-13 to 1e-3.
    sample_s : array_like
        Times (s) from the start at which to report the state, in the order met.
    events : tuple of EventRequest
        What to look for on the way.
    max_events : int
        Events kept; later ones are not looked for.

    Raises
    ------
    OutOfRangeError
        A value, or the way itself, leaves the range above.
    NoConvergenceError
        The step became too small (a collision) or the steps ran out.
    """
    y0 = _checked_state(state_km_s)
    about_moon = moon_field_degree is not None
    t0_s = (epoch_tdb_jd - J2000_JD) * SECONDS_PER_DAY
    require_covered((t0_s, t0_s + duration_s))
    if center != "earth" and not about_moon:
        y0 = y0 + body_states_km_s(center, epoch_tdb_jd)[0]
    times = _checked_samples(sample_s, duration_s)
    light = radiation_strength(area_m2_kg=srp_area_m2_kg, cr=srp_cr)
    field: ForceModel | LunarModel
    if moon_field_degree is None:
        field = force_model(
            t0_s=t0_s, bodies=bodies, j2=j2, pole=pole, gm_km3_s2=gm_km3_s2, srp_km3_s2=light
        )
    else:
        _require_moon(center, j2, gm_km3_s2)
        field = lunar_model(t0_s=t0_s, degree=moon_field_degree, bodies=bodies, srp_km3_s2=light)
    arc = run(
        field,
        y0,
        duration_s,
        rtol=rtol,
        stm=stm,
        sample_t=times,
        event_rows=_event_rows(events),
        unit="s reached",
        max_events=max_events,
    )
    reached = times[: len(arc.samples)]
    if about_moon:
        arc.y[:6] += body_states_km_s("moon", epoch_tdb_jd + arc.reached / SECONDS_PER_DAY)[0]
        arc.samples[:] += body_states_km_s("moon", epoch_tdb_jd + reached / SECONDS_PER_DAY)
        found_jd = epoch_tdb_jd + arc.events[:, 1] / SECONDS_PER_DAY
        arc.events[:, 2:8] += body_states_km_s("moon", found_jd)
    return Propagation(
        epoch_tdb_jd=epoch_tdb_jd + arc.reached / SECONDS_PER_DAY,
        elapsed_s=arc.reached,
        state_km_s=arc.y[:6].copy(),
        stm=arc.y[6:].reshape(6, 6).copy() if stm else None,
        samples_tdb_jd=epoch_tdb_jd + reached / SECONDS_PER_DAY,
        samples_km_s=arc.samples,
        events=tuple(_event(row, events, epoch_tdb_jd) for row in arc.events),
    )


def _require_moon(center: str, j2: bool, gm_km3_s2: Mapping[str, float] | None) -> None:
    """What the model about the Moon does not know is refused, not left out in silence."""
    if center != "moon":
        raise OutOfRangeError(
            name="center", value=center, allowed="moon, where moon_field_degree is given"
        )
    for name, given in (("j2", j2), ("gm_km3_s2", gm_km3_s2)):
        if given:
            raise OutOfRangeError(
                name=name, value=given, allowed="motion without moon_field_degree"
            )


def _checked_state(state_km_s: ArrayLike) -> Array:
    state = np.asarray(state_km_s, dtype=float)
    if state.shape != (6,) or not np.isfinite(state).all() or not state[:3].any():
        raise OutOfRangeError(
            name="state_km_s",
            value=state_km_s,
            allowed="six finite numbers, not at the body's centre",
        )
    return state


def _checked_samples(sample_s: ArrayLike, duration_s: float) -> Array:
    times = np.asarray(sample_s, dtype=float)
    if not times.size:
        return times
    ahead = times if duration_s >= 0.0 else -times
    if times.ndim != 1 or not (
        np.all(np.diff(ahead) >= 0.0) and np.all((ahead >= 0.0) & (ahead <= abs(duration_s)))
    ):
        raise OutOfRangeError(
            name="sample_s", value=sample_s, allowed="times from 0 to duration_s, in that order"
        )
    return times


def _body_index(name: str) -> int:
    return EARTH if name == "earth" else BODIES.index(name)


def _event_rows(events: tuple[EventRequest, ...]) -> Array:
    kinds = {
        "periapsis": PERIAPSIS,
        "apoapsis": APOAPSIS,
        "distance": DISTANCE,
        "altitude": DISTANCE,
    }
    rows = np.zeros((len(events), EVENT_COLUMNS))
    for row, event in zip(rows, events, strict=True):
        _check_event(event, tuple(kinds))
        above = _RADII_KM[event.body] if event.name == "altitude" else 0.0
        row[:] = (
            kinds[event.name],
            _body_index(event.body),
            event.value_km + above,
            event.direction,
            event.stops,
        )
    return rows


def _check_event(event: EventRequest, names: tuple[str, ...]) -> None:
    bodies = tuple(_RADII_KM) if event.name == "altitude" else ("earth", *BODIES)
    for field, value, allowed in (("name", event.name, names), ("body", event.body, bodies)):
        if value not in allowed:
            raise OutOfRangeError(name=f"event {field}", value=value, allowed=", ".join(allowed))
    if not np.isfinite(event.value_km):
        raise OutOfRangeError(name="event value_km", value=event.value_km, allowed="finite numbers")


def _event(row: Array, requests: tuple[EventRequest, ...], epoch_tdb_jd: float) -> Event:
    request = requests[int(row[0])]
    jd = epoch_tdb_jd + row[1] / SECONDS_PER_DAY
    state = row[2:8].copy()
    origin = np.zeros(6) if request.body == "earth" else body_states_km_s(request.body, jd)
    return Event(
        name=request.name,
        body=request.body,
        epoch_tdb_jd=jd,
        elapsed_s=float(row[1]),
        state_km_s=state,
        distance_km=float(np.linalg.norm(state[:3] - np.ravel(origin)[:3])),
        stm=row[8:].reshape(6, 6).copy() if len(row) > 8 else None,
    )
