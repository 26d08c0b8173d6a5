"""The reader's own search: what is refused, what is computed, what the page makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.astro.constants import EARTH_RADIUS_KM, MOON_RADIUS_KM
from tests.views.conftest import ROOT
from views.jobs.messages import Done
from views.parts.failure import SORRY
from views.tasks.search import MOST_CELLS, MOST_DATES, Search
from views.tasks.way import WayTask
from views.tasks.windows import GridTask, LoopsTask

#: Two weeks from Wenchang; a grid of 14 x 13 cells.
DIRECT = Search(
    family="direct", pad="wenchang_101", pad_name="Wenchang LC-101",
    lat_deg=19.6145, lon_deg=110.951, max_inclination_deg=86.9,
    start=date(2030, 1, 1), end=date(2030, 1, 15), step_d=1.0,
    tof_min_d=3.0, tof_max_d=6.0, tof_step_d=0.25,
    perilune_alt_km=100.0, apolune_alt_km=100.0, inclination_deg=90.0,
    site_lat_deg=-88.8, site_lon_deg=123.4, site_horizon_deg=0.0,
)  # fmt: skip
LOOP = replace(DIRECT, family="free-return", end=date(2030, 1, 4), perilune_alt_km=200.0)


def told(*_):
    """Take a report of progress and keep nothing."""


@pytest.fixture(scope="module")
def cells():
    return GridTask(DIRECT).run(told)


def test_departures_keep_their_day(cells):
    assert [moment.isoformat() for moment in cells.depart_utc[:2]] == [
        "2030-01-01T00:00:00+00:00",
        "2030-01-02T00:00:00+00:00",
    ]
    assert cells.dv_m_s.shape == (14, 13)
    assert DIRECT.cells == cells.dv_m_s.size


def test_no_optimum_is_undercut_by_a_neighbour(cells):
    for row, column in cells.optima:
        around = cells.dv_m_s[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        assert cells.dv_m_s[row, column] == np.nanmin(around)
    costs = [cells.dv_m_s[cell] for cell in cells.optima]
    assert costs == sorted(costs)


def test_a_cell_flown_ends_in_the_orbit_asked_for(cells):
    row, column = cells.optima[0]
    task = WayTask(
        search=DIRECT,
        depart_tdb_jd=float(cells.depart_tdb_jd[row]),
        tof_d=float(cells.tof_d[column]),
    )
    flown = task.run(told)
    way = flown.way
    start = np.linalg.norm(way.craft_km[0])
    assert start == pytest.approx(EARTH_RADIUS_KM + 200.0, abs=0.1)  # the parking orbit
    end = np.linalg.norm(way.craft_km[-1] - way.moon_km[-1])
    assert end == pytest.approx(MOON_RADIUS_KM + 100.0, abs=0.1)  # the correction's tolerance
    assert sum(burn.dv_m_s for burn in way.burns) == pytest.approx(flown.dv_m_s)
    assert abs(flown.tof_d - cells.tof_d[column]) <= 0.5
    # The Moon's pull, which the grid leaves out, is worth some tens of m/s.
    assert abs(flown.dv_m_s - cells.dv_m_s[row, column]) < 60.0
    assert way.start_utc.strftime("%Y-%m-%dT%H:%M:%SZ") in flown.itinerary


def test_a_free_return_passes_the_moon_and_comes_home():
    loops = LoopsTask(LOOP).run(told)
    number = loops.optima[0]
    task = WayTask(search=LOOP, depart_tdb_jd=float(loops.depart_tdb_jd[number]), tof_d=0.0)
    flown = task.run(told)
    way = flown.way
    nearest = np.linalg.norm(way.craft_km - way.moon_km, axis=1).min()
    assert nearest == pytest.approx(MOON_RADIUS_KM + 200.0, abs=0.5)
    # The interface at 121.92 km over the ellipsoid, which is up to 21.4 km flatter at the poles.
    home = np.linalg.norm(way.craft_km[-1]) - EARTH_RADIUS_KM - 121.92
    assert -21.5 < home < 0.1
    assert flown.dv_m_s == pytest.approx(loops.dv_m_s[number])
    # The date told is that of the burn, not the midnight it was searched from.
    assert abs((way.start_utc - loops.depart_utc[number]).total_seconds()) <= 1.0
    assert f"{loops.depart_utc[number]:%Y-%m-%dT%H:%M}" in flown.itinerary
    assert way.t_s[-1] / 86_400.0 == pytest.approx(loops.round_trip_d[number], abs=1e-6)


def test_every_fault_of_a_search_is_told_at_once():
    wrong = replace(DIRECT, end=date(2029, 1, 1), tof_max_d=2.5, apolune_alt_km=50.0).faults()
    assert len(wrong) == 3
    assert any("50 km, is below the perilune, 100 km" in fault for fault in wrong)


@pytest.mark.parametrize(("family", "most"), [("direct", MOST_CELLS), ("free-return", MOST_DATES)])
def test_a_search_too_large_is_refused_with_a_step_that_is_not(family, most):
    large = replace(DIRECT, family=family, end=date(2060, 1, 1))
    (fault,) = large.faults()
    assert f"{most:,}".replace(",", "\u202f") in fault
    step_d = float(fault.partition("a step of ")[2].split(" d ")[0])
    assert replace(large, step_d=step_d).faults() == ()


@pytest.fixture
def lab(app, service):
    """The app on the lab's search, its tasks computed at once."""
    for kind in (GridTask, LoopsTask, WayTask):
        service.endings[kind] = lambda task: Done(task.run(told))
    app.query_params["lab"] = "search"
    app.run()
    return app.switch_page("views/transfer_lab.py").run()


def sound(app):
    assert not app.exception
    assert all(title.value != SORRY for title in app.title)
    return app


def test_the_search_answers_first_and_flies_the_cheapest_cell(lab):
    assert sound(lab).title[0].value.startswith("Leave on 2030\N{NON-BREAKING HYPHEN}")
    assert [m.label for m in lab.metric][:2] == ["Grid said", "Flown in DE440"]
    assert all(metric.value.endswith("m/s") for metric in lab.metric[:2])
    assert "TLI" in lab.code[0].value
    assert all(chart.proto.alt for chart in lab.get("plotly_chart"))
    assert lab.query_params["lab"] == "search"


def test_a_cell_can_be_chosen_without_a_pointer(lab):
    # The list of optima is drawn by the browser test: AppTest cannot pick in an empty box.
    assert len(lab.selectbox(key="lab_optimum").options) > 1
    tof = next(field for field in lab.number_input if field.proto.form_id == "lab_numbers")
    tof.set_value(3.0)
    next(b for b in lab.button if b.label == "Choose the nearest cell").click().run()
    assert "at 3.00 d" in sound(lab).metric[0].delta


def test_free_returns_are_searched_by_the_same_form(lab):
    lab.radio(key="lab_family").set_value("free-return").run()
    days = [field for field in lab.date_input if field.label == "Before (UTC)"]
    days[0].set_value(date(2030, 1, 4))
    next(b for b in lab.button if b.label == "Search").click().run()
    assert "back in" in sound(lab).title[0].value
    assert "entry" in lab.code[0].value


def test_a_refused_search_keeps_the_one_before(lab):
    before = lab.title[0].value
    next(f for f in lab.date_input if f.label == "Before (UTC)").set_value(date(2060, 1, 1))
    next(b for b in lab.button if b.label == "Search").click().run()
    assert "at most" in sound(lab).error[0].value
    assert lab.title[0].value == before


def test_another_scenario_brings_its_own_pads(app, service):
    for kind in (GridTask, WayTask):
        service.endings[kind] = lambda task: Done(task.run(told))
    app.query_params["lab"] = "search"
    app.query_params["scenario"] = "artemis_2024"
    app.run()
    shown = sound(app.switch_page("views/transfer_lab.py").run())
    assert (ROOT / "scenarios" / "artemis_2024.yaml").exists()
    assert "Wenchang" not in shown.expander[0].label
    assert shown.title[0].value.startswith("Leave on ")
