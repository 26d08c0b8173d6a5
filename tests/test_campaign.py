"""The whole road on the shipped scenarios: planned, judged, and flown by another code."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario, load_scenario
from planner.schedule.check import check_plan
from tests.judges.nbody import judge_perilune

#: No plan, or too large for every run: both have tests of their own.
OTHERS = {"tight_budget", "large_200"}
SCENARIOS = sorted(
    path
    for path in (Path(__file__).parents[1] / "scenarios").glob("*.yaml")
    if path.stem not in OTHERS
)


@pytest.fixture(scope="module", params=SCENARIOS, ids=lambda path: path.stem)
def planned(request: pytest.FixtureRequest) -> tuple[Scenario, CampaignPlan, dict]:
    scenario = load_scenario(request.param)
    told: list[float] = []
    plan = plan_campaign(scenario, progress=lambda _, fraction: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    return scenario, plan, json.loads(dumps_plan(plan))


def test_the_independent_judge_finds_nothing(planned: tuple) -> None:
    scenario, _, written = planned
    assert check_plan(scenario, written) == ()


def test_every_flight_meets_the_moon_in_another_code(planned: tuple) -> None:
    """scipy's DOP853 with jplephem, from the published state, with the published constants."""
    _, _, written = planned
    model = written["model"]
    worst = 0.0
    for flight in written["flights"]:
        state = flight["tli_state"]
        distance, _ = judge_perilune(
            state["epoch_tdb_jd"],
            np.array(state["r_km"] + state["v_km_s"]),
            flight["tof_d"] * 86400.0,
            tuple(model["bodies"]),
            model["gm_km3_s2"],
        )
        miss = distance - model["moon_radius_km"] - flight["perilune_alt_km"]
        worst = max(worst, abs(miss))
    print(f"worst perilune disagreement {1e3 * worst:.2f} m over {len(written['flights'])} flights")
    # 10 m: two integrators at 1e-11..1e-12, amplified a thousandfold by the flyby.
    assert worst < 1e-2


def test_bounds_do_not_exceed_what_was_found(planned: tuple) -> None:
    _, plan, _ = planned
    for stage, found in plan.objective.items():
        assert plan.lower_bound[stage] <= found
    if plan.status == "optimal":
        assert plan.lower_bound == plan.objective


def test_everything_asked_for_is_delivered_once(planned: tuple) -> None:
    scenario, plan, _ = planned
    flown = [item.element for flight in plan.flights for item in flight.manifest]
    left = {one.id for one in plan.left_out}
    asked = {element.id for element in scenario.elements}
    assert sorted(flown) == sorted(asked - left)
    chosen = {one.id: set(one.elements) for one in plan.alternatives}
    for one in scenario.alternatives:
        assert chosen[one.id] == set(one.members) - left
        assert chosen[one.id] in [set(choice.elements) for choice in one.choices]
    in_a_choice = {member for one in scenario.alternatives for member in one.members}
    optional = {element.id for element in scenario.elements if element.optional}
    assert left <= in_a_choice | optional
    assert plan.headline.flights == len(plan.flights)
    assert str(plan.completion_date) in plan.headline.sentence
    works = [e.operational_utc.date() for e in plan.elements if e.id not in optional]
    first = scenario.crews.rotations[:1] if scenario.crews else ()
    works += [stay.landing for stay in plan.crews if stay.id in {one.id for one in first}]
    assert max(works) == plan.completion_date
