"""The whole road on the shipped scenarios: planned, judged, and flown by another code."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.schedule.check import check_plan
from tests import effort
from tests.judges.nbody import judge_perilune
from tests.shipped import FOLDER, SOLVED, Shelf

ROWS = {
    row[0]: row[1:]
    for row in re.findall(
        r"^\| `(\w+)\.yaml` \|[^|]*\| (\w+) \| ([\d-]+) \| (-?\d+) \| (\d+) \| (\d+) \|$",
        (FOLDER / "README.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
}

pytestmark = pytest.mark.slow  # planning them all takes a minute


@pytest.fixture(scope="module", params=SOLVED)
def planned(request: pytest.FixtureRequest, shelf: Shelf) -> tuple[Scenario, CampaignPlan, dict]:
    found = shelf.planned(request.param)
    assert found.plan is not None
    return found.scenario, found.plan, json.loads(dumps_plan(found.plan))


def test_every_scenario_has_its_answer_in_the_table() -> None:
    assert set(SOLVED) == ROWS.keys()


def test_the_answer_is_the_one_printed(planned: tuple) -> None:
    """In the table of scenarios/README.md."""
    scenario, plan, _ = planned
    status, complete, spare, cost, flights = ROWS[scenario.id.replace("-", "_")]
    assert (plan.status, str(plan.completion_date)) == (status, complete)
    assert plan.headline.slack_d == int(spare)
    # The cost and date are proven; which of several plans has them may differ by machine.
    assert round(plan.headline.cost_musd) == int(cost)
    assert plan.headline.flights == int(flights)


def test_progress_is_told_to_the_end_and_never_turns_back(planned: tuple, shelf: Shelf) -> None:
    told = list(shelf.planned(planned[0].id.replace("-", "_")).told)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_the_independent_judge_finds_nothing(planned: tuple) -> None:
    scenario, _, written = planned
    assert check_plan(scenario, written) == ()


#: Flights flown by the judge, by their state: scenarios share many.
FLOWN: dict[tuple[float, ...], float] = {}


def miss_km(flight: dict, model: dict) -> float:
    """How far scipy's DOP853 with jplephem passes from where the plan says, from its own state."""
    state = flight["tli_state"]
    asked = (state["epoch_tdb_jd"], *state["r_km"], *state["v_km_s"], flight["tof_d"])
    if asked not in FLOWN:
        FLOWN[asked], _ = judge_perilune(
            state["epoch_tdb_jd"],
            np.array(state["r_km"] + state["v_km_s"]),
            flight["tof_d"] * 86400.0,
            tuple(model["bodies"]),
            model["gm_km3_s2"],
        )
    return abs(FLOWN[asked] - model["moon_radius_km"] - flight["perilune_alt_km"])


def judged(flights: list[dict]) -> list[dict]:
    """The first flight of each way to fly and every fifth; all when thorough."""
    first = {flight["option"]: flight for flight in reversed(flights)}
    return [*first.values(), *effort.some(flights, 5)]


def test_flights_meet_the_moon_in_another_code(planned: tuple) -> None:
    """From the published state, with the published constants."""
    _, _, written = planned
    flights = judged(written["flights"])
    worst = max(miss_km(flight, written["model"]) for flight in flights)
    print(f"worst perilune disagreement {1e3 * worst:.2f} m over {len(flights)} flights")
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
