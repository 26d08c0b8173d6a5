"""The chosen flight flown once more, to the last digit, and told as burns and figures.

All epochs are put on the grid of Julian dates (40 µs) before the last flight, so that the
states told join exactly at the epochs told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import bplane, cross
from planner.astro.constants import GM_MOON_KM3_S2, MOON_RADIUS_KM
from planner.astro.ephemeris import body_states_km_s
from planner.astro.orientation import moon_pole
from planner.astro.propagate import propagate
from planner.transfers.arc_choice import Choice
from planner.transfers.departure import julian_date, on_grid
from planner.transfers.flight import Detail
from planner.transfers.leg import coast_leg, moon_state, perilune_leg, two_point_arc
from planner.transfers.staging_request import Meeting
from planner.transfers.transfer import Burn, frozen, vector

Array = NDArray[np.float64]

_RTOL = 1e-13
#: A millimetre; and a metre where days of flight after a flyby amplify the rounding.
_JOIN_KM, _ROUNDING_KM = 1e-6, 1e-3
_LEG_POINTS = 81


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactArc:
    """The arc between the Moon and the orbit, told from the Moon.

    Earth-centred states (6,): after the burn at the Moon, at the orbit of the arc and of the
    orbit; what they miss each other by.
    """

    near_s: float
    after: Array
    orbit_s: float
    arrival: Array
    orbit: Array
    miss_km: float


def exact_arc(near_s: float, near: Array, choice: Choice, meeting: Meeting) -> ExactArc:
    """Fly the arc from an Earth-centred state (6,) at the Moon to the orbit once more.

    Raises
    ------
    NoConvergenceError
        They do not join to a metre.
    """
    orbit_s = on_grid(float(choice.flight.place[0]))
    orbit = choice.life.state_at(julian_date(orbit_s))
    arc = two_point_arc(
        start_s=near_s, start_km=near[:3], end_s=orbit_s, end_km=orbit[:3],
        velocity=choice.flight.arc.velocity, bodies=meeting.bodies, tolerance_km=_JOIN_KM,
        rounding_km=_ROUNDING_KM, rtol=_RTOL,
    )  # fmt: skip
    return ExactArc(
        near_s=near_s,
        after=np.concatenate((near[:3], arc.velocity)),
        orbit_s=orbit_s,
        arrival=arc.end.state,
        orbit=orbit,
        miss_km=arc.miss_km,
    )


def exact_perilune(
    start_s: float, state: Array, sense: float, bodies: tuple[str, ...]
) -> tuple[float, Array]:
    """Epoch on the grid and Earth-centred state at the perilune of a flight from the Earth."""
    free = perilune_leg(start_s=start_s, state=state, sense=sense, bodies=bodies, rtol=_RTOL)
    perilune_s = on_grid(free.end_s)
    leg = coast_leg(
        start_s=start_s, state=state, duration_s=perilune_s - start_s, bodies=bodies, rtol=_RTOL
    )
    return perilune_s, leg.state


def moon_altitude_km(t_s: float, state: Array) -> float:
    """Height of an Earth-centred state over the Moon's mean radius."""
    return float(np.linalg.norm(state[:3] - moon_state(t_s)[:3])) - MOON_RADIUS_KM


def moon_burn(name: str, t_s: float, before: Array, after: Array) -> Burn:
    """A burn between two Earth-centred states at one place, told about the Moon."""
    moon = moon_state(t_s)
    return Burn(
        name=name,
        epoch_tdb_jd=julian_date(t_s),
        dv_m_s=1e3 * float(np.linalg.norm(after[3:] - before[3:])),
        center="moon",
        r_km=vector(before[:3] - moon[:3]),
        v_before_km_s=vector(before[3:] - moon[3:]),
        v_after_km_s=vector(after[3:] - moon[3:]),
    )


def flyby_details(perilune_s: float, state: Array) -> dict[str, Detail]:
    """The flyby seen from the Moon, of the Earth-centred state on the Earth's side of it."""
    relative = state - moon_state(perilune_s)
    pole = moon_pole(perilune_s)
    h = cross(relative[:3], relative[3:])
    return {
        "flyby_alt_km": moon_altitude_km(perilune_s, state),
        "flyby_inclination_deg": float(np.degrees(np.arccos(h @ pole / np.linalg.norm(h)))),
        "flyby_v_inf_km_s": float(bplane(GM_MOON_KM3_S2, relative, pole)[3]),
    }


def orbit_details(choice: Choice, meeting: Meeting) -> dict[str, Detail]:
    """The orbit that is met: enough to keep the same life again."""
    life = choice.life
    return {
        "orbit_period_d": meeting.period_d,
        "orbit_epoch_tdb_jd": life.epoch_tdb_jd,
        "orbit_days_d": life.days,
        "orbit_phase": choice.phase,
        "orbit_gap_km": life.gap_km,
        "orbit_gap_m_s": life.gap_m_s,
        "flybys_tried": choice.tried,
    }


class Path(TypedDict):
    """Dates and places of a flight, as `Flight` takes them."""

    path_tdb_jd: Array
    path_earth_km: Array
    path_moon_km: Array


def path_of(legs: Sequence[tuple[float, Array, float]], bodies: tuple[str, ...]) -> Path:
    """Legs (start s, state, end s) sampled, closer together at their ends, in order of time.

    Legs that were flown backwards are given from the last to the first.
    """
    share = 0.5 * (1.0 - np.cos(np.linspace(0.0, np.pi, _LEG_POINTS)))
    times, places = [], []
    for begin_s, begin, end_s in legs:
        arc = propagate(
            epoch_tdb_jd=julian_date(begin_s),
            state_km_s=begin,
            duration_s=end_s - begin_s,
            bodies=bodies,
            sample_s=share * (end_s - begin_s),
        )
        times.append(arc.samples_tdb_jd)
        places.append(arc.samples_km_s[:, :3])
    order = slice(None, None, 1 if legs[-1][2] > legs[0][0] else -1)
    dates = np.concatenate(times)[order]
    return Path(
        path_tdb_jd=frozen(dates),
        path_earth_km=frozen(np.vstack(places)[order]),
        path_moon_km=frozen(body_states_km_s("moon", dates)[:, :3]),
    )
