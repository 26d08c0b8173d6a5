"""Crews, their ships and supplies: planned, judged, spoilt, and refused."""

from __future__ import annotations

import copy
from datetime import timedelta

import numpy as np
import pytest

from planner.campaign import plan_campaign
from planner.campaign.crossing import out_of_plane_deg
from planner.scenario import ScenarioError, loads_scenario
from planner.schedule.check import check_plan
from planner.terminal.summary import summary_text
from tests.campaign.crewed_corruptions import SPOILS
from tests.campaign.crewed_example import text
from tests.judges.nbody import geocentric_km, judge_propagate


@pytest.fixture(scope="module")
def scenario():
    return loads_scenario(text(), name="first-crew")


def test_the_judge_accepts_the_plan(scenario, told):
    assert check_plan(scenario, told) == ()


def test_each_crew_has_a_lander_and_a_ship_of_its_own(plan):
    flights = {flight.id: flight for flight in plan.flights}
    assert [stay.id for stay in plan.crews] == ["crew-1", "crew-2"]
    for stay in plan.crews:
        lander, ship = flights[stay.flight], flights[stay.ship]
        assert (lander.rendezvous_with, ship.rendezvous_with) == (ship.id, lander.id)
        assert lander.landing_utc - ship.arrival_utc >= timedelta(days=2)
        assert ship.tei_utc - lander.landing_utc >= timedelta(days=2)
        assert lander.mass_kg.tli < 26_000.0 * 1.001  # Lanyue with its stage, as read
        assert 22_000.0 < ship.mass_kg.tli < 26_000.0  # Mengzhou, the two figures read
    assert len({flight for stay in plan.crews for flight in (stay.flight, stay.ship)}) == 4


def test_the_short_stay_lives_in_its_lander_and_the_long_one_does_not(plan):
    assert [stay.shelter for stay in plan.crews] == ["lander", "habitat"]
    assert plan.crews[0].brought_kg == plan.crews[0].supplies_kg + plan.crews[0].reserve_kg
    assert plan.crews[1].brought_kg == 0


def test_lots_fly_only_as_many_as_are_needed_and_the_stock_is_never_short(plan):
    lots = [element for element in plan.elements if element.id.startswith("supply-")]
    assert 0 < len(lots) < 3
    assert min(step.kg for step in plan.stock) >= 0


def test_needs_are_the_published_ones(plan):
    """BVAD by hand: oxygen 0.835, water 3.909 of which 85 % come back, food 1.82 kg a day."""
    daily = 0.835 + 0.15 * 3.909 + 1.82
    for stay, days in zip(plan.crews, (3, 28), strict=True):
        assert stay.supplies_kg == -(-2 * days * daily // 1)


def test_completion_waits_for_the_first_crew_and_for_no_other(plan):
    assert plan.completion_date >= plan.crews[0].landing
    assert plan.completion_date < plan.crews[1].landing


def test_the_summary_names_the_crews(plan):
    said = summary_text(plan)
    assert "crew-2  2 people on" in said
    assert "lander of crew-1" in said


@pytest.mark.parametrize(
    ("rule", "spoil"), SPOILS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(SPOILS)]
)
def test_a_spoilt_plan_is_caught(scenario, told, rule, spoil):
    broken = copy.deepcopy(told)
    spoil(broken)
    assert broken != told
    assert rule in {violation.rule for violation in check_plan(scenario, broken)}


def test_a_site_turns_out_of_the_plane_as_vectors_say():
    """Against the triple product of a fixed plane and a site that turns with the Moon."""
    for lat, tilt, days in ((-89.45, 90.0, 14.0), (20.0, 60.0, 3.0), (0.0, 90.0, 6.8)):
        i, phi = np.radians(tilt), np.radians(lat)
        normal = np.array([0.0, -np.sin(i), np.cos(i)])
        angles = np.radians(np.arange(0.0, 360.0, 0.001))
        sites = np.stack(
            [np.cos(phi) * np.cos(angles), np.cos(phi) * np.sin(angles),
             np.full_like(angles, np.sin(phi))]
        )  # fmt: skip
        below = np.where(np.diff(np.sign(normal @ sites)) != 0)[0]
        turned = angles[below] + np.radians(360.0 / 27.321661 * days)
        off = [
            abs(normal @ (np.cos(phi) * np.cos(a), np.cos(phi) * np.sin(a), np.sin(phi)))
            for a in turned
        ]
        found = out_of_plane_deg(lat_deg=lat, inclination_deg=tilt, stay_d=days)
        assert found == pytest.approx(np.degrees(np.arcsin(max(off))), abs=0.01)


BAD = [
    ("crew: 2, stay_d: 3", "crew: 3, stay_d: 3", "crew.rotations.0.crew", "seats 2"),
    ("stay_d: 28", "stay_d: 250", "crew.rotations.1.stay_d", "200 d"),
    ("kind: hab_classroom", "kind: comm_hub", "crew.rotations.1.stay_d", "0 berths"),
    ("rate_set: bvad", "rate_set: bvda", "crew.rate_set", "bvad"),
    ("{water: 0.85}", "{water: 1.5}", "crew.closures.water", "1 or less"),
    ("{water: 0.85}", "{watre: 0.5}", "crew.closures.watre", "water"),
    ("fleet: [crew], crew: 2, stay_d: 3", "fleet: [cargo], crew: 2, stay_d: 3",
     "crew.rotations.0.fleet.0", "no ship"),
    ("    ship: {launcher: cz10, ship: mengzhou, wait_d: {min: 3, max: 60}}\n", "",
     "fleet.1.lander", "name the ship"),
    ("ship: mengzhou", "ship: menzhou", "fleet.1.ship.ship", "mengzhou"),
    ("lander: lanyue", "lander: cargo_cz10", "fleet.1.ship", "crewed lander"),
    ("lot_kg: 400", "lot_kg: 40000", "supply.lot_kg", "delivers more than"),
    ("supply: {lot_kg: 400, most_lots: 3, spares: true}\n", "", "crew.rotations.1",
     "nothing supplies it"),
    ("min: 3, max: 60", "min: 70, max: 60", "fleet.1.ship.wait_d", "min must not"),
    ("requires: [habitat]", "requires: [habitta]", "crew.rotations.1.requires.0", "habitat"),
    ("id: crew-1", "id: habitat", "crew.rotations.0.id", "used twice"),
    ("lot_kg: 400,", "lot_kg: 400, kind: relay_queqiao2,", "supply.kind", "no cargo"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "says"), BAD, ids=[path for _, _, path, _ in BAD])
def test_faults_are_told_with_line_and_way_out(old, new, path, says):
    assert old in text()
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(text().replace(old, new), name="bad.yaml")
    found = [fault for fault in caught.value.faults if fault.path == path]
    assert found, [str(fault) for fault in caught.value.faults]
    assert any(says in fault.message for fault in found), [fault.message for fault in found]
    assert all(fault.line > 1 for fault in found)


def test_all_faults_at_once():
    broken = text()
    for old, new in (
        ("rate_set: bvad", "rate_set: bvda"),
        ("ship: mengzhou", "ship: menzhou"),
        ("lot_kg: 400", "lot_kg: 40000"),
        ("requires: [habitat]", "requires: [x]"),
    ):
        broken = broken.replace(old, new)  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(broken, name="bad.yaml")
    assert len(caught.value.faults) >= 4


def test_planes_of_arrival_against_another_integrator(plan):
    """Both states are flown to the Moon by scipy over jplephem.

    A transfer is corrected to 0.1 deg of inclination: two planes agree within twice that.
    """
    flights = {flight.id: flight for flight in plan.flights}
    for stay in plan.crews:
        normals = []
        for flight in (flights[stay.flight], flights[stay.ship]):
            state, seconds = flight.tli_state, flight.tof_d * 86_400.0
            start = np.array([*state.r_km, *state.v_km_s])
            end = judge_propagate(state.epoch_tdb_jd, start, seconds, ("earth", "moon", "sun"))
            step_d = 1e-4
            at = state.epoch_tdb_jd
            before, now, after = (
                geocentric_km("moon", at, flight.tof_d + step) for step in (-step_d, 0.0, step_d)
            )
            moon_km_s = (after - before) / (2.0 * step_d * 86_400.0)
            normals.append(np.cross(end[:3] - now, end[3:] - moon_km_s))
        cosine = np.dot(*normals) / np.prod([np.linalg.norm(n) for n in normals])
        found = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        assert flights[stay.flight].plane_deg == pytest.approx(found, abs=0.2)


def test_pictures_and_itineraries_show_both_flights(plan):
    from planner.figures.timeline import timeline
    from views.parts.itinerary import itinerary

    assert timeline(plan)
    ship = next(flight for flight in plan.flights if flight.ship)
    said = itinerary(plan, ship)
    assert "TEI" in said
    assert "mengzhou" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"fleet.crew.ship.wait_d": {"min": 3, "max": 10}}, "cannot close at loi"),
        ({"supply.most_lots": 0}, "too few supplies"),
    ],
)
def test_what_cannot_be_is_explained(overrides, says):
    from planner.errors import InfeasiblePlanError

    with pytest.raises(InfeasiblePlanError) as caught:
        plan_campaign(loads_scenario(text(), name="first-crew", overrides=overrides))
    assert any(says in reason for reason in caught.value.reasons)
