"""Routes of a network: against scipy's shortest paths, and against the families flown alone."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from planner.epochs import parse_epoch
from planner.errors import OutOfRangeError
from planner.logistics.network import answer_trips, loads_network
from planner.logistics.network import routes as routes_module
from planner.scenario.faults import FaultyFileError

HEAD = "schema_version: 1\nid: n\ntitle: N\n"


def text_of(nodes: str, edges: str, trips: str = "", more: str = "") -> str:
    return f"{HEAD}{more}nodes:\n{nodes}edges:\n{edges}{f'trips:{chr(10)}{trips}' if trips else ''}"


def given_network(size: int, edges: dict[tuple[int, int], tuple[float, float]], least: str) -> str:
    nodes = "".join(f"  - {{id: n{i}, kind: tli}}\n" for i in range(size))
    ways = "".join(
        f"  - {{from: n{a}, to: n{b}, tof_d: {days}, burns: [{{name: b, dv_m_s: {dv}}}]}}\n"
        for (a, b), (dv, days) in edges.items()
    )
    trip = f"  - {{from: n0, to: n{size - 1}, depart: 2030-01-01, least: {least}}}\n"
    return text_of(nodes, ways, trip)


costs = st.integers(1, 4000).map(float)
days = st.integers(1, 90).map(float)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], tuple[float, float]]]:
    size = draw(st.integers(2, 6))
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=14, unique=True))
    return size, {pair: (draw(costs), draw(days)) for pair in chosen}


@settings(max_examples=150, deadline=None)
@given(graphs(), st.sampled_from(("dv", "time")))
def test_the_best_route_of_given_edges_is_the_shortest_path(graph, least):
    size, edges = graph
    weights = np.full((size, size), np.inf)
    for (a, b), cost in edges.items():
        weights[a, b] = cost[least == "time"]
    wanted = shortest_path(weights, method="D")[0, size - 1]
    (answer,) = answer_trips(loads_network(given_network(size, edges, least), name="n.yaml"))
    if np.isinf(wanted):
        assert answer.routes == ()
    else:
        best = answer.routes[0]
        found = best.dv_m_s if least == "dv" else best.days
        assert found == pytest.approx(wanted, abs=1e-6)  # sums of whole numbers; JD rounds 0.1 s


def test_masses_follow_the_rocket_equation():
    edges = {(0, 1): (1000.0, 1.0), (1, 2): (2000.0, 1.0)}
    text = given_network(3, edges, "dv").replace(
        "nodes:", "craft: {mass_kg: 1000, isp_s: 300}\nnodes:", 1
    )
    (answer,) = answer_trips(loads_network(text, name="n.yaml"))
    left = [burn.after_kg for leg in answer.routes[0].legs for burn in leg.burns]
    exhaust_m_s = 300 * 9.80665
    wanted = [1000 * math.exp(-dv / exhaust_m_s) for dv in (1000, 3000)]  # Tsiolkovsky
    assert left == pytest.approx(wanted, abs=1e-3)  # a gram


FLOWN = text_of(
    "  - {id: leo, kind: leo, pad: wenchang_101}\n  - {id: llo, kind: llo}\n"
    "  - {id: base, kind: surface, site: shackleton_ridge}\n",
    "  - {from: leo, to: llo, family: direct, tof_d: 4.5}\n"
    "  - {from: llo, to: base, family: descent}\n",
    "  - {from: leo, to: base, depart: 2030-01-01, days: 8, every_d: 7, stay_d: 2}\n",
)


def test_flown_edges_are_what_the_family_flies_on_the_day_they_are_reached():
    from planner.catalogue import load_catalogue
    from planner.transfers.cheapest import cheapest_plane
    from planner.transfers.departure import LaunchSite
    from planner.transfers.direct import direct_transfer
    from planner.transfers.request import DirectRequest

    (answer,) = answer_trips(loads_network(FLOWN, name="n.yaml"))
    pad = load_catalogue().pads["wenchang_101"]
    site = LaunchSite(
        id=pad.id, lat_deg=pad.lat_deg.value, lon_deg=pad.lon_deg.value,
        max_inclination_deg=pad.max_inclination_deg.value,
    )  # fmt: skip
    totals = []
    for day, (_, route) in zip(("2030-01-01", "2030-01-08"), answer.departures, strict=True):
        alone, _ = cheapest_plane(
            depart_tdb_jd=parse_epoch(day), request=DirectRequest(site=site),
            planes=(True, False), fly=direct_transfer, tof_d=4.5,
        )  # fmt: skip
        there, down = route.legs
        assert there.dv_m_s == pytest.approx(alone.dv_total_m_s, abs=1e-9)
        assert down.depart_tdb_jd >= there.arrive_tdb_jd + 2.0  # the stay
        totals.append(route.dv_m_s)
    assert abs(totals[0] - totals[1]) > 0.1  # dates matter
    assert answer.routes[0].dv_m_s == min(totals)


def test_an_edge_that_cannot_be_flown_is_told_and_the_way_round_taken():
    text = FLOWN.replace("tof_d: 4.5", "tof_d: 30").replace(
        "trips:", "  - {id: book, from: leo, to: base, tof_d: 6, burns: []}\ntrips:"
    )
    (answer,) = answer_trips(loads_network(text, name="n.yaml"))
    assert [leg.edge for leg in answer.routes[0].legs] == ["book"]
    assert any(one.startswith("leo-llo: ") and "tof" in one for one in answer.closed)


def test_too_many_routes_are_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr(routes_module, "MOST_ROUTES", 1)
    with pytest.raises(OutOfRangeError, match="1 or fewer"):
        answer_trips(loads_network(FLOWN, name="n.yaml"))


def test_a_network_with_more_ways_than_can_be_counted_is_refused_at_once():
    """30 nodes, each joined to the next four, some 1e8 ways: listing them would hang the run."""
    edges = {(a, b): (1.0, 1.0) for a in range(30) for b in range(a + 1, min(a + 5, 30))}
    with pytest.raises(OutOfRangeError, match="2000 or fewer"):
        answer_trips(loads_network(given_network(30, edges, "dv"), name="n.yaml"))


def test_dead_ends_cost_nothing():
    """A tangle beside the way that never leads to the end."""
    tangle = {(a, b): (1.0, 1.0) for a in range(1, 12) for b in range(1, 12) if a != b}
    edges = {(0, 12): (5.0, 1.0), (0, 1): (1.0, 1.0), **dict(list(tangle.items())[:110])}
    (answer,) = answer_trips(loads_network(given_network(13, edges, "dv"), name="n.yaml"))
    assert [leg.edge for leg in answer.routes[0].legs] == ["n0-n12"]


FAULTS = {
    "unknown node": ("from: llo, to: base", "from: lol, to: base", "did you mean 'llo'"),
    "unknown family": ("family: descent", "family: decent", "did you mean 'descent'"),
    "wrong ends": ("family: descent", "family: ascent", "does not fly llo to surface"),
    "time of its own": ("family: descent}", "family: descent, tof_d: 1}", "leave tof_d out"),
    "unknown pad": ("wenchang_101", "wenchang_1", "unknown pad"),
    "unknown site": ("site: shackleton_ridge", "site: shackelton_ridge", "did you mean"),
    "no site": (", site: shackleton_ridge", "", "needs a site"),
    "key of another kind": ("kind: llo}", "kind: llo, alt_km: 200}", "says nothing of a node"),
    "both costs": ("family: descent", "family: descent, burns: []", "exactly one of"),
    "no time": ("family: descent", "burns: []", "needs tof_d"),
    "to itself": ("to: base, depart", "to: leo, depart", "to itself"),
    "a day that is none": ("2030-01-01", "2030-02-30", "cannot be read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_have_their_line_and_the_way_out(name):
    old, new, words = FAULTS[name]
    assert old in FLOWN
    with pytest.raises(FaultyFileError) as caught:
        loads_network(FLOWN.replace(old, new, 1), name="n.yaml")
    told = str(caught.value)
    assert words in told
    assert all(line.startswith("n.yaml:") for line in told.splitlines() if line.strip())


def test_all_faults_come_at_once():
    text = FLOWN.replace("family: descent", "family: decent").replace("wenchang_101", "x")
    with pytest.raises(FaultyFileError) as caught:
        loads_network(text, name="n.yaml")
    assert len(caught.value.faults) == 2


@pytest.mark.slow
def test_the_shipped_network_finds_both_ways():
    from pathlib import Path

    from planner.logistics.network import load_network

    file = Path(__file__).parents[2] / "scenarios" / "networks" / "earth_moon.yaml"
    network = load_network(file)
    one_day = network.trips[0].model_copy(update={"days": 1})
    there, home = answer_trips(dataclasses.replace(network, trips=(one_day, network.trips[1])))
    assert [len(answer.routes) for answer in (there, home)] == [3, 1]
    # By the NRHO the fall to the Moon is shared with a stop: some hundred m/s more, never less.
    low = {route.legs[0].edge: route.dv_m_s for route in there.routes}
    assert 150.0 < low["leo-nrho"] - low["leo-llo"] < 500.0


def test_a_landing_is_flown_with_the_mass_the_craft_has_then():
    """The descent after a given list of burns, beside the family flown alone with that mass."""
    from planner.catalogue import load_catalogue
    from planner.transfers.descent import descent
    from planner.transfers.descent_plan import DescentRequest
    from planner.transfers.over_site import LunarOrbit, SurfaceSite
    from planner.transfers.powered_flight import Engine

    text = text_of(
        "  - {id: tli, kind: tli}\n  - {id: llo, kind: llo}\n"
        "  - {id: base, kind: surface, site: shackleton_ridge}\n",
        "  - {from: tli, to: llo, tof_d: 4, burns: [{name: LOI, dv_m_s: 900}]}\n"
        "  - {from: llo, to: base, family: descent}\n",
        "  - {from: tli, to: base, depart: 2030-01-01}\n",
        more="craft: {mass_kg: 100000, isp_s: 450, thrust_n: 300000}\n",
    )
    (answer,) = answer_trips(loads_network(text, name="n.yaml"))
    site = load_catalogue().sites["shackleton_ridge"]
    left_kg = 100000 * math.exp(-900 / (450 * 9.80665))
    alone, heavy = (
        descent(
            depart_tdb_jd=parse_epoch("2030-01-05"),
            request=DescentRequest(
                site=SurfaceSite(lat_deg=site.lat_deg.value, lon_deg=site.lon_deg.value),
                engine=Engine(mass_kg=mass_kg, thrust_n=300000, isp_s=450),
                orbit=LunarOrbit(altitude_km=100.0, inclination_deg=90.0),
            ),
        ).dv_total_m_s
        for mass_kg in (left_kg, 100000)
    )
    landing = answer.routes[0].legs[1].dv_m_s
    assert landing == pytest.approx(alone, abs=0.01)
    assert heavy - landing > 5.0  # less thrust on each kilogram loses more to gravity
