"""First guesses of powered flybys to orbits far from the Moon: shots through the ephemeris.

Days from the Moon the Earth pulls as hard, and two-body arcs mislead. Here perilune is laid
all round the asymptote, the speed there is changed along the motion by a few amounts, and
each shot is flown; where it passes a place of the orbit, what the miss costs is reckoned as
the speed that would have made it good in the time.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from planner.astro import events
from planner.astro.arc import run
from planner.astro.constants import SECONDS_PER_DAY
from planner.astro.forces import force_model
from planner.errors import NoConvergenceError
from planner.transfers.flyby_survey import LATE_S, Candidate, Crossing, perilunes
from planner.transfers.leg import moon_state
from planner.transfers.staging_path import OrbitEnd

Array = NDArray[np.float64]

_ANGLES: Array = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
#: Changes of speed at perilune (km/s): braking holds the craft near the Moon.
_CHANGES: Array = np.array([-0.32, -0.26, -0.21, -0.17, -0.13, -0.09, -0.05, 0.0])
_RTOL = 1e-7
#: Share of the miss over the time that making it good costs.
_MISS_SHARE = 1.0
_NO_EVENTS = np.empty((0, events.EVENT_COLUMNS))


def survey_shots(
    *, crossings: Iterable[Crossing], orbit: OrbitEnd, days: Array, least_radius_km: float,
    orbit_span_s: tuple[float, float], bodies: tuple[str, ...], phases: Array | None = None,
    tof_s: float | None = None,
) -> list[Candidate]:  # fmt: skip
    """Candidates, cheapest first, one a shot; parameters as in `survey_flybys`."""
    found: list[Candidate] = []
    for crossing in crossings:
        epochs = crossing.moon_s + crossing.sense * days * SECONDS_PER_DAY
        within = (epochs >= orbit_span_s[0]) & (epochs <= orbit_span_s[1])
        if tof_s is not None:
            within &= np.abs(np.abs(epochs - crossing.earth_s) - tof_s) <= LATE_S
        if within.any():
            found += _shots(crossing, orbit, epochs[within], least_radius_km, bodies, phases)
    return sorted(found, key=lambda one: one.cost_km_s)


def _shots(
    crossing: Crossing, orbit: OrbitEnd, epochs: Array, radius_km: float,
    bodies: tuple[str, ...], phases: Array | None,
) -> list[Candidate]:  # fmt: skip
    places = _places(epochs, phases)
    n, m = places.shape[:2]
    orbits = orbit.states_at(places.reshape(n * m, -1)).reshape(n, m, 6)
    field = force_model(t0_s=crossing.moon_s, bodies=bodies)
    moon = moon_state(crossing.moon_s)
    found = []
    for angle, mirrored in zip(
        _ANGLES, perilunes(crossing.sense * crossing.v_inf_km_s, radius_km, _ANGLES), strict=True
    ):
        perilune = np.concatenate((mirrored[:3], crossing.sense * mirrored[3:]))
        for change in _CHANGES:
            velocity = perilune[3:] * (1.0 + change / np.linalg.norm(perilune[3:]))
            start = moon + np.concatenate((perilune[:3], velocity))
            flown = _flown(field, start, epochs - crossing.moon_s)
            k = len(flown)  # a shot that falls onto a body ends early
            if not k:
                continue
            cost = np.linalg.norm(orbits[:k, :, 3:] - flown[:, None, 3:], axis=2)
            miss = np.linalg.norm(orbits[:k, :, :3] - flown[:, None, :3], axis=2)
            cost += _MISS_SHARE * miss / np.abs(epochs[:k] - crossing.moon_s)[:, None]
            i, j = np.unravel_index(int(np.argmin(cost)), cost.shape)
            total = crossing.dv_km_s + abs(change) + float(cost[i, j])
            found.append(Candidate(total, crossing, perilune, velocity, places[i, j], float(angle)))
    return found


def _places(epochs: Array, phases: Array | None) -> Array:
    """Places (n, phases, m) at each epoch."""
    if phases is None:
        return epochs[:, None, None]
    grid = np.meshgrid(epochs, phases, indexing="ij")
    return np.stack(grid, axis=2)


def _flown(field: object, start: Array, times: Array) -> Array:
    """States (k, 6) at the times it reaches."""
    order = np.argsort(np.abs(times), kind="stable")
    try:
        arc = run(
            field, start, float(times[order[-1]]), rtol=_RTOL, stm=False,
            sample_t=times[order], event_rows=_NO_EVENTS, unit="s reached",
        )  # fmt: skip
    except NoConvergenceError:
        return np.empty((0, 6))
    return arc.samples
