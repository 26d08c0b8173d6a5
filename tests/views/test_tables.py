"""The tables beside the charts hold what the plan says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.views.sample_plan import sample_plan
from views.parts.itinerary import itinerary
from views.parts.tables import elements_table, flights_table, mass_formats, mass_table, path_table

PLAN = sample_plan()


def test_sums_of_the_mass_table_end_at_the_headline():
    table = mass_table(PLAN)
    assert table["Sum on the surface (t)"].iloc[-1] * 1000.0 == PLAN.headline.landed_kg
    in_orbit = [flight for flight in PLAN.flights if flight.lander is None]
    # To the kilogram, as the table shows it.
    assert table["Sum in lunar orbit (t)"].iloc[-1] == pytest.approx(
        sum(flight.mass_kg.lunar_orbit for flight in in_orbit) / 1000.0, abs=0.001
    )


def test_one_unit_a_column_and_tonnes_only_above_ten_thousand_kilograms():
    assert "Payload (kg)" in flights_table(PLAN)
    heavy = replace(
        PLAN, flights=tuple(replace(flight, capacity_kg=12_000.0) for flight in PLAN.flights)
    )
    assert list(flights_table(heavy)["Possible (t)"]) == [12.0] * len(PLAN.flights)
    assert set(mass_formats(flights_table(heavy))) == {"Payload (t)", "Possible (t)"}


def test_every_element_is_listed_in_order_of_arrival():
    table = elements_table(PLAN)
    assert sorted(table["Element"]) == sorted(element.name for element in PLAN.elements)
    assert list(table["Delivered (UTC)"]) == sorted(table["Delivered (UTC)"])


def test_path_table_starts_at_tli_and_ends_at_perilune():
    flight = PLAN.flights[0]
    table = path_table(flight)
    assert table["After TLI (h)"].iloc[0] == 0.0
    assert table["After TLI (h)"].iloc[-1] == flight.tof_d * 24.0
    # 6578 km at TLI, 1837 km less than the Moon's distance at perilune; whole kilometres.
    assert table["To the Earth's centre (km)"].iloc[0] == 6578.0
    assert table["To the Earth's centre (km)"].is_monotonic_increasing


def test_itinerary_tells_a_flight_without_landing_without_one():
    orbiter = next(flight for flight in PLAN.flights if flight.lander is None)
    text = itinerary(PLAN, orbiter)
    assert "landing" not in text
    assert "descent" not in text
    assert f"{sum(orbiter.dv_m_s.values()):.1f} m/s" in text


def test_itinerary_states_units_time_scale_and_frame():
    text = itinerary(PLAN, PLAN.flights[0])
    for word in ("m/s", "(kg)", "(km)", "(km/s)", "TDB JD", "ICRF", "earth-centred"):
        assert word in text


def test_a_burn_of_the_itinerary_fits_a_phone():
    lines = itinerary(PLAN, PLAN.flights[0]).splitlines()
    burns = [line.partition(" m/s")[0] + " m/s" for line in lines if " m/s" in line]
    assert len(burns) == 4
    assert max(map(len, burns)) <= 39  # what 390 px hold at the size of the page's code
