"""First guesses between a low lunar orbit and an orbit far from the Moon: shots from the latter.

As in `planner.transfers.orbit_shots`; perilune is moved to the height of the low orbit, and
the burn there turns the motion into the nearer of the two planes of the given inclination
that pass through its direction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.astro.bplane import cross
from planner.astro.constants import GM_MOON_KM3_S2, SECONDS_PER_DAY
from planner.astro.orientation import moon_pole
from planner.transfers.low_survey import LowCandidate, planes_through
from planner.transfers.orbit_shots import Shot, shots_from, turning
from planner.transfers.staging_path import OrbitEnd

Array = NDArray[np.float64]

#: Radii of perilune that may be moved to the low orbit, as shares of its radius.
_RADII = (0.6, 2.5)
#: A time of flight asked for is met by a guess within this (s).
_LATE_S = 0.3 * SECONDS_PER_DAY


def survey_low_shots(
    *, orbit: OrbitEnd, places: Array, low_s: float | None, sense: float, radius_km: float,
    inclination_rad: float, bodies: tuple[str, ...], longest_s: float, tof_s: float | None,
) -> list[LowCandidate]:  # fmt: skip
    """Candidates, cheapest first; parameters as in `survey_low`, and these.

    Parameters
    ----------
    low_s : float or None
        Epoch in the low orbit if it is given and the orbit's phase is free: shots are moved
        in time to it (they turn with the Moon).
    longest_s : float
        Longest flight.
    tof_s : float or None
        Time of flight, if it is given.
    """
    found: list[LowCandidate] = []
    for shot in shots_from(orbit=orbit, places=places, sense=sense, bodies=bodies):
        taken_s = abs(float(shot.place[0]) - shot.perilune_s)
        radius = float(np.linalg.norm(shot.state[:3]))
        in_time = tof_s is None or abs(taken_s - tof_s) <= _LATE_S
        if in_time and taken_s <= longest_s and _RADII[0] < radius / radius_km < _RADII[1]:
            moved = shot if low_s is None else _moved(shot, low_s)
            found += _lowered(moved, radius_km, inclination_rad)
    return sorted(found, key=lambda one: one.cost_km_s)


def _moved(shot: Shot, perilune_s: float) -> Shot:
    place = shot.place.copy()
    place[0] += perilune_s - shot.perilune_s
    return shot._replace(place=place, perilune_s=perilune_s)


def _lowered(shot: Shot, radius_km: float, inclination_rad: float) -> list[LowCandidate]:
    """The shot led into the low orbit, in each plane that passes through its direction."""
    axes, rate = turning(shot.perilune_s)
    r = axes.T @ shot.state[:3]
    v = axes.T @ shot.state[3:] + cross(rate, r)
    radius = float(np.linalg.norm(r))
    v *= np.sqrt(radius / radius_km)  # as fast as it would be at that height, nearly
    circular = float(np.sqrt(GM_MOON_KM3_S2 / radius_km))
    found = []
    for normal in planes_through(r, moon_pole(shot.perilune_s), inclination_rad):
        along = circular * cross(normal, r / radius)
        cost = float(np.linalg.norm(v - along) + np.linalg.norm(shot.burn))
        found.append(
            LowCandidate(
                cost, shot.perilune_s, normal, r * (radius_km / radius), v, shot.place, shot.burn
            )
        )
    return found
