"""A coasting flight through the ephemeris, told from the Earth or the Moon.

`planner.astro.propagate` with one centre for the way in and the way out, a start that
must lie above both surfaces, and the perilunes met: closest approaches that are nearer
to the Moon than to the Earth, since the distance of the Moon also swings about an orbit
round the Earth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.astro.constants import (
    EARTH_RADIUS_KM,
    J2000_JD,
    MOON_RADIUS_KM,
    SECONDS_PER_DAY,
)
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import pole_of_date
from planner.astro.propagate import EventRequest, propagate
from planner.astro.radiation import USUAL_CR
from planner.errors import OutOfRangeError

Array = NDArray[np.float64]

#: Perilunes told; four years of a low lunar orbit.
MAX_PERILUNES = 20_000

#: Farthest and fastest start: as far as the Sun; at 1000 km/s relativity moves a craft by 5 ppm.
MOST_KM = 1.5e8
MOST_KM_S = 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class Perilune:
    """A closest approach: epoch (TDB, Julian date), height over the mean radius (km)."""

    epoch_tdb_jd: float
    altitude_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coast:
    """Where a flight ended, ICRF axes about ``center`` (km, km/s), and its perilunes."""

    epoch_tdb_jd: float
    center: str
    r_km: tuple[float, ...]
    v_km_s: tuple[float, ...]
    perilunes: tuple[Perilune, ...]


def coast(
    *,
    epoch_tdb_jd: float,
    center: str,
    r_km: ArrayLike,
    v_km_s: ArrayLike,
    days: float,
    bodies: tuple[str, ...] = ("earth", "moon", "sun"),
    j2: bool = False,
    moon_field_degree: int | None = None,
    srp_area_m2_kg: float = 0.0,
    srp_cr: float = USUAL_CR,
) -> Coast:
    """Fly a state for some days.

    Parameters
    ----------
    epoch_tdb_jd : float
        Start (TDB, Julian date), 1965 to 2065.
    center : {"earth", "moon"}
        Of the state given and of the answer.
    r_km, v_km_s : array_like, shape (3,)
        ICRF axes.
    days : float
        How long; negative runs backwards.
    bodies : tuple of str
        What pulls; the Earth always does.
    j2 : bool
        Whether the Earth's oblateness pulls too, about its pole of the starting date.
    moon_field_degree : int
        Degree (0 to 6) of the Moon's uneven field; for ``center`` ``moon`` only.
    srp_area_m2_kg, srp_cr : float
        Lit area over mass and reflectivity (1 to 2), for the pressure of sunlight.

    Raises
    ------
    OutOfRangeError
        A start below a surface, too far or too fast, an unknown body, dates outside the
        ephemeris, or more than 20 000 perilunes.
    NoConvergenceError
        A collision, or the steps ran out.
    """
    origin = _center_state(center, epoch_tdb_jd)
    start = np.concatenate((np.asarray(r_km, float), np.asarray(v_km_s, float)))
    _require_above_surfaces(start + origin, epoch_tdb_jd)
    _require_near(start + origin)
    flown = propagate(
        epoch_tdb_jd=epoch_tdb_jd,
        state_km_s=start,
        center=center,
        duration_s=days * SECONDS_PER_DAY,
        bodies=bodies,
        j2=j2,
        pole=pole_of_date((epoch_tdb_jd - J2000_JD) * SECONDS_PER_DAY) if j2 else None,
        moon_field_degree=moon_field_degree,
        srp_area_m2_kg=srp_area_m2_kg,
        srp_cr=srp_cr,
        events=(EventRequest(name="periapsis", body="moon"),),
        max_events=MAX_PERILUNES,
    )
    if len(flown.events) == MAX_PERILUNES:
        raise OutOfRangeError(
            name="days", value=days, allowed=f"flights with fewer than {MAX_PERILUNES} perilunes"
        )
    end = flown.state_km_s - _center_state(center, flown.epoch_tdb_jd)
    return Coast(
        epoch_tdb_jd=flown.epoch_tdb_jd,
        center=center,
        r_km=tuple(end[:3].tolist()),
        v_km_s=tuple(end[3:].tolist()),
        perilunes=tuple(
            Perilune(
                epoch_tdb_jd=event.epoch_tdb_jd, altitude_km=event.distance_km - MOON_RADIUS_KM
            )
            for event in flown.events
            if event.distance_km < np.linalg.norm(event.state_km_s[:3])
        ),
    )


def _center_state(center: str, epoch_tdb_jd: float) -> Array:
    if center not in {"earth", "moon"}:
        raise OutOfRangeError(name="center", value=center, allowed="earth, moon")
    moon = body_states_km_s("moon", epoch_tdb_jd)[0]
    return moon if center == "moon" else np.zeros(6)


def _require_near(state: Array) -> None:
    """Refuse what has nothing to do with the Earth and the Moon, and needs relativity."""
    for name, size, most, unit in (
        ("r_km", np.linalg.norm(state[:3]), MOST_KM, "km from the Earth"),
        ("v_km_s", np.linalg.norm(state[3:]), MOST_KM_S, "km/s"),
    ):
        if not size <= most:
            raise OutOfRangeError(name=name, value=float(size), allowed=f"0 .. {most:g} {unit}")


def _require_above_surfaces(state: Array, epoch_tdb_jd: float) -> None:
    for body, radius_km in (("earth", EARTH_RADIUS_KM), ("moon", MOON_RADIUS_KM)):
        altitude_km = np.linalg.norm((state - _center_state(body, epoch_tdb_jd))[:3]) - radius_km
        if altitude_km < 0.0:
            raise OutOfRangeError(
                name="r_km", value=f"{altitude_km:.6g} km over the {body}",
                allowed=f"distances above {radius_km} km from its centre",
            )  # fmt: skip
