"""What the figures show is what the plan says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from planner.campaign.compass import Direction
from planner.campaign.standing import Standing
from planner.figures.flight_marks import cargo, delivered
from planner.figures.landed_mass import landed_mass
from planner.figures.palette import OKABE_ITO, SYMBOLS, phase_colours
from planner.figures.site_map import site_map
from planner.figures.timeline import timeline
from planner.figures.trajectory_top import trajectory_top
from planner.figures.wording import mass_text
from planner.plan import ManifestItem
from planner.scenario import load_scenario
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()
HOSTILE = '<a href="http://192.0.2.1/">click</a>'


def flight_traces(chart):
    """The traces that carry a hover text for each mark are the flights."""
    return [trace for trace in chart.figure.data if trace.hovertext is not None]


@pytest.mark.parametrize("draw", [timeline, landed_mass])
def test_every_flight_has_one_mark_at_its_delivery(draw):
    shown = sorted(x for trace in flight_traces(draw(PLAN)) for x in trace.x)
    assert shown == sorted(delivered(flight) for flight in PLAN.flights)


@pytest.mark.parametrize("draw", [timeline, landed_mass])
def test_colour_says_phase_and_symbol_says_launcher(draw):
    colours = phase_colours(PLAN)
    by_delivery = {delivered(flight): flight for flight in PLAN.flights}
    seen = {}
    for trace in flight_traces(draw(PLAN)):
        for x, colour, symbol in zip(trace.x, trace.marker.color, trace.marker.symbol, strict=True):
            assert colour == colours[by_delivery[x].phase]
            assert seen.setdefault(by_delivery[x].launcher, symbol) == symbol
    assert len(set(seen.values())) == len(seen) == 2


def test_landed_mass_climbs_by_each_payload():
    landings = sorted((f for f in PLAN.flights if f.landing_utc), key=delivered)
    heights = next(t for t in flight_traces(landed_mass(PLAN)) if len(t.y) == len(landings)).y
    assert heights == pytest.approx(
        list(accumulate(flight.mass_kg.payload / 1000.0 for flight in landings))
    )


def test_a_light_station_is_weighed_in_kilograms():
    light = replace(PLAN, flights=PLAN.flights[:2])
    assert landed_mass(PLAN).figure.layout.yaxis.title.text == "Delivered mass (t)"
    assert landed_mass(light).figure.layout.yaxis.title.text == "Delivered mass (kg)"
    heights = {height for trace in flight_traces(landed_mass(light)) for height in trace.y}
    assert heights == {1_200.0, light.flights[1].mass_kg.lunar_orbit}


def test_landed_mass_ends_at_the_headline():
    assert mass_text(PLAN.headline.landed_kg) in landed_mass(PLAN).alt


def test_alt_texts_carry_the_answer():
    assert PLAN.completion_date.isoformat() in timeline(PLAN).alt
    assert "4.50 days" in trajectory_top(PLAN.flights[0], view="earth").alt


@pytest.mark.parametrize("view", ["earth", "rotating", "moon"])
def test_a_trajectory_names_the_burns_it_shows(view):
    figure = trajectory_top(PLAN.flights[0], view=view).figure
    texts = [text for trace in figure.data for text in trace.text or ()]
    assert any(text.startswith("LOI") for text in texts)
    assert any(text.startswith("TLI") for text in texts) == (view != "moon")


def test_axes_of_a_trajectory_share_one_scale():
    flat = trajectory_top(PLAN.flights[0], view="earth").figure.layout
    assert (flat.yaxis.scaleanchor, flat.yaxis.scaleratio) == ("x", 1)


@pytest.mark.parametrize("draw", [timeline, landed_mass])
def test_names_cannot_bring_markup_into_a_figure(draw):
    hostile = replace(
        PLAN,
        elements=tuple(replace(e, name=HOSTILE, mission=HOSTILE) for e in PLAN.elements),
        phases=tuple(replace(phase, title=HOSTILE) for phase in PLAN.phases),
        flights=tuple(replace(flight, launcher=HOSTILE) for flight in PLAN.flights),
    )
    assert "<a href" not in draw(hostile).figure.to_json()


@pytest.mark.parametrize("draw", [timeline, landed_mass])
def test_figures_leave_font_and_paper_to_the_page(draw):
    layout = draw(PLAN).figure.layout
    assert (layout.paper_bgcolor, layout.plot_bgcolor, layout.font.color) == (None, None, None)


def test_palette_is_distinct_and_symbols_are_hollow():
    assert len(set(OKABE_ITO.values())) == len(OKABE_ITO)
    assert all(symbol.endswith("-open") for symbol in SYMBOLS)


@pytest.mark.parametrize(
    ("mass_kg", "text"),
    [(950.0, "950 kg"), (10_000.0, "10\u202f000 kg"), (10_001.0, "10.0 t"), (123_456.0, "123 t")],
)
def test_masses_turn_to_tonnes_above_ten_thousand_kilograms(mass_kg, text):
    assert mass_text(mass_kg) == text


@pytest.mark.parametrize("count", [1, 6, 58])
def test_the_marks_of_a_ring_keep_clear_of_each_other_and_of_its_name(count):
    scenario = load_scenario(Path(__file__).parents[2] / "scenarios" / "minimal.yaml")
    things = [
        Standing(
            id=f"t{n}",
            name="Thing",
            destination="surface",
            stage="works",
            since=date(2030, 1, 1),
        )
        for n in range(count)
    ]
    low = Direction(azimuth_deg=0.0, elevation_deg=-1.0)
    chart = site_map(
        things,
        dict.fromkeys((one.id for one in things), "power"),
        scenario,
        day=date(2031, 1, 1),
        sun=low,
        earth=low,
    )
    ring = chart.figure.data[0]
    angles = sorted(ring.theta[1:])
    ring_px = 180.0 * ring.r[0] / (ring.r[0] + 1.0)
    assert len(angles) == count
    assert min(angles[0], 360.0 - angles[-1]) * ring_px * 0.01745 > 15.0  # half of a short name
    between = [(after - before) * 0.01745 * ring_px for before, after in pairwise(angles)]
    assert all(gap >= ring.marker.size for gap in between)
    assert chart.figure.data[1].name == "Sun \N{MINUS SIGN}1.0°"


def test_a_cargo_is_told_by_elements_where_missions_say_no_more_than_phases():
    flight = max(PLAN.flights, key=lambda one: len(one.manifest))
    aboard = {item.element for item in flight.manifest}
    by_phase = replace(PLAN, elements=tuple(replace(e, mission=e.phase) for e in PLAN.elements))
    names = {e.name for e in PLAN.elements if e.id in aboard}
    assert any(name in cargo(by_phase, flight) for name in names)
    many = replace(
        by_phase,
        elements=tuple(
            replace(PLAN.elements[0], id=f"e{n}", name=f"Thing {n}", mission="m") for n in range(9)
        ),
    )
    full = replace(
        flight,
        manifest=tuple(ManifestItem(element=f"e{n}", mass_kg=1.0) for n in range(9)),
    )
    assert cargo(many, full) == "Thing 0, Thing 1, 7 more"
