"""What the player is given is the flight: checked against DE440 and against the flight itself."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from planner.astro.constants import GM_EARTH_KM3_S2, SECONDS_PER_DAY
from planner.astro.ephemeris import body_states_km_s
from planner.figures.frames import VIEWS, moon_axes
from planner.figures.scene import (
    MOST_SAMPLES,
    SceneBurn,
    Way,
    flight_way,
    sample_times,
    scene,
    sun_direction,
)
from planner.figures.trajectory_marks import points
from tests.views.sample_plan import sample_flight

START_JD = 2_463_000.5


def ellipse(*, days=30.0, samples=401, perigee_km=6_578.0, apogee_km=300_000.0):
    """A Kepler ellipse in the plane of x and y beside the real Moon: positions known at any time.

    Samples are even in the eccentric anomaly, so they are close together at perigee.
    """
    semi = 0.5 * (perigee_km + apogee_km)
    ecc = 1.0 - perigee_km / semi
    rate = np.sqrt(GM_EARTH_KM3_S2 / semi**3)
    last = days * SECONDS_PER_DAY * rate  # of the mean anomaly, good enough for a range
    anomaly = np.linspace(0.0, last, samples)
    t_s = (anomaly - ecc * np.sin(anomaly)) / rate
    places = np.stack(
        [
            semi * (np.cos(anomaly) - ecc),
            semi * np.sqrt(1.0 - ecc**2) * np.sin(anomaly),
            np.zeros(samples),
        ],
        axis=1,
    )
    moon = body_states_km_s("moon", START_JD + t_s / SECONDS_PER_DAY)[:, :3]
    return Way(
        id="ellipse",
        alt="An ellipse.",
        start_utc=datetime(2031, 5, 12, tzinfo=UTC),
        jd=START_JD,
        t_s=t_s,
        craft_km=places,
        moon_km=moon,
        burns=(SceneBurn(label="TLI", t_s=0.0, dv_m_s=3100.0),),
    )


def triples(values):
    return np.array(values).reshape(-1, 3)


def test_speeds_obey_the_energy_of_the_orbit():
    shown = scene(ellipse(days=10.0, samples=801))
    radius = np.linalg.norm(triples(shown["craft_km"]), axis=1)
    semi = 0.5 * (6_578.0 + 300_000.0)
    truth = np.sqrt(GM_EARTH_KM3_S2 * (2.0 / radius - 1.0 / semi))
    # The reading shows whole m/s.
    assert shown["speed_earth_km_s"] == pytest.approx(truth, abs=1e-3)


@pytest.mark.parametrize("days", [4.0, 16.0, 40.0])
def test_rotating_axes_are_orthonormal_and_keep_the_moon_on_x(days):
    way = ellipse(days=days)
    axes = moon_axes(way.moon_km)
    assert axes @ np.swapaxes(axes, 1, 2) == pytest.approx(
        np.broadcast_to(np.eye(3), axes.shape), abs=1e-12
    )
    assert np.linalg.det(axes) == pytest.approx(1.0, abs=1e-12)
    seen = np.einsum("nij,nj->ni", axes, way.moon_km)
    assert seen[:, 1:] == pytest.approx(0.0, abs=1e-6)
    assert seen[:, 0].min() > 350_000.0
    # The Moon's own angular momentum is the oracle for the pole: 5 degrees beside it at most.
    states = body_states_km_s("moon", START_JD + way.t_s / SECONDS_PER_DAY)
    momentum = np.cross(states[:, :3], states[:, 3:])
    momentum /= np.linalg.norm(momentum, axis=1, keepdims=True)
    assert (axes[:, 2] * momentum).sum(axis=1).min() > np.cos(np.radians(5.0))


def test_every_frame_keeps_the_distances():
    shown = scene(ellipse())
    craft, moon = triples(shown["craft_km"]), triples(shown["moon_km"])
    turned = triples(shown["rotating"]["craft_km"])
    moon_on_x = np.linalg.norm(moon, axis=1)[:, None] * np.array([1.0, 0.0, 0.0])
    assert np.linalg.norm(craft, axis=1) == pytest.approx(np.linalg.norm(turned, axis=1), abs=0.5)
    # Coordinates are rounded to 0.1 km.
    assert np.linalg.norm(craft - moon, axis=1) == pytest.approx(
        np.linalg.norm(turned - moon_on_x, axis=1), abs=0.5
    )


def test_the_moon_is_where_de440_has_it():
    way = ellipse()
    shown = scene(way)
    truth = body_states_km_s("moon", START_JD + np.array(shown["t_s"]) / SECONDS_PER_DAY)[:, :3]
    axes = moon_axes(truth)[-1]
    assert triples(shown["moon_km"]) == pytest.approx(truth @ axes.T, abs=2.0)


def test_samples_stand_close_where_the_path_bends():
    way = ellipse(days=10.0)
    times = sample_times(way)
    assert len(times) <= MOST_SAMPLES
    assert (np.diff(times) > 0.0).all()
    assert (times[0], times[-1]) == pytest.approx((way.t_s[0], way.t_s[-1]))
    radius = np.interp(times, way.t_s, np.linalg.norm(way.craft_km, axis=1))
    steps = np.diff(times)
    near, far = steps[radius[:-1] < 12_000.0], steps[radius[:-1] > 250_000.0]
    assert near.max() < 0.2 * far.min()


def test_the_sun_is_where_de440_has_it():
    dates = 2_451_545.0 + np.linspace(-3_000.0, 20_000.0, 400)
    truth = body_states_km_s("sun", dates)[:, :3]
    truth /= np.linalg.norm(truth, axis=1, keepdims=True)
    off = np.degrees(np.arccos(np.clip((sun_direction(dates) * truth).sum(axis=1), -1.0, 1.0)))
    assert off.max() < 0.03  # 0.01 degrees by the Almanac; the fixed obliquity adds as much


def test_burns_of_a_planned_flight_stand_at_its_ends():
    flight = sample_flight(
        1, phase="survey", launch=datetime(2031, 5, 1, tzinfo=UTC), lands=True, payload_kg=500.0
    )
    shown = scene(flight_way(flight))
    assert [(b["label"], b["dv_m_s"]) for b in shown["burns"]] == [("TLI", 3140.0), ("LOI", 880.0)]
    assert shown["burns"][0]["t_s"] == shown["t_s"][0] == 0.0
    assert shown["burns"][1]["t_s"] == pytest.approx(4.5 * SECONDS_PER_DAY, abs=0.1)
    assert shown["start_utc_ms"] == flight.tli_utc.timestamp() * 1000.0


def by_way_of_the_moon(*, flyby_d):
    """A flight that burns at the flyby and joins the NRHO at the end of its path."""
    flight = sample_flight(
        1, phase="crew", launch=datetime(2031, 5, 1, tzinfo=UTC), lands=False, payload_kg=500.0
    )
    return replace(
        flight,
        arrival_utc=flight.tli_utc + timedelta(days=flyby_d),
        joined_utc=flight.tli_utc + timedelta(days=4.5),
        dv_m_s={"tli": 3120.0, "flyby": 180.0, "insertion": 240.0},
    )


def test_a_flight_by_way_of_the_moon_shows_the_burn_at_the_flyby():
    shown = scene(flight_way(by_way_of_the_moon(flyby_d=3.0)))
    told = [(b["label"], round(b["t_s"] / SECONDS_PER_DAY, 3), b["dv_m_s"]) for b in shown["burns"]]
    assert told == [("TLI", 0.0, 3120.0), ("flyby", 3.0, 180.0), ("into NRHO", 4.5, 240.0)]


@pytest.mark.parametrize("view", ["earth", "rotating", "moon"])
def test_the_view_from_above_marks_the_flyby_where_the_craft_is_then(view):
    flight = by_way_of_the_moon(flyby_d=4.48)  # within the approach that is seen from the Moon
    seen = VIEWS[view](flight.path)
    shown = {point.text: point.at_km for point in points(flight, seen) if point.symbol == "x"}
    assert ("TLI 3\u202f120 m/s" in shown) == (view != "moon")
    at_km = [np.interp(4.48, seen.days, seen.craft_km[:, axis]) for axis in range(3)]
    assert shown["flyby 180 m/s"] == pytest.approx(at_km, abs=1.0)
    assert shown["into NRHO 240 m/s"] == pytest.approx(seen.craft_km[-1], abs=1.0)


def test_a_date_that_stands_twice_at_a_burn_moves_nothing():
    """A flight by way of the Moon is two legs, each with the burn between them as its end."""
    flight = sample_flight(
        1, phase="first", launch=datetime(2031, 5, 12, tzinfo=UTC), lands=False, payload_kg=100.0
    )
    path = flight.path
    joint = len(path.epoch_tdb_jd) // 2
    doubled = {
        field.name: np.insert(values, joint, values[joint], axis=0)
        for field in fields(path)
        if len(values := getattr(path, field.name)) == len(path.epoch_tdb_jd)
    }
    joined = replace(flight, path=replace(path, **doubled))
    assert scene(flight_way(joined)) == scene(flight_way(flight))
