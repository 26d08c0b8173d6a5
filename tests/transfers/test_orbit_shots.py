"""Shots from orbits far from the Moon, and arcs bent to other ends: judged by scipy."""

from __future__ import annotations

import numpy as np
import pytest

from planner.epochs import parse_epoch
from planner.errors import NoConvergenceError
from planner.transfers.bent_arc import Ends, bent_arc
from planner.transfers.departure import julian_date, seconds_past_j2000
from planner.transfers.leg import moon_state
from planner.transfers.orbit_shots import Shot, after_burn, fly_shot, shots_from
from planner.transfers.staging_orbit import staging_orbit
from planner.transfers.staging_path import MappedOrbit
from planner.transfers.staging_request import real_units
from tests.judges.nbody import geocentric_km, judge_propagate
from tests.judges.staging import BODIES

AT_S = seconds_past_j2000(parse_epoch("2030-02-01"))
PLACE = np.array([AT_S, 0.25])


@pytest.fixture(scope="module")
def orbit() -> MappedOrbit:
    return MappedOrbit(
        staging_orbit(family="halo", picked_by="az_km", value=10_000.0, units=real_units())
    )


@pytest.fixture(scope="module", params=[1.0, -1.0])
def shots(request: pytest.FixtureRequest, orbit: MappedOrbit) -> tuple[float, list[Shot]]:
    sense = request.param
    return sense, shots_from(orbit=orbit, places=PLACE[None], sense=sense, bodies=BODIES)


def test_a_shot_comes_by_the_moon_where_it_says(orbit: MappedOrbit, shots) -> None:
    sense, found = shots
    assert found
    shot = found[0]
    assert sense * (AT_S - shot.perilune_s) > 0.0  # out: the Moon comes first
    start = after_burn(PLACE, shot.burn, orbit.at(PLACE).state)
    burn = np.linalg.norm(start[3:] - orbit.at(PLACE).state[3:])
    assert burn == pytest.approx(np.linalg.norm(shot.burn), abs=1e-12)
    flown = judge_propagate(julian_date(AT_S), start, shot.perilune_s - AT_S, BODIES)
    r = flown[:3] - geocentric_km("moon", julian_date(shot.perilune_s))
    # Surveyed at 1e-7 a step, days of flight near an unstable orbit: some km.
    assert np.linalg.norm(r) == pytest.approx(np.linalg.norm(shot.state[:3]), abs=30.0)


def test_an_arc_is_bent_to_other_ends(orbit: MappedOrbit, shots) -> None:
    sense, found = shots
    shot = min(found, key=lambda one: float(np.linalg.norm(one.burn)))
    start = after_burn(PLACE, shot.burn, orbit.at(PLACE).state)
    at_s, low = fly_shot(AT_S, start, sense, BODIES, 1e-9)
    known = Ends(at_s, low[:3], AT_S, start[:3] - moon_state(AT_S)[:3])
    wanted = Ends(at_s + 600.0, 1.05 * low[:3], AT_S, known.end_km + 500.0)
    velocity = bent_arc(known=known, velocity=low[3:], wanted=wanted, bodies=BODIES)
    begin = moon_state(wanted.start_s) + np.concatenate((wanted.start_km, velocity))
    flown = judge_propagate(julian_date(wanted.start_s), begin, AT_S - wanted.start_s, BODIES)
    miss = flown[:3] - geocentric_km("moon", julian_date(AT_S)) - wanted.end_km
    assert np.linalg.norm(miss) < 11.0  # arcs on the way may be 10 km off
    with pytest.raises(NoConvergenceError):
        bent_arc(
            known=known, velocity=low[3:], bodies=BODIES,
            wanted=Ends(at_s, low[:3], at_s + sense * 60.0, known.end_km),
        )  # fmt: skip
