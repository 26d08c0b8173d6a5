"""Gradients of the burns are those of the flights: by differences, for both kinds of end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.epochs import parse_epoch
from planner.transfers.departure import seconds_past_j2000
from planner.transfers.earth_ends import EntryEnd
from planner.transfers.earth_entry import EntryWish
from planner.transfers.earth_return import ReturnRequest, earth_return
from planner.transfers.leg import coast_leg, moon_state
from planner.transfers.moon_arc import ArcGuess, ArcProblem
from planner.transfers.moon_ends import FlybyEnd, LowOrbitEnd
from planner.transfers.staging_path import MappedOrbit
from tests.judges.staging import BODIES, nrho_9_2

DATE = parse_epoch("2030-02-01")
LEAST_KM = 1837.4


def low_orbit() -> tuple[ArcProblem, ArcGuess]:
    begin = seconds_past_j2000(DATE)
    near = LowOrbitEnd(
        radius_km=LEAST_KM, inclination_rad=1.5, epoch_s=begin, sense=1.0, fixed_epoch=False
    )
    controls = np.array([0.3, 1.0, 0.0])
    return problem_to_a_shot(near, controls, 1.38)


def entry() -> tuple[ArcProblem, ArcGuess]:
    home = earth_return(depart_tdb_jd=DATE, tof_d=3.5, request=ReturnRequest())
    tei = home.burns[0]
    begin = seconds_past_j2000(DATE)
    start = moon_state(begin) + np.array([*tei.r_km, *tei.v_after_km_s])
    leg = coast_leg(start_s=begin, state=start, duration_s=home.tof_d * 86400.0, bodies=BODIES)
    end = EntryEnd(EntryWish(), leg.end_s)
    return problem_to_a_shot(FlybyEnd(end, BODIES), end.controls_of(leg.end_s, leg.state), 0.9)


def problem_to_a_shot(near, controls: np.ndarray, faster: float) -> tuple[ArcProblem, ArcGuess]:
    """A place on the NRHO half a day away, the guess a shot that leaves with another speed."""
    begin = near.at(controls, 1e-12)
    moon = moon_state(begin.t_s)
    velocity = moon[3:] + faster * (begin.state[3:] - moon[3:])
    place = np.array([begin.t_s + near.sense * 43_200.0, 0.62 if near.sense > 0 else 0.38])
    problem = ArcProblem(
        near=near, orbit=MappedOrbit(nrho_9_2()), bodies=BODIES, least_radius_km=LEAST_KM
    )
    return problem, ArcGuess(controls, velocity, place)


@pytest.mark.parametrize("case", [low_orbit, entry])
def test_gradient_is_that_of_the_flights(case) -> None:
    problem, guess = case()
    flight = problem.fly(guess, rtol=1e-12)
    k = len(guess.controls)
    steps = np.append(np.full(k, 1e-6), [5.0, 1e-5])
    if case is entry:
        steps[2] = 1e-7  # km/s at the interface
    for i, step in enumerate(steps):
        shift = np.zeros(k + 2)
        shift[i] = step
        trials = [
            problem.fly(replace_guess(flight.guess, sign * shift, k), rtol=1e-12)
            for sign in (1.0, -1.0)
        ]
        slope = (trials[0].total_km_s - trials[1].total_km_s) / (2.0 * step)
        low_slope = (trials[0].low_km - trials[1].low_km) / (2.0 * step)
        # The arc closes to a metre, half a day away: 1e-8 km/s in a difference; and steps
        # this long see the curvature in the fourth figure.
        noise = 5e-8 / step
        assert flight.gradient[i] == pytest.approx(slope, rel=1e-3, abs=noise)
        # 1e-8 km/s at the Moon moves the lowest point by some 1e-5 km.
        assert flight.low_gradient[i] == pytest.approx(low_slope, rel=2e-3, abs=2e-5 / step)


def replace_guess(guess: ArcGuess, shift: np.ndarray, k: int) -> ArcGuess:
    return guess._replace(controls=guess.controls + shift[:k], place=guess.place + shift[k:])


def test_an_altitude_that_lacks_costs() -> None:
    problem, guess = low_orbit()
    flight = problem.fly(guess)
    higher = replace(problem, least_radius_km=LEAST_KM + 1.0)
    assert higher.cost(flight) > problem.cost(flight)
