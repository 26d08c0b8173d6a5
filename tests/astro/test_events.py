"""Events that a long step could hide: twice through a height, several in one step."""

from __future__ import annotations

import numpy as np
import pytest

from planner.astro.constants import EARTH_RADIUS_KM, GM_EARTH_KM3_S2
from planner.astro.propagate import EventRequest, Propagation, propagate

PERIGEE_KM, APOGEE_KM = 6500.0, 42000.0


def _at_apogee(**given: object) -> Propagation:
    """One revolution about the Earth alone, from apogee; steps last many minutes."""
    speed = np.sqrt(2.0 * GM_EARTH_KM3_S2 * PERIGEE_KM / (APOGEE_KM * (PERIGEE_KM + APOGEE_KM)))
    period = 2.0 * np.pi * np.sqrt((0.5 * (PERIGEE_KM + APOGEE_KM)) ** 3 / GM_EARTH_KM3_S2)
    return propagate(
        **{
            "epoch_tdb_jd": 2462502.5,
            "state_km_s": [APOGEE_KM, 0.0, 0.0, 0.0, speed, 0.0],
            "duration_s": period,
            "bodies": ("earth",),
            "rtol": 1e-9,
        }
        | given
    )


@pytest.mark.parametrize("above_km", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("sense", [1.0, -1.0])
def test_a_height_grazed_at_perigee_is_passed_in_and_out(above_km: float, sense: float) -> None:
    height = PERIGEE_KM + above_km
    request = EventRequest(name="distance", body="earth", value_km=height)
    whole = _at_apogee()
    flown = _at_apogee(duration_s=sense * whole.elapsed_s, events=(request,))
    assert len(flown.events) == 2
    first, second = flown.events
    for event in flown.events:
        assert event.distance_km == pytest.approx(height, abs=1e-6)
    assert sense * (second.elapsed_s - first.elapsed_s) > 0.0
    # Symmetric about perigee, half a period after apogee.
    middle = 0.5 * (first.elapsed_s + second.elapsed_s)
    assert middle == pytest.approx(0.5 * sense * whole.elapsed_s, abs=1e-2)


def test_inbound_and_outbound_are_told_apart_within_a_step() -> None:
    def radial(direction: int) -> float:
        request = EventRequest(
            name="distance", body="earth", value_km=PERIGEE_KM + 1.0, direction=direction
        )
        (event,) = _at_apogee(events=(request,)).events
        return float(event.state_km_s[:3] @ event.state_km_s[3:])

    assert radial(-1) < 0.0 < radial(1)


def test_a_height_just_below_apogee_is_passed_twice() -> None:
    """From perigee: up through the height and down again."""
    half = 0.5 * _at_apogee().elapsed_s
    perigee = _at_apogee(duration_s=half)
    request = EventRequest(name="distance", body="earth", value_km=APOGEE_KM - 0.01)
    flown = _at_apogee(state_km_s=perigee.state_km_s, events=(request,))
    assert len(flown.events) == 2


def test_a_height_missed_by_a_hair_is_no_event() -> None:
    request = EventRequest(name="distance", body="earth", value_km=PERIGEE_KM - 0.01)
    assert _at_apogee(events=(request,)).events == ()


def test_the_earliest_of_a_step_stops_and_later_ones_are_not_told() -> None:
    """Requests in the wrong order: perigee comes after the height above it."""
    above = PERIGEE_KM + 1.0 - EARTH_RADIUS_KM
    flown = _at_apogee(
        events=(
            EventRequest(name="periapsis", body="earth", stops=True),
            EventRequest(name="altitude", body="earth", value_km=above, stops=True),
        )
    )
    assert [event.name for event in flown.events] == ["altitude"]
    assert flown.elapsed_s == flown.events[0].elapsed_s
    assert np.linalg.norm(flown.state_km_s[:3]) == pytest.approx(PERIGEE_KM + 1.0, abs=1e-6)


def test_events_of_one_step_are_told_in_order() -> None:
    above = PERIGEE_KM + 1.0
    flown = _at_apogee(
        events=(
            EventRequest(name="periapsis", body="earth"),
            EventRequest(name="distance", body="earth", value_km=above),
        )
    )
    assert [event.name for event in flown.events] == ["distance", "periapsis", "distance"]
