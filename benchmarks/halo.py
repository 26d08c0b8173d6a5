"""The 9:2 near-rectilinear halo orbit: one period, and the orbit found from scratch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.measure import Row, length, median_seconds
from planner.astro.constants import CR3BP_LENGTH_KM, CR3BP_MU
from planner.astro.cr3bp import propagate_cr3bp
from planner.transfers.staging_orbit import StagingOrbit, staging_orbit

_TOLERANCE = 1e-12
_METRES = 1e3 * CR3BP_LENGTH_KM


def _found() -> StagingOrbit:
    return staging_orbit(family="nrho", picked_by="resonance", value=4.5)


def _rate(_: float, y: np.ndarray) -> np.ndarray:
    """Rate of the state, and of the transition matrix if it is carried."""
    earth, moon = y[:3] + np.array([CR3BP_MU, 0, 0]), y[:3] - np.array([1 - CR3BP_MU, 0, 0])
    level = np.diag([1.0, 1.0, 0.0])
    spin = 2.0 * np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    pull, gradient = np.zeros(3), level.copy()
    for gm, away in ((1.0 - CR3BP_MU, earth), (CR3BP_MU, moon)):
        r2 = away @ away
        pull -= gm * away / r2**1.5
        if len(y) > 6:
            gradient += gm * (3.0 * np.outer(away, away) / r2 - np.eye(3)) / r2**1.5
    moved = np.concatenate((y[3:6], level @ y[:3] + spin @ y[3:6] + pull))
    if len(y) == 6:
        return moved
    jacobian = np.block([[np.zeros((3, 3)), np.eye(3)], [gradient, spin]])
    return np.concatenate((moved, (jacobian @ y[6:].reshape(6, 6)).ravel()))


def _scipy(state: np.ndarray, period: float, stm: bool) -> np.ndarray:
    start = np.concatenate((state, np.eye(6).ravel())) if stm else state
    flown = solve_ivp(
        _rate, (0.0, period), start, method="DOP853", rtol=_TOLERANCE, atol=_TOLERANCE
    )
    return flown.y[:6, -1]


def rows() -> Iterator[Row]:
    """One period at 1e-12, alone and with the transition matrix; agreement of the end."""
    orbit = _found().orbit
    for stm, what in ((False, "state"), (True, "state and transition matrix")):

        def ours(stm: bool = stm) -> np.ndarray:
            arc = propagate_cr3bp(
                mu=CR3BP_MU, state=orbit.state, time=orbit.period, rtol=_TOLERANCE, stm=stm
            )
            return arc.state

        def peer(stm: bool = stm) -> np.ndarray:
            return _scipy(orbit.state, orbit.period, stm)

        ours_s, peer_s = median_seconds(ours, peer, samples=5)
        yield Row(
            job=f"9:2 halo orbit, {what}",
            unit="period",
            ours_s=ours_s,
            peer="scipy DOP853, Python rate",
            peer_s=peer_s,
            agreement=f"{length(_METRES * np.abs(ours() - peer())[:3].max())} at the end",
        )
    ours_s, peer_s = median_seconds(
        _found, lambda: _scipy(orbit.state, orbit.period, True), samples=5
    )
    yield Row(
        job="9:2 halo orbit found by its family",
        unit="orbit",
        ours_s=ours_s,
        peer="scipy DOP853, flying it once with its matrix",
        peer_s=peer_s,
        agreement=f"closes to {length(_METRES * orbit.closure)}",
    )
