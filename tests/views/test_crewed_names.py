"""The ship of a crewed landing has a launcher of its own, and brings nothing that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.campaign.standing import landed_by
from planner.figures.flight_marks import describe
from planner.figures.gantt import gantt
from planner.figures.gantt_rows import gantt_rows, span
from planner.figures.landed_mass import landed_mass
from planner.figures.lanes import LAYOUT_WIDTH_PX
from planner.plan import CrewStay
from planner.scenario import load_scenario
from tests.views.sample_plan import sample_plan
from views.parts.names import with_names
from views.parts.outpost_tables import crew_table
from views.parts.provenance import citations
from views.parts.tables import flights_table, mass_table

PLAN = sample_plan()
#: A character of the charts' type is this wide on the average (px).
LEAST_PX = 5.6


@pytest.fixture(scope="module")
def artemis():
    return load_scenario(Path(__file__).parents[2] / "scenarios" / "artemis_2026.yaml")


@pytest.fixture(scope="module")
def crewed():
    """The sample plan and a crewed landing: its lander, and its ship."""
    lander = replace(
        next(flight for flight in PLAN.flights if flight.lander),
        id="F91",
        option="hls_crew",
        launcher="starship_filled",
        lander="starship_hls_crew",
        pad="ksc_39a",
        manifest=(),
        rendezvous_with="F92",
    )
    ship = replace(
        lander,
        id="F92",
        launcher="sls_b1",
        lander=None,
        ship="orion",
        pad="ksc_39b",
        destination="lunar_orbit",
        landing_utc=None,
        rendezvous_with="F91",
        return_utc=lander.launch_utc + timedelta(days=30),
    )
    stay = CrewStay(
        id="artemis_4",
        name="Artemis IV",
        flight="F91",
        ship="F92",
        crew=2,
        landing=date(2030, 1, 20),
        departure=date(2030, 1, 26),
        shelter="lander",
        supplies_kg=79,
        reserve_kg=92,
        brought_kg=171,
    )
    return replace(PLAN, flights=(*PLAN.flights, lander, ship), crews=(stay,))


@pytest.fixture(scope="module")
def landing(crewed):
    return replace(crewed, flights=crewed.flights[-2:])


def test_lander_and_ship_are_called_by_their_own_launchers(landing, artemis):
    table = flights_table(with_names(landing, artemis))
    assert list(table["Launcher"]) == ["Starship, one flight", "SLS Block 1"]
    assert [name.split(",")[0].split(" ")[0] for name in table["Lander or ship"]] == [
        "Starship",
        "Orion",
    ]


def test_a_crew_leaves_the_delivered_mass_as_it_is(crewed):
    last = max(flight.arrival_utc for flight in crewed.flights).date() + timedelta(days=30)
    assert landed_by(crewed, last) == landed_by(PLAN, last) == PLAN.headline.landed_kg
    assert mass_table(crewed).equals(mass_table(PLAN))
    assert landed_mass(crewed).alt == landed_mass(PLAN).alt


def test_the_mark_of_a_ship_tells_its_crew(crewed):
    assert "crew of 2, home " in describe(crewed, crewed.flights[-1])
    assert "crew of" not in describe(crewed, crewed.flights[-2])


def test_sources_cite_rocket_ship_and_rates_of_a_crew(landing, artemis):
    cited = {one.thing for one in citations(landing, artemis)}
    leg = next(one.ship for one in artemis.fleet if one.ship)
    assert {leg.launcher.name, leg.ship.name, leg.pad.name} <= cited
    assert {artemis.crews.rates.name} <= cited


def test_the_outpost_says_who_is_there(crewed):
    (row,) = crew_table(crewed).to_dict("records")
    assert row["Crew"] == "Artemis IV"
    assert row["Home (UTC)"] == f"{crewed.flights[-1].return_utc:%Y-%m-%d}"
    assert row["Uses up (kg)"] + row["In reserve (kg)"] == row["Brought (kg)"]


@pytest.mark.parametrize("by", ["phase", "element"])
def test_a_label_without_room_is_cut_in_the_drawing_only(by, artemis):
    first, last = span(PLAN)
    long = "A habitat whose name is longer than the drawing of a phone is wide, by far"
    named = replace(
        PLAN, elements=tuple(replace(e, name=long, mission=long) for e in PLAN.elements)
    )
    rows = gantt_rows(named, artemis, by=by, first=first, last=last)
    for bar in (bar for row in rows for bar in row.bars):
        room = max(bar.launch_utc - first, last - bar.end_utc) / (last - first) * LAYOUT_WIDTH_PX
        assert len(bar.drawn) * LEAST_PX <= max(room, 12 * LEAST_PX)
        assert bar.drawn == bar.label or bar.label.startswith(bar.drawn[:-1])
    if by == "phase":
        assert any(bar.drawn != bar.label for row in rows for bar in row.bars)
        assert all(long in bar.label for row in rows for bar in row.bars)


def test_pointing_at_an_elements_bar_names_the_element(artemis):
    hovers = [
        text
        for trace in gantt(PLAN, artemis, by="element").figure.data
        for text in (trace.hovertext if trace.hovertext is not None else ())
    ]
    named = {f"<b>{one.name}</b>" for one in PLAN.elements}
    titles = {f"<b>{one.id}</b>" for one in PLAN.elements}  # not in this scenario: by their ids
    assert hovers
    assert {hover.split("<br>")[0] for hover in hovers} <= named | titles
