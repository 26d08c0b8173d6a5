"""Five days from a low orbit past the Moon: the planner against scipy and boinor's Cowell."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from benchmarks import judge
from benchmarks.measure import Row, length, median_seconds
from planner.astro.lambert import lambert
from planner.astro.propagate import propagate
from planner.astro.propagate_many import propagate_many

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from astropy import units as u
    from astropy.time import Time
    from boinor.bodies import Earth, Moon, Sun
    from boinor.core.perturbations import third_body
    from boinor.core.propagation import cowell
    from boinor.core.propagation.base import func_twobody
    from boinor.ephem import build_ephem_interpolant
    from boinor.twobody import Orbit
    from boinor.twobody.propagation import CowellPropagator
    from boinor.util import time_range

_EPOCH_JD = 2462502.5  # 2030-01-01 TDB
_DURATION_D = 5.0
_DURATION_S = _DURATION_D * judge.DAY_S
_TOGETHER = 100


def _start() -> np.ndarray:
    """A departure from 200 km that passes 30 000 km from the Moon's centre."""
    moon, _ = judge.moon_and_sun(_EPOCH_JD + _DURATION_D)
    aside = np.cross(moon, [0.0, 0.0, 1.0])
    target = moon + 30_000.0 * aside / np.linalg.norm(aside)
    r1 = -6578.0 * moon / np.linalg.norm(moon) + 1500.0 * aside / np.linalg.norm(aside)
    r1 *= 6578.0 / np.linalg.norm(r1)
    v1, _ = lambert(mu_km3_s2=judge.GM_EARTH, r1_km=r1, r2_km=target, tof_s=_DURATION_S)
    return np.concatenate((r1, v1))


def _ours(start: np.ndarray) -> np.ndarray:
    flown = propagate(epoch_tdb_jd=_EPOCH_JD, state_km_s=start, duration_s=_DURATION_S, rtol=1e-12)
    return flown.state_km_s


def _ours_together(start: np.ndarray) -> np.ndarray:
    """A hundred arcs in one call; the first state reached."""
    states = np.tile(start, (_TOGETHER, 1))
    return propagate_many(
        epoch_tdb_jd=_EPOCH_JD, states_km_s=states, duration_s=_DURATION_S, rtol=1e-12
    ).states_km_s[0]


def _cowell_on_de440(start: np.ndarray, bodies: judge.Bodies) -> np.ndarray:
    """Boinor's integrator and perturbation, with the ephemeris and constants of DE440."""

    def moon(t_s: float) -> np.ndarray:
        return bodies(t_s)[0]

    def sun(t_s: float) -> np.ndarray:
        return bodies(t_s)[1]

    def rate(t_s: float, y: np.ndarray, k: float) -> np.ndarray:
        dy = func_twobody(t_s, y, k)
        dy[3:] += third_body(t_s, y, k, k_third=judge.GM_MOON, perturbation_body=moon)
        dy[3:] += third_body(t_s, y, k, k_third=judge.GM_SUN, perturbation_body=sun)
        return dy

    r, v = cowell(judge.GM_EARTH, start[:3], start[3:], [_DURATION_S], rtol=1e-12, f=rate)
    return np.concatenate((r[-1], v[-1]))


def _cowell_as_documented(start: np.ndarray) -> Callable[[], np.ndarray]:
    """Boinor as its documentation shows third bodies: its ephemeris, constants, tolerance.

    The interpolants of the ephemeris are built here, outside what is timed. They are
    linear, so a tolerance below the documented 1e-6 would only chase their kinks.
    """
    epoch = Time(_EPOCH_JD, format="jd", scale="tdb")
    epochs = time_range(epoch, num_values=200, end=epoch + (_DURATION_D + 0.1) * u.d)
    perturbers = tuple(
        (body.k.to_value(u.km**3 / u.s**2), build_ephem_interpolant(body, epochs))
        for body in (Moon, Sun)
    )

    def rate(t_s: float, y: np.ndarray, k: float) -> np.ndarray:
        dy = func_twobody(t_s, y, k)
        for gm, position in perturbers:
            dy[3:] += third_body(t_s, y, k, k_third=gm, perturbation_body=position)
        return dy

    orbit = Orbit.from_vectors(Earth, start[:3] << u.km, start[3:] << u.km / u.s, epoch)

    def fly() -> np.ndarray:
        end = orbit.propagate(_DURATION_S << u.s, method=CowellPropagator(rtol=1e-6, f=rate))
        return np.concatenate((end.r.to_value(u.km), end.v.to_value(u.km / u.s)))

    return fly


def _peers(start: np.ndarray) -> dict[str, Callable[[], np.ndarray]]:
    splines = judge.from_splines(_EPOCH_JD, _DURATION_D)
    kernel = judge.from_kernel(_EPOCH_JD)
    return {
        "scipy DOP853, Python rate, splines": lambda: judge.fly(start, splines, _DURATION_S),
        "scipy DOP853, Python rate, jplephem": lambda: judge.fly(start, kernel, _DURATION_S),
        "boinor Cowell, DE440 by splines": lambda: _cowell_on_de440(start, splines),
        "boinor Cowell as documented, 1e-6": _cowell_as_documented(start),
    }


def rows() -> Iterator[Row]:
    """Earth, Moon and Sun as points, tolerance 1e-12; agreement of the end position."""
    start = _start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # leap seconds after today, said by boinor's ephemeris
        peers = _peers(start)
        for name, peer in peers.items():
            one_s, many_s, peer_s = median_seconds(
                partial(_ours, start), partial(_ours_together, start), peer, samples=5
            )
            apart = length(1e3 * float(np.linalg.norm((_ours(start) - peer())[:3])))
            for job, ours_s in (
                ("5 days past the Moon", one_s),
                (f"the same, {_TOGETHER} at once", many_s / _TOGETHER),
            ):
                yield Row(
                    job=job,
                    unit="arc",
                    ours_s=ours_s,
                    peer=name,
                    peer_s=peer_s,
                    agreement=f"{apart} at the end",
                )
